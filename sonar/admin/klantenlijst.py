"""The list of clients: what stands in it, in how many queries, and how one searches it."""

import datetime
import re
from collections.abc import Callable
from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import InvalidPage, Paginator
from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.lookups import IsNull
from django.http import HttpRequest
from django.utils import timezone

from sonar.models import (
    Bsncorrectie,
    Competentiebeheersing,
    Inschrijving,
    Klantprofiel,
    Medewerker,
    Opleiding,
    Plaatsing,
    Rectificatie,
    Vaststelling,
    Voordracht,
    Werkzoekende,
    Wisaankondiging,
)
from sonar.models.klantprofiel import BEHEERST


# What a role calls those whom it sees.
MIJN = "Mijn klanten"
WIE: dict[str, str] = {
    Medewerker.Rol.TEAMLEIDER: "Klanten van de organisatie",
    Medewerker.Rol.ADVISEUR: "Voorgedragen klanten",
}
PROFIELSTATUS = ["geen", "concept", "vastgesteld"]
VERS = datetime.timedelta(days=183)  # so long a profile is believed without a new conversation


def _is_er(rijen: QuerySet[Any], kolom: str = "pk") -> IsNull:
    """Whether there is such a row.

    Not EXISTS: that the database turns into a list of the whole country, for a page of 50. With a
    `kolom` that stands in the index, nothing but the index is read.
    """
    return IsNull(Subquery(rijen.order_by().values(kolom)[:1]), False)


def _vaststellingen(peildatum: datetime.date) -> QuerySet[Vaststelling]:
    return Vaststelling.objects.geldig_op(peildatum).filter(
        klantprofiel__werkzoekende=OuterRef("pk")
    )


def verouderd(peildatum: datetime.date) -> Q:
    """Clients whom employers see by a profile that nobody discussed in half a year."""
    oud = Q(klantprofiel__besproken_op=None) | Q(klantprofiel__besproken_op__lt=peildatum - VERS)
    return Q(_is_er(_vaststellingen(peildatum).filter(oud), "klantprofiel"))


def onvolledig(peildatum: datetime.date) -> Q:
    """Clients whose profile lacks a part, as `Klantprofiel.ingevulde_onderdelen` says.

    Of what is vastgesteld nothing is missing, so there nothing is looked up.
    """
    van_dit_profiel = {"klantprofiel": OuterRef("pk")}
    rijen: list[QuerySet[Any]] = [
        Opleiding.objects.filter(**van_dit_profiel),
        Competentiebeheersing.objects.filter(**van_dit_profiel, beheersing__in=BEHEERST),
        *(
            lijst._default_manager.filter(**van_dit_profiel)
            for lijst in (
                Klantprofiel.vaardigheden.through,
                Klantprofiel.affiniteiten.through,
                Klantprofiel.sectoren.through,
                Klantprofiel.taaksoorten.through,
            )
        ),
    ]
    mist = Q(uren_max=None) | Q(reisafstand="")
    for deel in rijen:
        mist |= ~Q(_is_er(deel, "klantprofiel"))
    lopend = Vaststelling.objects.geldig_op(peildatum).filter(**van_dit_profiel)
    profiel = Klantprofiel.objects.filter(
        ~Q(_is_er(lopend, "klantprofiel")), mist, werkzoekende=OuterRef("pk")
    )
    return Q(_is_er(profiel, "werkzoekende"))


def geplaatst(peildatum: datetime.date) -> Q:
    """Clients whom an adviser placed, and of whom no job has been written down since."""
    del peildatum
    baan = Plaatsing.objects.filter(
        werkzoekende=OuterRef("werkzoekende"), ingangsdatum__gte=OuterRef("voorgedragen_op")
    )
    voordracht = Voordracht.objects.filter(
        ~Q(_is_er(baan, "werkzoekende")),
        werkzoekende=OuterRef("pk"),
        stand=Voordracht.Stand.GEPLAATST,
    )
    return Q(_is_er(voordracht, "werkzoekende"))


