"""Where a search reads: from a replica while that keeps up, else from the primary.

Without a replica there is one place, and everything here costs nothing. What is read elsewhere (who
signs in, a candidate that is opened) and all that is written goes to the primary.
"""

import datetime
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, TypeVar

import orjson
import psycopg
from django.db import InterfaceError, OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from psycopg.types.json import set_json_loads


PRIMAIR, REPLICA = "default", "lezen"
# A replica that cannot be reached is left alone so long: asking it again takes time as well.
RUST_SECONDEN = 5.0
# How long a replica counts as 'keeps up' before it is asked again.
GELDIG_SECONDEN = 0.5
# How far what it shows may lie behind what it heard.
ACHTER_SECONDEN = 5.0
# A withdrawn candidate must not stay in sight because the stream is broken: a replica that no
# longer hears the primary does not count.
_HOUDT_BIJ = """
    SELECT NOT pg_is_in_recovery() OR (
        EXISTS (SELECT FROM pg_stat_wal_receiver)
        AND coalesce(
            pg_last_wal_receive_lsn() <= pg_last_wal_replay_lsn()
            OR clock_timestamp() - pg_last_xact_replay_timestamp() < %s * interval '1 s', false))
"""
Antwoord = TypeVar("Antwoord")
_plek: ContextVar[str] = ContextVar("leesplek", default=PRIMAIR)


class AchterError(OperationalError):
    """The replica does not keep up with the primary."""


@dataclass(slots=True)
class _Stand:
    """What a process knows of its replica. Seconds of the monotonic clock."""

    rust_tot: float = 0.0


@dataclass(slots=True)
class _Bekend:
    """What was asked over a connection: it stays with one server."""

    verbinding: Any
    cursor: psycopg.Cursor[tuple[Any, ...]] | None = None
    server: datetime.datetime | None = None
    houdt_bij_tot: float = 0.0


_stand = _Stand()
_gezien = threading.local()  # per thread and alias: what was asked over the connection of now


class ReplicaRouter:
    """Django's router: what a search reads comes from its place, everything else is the primary."""

    def db_for_read(self, model: Any, **hints: Any) -> str:  # noqa: ARG002 - Django's
        """Where the search of this thread reads."""
        return _plek.get()

    def db_for_write(self, model: Any, **hints: Any) -> str:  # noqa: ARG002 - Django's
        """Also what was read from a replica."""
        return PRIMAIR

    def allow_relation(self, een: Any, ander: Any, **hints: Any) -> bool:  # noqa: ARG002 - Django's
        """They hold the same rows."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:  # noqa: ARG002 - Django's
        """A replica gets its tables from the primary."""
        return db == PRIMAIR


def plek() -> str:
    """The alias of the database that the search of this thread reads."""
    return _plek.get()


def cursor() -> CursorWrapper:
    """A cursor on the place that the search of this thread reads."""
    return connections[_plek.get()].cursor()


def rauw(verbinding: BaseDatabaseWrapper | None = None) -> "psycopg.Cursor[tuple[Any, ...]]":
    """A cursor of psycopg itself on that place, for statements that PostgreSQL keeps prepared.

    One for each connection: what was asked before is gone. Errors are those of psycopg. Who has the
    connection already gives it: to look it up takes as long as half a statement.
    """
    bekend = _kennis_van(verbinding or connections[_plek.get()])
    if bekend.cursor is None:
        # Django prepares nothing; now what asks for it is prepared, and nothing else.
        bekend.verbinding.prepare_threshold = sys.maxsize
        bekend.cursor = psycopg.Cursor(bekend.verbinding)
        set_json_loads(orjson.loads, bekend.cursor)
        # And planned once: a plan for every value takes longer than the look-up itself.
        bekend.cursor.execute("SET plan_cache_mode = force_generic_plan")
    return bekend.cursor


@contextmanager
def lees_van(alias: str) -> Iterator[None]:
    """Within this block searches read there."""
    vorige = _plek.set(alias)
    try:
        yield
    finally:
        _plek.reset(vorige)


def lees(wat: Callable[[], Antwoord]) -> Antwoord:
    """What this gives on the replica; on the primary when the replica is gone or behind.

    It only reads: it may be called twice. Raises OperationalError when there is no primary either.
    """
    if REPLICA in connections.settings and _plek.get() == PRIMAIR:
        nu = time.monotonic()
        if nu >= _stand.rust_tot:
            try:
                with lees_van(REPLICA):
                    _controleer(nu)
                    return wat()
            except AchterError:
                pass  # it answers: ask again at the next question
            except (OperationalError, InterfaceError):
                _stand.rust_tot = nu + RUST_SECONDEN
                connections[REPLICA].close()
    return wat()


def server() -> datetime.datetime:
    """Which server the search of this thread reads: when it started. A query per connection.

    What was read from one cannot be kept up from another: a replica that is promoted gives the
    numbers of transactions out again that only the lost primary had.
    """
    bekend = _kennis_van(connections[_plek.get()])
    if bekend.server is None:
        with cursor() as vraag:
            vraag.execute("SELECT pg_postmaster_start_time()")
            (bekend.server,) = vraag.fetchone() or (None,)
    if bekend.server is None:
        raise OperationalError("De database zegt niet wie zij is.")
    return bekend.server


def _kennis_van(verbinding: BaseDatabaseWrapper) -> _Bekend:
    """What this thread knows of the connection that it has now."""
    verbinding.ensure_connection()
    bekend: _Bekend | None = getattr(_gezien, verbinding.alias, None)
    if bekend is None or bekend.verbinding is not verbinding.connection:
        bekend = _Bekend(verbinding.connection)
        setattr(_gezien, verbinding.alias, bekend)
    return bekend


def _controleer(nu: float) -> None:
    """Raises AchterError when the replica of this thread does not keep up."""
    bekend = _kennis_van(connections[REPLICA])
    if nu < bekend.houdt_bij_tot:
        return
    with connections[REPLICA].cursor() as vraag:
        vraag.execute(_HOUDT_BIJ, [ACHTER_SECONDEN])
        (houdt_bij,) = vraag.fetchone() or (False,)
    if not houdt_bij:
        raise AchterError
    bekend.houdt_bij_tot = nu + GELDIG_SECONDEN
