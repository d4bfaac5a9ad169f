"""Searches follow a replica: where they read, what they do without it, and that nothing is half.

The second half of this file starts a primary and two replicas of its own: a small setting of
tests/replication/run.py, that judges what it sees.
"""

import datetime
import re
import subprocess
import sys
import tempfile
import threading
import uuid
from contextlib import closing
from pathlib import Path

import pytest
from django.db import OperationalError, connection, connections, transaction

from kandidatenverkenner.database import routers
from kandidatenverkenner.database.prepared import PreparedStatement
from kandidatenverkenner.models import Codelijsten, Kandidaat
from kandidatenverkenner.search_index import engine
from kandidatenverkenner.search_index.memory import index as index_module
from kandidatenverkenner.search_index.memory.answer import UnanswerableError
from kandidatenverkenner.search_index.memory.index import Index
from kandidatenverkenner.search_index.query import SearchQuery
from tests.kandidatenverkenner.bouwers import lever, profiel


ROOT = Path(__file__).resolve().parents[3]
NU = datetime.datetime(2021, 1, 1, 12, tzinfo=datetime.UTC)
IEDEREEN = {"iedereen": SearchQuery()}


@pytest.fixture
def lezen(transactional_db, settings, monkeypatch):
    """A second way into the test database, as a replica is."""
    instellingen = {**connections.settings["default"]}
    monkeypatch.setitem(connections.settings, routers.REPLICA, instellingen)
    monkeypatch.setattr(routers, "_replica", routers._ReplicaState())
    settings.DATABASE_ROUTERS = ["kandidatenverkenner.database.routers.ReplicaRouter"]
    connections[routers.REPLICA].connect()
    yield
    connections[routers.REPLICA].close()
    del connections[routers.REPLICA]


@pytest.fixture
def gevallen(lezen, monkeypatch):
    """The replica cannot be reached; the list holds when that was found out."""
    pogingen = []

    def _check_replica(nu):
        pogingen.append(nu)
        raise OperationalError

    monkeypatch.setattr(routers, "_check_replica", _check_replica)
    return pogingen


def proces():
    """Which process of PostgreSQL answers: one for each connection."""
    with routers.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def test_a_search_reads_the_replica_and_everything_else_the_primary(lezen):
    lever(profiel())
    hier = proces()

    assert routers.read(proces) != hier
    assert routers.read(lambda: Kandidaat.objects.get()._state.db) == "lezen"
    assert engine.page(SearchQuery(), start=0, count=1)[0]._state.db == "lezen"
    assert Kandidaat.objects.get()._state.db == "default"
    assert proces() == hier


def test_what_was_read_from_a_replica_is_saved_at_the_primary(lezen):
    lever(profiel(reisafstand=15))

    een = routers.read(lambda: Kandidaat.objects.get())
    een.reisafstand = 20
    een.save()

    assert een._state.db == "default"
    assert Kandidaat.objects.get().reisafstand == 20


@pytest.mark.django_db
def test_without_a_replica_there_is_one_place():
    gevraagd = []
    assert routers.read(lambda: gevraagd.append(routers.read_alias())) is None
    assert gevraagd == ["default"]


def test_a_replica_that_is_gone_is_left_alone_for_a_while(gevallen):
    lever(profiel())

    for _ in range(3):
        assert engine.totals(IEDEREEN) == {"iedereen": 1}
    assert len(gevallen) == 1

    routers._replica.retry_at = 0
    assert engine.totals(IEDEREEN) == {"iedereen": 1}
    assert len(gevallen) == 2


def test_a_replica_that_falls_in_the_middle_of_a_search_is_replaced(lezen):
    plekken = []

    def zoek():
        plekken.append(routers.read_alias())
        if routers.read_alias() == "lezen":
            raise OperationalError
        return "gevonden"

    assert routers.read(zoek) == "gevonden"
    assert plekken == ["lezen", "default"]


def test_a_replica_that_does_not_keep_up_is_asked_again_at_the_next_search(lezen, monkeypatch):
    monkeypatch.setattr(routers, "_KEEPS_UP", "SELECT false AND %s > 0")
    assert routers.read(routers.read_alias) == "default"

    monkeypatch.setattr(routers, "_KEEPS_UP", "SELECT true OR %s > 0")
    assert routers.read(routers.read_alias) == "lezen"


def test_without_a_primary_either_the_search_fails(gevallen):
    def zoek():
        raise OperationalError

    with pytest.raises(OperationalError):
        routers.read(zoek)


