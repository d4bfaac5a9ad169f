"""Another BSN for a client who was registered under a wrong one: proposed, and then confirmed.

The doelgroepregister is keyed on the BSN, so with another one somebody counts otherwise. What was
known until now was known under the wrong number, and stays so in the history: every fact of the
client gets a new version. A count 'as known at' a moment before is what it was.
"""

import datetime
import uuid
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import DateTimeField, F, Func, Max, Value
from django.db.models.functions import Greatest
from django.utils import timezone

from sonar.handelingen.toezicht.vastleggen import leg_vast
from sonar.handelingen.toezicht.zoeken import TeVaakGezochtError, tel_vraag
from sonar.models import (
    Bsncorrectie,
    Doelgroepregistratie,
    Geschiedenis,
    Grond,
    Handeling,
    Inschrijving,
    Medewerker,
    Vaststelling,
    Werkzoekende,
    is_bsn,
    ontsleutel,
    versleutel,
    zoeksleutel,
)
from sonar.toegang import gronden, mag


BIJ_EEN_ANDER = (
    "Dit nummer staat in Sonar al bij iemand anders. Controleer het nummer op het "
    "identiteitsbewijs. Klopt het, overleg dan met uw teamleider."
)
ZELFDE = "Dit is het nummer dat nu al bij de klant staat."
NIET_GELIJK = (
    "Dit is niet het nummer dat is voorgesteld. Vergelijk het met het identiteitsbewijs. Klopt het "
    "voorstel niet, kies dan 'niet doorvoeren'."
)
NIET_MEER = "Over deze verbetering is al besloten, of u mag dat niet."
ANDERS_NU = datetime.timedelta(seconds=1)  # any other value: the database fills in the moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Voorstel:
    """The right number, why, and whether what stands in the register is of this client."""

    bsn: str
    reden: str
    register_mee: bool


def stel_voor(
    *,
    werkzoekende: Werkzoekende,
    voorstel: Voorstel,
    medewerker: Medewerker,
    moment: datetime.datetime,
) -> Bsncorrectie:
    """Propose the right number; it counts as a question to all of Sonar.

    Raises ValidationError with what is wrong; it never says whose number it is.
    """
    is_bsn(voorstel.bsn)
    try:
        tel_vraag(medewerker, timezone.localdate(moment))
    except TeVaakGezochtError as fout:
        raise ValidationError(str(fout)) from fout
    _is_vrij(werkzoekende, zoeksleutel(voorstel.bsn), medewerker)
    correctie = Bsncorrectie(
        werkzoekende=werkzoekende,
        bsn_versleuteld=versleutel(voorstel.bsn),
        register_mee=voorstel.register_mee,
        reden=voorstel.reden.strip(),
        voorgesteld_door=medewerker,
        voorgesteld_op=moment,
    )
    correctie.full_clean()
    with transaction.atomic():
        correctie.save()
        _leg_vast(correctie, medewerker, moment)
    return correctie


@transaction.atomic
def voer_door(
    *, correctie: Bsncorrectie, bsn: str, medewerker: Medewerker, moment: datetime.datetime
) -> None:
    """Somebody else typed the same number: from now on it is the client's.

    Raises ValidationError for another number, a number of somebody else, and a second decision.
    """
    klant = Werkzoekende.objects.select_for_update().get(pk=correctie.werkzoekende_id)
    mijn = _open(correctie, medewerker)
    if ontsleutel(bytes(mijn.bsn_versleuteld or b"")) != bsn:
        raise ValidationError(NIET_GELIJK)
    vorige, nieuw = klant.bsn_zoeksleutel, zoeksleutel(bsn)
    if Werkzoekende.objects.filter(bsn_zoeksleutel=nieuw).exists():
        raise ValidationError(BIJ_EEN_ANDER)
    # First, while the old number is still the client's: everything was known under that one.
    for feiten in (
        Inschrijving.objects.filter(werkzoekende=klant),
        Vaststelling.objects.filter(klantprofiel__werkzoekende=klant),
    ):
        feiten.update(geboekt_op=F("geboekt_op") + ANDERS_NU)
    if mijn.register_mee:
        _neem_register_mee(klant, bsn)
    klant.bsn = bsn
    try:
        with transaction.atomic():
            klant.save(update_fields=["bsn_versleuteld", "bsn_zoeksleutel"])
    except IntegrityError as fout:  # somebody was registered with it at this moment
        raise ValidationError(BIJ_EEN_ANDER) from fout
    _besluit(mijn, medewerker, stand=Bsncorrectie.Stand.DOORGEVOERD, vorige=vorige)
    _leg_vast(mijn, medewerker, moment)


