"""Hercertificeren: the teamleider says each quarter who still works here."""

import datetime

from django.db.models import QuerySet

from sonar.models import Medewerker
from sonar.models.organisatie import KWARTAAL
from sonar.toegang import collegas


BINNENKORT = datetime.timedelta(days=31)
VOORLOPIG = datetime.timedelta(days=14)


def bevestig(*, medewerker: Medewerker, vandaag: datetime.date) -> None:
    """Access for another quarter, from today."""
    medewerker.bevestigd_tot = vandaag + KWARTAAL
    medewerker.save(update_fields=["bevestigd_tot"])


def geef_voorlopig(*, medewerker: Medewerker, vandaag: datetime.date) -> None:
    """Access until the teamleider has confirmed who is new, or does something else from now on."""
    medewerker.bevestigd_tot = vandaag + VOORLOPIG


def beeindig_toegang(*, medewerker: Medewerker, vandaag: datetime.date) -> None:
    """Access ends now; the next click of that medewerker is refused."""
    medewerker.bevestigd_tot = vandaag
    medewerker.save(update_fields=["bevestigd_tot"])


def te_bevestigen(teamleider: Medewerker, vandaag: datetime.date) -> QuerySet[Medewerker]:
    """The colleagues who lose their access within a month unless somebody confirms it."""
    return (
        collegas(teamleider)
        .exclude(pk=teamleider.pk)
        .filter(account__is_active=True, bevestigd_tot__lt=vandaag + BINNENKORT)
    )
