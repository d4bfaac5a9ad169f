"""Memory that is written again at every question, of one thread: nothing large is allocated.

What is allocated large is given back to the system afterwards and has to be mapped anew, page by
page; two threads or processes that do so wait for each other in the kernel.
"""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray


Bits = NDArray[np.uint64]
BLOK = 64  # bitmaps of which the counts are summed at once
# In so many goes: alone in small ones, that stay in the cache; with two in large ones, during which
# the other thread has the time to wake up.
ALLEEN, SAMEN = 8, 2
STUK = 8_160  # words of each at once; see `_tel_plak`
VEEL = 1_000_000  # words: from here on it is worth a second thread
RIJEN = 512  # rows at once


class Werkruimte:
    """Buffers for bitmaps of so many words, and for rows of so many attributes."""

    def __init__(self, woorden: int, breedte: int) -> None:
        self._woorden = woorden
        self._bits: list[Bits] = []
        self._uitgegeven = 0
        self._en = np.empty(BLOK // SAMEN * STUK, np.uint64)
        self._aantallen = np.empty(BLOK * STUK, np.uint8)
        self._rijen = np.empty((RIJEN, breedte), np.uint16)

    def begin(self) -> None:
        """A new question: what was handed out before, is free."""
        self._uitgegeven = 0

    def bits(self, woorden: int) -> Bits:
        """A bitmap to write in; what stands in it is of an earlier question."""
        if self._uitgegeven == len(self._bits):
            self._bits.append(np.empty(self._woorden, np.uint64))
        self._uitgegeven += 1
        return self._bits[self._uitgegeven - 1][:woorden]

    def tel_bitmaps(
        self,
        bitmaps: NDArray[np.uint64],
        met: Bits,
        plekken: NDArray[np.intp] | None = None,
    ) -> NDArray[np.int64]:
        """Of each bitmap how many bits it shares with `met` (a multiple of 8 words).

        `plekken` are the words of the bitmaps that `met` is about; the first ones by default.
        """
        uit = np.zeros(len(bitmaps), np.int64)
        hoog = max(1, BLOK * STUK // max(min(len(met), STUK), 1))
        # An iterator hands out each once, also to two threads.
        plakken = iter(range(0, len(bitmaps), hoog))

        def tel(ruimte: Werkruimte, sneden: int) -> None:
            for a in plakken:
                deel = slice(a, a + hoog)
                uit[deel] = ruimte._tel_plak(bitmaps[deel], met, plekken, sneden)

        if len(bitmaps) * len(met) < VEEL:
            tel(self, ALLEEN)
        else:
            HULP.samen(tel, self)
        return uit

    def _tel_plak(
        self,
        bitmaps: NDArray[np.uint64],
        met: Bits,
        plekken: NDArray[np.intp] | None,
        sneden: int,
    ) -> NDArray[np.int64]:
        """The same, of as many bitmaps as fit in the buffers."""
        uit = np.zeros(len(bitmaps), np.int64)
        for c in range(0, len(met), STUK):
            hier = met[c : c + STUK]
            aantallen = self._aantallen[: len(bitmaps) * len(hier)].reshape(len(bitmaps), -1)
            laag = BLOK * STUK // sneden // len(hier)
            for a in range(0, len(bitmaps), laag):
                rijen = bitmaps[a : a + laag]
                en = self._en[: len(rijen) * len(hier)].reshape(len(rijen), -1)
                if plekken is None:
                    np.bitwise_and(rijen[:, c : c + len(hier)], hier, out=en)
                else:
                    np.take(rijen, plekken[c : c + STUK], axis=1, out=en, mode="clip")
                    np.bitwise_and(en, hier, out=en)
                np.bitwise_count(en, out=aantallen[a : a + laag])
            # Of 1,020 words the sum, at most 64 each, still fits in 16 bits.
            delen = aantallen.reshape(len(bitmaps), 8, len(hier) // 8)
            uit += delen.sum(axis=2, dtype=np.uint16).sum(axis=1, dtype=np.int64)
        return uit

    def tel_rijen(
        self, matrix: NDArray[np.uint16], plekken: NDArray[np.intp], hoogste: int
    ) -> NDArray[np.int64]:
        """How often each number below `hoogste` stands in these rows; 0 is also the padding."""
        uit = np.zeros(hoogste, np.int64)
        for a in range(0, len(plekken), RIJEN):
            hier = plekken[a : a + RIJEN]
            rijen = self._rijen[: len(hier)]
            # The positions are ours: `clip` spares numpy a copy to be able to complain.
            np.take(matrix, hier, axis=0, out=rijen, mode="clip")
            uit += np.bincount(rijen.ravel(), minlength=hoogste)
        return uit


class Hulp:
    """A second thread, for whoever has much to count while another core has nothing to do.

    Nobody waits for it: when it helps somebody else, or comes too late, one counts alone.
    """

    def __init__(self) -> None:
        self._vrij = threading.Lock()
        self._draad = ThreadPoolExecutor(1, "zoekhulp")
        self._ruimte: Werkruimte | None = None

    def samen(self, tel: Callable[[Werkruimte, int], None], eigen: Werkruimte) -> None:
        """Do `tel` in this thread, and in the other at once; it takes its work from one pile."""
        if not self._vrij.acquire(blocking=False):
            tel(eigen, ALLEEN)
            return
        try:
            if self._ruimte is None:
                self._ruimte = Werkruimte(0, 0)
            ook = self._draad.submit(tel, self._ruimte, SAMEN)
            tel(eigen, SAMEN)
            if not ook.cancel():
                ook.result()
        finally:
            self._vrij.release()


HULP = Hulp()


def aantal(bits: Bits) -> int:
    """How many bits are set."""
    return int(np.bitwise_count(bits).sum(dtype=np.uint32))


def posities(bits: Bits, plekken: NDArray[np.intp] | None = None) -> NDArray[np.intp]:
    """The positions of the bits that are set; `plekken` are the words they are of.

    From low to high within each word.
    """
    # Where nothing is set, nothing has to be unpacked: a search leaves few words.
    vol = np.flatnonzero(bits)
    los = np.unpackbits(bits[vol].view(np.uint8), bitorder="little").view(np.bool_)
    gevonden = np.flatnonzero(los)
    woorden = vol[gevonden >> 6]
    if plekken is not None:
        woorden = plekken[woorden]
    uit: NDArray[np.intp] = (woorden << 6) + (gevonden & 63)
    return uit
