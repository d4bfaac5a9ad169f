"""Ask PostgreSQL something, and do other work while it looks.

psycopg waits as soon as it has asked; its pipeline mode does not, but goes back and forth twice
more, which takes as long as what is gained. So here are libpq's own calls, as psycopg hands them
out.
"""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from weakref import WeakSet

import psycopg
from django.db import connections
from psycopg.adapt import Transformer
from psycopg.errors import InvalidSqlStatementName, error_from_result
from psycopg.generators import fetch_many, send
from psycopg.pq import ExecStatus, Format

from kandidatenverkenner import leesplek


Rij = tuple[Any, ...]
Gedaan = TypeVar("Gedaan")


class Vraag:
    """One statement, which each connection keeps prepared under this name. Values are text."""

    def __init__(self, naam: bytes, sql: str) -> None:
        self._naam, self._sql = naam, sql
        self._bereid: WeakSet[psycopg.Connection[Any]] = WeakSet()

    def stel(
        self, waarden: Sequence[str], intussen: Callable[[], Gedaan]
    ) -> tuple[list[Rij], Gedaan]:
        """The rows, and what `intussen` gives, which may not ask the database anything.

        Raises the errors of Django's databases.
        """
        with connections[leesplek.plek()].wrap_database_errors:
            cursor = leesplek.rauw()
            verbinding = cursor.connection
            if not verbinding.autocommit:
                # In a transaction, that psycopg begins, everything goes through psycopg.
                vraag = psycopg.RawCursor(verbinding)
                vraag.execute(self._sql.encode(), waarden, prepare=True, binary=True)
                return vraag.fetchall(), intussen()
            self._stuur(verbinding, waarden)
            try:
                gedaan = intussen()
            finally:
                # Also after an error: what was asked must be read, or nobody can ask any more.
                antwoord = _haal(verbinding)
            try:
                return _rijen(cursor, antwoord), gedaan
            except InvalidSqlStatementName:
                # After a rollback psycopg clears away whatever was prepared.
                self._bereid.discard(verbinding)
                self._stuur(verbinding, waarden)
                return _rijen(cursor, _haal(verbinding)), gedaan

    def _stuur(self, verbinding: "psycopg.Connection[Any]", waarden: Sequence[str]) -> None:
        libpq = verbinding.pgconn
        if verbinding not in self._bereid:
            antwoord = libpq.prepare(self._naam, self._sql.encode())
            if antwoord.status != ExecStatus.COMMAND_OK:
                raise error_from_result(antwoord)
            self._bereid.add(verbinding)
        tekst = [waarde.encode() for waarde in waarden]
        libpq.send_query_prepared(self._naam, tekst, result_format=Format.BINARY)
        verbinding.wait(send(libpq))


def _haal(verbinding: "psycopg.Connection[Any]") -> "psycopg.pq.abc.PGresult":
    antwoorden: list[psycopg.pq.abc.PGresult] = verbinding.wait(fetch_many(verbinding.pgconn))
    return antwoorden[-1]


def _rijen(cursor: "psycopg.Cursor[Rij]", antwoord: "psycopg.pq.abc.PGresult") -> list[Rij]:
    if antwoord.status != ExecStatus.TUPLES_OK:
        raise error_from_result(antwoord)
    lezer = Transformer(cursor)
    lezer.set_pgresult(antwoord)
    return lezer.load_rows(0, antwoord.ntuples, tuple)
