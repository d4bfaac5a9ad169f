"""Who may do what, and with whom. Every page, list, search, export and command asks it here.

There are two tables, which anybody can read, and nothing beside them. RECHTEN says what a role may
do with a kind of thing. ZICHT says what a role may do with a person, by their relation. Anything
that is not named is not allowed. `zichtbare_werkzoekenden` is ZICHT as a queryset; `mag_zien` asks
it for one person.
"""

import datetime
from collections.abc import Collection, Iterable
from typing import Literal

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, Q, QuerySet, TextChoices, Value, When
from django.utils import timezone

from sonar.models import (
    Grond,
    Inschrijving,
    Klantstand,
    Medewerker,
    Noodtoegang,
    Organisatie,
    Overdracht,
    Vacature,
    Voordracht,
    Werkzoekende,
)
from sonar.models.klantstand import op
from sonar.models.overdracht import OverdrachtQuerySet
from sonar.models.registratie import PeriodeQuerySet


Actie = Literal["inzien", "toevoegen", "wijzigen", "verwijderen"]

KLANTMANAGER = Medewerker.Rol.KLANTMANAGER
ADVISEUR = Medewerker.Rol.ADVISEUR
TEAMLEIDER = Medewerker.Rol.TEAMLEIDER
BEHEERDER = Medewerker.Rol.FUNCTIONEEL_BEHEERDER
AUDITOR = Medewerker.Rol.AUDITOR
PRIVACY_OFFICER = Medewerker.Rol.PRIVACY_OFFICER

_ALLES: frozenset[Actie] = frozenset({"inzien", "toevoegen", "wijzigen", "verwijderen"})
_BIJHOUDEN: frozenset[Actie] = frozenset({"inzien", "toevoegen", "wijzigen"})
_WIJZIGEN: frozenset[Actie] = frozenset({"inzien", "wijzigen"})
_INZIEN: frozenset[Actie] = frozenset({"inzien"})

