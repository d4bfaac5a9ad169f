"""How good the klantprofielen of the own clients are: a page and files for the teamleider."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from sonar.admin.access import eis
from sonar.admin.site import sonar_site
from sonar.rapportage.export.formats import FORMATS
from sonar.rapportage.pages.download import as_download
from sonar.rapportage.tabellen.lijst import Cijferlijst
from sonar.toegang import zichtbare_standen
from sonar.toezicht.profielkwaliteit import (
    klanten_van,
    per_gemeente,
    per_onderdeel,
    profielkwaliteit,
)


FORMATEN = ("csv", "xlsx")


@sonar_site.pagina("profielkwaliteit/", "profielkwaliteit")
def kwaliteit(request: HttpRequest) -> HttpResponse:
    """Counts only: complete, findable and recent per gemeente, and what is missing."""
    lijsten = _lijsten(request)
    bestand = reverse("admin:profielkwaliteit_bestand")
    context = {
        **sonar_site.each_context(request),
        "title": "Kwaliteit van de klantprofielen",
        "lijsten": [
            {
                "lijst": lijst,
                "rijen": [lijst.in_woorden(rij) for rij in lijst.rijen],
                "som": lijst.in_woorden(lijst.som) if lijst.som else (),
                "bestanden": [
                    (f"{bestand}?lijst={naam}&formaat={formaat}", FORMATS[formaat].label)
                    for formaat in FORMATEN
                ],
            }
            for naam, lijst in lijsten.items()
        ],
    }
    return TemplateResponse(request, "sonar/profielkwaliteit.html", context)


@sonar_site.pagina("profielkwaliteit/bestand/", "profielkwaliteit_bestand")
def kwaliteit_bestand(request: HttpRequest) -> HttpResponse:
    """One of both as a file."""
    lijst = _lijsten(request).get(request.GET.get("lijst", "gemeenten"))
    formaat = request.GET.get("formaat", "csv")
    if lijst is None or formaat not in FORMATEN:
        return HttpResponse(
            "Dit bestand is er niet. Kies er een op de pagina.",
            status=400,
            content_type="text/plain; charset=utf-8",
        )
    antwoord = as_download(FORMATS[formaat], lijst, lijst.naam)
    antwoord["Cache-Control"] = "no-store"
    return antwoord


def _lijsten(request: HttpRequest) -> dict[str, Cijferlijst]:
    """The quality of the profiles that the teamleider may see."""
    teamleider = eis(request, "inzien", "profielkwaliteit")
    vandaag = timezone.localdate()
    zichtbaar = zichtbare_standen(teamleider, timezone.now())
    klanten = klanten_van(zichtbaar, teamleider.organisatie_id, vandaag)
    gevonden = profielkwaliteit(klanten, vandaag)
    wie = str(teamleider.organisatie)
    return {
        "gemeenten": per_gemeente(gevonden, wie),
        "onderdelen": per_onderdeel(gevonden, wie),
    }
