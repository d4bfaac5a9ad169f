"""The answer to a search from PostgreSQL alone: the total, the facet counts, and a page of rows.

It answers while the index in memory is not ready, and what that cannot answer. It is also the
oracle: tests compare the index with it.
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

from kandidatenverkenner.database import routers
from kandidatenverkenner.database.functions import Contains, Unnest
from kandidatenverkenner.models import Codelijsten, Kandidaat, Kenmerk
from kandidatenverkenner.search_index.query import FacetCounts, RankedHit, SearchQuery, Volgorde
from kandidatenverkenner.search_index.wensen_sql import fits, is_available, points


TEXT_CONFIG = "dutch"
OR_WORD = re.compile(r"\bof\b", re.IGNORECASE)
# One word of three letters or more; a shorter prefix would match nearly everything.
UNFINISHED_WORD = re.compile(r"[^\W_]{3,}")


def matching(query: SearchQuery) -> "QuerySet[Kandidaat]":
    """The candidates that match the query, in its order."""
    volgorde: list[Any] = ["-gewijzigd_op", "id"]
    if query.volgorde == Volgorde.MATCH and query.weighed():
        volgorde.insert(0, points(query.weighed()).desc())
    if query.volgorde == Volgorde.AFSTAND and query.nearest_first:
        regions = Value(list(query.nearest_first), output_field=ArrayField(CharField()))
        position = Func(regions, Cast("regio", CharField()), function="array_position")
        volgorde.insert(0, position.asc(nulls_last=True))
    return Kandidaat.objects.filter(_condition(query)).order_by(*volgorde)


def overlap_count(ids: Iterable[int]) -> Func:
    """How many of these attributes (one or more) a candidate has."""
    has = [Contains(Value(id_), F("kenmerken")) for id_ in ids]
    return Func(*has, template="(%(expressions)s)", arg_joiner=" + ", output_field=IntegerField())


def _condition(query: SearchQuery) -> Q:
    condition = Q()
    for ids in [*query.choices.values(), query.within]:
        if ids is not None:
            condition &= Q(kenmerken__overlap=sorted(ids))
    if query.zoekterm:
        condition &= Q(tekst=text_query(query.zoekterm))
    if query.since:
        condition &= Q(ontvangen_op__gt=query.since)
    if query.beschikbaar:
        condition &= is_available(query.beschikbaar)
    return condition


def text_query(zoekterm: str) -> TsQuery | CombinedSearchQuery:
    """Dutch words as people type them: "a phrase", -not, of (or); the last may be unfinished."""
    if '"' not in zoekterm:
        zoekterm = OR_WORD.sub("or", zoekterm)
    whole = TsQuery(zoekterm, config=TEXT_CONFIG, search_type="websearch")
    head, _, last = zoekterm.rpartition(" ")
    if '"' in zoekterm or not UNFINISHED_WORD.fullmatch(last):
        return whole
    # The stem of an unfinished word may or may not be complete: try the word both ways.
    prefix = TsQuery(f"'{last}':*", config=TEXT_CONFIG, search_type="raw") | TsQuery(
        f"'{last}':*", config="simple", search_type="raw"
    )
    if head.lower().endswith(" or"):
        return whole | prefix
    if head:
        prefix = TsQuery(head, config=TEXT_CONFIG, search_type="websearch") & prefix
    return whole | prefix


def facet_counts(query: SearchQuery, codelijsten: Codelijsten) -> FacetCounts:
    """Count in two queries, however many choices there are."""
    branches = [_branch_counts(query.without(facet), facet) for facet in query.choices]
    per_kenmerk: dict[int, int] = {}
    for branch, id_, count in _branch_counts(query, "").union(*branches, all=True):
        # A delivery may come between: an attribute that these lists lack waits for the next search.
        kenmerk = codelijsten.op_nummer.get(id_)
        facet = kenmerk.facet if kenmerk else None
        if facet and (facet == branch or (not branch and facet not in query.choices)):
            per_kenmerk[id_] = count
    return FacetCounts(total=matching(query).count(), per_kenmerk=per_kenmerk)


def _branch_counts(query: SearchQuery, name: str) -> "QuerySet[Kandidaat, tuple[str, int, int]]":
    return (
        matching(query)
        .order_by()
        .annotate(branch=Value(name), kenmerk=Unnest(F("kenmerken")))
        .values_list("branch", "kenmerk")
        .annotate(count=Count("*"))
        .order_by()
    )


def page(query: SearchQuery, *, start: int, count: int) -> list[Kandidaat]:
    """Some rows of the matches. One query."""
    return list(matching(query).defer("tekst")[start : start + count])


def ids(query: SearchQuery, *, count: int) -> list[uuid.UUID]:
    """The ids of the first matches. One query."""
    return list(matching(query).values_list("pk", flat=True)[:count])


def ranking(query: SearchQuery, *, count: int) -> list[RankedHit]:
    """The best matches, and whether each wish fits; the query has a wish. One query."""
    wensen = query.weighed()
    names = [f"fits_{number}" for number in range(len(wensen))]
    rows = matching(replace(query, volgorde=Volgorde.MATCH)).annotate(
        points=points(wensen),
        **{name: fits(wens) for name, wens in zip(names, wensen, strict=True)},
    )
    return [
        RankedHit(id_, value, tuple(reasons))
        for id_, value, *reasons in rows.values_list("pk", "points", *names)[:count]
    ]


def similar(kandidaat: Kandidaat, kenmerken: Iterable[int], *, count: int) -> list[Kandidaat]:
    """Other candidates of the region that share most of these attributes. One query."""
    shared = sorted(kenmerken)
    if not shared:
        return []
    others = Kandidaat.objects.filter(regio=kandidaat.regio, kenmerken__overlap=shared)
    most_first = others.exclude(pk=kandidaat.pk).order_by(
        overlap_count(shared).desc(), "-gewijzigd_op", "id"
    )
    return list(most_first.defer("tekst")[:count])


def mentioned(zoekterm: str, kenmerken: Iterable[int]) -> set[int]:
    """Which of these attributes have a word of the search term in their name. At most one query."""
    words = [word.strip('"') for word in zoekterm.split() if not word.startswith("-")]
    condition = Q()
    for word in words:
        if OR_WORD.fullmatch(word) is None and word:
            condition |= Q(words=text_query(word))
    if not condition:
        return set()
    rows = Kenmerk.objects.filter(pk__in=list(kenmerken)).annotate(
        words=SearchVector("naam", "groep", config=TEXT_CONFIG)
    )
    return set(rows.filter(condition).values_list("pk", flat=True))


def totals(queries: Mapping[str, SearchQuery]) -> dict[str, int]:
    """How many candidates match each of these queries. One query."""
    return Kandidaat.objects.aggregate(
        **{name: Count("pk", filter=_condition(query)) for name, query in queries.items()}
    )


def unknown_words(words: Iterable[str]) -> set[str]:
    """Which of these words no profile contains; a stop word counts as known."""
    with routers.cursor() as cursor:
        cursor.execute(
            f"SELECT word FROM unnest(%s::text[]) word, plainto_tsquery(%s, word) query "  # noqa: S608
            f"WHERE numnode(query) > 0 AND NOT EXISTS "
            f"(SELECT FROM {Kandidaat._meta.db_table} WHERE tekst @@ query)",
            [list(words), TEXT_CONFIG],
        )
        return {word for (word,) in cursor.fetchall()}
