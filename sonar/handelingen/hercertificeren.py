"""Hercertificeren: the teamleider says each quarter who still works here."""

import datetime

from sonar.models import Medewerker
from sonar.models.organisatie import KWARTAAL


def bevestig(*, medewerker: Medewerker, vandaag: datetime.date) -> None:
    """Access for another quarter, from today."""
    medewerker.bevestigd_tot = vandaag + KWARTAAL
    medewerker.save(update_fields=["bevestigd_tot"])


def beeindig_toegang(*, medewerker: Medewerker, vandaag: datetime.date) -> None:
    """Access ends now; the next click of that medewerker is refused."""
    medewerker.bevestigd_tot = vandaag
    medewerker.save(update_fields=["bevestigd_tot"])
