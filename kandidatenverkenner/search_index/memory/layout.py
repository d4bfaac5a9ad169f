"""Where the attributes are stored: the bitmap of each, and the columns of each facet in a row.

Often one facet is counted by itself, so its bitmaps and its columns lie next to each other. Many
attributes of a closed list occur in no profile: their bitmaps come after all others, and no query
reads them.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray


NO_FACET = 255  # the attribute is unknown
# Spare columns for a profile that has more of a facet than any profile had at the last rebuild.
EXTRA_WIDTH = 4
MIN_WIDTH = 40  # columns in total: the widths of a few profiles predict little


class CapacityError(Exception):
    """The rows do not fit in this index: rebuild it."""


class BitmapLayout:
    """The layout for these facets.

    `per_kenmerk` holds how many profiles have each attribute, `most_per_facet` how many attributes
    of each facet one profile has at most.
    """

    def __init__(
        self,
        per_facet: Mapping[str, Sequence[int]],
        per_kenmerk: NDArray[np.int64],
        most_per_facet: NDArray[np.intp],
    ) -> None:
        self.n_kenmerken = len(per_kenmerk)
        self.facet_members = {
            name: np.array(members, np.intp) for name, members in per_facet.items()
        }
        self._facet_of = facet_numbers(per_facet, self.n_kenmerken)
        used = {
            name: members[per_kenmerk[members] > 0] for name, members in self.facet_members.items()
        }
        unused = [members[per_kenmerk[members] == 0] for members in self.facet_members.values()]
        order = np.concatenate([*used.values(), *unused]) if per_facet else np.zeros(0, np.intp)
        # The attribute of each bitmap, and the bitmap of each attribute.
        self.kenmerk_of = order
        self.bitmap_of = {kenmerk: position for position, kenmerk in enumerate(order.tolist())}
        self.bitmap_index = np.zeros(self.n_kenmerken, np.intp)
        self.bitmap_index[order] = np.arange(len(order))
        self.facet_bitmaps = _consecutive({name: len(members) for name, members in used.items()})
        self.unused = slice(sum(map(len, used.values())), len(order))
        self.facet_columns = _consecutive(
            dict(zip(per_facet, most_per_facet.tolist(), strict=True))
        )
        stop = np.cumsum(most_per_facet)
        self._bounds = stop - most_per_facet, stop
        overflow_start = int(most_per_facet.sum())
        self.width = max(overflow_start + EXTRA_WIDTH, MIN_WIDTH)
        self.overflow = slice(overflow_start, self.width)
        # Empty cells of a row. One number for all of them would be counted so often that the CPU
        # stalls on its counter; so each column has its own.
        self.filler = (self.n_kenmerken + np.arange(self.width)).astype(np.uint16)

    def columns_for(self, row: NDArray[np.intp], flat: NDArray[np.uint16]) -> NDArray[np.intp]:
        """The column in which each attribute is stored.

        `row` holds the row of each attribute, in ascending order. Raises CapacityError for an
        unknown attribute, and for too many of them.
        """
        if flat.max(initial=0) >= self.n_kenmerken:
            raise CapacityError
        facet = self._facet_of[flat].astype(np.intp)
        if (facet == NO_FACET).any():
            raise CapacityError
        ordinal = _ordinals(row * len(self.facet_columns) + facet)
        start, stop = self._bounds
        out = start[facet] + ordinal
        too_many = np.flatnonzero(out >= stop[facet])
        out[too_many] = self.overflow.start + _ordinals(row[too_many])
        if out.max(initial=0) >= self.width:
            raise CapacityError
        return out


def facet_numbers(per_facet: Mapping[str, Sequence[int]], n_kenmerken: int) -> NDArray[np.uint8]:
    """For each attribute the number of its facet; NO_FACET when it has none."""
    out = np.full(n_kenmerken, NO_FACET, np.uint8)
    for number, members in enumerate(per_facet.values()):
        out[list(members)] = number
    return out


def _consecutive(lengths: Mapping[str, int]) -> dict[str, slice]:
    out, start = {}, 0
    for name, length in lengths.items():
        out[name] = slice(start, start + length)
        start += length
    return out


def _ordinals(group: NDArray[np.intp]) -> NDArray[np.intp]:
    """The rank of each element within its group, from 0."""
    if (np.diff(group) < 0).any():
        order = np.argsort(group, kind="stable")
        out = np.empty_like(group)
        out[order] = _ordinals(group[order])
        return out
    start = np.flatnonzero(np.diff(group, prepend=-1))
    return np.arange(len(group)) - np.repeat(start, np.diff(start, append=len(group)))
