"""The list of clients: what stands in it, in how many queries, and how one searches it."""

import datetime
import re
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, Value, When

from sonar.models import Inschrijving, Klantprofiel, Vaststelling, Werkzoekende


PROFIELSTATUS = ["geen", "concept", "vastgesteld"]


def met_overzicht(klanten: QuerySet[Werkzoekende], peildatum: datetime.date) -> QuerySet[Any]:
    """Give each client a `woongemeente` and a `profielstatus`, in the same query."""
    inschrijving = Inschrijving.objects.filter(werkzoekende=OuterRef("pk"))
    vastgesteld = Vaststelling.objects.geldig_op(peildatum).filter(
        klantprofiel__werkzoekende=OuterRef("pk")
    )
    profiel = Klantprofiel.objects.filter(werkzoekende=OuterRef("pk"))
    return klanten.annotate(
        woongemeente=Subquery(inschrijving.order_by("-ingangsdatum").values("gemeente__naam")[:1]),
        profielstatus=Case(
            When(Exists(vastgesteld), then=Value("vastgesteld")),
            When(Exists(profiel), then=Value("concept")),
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
