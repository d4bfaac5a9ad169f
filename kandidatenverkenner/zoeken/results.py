"""The results of a search: candidates in words, the total, and the facet counts."""

import math
import uuid
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kandidatenverkenner.models import Codelijsten, Facet, Kandidaat, Kenmerk, Taalniveau
from kandidatenverkenner.privacy.pseudonyms import PseudonymCipher
from kandidatenverkenner.search_index import engine
from kandidatenverkenner.search_index.query import FacetCounts, SearchQuery
from kandidatenverkenner.search_index.wensen import Oordeel, Wens
from kandidatenverkenner.zoeken.filters import (
    MEESTE_PAGINAS,
    PER_PAGINA,
    Kandidaatfilter,
)


@dataclass(frozen=True, slots=True)
class Taalkennis:
    """A language with its levels; None where too few people in the region have that level."""

    taal: Kenmerk
    mondeling: Taalniveau | None
    schriftelijk: Taalniveau | None

    @property
    def niveau(self) -> str:
        """In words."""
        if self.mondeling is None or self.schriftelijk is None:
            return "niveau niet getoond"
        return f"spreken {self.mondeling.label}, schrijven {self.schriftelijk.label}"


class PerFacet(dict[str, list[Kenmerk]]):
    """The attributes of a candidate by facet, in the order of the code list.

    A list of candidates uses five of the eleven facets, so a facet is looked up when it is used.
    """

    __slots__ = ("_lijsten", "_plekken")

    def __init__(self, kenmerken: Iterable[int], lijsten: Codelijsten) -> None:
        self._lijsten = lijsten
        # An attribute may be newer than these lists.
        self._plekken = sorted(filter(None, map(lijsten.plek.get, kenmerken)))

    def __missing__(self, facet: str) -> list[Kenmerk]:
        begin, einde = self._lijsten.plekken.get(facet, (0, 0))
        van, tot = bisect_left(self._plekken, begin), bisect_left(self._plekken, einde)
        self[facet] = [self._lijsten.op_plek[plek] for plek in self._plekken[van:tot]]
        return self[facet]


@dataclass(frozen=True, slots=True)
class Kandidaatbeeld:
    """A candidate with the words for its codes: all that the page and the API show."""

    nummer: uuid.UUID  # the pseudonym for this organisation in this quarter
    kandidaat: Kandidaat
    per_facet: Mapping[str, list[Kenmerk]]  # every facet, also one without attributes
    oordeel: Oordeel  # on the wishes of the search

    @property
    def talen(self) -> list[Taalkennis]:
        """The languages with their levels. Lists do not use them, so they are made on demand."""
        talen = {taal.code: taal for taal in self.per_facet[Facet.TAAL]}
        return [
            Taalkennis(
                talen[regel["code"]],
                _niveau(regel["mondeling"]),
                _niveau(regel["schriftelijk"]),
            )
            for regel in self.kandidaat.talen
            if regel["code"] in talen
        ]

    @property
    def regio(self) -> Kenmerk:
        """Where the candidate lives."""
        return self.per_facet[Facet.REGIO][0]

    @property
    def taken_kort(self) -> list[Kenmerk]:
        """The tasks that a list shows."""
        return self.per_facet[Facet.TAAKSOORT][:3]

    @property
    def vaardigheden_kort(self) -> list[Kenmerk]:
        """The skills that a list shows."""
        return self.per_facet[Facet.VAARDIGHEID][:5]

    @property
    def opleidingsniveau(self) -> Kenmerk | None:
        """The highest level of education; None where that is not shown."""
        return next(iter(self.per_facet[Facet.OPLEIDINGSNIVEAU]), None)


@dataclass(frozen=True, slots=True)
class SearchResults:
    """A page of candidates, the total, and the counts per facet."""

    totaal: int
    pagina: int
    paginas: int
    kandidaten: list[Kandidaatbeeld]
    telling: FacetCounts
    vraag: SearchQuery
    codelijsten: Codelijsten


def zoek(filterset: Kandidaatfilter, nummering: PseudonymCipher) -> SearchResults:
    """The results of a valid search, in three queries. A page past the last gives the last.

    The total is exact, but the pages end at MEESTE_PAGINAS: to see others, narrow the search.
    """
    vraag = filterset.vraag
    telling, rijen = engine.search(
        vraag,
        filterset.codelijsten,
        start=(min(filterset.pagina_gevraagd, MEESTE_PAGINAS) - 1) * PER_PAGINA,
        count=PER_PAGINA,
    )
    paginas = min(MEESTE_PAGINAS, max(1, math.ceil(telling.total / PER_PAGINA)))
    pagina = min(filterset.pagina_gevraagd, paginas)
    return SearchResults(
        totaal=telling.total,
        pagina=pagina,
        paginas=paginas,
        kandidaten=[
            _beeld(rij, nummer, filterset.codelijsten, filterset.wensen)
            for rij, nummer in zip(rijen, nummering.encrypt_all(r.pk for r in rijen), strict=True)
        ],
        telling=telling,
        vraag=vraag,
        codelijsten=filterset.codelijsten,
    )


def beschrijf(
    kandidaat: Kandidaat,
    codelijsten: Codelijsten,
    nummering: PseudonymCipher,
    wensen: Iterable[Wens] = (),
) -> Kandidaatbeeld:
    """One candidate in words, in the order of the code lists, and which wishes fit it."""
    return _beeld(kandidaat, nummering.encrypt(kandidaat.pk), codelijsten, wensen)


def _beeld(
    kandidaat: Kandidaat, nummer: uuid.UUID, codelijsten: Codelijsten, wensen: Iterable[Wens]
) -> Kandidaatbeeld:
    per_facet = PerFacet(kandidaat.kenmerken, codelijsten)
    return Kandidaatbeeld(nummer, kandidaat, per_facet, Oordeel.over(wensen, kandidaat))


def _niveau(code: str) -> Taalniveau | None:
    return Taalniveau(code) if code else None
