"""Who may do what, and who may see whom. Every page, list, search and command asks it here.

RECHTEN says what a role may do; `zichtbare_werkzoekenden` says with whom. What is not named is not
allowed.
"""

from typing import Literal

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet

from sonar.models import Inschrijving, Medewerker, Organisatie, Werkzoekende


Actie = Literal["inzien", "toevoegen", "wijzigen", "verwijderen"]

KLANTMANAGER = Medewerker.Rol.KLANTMANAGER
BEHEERDER = Medewerker.Rol.FUNCTIONEEL_BEHEERDER
AUDITOR = Medewerker.Rol.AUDITOR
PRIVACY_OFFICER = Medewerker.Rol.PRIVACY_OFFICER

_ALLES: frozenset[Actie] = frozenset({"inzien", "toevoegen", "wijzigen", "verwijderen"})
_BIJHOUDEN: frozenset[Actie] = frozenset({"inzien", "toevoegen", "wijzigen"})
_INZIEN: frozenset[Actie] = frozenset({"inzien"})

# The subject is the name of a model in lower case, or the name of a page.
RECHTEN: dict[str, dict[str, frozenset[Actie]]] = {
    # the client and everything written about the client
    "werkzoekende": {KLANTMANAGER: _BIJHOUDEN},
    "inschrijving": {KLANTMANAGER: _BIJHOUDEN},
    "doelgroepregistratie": {KLANTMANAGER: _BIJHOUDEN},
    "klantprofiel": {KLANTMANAGER: _BIJHOUDEN},
    "opleiding": {KLANTMANAGER: _ALLES},
    "competentiebeheersing": {KLANTMANAGER: _ALLES},
    "taalbeheersing": {KLANTMANAGER: _ALLES},
    "vaststelling": {KLANTMANAGER: _INZIEN},
    # code lists
    "vaardigheid": {KLANTMANAGER: _INZIEN, BEHEERDER: _BIJHOUDEN},
    "affiniteit": {KLANTMANAGER: _INZIEN, BEHEERDER: _BIJHOUDEN},
    "taaksoort": {KLANTMANAGER: _INZIEN, BEHEERDER: _BIJHOUDEN},
    "sector": {KLANTMANAGER: _INZIEN, BEHEERDER: _INZIEN},
    "competentie": {KLANTMANAGER: _INZIEN, BEHEERDER: _INZIEN},
    "taal": {KLANTMANAGER: _INZIEN, BEHEERDER: _BIJHOUDEN},
    "gemeente": {KLANTMANAGER: _INZIEN, BEHEERDER: _INZIEN},
    "postcodegebied": {BEHEERDER: _INZIEN},
    "arbeidsmarktregio": {BEHEERDER: _INZIEN},
    # people who work here
    "organisatie": {KLANTMANAGER: _INZIEN, BEHEERDER: _INZIEN},
    "medewerker": {BEHEERDER: _BIJHOUDEN},
    "account": {BEHEERDER: _BIJHOUDEN},
    # figures
    "cijfers": {AUDITOR: _INZIEN},
    # who looked at whom
    "verwerking": {PRIVACY_OFFICER: _INZIEN},
}


def medewerker_van(account: AbstractBaseUser | AnonymousUser) -> Medewerker | None:
    """The medewerker behind an account; None for employers, the inactive and the anonymous."""
    if not account.is_authenticated or not account.is_active:
        return None
    # Django keeps it on the account, so a request asks the database once.
    medewerker: Medewerker | None = getattr(account, "medewerker", None)
    return medewerker


def mag(medewerker: Medewerker | None, actie: Actie, onderwerp: str) -> bool:
    """Whether a role may do this to the subject at all; whose data it is, comes after."""
    if medewerker is None:
        return False
    return actie in RECHTEN.get(onderwerp, {}).get(medewerker.rol, frozenset())


def _eigen_inschrijving(medewerker: Medewerker) -> Q:
    """The registrations for which the organisation of the medewerker is responsible."""
    eigen = Q(organisatie_id=medewerker.organisatie_id)
    if medewerker.organisatie.soort == Organisatie.Soort.UWV:
        # UWV is one organisation for the whole country; its people work in one region.
        eigen &= Q(gemeente__arbeidsmarktregio_id=medewerker.arbeidsmarktregio_id)
    return eigen


def zichtbare_werkzoekenden(medewerker: Medewerker | None) -> QuerySet[Werkzoekende]:
    """The clients whom a medewerker may see: those of whom the latest registration is their own.

    After a transfer the new organisation sees the client and the old one does not; after the end of
    a registration the organisation that had it last still does.
    """
    if medewerker is None or not mag(medewerker, "inzien", "werkzoekende"):
        return Werkzoekende.objects.none()
    later = Inschrijving.objects.filter(
        werkzoekende=OuterRef("werkzoekende"), ingangsdatum__gt=OuterRef("ingangsdatum")
    )
    laatste = Inschrijving.objects.filter(
        _eigen_inschrijving(medewerker), ~Exists(later), werkzoekende=OuterRef("pk")
    )
    return Werkzoekende.objects.filter(Exists(laatste))


def mag_zien(medewerker: Medewerker | None, werkzoekende: Werkzoekende) -> bool:
    """The same question for one client. One query."""
    return zichtbare_werkzoekenden(medewerker).filter(pk=werkzoekende.pk).exists()
