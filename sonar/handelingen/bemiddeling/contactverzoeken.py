"""What employers ask by way of the Kandidatenverkenner: read at its door, and answered there.

This side keeps who took a request in hand, on which day the client was asked and who answered: the
employers' side does not know who works in Sonar.
"""

import datetime
from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from kandidatenverkenner.verzoeken.contact import (
    ANTWOORDEN,
    Uitkomst,
    Verzoek,
    Wachtrij,
    beantwoord,
    beantwoorde_verzoeken,
    in_behandeling,
    openstaande_verzoeken,
    uitkomsten as uitkomsten_van,
    wachtrij as wachtrij_van,
)
from kandidatenverkenner.verzoeken.termijn import in_woorden as termijn_in_woorden
from sonar.handelingen.toezicht.vastleggen import leg_vast
from sonar.models import Grond, Handeling, Klantprofiel, Medewerker, Verzoekstap
from sonar.toegang import zichtbare_werkzoekenden


__all__ = [
    "ANTWOORDEN",
    "Verzoek",
    "antwoord_werkgever",
    "beantwoord_sinds",
    "openstaand",
    "stappen",
    "te_laat",
    "termijn_in_woorden",
    "uitkomsten",
    "vraag_klant",
    "wachtrij",
]

# The answers that only the client can give: yes and no.
VAN_DE_KLANT = frozenset({"contact", "wil-niet"})
EERST_VRAGEN = (
    "Vraag het eerst de klant, en leg vast op welke dag u dat deed. "
    "Daarna kunt u dit antwoord geven."
)


def openstaand(medewerker: Medewerker) -> list[Verzoek]:
    """The requests of the region of this medewerker, the most urgent first."""
    return openstaande_verzoeken(medewerker.arbeidsmarktregio_id)


def wachtrij(medewerker: Medewerker, vandaag: datetime.date) -> Wachtrij:
    """How many wait for an answer, how many of them too long, and the nearest deadline."""
    return wachtrij_van(medewerker.arbeidsmarktregio_id, vandaag)


def beantwoord_sinds(medewerker: Medewerker, vanaf: datetime.date) -> list[Verzoek]:
    """The requests of the region that were answered since a date, the latest first."""
    return beantwoorde_verzoeken(medewerker.arbeidsmarktregio_id, vanaf)


def uitkomsten(medewerker: Medewerker, jaar: int) -> list[Uitkomst]:
    """What came of the requests of the region that were made in a year."""
    return uitkomsten_van(medewerker.arbeidsmarktregio_id, jaar)


def te_laat(medewerker: Medewerker, vandaag: datetime.date) -> list[Verzoek]:
    """Those requests: of which employer and for what, and not about whom."""
    open_ = openstaand(medewerker)
    return [replace(verzoek, kandidaat=None) for verzoek in open_ if verzoek.uiterlijk_op < vandaag]


def stappen(nummers: Collection[int]) -> dict[int, list[Verzoekstap]]:
    """What was done with these requests and by whom, the first thing first. One query."""
    per_verzoek: dict[int, list[Verzoekstap]] = defaultdict(list)
    rijen = Verzoekstap.objects.filter(contactverzoek__in=nummers)
    for stap in rijen.select_related("medewerker__account"):
        per_verzoek[stap.contactverzoek].append(stap)
    return per_verzoek


@transaction.atomic
def vraag_klant(
    nummer: int, *, medewerker: Medewerker, dag: datetime.date, moment: datetime.datetime
) -> None:
    """Write down on which day the client was asked. Raises ValidationError with what is wrong."""
    verzoek = in_behandeling(nummer, regio=medewerker.arbeidsmarktregio_id)
    wie = _over_wie(verzoek)
    if wie is None or not zichtbare_werkzoekenden(medewerker, moment, persoon=wie).exists():
        raise ValidationError("Bij dit verzoek hoort geen klant die u kunt vragen.")
    if dag > timezone.localdate(moment):
        raise ValidationError("De dag waarop u de klant vroeg, ligt in de toekomst.")
    if dag < timezone.localdate(verzoek.ingediend_op):
        raise ValidationError("U kunt de klant niet hebben gevraagd voor het verzoek binnenkwam.")
    stap = Verzoekstap(
        contactverzoek=nummer,
        werkzoekende_id=wie,
        soort=Verzoekstap.Soort.KLANT_GEVRAAGD,
        dag=dag,
        medewerker=medewerker,
        moment=moment,
    )
    _bewaar(stap)


@transaction.atomic
def antwoord_werkgever(
    nummer: int, *, medewerker: Medewerker, stand: str, moment: datetime.datetime
) -> None:
    """Take a request in hand or answer it; the log says whom it was about.

    Raises ValidationError for a request that was answered or is of another region, and for an
    answer of a client whom nobody asked.
    """
    verzoek = beantwoord(nummer, regio=medewerker.arbeidsmarktregio_id, stand=stand, moment=moment)
    gevraagd = Verzoekstap.objects.filter(
        contactverzoek=nummer, soort=Verzoekstap.Soort.KLANT_GEVRAAGD
    )
    if verzoek.kandidaat and stand in VAN_DE_KLANT and not gevraagd.exists():
        raise ValidationError(EERST_VRAGEN)
    soort = Verzoekstap.Soort
    stap = Verzoekstap(
        contactverzoek=nummer,
        werkzoekende_id=_over_wie(verzoek),
        soort=soort.BEANTWOORD if stand in ANTWOORDEN else soort.IN_BEHANDELING,
        dag=timezone.localdate(moment),
        medewerker=medewerker,
        moment=moment,
    )
    _bewaar(stap)


def _over_wie(verzoek: Verzoek) -> int | None:
    """The client it is about; None for a search, and for somebody without a profile."""
    if verzoek.kandidaat is None:
        return None
    profielen = Klantprofiel.objects.filter(kandidaatnummer=verzoek.kandidaat)
    return profielen.values_list("werkzoekende", flat=True).first()


def _bewaar(stap: Verzoekstap) -> None:
    stap.full_clean()
    stap.save()
    if stap.werkzoekende_id:
        leg_vast(
            medewerker=stap.medewerker,
            personen={stap.werkzoekende_id: Grond.BEMIDDELING},
            handeling=Handeling.WIJZIGEN,
        )
