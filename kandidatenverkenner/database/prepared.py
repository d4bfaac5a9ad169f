"""Statements that every request asks: PostgreSQL keeps their plan, and libpq asks them.

Django writes the values into the text of a statement, so that PostgreSQL reads and plans it anew
every time; for a look-up or a counter that takes longer than doing it. psycopg works out for each
value how to write it, and waits as soon as it has asked; its pipeline mode does not wait, but goes
back and forth twice more. So here are libpq's own calls, as psycopg hands them out.
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
from django.db.models import Model
from psycopg.adapt import Transformer
from psycopg.errors import InvalidSqlStatementName, error_from_result
from psycopg.generators import execute, fetch_many, send
from psycopg.pq import ExecStatus, Format

from kandidatenverkenner.database import routers as leesplek


Row = tuple[Any, ...]
Gedaan = TypeVar("Gedaan")
Waarde = str | int | datetime.date | uuid.UUID | None
_volgnummers = itertools.count(1)


class PreparedStatement:
    """One statement, which each connection keeps prepared under this name. Values are text."""

    def __init__(self, naam: bytes, sql: str) -> None:
        self._naam, self._sql = naam, sql
        self._bereid: WeakSet[psycopg.Connection[Any]] = WeakSet()

    def stel(
        self, waarden: Sequence[str | None], intussen: Callable[[], Gedaan]
    ) -> tuple[list[Row], Gedaan]:
        """The rows, and what `intussen` gives, which may not ask the database anything.

        From where the search of this thread reads. Raises the errors of Django's databases.
        """
        return self.stel_aan(connections[leesplek.plek()], waarden, intussen)

    def stel_aan(
        self,
        databank: BaseDatabaseWrapper,
        waarden: Sequence[str | None],
        intussen: Callable[[], Gedaan],
    ) -> tuple[list[Row], Gedaan]:
        """The same, from this one."""
        with databank.wrap_database_errors:
            cursor = leesplek.rauw(databank)
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

    def _stuur(self, verbinding: "psycopg.Connection[Any]", waarden: Sequence[str | None]) -> None:
        libpq = verbinding.pgconn
        if verbinding not in self._bereid:
            libpq.send_prepare(self._naam, self._sql.encode())
            antwoord = verbinding.wait(execute(libpq))[-1]
            if antwoord.status != ExecStatus.COMMAND_OK:
                raise error_from_result(antwoord)
            self._bereid.add(verbinding)
        tekst = [None if waarde is None else waarde.encode() for waarde in waarden]
        libpq.send_query_prepared(self._naam, tekst, result_format=Format.BINARY)
        verbinding.wait(send(libpq))


def _haal(verbinding: "psycopg.Connection[Any]") -> "psycopg.pq.abc.PGresult":
    antwoorden: list[psycopg.pq.abc.PGresult] = verbinding.wait(fetch_many(verbinding.pgconn))
    return antwoorden[-1]


def _rijen(cursor: "psycopg.Cursor[Row]", antwoord: "psycopg.pq.abc.PGresult") -> list[Row]:
    if antwoord.status != ExecStatus.TUPLES_OK:
        raise error_from_result(antwoord)
    lezer = Transformer(cursor)
    lezer.set_pgresult(antwoord)
    return lezer.load_rows(0, antwoord.ntuples, tuple)


def vraag(
    sql: str,
    waarden: Iterable[Waarde] = (),
    *,
    plek: str = leesplek.PRIMAIR,
    herhaalbaar: bool = False,
) -> list[Row]:
    """The rows of a statement of our own, of which the text is the same every time.

    Where `%s` stands PostgreSQL must be able to tell the type; an array is given as by `reeks`.
    `herhaalbaar`: it only reads, and may be asked again when the connection appears to be gone.
    """
    databank, teksten = connections[plek], [None if w is None else str(w) for w in waarden]
    if herhaalbaar and databank.connection and not databank.in_atomic_block:
        databank.health_check_done = True  # type: ignore[attr-defined] # this is one
        with suppress(OperationalError, InterfaceError):
            return _vraag(databank, sql, teksten)
        databank.close()
    # As Django does at the first statement of a request.
    databank.close_if_health_check_failed()
    return _vraag(databank, sql, teksten)


def _vraag(databank: BaseDatabaseWrapper, sql: str, waarden: Sequence[str | None]) -> list[Row]:
    if databank.queries_logged:
        databank.queries_log.append({"sql": sql, "time": "-"})
    return _van_sql(sql).stel_aan(databank, waarden, _niets)[0]


def _niets() -> None:
    """There is nothing to do meanwhile."""


@functools.cache
def _van_sql(sql: str) -> PreparedStatement:
    """As PostgreSQL numbers the values."""
    begin, *verder = sql.split("%s")
    genummerd = (f"${nummer}{deel}" for nummer, deel in enumerate(verder, 1))
    return PreparedStatement(b"vast_%d" % next(_volgnummers), f"{begin}{''.join(genummerd)}")


def reeks(waarden: Iterable[int | uuid.UUID | str]) -> str:
    """An array of numbers or codes as PostgreSQL reads it."""
    return f"{{{','.join(map(str, waarden))}}}"


@functools.cache
def kolommen(soort: type[Model]) -> tuple[str, ...]:
    """The columns of a model, in its own order."""
    return tuple(veld.attname for veld in soort._meta.concrete_fields)


def lees_rij(soorten: Iterable[type[Model]], rij: Sequence[Any]) -> list[Any]:
    """The columns of these models, one after the other, as objects."""
    waarden = iter(rij)
    return [
        soort.from_db(leesplek.PRIMAIR, namen, list(itertools.islice(waarden, len(namen))))
        for soort in soorten
        for namen in [kolommen(soort)]
    ]


def niet_wachten() -> str:
    """SQL for RETURNING: this transaction is done before it is on the disk.

    For counters alone, that a crash of the database may set back by less than a second: everybody
    counts in the same few rows, and who waits for the disk holds up who comes next. Inside another
    transaction it does nothing.
    """
    binnen = connections[leesplek.PRIMAIR].in_atomic_block
    return "NULL" if binnen else "set_config('synchronous_commit', 'off', true)"