# The subject is the name of a model in lower case, or the name of a page.
RECHTEN: dict[str, dict[str, frozenset[Actie]]] = {
    # the client and everything written about the client
    "werkzoekende": {KLANTMANAGER: _BIJHOUDEN, TEAMLEIDER: _WIJZIGEN, ADVISEUR: _INZIEN},
    "inschrijving": {KLANTMANAGER: _BIJHOUDEN, TEAMLEIDER: _WIJZIGEN, ADVISEUR: _INZIEN},
    "doelgroepregistratie": {KLANTMANAGER: _BIJHOUDEN, TEAMLEIDER: _INZIEN},
    "klantprofiel": {KLANTMANAGER: _BIJHOUDEN, TEAMLEIDER: _INZIEN, ADVISEUR: _INZIEN},
    "opleiding": {KLANTMANAGER: _ALLES, TEAMLEIDER: _INZIEN, ADVISEUR: _INZIEN},
    "competentiebeheersing": {KLANTMANAGER: _ALLES, TEAMLEIDER: _INZIEN, ADVISEUR: _INZIEN},
    "taalbeheersing": {KLANTMANAGER: _ALLES, TEAMLEIDER: _INZIEN, ADVISEUR: _INZIEN},
    "vaststelling": {KLANTMANAGER: _INZIEN, TEAMLEIDER: _INZIEN, ADVISEUR: _INZIEN},
    "bsn": {KLANTMANAGER: _INZIEN},
    # one proposes, the other types the number too
    "bsn-correctie": {
        KLANTMANAGER: frozenset({"inzien", "toevoegen"}),
        TEAMLEIDER: _WIJZIGEN,
    },
    # what is done with the client
    "dienstverlening": {KLANTMANAGER: _INZIEN, TEAMLEIDER: _INZIEN},
    "traject": {KLANTMANAGER: _BIJHOUDEN, TEAMLEIDER: _INZIEN},
    "activiteit": {KLANTMANAGER: _ALLES, TEAMLEIDER: _INZIEN},
    "contactmoment": {KLANTMANAGER: _BIJHOUDEN, TEAMLEIDER: _INZIEN},
    "plaatsing": {KLANTMANAGER: _BIJHOUDEN, TEAMLEIDER: _INZIEN},
    "overdracht": {KLANTMANAGER: _BIJHOUDEN, TEAMLEIDER: _BIJHOUDEN},
    "verantwoording": {TEAMLEIDER: _INZIEN},
    "profielkwaliteit": {TEAMLEIDER: _INZIEN},
    # work, and who is put forward for it
    "vacature": {ADVISEUR: _BIJHOUDEN},
    "voordracht": {ADVISEUR: _BIJHOUDEN},
    "contactverzoek": {ADVISEUR: _WIJZIGEN},
    "werkgever": {ADVISEUR: _WIJZIGEN},
    "contactverzoek-bewaken": {TEAMLEIDER: _INZIEN},
    # what the client may ask
    "rechten": {KLANTMANAGER: _INZIEN, TEAMLEIDER: _INZIEN},
    "rectificatie": {KLANTMANAGER: _BIJHOUDEN, TEAMLEIDER: _BIJHOUDEN},
    "bezwaar": {KLANTMANAGER: _BIJHOUDEN, TEAMLEIDER: _BIJHOUDEN},
    "wissen": {TEAMLEIDER: frozenset({"verwijderen"})},
    # a list of clients as a file
    "uitvoer": {KLANTMANAGER: _BIJHOUDEN, TEAMLEIDER: _INZIEN},
    "uitvoer-goedkeuren": {TEAMLEIDER: _WIJZIGEN},
    # outside one's own clients
    "personen-zoeken": {KLANTMANAGER: _INZIEN, TEAMLEIDER: _INZIEN},
    "noodtoegang": {KLANTMANAGER: _BIJHOUDEN, TEAMLEIDER: _BIJHOUDEN},
    "noodtoegang-beoordelen": {TEAMLEIDER: _WIJZIGEN},
    # code lists
    "vaardigheid": {KLANTMANAGER: _INZIEN, ADVISEUR: _INZIEN, BEHEERDER: _BIJHOUDEN},
    "affiniteit": {KLANTMANAGER: _INZIEN, ADVISEUR: _INZIEN, BEHEERDER: _BIJHOUDEN},
    "taaksoort": {KLANTMANAGER: _INZIEN, ADVISEUR: _INZIEN, BEHEERDER: _BIJHOUDEN},
    "sector": {KLANTMANAGER: _INZIEN, ADVISEUR: _INZIEN, BEHEERDER: _INZIEN},
    "competentie": {KLANTMANAGER: _INZIEN, BEHEERDER: _INZIEN},
    "taal": {KLANTMANAGER: _INZIEN, BEHEERDER: _BIJHOUDEN},
    "gemeente": {KLANTMANAGER: _INZIEN, BEHEERDER: _INZIEN},
    "postcodegebied": {BEHEERDER: _INZIEN},
    "arbeidsmarktregio": {BEHEERDER: _INZIEN},
    # people who work here
    "organisatie": {KLANTMANAGER: _INZIEN, BEHEERDER: _INZIEN},
    "medewerker": {BEHEERDER: _BIJHOUDEN},
    "account": {BEHEERDER: _BIJHOUDEN},
    "team": {TEAMLEIDER: _WIJZIGEN},
    # figures
    "cijfers": {AUDITOR: _INZIEN},
    "uitgaven": {AUDITOR: _INZIEN, TEAMLEIDER: _INZIEN},
    "uitgave": {AUDITOR: _BIJHOUDEN},
    "uitgave-goedkeuren": {AUDITOR: _WIJZIGEN},
    "herleiding": {AUDITOR: _INZIEN},
    # who looked at whom
    "verwerking": {PRIVACY_OFFICER: _INZIEN},
    "alarm": {PRIVACY_OFFICER: _WIJZIGEN},
}


class Relatie(TextChoices):
    """What binds a medewerker and a person."""

    CASELOAD = "caseload", "klant uit de eigen caseload"
    ORGANISATIE = "organisatie", "klant van de eigen organisatie"
    BEMIDDELING = "bemiddeling", "klant uit de eigen regio van wie werkgevers het profiel zien"
    VOORGEDRAGEN = "voorgedragen", "klant uit de eigen regio die voor een vacature is voorgedragen"
    NOODTOEGANG = "noodtoegang", "iemand voor wie noodtoegang loopt"
    AFGESLOTEN = "afgesloten", "klant die bij de eigen organisatie is uitgeschreven"
    OVERLEDEN = "overleden", "klant van de eigen organisatie die is overleden"


# role: what binds them: what may be done. Somebody who is afgeschermd is for CASELOAD and
# ORGANISATIE only (see `_relatie`).
ZICHT: dict[str, dict[Relatie, frozenset[Actie]]] = {
    KLANTMANAGER: {
        Relatie.CASELOAD: _WIJZIGEN,
        Relatie.NOODTOEGANG: _INZIEN,
    },
    TEAMLEIDER: {
        Relatie.ORGANISATIE: _WIJZIGEN,
        Relatie.NOODTOEGANG: _INZIEN,
        Relatie.AFGESLOTEN: _WIJZIGEN,
        Relatie.OVERLEDEN: _INZIEN,
    },
    ADVISEUR: {
        Relatie.BEMIDDELING: _INZIEN,
        Relatie.VOORGEDRAGEN: _INZIEN,
    },
    BEHEERDER: {},
    AUDITOR: {},
    PRIVACY_OFFICER: {},
}

