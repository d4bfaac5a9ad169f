"""Overdragen: offer a client to another organisation, which says yes or no. History stays."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from sonar.handelingen.toezicht.vastleggen import leg_vast
from sonar.models import (
    Gemeente,
    Grond,
    Handeling,
    Inschrijving,
    Medewerker,
    Organisatie,
    Overdracht,
    Werkzoekende,
    zonder_bsn,
)
from sonar.toegang import (
    aangeboden_overdrachten,
    mag,
    ontvangen_overdrachten,
    zichtbare_werkzoekenden,
)


NIET_MEER = "Deze overdracht is al beantwoord, of is niet voor uw organisatie."


def bied_aan(
    *,
    werkzoekende: Werkzoekende,
    naar: Organisatie,
    reden: str,
    medewerker: Medewerker,
    moment: datetime.datetime,
) -> Overdracht:
    """Offer a client of one's own. Raises ValidationError with what is wrong."""
    if not zichtbare_werkzoekenden(medewerker, moment, "wijzigen", persoon=werkzoekende.pk):
        raise ValidationError("U kunt alleen klanten uit uw eigen caseload overdragen.")
    overdracht = Overdracht(
        werkzoekende=werkzoekende,
        van=medewerker.organisatie,
        naar=naar,
        reden=reden.strip(),
        aangeboden_door=medewerker,
        aangeboden_op=moment,
    )
    overdracht.full_clean()
    with transaction.atomic():
        overdracht.save()
        leg_vast(
            medewerker=medewerker,
            personen={werkzoekende.pk: Grond.OVERDRACHT},
            handeling=Handeling.WIJZIGEN,
        )
    return overdracht


@transaction.atomic
def neem_aan(*, overdracht: Overdracht, medewerker: Medewerker, moment: datetime.datetime) -> None:
    """Take over: the registration closes today and the next one opens, with the same history.

    Raises ValidationError when somebody else answered first, or when the client is registered
    nowhere any more.
    """
    mijn = _vergrendeld(overdracht, medewerker, moment)
    vandaag = timezone.localdate(moment)
    lopend = (
        Inschrijving.objects.select_for_update()
        .filter(werkzoekende=mijn.werkzoekende_id, organisatie=mijn.van_id, einddatum=None)
        .first()
    )
    if lopend is None:
        raise ValidationError("Deze klant is niet meer ingeschreven bij wie de klant aanbood.")
    gemeente = _gemeente(mijn, lopend)
    if lopend.ingangsdatum >= vandaag:
        # Offered and taken on one day: a period has at least one day, so this one becomes theirs.
        nieuw = lopend
    else:
        lopend.einddatum = vandaag
        lopend.save(update_fields=["einddatum"])
        nieuw = Inschrijving(werkzoekende_id=mijn.werkzoekende_id, ingangsdatum=vandaag)
    nieuw.organisatie_id = mijn.naar_id
    nieuw.gemeente = gemeente
    nieuw.klantmanager = medewerker if medewerker.rol == Medewerker.Rol.KLANTMANAGER else None
    nieuw.save()
    _beantwoord(mijn, Overdracht.Stand.AANGENOMEN, medewerker, moment)


@transaction.atomic
def weiger(
    *, overdracht: Overdracht, antwoord: str, medewerker: Medewerker, moment: datetime.datetime
) -> None:
    """Say no, and why. Raises ValidationError without a reason or when it was answered."""
    if not antwoord.strip():
        raise ValidationError("Schrijf op waarom u de klant niet overneemt.")
    zonder_bsn(antwoord)
    mijn = _vergrendeld(overdracht, medewerker, moment)
    mijn.antwoord = antwoord.strip()
    _beantwoord(mijn, Overdracht.Stand.GEWEIGERD, medewerker, moment)


@transaction.atomic
def trek_in(*, overdracht: Overdracht, medewerker: Medewerker, moment: datetime.datetime) -> None:
    """Take the offer back; only a medewerker who may change the client can."""
    van_wie = overdracht.werkzoekende_id
    klanten = zichtbare_werkzoekenden(medewerker, moment, "wijzigen", persoon=van_wie)
    open_ = Overdracht.objects.open().filter(pk=overdracht.pk, werkzoekende__in=klanten)
    mijn = open_.select_for_update().first()
    if mijn is None:
        raise ValidationError(NIET_MEER)
    _beantwoord(mijn, Overdracht.Stand.INGETROKKEN, medewerker, moment)


def lees_antwoord(
    *, overdracht: Overdracht, medewerker: Medewerker, moment: datetime.datetime
) -> None:
    """The organisation that offered has read the answer: it is no longer work. Twice is once."""
    ongelezen = aangeboden_overdrachten(medewerker).ongelezen().filter(pk=overdracht.pk)
    ongelezen.update(gelezen_op=moment)


def _vergrendeld(
    overdracht: Overdracht, medewerker: Medewerker, moment: datetime.datetime
) -> Overdracht:
    """The offer, if it waits for this medewerker; nobody else can answer it meanwhile."""
    if not mag(medewerker, "wijzigen", "overdracht"):
        raise ValidationError(NIET_MEER)
    mijn = (
        ontvangen_overdrachten(medewerker)
        .open()
        .filter(pk=overdracht.pk, aangeboden_op__lte=moment)
        .select_for_update(of=("self",))
        .first()
    )
    if mijn is None:
        raise ValidationError(NIET_MEER)
    return mijn


def _gemeente(overdracht: Overdracht, lopend: Inschrijving) -> Gemeente:
    """Where the client lives: a gemeente takes over its own people, UWV those of anywhere."""
    if overdracht.naar.gemeente is not None:
        return overdracht.naar.gemeente
    return lopend.gemeente


def _beantwoord(
    overdracht: Overdracht, stand: str, medewerker: Medewerker, moment: datetime.datetime
) -> None:
    overdracht.stand = stand
    overdracht.beantwoord_door = medewerker
    overdracht.beantwoord_op = moment
    overdracht.full_clean()
    overdracht.save()
    leg_vast(
        medewerker=medewerker,
        personen={overdracht.werkzoekende_id: Grond.OVERDRACHT},
        handeling=Handeling.WIJZIGEN,
    )
