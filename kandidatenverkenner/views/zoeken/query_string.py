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

    pairs: tuple[tuple[str, str], ...]

    @classmethod
    def read(cls, query: QueryDict) -> "QueryString":
        """Only the parameters that exist, and only those with a value."""
        return cls(
            tuple(
                (name, value)
                for name in Kandidaatfilter.base_filters
                for value in dict.fromkeys(query.getlist(name))
                if value
            )
        )

    def without(self, *names: str, value: str | None = None) -> "QueryString":
        """The same search without some parameters, or without one value of one; at page 1."""
        return QueryString(
            tuple(
                (name, own)
                for name, own in self.pairs
                if name != "pagina" and not (name in names and value in (None, own))
            )
        )

    def without_place(self) -> "QueryString":
        """The same search from nowhere in particular."""
        return self.without("gemeente", "afstand").without("volgorde", value=Volgorde.AFSTAND)

    def with_pair(self, name: str, value: str) -> "QueryString":
        """The same search with one parameter more; at page 1 unless that is the parameter."""
        return QueryString((*self.without().pairs, (name, value)))

    def at_page(self, page: int) -> "QueryString":
        """The same search at another page."""
        return self.with_pair("pagina", str(page))

    def at(self, name: str) -> str:
        """The search at another page than the results."""
        return f"{_path(name)}?{_encoded(self.without().pairs)}"

    def url(self, kandidaat: uuid.UUID | None = None) -> str:
        """The address of the results, or of one candidate in them."""
        path = (
            f"{_before_number()}{kandidaat}"
            if kandidaat
            else _path("kandidatenverkenner:kandidaten")
        )
        return f"{path}?{_encoded(self.pairs)}" if self.pairs else path


@lru_cache(maxsize=1_000)
def _encoded(pairs: tuple[tuple[str, str], ...]) -> str:
    """Kept, because twenty cards have the same search in their address."""
    return "&".join(_pair(name, value) for name, value in pairs)


@lru_cache(maxsize=10_000)
def _pair(name: str, value: str) -> str:
    """Kept, because every chip has nearly the same search in its address."""
    return urlencode({name: value})


@cache
def _path(name: str) -> str:
    return reverse(name)


@cache
def _before_number() -> str:
    """What stands before the number in the address of a candidate."""
    nobody = uuid.UUID(int=0)
    path = reverse("kandidatenverkenner:kandidaat", kwargs={"nummer": nobody})
    return path.removesuffix(str(nobody))


def chosen_numbers(adres: QueryString, codelijsten: Codelijsten) -> dict[str, set[int]]:
    """Per facet the attributes that were asked for in a search, as far as they exist."""
    chosen: dict[str, set[int]] = {}
    for name, value in adres.pairs:
        kenmerk = codelijsten.per_facet.get(name, {}).get(value)
        if kenmerk:
            chosen.setdefault(name, set()).add(kenmerk.id)
    return chosen
