"""What a search asks and what it answers, for the index in memory and for PostgreSQL alike."""

import datetime
import enum
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from kandidatenverkenner.search_index.wensen import ONE_IS_ENOUGH, Wens


class Volgorde(enum.StrEnum):
    """Which candidates come first; ties are sorted newest first, then by id."""

    NIEUWSTE = "nieuwste"
    MATCH = "match"  # the candidates that most wishes fit: see wensen.py
    AFSTAND = "afstand"  # the candidates whose region is nearest


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What somebody asks: AND between the parts, OR between the attributes of a part."""

    choices: Mapping[str, frozenset[int]] = field(default_factory=dict)  # facet -> Kenmerk.id
    within: frozenset[int] | None = None  # the regions within a distance, as Kenmerk.id
    zoekterm: str = ""
    beschikbaar: datetime.date | None = None  # available on this day at the latest
    volgorde: Volgorde = Volgorde.NIEUWSTE
    since: datetime.datetime | None = None  # came in or changed after this moment
    nearest_first: tuple[str, ...] = ()  # codes of regions, from near to far
    wensen: tuple[Wens, ...] = ()  # a wish leaves nobody out

    def parts(self) -> list[str]:
        """The names of the parts that can be left out."""
        names = list(self.choices)
        if self.within is not None:
            names.append("afstand")
        if self.zoekterm:
            names.append("zoekterm")
        if self.beschikbaar:
            names.append("beschikbaar")
        return names

    def weighed(self) -> tuple[Wens, ...]:
        """What the ranking weighs: the wishes, and each of several choices in one facet."""
        wished = {id_ for wens in self.wensen for id_ in wens.any_of}
        choices = [
            Wens(facet, (), "", any_of=frozenset({id_}))
            for facet, ids in self.choices.items()
            if facet not in ONE_IS_ENOUGH and len(ids) > 1
            for id_ in sorted(ids - wished)
        ]
        return (*self.wensen, *choices)

    def only(self, part: str) -> "SearchQuery":
        """The query with only this part."""
        query = self
        for other in self.parts():
            if other != part:
                query = query.without(other)
        return query

    def without(self, part: str) -> "SearchQuery":
        """The query without this part."""
        if part == "afstand":
            return replace(self, within=None)
        if part == "zoekterm":
            return replace(self, zoekterm="")
        if part == "beschikbaar":
            return replace(self, beschikbaar=None)
        choices = {facet: ids for facet, ids in self.choices.items() if facet != part}
        return replace(self, choices=choices)


@dataclass(frozen=True, slots=True)
class FacetCounts:
    """How many candidates match, and how many of them have each attribute.

    The count of an attribute ignores what is chosen in its own facet: it says how many candidates
    that attribute would give.
    """

    total: int
    per_kenmerk: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class RankedHit:
    """A candidate in a ranking by match: its points, and which wishes fit."""

    kandidaat: uuid.UUID
    points: int
    fits: tuple[bool, ...]
