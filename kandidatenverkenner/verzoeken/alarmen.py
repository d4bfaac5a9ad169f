"""Alarms about employers, and who opened the profile of a candidate, for Sonar to look into."""

import datetime
import uuid
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from kandidatenverkenner.models import Alarm, Bezoek, Werkgever


@dataclass(frozen=True, slots=True)
class AlarmReport:
    """An alarm for Sonar."""

    nummer: int
    soort: str
    werkgever: str
    kvk_nummer: str
    moment: datetime.datetime


def alarmen() -> list[AlarmReport]:
    """The open alarms, the newest first."""
    open_ = Alarm.objects.filter(afgehandeld_op=None).select_related("werkgever")
    return [
        AlarmReport(
            rij.pk,
            str(rij.get_soort_display()),
            rij.werkgever.naam,
            rij.werkgever.kvk_nummer,
            rij.moment,
        )
        for rij in open_
    ]


def handel_af(nummer: int, *, sluit: bool, moment: datetime.datetime) -> None:
    """Close an alarm; with `sluit` the organisation sees no candidates any more.

    Raises ValidationError for one that is not open.
    """
    alarm = Alarm.objects.filter(pk=nummer, afgehandeld_op=None).first()
    if alarm is None:
        raise ValidationError("Dit alarm is al afgehandeld.")
    Alarm.objects.filter(pk=nummer).update(afgehandeld_op=moment)
    if sluit:
        Werkgever.objects.filter(pk=alarm.werkgever_id).update(gecontroleerd_op=None)


def bezoeken_van(kandidaat: uuid.UUID) -> list[tuple[datetime.datetime, str]]:
    """When which organisation opened the profile of a candidate, the newest first."""
    rijen = Bezoek.objects.filter(kandidaat=kandidaat)
    return list(rijen.values_list("moment", "werkgever__naam"))
