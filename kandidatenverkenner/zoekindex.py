"""The answer to a search, in plain PostgreSQL: total, counts per attribute, and a page of rows.

Everything above asks only through `tel`, `bladzijde` and `totalen`. An index in memory can
take this module's place; then it stays as the oracle the index is tested against.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.contrib.postgres.search import CombinedSearchQuery, SearchQuery
from django.db.models import Count, F, Func, IntegerField, Q, QuerySet, Value

from kandidatenverkenner.models import Codelijsten, Kandidaat


ZOEKTAAL = "dutch"
# One plain word; a shorter one would find nearly everything that begins with it.
OF = re.compile(r"\bof\b", re.IGNORECASE)
ONAF_WOORD = re.compile(r"[^\W_]{3,}")


@dataclass(frozen=True, slots=True)
class Zoekvraag:
    """What somebody asks: AND between the parts, OR between the numbers of a part."""

    keuzen: Mapping[str, frozenset[int]] = field(default_factory=dict)  # facet -> Kenmerk.id
    binnen: frozenset[int] | None = None  # regions within a distance, as Kenmerk.id
    zoekterm: str = ""

    def onderdelen(self) -> list[str]:
        """The names of what can be let go of."""
        namen = list(self.keuzen)
        if self.binnen is not None:
            namen.append("afstand")
        if self.zoekterm:
            namen.append("zoekterm")
        return namen

    def alleen(self, onderdeel: str) -> "Zoekvraag":
        """The question with nothing but this part."""
        vraag = self
        for ander in self.onderdelen():
            if ander != onderdeel:
                vraag = vraag.zonder(ander)
        return vraag

    def zonder(self, onderdeel: str) -> "Zoekvraag":
        """The same question with one part let go."""
        if onderdeel == "afstand":
            return replace(self, binnen=None)
        if onderdeel == "zoekterm":
            return replace(self, zoekterm="")
        keuzen = {facet: nummers for facet, nummers in self.keuzen.items() if facet != onderdeel}
        return replace(self, keuzen=keuzen)


@dataclass(frozen=True, slots=True)
class Telling:
    """How many candidates there are, and how many with each attribute.

    The count of an attribute ignores what is chosen in its own facet: it says how many it gives.
    """

    totaal: int
    per_kenmerk: Mapping[int, int]


class Unnest(Func):
    """A row for every number of an array."""

    function = "unnest"
    output_field = IntegerField()
    set_returning = True


def voldoet(vraag: Zoekvraag) -> "QuerySet[Kandidaat]":
    """The candidates that answer the question, newest first."""
    return Kandidaat.objects.filter(_voorwaarde(vraag)).order_by("-gewijzigd_op", "id")


def _voorwaarde(vraag: Zoekvraag) -> Q:
    voorwaarde = Q()
    for nummers in [*vraag.keuzen.values(), vraag.binnen]:
        if nummers is not None:
            voorwaarde &= Q(kenmerken__overlap=sorted(nummers))
    if vraag.zoekterm:
        voorwaarde &= Q(tekst=_tekstvraag(vraag.zoekterm))
    return voorwaarde


def _tekstvraag(zoekterm: str) -> SearchQuery | CombinedSearchQuery:
    """Dutch words as people type them: "a phrase", -not, of; the last word may be unfinished."""
    if '"' not in zoekterm:
        zoekterm = OF.sub("or", zoekterm)
    heel = SearchQuery(zoekterm, config=ZOEKTAAL, search_type="websearch")
    begin, _, laatste = zoekterm.rpartition(" ")
    if '"' in zoekterm or not ONAF_WOORD.fullmatch(laatste):
        return heel
    # Of an unfinished word the stem may or may not be cut off yet: both are tried.
    voorvoegsel = SearchQuery(f"'{laatste}':*", config=ZOEKTAAL, search_type="raw") | SearchQuery(
        f"'{laatste}':*", config="simple", search_type="raw"
    )
    if begin.lower().endswith(" or"):
        return heel | voorvoegsel
    if begin:
        voorvoegsel = SearchQuery(begin, config=ZOEKTAAL, search_type="websearch") & voorvoegsel
    return heel | voorvoegsel


def tel(vraag: Zoekvraag, codelijsten: Codelijsten) -> Telling:
    """Count in two queries, however much is chosen."""
    takken = [_tel_tak(vraag.zonder(facet), facet) for facet in vraag.keuzen]
    per_kenmerk: dict[int, int] = {}
    for tak, nummer, aantal in _tel_tak(vraag, "").union(*takken, all=True):
        # A delivery may come in between: what the lists did not know yet waits for the next search.
        kenmerk = codelijsten.op_nummer.get(nummer)
        facet = kenmerk.facet if kenmerk else None
        if facet and (facet == tak or (not tak and facet not in vraag.keuzen)):
            per_kenmerk[nummer] = aantal
    return Telling(totaal=voldoet(vraag).count(), per_kenmerk=per_kenmerk)


def _tel_tak(vraag: Zoekvraag, naam: str) -> "QuerySet[Kandidaat, tuple[str, int, int]]":
    return (
        voldoet(vraag)
        .order_by()
        .annotate(tak=Value(naam), kenmerk=Unnest(F("kenmerken")))
        .values_list("tak", "kenmerk")
        .annotate(aantal=Count("*"))
        .order_by()
    )


def bladzijde(vraag: Zoekvraag, *, vanaf: int, aantal: int) -> list[Kandidaat]:
    """Some rows of the answer. One query."""
    return list(voldoet(vraag).defer("tekst")[vanaf : vanaf + aantal])


def totalen(vragen: Mapping[str, Zoekvraag]) -> dict[str, int]:
    """How many candidates answer each of these questions. One query."""
    return Kandidaat.objects.aggregate(
        **{naam: Count("pk", filter=_voorwaarde(vraag)) for naam, vraag in vragen.items()}
    )
