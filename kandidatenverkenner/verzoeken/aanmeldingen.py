"""Organisations that ask to come in, for an adviser of their region to decide on."""

import datetime
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from kandidatenverkenner.models import Werkgever, Werkgeversaccount


@dataclass(frozen=True, slots=True)
class Aanmelding:
    """An organisation that signed up."""

    nummer: int
    naam: str
    kvk_nummer: str
    soort: str
    email: str  # of the applicant, confirmed


def aanmeldingen(regio: str) -> list[Aanmelding]:
    """The organisations of a region that no adviser has checked yet, with a confirmed address."""
    beheerders = Werkgeversaccount.objects.filter(
        werkgever__regio=regio, werkgever__gecontroleerd_op=None, toegelaten_op__isnull=False
    )
    return [
        Aanmelding(
            rij.werkgever_id,
            rij.werkgever.naam,
            rij.werkgever.kvk_nummer,
            str(rij.werkgever.get_soort_display()),
            rij.account.email,
        )
        for rij in beheerders.select_related("werkgever", "account").order_by("pk")
    ]


@transaction.atomic
def beslis_aanmelding(
    nummer: int, *, regio: str, toelaten: bool, moment: datetime.datetime
) -> None:
    """Admit or reject an organisation. Raises ValidationError if it is not waiting."""
    wachtend = Werkgever.objects.select_for_update().filter(
        pk=nummer, regio=regio, gecontroleerd_op=None
    )
    if not wachtend:
        raise ValidationError("Deze organisatie wacht niet (meer) op controle.")
    if toelaten:
        wachtend.update(gecontroleerd_op=moment)
        return
    accounts = Werkgeversaccount.objects.filter(werkgever=nummer)
    # A rejected applicant may sign up again: nothing that identifies them is kept.
    personen = [rij.account for rij in accounts.select_related("account")]
    accounts.delete()
    for persoon in personen:
        persoon.username, persoon.email, persoon.is_active = f"afgewezen-{persoon.pk}", "", False
        persoon.set_unusable_password()
        persoon.save()
    wachtend.delete()
