"""Statements that every request asks: PostgreSQL keeps their plan.

Django writes the values into the text of a statement, so that PostgreSQL reads and plans it anew
every time; for a look-up or a counter that takes longer than doing it.
"""

import functools
import itertools
import uuid
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any

from django.db import InterfaceError, OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

from kandidatenverkenner import leesplek


def vraag(
    sql: str,
    waarden: Sequence[Any] = (),
    *,
    plek: str = leesplek.PRIMAIR,
    herhaalbaar: bool = False,
) -> list[tuple[Any, ...]]:
    """The rows of a statement of our own, of which the text is the same every time.

    `herhaalbaar`: it only reads, and may be asked again when the connection appears to be gone.
    """
    verbinding = connections[plek]
    if herhaalbaar and verbinding.connection and not verbinding.in_atomic_block:
        verbinding.health_check_done = True  # type: ignore[attr-defined] # this is one
        with suppress(OperationalError, InterfaceError):
            return _vraag(verbinding, plek, sql, waarden)
        verbinding.close()
    # As Django does at the first statement of a request.
    verbinding.close_if_health_check_failed()
    return _vraag(verbinding, plek, sql, waarden)


def _vraag(
    verbinding: BaseDatabaseWrapper, plek: str, sql: str, waarden: Sequence[Any]
) -> list[tuple[Any, ...]]:
    if verbinding.queries_logged:
        verbinding.queries_log.append({"sql": sql, "time": "-"})
    with leesplek.lees_van(plek), verbinding.wrap_database_errors:
        return leesplek.rauw().execute(sql, waarden, prepare=True).fetchall()


def reeks(waarden: Iterable[int | uuid.UUID]) -> str:
    """An array as PostgreSQL reads it; of a list psycopg looks at every element."""
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