# These relations open a person when a vacature or a contact request leads there, but not in a list.
NIET_TE_BLADEREN = frozenset({Relatie.BEMIDDELING})

# On what ground a look at somebody is written in the verwerkingslog.
GRONDEN: dict[Relatie, Grond] = {
    Relatie.CASELOAD: Grond.EIGEN_KLANT,
    Relatie.ORGANISATIE: Grond.ORGANISATIE,
    Relatie.BEMIDDELING: Grond.BEMIDDELING,
    Relatie.VOORGEDRAGEN: Grond.BEMIDDELING,
    Relatie.NOODTOEGANG: Grond.NOODTOEGANG,
    Relatie.AFGESLOTEN: Grond.ORGANISATIE,
    Relatie.OVERLEDEN: Grond.ORGANISATIE,
}


def medewerker_van(
    account: AbstractBaseUser | AnonymousUser, peildatum: datetime.date
) -> Medewerker | None:
    """The medewerker behind an account; None for employers, the inactive and the anonymous.

    Also None when no teamleider has confirmed this medewerker for the peildatum.
    """
    if not account.is_authenticated or not account.is_active:
        return None
    # Django keeps it on the account, so a request asks the database once.
    medewerker: Medewerker | None = getattr(account, "medewerker", None)
    if medewerker is None or medewerker.bevestigd_tot <= peildatum:
        return None
    return medewerker


def mag(medewerker: Medewerker | None, actie: Actie, onderwerp: str) -> bool:
    """Whether a role may do this to the subject at all. Other functions say with whose data."""
    if medewerker is None:
        return False
    return actie in RECHTEN.get(onderwerp, {}).get(medewerker.rol, frozenset())


def zichtbare_werkzoekenden(
    medewerker: Medewerker | None,
    moment: datetime.datetime,
    actie: Actie = "inzien",
    *,
    persoon: int | Collection[int] | None = None,
    lijst: bool = False,
) -> QuerySet[Werkzoekende]:
    """The persons with whom a medewerker may do this now. Anybody else does not exist. `persoon`
    limits it to that person, or to those: the database looks at nobody else. `lijst` limits it to
    the persons through whom one may leaf (see NIET_TE_BLADEREN).

    The latest registration of somebody says whose client that is: after a transfer the new
    organisation sees the client and the old one does not.
    """
    standen = zichtbare_standen(medewerker, moment, actie, lijst=lijst)
    if persoon is not None:
        standen = standen.filter(pk__in=[persoon] if isinstance(persoon, int) else persoon)
    return Werkzoekende.objects.filter(pk__in=standen.order_by().values("pk"))


def zichtbare_standen(
    medewerker: Medewerker | None,
    moment: datetime.datetime,
    actie: Actie = "inzien",
    *,
    lijst: bool = False,
) -> QuerySet[Klantstand]:
    """The same persons as rows of Klantstand: lists of thousands are counted and sorted by
    these."""
    if medewerker is None or not mag(medewerker, actie, "werkzoekende"):
        return Klantstand.objects.none()
    relaties = [
        relatie
        for relatie, acties in ZICHT[medewerker.rol].items()
        if actie in acties and not (lijst and relatie in NIET_TE_BLADEREN)
    ]
    wie = Q(pk__in=[])
    for relatie in relaties:
        wie |= _relatie(relatie, medewerker, moment)
    return Klantstand.objects.filter(wie)


def mag_zien(
    medewerker: Medewerker | None, werkzoekende: Werkzoekende, moment: datetime.datetime
) -> bool:
    """The same question for one person. One query."""
    return zichtbare_werkzoekenden(medewerker, moment, persoon=werkzoekende.pk).exists()


def te_herleiden(medewerker: Medewerker | None) -> QuerySet[Werkzoekende]:
    """The persons whose figures a medewerker may trace, by number. This is all it allows:
    `zichtbare_werkzoekenden` decides about anything else. An afgeschermd person counts like
    everybody, and cannot be traced.
    """
    if not mag(medewerker, "inzien", "herleiding"):
        return Werkzoekende.objects.none()
    return Werkzoekende.objects.filter(afgeschermd=False)


def collegas(medewerker: Medewerker | None) -> QuerySet[Medewerker]:
    """The colleagues at the same place: the organisation, and for UWV its region."""
    if medewerker is None:
        return Medewerker.objects.none()
    zelfde = Medewerker.objects.filter(organisatie=medewerker.organisatie_id)
    if medewerker.organisatie.soort == Organisatie.Soort.UWV:
        zelfde = zelfde.filter(arbeidsmarktregio=medewerker.arbeidsmarktregio_id)
    return zelfde


