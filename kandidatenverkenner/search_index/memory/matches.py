"""The candidates that match a query, as bitmaps over the words of its regions."""

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kandidatenverkenner.models import Facet
from kandidatenverkenner.search_index.memory.loader import tsquery
from kandidatenverkenner.search_index.memory.scratch import Bits, WordRanges
from kandidatenverkenner.search_index.memory.snapshot import Snapshot
from kandidatenverkenner.search_index.memory.tsquery import Term, evaluate
from kandidatenverkenner.search_index.query import SearchQuery


BROAD = 0.3  # of all words: above this, copying them takes longer than reading all words


class MatchSet:
    """The matches of a query, over the words of its regions or over all words.

    Raises PhraseError for a phrase: the index does not know the order of words.
    """

    def __init__(self, snapshot: Snapshot, query: SearchQuery) -> None:
        self._columns, self._vocabulary = snapshot.columns, snapshot.vocabulary
        self._scratch = snapshot.columns.scratch
        self._everybody = snapshot.view.live
        self._everywhere = WordRanges([slice(0, len(self._everybody))])
        self.ranges = self._region_ranges(query)
        self.live = self.ranges.take(self._everybody, self._scratch)
        # The count of each region is over everybody, so the other parts are made everywhere.
        regions = query.choices.get(Facet.REGIO)
        self._outside_region = self._make_parts(
            query, self.ranges if regions is None else self._everywhere
        )
        self.parts = self._outside_region
        if regions is not None:
            self.parts = {
                name: self.ranges.take(bits, self._scratch)
                for name, bits in self._outside_region.items()
            }
            self.parts[Facet.REGIO] = self.any_of(regions)
        self.matching = _combine(self.live, self.parts.values(), self.new_bits())

    @property
    def is_everywhere(self) -> bool:
        """Whether it spans all words."""
        return self.ranges is self._everywhere

    def without(self, name: str) -> Bits:
        """The candidates that match all parts but this one."""
        others = [bits for other, bits in self.parts.items() if other != name]
        return _combine(self.live, others, self.new_bits())

    def outside_region(self) -> Bits:
        """The candidates that match all parts but the chosen regions, over all words."""
        return _combine(
            self._everybody, self._outside_region.values(), self._new_bits(self._everywhere)
        )

    def any_of(self, kenmerken: Iterable[int]) -> Bits:
        """The candidates with at least one of these attributes."""
        return self._any_of(kenmerken, self.ranges)

    def new_bits(self) -> Bits:
        """A bitmap to write in; its content is undefined."""
        return self._new_bits(self.ranges)

    def where(self, column: NDArray[Any], test: np.ufunc, limit: int) -> Bits:
        """The candidates whose value in a column passes a test against a limit."""
        return self._satisfying(column, test, limit, self.ranges)

    def with_terms(self, terms: tuple[Term | str, ...]) -> Bits:
        """The candidates that match a text query: those with an attribute that has the words."""
        return self._with_terms(terms, self.ranges)

    def by_distance(self, regions: tuple[str, ...]) -> Iterator[Bits]:
        """The matches region by region; those in none of these regions come last."""
        rest, group = self.matching.copy(), self.new_bits()
        for code in regions:
            if code in self._vocabulary.regions:
                bits = self.any_of([self._vocabulary.regions[code]])
                yield np.bitwise_and(rest, bits, out=group)
                np.bitwise_and(rest, ~bits, out=rest)
        yield rest

    def _region_ranges(self, query: SearchQuery) -> WordRanges:
        """The words of the regions in the query."""
        regions: frozenset[int] | None = query.within
        if (chosen := query.choices.get(Facet.REGIO)) is not None:
            regions = chosen if regions is None else chosen & regions
        if regions is None:
            return self._everywhere
        columns, n_words = self._columns, len(self._everybody)
        chosen_words = [
            columns.region_words[regio] for regio in regions if regio in columns.region_words
        ]
        ranges = WordRanges([*chosen_words, slice(columns.shared_from, n_words)])
        return self._everywhere if ranges.length > n_words * BROAD else ranges

    def _new_bits(self, ranges: WordRanges) -> Bits:
        return self._scratch.bits(ranges.length)

    def _make_parts(self, query: SearchQuery, ranges: WordRanges) -> dict[str, Bits]:
        """For each part of the query except its regions, the candidates that match it."""
        parts = {
            name: self._any_of(ids, ranges)
            for name, ids in query.choices.items()
            if name != Facet.REGIO
        }
        if query.within is not None:
            parts["afstand"] = self._any_of(query.within, ranges)
        if query.zoekterm:
            parts["zoekterm"] = self._with_terms(tsquery(query.zoekterm), ranges)
        if query.beschikbaar:
            day = query.beschikbaar.toordinal()
            parts["beschikbaar"] = self._satisfying(
                self._columns.available_day, np.less_equal, day, ranges
            )
        return parts

    def _any_of(self, kenmerken: Iterable[int], ranges: WordRanges) -> Bits:
        # A code list may already have an attribute that nobody had at the last rebuild.
        bitmap_of = self._columns.layout.bitmap_of
        known = [bitmap_of[kenmerk] for kenmerk in kenmerken if kenmerk in bitmap_of]
        bits = self._columns.bits
        if len(known) == 1:
            return ranges.take(bits[known[0]], self._scratch)
        out = self._new_bits(ranges)
        if not known:
            out.fill(0)
            return out
        first, second, *rest = known
        for words, here in ranges.slices:
            target = np.bitwise_or(bits[first, words], bits[second, words], out=out[here])
            for position in rest:
                np.bitwise_or(target, bits[position, words], out=target)
        return out

    def _satisfying(
        self, column: NDArray[Any], test: np.ufunc, limit: int, ranges: WordRanges
    ) -> Bits:
        by_word, out = column.reshape(-1, 64), self._new_bits(ranges)
        for words, here in ranges.slices:
            passing = test(by_word[words], limit)
            out[here] = np.packbits(passing.ravel(), bitorder="little").view(np.uint64)
        return out

    def _with_terms(self, terms: tuple[Term | str, ...], ranges: WordRanges) -> Bits:
        if not terms:
            return self._any_of((), ranges)

        def negate(bits: Bits) -> Bits:
            return np.bitwise_not(bits, out=self._new_bits(ranges))

        def both(left: Bits, right: Bits) -> Bits:
            return np.bitwise_and(left, right, out=self._new_bits(ranges))

        def either(left: Bits, right: Bits) -> Bits:
            return np.bitwise_or(left, right, out=self._new_bits(ranges))

        return evaluate(
            terms,
            lambda term: self._any_of(self._vocabulary.kenmerken(term), ranges),
            {"!": negate, "&": both, "|": either},
        )


def _combine(bits: Bits, parts: Iterable[Bits], out: Bits) -> Bits:
    """The intersection of a bitmap with all parts."""
    for part in parts:
        bits = np.bitwise_and(bits, part, out=out)
    return bits
