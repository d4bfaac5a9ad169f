"""Memory that is written again at every question, of one thread: nothing large is allocated.

What is allocated large is given back to the system afterwards and has to be mapped anew, page by
page; two threads or processes that do so wait for each other in the kernel.
"""

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray


Bits = NDArray[np.uint64]
BLOK = 65_280  # words of bitmaps at once, that stay in the cache
STUK = 8_160  # of one bitmap; see `_tel_plak`
VEEL = 1_000_000  # words: from here on it is worth a second thread
RIJEN = 512  # rows at once


class Vak:
    """Some of the words of all bitmaps: ranges of them, in eights, from low to high."""

    def __init__(self, stukken: Iterable[slice]) -> None:
        self.stukken: list[tuple[slice, slice]] = []  # which words, and where they stand here
        self.lengte = 0
        for stuk in sorted(stukken, key=lambda stuk: int(stuk.start)):
            hoeveel = stuk.stop - stuk.start
            if hoeveel > 0:
                self.stukken.append((stuk, slice(self.lengte, self.lengte + hoeveel)))
                self.lengte += hoeveel

    def neem(self, bits: Bits, werk: "ScratchSpace") -> Bits:
        """These words of a bitmap. Only to read: a single range is not copied."""
        if len(self.stukken) == 1:
            return bits[self.stukken[0][0]]
        uit = werk.bits(self.lengte)
        for stuk, hier in self.stukken:
            uit[hier] = bits[stuk]
        return uit

    def posities(self, bits: Bits) -> NDArray[np.intp]:
        """The positions of the bits that are set in these words, from low to high."""
        # Where nothing is set, nothing has to be unpacked: a search leaves few words.
        vol = np.flatnonzero(bits)
        los = np.unpackbits(bits[vol].view(np.uint8), bitorder="little").view(np.bool_)
        for stuk, hier in reversed(self.stukken):
            if stuk.start != hier.start:
                van, tot = np.searchsorted(vol, (hier.start, hier.stop))
                vol[van:tot] += stuk.start - hier.start
        gevonden = np.flatnonzero(los)
        uit: NDArray[np.intp] = (vol[gevonden >> 6] << 6) + (gevonden & 63)
        return uit


class ScratchSpace:
    """Buffers for bitmaps of so many words, and for rows of so many attributes."""

    def __init__(self, woorden: int, breedte: int) -> None:
        self._woorden = woorden
        self._bits: list[Bits] = []
        self._uitgegeven = 0
        self._en = np.empty(BLOK, np.uint64)
        self._aantallen = np.empty(BLOK, np.uint8)
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

    def tel_bitmaps(self, bitmaps: NDArray[np.uint64], met: Bits, vak: Vak) -> NDArray[np.int64]:
        """Of each bitmap how many bits it shares with `met`, which is about those of `vak`."""
        uit = np.zeros(len(bitmaps), np.int64)
        for stuk, hier in vak.stukken:
            uit += self._tel_stuk(bitmaps[:, stuk], met[hier])
        return uit

    def _tel_stuk(self, bitmaps: NDArray[np.uint64], met: Bits) -> NDArray[np.int64]:
        """The same, of as many words as there are: a multiple of 8."""
        uit = np.zeros(len(bitmaps), np.int64)
        hoog = BLOK // max(min(len(met), STUK), 1)
        # An iterator hands out each once, also to two threads.
        plakken = iter(range(0, len(bitmaps), hoog))

        def tel(ruimte: ScratchSpace) -> None:
            for a in plakken:
                uit[a : a + hoog] = ruimte._tel_plak(bitmaps[a : a + hoog], met)

        if len(bitmaps) * len(met) < VEEL:
            tel(self)
        else:
            HULP.samen(tel, self)
        return uit

    def _tel_plak(self, bitmaps: NDArray[np.uint64], met: Bits) -> NDArray[np.int64]:
        """The same, of as many bitmaps as fit in the buffers."""
        uit = np.zeros(len(bitmaps), np.int64)
        for a in range(0, len(met), STUK):
            hier, rijen = met[a : a + STUK], bitmaps[:, a : a + STUK]
            en = self._en[: rijen.size].reshape(rijen.shape)
            aantallen = self._aantallen[: rijen.size].reshape(rijen.shape)
            np.bitwise_and(rijen, hier, out=en)
            np.bitwise_count(en, out=aantallen)
            # Of 1,020 words the sum, at most 64 each, still fits in 16 bits.
            delen = 1 if len(hier) <= STUK // 8 else 8
            per_deel = aantallen.reshape(len(rijen) * delen, -1).sum(axis=1, dtype=np.uint16)
            uit += per_deel.reshape(-1, delen).sum(axis=1, dtype=np.int64)
        return uit

    def tel_rijen(
        self, matrix: NDArray[np.uint16], plekken: NDArray[np.intp], hoogste: int
    ) -> NDArray[np.int64]:
        """How often each number below `hoogste` stands in these rows, of which none is as high."""
        uit = np.zeros(hoogste, np.int64)
        for a in range(0, len(plekken), RIJEN):
            hier = plekken[a : a + RIJEN]
            rijen = self._rijen[: len(hier)]
            # The positions are ours: `clip` spares numpy a copy to be able to complain.
            np.take(matrix, hier, axis=0, out=rijen, mode="clip")
            uit += np.bincount(rijen.ravel(), minlength=hoogste)
        return uit

    def tel_kolommen(
        self, matrix: NDArray[np.uint16], plekken: NDArray[np.intp], hoogste: int
    ) -> NDArray[np.int64]:
        """The same of a few columns: `matrix` is a part of one."""
        uit = np.zeros(hoogste, np.int64)
        stap = max(1, RIJEN * self._rijen.shape[1] // max(matrix.shape[1], 1))
        for a in range(0, len(plekken), stap):
            uit += np.bincount(matrix[plekken[a : a + stap]].ravel(), minlength=hoogste)
        return uit


class Hulp:
    """A second thread, for whoever has much to count while another core has nothing to do.

    Nobody waits for it: when it helps somebody else, or comes too late, one counts alone.
    """

    def __init__(self) -> None:
        self._vrij = threading.Lock()
        self._draad = ThreadPoolExecutor(1, "zoekhulp")
        self._ruimte: ScratchSpace | None = None

    def samen(self, tel: Callable[[ScratchSpace], None], eigen: ScratchSpace) -> None:
        """Do `tel` in this thread, and in the other at once; it takes its work from one pile."""
        if not self._vrij.acquire(blocking=False):
            tel(eigen)
            return
        try:
            if self._ruimte is None:
                self._ruimte = ScratchSpace(0, 0)
            ook = self._draad.submit(tel, self._ruimte)
            tel(eigen)
            if not ook.cancel():
                ook.result()
        finally:
            self._vrij.release()


HULP = Hulp()


def popcount(bits: Bits) -> int:
    """How many bits are set."""
    return int(np.bitwise_count(bits).sum(dtype=np.uint32))
