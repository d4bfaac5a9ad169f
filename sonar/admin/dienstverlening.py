"""What is done with a client: trajecten, contactmomenten, plaatsingen, and the account of it."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, DecimalField, F, QuerySet, Sum
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from sonar.admin.aanvraag import eis, eis_persoon, klantmenu, medewerker_bij, zichtbaar
from sonar.admin.site import sonar_site
from sonar.admin.toegangsadmin import Model, ToegangAdmin, ToegangInline
from sonar.models import (
    Activiteit,
    Contactmoment,
    Dienststatus,
    Medewerker,
    Organisatie,
    Plaatsing,
    Traject,
    Werkzoekende,
)
from sonar.models.dienstverlening import UREN_PER_BAAN
from sonar.toegang import eigen_inschrijvingen, mag


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
        """Write on a new row whose it is."""
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
    """All that is done with one client, and what it comes to."""
    klant = eis_persoon(request, pk, "inzien", "dienstverlening")
    trajecten = list(klant.trajecten.prefetch_related("activiteiten"))
    plaatsingen = list(klant.plaatsingen.all())
    vandaag = timezone.localdate()
    context = {
        **sonar_site.each_context(request),
        "title": "Dienstverlening",
        "klant": klant,
        "menu": klantmenu(request, pk),
        "trajecten": trajecten,
        "contactmomenten": klant.contactmomenten.select_related("medewerker__account"),
        "plaatsingen": plaatsingen,
        "banen": sum(plaatsing.banen for plaatsing in plaatsingen if plaatsing.loopt_op(vandaag)),
        "mag_wijzigen": mag(medewerker_bij(request), "toevoegen", "traject")
        and zichtbaar(request, "wijzigen", persoon=pk).exists(),
    }
    return TemplateResponse(request, "sonar/dienstverlening.html", context)


@sonar_site.pagina("verantwoording/", "verantwoording")
def verantwoording(request: HttpRequest) -> HttpResponse:
    """The same for the whole organisation, of UWV in one region: counts only, so of nobody."""
    teamleider = eis(request, "inzien", "verantwoording")
    vandaag = timezone.localdate()
    inschrijvingen = eigen_inschrijvingen(teamleider)
    hier: dict[str, Any] = {"organisatie": teamleider.organisatie_id}
    is_uwv = teamleider.organisatie.soort == Organisatie.Soort.UWV
    if is_uwv:
        # UWV is one organisation for the whole country; the account is of a region.
        hier |= {"werkzoekende__in": inschrijvingen.values("werkzoekende")}
    trajecten = Traject.objects.filter(**hier)
    activiteiten = Activiteit.objects.filter(traject__in=trajecten)
    plaatsingen = Plaatsing.objects.filter(**hier)
    lopend = plaatsingen.geldig_op(vandaag)
    uren = lopend.aggregate(uren=Sum("uren_per_week"))["uren"] or 0
    statussen = dict(Dienststatus.choices)
    context = {
        **sonar_site.each_context(request),
        "title": "Verantwoording",
        "vandaag": vandaag,
        "organisatie": teamleider.organisatie,
        "regio": teamleider.arbeidsmarktregio if is_uwv else None,
        "klanten": inschrijvingen.geldig_op(vandaag).count(),
        "trajecten": _tabel(trajecten, statussen),
        "activiteiten": [
            (label, _tabel(activiteiten.filter(soort=soort), statussen))
            for soort, label in Activiteit.Soort.choices
        ],
        "statussen": statussen.values(),
        "plaatsingen": plaatsingen.count(),
        "lopend": lopend.count(),
        "uren": uren,
        "banen": round(uren / UREN_PER_BAAN, 1),
    }
    return TemplateResponse(request, "sonar/verantwoording.html", context)


def _tabel(rijen: QuerySet[Any], statussen: dict[str, str]) -> list[int]:
    """How many of each status, in the order of the list."""
    geteld = dict(
        rijen.order_by()
        .values_list("status")
        .annotate(aantal=Count("pk"))
        .values_list(F("status"), "aantal")
    )
    return [geteld.get(status, 0) for status in statussen]
