"""Noodtoegang: see somebody outside one's own clients now, and answer for it afterwards."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from sonar.handelingen.toezicht.vastleggen import leg_vast
from sonar.models import Grond, Handeling, Medewerker, Noodtoegang, Werkzoekende
from sonar.models.toezicht.noodtoegang import DUUR
from sonar.toegang import collegas, mag


MEEST_ONBEOORDEELD = 10  # as often as somebody may take it before a teamleider has looked
EERST_BEOORDELEN = (
    f"U nam al {MEEST_ONBEOORDEELD} keer noodtoegang die uw teamleider nog niet heeft beoordeeld. "
    "Vraag uw teamleider dat eerst te doen."
)


class GeenNoodtoegangError(Exception):
    """For this person nobody gets noodtoegang; the text says what to do."""

    def __init__(self) -> None:
        # The same for somebody who is afgeschermd, has died or does not exist: nothing is told.
        super().__init__(
            "Voor deze persoon is geen noodtoegang mogelijk. Overleg met uw teamleider."
        )


def neem_noodtoegang(
    *, medewerker: Medewerker, persoon: int, reden: str, moment: datetime.datetime
) -> Noodtoegang:
    """Open somebody for four hours.

    Raises ValidationError for a reason that is too short and when too many wait for the teamleider,
    GeenNoodtoegangError for a person who
    may not be opened in this way.
    """
    werkzoekende = Werkzoekende.objects.filter(
        pk=persoon, afgeschermd=False, overleden_op=None
    ).first()
    eerder = Noodtoegang.objects.filter(medewerker=medewerker)
    if (
        werkzoekende is None
        or not mag(medewerker, "toevoegen", "noodtoegang")
        # Access that was judged not right is not taken again.
        or eerder.filter(werkzoekende=persoon, oordeel=Noodtoegang.Oordeel.ONTERECHT).exists()
    ):
        leg_vast(
            medewerker=medewerker, personen={persoon: Grond.GEEN}, handeling=Handeling.GEWEIGERD
        )
        raise GeenNoodtoegangError
    noodtoegang = Noodtoegang(
        medewerker=medewerker,
        werkzoekende=werkzoekende,
        reden=reden.strip(),
        ingangsmoment=moment,
        eindmoment=moment + DUUR,
    )
    noodtoegang.full_clean()
    with transaction.atomic():
        # One at a time, or two requests would both be the last that may wait.
        Medewerker.objects.select_for_update().get(pk=medewerker.pk)
        if eerder.te_beoordelen().count() >= MEEST_ONBEOORDEELD:
            raise ValidationError(EERST_BEOORDELEN)
        noodtoegang.save()
        leg_vast(
            medewerker=medewerker,
            personen={persoon: Grond.NOODTOEGANG},
            handeling=Handeling.NOODTOEGANG,
        )
    return noodtoegang


@transaction.atomic
def beoordeel(
    *, noodtoegang: Noodtoegang, medewerker: Medewerker, oordeel: str, moment: datetime.datetime
) -> None:
    """The teamleider says whether it was right. Access that was not right ends now.

    Raises ValidationError for a judgement of oneself, a second one, or one of another team.
    """
    te_beoordelen = Noodtoegang.objects.te_beoordelen().filter(
        pk=noodtoegang.pk, medewerker__in=collegas(medewerker).exclude(pk=medewerker.pk)
    )
    mijn = te_beoordelen.select_for_update().first()
    if mijn is None or not mag(medewerker, "wijzigen", "noodtoegang-beoordelen"):
        raise ValidationError("Deze noodtoegang kunt u niet (meer) beoordelen.")
    mijn.oordeel = oordeel
    mijn.beoordeeld_door = medewerker
    mijn.beoordeeld_op = moment
    if oordeel == Noodtoegang.Oordeel.ONTERECHT and mijn.eindmoment > moment > mijn.ingangsmoment:
        mijn.eindmoment = moment
    mijn.full_clean()
    mijn.save()