def eigen_inschrijvingen(medewerker: Medewerker) -> PeriodeQuerySet[Inschrijving]:
    """The registrations, current and earlier, at the place where this medewerker works; for
    counts."""
    eigen = Inschrijving.objects.filter(organisatie=medewerker.organisatie_id)
    if medewerker.organisatie.soort == Organisatie.Soort.UWV:
        eigen = eigen.filter(gemeente__arbeidsmarktregio=medewerker.arbeidsmarktregio_id)
    return eigen


def ontvangen_overdrachten(medewerker: Medewerker | None) -> OverdrachtQuerySet:
    """The clients whom another organisation offers to the one of this medewerker."""
    if medewerker is None or not mag(medewerker, "inzien", "overdracht"):
        return Overdracht.objects.none()
    aanbod = Overdracht.objects.filter(
        naar=medewerker.organisatie_id, werkzoekende__overleden_op=None
    )
    if Relatie.ORGANISATIE not in ZICHT[medewerker.rol]:
        # The teamleider decides who gets an afgeschermd client.
        aanbod = aanbod.filter(werkzoekende__afgeschermd=False)
    if medewerker.organisatie.soort == Organisatie.Soort.UWV:
        aanbod = aanbod.filter(aangeboden_door__arbeidsmarktregio=medewerker.arbeidsmarktregio_id)
    return aanbod


def aangeboden_overdrachten(medewerker: Medewerker | None) -> OverdrachtQuerySet:
    """What this medewerker offered to others."""
    if medewerker is None or not mag(medewerker, "inzien", "overdracht"):
        return Overdracht.objects.none()
    return Overdracht.objects.filter(aangeboden_door=medewerker)


def gronden(
    medewerker: Medewerker, personen: Iterable[int], moment: datetime.datetime
) -> dict[int, Grond]:
    """On what ground this medewerker sees each of these persons (by id); GEEN where on none."""
    relaties = ZICHT[medewerker.rol]
    gevonden = dict.fromkeys(personen, Grond.GEEN)
    if not relaties or not gevonden:
        return gevonden
    gebonden = [
        When(_relatie(relatie, medewerker, moment), then=Value(GRONDEN[relatie].value))
        for relatie in relaties
    ]
    van_hen = Klantstand.objects.order_by().filter(pk__in=list(gevonden))
    grond = Case(*gebonden, default=Value(Grond.GEEN.value))
    gevonden.update((pk, Grond(wat)) for pk, wat in van_hen.values_list("pk", grond))
    return gevonden


def _relatie(relatie: Relatie, medewerker: Medewerker, moment: datetime.datetime) -> Q:
    """The persons who have this relation to the medewerker."""
    peildatum = timezone.localdate(moment)
    leeft, afgeschermd = Q(overleden_op=None), Q(afgeschermd=True)
    open_ = Q(einddatum=None) | Q(einddatum__gt=peildatum)
    if relatie == Relatie.CASELOAD:
        return leeft & open_ & Q(klantmanager=medewerker) & _eigen(medewerker)
    if relatie == Relatie.ORGANISATIE:
        return leeft & open_ & _eigen(medewerker)
    if relatie == Relatie.VOORGEDRAGEN:
        voorgedragen = Voordracht.objects.filter(
            vacature__arbeidsmarktregio=medewerker.arbeidsmarktregio_id,
            vacature__stand=Vacature.Stand.OPEN,
        )
        te_bemiddelen = _relatie(Relatie.BEMIDDELING, medewerker, moment)
        return Q(pk__in=voorgedragen.values("werkzoekende")) & te_bemiddelen
    if relatie == Relatie.BEMIDDELING:
        regio = Q(regio=medewerker.arbeidsmarktregio_id)
        return leeft & ~afgeschermd & op("vastgesteld", peildatum) & open_ & regio
    if relatie == Relatie.NOODTOEGANG:
        lopend = Noodtoegang.objects.geldig_op(moment).filter(medewerker=medewerker)
        # This is asked first: mostly there is none, and an OR with a subquery would read everybody.
        wie = list(lopend.values_list("werkzoekende", flat=True))
        return leeft & ~afgeschermd & Q(pk__in=wie)
    if relatie == Relatie.AFGESLOTEN:
        return leeft & ~afgeschermd & ~open_ & _eigen(medewerker)
    return ~leeft & ~afgeschermd & _eigen(medewerker)


def _eigen(medewerker: Medewerker) -> Q:
    """The persons for whom the organisation of the medewerker is responsible."""
    eigen = Q(organisatie=medewerker.organisatie_id)
    if medewerker.organisatie.soort == Organisatie.Soort.UWV:
        # UWV is one organisation for the whole country; its people work in one region.
        eigen &= Q(regio=medewerker.arbeidsmarktregio_id)
    return eigen