def test_a_server_is_asked_once_a_connection_who_it_is(lezen, django_assert_num_queries):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_postmaster_start_time()")
        (gestart,) = cursor.fetchone()

    assert routers.server() == routers.read(routers.server) == gestart
    with django_assert_num_queries(0):
        routers.server()
    connection.close()
    with django_assert_num_queries(1):
        routers.server()


@pytest.mark.django_db
def test_an_index_of_another_server_is_not_kept_up_but_read_again(monkeypatch):
    """After a primary is lost, the numbers of its last transactions are given out again."""
    lever(profiel())
    index = Index()
    index.rebuild(NU)
    assert index.totals(IEDEREEN, NU) == {"iedereen": 1}
    monkeypatch.setattr(routers, "server", lambda: NU)

    with pytest.raises(UnanswerableError):
        index.totals(IEDEREEN, NU)
    assert index.is_ready  # perhaps the other comes back at once

    with pytest.raises(UnanswerableError):
        index.totals(IEDEREEN, NU + index_module.SERVER_GRACE * 2)
    assert not index.is_ready
    index.rebuild(NU)
    assert index.totals(IEDEREEN, NU) == {"iedereen": 1}


@pytest.mark.usefixtures("few_are_shown")
@pytest.mark.django_db(transaction=True)
def test_a_publication_between_two_statements_is_not_seen_by_half(monkeypatch):
    """Two candidates always have the same skills; each publication changes both."""
    paar = [uuid.UUID(int=1), uuid.UUID(int=2)]
    lever(*(profiel(id=wie, vaardigheden=("kassa",)) for wie in paar))
    lijst = Codelijsten.lees().per_facet["vaardigheid"]
    kassa, ramen = lijst["kassa"].id, lijst["ramen"].id
    vragen = {
        str(nummer): SearchQuery(choices={"vaardigheid": frozenset([nummer])})
        for nummer in (kassa, ramen)
    }
    index = Index()
    index.rebuild(NU)
    # One of both in the log, so that its row is asked for.
    Kandidaat.objects.filter(pk=paar[0]).update(reisafstand=30)
    kanten = []

    def publiceer():
        with closing(connections["default"]), transaction.atomic():
            van, naar = (kassa, ramen) if len(kanten) % 2 == 0 else (ramen, kassa)
            kanten.append(naar)
            for een in Kandidaat.objects.filter(pk__in=paar):
                een.kenmerken = sorted({naar, *een.kenmerken} - {van})
                een.save(update_fields=["kenmerken"])

    run = PreparedStatement.run

    def en_dan_publiceert_een_ander(vraag, *gevraagd):
        uit = run(vraag, *gevraagd)
        draad = threading.Thread(target=publiceer)
        draad.start()
        draad.join(30)
        return uit

    monkeypatch.setattr(PreparedStatement, "run", en_dan_publiceert_een_ander)

    for _ in range(4):
        assert sorted(index.totals(vragen, NU).values()) == [0, 2]
    assert len(kanten) >= 4


@pytest.fixture
def plek():
    """A directory that PostgreSQL may enter, which those of pytest are not when we are root."""
    with tempfile.TemporaryDirectory(prefix="test-replica-") as naam:
        map_ = Path(naam)
        map_.chmod(0o755)
        yield map_


def test_a_primary_with_two_replicas_on_this_machine(plek):
    """Nothing half, the answers from the replica, and no acknowledged write lost: see the command.

    It ends with an error when one of these is not so; here is looked that it tried them all.
    """
    klein = ["--klein", "--profielen=1500", "--rondes=1", "--seconden=0.4", "--metingen=5"]
    klaar = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "tests.replication.run", *klein, f"--map={plek}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )

    assert klaar.returncode == 0, klaar.stdout + klaar.stderr
    assert re.search(r"halve publicaties gezien: 0 in [1-9]\d* antwoorden", klaar.stdout)
    assert "houdt de cursor op de replica tegen: ja" in klaar.stdout
    assert "2 lezers, 2 replicas" in klaar.stdout
    assert "een replica valt weg" in klaar.stdout
    assert re.search(r"omslagen: n=1, [1-9]\d* bevestigd en 0 verloren", klaar.stdout)
    assert re.search(r"ook zijn log kwijt is, volgt weer na .* opnieuw gekopieerd", klaar.stdout)
    assert not list(plek.iterdir())
