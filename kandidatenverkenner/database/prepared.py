"""Prepared statements for the search and the counters: PostgreSQL keeps their plan.

Django writes the values into the text of a statement, so PostgreSQL parses and plans it again every
time; for a look-up or a counter that takes longer than running it. psycopg works out the type of
each value, and waits as soon as it has sent the statement; its pipeline mode does not wait, but
needs two more round trips. So this module makes libpq's own calls, as psycopg offers them.
"""

import datetime
import functools
import itertools
import uuid
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import Any, TypeVar
from weakref import WeakSet

import psycopg
from django.db import InterfaceError, OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.adapt import Transformer
from psycopg.errors import InvalidSqlStatementName, error_from_result
from psycopg.generators import execute, fetch_many, send
from psycopg.pq import ExecStatus, Format

from kandidatenverkenner.database import routers


Row = tuple[Any, ...]
Done = TypeVar("Done")
Value = str | int | datetime.date | uuid.UUID | None
_numbers = itertools.count(1)


class PreparedStatement:
    """A statement that each connection keeps prepared under this name. Its values are texts."""

    def __init__(self, name: bytes, sql: str) -> None:
        self._name, self._sql = name, sql
        self._prepared: WeakSet[psycopg.Connection[Any]] = WeakSet()

    def run(
        self, values: Sequence[str | None], meanwhile: Callable[[], Done]
    ) -> tuple[list[Row], Done]:
        """The rows, and the result of `meanwhile`, which must not use the database.

        It reads where the search of this thread reads. Raises the database errors of Django.
        """
        return self.run_on(connections[routers.read_alias()], values, meanwhile)

    def run_on(
        self,
        connection: BaseDatabaseWrapper,
        values: Sequence[str | None],
        meanwhile: Callable[[], Done],
    ) -> tuple[list[Row], Done]:
        """The same on this connection."""
        with connection.wrap_database_errors:
            cursor = routers.raw_cursor(connection)
            raw_connection = cursor.connection
            if not raw_connection.autocommit:
                # Within a transaction, which psycopg begins, psycopg must do everything.
                raw_cursor = psycopg.RawCursor(raw_connection)
                raw_cursor.execute(self._sql.encode(), values, prepare=True, binary=True)
                return raw_cursor.fetchall(), meanwhile()
            self._send(raw_connection, values)
            try:
                done = meanwhile()
            finally:
                # After an error too: a connection with an unread result can send nothing more.
                result = _receive(raw_connection)
            try:
                return _rows(cursor, result), done
            except InvalidSqlStatementName:
                # After a rollback psycopg deallocates all prepared statements.
                self._prepared.discard(raw_connection)
                self._send(raw_connection, values)
                return _rows(cursor, _receive(raw_connection)), done

    def _send(
        self, raw_connection: "psycopg.Connection[Any]", values: Sequence[str | None]
    ) -> None:
        libpq = raw_connection.pgconn
        if raw_connection not in self._prepared:
            libpq.send_prepare(self._name, self._sql.encode())
            result = raw_connection.wait(execute(libpq))[-1]
            if result.status != ExecStatus.COMMAND_OK:
                raise error_from_result(result)
            self._prepared.add(raw_connection)
        texts = [None if value is None else value.encode() for value in values]
        libpq.send_query_prepared(self._name, texts, result_format=Format.BINARY)
        raw_connection.wait(send(libpq))


def _receive(raw_connection: "psycopg.Connection[Any]") -> "psycopg.pq.abc.PGresult":
    results: list[psycopg.pq.abc.PGresult] = raw_connection.wait(fetch_many(raw_connection.pgconn))
    return results[-1]


def _rows(cursor: "psycopg.Cursor[Row]", result: "psycopg.pq.abc.PGresult") -> list[Row]:
    if result.status != ExecStatus.TUPLES_OK:
        raise error_from_result(result)
    transformer = Transformer(cursor)
    transformer.set_pgresult(result)
    return transformer.load_rows(0, result.ntuples, tuple)


def fetch_rows(
    sql: str,
    values: Iterable[Value] = (),
    *,
    retry_safe: bool = False,
) -> list[Row]:
    """The rows of a statement of ours whose text is always the same, from the primary.

    PostgreSQL must be able to infer the type of each `%s`; give an array by `array_literal`. With
    `retry_safe` the statement only reads: it runs again when the connection turns out to be gone.
    """
    connection = connections[routers.PRIMARY]
    texts = [None if value is None else str(value) for value in values]
    if retry_safe and connection.connection and not connection.in_atomic_block:
        connection.health_check_done = True  # type: ignore[attr-defined] # the statement is one
        with suppress(OperationalError, InterfaceError):
            return _fetch_rows(connection, sql, texts)
        connection.close()
    # Django does this at the first statement of a request.
    connection.close_if_health_check_failed()
    return _fetch_rows(connection, sql, texts)


def _fetch_rows(
    connection: BaseDatabaseWrapper, sql: str, values: Sequence[str | None]
) -> list[Row]:
    if connection.queries_logged:
        connection.queries_log.append({"sql": sql, "time": "-"})
    return _statement(sql).run_on(connection, values, _nothing)[0]


def _nothing() -> None:
    """Nothing to do while PostgreSQL works."""


@functools.cache
def _statement(sql: str) -> PreparedStatement:
    """The statement with its values numbered, as PostgreSQL wants them."""
    head, *tail = sql.split("%s")
    numbered = (f"${number}{part}" for number, part in enumerate(tail, 1))
    return PreparedStatement(b"prepared_%d" % next(_numbers), f"{head}{''.join(numbered)}")


def array_literal(values: Iterable[int | uuid.UUID | str]) -> str:
    """An array as PostgreSQL reads it."""
    return f"{{{','.join(map(str, values))}}}"


def async_commit() -> str:
    """SQL for RETURNING: this transaction commits without waiting for the disk.

    Only for counters: a crash of the database may lose their last half second. All requests count
    in the same few rows, and one that waits for the disk would hold up the next. Within another
    transaction it does nothing.
    """
    in_transaction = connections[routers.PRIMARY].in_atomic_block
    return "NULL" if in_transaction else "set_config('synchronous_commit', 'off', true)"
