"""A search as it stands in an address: it can be shared, kept and printed."""

import uuid
from dataclasses import dataclass
from functools import cache, lru_cache

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from kandidatenverkenner.models import Codelijsten
from kandidatenverkenner.search_index.query import Volgorde
from kandidatenverkenner.zoeken.filters import Kandidaatfilter


KANDIDATEN = "kandidatenverkenner:kandidaten"


@dataclass(frozen=True, slots=True)
class QueryString:
    """A search as it stands in an address."""

    delen: tuple[tuple[str, str], ...]

    @classmethod
    def uit(cls, gegevens: QueryDict) -> "QueryString":
        """Only the parameters that exist, and only those with a value."""
        return cls(
            tuple(
                (naam, waarde)
                for naam in Kandidaatfilter.base_filters
                for waarde in dict.fromkeys(gegevens.getlist(naam))
                if waarde
            )
        )

    def zonder(self, *namen: str, waarde: str | None = None) -> "QueryString":
        """The same search without some parameters, or without one value of one; at page 1."""
        return QueryString(
            tuple(
                (naam, eigen)
                for naam, eigen in self.delen
                if naam != "pagina" and not (naam in namen and waarde in (None, eigen))
            )
        )

    def zonder_plaats(self) -> "QueryString":
        """The same search from nowhere in particular."""
        return self.zonder("gemeente", "afstand").zonder("volgorde", waarde=Volgorde.AFSTAND)

    def met(self, naam: str, waarde: str) -> "QueryString":
        """The same search with one parameter more; at page 1 unless that is the parameter."""
        return QueryString((*self.zonder().delen, (naam, waarde)))

    def op_pagina(self, pagina: int) -> "QueryString":
        """The same search at another page."""
        return self.met("pagina", str(pagina))

    def bij(self, naam: str) -> str:
        """The search at another page than the results."""
        return f"{_pad(naam)}?{_gecodeerd(self.zonder().delen)}"

    def adres(self, kandidaat: uuid.UUID | None = None) -> str:
        """Of the results, or of one candidate in them."""
        pad = (
            f"{_voor_nummer()}{kandidaat}" if kandidaat else _pad("kandidatenverkenner:kandidaten")
        )
        return f"{pad}?{_gecodeerd(self.delen)}" if self.delen else pad


@lru_cache(maxsize=1_000)
def _gecodeerd(delen: tuple[tuple[str, str], ...]) -> str:
    """Twenty cards have the same search in their address."""
    return "&".join(_paar(naam, waarde) for naam, waarde in delen)


@lru_cache(maxsize=10_000)
def _paar(naam: str, waarde: str) -> str:
    """Every chip has nearly the same search in its address."""
    return urlencode({naam: waarde})


@cache
def _pad(naam: str) -> str:
    return reverse(naam)


@cache
def _voor_nummer() -> str:
    """What stands before the number in the address of a candidate."""
    niemand = uuid.UUID(int=0)
    pad = reverse("kandidatenverkenner:kandidaat", kwargs={"nummer": niemand})
    return pad.removesuffix(str(niemand))


def gekozen_nummers(adres: QueryString, codelijsten: Codelijsten) -> dict[str, set[int]]:
    """Per facet the attributes that were asked for in a search, as far as they exist."""
    gekozen: dict[str, set[int]] = {}
    for naam, waarde in adres.delen:
        kenmerk = codelijsten.per_facet.get(naam, {}).get(waarde)
        if kenmerk:
            gekozen.setdefault(naam, set()).add(kenmerk.id)
    return gekozen
