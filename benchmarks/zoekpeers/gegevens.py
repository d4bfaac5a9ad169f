"""The candidates as peers get them."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from kandidatenverkenner.models import Codelijsten
from kandidatenverkenner.search_index.memory import loader as lezen
from kandidatenverkenner.search_index.memory.loader import Vocabulary
from kandidatenverkenner.search_index.memory.tsquery import Term
from kandidatenverkenner.search_index.query import SearchQuery


PAGINA = 20
NOOIT = 2**62  # a transaction that will not come: of the log nothing is read
Antwoord = tuple[int, Mapping[int, int], list[uuid.UUID]]
Keuzen = Mapping[str, frozenset[int]]


@dataclass(frozen=True)
class Gegevens:
    """All candidates in the order of a page."""

    lijsten: Codelijsten
    lexicon: Vocabulary
    ids: list[uuid.UUID]
    lengtes: np.ndarray
    plat: np.ndarray  # attributes, one candidate after the other

    @classmethod
    def lees(cls, lijsten: Codelijsten) -> "Gegevens":
        rijen = lezen.iedereen()
        volgorde = np.lexsort((rijen.laag, rijen.hoog, -rijen.gewijzigd))
        begin = np.cumsum(rijen.lengtes) - rijen.lengtes
        lengtes = rijen.lengtes[volgorde]
        kolom = np.arange(lengtes.sum()) - np.repeat(np.cumsum(lengtes) - lengtes, lengtes)
        nummers = zip(rijen.hoog[volgorde].tolist(), rijen.laag[volgorde].tolist(), strict=True)
        return cls(
            lijsten,
            lezen.lexicon(),
            [uuid.UUID(int=hoog << 64 | laag) for hoog, laag in nummers],
            lengtes,
            rijen.plat[np.repeat(begin[volgorde], lengtes) + kolom],
        )

    @cached_property
    def rij(self) -> np.ndarray:
        """Of each attribute whose it is."""
        return np.repeat(np.arange(len(self.lengtes), dtype=np.int64), self.lengtes)

    @cached_property
    def per_rij(self) -> list[np.ndarray]:
        """The attributes of each."""
        return np.split(self.plat, np.cumsum(self.lengtes)[:-1])

    @cached_property
    def lexemen(self) -> dict[int, list[int]]:
        """Per attribute the lexemes in its name, by number in the alphabet."""
        uit: dict[int, list[int]] = {nummer: [] for nummer in self.lijsten.op_nummer}
        for plek, lexeem in enumerate(self.lexicon.op_alfabet):
            for kenmerk in self.lexicon.per_lexeem[lexeem]:
                uit[kenmerk].append(plek)
        return uit

    def gezocht(self, zoekterm: str) -> list[int]:
        """The lexemes one of which must be there. Only for words with 'of' between them."""
        uit = set()
        for deel in lezen.tsquery(zoekterm):
            if isinstance(deel, Term):
                past = deel.tekst.__eq__
                if deel.is_begin:
                    past = lambda een, begin=deel.tekst: een.startswith(begin)  # noqa: E731
                uit |= {plek for plek, een in enumerate(self.lexicon.op_alfabet) if past(een)}
            elif deel != "|":
                raise ValueError("Alleen woorden met 'of' ertussen.")
        return sorted(uit)

    def samen(self, vraag: SearchQuery, tel: Any) -> dict[int, int]:
        """The counts of all facets, given what counts the attributes of a set of parts."""
        facet_van = {nummer: kenmerk.facet for nummer, kenmerk in self.lijsten.op_nummer.items()}
        keuzen = vraag.keuzen
        uit = {n: a for n, a in tel(keuzen).items() if n and a and facet_van[n] not in keuzen}
        for facet in keuzen:
            apart = tel({naam: nummers for naam, nummers in keuzen.items() if naam != facet})
            uit |= {n: a for n, a in apart.items() if n and a and facet_van[n] == facet}
        return uit


def rijen_van(ids: Iterable[uuid.UUID]) -> list[uuid.UUID]:
    """Read the rows of a page, as the product does."""
    nummers = list(ids)
    rijen = lezen.nieuws(NOOIT, frozenset(), nummers).bladzijde
    return [een.pk for een in lezen.als_kandidaten(nummers, rijen)]
