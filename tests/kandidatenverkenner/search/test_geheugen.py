"""The index in memory answers as PostgreSQL does: at rest, while others write, and after."""

import contextlib
import datetime
import os
import random
import threading
import uuid

import pytest
from django.db import connection
from django.http import QueryDict
from hypothesis import given, settings, strategies as st

from kandidatenverkenner.models import Codelijsten, Kandidaat
from kandidatenverkenner.ontvangst.receive import ontvang, trek_in
from kandidatenverkenner.search_index import engine, sql
from kandidatenverkenner.search_index.memory import (
    answer,
    columns,
    index as index_module,
)
from kandidatenverkenner.search_index.memory.answer import UnanswerableError
from kandidatenverkenner.search_index.memory.index import Index
from kandidatenverkenner.search_index.memory.tsquery import PhraseError, Term, evaluate, parse
from kandidatenverkenner.search_index.query import SearchQuery, Volgorde
from kandidatenverkenner.zoeken.filters import Kandidaatfilter
from tests.kandidatenverkenner.bouwers import CODES, PEILDATUM, codelijsten, lever, profiel
from tests.kandidatenverkenner.search.test_zoeken import PROFIELEN, ZOEKVRAGEN, als_adres


NU = datetime.datetime(2021, 1, 1, 12, tzinfo=datetime.UTC)
# The full proof: VRAGEN=10000 pytest tests/kandidatenverkenner/search/test_geheugen.py
VRAGEN = int(os.environ.get("VRAGEN", "300"))
GISTEREN = PEILDATUM - datetime.timedelta(days=1)


def zelfde(index, vraag, lijsten):
    """Total, counts and order are those of PostgreSQL."""
    geteld = index.facet_counts(vraag, lijsten, NU)
    assert geteld == sql.facet_counts(vraag, lijsten)
    assert index.totals({"x": vraag}, NU) == {"x": geteld.total}
    assert index.ids(vraag, count=200, moment=NU) == sql.ids(vraag, count=200)


def vraag_van(adres):
    filterset = Kandidaatfilter.read(QueryDict(adres))
    assert not filterset.fouten, filterset.fouten
    return filterset.vraag


def gelezen_index():
    index = Index()
    index.rebuild(NU)
    return index


@pytest.mark.django_db
@pytest.mark.postgres15
@settings(max_examples=50)
@given(
    eerst=PROFIELEN,
    dan=PROFIELEN,
    zoekvragen=st.lists(ZOEKVRAGEN, min_size=3, max_size=6),
)
def test_the_same_answer_after_every_change(eerst, dan, zoekvragen):
    codelijsten()
    ontvang(eerst, peildatum=GISTEREN)
    index = gelezen_index()
    lijsten = Codelijsten.lees()
    vragen = [vraag_van(als_adres(een)) for een in zoekvragen]
    vragen = [vraag for vraag in vragen if '"' not in vraag.zoekterm]  # a phrase is PostgreSQL's
    vragen.append(SearchQuery())

    for vraag in vragen:
        zelfde(index, vraag, lijsten)
    half = {een.id: een for een in [*eerst[::2], *dan]}
    ontvang(half.values(), peildatum=PEILDATUM)
    trek_in(een.id for een in dan[::3])
    for vraag in vragen:
        zelfde(index, vraag, lijsten)
    assert index.is_ready


@pytest.mark.django_db
def test_the_nearest_region_first_in_memory_too():
    lever(*(profiel(regio=regio) for regio in ("AM01", "AM21", "AM19", "AM21")))

    zelfde(
        gelezen_index(),
        vraag_van("gemeente=GM0546&afstand=150&volgorde=afstand"),
        Codelijsten.lees(),
    )


@pytest.mark.parametrize("grens", [0, 10**9], ids=["by rows", "by bitmaps"])
@pytest.mark.django_db
def test_counting_by_rows_and_by_bitmaps_is_the_same(grens, monkeypatch):
    lever(*(profiel(vaardigheden=(code,)) for code, *_ in CODES["vaardigheid"] * 5))
    monkeypatch.setattr(answer, "ROW_COST", grens)

    zelfde(gelezen_index(), vraag_van("vaardigheid=kassa&regio=AM19"), Codelijsten.lees())


@pytest.mark.django_db
def test_what_it_cannot_answer_it_leaves_to_postgresql():
    lever(profiel())
    index = gelezen_index()

    with pytest.raises(UnanswerableError):
        index.totals({"x": SearchQuery(zoekterm='"kassa bedienen"')}, NU)
    with pytest.raises(UnanswerableError):
        index.totals({"x": SearchQuery()}, NU + index_module.MAX_LOG_AGE * 2)
    assert not index.is_ready


