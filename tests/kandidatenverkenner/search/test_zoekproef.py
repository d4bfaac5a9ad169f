"""Memory and SQL agree on random questions: at rest, while eight write, and in every corner.

`make proofs` asks many more questions than the ordinary run.
"""

import datetime
import os
import random
import threading
import time
import uuid
from contextlib import closing

import numpy as np
import pytest
from django.db import connection

from kandidatenverkenner.models import ChangeLogEntry, Codelijsten, Kandidaat
from kandidatenverkenner.ontvangst.receive import trek_in
from kandidatenverkenner.search_index import engine, sql
from kandidatenverkenner.search_index.memory import (
    answer,
    columns,
    loader,
    scratch,
)
from kandidatenverkenner.search_index.memory.index import Index
from kandidatenverkenner.search_index.query import SearchQuery
from tests.kandidatenverkenner.bouwers import CODES, lever, profiel
from tests.kandidatenverkenner.search.index_proof import (
    NU,
    Verslag,
    Vragen,
    schrijvers,
    trek_in_en_kijk,
    vergelijk,
)


QUESTIONS = int(os.environ.get("QUESTIONS", "100"))


def zaad(nummer):
    return random.Random(nummer)  # noqa: S311 - to repeat, not to hide


def vul(aantal, dobbel):
    lijst = {facet: [code for code, *_ in waarden] for facet, waarden in CODES.items()}

    def enkele(facet):
        return tuple(sorted(dobbel.sample(lijst[facet], dobbel.randint(0, 2))))

    lever(
        *(
            profiel(
                id=uuid.UUID(int=dobbel.getrandbits(128)),
                regio=dobbel.choice(lijst["regio"]),
                opleidingsniveau=dobbel.choice(lijst["opleidingsniveau"]),
                vaardigheden=enkele("vaardigheid"),
                taaksoorten=enkele("taaksoort"),
                sectoren=enkele("sector"),
                uren_min=dobbel.randint(1, 20),
                uren_max=dobbel.randint(20, 40),
                beschikbaar_vanaf=dobbel.choice([None, datetime.date(2024, 2, 1)]),
            )
            for _ in range(aantal)
        )
    )


def gelezen_index():
    index = Index()
    index.rebuild(NU)
    return index


@pytest.mark.proof
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("grens", [0, 100, 10**9], ids=["rows", "both", "bitmaps"])
def test_random_questions_have_the_same_answer(grens, monkeypatch):
    monkeypatch.setattr(answer, "ROW_COST", grens)
    vul(3 * QUESTIONS, zaad(1))
    index, verslag = gelezen_index(), Verslag()
    vragen = Vragen(Codelijsten.lees(), zaad(2))
    for _ in range(QUESTIONS):
        vergelijk(index, *vragen.een(), vragen.lijsten, verslag)

    assert verslag.anders == []
    assert verslag.gelijk > 0.8 * QUESTIONS
    assert verslag.gevonden > 1_000


@pytest.mark.proof
@pytest.mark.django_db(transaction=True)
def test_while_eight_publish_change_and_withdraw_it_is_the_same_at_every_moment():
    vul(150, zaad(3))
    index, verslag = gelezen_index(), Verslag()
    vragen = Vragen(Codelijsten.lees(), zaad(4))
    alle = list(Kandidaat.objects.order_by("pk").values_list("pk", flat=True))
    with schrijvers(8, alle) as gedaan:
        while len(verslag.anders) == 0 and (verslag.gelijk < 0.6 * QUESTIONS or min(gedaan) < 3):
            vergelijk(index, *vragen.een(), vragen.lijsten, verslag)
        for wie in Kandidaat.objects.order_by("pk")[:10]:
            assert not trek_in_en_kijk(index, wie, vragen.lijsten)

    assert verslag.anders == []
    for _ in range(20):
        vergelijk(index, *vragen.een(), vragen.lijsten, verslag)
    assert verslag.anders == []
    assert index.is_ready


@pytest.mark.django_db
def test_what_somebody_reads_does_not_change_when_another_applies_something():
    vul(80, zaad(5))
    index, lijsten = gelezen_index(), Codelijsten.lees()
    vragen = [SearchQuery(), SearchQuery(zoekterm="kassa"), SearchQuery(zoekterm="-kassa")]

    def alles(stand):
        uit = []
        for vraag in vragen:
            een = answer.QueryExecution(stand, vraag)
            uit.append((een.facet_counts(lijsten), een.ids(50)))
        return uit

    stand = index.snapshot(NU)
    eerst = alles(stand)
    vul(90, zaad(6))  # everybody is withdrawn, others come
    nieuwer = index.snapshot(NU)

    assert alles(nieuwer) != eerst
    assert alles(stand) == eerst
    assert answer.QueryExecution(nieuwer, SearchQuery()).total == 90


