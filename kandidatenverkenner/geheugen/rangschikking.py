"""Who fits best, from bitmaps: the points of everybody at once, and of those the best few.

The points of a candidate stand upright: bit i of everybody's number is one bitmap, a plane. Adding
a wish is a few additions of whole bitmaps with a carry; and the planes, read from the highest down,
say who is among the best, without a list of all who answer. So it takes as long whether a hundred
answer or a million.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from kandidatenverkenner.geheugen.kolommen import Kolommen
from kandidatenverkenner.geheugen.werkruimte import Bits, aantal
from kandidatenverkenner.wensen import Wens


class Weging:
    """Everybody weighed by some wishes. To be used up before the next question of the thread."""

    def __init__(self, kolommen: Kolommen, woorden: int, wensen: Sequence[Wens]) -> None:
        self._kolommen, self._woorden, self._werk = kolommen, woorden, kolommen.werk
        self._vervuld = [self._wie_past(wens) for wens in wensen]
        self._vlakken = self._tel_op([wens.punten for wens in wensen])

    def beste(self, wie: Bits, hoeveel: int) -> tuple[Bits, Bits]:
        """Of these who certainly are among the best, fewer than `hoeveel`, and who may fill up.

        Those all have the same points, fewer than each of the others.
        """
        boven, gelijk, zeker = self._leeg(), self._nieuw(), 0
        gelijk[:] = wie
        tussen = self._nieuw()
        for vlak in reversed(self._vlakken):
            np.bitwise_and(gelijk, vlak, out=tussen)
            meer = aantal(tussen)
            if zeker + meer >= hoeveel:
                gelijk, tussen = tussen, gelijk
            else:
                zeker += meer
                np.bitwise_or(boven, tussen, out=boven)
                np.bitwise_xor(gelijk, tussen, out=gelijk)
        return boven, gelijk

    def punten(self, plekken: NDArray[np.intp]) -> NDArray[np.int64]:
        """The points at these positions."""
        som = np.zeros(len(plekken), np.int64)
        for hoogte, vlak in enumerate(self._vlakken):
            som += _op(vlak, plekken).astype(np.int64) << hoogte
        return som

    def past(self, plekken: NDArray[np.intp]) -> list[tuple[bool, ...]]:
        """For each of these positions of each wish whether it fits."""
        delen = [_op(bits, plekken).astype(np.bool_).tolist() for bits in self._vervuld]
        return list(zip(*delen, strict=True))

    def _nieuw(self) -> Bits:
        return self._werk.bits(self._woorden)

    def _leeg(self) -> Bits:
        bits = self._nieuw()
        bits.fill(0)
        return bits

    def _wie_past(self, wens: Wens) -> Bits:
        """As `Wens.past`, of everybody."""
        if wens.uiterlijk:
            return self._waar(self._kolommen.vanaf, np.less_equal, wens.uiterlijk.toordinal())
        if wens.reis:
            return self._wie_kan_reizen(wens)
        return self._een_van(wens.een_van)

    def _een_van(self, kenmerken: Iterable[int]) -> Bits:
        alle = self._kolommen.bits
        bekend = [kenmerk for kenmerk in kenmerken if kenmerk < len(alle)]
        if len(bekend) == 1:
            bits: Bits = alle[bekend[0], : self._woorden]
            return bits
        uit = self._leeg()
        for kenmerk in bekend:
            np.bitwise_or(uit, alle[kenmerk, : self._woorden], out=uit)
        return uit

    def _wie_kan_reizen(self, wens: Wens) -> Bits:
        """Distances are a handful of numbers: the regions within each are taken together."""
        uit = self._leeg()
        for km in self._kolommen.afstanden:
            regios = [regio for regio, ver in wens.reis if ver <= km]
            if regios:
                deel = self._een_van(regios)
                uit |= deel & self._waar(self._kolommen.reis, np.equal, km)
        return uit

    def _waar(self, kolom: NDArray[np.signedinteger], wat: np.ufunc, grens: int) -> Bits:
        masker = wat(kolom[: self._woorden * 64], grens)
        return np.packbits(masker, bitorder="little").view(np.uint64)

    def _tel_op(self, punten: Sequence[int]) -> list[Bits]:
        """The points of everybody, as planes from low to high."""
        vlakken = [self._leeg() for _ in range(sum(punten).bit_length())]
        erbij, over = self._nieuw(), self._nieuw()
        hoogste = 0
        # The lightest first: as long as the sums are small, a carry does not go far.
        for nummer in sorted(range(len(punten)), key=punten.__getitem__):
            hoogste += punten[nummer]
            for hoogte in range(punten[nummer].bit_length()):
                if punten[nummer] >> hoogte & 1:
                    erbij[:] = self._vervuld[nummer]
                    for vlak in vlakken[hoogte : hoogste.bit_length()]:
                        np.bitwise_and(vlak, erbij, out=over)
                        np.bitwise_xor(vlak, erbij, out=vlak)
                        erbij, over = over, erbij
        return vlakken


def _op(bits: Bits, plekken: NDArray[np.intp]) -> NDArray[np.uint64]:
    """The bits at some positions, as 0 and 1."""
    waarden: NDArray[np.uint64] = bits[plekken >> 6] >> (plekken & 63).astype(np.uint64)
    return waarden & np.uint64(1)