@pytest.mark.django_db
def test_when_it_is_full_or_the_lists_change_it_is_read_again(monkeypatch):
    monkeypatch.setattr(columns, "MIN_SPARE", 1)
    lever(profiel())
    index = gelezen_index()
    lever(*(profiel() for _ in range(600)))
    with pytest.raises(UnanswerableError):
        index.totals({"x": SearchQuery()}, NU)

    index = gelezen_index()
    codelijsten(CODES | {"affiniteit": [*CODES["affiniteit"], ("muziek", "muziek", "")]})
    with pytest.raises(UnanswerableError):
        index.totals({"x": SearchQuery()}, NU)


def los(opdrachten, klaar):
    """Do something over a connection of one's own, in another thread."""

    def werk():
        with contextlib.closing(connection):
            opdrachten()
        klaar.append(True)

    draad = threading.Thread(target=werk)
    draad.start()
    return draad


@pytest.mark.django_db(transaction=True)
def test_who_is_given_a_number_early_and_commits_late_is_not_missed():
    lever(profiel(id=uuid.UUID(int=1)))
    index = gelezen_index()
    iedereen = SearchQuery()
    mag_door, heeft_geschreven, klaar = threading.Event(), threading.Event(), []

    def traag():
        connection.set_autocommit(False)
        Kandidaat.objects.filter(pk=uuid.UUID(int=1)).update(reisafstand=5, kenmerken=[])
        heeft_geschreven.set()
        assert mag_door.wait(30)
        connection.commit()

    draad = los(traag, klaar)
    assert heeft_geschreven.wait(30)
    een = Kandidaat.objects.get(pk=uuid.UUID(int=1))
    een.pk = uuid.UUID(int=2)
    een.save(force_insert=True)  # a later transaction, and committed first
    assert index.totals({"x": iedereen}, NU) == {"x": 2}
    assert sum(index.facet_counts(iedereen, Codelijsten.lees(), NU).per_kenmerk.values()) > 0
    mag_door.set()
    draad.join(30)
    assert klaar
    Kandidaat.objects.filter(pk=uuid.UUID(int=2)).delete()

    zelfde(index, iedereen, Codelijsten.lees())
    assert index.facet_counts(iedereen, Codelijsten.lees(), NU).per_kenmerk == {}


@pytest.mark.django_db(transaction=True)
def test_while_eight_write_nothing_is_missed_and_nobody_withdrawn_is_shown():
    dobbel = random.Random(7)  # noqa: S311 - to repeat, not to hide
    codes = [code for code, *_ in CODES["vaardigheid"]]
    lever(*(profiel(vaardigheden=(dobbel.choice(codes),)) for _ in range(120)))
    index = gelezen_index()
    bron = engine.SearchEngine(index)
    lijsten = Codelijsten.lees()
    alle = list(Kandidaat.objects.values_list("pk", flat=True))
    klaar = []

    def schrijver(nummer):
        eigen = random.Random(nummer)  # noqa: S311
        for _ in range(15):
            wie = eigen.choice(alle)
            soort = eigen.randrange(3)
            if soort == 0:
                trek_in([wie])
            elif een := Kandidaat.objects.filter(pk=wie).first():
                een.kenmerken = sorted(eigen.sample(een.kenmerken, len(een.kenmerken) - 1))
                een.pk = wie if soort == 1 else uuid.UUID(int=eigen.getrandbits(128))
                een.save()

    draden = [los(lambda n=n: schrijver(n), klaar) for n in range(8)]
    vragen = [vraag_van(f"vaardigheid={code}") for code in codes] + [SearchQuery()]
    for beurt in range(60):
        wie = alle[beurt]
        trek_in([wie])
        gezien = bron.ask(
            lambda een, beurt=beurt: een.ids(vragen[beurt % len(vragen)], count=200, moment=NU),
            list,
        )
        # Another may have put it back: then it is there.
        assert wie not in gezien or Kandidaat.objects.filter(pk=wie).exists()
    for draad in draden:
        draad.join(60)

    assert len(klaar) == 8
    for vraag in vragen:
        zelfde(index, vraag, lijsten)