@pytest.mark.django_db
def test_after_many_changes_the_newest_still_come_first():
    vul(20, zaad(7))
    index = gelezen_index()
    vul(400, zaad(8))
    dobbel = zaad(9)
    for een in Kandidaat.objects.order_by("pk"):
        een.gewijzigd_op -= datetime.timedelta(days=dobbel.randint(0, 3))
        een.save()
    lijsten = Codelijsten.lees()

    for vraag in (SearchQuery(), SearchQuery(zoekterm="kassa of ramen")):
        for hoeveel in (1, 20, 90):
            hoort = sql.ids(vraag, count=hoeveel)
            assert index.ids(vraag, count=hoeveel, moment=NU) == hoort
        assert index.facet_counts(vraag, lijsten, NU) == sql.facet_counts(vraag, lijsten)


@pytest.mark.django_db
def test_nobody_and_somebody_without_attributes():
    lever()
    index, lijsten = gelezen_index(), Codelijsten.lees()
    assert index.search(SearchQuery(), lijsten, lambda _: slice(0, 20), NU)[1] == []

    lever(profiel(), profiel())
    Kandidaat.objects.filter(pk=Kandidaat.objects.latest("pk").pk).update(kenmerken=[])
    for een in (index, gelezen_index()):
        geteld, rijen = een.search(SearchQuery(), lijsten, lambda _: slice(0, 20), NU)
        assert geteld == sql.facet_counts(SearchQuery(), lijsten)
        assert [rij.pk for rij in rijen] == sql.ids(SearchQuery(), count=20)
        assert rijen[0].talen == Kandidaat.objects.get(pk=rijen[0].pk).talen


@pytest.mark.django_db
def test_the_words_that_nobody_has():
    lever(profiel(vaardigheden=("kassa",)), profiel(vaardigheden=("ramen",)))
    index = gelezen_index()
    woorden = ["kassa", "kassas", "ramen", "heftruck", "heftruk", "de", "kassa-ramen", "", "'&|"]

    onbekend = index.unknown_words(woorden, NU)
    assert onbekend == sql.unknown_words(woorden)
    assert onbekend >= {"heftruck", "heftruk"}
    trek_in(Kandidaat.objects.values_list("pk", flat=True))
    assert index.unknown_words(woorden, NU) == sql.unknown_words(woorden)


@pytest.mark.django_db
def test_who_goes_between_counting_and_showing_is_not_shown(monkeypatch):
    """Always one more change: then the counts are those of just before, and the row is gone."""
    lever(*(profiel() for _ in range(10)))
    index, lijsten = gelezen_index(), Codelijsten.lees()
    nieuws, weg = loader.changes_while, []

    def met_een_minder(*gevraagd):
        eerste = Kandidaat.objects.order_by("-gewijzigd_op", "pk").first()
        weg.append(eerste.pk)
        trek_in([eerste.pk])
        return nieuws(*gevraagd)

    monkeypatch.setattr(loader, "changes_while", met_een_minder)
    _, rijen = index.search(SearchQuery(), lijsten, lambda _: slice(0, 20), NU)

    assert 1 < len(weg) < 10
    assert {rij.pk for rij in rijen} == set(Kandidaat.objects.values_list("pk", flat=True))


@pytest.mark.usefixtures("few_are_shown")
@pytest.mark.django_db
def test_a_candidate_made_from_a_row_is_as_django_makes_it():
    lever(profiel())
    velden = [veld.attname for veld in Kandidaat._meta.concrete_fields if veld.attname != "tekst"]
    (rij,) = Kandidaat.objects.values_list(*velden)
    van_django = super(Kandidaat, Kandidaat).from_db("default", velden, rij)
    van_ons = Kandidaat.from_db("default", velden, rij)

    assert van_ons.__dict__.keys() == van_django.__dict__.keys()
    eigen = {naam: waarde for naam, waarde in van_ons.__dict__.items() if naam != "_state"}
    assert eigen == {n: waarde for n, waarde in van_django.__dict__.items() if n != "_state"}
    assert van_ons._state.__dict__ == van_django._state.__dict__
    assert van_ons == van_django
    assert van_ons.get_deferred_fields() == {"tekst"}
    assert "kassa" in van_ons.tekst  # is read when it is asked for


