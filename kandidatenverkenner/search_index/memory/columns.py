"""The candidates as columns and bitmaps in memory. Nothing in this module asks the database.

A position holds a candidate as it once was. At a rebuild the positions are sorted by region: most
queries name a region, and then look only at the words of that region. `page_order` and `rank` hold
the order of a page (newest first, then by id, ascending). A candidate that changes gets a new
position at the end and loses its old one; this tail is not sorted. The words from `shared_from` on
hold the tail, and the candidates that do not have exactly one region: every region reads them.

A position is written once, before any reader knows of it. A `ColumnView` says which positions are
live. A view never changes: a change makes another view. So a reader needs no lock: all that it sees
through one view is of one moment, whatever is added meanwhile.
"""

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kandidatenverkenner.models import Facet
from kandidatenverkenner.search_index.memory.layout import (
    NO_FACET,
    BitmapLayout,
    CapacityError,
    facet_numbers,
)
from kandidatenverkenner.search_index.memory.scratch import Bits, ScratchSpace


# Spare positions for changes, as a part of what is there. With large pages of memory the spare
# positions take memory too, before anything is written there.
SPARE = 0.1
MIN_SPARE = 16_384
NEARLY_FULL = 0.7  # of the spare positions: time for a rebuild, while this index answers
BUILD_BLOCK = 16_384  # positions whose bitmaps are made together
_LOW_HALF = 0xFFFF_FFFF_FFFF_FFFF


@dataclass(frozen=True, slots=True)
class RowBatch:
    """Candidates as the database has them, column by column.

    An id has 128 bits: `id_high` and `id_low`. Days count from year 1; an `available_day` of 0
    means at once. `flat` holds the attributes of the first candidate, then those of the second, and
    so on: `lengths` says how many each has.
    """

    id_high: NDArray[np.uint64]
    id_low: NDArray[np.uint64]
    modified_day: NDArray[np.int32]
    available_day: NDArray[np.int32]
    travel_km: NDArray[np.int16]
    lengths: NDArray[np.intp]
    flat: NDArray[np.uint16]

    @classmethod
    def concat(cls, parts: Sequence["RowBatch"]) -> "RowBatch":
        """All batches, one after the other."""
        columns = (field.name for field in fields(cls))
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in columns))

    def __len__(self) -> int:
        return len(self.id_high)


@dataclass(frozen=True, slots=True)
class ColumnView:
    """The live candidates at one moment. It never changes."""

    live: Bits  # a multiple of 8 words
    used: int  # positions
    per_kenmerk: NDArray[np.int64]  # how many candidates have each attribute
    total: int


