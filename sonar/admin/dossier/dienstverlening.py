"""What is done with a client: trajecten, contactmomenten, plaatsingen, and the account of it."""

import datetime
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.contrib import admin
from django.db.models import DecimalField, QuerySet
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, localize

from sonar.admin.access import eis, eis_persoon, klantmenu, medewerker_bij, zichtbaar
from sonar.admin.model_admin import Model, ToegangAdmin, ToegangInline
from sonar.admin.site import sonar_site
from sonar.models import (
    Activiteit,
    Contactmoment,
    Dienststatus,
    Medewerker,
    Plaatsing,
    Traject,
    Werkzoekende,
)
from sonar.models.dienstverlening import UREN_PER_BAAN
from sonar.toegang import mag


class DossierAdmin(ToegangAdmin[Model]):
    """A row of the dossier of one client; made from the page of that client (`?klant=`)."""

    change_form_template = "admin/sonar/dossier_form.html"
    leest_mee = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return (
            super().get_queryset(request).filter(werkzoekende__in=self.zichtbare_klanten(request))
        )

    def _klant(self, request: HttpRequest) -> Werkzoekende:
        """The client for whom a row is added."""
        nummer = request.GET.get("klant", "")
        if not nummer.isdecimal() or len(nummer) > 18:
            raise Http404
        return eis_persoon(request, int(nummer), "wijzigen", "werkzoekende")

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        eis(request, "toevoegen", str(self.opts.model_name))
        klant = self._klant(request)
        return super().add_view(request, form_url, (extra_context or {}) | {"klant": klant})

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        rij = self.get_object(request, object_id)
        klant = {"klant": rij.werkzoekende} if rij else {}
        return super().change_view(request, object_id, form_url, (extra_context or {}) | klant)

    def save_model(
        self, request: HttpRequest, obj: Any, form: ModelForm[Any], change: bool
    ) -> None:
        medewerker = medewerker_bij(request)
        if not change and medewerker:
            obj.werkzoekende = self._klant(request)
            self.teken(obj, medewerker)
        super().save_model(request, obj, form, change)

    def teken(self, obj: Any, medewerker: Medewerker) -> None:
        """Fill in whose row a new row is."""
        obj.organisatie = medewerker.organisatie

    def _terug(self, obj: Any) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:dienstverlening", args=[obj.werkzoekende_id]))

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        return self._terug(obj)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return self._terug(obj)


class ActiviteitInline(ToegangInline[Activiteit]):
    """The steps of a traject."""

    model = Activiteit
    verbose_name_plural = "activiteiten"
    fieldsets = [
        (None, {"fields": [("soort", "omschrijving"), ("status", "ingangsdatum", "einddatum")]})
    ]


@admin.register(Traject, site=sonar_site)
class TrajectAdmin(DossierAdmin[Traject]):
    """A plan with a goal."""

    inlines = [ActiviteitInline]
    list_display = ["doel", "status", "ingangsdatum", "einddatum"]
    list_filter = ["status"]
    fieldsets = [(None, {"fields": ["doel", ("status", "ingangsdatum", "einddatum"), "resultaat"]})]


@admin.register(Contactmoment, site=sonar_site)
class ContactmomentAdmin(DossierAdmin[Contactmoment]):
    """A conversation."""

    list_display = ["datum", "wijze"]
    fieldsets = [(None, {"fields": [("datum", "wijze"), "verslag"]})]

    def teken(self, obj: Contactmoment, medewerker: Medewerker) -> None:
        obj.medewerker = medewerker

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"datum": timezone.localdate()}


@admin.register(Plaatsing, site=sonar_site)
class PlaatsingAdmin(DossierAdmin[Plaatsing]):
    """A job."""

    formfield_overrides = {DecimalField: {"localize": True}}  # 25,5 as people write it
    list_display = ["functie", "uren_per_week", "ingangsdatum", "einddatum"]
    fieldsets = [
        (
            None,
            {"fields": [("werkgever", "functie"), "uren_per_week", ("ingangsdatum", "einddatum")]},
        )
    ]


@sonar_site.pagina("personen/<int:pk>/dienstverlening/", "dienstverlening")
def dienstverlening(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that is done with one client, and the totals."""
    klant = eis_persoon(request, pk, "inzien", "dienstverlening")
    trajecten = list(klant.trajecten.prefetch_related("activiteiten"))
    contactmomenten = list(klant.contactmomenten.select_related("medewerker__account"))
    plaatsingen = list(klant.plaatsingen.all())
    context = {
        **sonar_site.each_context(request),
        "title": "Dienstverlening",
        "klant": klant,
        "menu": klantmenu(request, pk),
        "rekening": account_of(trajecten, contactmomenten, plaatsingen, timezone.localdate()),
        "trajecten": trajecten,
        "voordrachten": klant.voordrachten.select_related("vacature"),
        "contactmomenten": contactmomenten,
        "plaatsingen": plaatsingen,
        "mag_wijzigen": mag(medewerker_bij(request), "toevoegen", "traject")
        and zichtbaar(request, "wijzigen", persoon=pk).exists(),
    }
    return TemplateResponse(request, "sonar/dienstverlening.html", context)


def account_of(
    trajecten: list[Traject],
    contactmomenten: list[Contactmoment],
    plaatsingen: list[Plaatsing],
    peildatum: datetime.date,
) -> list[tuple[str, str]]:
    """The account of one client: what was done and what it led to, as name and words.

    The activities of a traject must have been prefetched; the last contactmoment stands first.
    """
    activiteiten = [stap for traject in trajecten for stap in traject.activiteiten.all()]
    lopend = [plaatsing for plaatsing in plaatsingen if plaatsing.loopt_op(peildatum)]
    uren = sum((plaatsing.uren_per_week for plaatsing in lopend), Decimal())
    contact = str(len(contactmomenten))
    if contactmomenten:
        contact += f", het laatste op {date_format(contactmomenten[0].datum, 'j F Y')}"
    werk = "niet aan het werk"
    if lopend:
        banen = (uren / UREN_PER_BAAN).quantize(Decimal("0.01"))
        werk = f"{localize(uren)} uur per week, {localize(banen)} banen voor de banenafspraak"
    return [
        ("Trajecten", _per_status(trajecten)),
        ("Activiteiten", _per_status(activiteiten)),
        ("Contactmomenten", contact),
        ("Werk nu", werk),
    ]


def _per_status(rijen: Sequence[Traject | Activiteit]) -> str:
    geteld = Counter(rij.status for rij in rijen)
    delen = (f"{geteld[code]} {wat}" for code, wat in Dienststatus.choices if geteld[code])
    return ", ".join(delen) or "geen"
