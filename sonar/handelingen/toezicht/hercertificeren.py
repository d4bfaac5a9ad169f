"""Hercertificeren: the teamleider says each quarter who still works here.

And it takes two people to make one who sees a whole organisation, or who gives others a role.
"""

import datetime

from django.db.models import QuerySet

from sonar.models import Medewerker
from sonar.models.organisatie import KWARTAAL
from sonar.toegang import collegas


BINNENKORT = datetime.timedelta(days=31)
VOORLOPIG = datetime.timedelta(days=14)
# The roles that begin when a second person has said so, and not before.
TWEE_MENSEN = frozenset(
    {
        Medewerker.Rol.TEAMLEIDER,
        Medewerker.Rol.FUNCTIONEEL_BEHEERDER,
        Medewerker.Rol.AUDITOR,
        Medewerker.Rol.PRIVACY_OFFICER,
    }
)


def bevestig(*, medewerker: Medewerker, vandaag: datetime.date) -> None:
    """Access for another quarter, from today."""
    medewerker.bevestigd_tot = vandaag + KWARTAAL
    medewerker.rol_gegeven_door = None
    medewerker.save(update_fields=["bevestigd_tot", "rol_gegeven_door"])


def geef_rol(*, medewerker: Medewerker, door: Medewerker, vandaag: datetime.date) -> None:
    """Somebody is new, or does something else from now on; the caller saves it.

    A role of TWEE_MENSEN gives no access until somebody else confirms it; any other role gives it
    for two weeks.
    """
    medewerker.rol_gegeven_door = door
    is_zwaar = medewerker.rol in TWEE_MENSEN
    medewerker.bevestigd_tot = vandaag if is_zwaar else vandaag + VOORLOPIG


def begin_opnieuw(*, medewerker: Medewerker, door: Medewerker, vandaag: datetime.date) -> None:
    """An account that a beheerder opened anew is confirmed by somebody else, as a new one is.

    Else a beheerder could sign in with the account of a teamleider. Nobody gets access by it.
    """
    tot = medewerker.bevestigd_tot
    geef_rol(medewerker=medewerker, door=door, vandaag=vandaag)
    medewerker.bevestigd_tot = min(tot, medewerker.bevestigd_tot)
    medewerker.save(update_fields=["bevestigd_tot", "rol_gegeven_door"])


def mag_beheerder_bevestigen(
    beheerder: Medewerker, medewerker: Medewerker, vandaag: datetime.date
) -> bool:
    """Whether no teamleider can do it, and it was not this beheerder who gave the role."""
    if medewerker.rol not in TWEE_MENSEN or medewerker.rol_gegeven_door_id == beheerder.pk:
        return False
    teamleiders = collegas(medewerker).filter(
        rol=Medewerker.Rol.TEAMLEIDER, account__is_active=True, bevestigd_tot__gt=vandaag
    )
    return not teamleiders.exclude(pk=medewerker.pk).exists()


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
