"""Who fits best, from bitmaps: the points of everybody at once, and of those the best few.

The points of a candidate stand upright: bit i of everybody's number is one bitmap, a plane. Adding
a wish is a few additions of whole bitmaps with a carry; and the planes, read from the highest down,
say who is among the best, without a list of all who answer. So it takes as long whether a hundred
answer or a million. Of the best few, the rows say the points and what fits.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kandidatenverkenner.search_index.memory.columns import ColumnStore
from kandidatenverkenner.search_index.memory.matches import MatchSet
from kandidatenverkenner.search_index.memory.scratch import Bits, popcount
from kandidatenverkenner.search_index.wensen import Wens


VER = 32_767  # km: farther than anybody travels


class Ranker:
    """Who answers a question, weighed by some wishes."""

    def __init__(self, zicht: MatchSet, kolommen: ColumnStore, wensen: Sequence[Wens]) -> None:
        self._zicht, self._kolommen, self._wensen = zicht, kolommen, wensen

    def beste(self, hoeveel: int) -> tuple[Bits, Bits]:
        """Who certainly are among the best, fewer than `hoeveel`, and who may fill up.

        Those all have the same points, fewer than each of the others.
        """
        boven, gelijk, tussen = self._leeg(), self._zicht.nieuw(), self._zicht.nieuw()
        gelijk[:] = self._zicht.alles
        zeker = 0
        for vlak in reversed(self._tel_op()):
            np.bitwise_and(gelijk, vlak, out=tussen)
            meer = popcount(tussen)
            if zeker + meer >= hoeveel:
                gelijk, tussen = tussen, gelijk
            else:
                zeker += meer
                np.bitwise_or(boven, tussen, out=boven)
                np.bitwise_xor(gelijk, tussen, out=gelijk)
        return boven, gelijk

    def past(self, plekken: NDArray[np.intp]) -> NDArray[np.bool_]:
        """For each of these positions of each wish whether it fits: from their rows."""
        rijen = self._kolommen.matrix[plekken]
        uit = np.zeros((len(plekken), len(self._wensen)), np.bool_)
        for kolom, wens in enumerate(self._wensen):
            if wens.uiterlijk:
                uit[:, kolom] = self._kolommen.vanaf[plekken] <= wens.uiterlijk.toordinal()
            elif wens.reis:
                km = self._per_kenmerk(dict(wens.reis), VER)
                uit[:, kolom] = km[rijen].min(axis=1, initial=VER) <= self._kolommen.reis[plekken]
            else:
                heeft = self._per_kenmerk(dict.fromkeys(wens.een_van, 1), 0)
                uit[:, kolom] = heeft[rijen].any(axis=1)
        return uit

    def punten(self, past: NDArray[np.bool_]) -> NDArray[np.int64]:
        """What these are worth."""
        waarde = np.array([wens.punten for wens in self._wensen], np.int64)
        punten: NDArray[np.int64] = past @ waarde
        return punten

    def _per_kenmerk(self, waarden: dict[int, int], anders: int) -> NDArray[np.int32]:
        # Also for what stands in a row where nothing does.
        uit = np.full(self._kolommen.kenmerken + self._kolommen.breedte, anders, np.int32)
        for kenmerk, waarde in waarden.items():
            if kenmerk < self._kolommen.kenmerken:
                uit[kenmerk] = waarde
        return uit

    def _leeg(self) -> Bits:
        bits = self._zicht.nieuw()
        bits.fill(0)
        return bits

    def _wie_past(self, wens: Wens) -> Bits:
        """As `Wens.past`, of everybody."""
        if wens.uiterlijk:
            dag = wens.uiterlijk.toordinal()
            return self._zicht.waar(self._kolommen.vanaf, np.less_equal, dag)
        if wens.reis:
            return self._wie_kan_reizen(wens)
        return self._zicht.een_van(wens.een_van)

    def _wie_kan_reizen(self, wens: Wens) -> Bits:
        """Distances are a handful of numbers: the regions within each are taken together."""
        uit = self._leeg()
        for km in self._kolommen.afstanden:
            regios = [regio for regio, ver in wens.reis if ver <= km]
            if regios:
                deel = self._zicht.een_van(regios)
                uit |= deel & self._zicht.waar(self._kolommen.reis, np.equal, km)
        return uit

    def _tel_op(self) -> list[Bits]:
        """The points of everybody, as planes from low to high."""
        # The lightest first: as long as the sums are small, a carry does not go far.
        wensen = sorted(self._wensen, key=lambda wens: wens.punten)
        vlakken = [self._leeg() for _ in range(sum(w.punten for w in wensen).bit_length())]
        erbij, over = self._zicht.nieuw(), self._zicht.nieuw()
        hoogste = 0
        for wens in wensen:
            wie, punten = self._wie_past(wens), wens.punten
            hoogste += punten
            for hoogte in range(punten.bit_length()):
                if punten >> hoogte & 1:
                    erbij[:] = wie
                    for vlak in vlakken[hoogte : hoogste.bit_length()]:
                        np.bitwise_and(vlak, erbij, out=over)
                        np.bitwise_xor(vlak, erbij, out=vlak)
                        erbij, over = over, erbij
        return vlakken