def zonder_klantmanager(peildatum: datetime.date) -> Q:
    """Clients who are registered and whom nobody guides."""
    wachtend = Inschrijving.objects.geldig_op(peildatum).filter(
        klantmanager=None, werkzoekende=OuterRef("pk")
    )
    return Q(_is_er(wachtend, "werkzoekende"))


def wissen_aangekondigd(peildatum: datetime.date) -> Q:
    """Clients whose data will be deleted because the term is over."""
    aankondiging = Wisaankondiging.objects.filter(
        werkzoekende=OuterRef("pk"), aangekondigd_op__lte=peildatum
    )
    return Q(_is_er(aankondiging))


def vraagt_rectificatie(peildatum: datetime.date) -> Q:
    """Clients who asked us to put something right, and wait for an answer."""
    open_ = Rectificatie.objects.filter(
        werkzoekende=OuterRef("pk"), stand=Rectificatie.Stand.OPEN, gevraagd_op__lte=peildatum
    )
    return Q(_is_er(open_))


def bsn_te_bevestigen(_: datetime.date) -> Q:
    """Clients of whom somebody proposed another BSN."""
    open_ = Bsncorrectie.objects.filter(werkzoekende=OuterRef("pk"), stand=Bsncorrectie.Stand.OPEN)
    return Q(_is_er(open_))


# What asks for attention: the word in the address, what it is called, and of whom it holds.
AANDACHT: dict[str, tuple[str, Callable[[datetime.date], Q]]] = {
    "verouderd": ("Profiel langer dan een half jaar niet besproken", verouderd),
    "onvolledig": ("Klantprofiel onvolledig: niemand vindt de klant", onvolledig),
    "geplaatst": ("Geplaatst, uitstroom nog niet vastgelegd", geplaatst),
    "zonder_klantmanager": ("Nog geen klantmanager", zonder_klantmanager),
    "rectificatie": ("Vragen om rectificatie", vraagt_rectificatie),
    "bsn": ("Burgerservicenummer verbeteren: de teamleider bevestigt", bsn_te_bevestigen),
    "wissen": ("Worden binnenkort gewist", wissen_aangekondigd),
}


def met_overzicht(klanten: QuerySet[Werkzoekende], peildatum: datetime.date) -> QuerySet[Any]:
    """Give each client a `woongemeente` and a `profielstatus`, in the same query."""
    inschrijving = Inschrijving.objects.filter(werkzoekende=OuterRef("pk"))
    profiel = Klantprofiel.objects.filter(werkzoekende=OuterRef("pk"))
    return klanten.annotate(
        woongemeente=Subquery(inschrijving.order_by("-ingangsdatum").values("gemeente__naam")[:1]),
        profielstatus=Case(
            When(_is_er(_vaststellingen(peildatum), "klantprofiel"), then=Value("vastgesteld")),
            When(_is_er(profiel, "werkzoekende"), then=Value("concept")),
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


class Klantenlijst(ChangeList):
    """Asks once who is in the list, for the count and the page together.

    Django asks twice: how many, and who stands on this page. Whom one sees, and whether the
    filters hold, is the dear part; what stands beside a name is looked up for one page only.
    """

    def get_results(self, request: HttpRequest) -> None:
        nummers = list(self.queryset.values_list("pk", flat=True))
        self.paginator = Paginator(nummers, self.list_per_page)
        self.result_count = len(nummers)
        self.multi_page = self.result_count > self.list_per_page
        self.can_show_all = self.result_count <= self.list_max_show_all
        self.show_full_result_count, self.full_result_count = False, None
        self.show_admin_actions = True
        if self.multi_page and not (self.show_all and self.can_show_all):
            try:
                nummers = list(self.paginator.page(self.page_num).object_list)
            except InvalidPage as fout:
                raise IncorrectLookupParameters from fout
        # In sight a moment ago, in this request.
        klanten = Werkzoekende.objects.filter(pk__in=nummers)
        rijen = met_overzicht(klanten, timezone.localdate()).in_bulk()
        self.result_list = [rijen[nummer] for nummer in nummers if nummer in rijen]
