"""The answer to a search, in plain PostgreSQL: total, counts per attribute, and a page of rows.

Everything above asks only through `facet_counts`, `page` and `totalen`. An index in memory can
take this module's place; then it stays as the oracle the index is tested against.
"""

import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import (
    CombinedSearchQuery,
    SearchQuery as TsQuery,
    SearchVector,
)
from django.db.models import CharField, Count, F, Func, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Cast

from kandidatenverkenner.database import routers as leesplek
from kandidatenverkenner.database.functions import Heeft, Unnest
from kandidatenverkenner.models import Codelijsten, Kandidaat, Kenmerk
from kandidatenverkenner.search_index.query import FacetCounts, RankedHit, SearchQuery, Volgorde
from kandidatenverkenner.search_index.wensen_sql import is_beschikbaar, past, punten


ZOEKTAAL = "dutch"
# One plain word; a shorter one would find nearly everything that begins with it.
OF = re.compile(r"\bof\b", re.IGNORECASE)
ONAF_WOORD = re.compile(r"[^\W_]{3,}")


def matching(vraag: SearchQuery) -> "QuerySet[Kandidaat]":
    """The candidates that answer the question, in its order."""
    volgorde: list[Any] = ["-gewijzigd_op", "id"]
    if vraag.volgorde == Volgorde.MATCH and vraag.weegt():
        volgorde.insert(0, punten(vraag.weegt()).desc())
    if vraag.volgorde == Volgorde.AFSTAND and vraag.van_dichtbij:
        regios = Value(list(vraag.van_dichtbij), output_field=ArrayField(CharField()))
        plek = Func(regios, Cast("regio", CharField()), function="array_position")
        volgorde.insert(0, plek.asc(nulls_last=True))
    return Kandidaat.objects.filter(_voorwaarde(vraag)).order_by(*volgorde)


def overeenkomst(nummers: Iterable[int]) -> Func:
    """How many of these attributes, one at least, a candidate has."""
    heeft = [Heeft(Value(nummer), F("kenmerken")) for nummer in nummers]
    return Func(*heeft, template="(%(expressions)s)", arg_joiner=" + ", output_field=IntegerField())


def _voorwaarde(vraag: SearchQuery) -> Q:
    voorwaarde = Q()
    for nummers in [*vraag.keuzen.values(), vraag.binnen]:
        if nummers is not None:
            voorwaarde &= Q(kenmerken__overlap=sorted(nummers))
    if vraag.zoekterm:
        voorwaarde &= Q(tekst=tekstvraag(vraag.zoekterm))
    if vraag.sinds:
        voorwaarde &= Q(ontvangen_op__gt=vraag.sinds)
    if vraag.beschikbaar:
        voorwaarde &= is_beschikbaar(vraag.beschikbaar)
    return voorwaarde


def tekstvraag(zoekterm: str) -> TsQuery | CombinedSearchQuery:
    """Dutch words as people type them: "a phrase", -not, of; the last word may be unfinished."""
    if '"' not in zoekterm:
        zoekterm = OF.sub("or", zoekterm)
    heel = TsQuery(zoekterm, config=ZOEKTAAL, search_type="websearch")
    begin, _, laatste = zoekterm.rpartition(" ")
    if '"' in zoekterm or not ONAF_WOORD.fullmatch(laatste):
        return heel
    # Of an unfinished word the stem may or may not be cut off yet: both are tried.
    voorvoegsel = TsQuery(f"'{laatste}':*", config=ZOEKTAAL, search_type="raw") | TsQuery(
        f"'{laatste}':*", config="simple", search_type="raw"
    )
    if begin.lower().endswith(" or"):
        return heel | voorvoegsel
    if begin:
        voorvoegsel = TsQuery(begin, config=ZOEKTAAL, search_type="websearch") & voorvoegsel
    return heel | voorvoegsel


