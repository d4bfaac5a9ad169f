"""Routing of reads: a search reads from a replica that keeps up, else from the primary.

Without a replica there is one database, and this module costs nothing. All other reads (signing in,
opening a candidate) and all writes go to the primary.
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


PRIMARY, REPLICA = "default", "lezen"
# So long no search tries a replica that could not be reached: trying takes time too.
RETRY_AFTER_SECONDS = 5.0
# So long a replica counts as keeping up before it is checked again.
CHECK_VALID_SECONDS = 0.5
# So far what it shows may lag behind what it received.
MAX_LAG_SECONDS = 5.0
# A withdrawn candidate must not stay visible because replication is broken: a replica that receives
# nothing from the primary does not count.
_KEEPS_UP = """
    SELECT NOT pg_is_in_recovery() OR (
        EXISTS (SELECT FROM pg_stat_wal_receiver)
        AND coalesce(
            pg_last_wal_receive_lsn() <= pg_last_wal_replay_lsn()
            OR clock_timestamp() - pg_last_xact_replay_timestamp() < %s * interval '1 s', false))
"""
Answer = TypeVar("Answer")
_alias: ContextVar[str] = ContextVar("read_alias", default=PRIMARY)


class ReplicaLagError(OperationalError):
    """The replica does not keep up with the primary."""


@dataclass(slots=True)
class _ReplicaState:
    """What this process knows of its replica, in seconds of the monotonic clock."""

    retry_at: float = 0.0


@dataclass(slots=True)
class _ConnectionState:
    """What was asked over a connection; a connection stays with one server."""

    connection: Any
    cursor: psycopg.Cursor[tuple[Any, ...]] | None = None
    server: datetime.datetime | None = None
    keeps_up_until: float = 0.0


_replica = _ReplicaState()
_seen = threading.local()  # for each thread and alias the state of its present connection


class ReplicaRouter:
    """Django's router: reads go where the search of this thread reads, writes to the primary."""

    def db_for_read(self, model: Any, **hints: Any) -> str:  # noqa: ARG002 - Django's
        """The database that the search of this thread reads."""
        return _alias.get()

    def db_for_write(self, model: Any, **hints: Any) -> str:  # noqa: ARG002 - Django's
        """The primary, also for an object that was read from a replica."""
        return PRIMARY

    def allow_relation(self, first: Any, second: Any, **hints: Any) -> bool:  # noqa: ARG002 - Django's
        """Always: both databases hold the same rows."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:  # noqa: ARG002 - Django's
        """Only on the primary: a replica copies its tables."""
        return db == PRIMARY


def read_alias() -> str:
    """The alias of the database that the search of this thread reads."""
    return _alias.get()


def cursor() -> CursorWrapper:
    """A cursor on the database that the search of this thread reads."""
    return connections[_alias.get()].cursor()


def raw_cursor(connection: BaseDatabaseWrapper | None = None) -> "psycopg.Cursor[tuple[Any, ...]]":
    """A cursor of psycopg itself on that database, for prepared statements.

    Each connection has one, so a new statement discards the result of the last. It raises psycopg's
    errors. Pass the connection if you have it: looking it up takes as long as half a statement.
    """
    state = _state_of(connection or connections[_alias.get()])
    if state.cursor is None:
        # Django prepares nothing; psycopg now prepares only what asks for it.
        state.connection.prepare_threshold = sys.maxsize
        state.cursor = psycopg.Cursor(state.connection)
        set_json_loads(orjson.loads, state.cursor)
        # One generic plan: planning for each value takes longer than the look-up itself.
        state.cursor.execute("SET plan_cache_mode = force_generic_plan")
    return state.cursor


@contextmanager
def reading_from(alias: str) -> Iterator[None]:
    """Within this block searches read from this database."""
    previous = _alias.set(alias)
    try:
        yield
    finally:
        _alias.reset(previous)


def read(function: Callable[[], Answer]) -> Answer:
    """The result of the function on the replica, or on the primary if the replica fails or lags.

    The function only reads, because it may run twice. Raises OperationalError when the primary is
    gone too.
    """
    if REPLICA in connections.settings and _alias.get() == PRIMARY:
        now = time.monotonic()
        if now >= _replica.retry_at:
            try:
                with reading_from(REPLICA):
                    _check_replica(now)
                    return function()
            except ReplicaLagError:
                pass  # it is reachable: check again at the next search
            except (OperationalError, InterfaceError):
                _replica.retry_at = now + RETRY_AFTER_SECONDS
                connections[REPLICA].close()
    return function()


def server() -> datetime.datetime:
    """The start time of the server that the search of this thread reads. A query per connection.

    It identifies the server. An index that was read from one server cannot be kept up from another:
    a promoted replica assigns again the transaction ids that only the lost primary had.
    """
    state = _state_of(connections[_alias.get()])
    if state.server is None:
        with cursor() as cursor_:
            cursor_.execute("SELECT pg_postmaster_start_time()")
            (state.server,) = cursor_.fetchone() or (None,)
    if state.server is None:
        raise OperationalError("De database zegt niet wie zij is.")
    return state.server


def _state_of(connection: BaseDatabaseWrapper) -> _ConnectionState:
    """The state of the present connection of this thread."""
    connection.ensure_connection()
    state: _ConnectionState | None = getattr(_seen, connection.alias, None)
    if state is None or state.connection is not connection.connection:
        state = _ConnectionState(connection.connection)
        setattr(_seen, connection.alias, state)
    return state


def _check_replica(now: float) -> None:
    """Raises ReplicaLagError when the replica of this thread does not keep up."""
    state = _state_of(connections[REPLICA])
    if now < state.keeps_up_until:
        return
    with connections[REPLICA].cursor() as cursor_:
        cursor_.execute(_KEEPS_UP, [MAX_LAG_SECONDS])
        (keeps_up,) = cursor_.fetchone() or (False,)
    if not keeps_up:
        raise ReplicaLagError
    state.keeps_up_until = now + CHECK_VALID_SECONDS
