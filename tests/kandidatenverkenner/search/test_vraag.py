"""Asking PostgreSQL something and working meanwhile: also when something goes wrong."""

import os
import socket

import psycopg
import pytest
from django.db import OperationalError, ProgrammingError, connection, transaction

from kandidatenverkenner.database import routers
from kandidatenverkenner.database.prepared import PreparedStatement


TEL_OP = "SELECT $1::int + $2::int, NULL::uuid"


@pytest.fixture
def telling():
    return PreparedStatement(b"proef", TEL_OP)


def som(vraag, *waarden):
    rijen, _ = vraag.run([str(waarde) for waarde in waarden], lambda: None)
    return rijen[0][0]


@pytest.mark.django_db(transaction=True)
def test_it_answers_what_was_asked_and_what_was_done_meanwhile(telling):
    assert telling.run(["1", "2"], lambda: "gedaan") == ([(3, None)], "gedaan")
    with transaction.atomic():
        assert telling.run(["3", "4"], lambda: "binnen") == ([(7, None)], "binnen")
    assert som(telling, 5, 6) == 11


@pytest.mark.django_db(transaction=True)
def test_work_that_fails_leaves_the_connection_as_it_was(telling):
    with pytest.raises(ZeroDivisionError):
        telling.run(["1", "2"], lambda: 1 // 0)
    assert som(telling, 1, 2) == 3
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)


@pytest.mark.django_db(transaction=True)
def test_after_a_rollback_that_clears_what_was_prepared_it_is_prepared_again(telling):
    assert som(telling, 1, 2) == 3
    routers.raw_cursor().execute("SELECT 1", prepare=True)
    with transaction.atomic():
        assert som(telling, 1, 2) == 3
        transaction.set_rollback(True)
    routers.raw_cursor().execute("SELECT 1")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE name = 'proef'")
        assert cursor.fetchone() == (0,)
    assert som(telling, 3, 4) == 7


@pytest.mark.django_db(transaction=True)
def test_errors_are_those_of_django(telling):
    with pytest.raises(ProgrammingError):
        PreparedStatement(b"fout", "SELECT bestaat_niet").run([], lambda: None)
    assert som(telling, 1, 2) == 3


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_is_cut_is_an_operational_error(telling):
    assert som(telling, 1, 2) == 3
    with socket.socket(fileno=os.dup(connection.connection.fileno())) as draad:
        draad.shutdown(socket.SHUT_RDWR)
    with pytest.raises(OperationalError):
        som(telling, 1, 2)
    connection.close_if_unusable_or_obsolete()
    assert som(telling, 3, 4) == 7


@pytest.mark.django_db
def test_inside_a_transaction_it_sees_what_that_wrote(telling):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE los (getal int) ON COMMIT DROP")
        cursor.execute("INSERT INTO los VALUES (42)")
    assert PreparedStatement(b"los", "SELECT getal FROM los").run([], lambda: None)[0] == [(42,)]
    assert connection.connection.info.transaction_status == psycopg.pq.TransactionStatus.INTRANS
