"""The best matches, from bitmaps: the points of everybody at once, then the rows of the best few.

The points are stored bit-sliced: bit i of the points of all candidates is one bitmap, a plane.
Adding a wish takes a few additions of whole bitmaps with a carry. The planes, read from the highest
down, then give the best candidates without a list of all matches. So it takes as long for a million
matches as for a hundred. For the best few, their rows give the points and which wishes fit.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kandidatenverkenner.search_index.memory.columns import ColumnStore
from kandidatenverkenner.search_index.memory.matches import MatchSet
from kandidatenverkenner.search_index.memory.scratch import Bits, popcount
from kandidatenverkenner.search_index.wensen import Wens


FAR = 32_767  # km: further than anybody travels


class Ranker:
    """The matches of a query, ranked by some wishes."""

    def __init__(self, matches: MatchSet, columns: ColumnStore, wensen: Sequence[Wens]) -> None:
        self._matches, self._columns, self._wensen = matches, columns, wensen

    def best(self, count: int) -> tuple[Bits, Bits]:
        """Two sets: fewer than `count` that are certainly among the best, and the ties to fill up.

        All ties have the same points, fewer than each of the certain ones.
        """
        above, tied, shared = self._empty(), self._matches.new_bits(), self._matches.new_bits()
        tied[:] = self._matches.matching
        certain = 0
        for plane in reversed(self._point_planes()):
            np.bitwise_and(tied, plane, out=shared)
            more = popcount(shared)
            if certain + more >= count:
                tied, shared = shared, tied
            else:
                certain += more
                np.bitwise_or(above, shared, out=above)
                np.bitwise_xor(tied, shared, out=tied)
        return above, tied

    def fits(self, positions: NDArray[np.intp]) -> NDArray[np.bool_]:
        """Whether each wish fits each of these positions, read from their rows."""
        rows = self._columns.matrix[positions]
        out = np.zeros((len(positions), len(self._wensen)), np.bool_)
        for column, wens in enumerate(self._wensen):
            if wens.available_by:
                out[:, column] = (
                    self._columns.available_day[positions] <= wens.available_by.toordinal()
                )
            elif wens.km_to:
                km = self._by_kenmerk(dict(wens.km_to), FAR)
                out[:, column] = (
                    km[rows].min(axis=1, initial=FAR) <= self._columns.travel_km[positions]
                )
            else:
                has = self._by_kenmerk(dict.fromkeys(wens.any_of, 1), 0)
                out[:, column] = has[rows].any(axis=1)
        return out

    def points(self, fits: NDArray[np.bool_]) -> NDArray[np.int64]:
        """The points for these fits."""
        value = np.array([wens.points for wens in self._wensen], np.int64)
        points: NDArray[np.int64] = fits @ value
        return points

    def _by_kenmerk(self, values: dict[int, int], default: int) -> NDArray[np.int32]:
        # The empty cells of a row are looked up too.
        out = np.full(self._columns.n_kenmerken + self._columns.width, default, np.int32)
        for kenmerk, value in values.items():
            if kenmerk < self._columns.n_kenmerken:
                out[kenmerk] = value
        return out

    def _empty(self) -> Bits:
        bits = self._matches.new_bits()
        bits.fill(0)
        return bits

    def _who_fits(self, wens: Wens) -> Bits:
        """As `Wens.fits`, for everybody."""
        if wens.available_by:
            day = wens.available_by.toordinal()
            return self._matches.where(self._columns.available_day, np.less_equal, day)
        if wens.km_to:
            return self._within_travel(wens)
        return self._matches.any_of(wens.any_of)

    def _within_travel(self, wens: Wens) -> Bits:
        """Distances have a handful of values: the regions within each are combined."""
        out = self._empty()
        for km in self._columns.distances:
            regions = [region for region, distance in wens.km_to if distance <= km]
            if regions:
                part = self._matches.any_of(regions)
                out |= part & self._matches.where(self._columns.travel_km, np.equal, km)
        return out

    def _point_planes(self) -> list[Bits]:
        """The points of everybody, as planes from low to high."""
        # The wish with the fewest points first: while the sums are small, a carry is short.
        wensen = sorted(self._wensen, key=lambda wens: wens.points)
        planes = [self._empty() for _ in range(sum(w.points for w in wensen).bit_length())]
        carry, overflow = self._matches.new_bits(), self._matches.new_bits()
        highest = 0
        for wens in wensen:
            who, points = self._who_fits(wens), wens.points
            highest += points
            for height in range(points.bit_length()):
                if points >> height & 1:
                    carry[:] = who
                    for plane in planes[height : highest.bit_length()]:
                        np.bitwise_and(plane, carry, out=overflow)
                        np.bitwise_xor(plane, carry, out=plane)
                        carry, overflow = overflow, carry
        return planes
