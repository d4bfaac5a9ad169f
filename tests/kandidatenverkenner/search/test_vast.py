"""Prepared statements behave as Django's own do; the mark of the lists changes with the lists."""

import datetime
import os
import socket
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DataError, IntegrityError, connection, transaction
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from kandidatenverkenner.database.prepared import array_literal, fetch_rows
from kandidatenverkenner.models import CodelistVersion, Kenmerk, Plaats
from kandidatenverkenner.zoeken.codelists import lees_lijsten
from kandidatenverkenner.zoeken.filters import Kandidaatfilter, _fields
from tests.kandidatenverkenner.bouwers import CODES, codelijsten


pytestmark = [pytest.mark.django_db, pytest.mark.postgres15]


def test_values_go_in_and_come_out_as_they_are():
    dag = datetime.date(2021, 3, 1)
    for _ in range(3):
        assert fetch_rows(
            "SELECT %s::date, %s::text[], %s::int, '%%'", [dag, array_literal("ab"), None]
        ) == [(dag, ["a", "b"], None, "%%")]
        assert fetch_rows("SELECT %s::text || %s", ["a'b{", "€"]) == [("a'b{€",)]


def test_it_counts_as_a_query_and_knows_the_transaction():
    CodelistVersion.objects.all().delete()
    with CaptureQueriesContext(connection) as vragen:
        assert fetch_rows("SELECT count(*) FROM kandidatenverkenner_codelistversion") == [(0,)]

    assert len(vragen) == 1


def test_what_goes_wrong_is_an_error_of_django():
    with pytest.raises(DataError), transaction.atomic():
        fetch_rows("SELECT 1 / %s::int", [0])
    codelijsten()
    with pytest.raises(IntegrityError), transaction.atomic():
        fetch_rows(
            "INSERT INTO kandidatenverkenner_kenmerk SELECT * FROM kandidatenverkenner_kenmerk "
            "RETURNING id"
        )
    assert fetch_rows("SELECT 1") == [(1,)]


def merk():
    return CodelistVersion.objects.get().merk


@pytest.mark.parametrize(
    "verander",
    [
        lambda: Kenmerk.objects.filter(code="kassa").update(naam="kassa draaien"),
        lambda: Kenmerk.objects.filter(code="kassa").delete(),
        lambda: Plaats.objects.filter(code="GM0546").update(regio="AM21"),
        lambda: Plaats.objects.all().delete(),
        lambda: codelijsten(CODES | {"affiniteit": [("muziek", "muziek", "")]}),
    ],
)
def test_every_change_of_a_list_gives_another_mark(verander):
    codelijsten()
    voor = merk()

    verander()

    assert merk() != voor
    assert CodelistVersion.objects.count() == 1


def test_what_was_undone_has_the_mark_of_before():
    codelijsten()
    voor, lijsten = merk(), lees_lijsten()

    with transaction.atomic():
        Kenmerk.objects.filter(code="kassa").update(naam="kassa draaien")
        assert lees_lijsten().codelijsten.per_facet["vaardigheid"]["kassa"].naam == "kassa draaien"
        transaction.set_rollback(True)

    assert merk() == voor
    assert lees_lijsten() is lijsten


def test_searches_share_their_fields_and_nothing_that_was_typed():
    codelijsten()
    een = Kandidaatfilter.read(QueryDict("regio=AM19&wens=rijbewijs:B"))
    ander = Kandidaatfilter.read(QueryDict("regio=AM99"))

    alle, _ = _fields(een.lijsten)
    assert een.form.fields == {naam: alle[naam] for naam in ("regio", "wens")}
    assert een.form.fields["regio"] is ander.form.fields["regio"]
    assert een.fouten == {}
    assert list(ander.fouten) == ["regio"]
    assert (een.waarden["regio"], een.waarden["wens"]) == (["AM19"], ["rijbewijs:B"])
    assert set(een.waarden) == set(alle)


def test_many_threads_make_the_form_at_once():
    codelijsten()
    lijsten = lees_lijsten()

    def zoek(nummer):
        _fields.cache_clear()
        een = Kandidaatfilter(QueryDict(f"regio=AM19&pagina={nummer}&wens=x"), lijsten)
        return list(een.fouten), een.zonder_fouten().waarden["pagina"]

    with ThreadPoolExecutor(8) as draden:
        gevonden = list(draden.map(zoek, range(1, 201)))

    assert gevonden == [(["wens"], nummer) for nummer in range(1, 201)]


@pytest.mark.django_db(transaction=True)
def test_what_may_be_asked_again_is_when_the_connection_is_gone():
    assert fetch_rows("SELECT 1", retry_safe=True) == [(1,)]
    eerst = connection.connection
    with socket.socket(fileno=os.dup(eerst.fileno())) as draad:
        draad.shutdown(socket.SHUT_RDWR)

    assert fetch_rows("SELECT 2", retry_safe=True) == [(2,)]
    assert connection.connection is not eerst
