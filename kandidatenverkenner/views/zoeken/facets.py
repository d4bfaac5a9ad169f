"""A facet in the column of filters: its values, in groups, as they stand on the page.

A page has more than 700 values, so each is rendered once by its template and kept, in two parts:
what stands before its number, and what stands after it (docs/adr).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.formats import localize
from django.utils.safestring import SafeString, mark_safe

from kandidatenverkenner.models import Codelijsten, Facet, Kenmerk
from kandidatenverkenner.zoeken.filters import FACETTEN
from kandidatenverkenner.zoeken.results import SearchResults


SHORT = 6  # values of a facet on view before 'toon alle'
OPEN = {Facet.REGIO, Facet.TAAKSOORT, Facet.SECTOR, Facet.UREN}
SCALES = {Facet.UREN, Facet.OPLEIDINGSNIVEAU}  # all values, in their own order
NUMBER = "\0"  # stands in a rendered value for its number: PostgreSQL keeps no such character


@dataclass(frozen=True, slots=True)
class FacetBlock:
    """A facet: some values on view, and the rest, which opens, under the headings of groups."""

    facet: Facet
    gekozen: Collection[int]
    kort: SafeString
    rest: list[tuple[str, SafeString]]
    aantal_rest: int

    @property
    def is_open(self) -> bool:
        """Whether its values are on view at first."""
        return bool(self.gekozen) or self.facet in OPEN


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a facet, and where it stands."""

    kenmerk: Kenmerk
    heading: str  # of the group it stands in
    is_part: bool  # of another value: it waits under that


def facet_block(facet: Facet, results: SearchResults) -> FacetBlock:
    """The chosen and the most common values on view; the rest by group, without empty ones."""
    counts = results.telling.per_kenmerk
    chosen = results.vraag.choices.get(facet, frozenset())
    values = _values(results.codelijsten, facet)
    if facet not in SCALES:
        values = [v for v in values if counts.get(v.kenmerk.id) or v.kenmerk.id in chosen]
    if facet in SCALES or len(values) <= SHORT + 2:
        return FacetBlock(facet, chosen, _rendered(values, counts, chosen), [], 0)
    # A division waits under its section, unless it was chosen.
    on_top = [v for v in values if not v.is_part or v.kenmerk.id in chosen]
    on_top.sort(key=lambda v: (v.kenmerk.id not in chosen, -counts.get(v.kenmerk.id, 0)))
    on_view = on_top[: max(SHORT, len(chosen))]
    seen = {v.kenmerk.id for v in on_view}
    rest: dict[str, list[Value]] = {}
    for value in values:
        if value.kenmerk.id not in seen:
            rest.setdefault(value.heading, []).append(value)
    return FacetBlock(
        facet,
        chosen,
        _rendered(on_view, counts, chosen),
        [(heading, _rendered(group, counts, chosen)) for heading, group in rest.items()],
        len(values) - len(on_view),
    )


@lru_cache(maxsize=2 * len(FACETTEN))
def _values(codelijsten: Codelijsten, facet: Facet) -> list[Value]:
    """All values of a facet, in the order of their list."""
    kenmerken = codelijsten.per_facet[facet]
    return [
        Value(
            kenmerk,
            kenmerken[kenmerk.groep].naam if kenmerk.groep in kenmerken else kenmerk.groep,
            kenmerk.groep in kenmerken,
        )
        for kenmerk in kenmerken.values()
    ]


def _rendered(
    values: Iterable[Value], counts: Mapping[int, int], chosen: Collection[int]
) -> SafeString:
    """Values as the items of a list, each with how many candidates have it."""
    items = []
    for value in values:
        kenmerk = value.kenmerk
        count = counts.get(kenmerk.id, 0)
        before, after = _parts(
            kenmerk.facet,
            kenmerk.code,
            kenmerk.naam,
            gekozen=kenmerk.id in chosen,
            plural=min(count, 2),
        )
        items.append(f"{before}{number(count)}{after}")
    return mark_safe("".join(items))  # noqa: S308 - made by the template


@lru_cache(maxsize=0 if settings.DEBUG else 10_000)  # a developer sees a changed template
def _parts(facet: str, code: str, naam: str, *, gekozen: bool, plural: int) -> tuple[str, str]:
    """What stands before and after the number; `plural` is 0, 1, or 2 for more."""
    kenmerk = Kenmerk(facet=facet, code=code, naam=naam)
    context = {"kenmerk": kenmerk, "gekozen": gekozen, "leeg": plural == 0, "een": plural == 1}
    item = render_to_string("kandidatenverkenner/_keuze.html", context | {"aantal": NUMBER})
    before, _, after = item.partition(NUMBER)
    return before, after


@lru_cache(maxsize=10_000)
def number(count: int) -> str:
    """A number with a point between the thousands."""
    return str(localize(count))
