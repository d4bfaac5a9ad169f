"""The list of clients: its rows, its queries, and its search."""

import datetime
from collections.abc import Callable
from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Value, When, Window
from django.db.models.functions import Upper
from django.http import HttpRequest
from django.utils import timezone

from sonar.admin.access import medewerker_bij
from sonar.models import (
    Bsncorrectie,
    Klantstand,
    Medewerker,
    Plaatsing,
    Rectificatie,
    Voordracht,
    Werkzoekende,
    Wisaankondiging,
)
from sonar.models.klantstand import VOLLEDIG, op
from sonar.rules.normaliseren import naamwoorden
from sonar.toegang import zichtbare_standen


# The word that a role has for its clients.
MIJN = "Mijn klanten"
WIE: dict[str, str] = {
    Medewerker.Rol.TEAMLEIDER: "Klanten van de organisatie",
    Medewerker.Rol.ADVISEUR: "Voorgedragen klanten",
}
PROFIELSTATUS = ["geen", "concept", "vastgesteld"]
VERS = datetime.timedelta(days=183)  # after this a profile is no longer recent


def verouderd(peildatum: datetime.date) -> Q:
    """Clients whom employers see by a profile that nobody discussed in half a year."""
    oud = Q(besproken_op=None) | Q(besproken_op__lt=peildatum - VERS)
    return Q(oud, op("vastgesteld", peildatum))


def onvolledig(peildatum: datetime.date) -> Q:
    """Clients whose profile lacks a part; a vastgesteld profile lacks nothing."""
    return Q(ingevuld__lt=VOLLEDIG) & ~Q(op("vastgesteld", peildatum))


def geplaatst(peildatum: datetime.date) -> Q:
    """Clients whom an adviser placed and who have no job in the dossier since."""
    del peildatum
    baan = Plaatsing.objects.filter(
        werkzoekende=OuterRef("werkzoekende"), ingangsdatum__gte=OuterRef("voorgedragen_op")
    )
    voordrachten = Voordracht.objects.filter(~Exists(baan), stand=Voordracht.Stand.GEPLAATST)
    return Q(pk__in=voordrachten.order_by().values("werkzoekende"))


def zonder_klantmanager(peildatum: datetime.date) -> Q:
    """Clients who are registered and whom nobody guides."""
    loopt = Q(einddatum=None) | Q(einddatum__gt=peildatum)
    return Q(klantmanager=None, ingangsdatum__lte=peildatum) & loopt


def wissen_aangekondigd(peildatum: datetime.date) -> Q:
    """Clients whose data will be deleted because the term is over."""
    aankondigingen = Wisaankondiging.objects.filter(aangekondigd_op__lte=peildatum)
    return Q(pk__in=aankondigingen.order_by().values("werkzoekende"))


def vraagt_rectificatie(peildatum: datetime.date) -> Q:
    """Clients who asked us to put something right, and wait for an answer."""
    open_ = Rectificatie.objects.filter(stand=Rectificatie.Stand.OPEN, gevraagd_op__lte=peildatum)
    return Q(pk__in=open_.order_by().values("werkzoekende"))


def bsn_te_bevestigen(_: datetime.date) -> Q:
    """Clients for whom somebody proposed another BSN."""
    open_ = Bsncorrectie.objects.filter(stand=Bsncorrectie.Stand.OPEN)
    return Q(pk__in=open_.order_by().values("werkzoekende"))


# The kinds of attention: the word in the address, the label, and the condition.
AANDACHT: dict[str, tuple[str, Callable[[datetime.date], Q]]] = {
    "verouderd": ("Profiel langer dan een half jaar niet besproken", verouderd),
    "onvolledig": ("Klantprofiel onvolledig: niemand vindt de klant", onvolledig),
    "geplaatst": ("Geplaatst, uitstroom nog niet vastgelegd", geplaatst),
    "zonder_klantmanager": ("Nog geen klantmanager", zonder_klantmanager),
    "rectificatie": ("Vragen om rectificatie", vraagt_rectificatie),
    "bsn": ("Burgerservicenummer verbeteren: de teamleider bevestigt", bsn_te_bevestigen),
    "wissen": ("Worden binnenkort gewist", wissen_aangekondigd),
}


def profielstatus(peildatum: datetime.date, van: str = "") -> Case:
    """One of PROFIELSTATUS; `van` is the way to the Klantstand."""
    return Case(
        When(op(f"{van}vastgesteld", peildatum), then=Value("vastgesteld")),
        When(**{f"{van}ingevuld": None}, then=Value("geen")),
        default=Value("concept"),
    )


def met_overzicht(klanten: QuerySet[Werkzoekende], peildatum: datetime.date) -> QuerySet[Any]:
    """Give each client a `woongemeente` and a `profielstatus`, in the same query."""
    return klanten.annotate(
        woongemeente=F("klantstand__gemeente__naam"),
        profielstatus=profielstatus(peildatum, "klantstand__"),
    )


def gezocht(standen: QuerySet[Klantstand], term: str) -> QuerySet[Klantstand]:
    """The clients in whose name each word begins a part."""
    for woord in naamwoorden(term):
        standen = standen.filter(zoeknaam__contains=Upper(Value(f" {woord}")))
    return standen


class Klantenlijst(ChangeList):
    """Finds the numbers of the page in Klantstand, then looks up these clients. One question to one
    index says whom one sees, whether the filters hold and how many there are.
    """

    def get_queryset(
        self, request: HttpRequest, exclude_parameters: list[str | None] | None = None
    ) -> QuerySet[Klantstand]:
        self.root_queryset = zichtbare_standen(medewerker_bij(request), timezone.now(), lijst=True)
        return super().get_queryset(request, exclude_parameters)

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Any]) -> list[Any]:
        # Only this is not kept in Klantstand.
        return [
            str(naam).replace("geboortedatum", "werkzoekende__geboortedatum")
            for naam in super().get_ordering(request, queryset)
        ]

    def get_results(self, request: HttpRequest) -> None:
        begin = 0 if self.show_all else (self.page_num - 1) * self.list_per_page
        hoogstens = self.list_max_show_all if self.show_all else self.list_per_page
        if begin < 0:
            raise IncorrectLookupParameters
        rijen = list(
            self.queryset.annotate(aantal=Window(Count("pk"))).values_list("pk", "aantal")[
                begin : begin + hoogstens
            ]
        )
        if begin and not rijen:
            raise IncorrectLookupParameters  # past the last page
        self.result_count = rijen[0][1] if rijen else 0
        self.paginator = Paginator(range(self.result_count), self.list_per_page)
        self.multi_page = self.result_count > self.list_per_page
        self.can_show_all = self.result_count <= self.list_max_show_all
        self.show_full_result_count, self.full_result_count = False, None
        self.show_admin_actions = True
        if self.show_all and not self.can_show_all:
            rijen = rijen[: self.list_per_page]
        # This request has just checked that they are in sight.
        klanten = Werkzoekende.objects.filter(pk__in=[nummer for nummer, _ in rijen])
        gevonden = met_overzicht(klanten, timezone.localdate()).in_bulk()
        self.result_list = [gevonden[nummer] for nummer, _ in rijen if nummer in gevonden]
