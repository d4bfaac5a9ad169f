"""The adviser: vacatures, who fits them, and who is put forward."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from sonar.admin.access import eis, leg_vast_voor, medewerker_bij, zichtbaar
from sonar.admin.model_admin import ToegangAdmin
from sonar.admin.site import sonar_site
from sonar.handelingen.bemiddeling.bemiddelen import beste
from sonar.handelingen.bemiddeling.voordragen import OVERGANGEN, draag_voor, zet_stand
from sonar.models import (
    Handeling,
    Opleidingsniveau,
    Sector,
    Taaksoort,
    Vaardigheid,
    Vacature,
    Voordracht,
    Werkzoekende,
)
from sonar.rules.matching import Match, Wens


SOORTEN = {
    "vereist": "vereist",
    "gewenst": "gewenst",
    "taaksoort": "taaksoort",
    "sector": "sector",
    "uren": "uren per week",
    "opleiding": "opleiding",
}


@admin.register(Vacature, site=sonar_site)
class VacatureAdmin(ToegangAdmin[Vacature]):
    """The vacatures of one's own region."""

    list_display = ["titel", "werkgever", "uren_min", "uren_max", "stand"]
    list_filter = ["stand"]
    search_fields = ["titel", "werkgever"]
    autocomplete_fields = ["vereist", "gewenst", "taaksoorten", "sectoren"]
    fieldsets = [
        (None, {"fields": [("titel", "werkgever"), ("uren_min", "uren_max"), "opleidingsniveau"]}),
        ("Wat het werk vraagt", {"fields": ["vereist", "gewenst", "taaksoorten", "sectoren"]}),
        ("Stand", {"fields": ["stand"]}),
    ]
    change_form_template = "admin/sonar/vacature_form.html"
    leest_mee = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Vacature]:
        medewerker = medewerker_bij(request)
        regio = medewerker.arbeidsmarktregio_id if medewerker else None
        return super().get_queryset(request).filter(arbeidsmarktregio=regio)

    def save_model(
        self, request: HttpRequest, obj: Vacature, form: ModelForm[Any], change: bool
    ) -> None:
        medewerker = medewerker_bij(request)
        if not change and medewerker:
            obj.arbeidsmarktregio = medewerker.arbeidsmarktregio
            obj.ingevoerd_door = medewerker
        super().save_model(request, obj, form, change)

    def response_add(
        self, request: HttpRequest, obj: Vacature, post_url_continue: str | None = None
    ) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:bemiddelen", args=[obj.pk]))


class VoordrachtForm(forms.Form):
    """Whom, and when the client said yes."""

    persoon = forms.IntegerField(min_value=1, max_value=2**62)
    akkoord_op = forms.DateField(required=False)


@sonar_site.pagina("vacatures/<int:pk>/bemiddelen/", "bemiddelen")
def bemiddelen(request: HttpRequest, pk: int) -> HttpResponse:
    """See who fits and why; put somebody forward; follow those who were."""
    medewerker = eis(request, "toevoegen", "voordracht")
    vacature = get_object_or_404(Vacature, pk=pk, arbeidsmarktregio=medewerker.arbeidsmarktregio_id)
    if request.method == "POST":
        _doe(request, vacature)
        return HttpResponseRedirect(request.path)
    voordrachten = list(vacature.voordrachten.select_related("werkzoekende"))
    voorgedragen = {voordracht.werkzoekende_id for voordracht in voordrachten}
    matches = beste(
        _wens(vacature),
        vacature.arbeidsmarktregio_id,
        lambda personen: zichtbaar(request, persoon=personen),
        zonder=voorgedragen,
    )
    mensen = Werkzoekende.objects.in_bulk([m.persoon for m in matches])
    leg_vast_voor(request, {*mensen, *voorgedragen}, Handeling.LIJST)
    namen = _namen(vacature)
    context = {
        **sonar_site.each_context(request),
        "title": "Bemiddelen",
        "vacature": vacature,
        "matches": [(mensen[m.persoon], m.punten, *_redenen(m, namen)) for m in matches],
        "voordrachten": [
            (v, [keuze for keuze in Voordracht.Stand.choices if keuze[0] in OVERGANGEN[v.stand]])
            for v in voordrachten
        ],
        "afwijsredenen": Voordracht.Afwijsreden.choices,
        "vandaag": timezone.localdate(),
    }
    return TemplateResponse(request, "sonar/bemiddelen.html", context)


def _doe(request: HttpRequest, vacature: Vacature) -> None:
    """What one of the buttons asks."""
    medewerker = eis(request, "toevoegen", "voordracht")
    form = VoordrachtForm(request.POST)
    try:
        if "stand" in request.POST:
            nummer = request.POST.get("voordracht", "")
            voordracht = get_object_or_404(
                vacature.voordrachten, pk=nummer if nummer.isdecimal() and len(nummer) < 18 else 0
            )
            zet_stand(
                voordracht=voordracht,
                stand=request.POST["stand"],
                afwijsreden=request.POST.get("afwijsreden", ""),
                medewerker=medewerker,
            )
            messages.success(request, "De stand is opgeslagen.")
        elif form.is_valid():
            draag_voor(
                vacature=vacature, medewerker=medewerker, moment=timezone.now(), **form.cleaned_data
            )
            messages.success(request, "De klant is voorgedragen.")
        else:
            messages.error(request, "Vul de dag waarop de klant ja zei in als 31-12-2020.")
    except ValidationError as fout:
        messages.error(request, " ".join(fout.messages))


def _wens(vacature: Vacature) -> Wens:
    def codes(lijst: QuerySet[Any]) -> frozenset[str]:
        return frozenset(lijst.values_list("pk", flat=True))

    return Wens(
        vereist=codes(vacature.vereist.all()),
        gewenst=codes(vacature.gewenst.all()),
        taaksoorten=codes(vacature.taaksoorten.all()),
        sectoren=codes(vacature.sectoren.all()),
        uren_min=vacature.uren_min,
        uren_max=vacature.uren_max,
        opleidingsniveau=vacature.opleidingsniveau,
    )


def _namen(vacature: Vacature) -> dict[str, str]:
    """The words for the codes that the vacature asks."""
    namen: dict[str, str] = {code: str(naam) for code, naam in Opleidingsniveau.choices}
    lijsten: tuple[tuple[type[Any], QuerySet[Any]], ...] = (
        (Vaardigheid, vacature.vereist.all() | vacature.gewenst.all()),
        (Taaksoort, vacature.taaksoorten.all()),
        (Sector, vacature.sectoren.all()),
    )
    for _, rijen in lijsten:
        namen |= {rij.pk: rij.naam for rij in rijen}
    return namen


def _redenen(gevonden: Match, namen: dict[str, str]) -> tuple[list[str], list[str]]:
    """What fits and what is missing, in words."""

    def in_woorden(codes_per_soort: dict[str, frozenset[str]]) -> list[str]:
        return [
            f"{SOORTEN[soort]}: {', '.join(sorted(namen.get(code, code) for code in codes))}"
            for soort, codes in codes_per_soort.items()
        ]

    return in_woorden(gevonden.past), in_woorden(gevonden.ontbreekt)