@pytest.mark.django_db(transaction=True)
def test_when_it_is_nearly_full_it_is_read_again_while_the_old_one_answers(monkeypatch):
    monkeypatch.setattr(columns, "MIN_SPARE", 3_000)
    lever(profiel())
    index = gelezen_index()
    bron = engine.SearchEngine(index)
    mag_door, leest = threading.Event(), threading.Event()
    iedereen = loader.all_rows

    def langzaam():
        leest.set()
        assert mag_door.wait(30)
        return iedereen()

    monkeypatch.setattr(loader, "all_rows", langzaam)

    def vraag():
        return bron.ask(
            lambda een: een.totals({"x": SearchQuery()}, NU)["x"], lambda: "uit de databank"
        )

    een = Kandidaat.objects.get()
    inhoud = {veld.attname: getattr(een, veld.attname) for veld in Kandidaat._meta.fields}
    Kandidaat.objects.bulk_create(Kandidaat(**inhoud | {"id": uuid.uuid4()}) for _ in range(2_400))
    assert vraag() == 2_401
    assert index.wants_rebuild
    assert leest.wait(30)
    trek_in([een.pk])
    assert vraag() == 2_400
    mag_door.set()
    for draad in threading.enumerate():
        if draad.name == "zoekindex":
            draad.join(30)
    assert not index.wants_rebuild
    assert vraag() == 2_400


@pytest.mark.django_db(transaction=True)
def test_a_long_transaction_of_another_is_not_read_again_at_every_question():
    lever(profiel())
    index = gelezen_index()
    schrijft, mag_door = threading.Event(), threading.Event()

    def langzaam():
        with closing(connection):
            connection.set_autocommit(False)
            ChangeLogEntry.objects.create(kandidaat=uuid.uuid4())
            schrijft.set()
            assert mag_door.wait(30)
            connection.rollback()

    draad = threading.Thread(target=langzaam)
    draad.start()
    assert schrijft.wait(30)
    for _ in range(5):
        lever(profiel())
        index.snapshot(NU)
    stand = index.snapshot(NU)
    assert loader.changes_since(stand.xid, stand.seen_ahead).lines == frozenset()
    assert len(stand.seen_ahead) > 5
    mag_door.set()
    draad.join(30)

    # Another test of this server may have begun a transaction meanwhile: then until that has ended,
    # and a national load takes minutes on a busy machine.
    for _ in range(6_000):
        if not index.snapshot(NU).seen_ahead:
            break
        time.sleep(0.1)
    assert not index.snapshot(NU).seen_ahead
    assert index.totals({"x": SearchQuery()}, NU) == {"x": 1}


@pytest.mark.parametrize("woorden", [8, 4_080, 8_160, 8_168, 19_000])
def test_bits_are_counted_as_numpy_counts_them(woorden):
    bron = np.random.default_rng(woorden)
    bitmaps = bron.integers(0, 2**64, (60, woorden + 16), dtype=np.uint64)
    bitmaps[3] = ~np.uint64(0)  # the most that there can be
    werk = scratch.ScratchSpace(woorden, 40)
    alle = scratch.WordRanges([slice(0, woorden)])
    # Every third eight of words, and the last: as regions that are not neighbours.
    stukken = [slice(a, a + 8) for a in range(0, woorden - 8, 24)] + [slice(woorden - 8, woorden)]
    delen = scratch.WordRanges(reversed(stukken))
    for met in (bron.integers(0, 2**64, woorden, dtype=np.uint64), ~np.zeros(woorden, np.uint64)):
        hoort = np.bitwise_count(bitmaps[:, :woorden] & met).sum(axis=1)
        assert werk.count_bitmaps(bitmaps, met, alle).tolist() == hoort.tolist()
        hoort = np.flatnonzero(np.unpackbits(met.view(np.uint8), bitorder="little"))
        assert alle.positions(met).tolist() == hoort.tolist()
        assert scratch.popcount(met) == len(hoort)

        werk.reset()
        hier = delen.take(met, werk)
        in_delen = np.concatenate([np.arange(stuk.start, stuk.stop) for stuk in stukken])
        assert hier.tolist() == met[in_delen].tolist()
        hoort = np.bitwise_count(bitmaps[:, in_delen] & hier).sum(axis=1)
        assert werk.count_bitmaps(bitmaps, hier, delen).tolist() == hoort.tolist()
        vol = np.zeros_like(met)
        vol[in_delen] = hier
        assert delen.positions(hier).tolist() == alle.positions(vol).tolist()
