"""Who looks unlike a person: the thresholds in one table, the alarm, and who is told.

An alarm is a row (the privacy officer reads it in the page of alarms), a line in the log of the
server, and an e-mail at the moment itself. It is about an organisation and names no candidate.
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
class Drempel:
    """So many different ones of something, within a time, is more than somebody who reads them."""

    soort: Alarm.Soort
    wat: str  # a column of Bezoek
    aantal: int
    binnen: datetime.timedelta


MINUUT, DAG = datetime.timedelta(minutes=1), datetime.timedelta(days=1)
# What is counted when a candidate is opened for the first time on a day. Of days, today is one.
DREMPELS = [
    Drempel(Alarm.Soort.TEMPO, "kandidaat", 30, 10 * MINUUT),
    Drempel(Alarm.Soort.BREEDTE, "regio", 12, DAG),
    Drempel(Alarm.Soort.DEKKING, "kandidaat", 1_000, 30 * DAG),
    # Who stays just under that, every day of a quarter.
    Drempel(Alarm.Soort.DEKKING, "kandidaat", 2_000, 90 * DAG),
]
BERICHT = """Er is een alarm: {soort}.

Organisatie: {werkgever}, KvK-nummer {kvk}
Wanneer: {moment:%d-%m-%Y %H:%M}

Zoek uit wat er aan de hand is, op de pagina Alarmen. Daar kunt u de organisatie afsluiten: zij ziet
dan meteen geen kandidaten meer. Een alarm komt voor elke organisatie en soort een keer per dag.
"""

logger = logging.getLogger("django.kandidatenverkenner.alarm")


def bewaak(werkgever: Werkgever, kandidaat: uuid.UUID, moment: datetime.datetime) -> None:
    """Raise what alarms there are to raise after this opening."""
    van_hen = Bezoek.objects.filter(werkgever=werkgever).order_by()
    for drempel in DREMPELS:
        if drempel.binnen < DAG:
            rijen = van_hen.filter(moment__gt=moment - drempel.binnen)
        else:
            rijen = van_hen.filter(dag__gt=timezone.localdate(moment - drempel.binnen))
        if rijen.values(drempel.wat).distinct().count() >= drempel.aantal:
            geef_alarm(werkgever, drempel.soort, moment)
    if Lokprofiel.objects.filter(kandidaat=kandidaat).exists():
        geef_alarm(werkgever, Alarm.Soort.LOKPROFIEL, moment)


def geef_alarm(werkgever: Werkgever, soort: Alarm.Soort, moment: datetime.datetime) -> None:
    """Once a day for each kind."""
    alarm, nieuw = Alarm.objects.get_or_create(
        werkgever=werkgever,
        soort=soort,
        dag=timezone.localdate(moment),
        defaults={"moment": moment},
    )
    if nieuw:
        logger.error("ALARM %s van werkgever %s", soort.value, werkgever.pk)
        # Not before it is certain; a mail server that is down stops nobody, and the row stays.
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
