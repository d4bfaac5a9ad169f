"""Voordragen: put a client forward for a vacature, with the client's yes; and what came of it."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from sonar.handelingen.toezicht.vastleggen import leg_vast
from sonar.models import Grond, Handeling, Medewerker, Vacature, Voordracht, Werkzoekende
from sonar.toegang import mag, zichtbare_werkzoekenden


# From where to where.
OVERGANGEN: dict[str, frozenset[str]] = {
    "voorgedragen": frozenset({"gesprek", "geplaatst", "afgewezen"}),
    "gesprek": frozenset({"geplaatst", "afgewezen"}),
    "geplaatst": frozenset(),
    "afgewezen": frozenset(),
}


@transaction.atomic
def draag_voor(
    *,
    vacature: Vacature,
    persoon: int,
    akkoord_op: datetime.date | None,
    medewerker: Medewerker,
    moment: datetime.datetime,
) -> Voordracht:
    """Put somebody forward. Raises ValidationError with what is wrong."""
    klant: Werkzoekende | None = zichtbare_werkzoekenden(
        medewerker, moment, persoon=persoon
    ).first()
    if klant is None or not mag(medewerker, "toevoegen", "voordracht"):
        raise ValidationError("Deze klant kunt u niet (meer) voordragen.")
    if vacature.stand != Vacature.Stand.OPEN:
        raise ValidationError("Deze vacature is niet meer open.")
    if akkoord_op is None:
        raise ValidationError("Vul in op welke dag de klant ja zei.")
    voordracht = Voordracht(
        vacature=vacature,
        werkzoekende=klant,
        medewerker=medewerker,
        akkoord_op=akkoord_op,
        voorgedragen_op=timezone.localdate(moment),
    )
    voordracht.full_clean()
    voordracht.save()
    leg_vast(
        medewerker=medewerker,
        personen={klant.pk: Grond.BEMIDDELING},
        handeling=Handeling.WIJZIGEN,
    )
    return voordracht


@transaction.atomic
def zet_stand(
    *, voordracht: Voordracht, stand: str, medewerker: Medewerker, afwijsreden: str = ""
) -> None:
    """The next state, written in the log.

    Raises ValidationError for one that does not follow, without a reason, or of another region.
    """
    mijn = (
        Voordracht.objects.select_for_update(of=("self",))
        .filter(pk=voordracht.pk, vacature__arbeidsmarktregio=medewerker.arbeidsmarktregio_id)
        .first()
    )
    if mijn is None or not mag(medewerker, "wijzigen", "voordracht"):
        raise ValidationError("Deze voordracht is niet van uw regio.")
    if stand not in OVERGANGEN[mijn.stand]:
        raise ValidationError(
            f"Van '{mijn.get_stand_display()}' kan het niet meer naar deze stand."
        )
    mijn.stand = stand
    mijn.afwijsreden = afwijsreden if stand == Voordracht.Stand.AFGEWEZEN else ""
    mijn.full_clean()
    mijn.save(update_fields=["stand", "afwijsreden"])
    leg_vast(
        medewerker=medewerker,
        personen={mijn.werkzoekende_id: Grond.BEMIDDELING},
        handeling=Handeling.WIJZIGEN,
    )
