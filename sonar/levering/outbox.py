"""The outbox of the delivery: of whom something changed since the last one.

Triggers write its lines (sql/uitbak.sql), so that no form, import or psql can forget one.
"""

import datetime
import uuid
from collections.abc import Collection, Iterator
from functools import reduce
from operator import or_
from typing import Any, TypeAlias

from django.db import connection
from django.db.models import Q

from sonar.models import (
    Doelgroepregistratie,
    Inschrijving,
    Klantprofiel,
    Leverregel,
    Leverstand,
    Vaststelling,
)


# So many people are asked for at a time.
BATCH = 5_000
# Of so many changes it is as quick to deliver everybody.
MEESTE = 20_000
# By what number a line says who; by none it is everybody.
WIE = ("persoon", "bsn_zoeksleutel", "kandidaatnummer")
Regel: TypeAlias = tuple[int | None, uuid.UUID | None, uuid.UUID | None]
IEDEREEN: Regel = (None, None, None)


def bekijk() -> set[Regel]:
    """The lines that are there."""
    return set(Leverregel.objects.order_by().values_list(*WIE).distinct())


def neem(peildatum: datetime.date, *, alles: bool) -> set[uuid.UUID] | None:
    """Take the lines out: the candidate numbers of whom to deliver; None: everybody.

    One delivery at a time, from here to the end of the transaction. A change that is not committed
    yet keeps its line for the next one. Needs a transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('sonar_leverregel'))")
        cursor.execute(
            f"DELETE FROM {Leverregel._meta.db_table} RETURNING {', '.join(WIE)}"  # noqa: S608
        )
        regels = set(cursor.fetchall())
    if alles or IEDEREEN in regels or not Leverstand.objects.exists():
        return None
    nummers = nummers_van(regels) | door_de_tijd(peildatum)
    return nummers if len(nummers) <= MEESTE else None


def geleverd(peildatum: datetime.date) -> None:
    """What was delivered is true on this date."""
    Leverstand.objects.update_or_create(pk=1, defaults={"peildatum": peildatum})


def nummers_van(regels: set[Regel]) -> set[uuid.UUID]:
    """The candidate numbers of those of whom these lines are."""
    nummers = {nummer for _, _, nummer in regels if nummer}
    personen = {persoon for persoon, _, _ in regels if persoon}
    sleutels = {sleutel for _, sleutel, _ in regels if sleutel}
    for veld, wie in (("werkzoekende", personen), ("werkzoekende__bsn_zoeksleutel", sleutels)):
        for stuk in in_stukken(wie):
            gevonden = Klantprofiel.objects.filter(**{f"{veld}__in": stuk}).order_by()
            nummers.update(gevonden.values_list("kandidaatnummer", flat=True))
    return nummers


def door_de_tijd(peildatum: datetime.date) -> set[uuid.UUID]:
    """The candidate numbers of whom something began or ended since the date of the last delivery.

    A date before that one is as good.
    """
    stand = Leverstand.objects.first()
    if stand is None or stand.peildatum == peildatum:
        return set()
    van, tot = sorted((stand.peildatum, peildatum))

    def tussen(*velden: str) -> Q:
        return reduce(or_, (Q(**{f"{veld}__gt": van, f"{veld}__lte": tot}) for veld in velden))

    periode = tussen("ingangsdatum", "einddatum")
    vaststellingen = Vaststelling.objects.filter(periode)
    inschrijvingen = Inschrijving.objects.filter(periode)
    doelgroep = Doelgroepregistratie.objects.filter(periode)
    nummers: set[uuid.UUID] = set()
    for waar in (
        tussen("beschikbaar_vanaf"),
        Q(pk__in=vaststellingen.values("klantprofiel")),
        Q(werkzoekende__in=inschrijvingen.values("werkzoekende")),
        Q(werkzoekende__bsn_zoeksleutel__in=doelgroep.values("werkzoekende")),
    ):
        wie = Klantprofiel.objects.filter(waar).order_by()
        nummers.update(wie.values_list("kandidaatnummer", flat=True))
    return nummers


def in_stukken(alle: Collection[Any]) -> Iterator[list[Any]]:
    """Parts of `BATCH`, in an order that is always the same."""
    gesorteerd = sorted(alle)
    for begin in range(0, len(gesorteerd), BATCH):
        yield gesorteerd[begin : begin + BATCH]
