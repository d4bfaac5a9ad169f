"""What employers ask by way of the Kandidatenverkenner: read at its door, and answered there."""

import datetime
from dataclasses import replace

from kandidatenverkenner.verzoeken import (
    ANTWOORDEN,
    Uitkomst,
    Verzoek,
    Wachtrij,
    beantwoord,
    beantwoorde_verzoeken,
    openstaande_verzoeken,
    uitkomsten as uitkomsten_van,
    wachtrij as wachtrij_van,
)
from sonar.handelingen.vastleggen import leg_vast
from sonar.models import Grond, Handeling, Klantprofiel, Medewerker


__all__ = [
    "ANTWOORDEN",
    "Verzoek",
    "antwoord_werkgever",
    "beantwoord_sinds",
    "openstaand",
    "te_laat",
    "uitkomsten",
    "wachtrij",
]


def openstaand(medewerker: Medewerker) -> list[Verzoek]:
    """The requests of the region of this medewerker, the most urgent first."""
    return openstaande_verzoeken(medewerker.arbeidsmarktregio_id)


def wachtrij(medewerker: Medewerker, vandaag: datetime.date) -> Wachtrij:
    """How many wait for an answer, how many too long, and the first last day."""
    return wachtrij_van(medewerker.arbeidsmarktregio_id, vandaag)


def beantwoord_sinds(medewerker: Medewerker, vanaf: datetime.date) -> list[Verzoek]:
    """The requests of the region that were answered since a date, the last first."""
    return beantwoorde_verzoeken(medewerker.arbeidsmarktregio_id, vanaf)


def uitkomsten(medewerker: Medewerker, jaar: int) -> list[Uitkomst]:
    """What came of the requests of the region that were made in a year."""
    return uitkomsten_van(medewerker.arbeidsmarktregio_id, jaar)


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
