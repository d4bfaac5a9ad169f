"""Who may be delivered: named conditions, as a queryset and as the reasons why somebody is not.

The delivery, the withdrawal before it and the screens ask this module; nothing else repeats a part
of it.
"""

import datetime
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db import models
from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery

from sonar.models import (
    Bezwaar,
    Doelgroepregistratie,
    Inschrijving,
    Klantprofiel,
    Vaststelling,
)
from sonar.rules.volledigheid import ontbrekende_onderdelen


class Reden(models.TextChoices):
    """Why employers do not see somebody."""

    GEEN_PROFIEL = "geen-profiel", "Er is nog geen klantprofiel."
    ONVOLLEDIG = "onvolledig", "Het klantprofiel is niet volledig."
    NIET_VASTGESTELD = "niet-vastgesteld", "Het klantprofiel is niet vastgesteld."
    NIET_INGESCHREVEN = "niet-ingeschreven", "Deze klant is nergens ingeschreven."
    GEEN_DOELGROEP = "geen-doelgroep", "Deze klant staat niet in het doelgroepregister."
    AFGESCHERMD = "afgeschermd", "Deze klant is afgeschermd."
    BEZWAAR = "bezwaar", "Deze klant heeft bezwaar gemaakt."
    OVERLEDEN = "overleden", "Deze klant is overleden."


@dataclass(frozen=True, slots=True)
class Periode:
    """Something that must be valid on the peildatum: rows that say of whom, by a path."""

    model: type[Any]
    wie: str  # the column of the rows
    vanuit: str  # the same thing, from a klantprofiel

    def op(self, peildatum: datetime.date) -> Q:
        """The klantprofielen of which it is valid on a date."""
        return self._van(self.model.objects.geldig_op(peildatum))

    def tussen(self, van: datetime.date, tot: datetime.date) -> Q:
        """The klantprofielen of which one began or ended after one date, up to another."""
        return self._van(self.model.objects.filter(_tussen(van, tot, "ingangsdatum", "einddatum")))

    def _van(self, rijen: QuerySet[Any]) -> Q:
        return Q(**{f"{self.vanuit}__in": rijen.values(self.wie)})


PERIODEN: dict[Reden, Periode] = {
    Reden.NIET_VASTGESTELD: Periode(Vaststelling, "klantprofiel", "pk"),
    Reden.NIET_INGESCHREVEN: Periode(Inschrijving, "werkzoekende", "werkzoekende"),
    Reden.GEEN_DOELGROEP: Periode(
        Doelgroepregistratie, "werkzoekende", "werkzoekende__bsn_zoeksleutel"
    ),
}
# What must hold of a klantprofiel on the peildatum, each by the reason that is told when it does
# not. That a profile is complete, the delivery sees when it reads the profile.
VOORWAARDEN: dict[Reden, Callable[[datetime.date], Q]] = {
    **{reden: periode.op for reden, periode in PERIODEN.items()},
    # An adviser could not answer an employer who asks for somebody they may not see.
    Reden.AFGESCHERMD: lambda _: Q(werkzoekende__afgeschermd=False),
    Reden.BEZWAAR: lambda _: ~Q(werkzoekende__in=Bezwaar.objects.lopend().values("werkzoekende")),
    Reden.OVERLEDEN: lambda _: Q(werkzoekende__overleden_op=None),
}


def te_leveren(peildatum: datetime.date) -> QuerySet[Any]:
    """The profiles that meet every condition on a date, each with the `regio` of its client."""
    voldoen = Klantprofiel.objects.all()
    for voorwaarde in VOORWAARDEN.values():
        voldoen = voldoen.filter(voorwaarde(peildatum))
    return with_region(voldoen, peildatum).order_by("pk")


def with_region(profielen: QuerySet[Klantprofiel], peildatum: datetime.date) -> QuerySet[Any]:
    """Give each profile the `regio` in which its client is registered on a date."""
    inschrijving = Inschrijving.objects.geldig_op(peildatum).filter(
        werkzoekende=OuterRef("werkzoekende")
    )
    return profielen.annotate(
        regio=Subquery(inschrijving.values("gemeente__arbeidsmarktregio")[:1])
    )


def waarom_niet(persoon: int, peildatum: datetime.date) -> list[Reden]:
    """Every reason why a delivery of this date does not show somebody; empty when it does."""
    profiel = (
        Klantprofiel.objects.filter(werkzoekende=persoon)
        .annotate(
            **{
                f"voldoet_{reden.name.lower()}": ExpressionWrapper(
                    voorwaarde(peildatum), output_field=BooleanField()
                )
                for reden, voorwaarde in VOORWAARDEN.items()
            }
        )
        .first()
    )
    if profiel is None:
        return [Reden.GEEN_PROFIEL]
    niet = {reden for reden in VOORWAARDEN if not getattr(profiel, f"voldoet_{reden.name.lower()}")}
    if ontbrekende_onderdelen(profiel.ingevulde_onderdelen()):
        niet.add(Reden.ONVOLLEDIG)
    return [reden for reden in Reden if reden in niet]


def changed_by_time(sinds: datetime.date | None, peildatum: datetime.date) -> set[uuid.UUID]:
    """The candidate numbers of people for whom something began or ended since a delivery.

    `sinds` may be later than the peildatum; None when nothing was ever delivered.
    """
    if sinds is None or sinds == peildatum:
        return set()
    van, tot = sorted((sinds, peildatum))
    nummers: set[uuid.UUID] = set()
    # The last is no condition: it is told to the month, and no more once that month has begun.
    for waar in (
        *(periode.tussen(van, tot) for periode in PERIODEN.values()),
        _tussen(van, tot, "beschikbaar_vanaf"),
    ):
        wie = Klantprofiel.objects.filter(waar).order_by()
        nummers.update(wie.values_list("kandidaatnummer", flat=True))
    return nummers


def _tussen(van: datetime.date, tot: datetime.date, *velden: str) -> Q:
    return reduce(or_, (Q(**{f"{veld}__gt": van, f"{veld}__lte": tot}) for veld in velden))
