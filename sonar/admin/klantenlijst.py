"""The list of clients: what stands in it, in how many queries, and how one searches it."""

import datetime
import re
from collections.abc import Callable
from typing import Any

from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.lookups import IsNull

from sonar.models import Inschrijving, Klantprofiel, Vaststelling, Werkzoekende, Wisaankondiging


PROFIELSTATUS = ["geen", "concept", "vastgesteld"]
VERS = datetime.timedelta(days=183)  # so long a profile is believed without a new conversation


def _is_er(rijen: QuerySet[Any]) -> IsNull:
    """Whether there is such a row.

    Not EXISTS: that the database turns into a list of the whole country, for a page of 50.
    """
    return IsNull(Subquery(rijen.order_by().values("pk")[:1]), False)


def _vaststellingen(peildatum: datetime.date) -> QuerySet[Vaststelling]:
    return Vaststelling.objects.geldig_op(peildatum).filter(
        klantprofiel__werkzoekende=OuterRef("pk")
    )


def verouderd(peildatum: datetime.date) -> Q:
    """Clients whom employers see by a profile that nobody discussed in half a year."""
    oud = Q(klantprofiel__besproken_op=None) | Q(klantprofiel__besproken_op__lt=peildatum - VERS)
    return Q(_is_er(_vaststellingen(peildatum).filter(oud)))


def zonder_klantmanager(peildatum: datetime.date) -> Q:
    """Clients who are registered and whom nobody guides."""
    wachtend = Inschrijving.objects.geldig_op(peildatum).filter(
        klantmanager=None, werkzoekende=OuterRef("pk")
    )
    return Q(_is_er(wachtend))


def wissen_aangekondigd(peildatum: datetime.date) -> Q:
    """Clients whose data will be deleted because the term is over."""
    aankondiging = Wisaankondiging.objects.filter(
        werkzoekende=OuterRef("pk"), aangekondigd_op__lte=peildatum
    )
    return Q(_is_er(aankondiging))


# What asks for attention: the word in the address, what it is called, and of whom it holds.
AANDACHT: dict[str, tuple[str, Callable[[datetime.date], Q]]] = {
    "verouderd": ("Profiel langer dan een half jaar niet besproken", verouderd),
    "zonder_klantmanager": ("Nog geen klantmanager", zonder_klantmanager),
    "wissen": ("Worden binnenkort gewist", wissen_aangekondigd),
}


def met_overzicht(klanten: QuerySet[Werkzoekende], peildatum: datetime.date) -> QuerySet[Any]:
    """Give each client a `woongemeente` and a `profielstatus`, in the same query."""
    inschrijving = Inschrijving.objects.filter(werkzoekende=OuterRef("pk"))
    profiel = Klantprofiel.objects.filter(werkzoekende=OuterRef("pk"))
    return klanten.annotate(
        woongemeente=Subquery(inschrijving.order_by("-ingangsdatum").values("gemeente__naam")[:1]),
        profielstatus=Case(
            When(_is_er(_vaststellingen(peildatum)), then=Value("vastgesteld")),
            When(_is_er(profiel), then=Value("concept")),
            default=Value("geen"),
        ),
    )


def gezocht(klanten: QuerySet[Werkzoekende], term: str) -> QuerySet[Werkzoekende]:
    """Clients of whom every word begins a part of the name."""
    # A NUL is no part of any name, and PostgreSQL refuses it.
    for woord in re.split(r"[\s,]+", term.replace("\0", "").strip()):
        klanten = klanten.filter(
            Q(achternaam__istartswith=woord)
            | Q(achternaam__icontains=f" {woord}")
            | Q(voornamen__istartswith=woord)
            | Q(voornamen__icontains=f" {woord}")
            | Q(voorvoegsel__istartswith=woord)
            | Q(voorvoegsel__icontains=f" {woord}")
        )
    return klanten
