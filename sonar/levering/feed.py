"""The feed: who may be shown on a date is delivered to Kandidatenverkenner.

Triggers write a line in the outbox (`OutboxEntry`) in the transaction of every change that may
matter here; a delivery takes those lines and brings what the data now say of those people.
"""

import datetime
import uuid
from collections.abc import Callable, Collection, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from kandidatenverkenner.ontvangst.profiel import Kandidaatprofiel
from kandidatenverkenner.ontvangst.receive import (
    MINSTENS_IN_WOORDEN as MINSTENS_IN_WOORDEN,
    Ontvangstbericht,
    niet_te_zien as niet_te_zien,
    ontvang,
    ontvang_codelijsten,
    ruimer_te_zien as ruimer_te_zien,
    trek_in,
)
from sonar.handelingen.toezicht.vastleggen import leg_vast
from sonar.levering import outbox
from sonar.levering.anonimisering import anonimiseer
from sonar.levering.codelijsten import attribute_values, places
from sonar.levering.inhoud import read_content
from sonar.levering.leverbaar import changed_by_time, te_leveren
from sonar.models import Grond, Handeling, Klantprofiel, Werkzoekende
from sonar.rules.volledigheid import ontbrekende_onderdelen


@dataclass(frozen=True, slots=True)
class Leveringsbericht:
    """What a delivery did."""

    ontvangst: Ontvangstbericht
    onvolledig: list[int]  # klantprofielen that were not delivered because nobody could find them


def lever(
    peildatum: datetime.date,
    voortgang: Callable[[str, int, int], None] | None = None,
    *,
    alles: bool = False,
) -> Leveringsbericht:
    """Deliver the changed profiles, or all of them; the result is the same. Profiles that may no
    longer be shown are withdrawn first, before the rest is read. The rest arrives whole or not at
    all. A second delivery changes nothing. `voortgang` is told what is being done, how many
    profiles are done, and how many there will be.
    """
    eerst = _trek_eerst_in(peildatum)
    bericht = _lever(peildatum, voortgang, alles=alles)
    ontvangst = bericht.ontvangst
    return replace(bericht, ontvangst=replace(ontvangst, ingetrokken=ontvangst.ingetrokken + eerst))


@transaction.atomic
def _trek_eerst_in(peildatum: datetime.date) -> int:
    """The lines stay: what is shown of others in the region follows with the rest."""
    wie = outbox.numbers_of(outbox.peek()) | changed_by_time(outbox.last_delivery(), peildatum)
    return _trek_in_wie_weg_moet(peildatum, wie)


def _neem(peildatum: datetime.date, *, alles: bool) -> set[uuid.UUID] | None:
    """Take the lines out: the candidate numbers of whom to deliver; None: everybody."""
    regels, sinds = outbox.take(), outbox.last_delivery()
    if alles or outbox.EVERYBODY in regels or sinds is None:
        return None
    nummers = outbox.numbers_of(regels) | changed_by_time(sinds, peildatum)
    return nummers if len(nummers) <= outbox.LIMIT else None


@transaction.atomic
def _lever(
    peildatum: datetime.date,
    voortgang: Callable[[str, int, int], None] | None,
    *,
    alles: bool,
) -> Leveringsbericht:
    nummers = _neem(peildatum, alles=alles)
    onvolledig: list[int] = []

    def profielen() -> Iterator[Kandidaatprofiel]:
        gevonden = _van_wie(peildatum, nummers)
        totaal = sum(deel.count() for deel in gevonden) if voortgang else 0
        gedaan = 0
        for deel in gevonden:
            # When somebody stops halfway the cursor closes here, while its transaction is there.
            with closing(read_content(deel)) as gelezen:
                for nummer, regio, gegevens in gelezen:
                    gedaan += 1
                    if voortgang and (gedaan % outbox.BATCH == 0 or gedaan == totaal):
                        voortgang("Profielen leveren", gedaan, totaal)
                    if ontbrekende_onderdelen(gegevens.ingevulde_onderdelen()):
                        onvolledig.append(nummer)
                    else:
                        yield anonimiseer(gegevens, regio=regio, peildatum=peildatum)

    ontvang_codelijsten(attribute_values(), places())
    ontvangst = ontvang(profielen(), peildatum=peildatum, nummers=nummers)
    _leg_vast(ontvangst.getoond)
    # Whoever was withdrawn while this was being read is not brought back by it.
    intussen = _trek_in_wie_weg_moet(peildatum, outbox.numbers_of(outbox.peek()))
    outbox.done(peildatum)
    ingetrokken = ontvangst.ingetrokken + intussen
    return Leveringsbericht(replace(ontvangst, ingetrokken=ingetrokken), onvolledig)


def _trek_in_wie_weg_moet(peildatum: datetime.date, nummers: set[uuid.UUID]) -> int:
    """Withdraw whoever of these may not be shown; how many were."""
    mag: set[uuid.UUID] = set()
    for van_hen in _van_wie(peildatum, nummers):
        mag.update(van_hen.values_list("kandidaatnummer", flat=True))
    return trek_in(nummers - mag)


def _van_wie(peildatum: datetime.date, nummers: set[uuid.UUID] | None) -> list[QuerySet[Any]]:
    """The profiles of these people that may be shown, in parts; without numbers all of them."""
    if nummers is None:
        return [te_leveren(peildatum)]
    return [
        te_leveren(peildatum).filter(kandidaatnummer__in=stuk) for stuk in outbox.batches(nummers)
    ]


def _leg_vast(nummers: Collection[uuid.UUID]) -> None:
    """A line in the verwerkingslog about everybody of whom something became visible."""
    for stuk in outbox.batches(nummers):
        personen = Klantprofiel.objects.filter(kandidaatnummer__in=stuk)
        leg_vast(
            medewerker=None,
            personen=dict.fromkeys(
                personen.order_by("pk").values_list("werkzoekende_id", flat=True), Grond.OPDRACHT
            ),
            handeling=Handeling.LEVERING,
        )


def haal_weg(werkzoekende: Werkzoekende) -> bool:
    """Withdraw somebody from the Kandidatenverkenner at once; say whether they were there."""
    profielen = Klantprofiel.objects.filter(werkzoekende=werkzoekende)
    return trek_in(profielen.values_list("kandidaatnummer", flat=True)) > 0