def facet_counts(vraag: SearchQuery, codelijsten: Codelijsten) -> FacetCounts:
    """Count in two queries, however much is chosen."""
    takken = [_tel_tak(vraag.zonder(facet), facet) for facet in vraag.keuzen]
    per_kenmerk: dict[int, int] = {}
    for tak, nummer, aantal in _tel_tak(vraag, "").union(*takken, all=True):
        # A delivery may come in between: what the lists did not know yet waits for the next search.
        kenmerk = codelijsten.op_nummer.get(nummer)
        facet = kenmerk.facet if kenmerk else None
        if facet and (facet == tak or (not tak and facet not in vraag.keuzen)):
            per_kenmerk[nummer] = aantal
    return FacetCounts(totaal=matching(vraag).count(), per_kenmerk=per_kenmerk)


def _tel_tak(vraag: SearchQuery, naam: str) -> "QuerySet[Kandidaat, tuple[str, int, int]]":
    return (
        matching(vraag)
        .order_by()
        .annotate(tak=Value(naam), kenmerk=Unnest(F("kenmerken")))
        .values_list("tak", "kenmerk")
        .annotate(aantal=Count("*"))
        .order_by()
    )


def page(vraag: SearchQuery, *, vanaf: int, aantal: int) -> list[Kandidaat]:
    """Some rows of the answer. One query."""
    return list(matching(vraag).defer("tekst")[vanaf : vanaf + aantal])


def nummers(vraag: SearchQuery, *, aantal: int) -> list[uuid.UUID]:
    """The first candidates of the answer, by number. One query."""
    return list(matching(vraag).values_list("pk", flat=True)[:aantal])


def rangschik(vraag: SearchQuery, *, aantal: int) -> list[RankedHit]:
    """The best by one wish or more, with the reasons: of each wish whether it fits. One query."""
    wensen = vraag.weegt()
    namen = [f"past_{nummer}" for nummer in range(len(wensen))]
    rijen = matching(replace(vraag, volgorde=Volgorde.MATCH)).annotate(
        punten=punten(wensen),
        **{naam: past(wens) for naam, wens in zip(namen, wensen, strict=True)},
    )
    return [
        RankedHit(nummer, waarde, tuple(delen))
        for nummer, waarde, *delen in rijen.values_list("pk", "punten", *namen)[:aantal]
    ]


def lijkt_op(kandidaat: Kandidaat, kenmerken: Iterable[int], *, aantal: int) -> list[Kandidaat]:
    """Others of the region that share most of these attributes. One query."""
    gedeeld = sorted(kenmerken)
    if not gedeeld:
        return []
    anderen = Kandidaat.objects.filter(regio=kandidaat.regio, kenmerken__overlap=gedeeld)
    meeste_eerst = anderen.exclude(pk=kandidaat.pk).order_by(
        overeenkomst(gedeeld).desc(), "-gewijzigd_op", "id"
    )
    return list(meeste_eerst.defer("tekst")[:aantal])


def genoemd(zoekterm: str, kenmerken: Iterable[int]) -> set[int]:
    """Which of these attributes hold a word that is searched for. One query, or none."""
    woorden = [woord.strip('"') for woord in zoekterm.split() if not woord.startswith("-")]
    voorwaarde = Q()
    for woord in woorden:
        if OF.fullmatch(woord) is None and woord:
            voorwaarde |= Q(woorden=tekstvraag(woord))
    if not voorwaarde:
        return set()
    rijen = Kenmerk.objects.filter(pk__in=list(kenmerken)).annotate(
        woorden=SearchVector("naam", "groep", config=ZOEKTAAL)
    )
    return set(rijen.filter(voorwaarde).values_list("pk", flat=True))


def totalen(vragen: Mapping[str, SearchQuery]) -> dict[str, int]:
    """How many candidates answer each of these questions. One query."""
    return Kandidaat.objects.aggregate(
        **{naam: Count("pk", filter=_voorwaarde(vraag)) for naam, vraag in vragen.items()}
    )


def onbekend(woorden: Iterable[str]) -> set[str]:
    """Which of these words stand in the profile of nobody; a word without meaning is known."""
    with leesplek.cursor() as cursor:
        cursor.execute(
            f"SELECT woord FROM unnest(%s::text[]) woord, plainto_tsquery(%s, woord) vraag "  # noqa: S608
            f"WHERE numnode(vraag) > 0 AND NOT EXISTS "
            f"(SELECT FROM {Kandidaat._meta.db_table} WHERE tekst @@ vraag)",
            [list(woorden), ZOEKTAAL],
        )
        return {woord for (woord,) in cursor.fetchall()}