@transaction.atomic
def wijs_af(*, correctie: Bsncorrectie, medewerker: Medewerker, moment: datetime.datetime) -> None:
    """Nothing changes, and the proposed number is forgotten. Raises ValidationError."""
    mijn = _open(correctie, medewerker)
    _besluit(mijn, medewerker, stand=Bsncorrectie.Stand.AFGEWEZEN)
    _leg_vast(mijn, medewerker, moment)


def _open(correctie: Bsncorrectie, medewerker: Medewerker) -> Bsncorrectie:
    """The proposal, locked, if this medewerker may decide on it."""
    mijn = (
        Bsncorrectie.objects.select_for_update(of=("self",))
        .filter(pk=correctie.pk, stand=Bsncorrectie.Stand.OPEN)
        .exclude(voorgesteld_door=medewerker)
        .first()
    )
    if mijn is None or not mag(medewerker, "wijzigen", "bsn-correctie"):
        raise ValidationError(NIET_MEER)
    return mijn


def _is_vrij(klant: Werkzoekende, sleutel: uuid.UUID, medewerker: Medewerker) -> None:
    """Nobody has this number. If somebody has, the log of that person says that it was found."""
    gevonden = Werkzoekende.objects.filter(bsn_zoeksleutel=sleutel).first()
    if gevonden is None:
        return
    if gevonden.pk == klant.pk:
        raise ValidationError(ZELFDE)
    leg_vast(
        medewerker=medewerker,
        personen={gevonden.pk: Grond.ZOEKVRAAG},
        handeling=Handeling.GEZOCHT,
    )
    raise ValidationError(BIJ_EEN_ANDER)


def _neem_register_mee(klant: Werkzoekende, bsn: str) -> None:
    """The entries in the register under the wrong number are the client's: they go along.

    If the register knows the right number too, it said the same twice: that stays, this goes.
    """
    nieuw, oud = str(zoeksleutel(bsn)), str(klant.bsn_zoeksleutel)
    bij_het_oude = Doelgroepregistratie.objects.filter(werkzoekende_id=oud)
    if Doelgroepregistratie.objects.filter(werkzoekende_id=nieuw).exists():
        bij_het_oude.delete()
    else:
        bij_het_oude.update(werkzoekende_id=nieuw)


def _besluit(
    correctie: Bsncorrectie,
    medewerker: Medewerker,
    *,
    stand: Bsncorrectie.Stand,
    vorige: uuid.UUID | None = None,
) -> None:
    """Close it, at the moment from which nothing is known under the wrong number any more."""
    oud = Geschiedenis.objects.filter(werkzoekende_id=str(vorige)) if vorige else None
    laatste = oud.aggregate(op=Max("vervallen_op"))["op"] if oud is not None else None
    tijd = DateTimeField[datetime.datetime, datetime.datetime]()
    nu = Func(function="sonar_boekmoment", output_field=tijd)
    Bsncorrectie.objects.filter(pk=correctie.pk).update(
        stand=stand,
        besloten_door=medewerker,
        besloten_op=Greatest(nu, Value(laatste, output_field=tijd)),
        bsn_versleuteld=None,
        vorige_zoeksleutel=vorige,
    )


def _leg_vast(correctie: Bsncorrectie, medewerker: Medewerker, moment: datetime.datetime) -> None:
    persoon = correctie.werkzoekende_id
    leg_vast(
        medewerker=medewerker,
        personen=gronden(medewerker, [persoon], moment),
        handeling=Handeling.WIJZIGEN,
    )
