"""Memory that is written again at every question, of one thread: nothing large is allocated.

What is allocated large is given back to the system afterwards and has to be mapped anew, page by
page; two threads or processes that do so wait for each other in the kernel.
"""

import numpy as np
from numpy.typing import NDArray


Bits = NDArray[np.uint64]
BLOK = 8  # bitmaps at once
STUK = 4_080  # words of each at once: they stay in the cache, and see `_som`
RIJEN = 512  # rows at once
_LAAG = np.uint64(0x00FF_00FF_00FF_00FF)
_ACHT = np.uint64(8)


class Werkruimte:
    """Buffers for bitmaps of so many words, and for rows of so many attributes."""

    def __init__(self, woorden: int, breedte: int) -> None:
        self._woorden = woorden
        self._bits: list[Bits] = []
        self._uitgegeven = 0
        self._en = np.empty(BLOK * STUK, np.uint64)
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
        breed = min(len(met), STUK)
        hoog = max(1, BLOK * STUK // max(breed, 1))
        for a in range(0, len(bitmaps), hoog):
            blok = bitmaps[a : a + hoog]
            for c in range(0, len(met), STUK):
                hier = met[c : c + STUK]
                vorm = (len(blok), len(hier))
                en = self._en[: len(blok) * len(hier)].reshape(vorm)
                if plekken is None:
                    np.bitwise_and(blok[:, c : c + len(hier)], hier, out=en)
                else:
                    np.take(blok, plekken[c : c + STUK], axis=1, out=en, mode="clip")
                    np.bitwise_and(en, hier, out=en)
                aantallen = self._aantallen[: en.size].reshape(vorm)
                np.bitwise_count(en, out=aantallen)
                uit[a : a + hoog] += _som(aantallen)
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


def _som(aantallen: NDArray[np.uint8]) -> NDArray[np.int64]:
    """The sum of each row, of numbers up to 64: eight at a time, in the lanes of a word.

    Two of them go together in 16 bits, and 510 such pairs (STUK / 8) still fit there.
    """
    acht = aantallen.view(np.uint64)
    paren = (acht & _LAAG) + ((acht >> _ACHT) & _LAAG)
    vier = np.add.reduce(paren, axis=1).view(np.uint16).reshape(-1, 4)
    som: NDArray[np.int64] = vier.sum(axis=1, dtype=np.int64)
    return som


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