class ColumnStore:
    """All candidates: arrays with one value for each position, and bitmaps with one bit for each.

    `per_facet` lists all attributes. Raises CapacityError when a candidate has another one.
    """

    def __init__(self, rows: RowBatch, per_facet: Mapping[str, Sequence[int]]) -> None:
        count = len(rows)
        self.n_kenmerken = (
            max((max(members, default=0) for members in per_facet.values()), default=0) + 1
        )
        if rows.flat.max(initial=0) >= self.n_kenmerken:
            raise CapacityError
        per_kenmerk = np.bincount(rows.flat, minlength=self.n_kenmerken)
        self.layout = BitmapLayout(
            per_facet, per_kenmerk, _most_per_facet(rows, per_facet, self.n_kenmerken)
        )
        regios = per_facet.get(Facet.REGIO, ())
        oldest_first = np.lexsort((~rows.id_low, ~rows.id_high, rows.modified_day))
        region = _regions_of_rows(rows, self.n_kenmerken, regios)
        order = oldest_first[np.argsort(region[oldest_first], kind="stable")]
        position_of_row = self._assign_positions(region, order, regios)
        spare = max(MIN_SPARE, int(count * SPARE))
        self.words = _words_for(self.sorted_end + spare)
        self.capacity = self.words * 64
        self.nearly_full = self.sorted_end + int((self.capacity - self.sorted_end) * NEARLY_FULL)
        self.width = self.layout.width
        self.page_order = position_of_row[oldest_first[::-1]].astype(np.int32)
        self.rank = np.zeros(self.sorted_end, np.int32)
        self.rank[self.page_order] = np.arange(count, dtype=np.int32)
        self.id_high = self._column(rows.id_high, position_of_row)
        self.id_low = self._column(rows.id_low, position_of_row)
        self.modified_day = self._column(rows.modified_day, position_of_row)
        self.available_day = self._column(rows.available_day, position_of_row)
        self.travel_km = self._column(rows.travel_km, position_of_row)
        self.distances = frozenset(rows.travel_km.tolist())  # a handful: all that ever occurred
        self.matrix = np.empty((self.capacity, self.width), np.uint16)
        self.bits = np.zeros((len(self.layout.kenmerk_of), self.words), np.uint64)
        self._fill(rows, order, position_of_row)
        # Where a candidate is: a binary search in the rows of the rebuild, a dict for additions.
        by_id = np.argsort(rows.id_high, kind="stable")
        self._positions_by_id = position_of_row[by_id].astype(np.int32)
        self._ids_high = rows.id_high[by_id]
        self._added: dict[int, int] = {}
        self.has_overflow = False  # whether a candidate has more of a facet than it has columns
        self._threads = threading.local()
        self.initial_view = self._initial_view(position_of_row, per_kenmerk)

    def _assign_positions(
        self, region: NDArray[np.uint16], order: NDArray[np.intp], regios: Sequence[int]
    ) -> NDArray[np.intp]:
        """Give each region its own words. Returns the position of each row."""
        counts = np.bincount(region, minlength=len(regios) + 1)
        words = -(-counts // 512) * 8  # a multiple of eight, see `ScratchSpace`
        starts = np.cumsum(words) - words
        self.shared_from = int(starts[-1])
        # The tail too begins at a word of its own.
        self.sorted_end = int(self.shared_from + words[-1]) * 64
        self.region_words = {
            region_id: slice(int(start), int(start + length))
            for region_id, start, length in zip(regios, starts, words, strict=False)
            if length
        }
        first_row = np.cumsum(counts) - counts
        position = np.empty(len(region), np.intp)
        here = region[order]
        position[order] = np.arange(len(region)) - first_row[here] + starts[here] * 64
        return position

    def _column(self, values: NDArray[Any], position: NDArray[np.intp]) -> NDArray[Any]:
        column = np.zeros(self.capacity, values.dtype)
        column[position] = values
        return column

    def _fill(
        self, rows: RowBatch, order: NDArray[np.intp], position_of_row: NDArray[np.intp]
    ) -> None:
        """Write the matrix, and make the bitmaps from it, a block of positions at a time."""
        starts = np.cumsum(rows.lengths) - rows.lengths
        self.matrix[: self.sorted_end] = self.layout.filler
        mask = np.zeros((len(self.bits), BUILD_BLOCK), np.bool_)
        bounds = np.searchsorted(
            position_of_row[order], np.arange(0, self.sorted_end + BUILD_BLOCK, BUILD_BLOCK)
        )
        for block in range(len(bounds) - 1):
            members = order[bounds[block] : bounds[block + 1]]
            lengths = rows.lengths[members]
            row, ordinal = _row_and_ordinal(lengths)
            flat = rows.flat[np.repeat(starts[members], lengths) + ordinal]
            position = position_of_row[members][row]
            self.matrix[position, self.layout.columns_for(row, flat)] = flat
            mask.fill(False)
            mask[self.layout.bitmap_index[flat], position - block * BUILD_BLOCK] = True
            low = block * (BUILD_BLOCK // 64)
            high = min(low + BUILD_BLOCK // 64, self.words)
            bits = np.packbits(mask, axis=1, bitorder="little").view(np.uint64)
            self.bits[:, low:high] = bits[:, : high - low]

    def _initial_view(
        self, position: NDArray[np.intp], per_kenmerk: NDArray[np.int64]
    ) -> ColumnView:
        """All candidates that were read."""
        occupied = np.zeros(_words_for(self.sorted_end) * 64, np.bool_)
        occupied[position] = True
        return ColumnView(
            live=np.packbits(occupied, bitorder="little").view(np.uint64),
            used=self.sorted_end,
            per_kenmerk=per_kenmerk,
            total=len(position),
        )

    @property
    def scratch(self) -> ScratchSpace:
        """The buffers of this thread."""
        scratch: ScratchSpace | None = getattr(self._threads, "scratch", None)
        if scratch is None:
            scratch = self._threads.scratch = ScratchSpace(self.words, self.width)
        return scratch

    def bytes(self, view: ColumnView) -> int:
        """How much memory this takes, without the spare positions that were never written."""
        per_position = 8 + 8 + 4 + 4 + 2 + self.width * 2
        lookup = (self._ids_high, self._positions_by_id, self.page_order, self.rank, view.live)
        fixed = sum(part.nbytes for part in lookup)
        return fixed + view.used * per_position + self.bits.shape[0] * len(view.live) * 8

    def position_of(self, id_: int) -> int | None:
        """The last position of a candidate; None when it was never here."""
        if id_ in self._added:
            return self._added[id_]
        index = int(np.searchsorted(self._ids_high, np.uint64(id_ >> 64)))
        while index < len(self._ids_high) and int(self._ids_high[index]) == id_ >> 64:
            position = int(self._positions_by_id[index])
            if int(self.id_low[position]) == id_ & _LOW_HALF:
                return position
            index += 1
        return None

    def apply(self, view: ColumnView, ids: Iterable[int], rows: RowBatch) -> ColumnView:
        """Remove these candidates, and add the rows of those that still exist.

        One writer at a time, and `view` is the last one made. Raises CapacityError when the rows
        do not fit; then nothing has changed.
        """
        start, used = view.used, view.used + len(rows)
        row, _ = _row_and_ordinal(rows.lengths)
        column = self.layout.columns_for(row, rows.flat)
        if used > self.capacity:
            raise CapacityError
        live = np.zeros(_words_for(used), np.uint64)
        live[: len(view.live)] = view.live
        positions = [position for id_ in ids if (position := self.position_of(id_)) is not None]
        old = np.array(positions, np.intp)
        old = old[(live[old >> 6] & _bit(old)) != 0]
        np.bitwise_and.at(live, old >> 6, ~_bit(old))
        removed = np.bincount(self.matrix[old].ravel(), minlength=self.n_kenmerken)
        self._append(start, rows, start + row, column)
        new = np.arange(start, used)
        np.bitwise_or.at(live, new >> 6, _bit(new))
        per_kenmerk = view.per_kenmerk + np.bincount(rows.flat, minlength=self.n_kenmerken)
        per_kenmerk -= removed[: self.n_kenmerken]
        return ColumnView(live, used, per_kenmerk, view.total - len(old) + len(new))

    def _append(
        self,
        start: int,
        rows: RowBatch,
        position: NDArray[np.intp],
        column: NDArray[np.intp],
    ) -> None:
        """Write new positions, which no reader knows of yet."""
        here = slice(start, start + len(rows))
        self.id_high[here], self.id_low[here] = rows.id_high, rows.id_low
        self.modified_day[here], self.available_day[here] = rows.modified_day, rows.available_day
        self.travel_km[here] = rows.travel_km
        self.distances |= set(rows.travel_km.tolist())
        self.matrix[here] = self.layout.filler
        self.matrix[position, column] = rows.flat
        self.has_overflow |= bool((column >= self.layout.overflow.start).any())
        bitmaps = self.layout.bitmap_index[rows.flat]
        np.bitwise_or.at(self.bits, (bitmaps, position >> 6), _bit(position))
        pairs = zip(rows.id_high.tolist(), rows.id_low.tolist(), strict=True)
        self._added.update(
            (id_high << 64 | id_low, start + i) for i, (id_high, id_low) in enumerate(pairs)
        )


def _regions_of_rows(rows: RowBatch, n_kenmerken: int, regios: Sequence[int]) -> NDArray[np.uint16]:
    """For each row the place of its region in `regios`; len(regios) unless it has exactly one."""
    region_number = np.full(n_kenmerken, len(regios), np.uint16)
    region_number[list(regios)] = np.arange(len(regios))
    of_attribute = region_number[rows.flat]
    where = np.flatnonzero(of_attribute < len(regios))
    starts = np.cumsum(rows.lengths) - rows.lengths
    row = np.searchsorted(starts, where, side="right") - 1
    region = np.full(len(rows), len(regios), np.uint16)
    region[row] = of_attribute[where]
    region[np.bincount(row, minlength=len(rows)) != 1] = len(regios)
    return region


def _words_for(positions: int) -> int:
    """How many words hold so many positions: a multiple of eight, see `ScratchSpace`."""
    return -(-positions // 512) * 8


def _bit(positions: NDArray[np.intp]) -> NDArray[np.uint64]:
    """For each position its bit within its word."""
    bits: NDArray[np.uint64] = np.uint64(1) << (positions & 63).astype(np.uint64)
    return bits


def _most_per_facet(
    rows: RowBatch, per_facet: Mapping[str, Sequence[int]], n_kenmerken: int
) -> NDArray[np.intp]:
    """How many attributes of each facet one candidate has at most."""
    facet_of, n_facets = facet_numbers(per_facet, n_kenmerken), len(per_facet)
    most = np.zeros(n_facets, np.intp)
    ends = np.concatenate([[0], np.cumsum(rows.lengths)])
    for start in range(0, len(rows), BUILD_BLOCK):
        lengths = rows.lengths[start : start + BUILD_BLOCK]
        facets = facet_of[rows.flat[ends[start] : ends[start + len(lengths)]]]
        if (facets == NO_FACET).any():
            raise CapacityError
        row, _ = _row_and_ordinal(lengths)
        counts = np.bincount(row * n_facets + facets, minlength=len(lengths) * n_facets)
        most = np.maximum(most, counts.reshape(-1, n_facets).max(axis=0))
    return most


def _row_and_ordinal(lengths: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """For concatenated lists: to which list each element belongs, and its index in that list."""
    row = np.repeat(np.arange(len(lengths)), lengths)
    ordinal = np.arange(len(row)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return row, ordinal
