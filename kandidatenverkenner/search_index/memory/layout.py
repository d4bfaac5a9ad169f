"""Where the attributes stand: the bitmap of each, and the columns of each facet in a row.

A facet is counted often alone, so its bitmaps and its columns stand together. Of a closed list many
attributes are nobody's: their bitmaps come after all others, and are not read.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray


GEEN = 255  # no facet: an unknown attribute
# Columns for who has more of a facet than anybody had when all was read.
EXTRA_BREEDTE = 4
MINSTE_BREEDTE = 40  # of all together: while there are few, the widths say little


class VolError(Exception):
    """This does not fit: read everything again."""


class BitmapLayout:
    """Of so many attributes per facet, given how many have each, and how many one has at most."""

    def __init__(
        self,
        per_facet: Mapping[str, Sequence[int]],
        per_kenmerk: NDArray[np.int64],
        hoogste_per_facet: NDArray[np.intp],
    ) -> None:
        self.kenmerken = len(per_kenmerk)
        self.nummers = {naam: np.array(wie, np.intp) for naam, wie in per_facet.items()}
        self._facet = facetnummers(per_facet, self.kenmerken)
        bezet = {naam: wie[per_kenmerk[wie] > 0] for naam, wie in self.nummers.items()}
        leeg = [wie[per_kenmerk[wie] == 0] for wie in self.nummers.values()]
        volgorde = np.concatenate([*bezet.values(), *leeg]) if per_facet else np.zeros(0, np.intp)
        # The attribute of each bitmap, and the bitmap of each attribute.
        self.van_bitmap = volgorde
        self.bitmap = {kenmerk: plek for plek, kenmerk in enumerate(volgorde.tolist())}
        self.als_bitmap = np.zeros(self.kenmerken, np.intp)
        self.als_bitmap[volgorde] = np.arange(len(volgorde))
        self.bitmaps = _na_elkaar({naam: len(wie) for naam, wie in bezet.items()})
        self.leeg = slice(sum(map(len, bezet.values())), len(volgorde))
        self.kolommen = _na_elkaar(dict(zip(per_facet, hoogste_per_facet.tolist(), strict=True)))
        einde = np.cumsum(hoogste_per_facet)
        self._grenzen = einde - hoogste_per_facet, einde
        begin_over = int(hoogste_per_facet.sum())
        self.breedte = max(begin_over + EXTRA_BREEDTE, MINSTE_BREEDTE)
        self.over = slice(begin_over, self.breedte)
        # What stands in a row where nothing does. One number for all would be counted so often that
        # counting waits for itself.
        self.vulling = (self.kenmerken + np.arange(self.breedte)).astype(np.uint16)

    def kolom(self, rij: NDArray[np.intp], plat: NDArray[np.uint16]) -> NDArray[np.intp]:
        """In which column each attribute stands; `rij` says, from low to high, whose it is.

        Raises VolError for an attribute that is not known, and for too many of them.
        """
        if plat.max(initial=0) >= self.kenmerken:
            raise VolError
        facet = self._facet[plat].astype(np.intp)
        if (facet == GEEN).any():
            raise VolError
        hoeveelste = _hoeveelste(rij * len(self.kolommen) + facet)
        begin, einde = self._grenzen
        uit = begin[facet] + hoeveelste
        te_veel = np.flatnonzero(uit >= einde[facet])
        uit[te_veel] = self.over.start + _hoeveelste(rij[te_veel])
        if uit.max(initial=0) >= self.breedte:
            raise VolError
        return uit


def facetnummers(per_facet: Mapping[str, Sequence[int]], kenmerken: int) -> NDArray[np.uint8]:
    """Per attribute the place of its facet among all; GEEN when it has none."""
    uit = np.full(kenmerken, GEEN, np.uint8)
    for nummer, wie in enumerate(per_facet.values()):
        uit[list(wie)] = nummer
    return uit


def _na_elkaar(lengtes: Mapping[str, int]) -> dict[str, slice]:
    uit, begin = {}, 0
    for naam, lengte in lengtes.items():
        uit[naam] = slice(begin, begin + lengte)
        begin += lengte
    return uit


def _hoeveelste(groep: NDArray[np.intp]) -> NDArray[np.intp]:
    """The how-manieth of its group each is, from 0."""
    if (np.diff(groep) < 0).any():
        volgorde = np.argsort(groep, kind="stable")
        uit = np.empty_like(groep)
        uit[volgorde] = _hoeveelste(groep[volgorde])
        return uit
    begin = np.flatnonzero(np.diff(groep, prepend=-1))
    return np.arange(len(groep)) - np.repeat(begin, np.diff(begin, append=len(groep)))
