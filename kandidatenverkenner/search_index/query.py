"""What a search asks, and what it answers: the same for the index in memory and for PostgreSQL."""

import datetime
import enum
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from kandidatenverkenner.search_index.wensen import EEN_IS_GENOEG, Wens


class Volgorde(enum.StrEnum):
    """Who comes first; after that the newest, and at last by number."""

    NIEUWSTE = "nieuwste"
    MATCH = "match"  # who fits most of the wishes: see wensen.py
    AFSTAND = "afstand"  # whose region is nearest


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What somebody asks: AND between the parts, OR between the numbers of a part."""

    keuzen: Mapping[str, frozenset[int]] = field(default_factory=dict)  # facet -> Kenmerk.id
    binnen: frozenset[int] | None = None  # regions within a distance, as Kenmerk.id
    zoekterm: str = ""
    beschikbaar: datetime.date | None = None  # at the latest on
    volgorde: Volgorde = Volgorde.NIEUWSTE
    sinds: datetime.datetime | None = None  # came in, or changed, after
    van_dichtbij: tuple[str, ...] = ()  # codes of regions, from near to far
    wensen: tuple[Wens, ...] = ()  # leave nobody out

    def onderdelen(self) -> list[str]:
        """The names of what can be let go of."""
        namen = list(self.keuzen)
        if self.binnen is not None:
            namen.append("afstand")
        if self.zoekterm:
            namen.append("zoekterm")
        if self.beschikbaar:
            namen.append("beschikbaar")
        return namen

    def weegt(self) -> tuple[Wens, ...]:
        """What makes a match better: the wishes, and choices beside another choice of a list."""
        gewenst = {nummer for wens in self.wensen for nummer in wens.een_van}
        keuzen = [
            Wens(facet, (), "", een_van=frozenset({nummer}))
            for facet, nummers in self.keuzen.items()
            if facet not in EEN_IS_GENOEG and len(nummers) > 1
            for nummer in sorted(nummers - gewenst)
        ]
        return (*self.wensen, *keuzen)

    def alleen(self, onderdeel: str) -> "SearchQuery":
        """The question with nothing but this part."""
        vraag = self
        for ander in self.onderdelen():
            if ander != onderdeel:
                vraag = vraag.zonder(ander)
        return vraag

    def zonder(self, onderdeel: str) -> "SearchQuery":
        """The same question with one part let go."""
        if onderdeel == "afstand":
            return replace(self, binnen=None)
        if onderdeel == "zoekterm":
            return replace(self, zoekterm="")
        if onderdeel == "beschikbaar":
            return replace(self, beschikbaar=None)
        keuzen = {facet: nummers for facet, nummers in self.keuzen.items() if facet != onderdeel}
        return replace(self, keuzen=keuzen)


@dataclass(frozen=True, slots=True)
class FacetCounts:
    """How many candidates there are, and how many with each attribute.

    The count of an attribute ignores what is chosen in its own facet: it says how many it gives.
    """

    totaal: int
    per_kenmerk: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class RankedHit:
    """A place in the order of a match: who, with how many points, and which wishes fit."""

    nummer: uuid.UUID
    punten: int
    past: tuple[bool, ...]
