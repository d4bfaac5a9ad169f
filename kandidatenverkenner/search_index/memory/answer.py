"""The answer to one query from one snapshot: the total, the counts of all facets, and a page."""

import math
import uuid
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from kandidatenverkenner.models import Codelijsten, Facet
from kandidatenverkenner.search_index.memory.matches import MatchSet
from kandidatenverkenner.search_index.memory.ranking import Ranker
from kandidatenverkenner.search_index.memory.scratch import Bits, WordRanges, popcount
from kandidatenverkenner.search_index.memory.snapshot import Snapshot
from kandidatenverkenner.search_index.query import FacetCounts, RankedHit, SearchQuery, Volgorde


# The cost of reading a row, and each of its columns, in words of a bitmap that are counted.
ROW_COST, COLUMN_COST = 5, 2
FEW = 1_000  # candidates: all of them are looked at in no time
PAGE_SLICE = 4_096  # positions of `page_order` that are looked at together


class UnanswerableError(Exception):
    """This index cannot answer the query; PostgreSQL can."""


class QueryExecution:
    """Answers one query. Use it up before the next query of the same thread.

    Raises UnanswerableError for a query on when candidates came in, and PhraseError for a phrase:
    the index knows neither.
    """

    def __init__(self, snapshot: Snapshot, query: SearchQuery) -> None:
        if query.since:
            raise UnanswerableError
        self._query, self._columns, self._view = query, snapshot.columns, snapshot.view
        self._scratch = snapshot.columns.scratch
        self._scratch.reset()
        self._matches = MatchSet(snapshot, query)

    @cached_property
    def total(self) -> int:
        """How many candidates match."""
        return popcount(self._matches.matching) if self._matches.parts else self._view.total

    def facet_counts(self, codelijsten: Codelijsten) -> FacetCounts:
        """As `sql.facet_counts`. The counts of a facet ignore what is chosen in it."""
        members, chosen = self._columns.layout.facet_members, self._query.choices
        rest = [name for name in members if name not in chosen]
        per_kenmerk = self._count(self._matches.matching, self.total, rest)
        for name in members.keys() & chosen.keys():  # no code list had another one yet
            if name == Facet.REGIO:
                separate = self._count_regions(self._matches.outside_region())
            else:
                others = self._matches.without(name)
                separate = self._count(others, popcount(others), [name])
            per_kenmerk[members[name]] = separate[members[name]]
        # An attribute that these code lists do not have yet waits for the next search.
        known = _known(codelijsten, self._columns.n_kenmerken)
        who = known[per_kenmerk[known] != 0]
        counted = dict(zip(who.tolist(), per_kenmerk[who].tolist(), strict=True))
        return FacetCounts(total=self.total, per_kenmerk=counted)

    def ids(self, count: int) -> list[uuid.UUID]:
        """As `sql.ids`."""
        if self._query.volgorde == Volgorde.MATCH and self._query.weighed():
            return [hit.kandidaat for hit in self.ranking(count)]
        found: list[int] = []
        for group in self._groups():
            found += self._first(group, count - len(found)).tolist()
            if len(found) == count:
                break
        return self._to_ids(np.array(found, np.intp))

    def ranking(self, count: int) -> list[RankedHit]:
        """As `sql.ranking`."""
        columns = self._columns
        ranker = Ranker(self._matches, columns, self._query.weighed())
        above, tied = ranker.best(count)
        certain = self._matches.ranges.positions(above)
        chosen = np.concatenate([certain, self._first(tied, count - len(certain))])
        fits = ranker.fits(chosen)
        points = ranker.points(fits)
        newest = (columns.id_low[chosen], columns.id_high[chosen], -columns.modified_day[chosen])
        order = np.lexsort((*newest, -points))
        ranked = zip(
            self._to_ids(chosen[order]), points[order].tolist(), fits[order].tolist(), strict=True
        )
        return [RankedHit(id_, value, tuple(reasons)) for id_, value, reasons in ranked]

    def _to_ids(self, positions: NDArray[np.intp]) -> list[uuid.UUID]:
        """The ids of the candidates at these positions."""
        columns = self._columns
        id_high, id_low = columns.id_high[positions].tolist(), columns.id_low[positions].tolist()
        return [uuid.UUID(int=high << 64 | low) for high, low in zip(id_high, id_low, strict=True)]

    def _groups(self) -> Iterator[Bits]:
        """The matches in groups, one after the other; within a group the newest come first."""
        query = self._query
        if query.volgorde == Volgorde.AFSTAND and query.nearest_first:
            return self._matches.by_distance(query.nearest_first)
        return iter([self._matches.matching])

    def _count(self, who: Bits, count: int, facets: list[str]) -> NDArray[np.int64]:
        """How many of them have each attribute of these facets, indexed by attribute.

        The counts of other facets mean nothing. For few candidates it reads their rows, for many
        the bitmaps; the result is the same.
        """
        columns, matches = self._columns, self._matches
        if who is self._view.live:
            return self._view.per_kenmerk.copy()
        if not count:
            return np.zeros(columns.n_kenmerken, np.int64)
        if matches.is_everywhere and count > self._view.total // 2:
            # Counting those that do not match is less work.
            others = np.bitwise_xor(self._view.live, who, out=matches.new_bits())
            without = self._count(others, self._view.total - count, facets)
            return self._view.per_kenmerk - without
        layout = columns.layout
        columns_of = [layout.facet_columns[name] for name in facets]
        bitmaps = [layout.facet_bitmaps[name] for name in facets]
        row_cost = ROW_COST + COLUMN_COST * sum(here.stop - here.start for here in columns_of)
        if count * row_cost < len(who) * sum(here.stop - here.start for here in bitmaps):
            return self._count_rows(matches.ranges.positions(who), columns_of)
        return self._count_bitmaps(who, bitmaps)

    def _count_rows(
        self, positions: NDArray[np.intp], columns_of: list[slice]
    ) -> NDArray[np.int64]:
        """Count from the rows: for one facet only its columns, else all columns."""
        columns, layout = self._columns, self._columns.layout
        limit = columns.n_kenmerken + columns.width
        if len(columns_of) > 1:
            return self._scratch.count_rows(columns.matrix, positions, limit)[: columns.n_kenmerken]
        out = np.zeros(limit, np.int64)
        for here in (*columns_of, layout.overflow) if columns.has_overflow else columns_of:
            out += self._scratch.count_columns(columns.matrix[:, here], positions, limit)
        return out[: columns.n_kenmerken]

    def _count_bitmaps(self, who: Bits, bitmaps: list[slice]) -> NDArray[np.int64]:
        """Count from the bitmaps; the unused ones only when a change has put them to use."""
        columns, layout, matches = self._columns, self._columns.layout, self._matches
        out = np.zeros(columns.n_kenmerken, np.int64)
        if matches.is_everywhere and layout.facet_bitmaps.get(Facet.REGIO) in bitmaps:
            out += self._count_regions(who)
            bitmaps = [here for here in bitmaps if here != layout.facet_bitmaps[Facet.REGIO]]
        if self._view.per_kenmerk[layout.kenmerk_of[layout.unused]].any():
            bitmaps = [*bitmaps, layout.unused]
        for here in _merged(bitmaps):
            out[layout.kenmerk_of[here]] = self._scratch.count_bitmaps(
                columns.bits[here], who, matches.ranges
            )
        return out

    def _count_regions(self, who: Bits) -> NDArray[np.int64]:
        """The counts of the regions: in the words of each region, and in the shared words."""
        if who is self._view.live:
            return self._view.per_kenmerk
        columns, layout = self._columns, self._columns.layout
        out = np.zeros(columns.n_kenmerken, np.int64)
        if Facet.REGIO in layout.facet_members:
            regions = layout.facet_members[Facet.REGIO]
            shared = columns.bits[layout.bitmap_index[regions], columns.shared_from : len(who)]
            out[regions] = np.bitwise_count(shared & who[columns.shared_from :]).sum(
                axis=1, dtype=np.int64
            )
        if columns.region_words:
            ids = list(columns.region_words)
            starts = [columns.region_words[id_].start for id_ in ids]
            per_word = np.bitwise_count(who[: columns.shared_from])
            out[ids] += np.add.reduceat(per_word, starts, dtype=np.int64)
        return out

    def _first(self, who: Bits, count: int) -> NDArray[np.intp]:
        """The positions of the first of them: newest first, then by id, ascending."""
        columns = self._columns
        if popcount(who) < FEW + math.isqrt(count * columns.sorted_end):
            all_positions = self._matches.ranges.positions(who)
            tail = all_positions[all_positions >= columns.sorted_end]
            in_order = all_positions[all_positions < columns.sorted_end]
            rank = columns.rank[in_order]
            if len(rank) > 4 * count:
                in_order = in_order[rank <= np.partition(rank, count - 1)[count - 1]]
                rank = columns.rank[in_order]
            in_order = in_order[np.argsort(rank)][:count]
        else:
            full = self._on_all_words(who)
            first_word = columns.sorted_end >> 6
            tail = WordRanges([slice(first_word, len(full))]).positions(full[first_word:])
            in_order = self._walk_page_order(full, count)
        if not len(tail):
            return in_order
        chosen = np.concatenate([in_order, self._newest(tail, count)])
        keys = (columns.id_low[chosen], columns.id_high[chosen], -columns.modified_day[chosen])
        first: NDArray[np.intp] = chosen[np.lexsort(keys)][:count]
        return first

    def _on_all_words(self, who: Bits) -> Bits:
        """The same bitmap over all words."""
        if self._matches.is_everywhere:
            return who
        full = self._scratch.bits(len(self._view.live))
        full.fill(0)
        for words, here in self._matches.ranges.slices:
            full[words] = who[here]
        return full

    def _walk_page_order(self, full: Bits, count: int) -> NDArray[np.intp]:
        """The first of many, found by walking along `page_order`."""
        found: list[NDArray[np.intp]] = []
        left = count
        for start in range(0, len(self._columns.page_order), PAGE_SLICE):
            here = self._columns.page_order[start : start + PAGE_SLICE].astype(np.intp)
            is_set = (full[here >> 6] >> (here & 63).astype(np.uint64)) & np.uint64(1)
            found.append(here[is_set.astype(np.bool_)][:left])
            left -= len(found[-1])
            if not left:
                break
        return np.concatenate(found) if found else np.zeros(0, np.intp)

    def _newest(self, positions: NDArray[np.intp], count: int) -> NDArray[np.intp]:
        """The few of many positions that hold the newest: by day and the high half of the id."""
        if len(positions) <= 4 * count:
            return positions
        day = np.int64(2**22) - self._columns.modified_day[positions]
        key = (day.astype(np.uint64) << np.uint64(41)) | (
            self._columns.id_high[positions] >> np.uint64(23)
        )
        few: NDArray[np.intp] = positions[key <= np.partition(key, count - 1)[count - 1]]
        return few


def _merged(ranges: Iterable[slice]) -> list[slice]:
    """The same numbers in as few ranges as possible: two threads can share a long range."""
    out: list[slice] = []
    for range_ in sorted(ranges, key=lambda range_: int(range_.start)):
        if out and out[-1].stop == range_.start:
            out[-1] = slice(out[-1].start, range_.stop)
        else:
            out.append(range_)
    return out


@lru_cache(maxsize=4)
def _known(codelijsten: Codelijsten, n_kenmerken: int) -> NDArray[np.intp]:
    """The attributes of the code lists below this number."""
    return np.array(sorted(id_ for id_ in codelijsten.op_nummer if id_ < n_kenmerken), np.intp)
