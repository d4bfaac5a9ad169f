"""The outbox of the delivery: whose data changed since the last one.

Triggers write its lines (sql/outbox.sql), so that no form, import or psql can forget one.
"""

import datetime
import uuid
from collections.abc import Collection, Iterator
from typing import Any, TypeAlias

from django.db import connection

from sonar.models import Klantprofiel, Leverstand, OutboxEntry


# So many people are asked for at a time.
BATCH = 5_000
# Of so many changes it is as quick to deliver everybody.
LIMIT = 20_000
# By what number a line says who; by none it is everybody.
KEYS = ("persoon", "bsn_zoeksleutel", "kandidaatnummer")
Line: TypeAlias = tuple[int | None, uuid.UUID | None, uuid.UUID | None]
EVERYBODY: Line = (None, None, None)


def peek() -> set[Line]:
    """The lines that are there."""
    return set(OutboxEntry.objects.order_by().values_list(*KEYS).distinct())


def take() -> set[Line]:
    """Take the lines out.

    One delivery at a time, from here to the end of the transaction. A change that is not committed
    yet keeps its line for the next one. Needs a transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('sonar_outboxentry'))")
        cursor.execute(
            f"DELETE FROM {OutboxEntry._meta.db_table} RETURNING {', '.join(KEYS)}"  # noqa: S608
        )
        return set(cursor.fetchall())


def last_delivery() -> datetime.date | None:
    """The date on which what was delivered last was true; None before the first delivery."""
    return Leverstand.objects.values_list("peildatum", flat=True).first()


def done(peildatum: datetime.date) -> None:
    """What was delivered is true on this date."""
    Leverstand.objects.update_or_create(pk=1, defaults={"peildatum": peildatum})


def numbers_of(lines: set[Line]) -> set[uuid.UUID]:
    """The candidate numbers of those of whom these lines are."""
    nummers = {nummer for _, _, nummer in lines if nummer}
    personen = {persoon for persoon, _, _ in lines if persoon}
    sleutels = {sleutel for _, sleutel, _ in lines if sleutel}
    for veld, wie in (("werkzoekende", personen), ("werkzoekende__bsn_zoeksleutel", sleutels)):
        for stuk in batches(wie):
            gevonden = Klantprofiel.objects.filter(**{f"{veld}__in": stuk}).order_by()
            nummers.update(gevonden.values_list("kandidaatnummer", flat=True))
    return nummers


def batches(alle: Collection[Any]) -> Iterator[list[Any]]:
    """Parts of `BATCH`, in an order that is always the same."""
    gesorteerd = sorted(alle)
    for begin in range(0, len(gesorteerd), BATCH):
        yield gesorteerd[begin : begin + BATCH]
