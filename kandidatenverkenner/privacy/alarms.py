"""Alarms when an organisation opens profiles as a program does: thresholds, alarm, notification.

An alarm is a row that the privacy officer sees on the page of alarms, a line in the server log, and
an e-mail at once. It is about an organisation and names no candidate.
"""

import datetime
import logging
import uuid
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone

from kandidatenverkenner.models import Alarm, Bezoek, Lokprofiel, Werkgever


@dataclass(frozen=True, slots=True)
class Threshold:
    """A number of different values within a time that no person reaches by reading."""

    soort: Alarm.Soort
    wat: str  # a column of Bezoek
    aantal: int
    binnen: datetime.timedelta


MINUUT, DAG = datetime.timedelta(minutes=1), datetime.timedelta(days=1)
# Counted when a candidate is opened for the first time on a day. Today is one of the days.
THRESHOLDS = [
    Threshold(Alarm.Soort.TEMPO, "kandidaat", 30, 10 * MINUUT),
    Threshold(Alarm.Soort.BREEDTE, "regio", 12, DAG),
    Threshold(Alarm.Soort.DEKKING, "kandidaat", 1_000, 30 * DAG),
    # An organisation that stays just below that on every day of a quarter.
    Threshold(Alarm.Soort.DEKKING, "kandidaat", 2_000, 90 * DAG),
]
BERICHT = """Er is een alarm: {soort}.

Organisatie: {werkgever}, KvK-nummer {kvk}
Wanneer: {moment:%d-%m-%Y %H:%M}

Zoek uit wat er aan de hand is, op de pagina Alarmen. Daar kunt u de organisatie afsluiten: zij ziet
dan meteen geen kandidaten meer. Een alarm komt voor elke organisatie en soort een keer per dag.
"""

logger = logging.getLogger("django.kandidatenverkenner.alarm")


def watch(werkgever: Werkgever, kandidaat: uuid.UUID, moment: datetime.datetime) -> None:
    """Raise the alarms that are due after this profile was opened."""
    van_hen = Bezoek.objects.filter(werkgever=werkgever).order_by()
    for drempel in THRESHOLDS:
        if drempel.binnen < DAG:
            rijen = van_hen.filter(moment__gt=moment - drempel.binnen)
        else:
            rijen = van_hen.filter(dag__gt=timezone.localdate(moment - drempel.binnen))
        if rijen.values(drempel.wat).distinct().count() >= drempel.aantal:
            raise_alarm(werkgever, drempel.soort, moment)
    if Lokprofiel.objects.filter(kandidaat=kandidaat).exists():
        raise_alarm(werkgever, Alarm.Soort.LOKPROFIEL, moment)


def raise_alarm(werkgever: Werkgever, soort: Alarm.Soort, moment: datetime.datetime) -> None:
    """Raise an alarm, at most once a day for each organisation and kind."""
    alarm, nieuw = Alarm.objects.get_or_create(
        werkgever=werkgever,
        soort=soort,
        dag=timezone.localdate(moment),
        defaults={"moment": moment},
    )
    if nieuw:
        logger.error("ALARM %s van werkgever %s", soort.value, werkgever.pk)
        # After the commit. A mail server that is down stops nothing: the row is there.
        transaction.on_commit(lambda: _mail(alarm), robust=True)


def _mail(alarm: Alarm) -> None:
    soort = str(alarm.get_soort_display())
    bericht = BERICHT.format(
        soort=soort,
        werkgever=alarm.werkgever.naam,
        kvk=alarm.werkgever.kvk_nummer,
        moment=timezone.localtime(alarm.moment),
    )
    send_mail(f"Alarm: {soort}", bericht, settings.DEFAULT_FROM_EMAIL, settings.ALARM_MAIL)