@pytest.mark.django_db
def test_an_index_of_before_the_first_delivery_is_built_again():
    """A site that starts empty: the code lists come later, and a search uses them at once."""
    index = gelezen_index()
    lever(profiel())
    vraag, lijsten = vraag_van("regio=AM19"), Codelijsten.lees()

    with pytest.raises(UnanswerableError):
        index.search(vraag, lijsten, lambda _: slice(0, 20), NU)

    assert index.wants_rebuild
    index.rebuild(NU)
    zelfde(index, vraag, lijsten)


@pytest.mark.django_db
def test_random_questions_have_the_same_answer():
    dobbel = random.Random(2020)  # noqa: S311
    lijst = {facet: [code for code, *_ in waarden] for facet, waarden in CODES.items()}

    def enkele(facet, hoogste):
        return tuple(sorted(dobbel.sample(lijst[facet], dobbel.randint(0, hoogste))))

    lever(
        *(
            profiel(
                id=uuid.UUID(int=dobbel.getrandbits(128)),
                regio=dobbel.choice(lijst["regio"]),
                opleidingsniveau=dobbel.choice(lijst["opleidingsniveau"]),
                vaardigheden=enkele("vaardigheid", 3),
                taaksoorten=enkele("taaksoort", 2),
                sectoren=enkele("sector", 2),
                rijbewijzen=enkele("rijbewijs", 2),
                uren_min=dobbel.randint(1, 20),
                uren_max=dobbel.randint(20, 40),
            )
            for _ in range(400)
        )
    )
    index, lijsten = gelezen_index(), Codelijsten.lees()
    nummers = {facet: [k.id for k in lijsten.per_facet[facet].values()] for facet in lijst}
    woorden = ["", "kassa", "winkel of ramen", "-kassa schoonma", "inpakken heftruck", "koken"]
    for _ in range(VRAGEN):
        facetten = dobbel.sample(
            ["regio", "vaardigheid", "taaksoort", "sector", "uren", "rijbewijs"],
            dobbel.randint(0, 3),
        )
        nummers["uren"] = [k.id for k in lijsten.per_facet["uren"].values()]
        vraag = SearchQuery(
            choices={
                facet: frozenset(dobbel.sample(nummers[facet], dobbel.randint(1, 2)))
                for facet in facetten
            },
            zoekterm=dobbel.choice(woorden),
            volgorde=dobbel.choice([Volgorde.NIEUWSTE, Volgorde.MATCH]),
        )
        zelfde(index, vraag, lijsten)


@pytest.mark.django_db(transaction=True)
def test_the_first_search_reads_in_the_background_and_the_page_is_the_same():
    lever(profiel(), profiel())
    bron = engine.SearchEngine(Index())

    def uit_geheugen(index):
        return index.totals({"x": SearchQuery()}, NU)["x"], "geheugen"

    assert bron.ask(uit_geheugen, lambda: (2, "databank")) == (2, "databank")
    for draad in threading.enumerate():
        if draad.name == "zoekindex":
            draad.join(30)
    bron.index.rebuild(NU)
    assert bron.ask(uit_geheugen, lambda: (2, "databank")) == (2, "geheugen")


ZINNEN = {"a": {"a"}, "ab": {"a", "b"}, "b": {"b"}, "c": {"c", "ax"}}


@pytest.mark.parametrize(
    ("tsquery", "wie"),
    [
        ("'a'", {"a", "ab"}),
        ("'a' & 'b'", {"ab"}),
        ("'a' | 'b' & !'a'", {"a", "ab", "b"}),
        ("( 'a' | 'b' ) & !'b'", {"a"}),
        ("!'a'", {"b", "c"}),
        ("'a':*", {"a", "ab", "c"}),
        ("'b' | 'a':* & !'a'", {"ab", "b", "c"}),
        ("!( 'a' | 'b' )", {"c"}),
        ("!!'c'", {"c"}),
    ],
)
def test_a_query_is_read_as_postgresql_writes_it(tsquery, wie):
    def van_woord(woord):
        past = woord.text.__eq__ if not woord.is_prefix else lambda w: w.startswith(woord.text)
        return {naam for naam, woorden in ZINNEN.items() if any(map(past, woorden))}

    bewerking = {"!": lambda x: set(ZINNEN) - x, "&": set.intersection, "|": set.union}
    assert evaluate(parse(tsquery), van_woord, bewerking) == wie


def test_a_phrase_and_odd_words():
    with pytest.raises(PhraseError):
        parse("'a' <-> 'b'")
    assert parse("'d''s' & 'x\\\\y':*") == [Term("d's", False), Term("x\\y", True), "&"]
    assert parse("") == []
