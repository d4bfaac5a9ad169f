"""What employers ask by way of the Kandidatenverkenner: read at its door, and answered there."""

import datetime
from dataclasses import replace

from kandidatenverkenner.verzoeken import (
    ANTWOORDEN,
    Verzoek,
    aantal_open,
    beantwoord,
    openstaande_verzoeken,
)
from sonar.handelingen.vastleggen import leg_vast
from sonar.models import Grond, Handeling, Klantprofiel, Medewerker


__all__ = [
    "ANTWOORDEN",
    "aantal_te_laat",
    "aantal_wachtend",
    "antwoord_werkgever",
    "openstaand",
    "te_laat",
]


def openstaand(medewerker: Medewerker) -> list[Verzoek]:
    """The requests of the region of this medewerker, the most urgent first."""
    return openstaande_verzoeken(medewerker.arbeidsmarktregio_id)


def aantal_wachtend(medewerker: Medewerker) -> int:
    """How many wait for an answer."""
    return aantal_open(medewerker.arbeidsmarktregio_id)


def aantal_te_laat(medewerker: Medewerker, vandaag: datetime.date) -> int:
    """How many should have been answered before today."""
    return aantal_open(medewerker.arbeidsmarktregio_id, te_laat_op=vandaag)


def te_laat(medewerker: Medewerker, vandaag: datetime.date) -> list[Verzoek]:
    """Those requests: of which employer and for what, and not about whom."""
    open_ = openstaand(medewerker)
    return [replace(verzoek, kandidaat=None) for verzoek in open_ if verzoek.uiterlijk_op < vandaag]


def antwoord_werkgever(
    nummer: int, *, medewerker: Medewerker, stand: str, moment: datetime.datetime
) -> None:
    """Take a request in hand or answer it; whom it was about, is written in the log.

    Raises ValidationError for a request that was answered or is of another region.
    """
    verzoek = beantwoord(nummer, regio=medewerker.arbeidsmarktregio_id, stand=stand, moment=moment)
    over = verzoek.kandidaat
    profiel = Klantprofiel.objects.filter(kandidaatnummer=over).first() if over else None
    if profiel:
        leg_vast(
            medewerker=medewerker,
            personen={profiel.werkzoekende_id: Grond.BEMIDDELING},
            handeling=Handeling.WIJZIGEN,
        )
