"""The auditor's lists beside the table: flows, all regions, and the same people told apart."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from sonar.admin.aanvraag import eis
from sonar.admin.cijfers import gekozen_kwartalen
from sonar.admin.cijfervraag import FORMAATNAMEN
from sonar.admin.site import sonar_site
from sonar.models import Arbeidsmarktregio
from sonar.rapportage.export.formaten import MEDIATYPEN
from sonar.rapportage.export.lijst import LIJSTFORMATEN
from sonar.rapportage.indeling import INDELINGEN, TOEN
from sonar.rapportage.lijst import Lijst
from sonar.rapportage.lijsten import LAND, SOORTEN, STROMEN, maak_lijst
from sonar.rapportage.openingen import noteer_opening
from sonar.rapportage.verzoek import OnbekendRapportError


@sonar_site.pagina("cijfers/lijst/", "cijfers_lijst")
def cijfers_lijst(request: HttpRequest) -> HttpResponse:
    """One of the lists, of a region and a quarter; without parameters the flows of the last."""
    gevraagd = _gevraagd(request)
    context = {
        **sonar_site.each_context(request),
        "title": "Lijsten bij de cijfers",
        "soorten": SOORTEN.items(),
        "regios": Arbeidsmarktregio.objects.order_by("naam"),
        "kwartalen": gekozen_kwartalen(timezone.localdate()),
        "indelingen": INDELINGEN.items(),
        "gevraagd": gevraagd,
        "zonder_regio": gevraagd["soort"] == LAND,
    }
    try:
        lijst = _maak(request, gevraagd)
    except OnbekendRapportError as fout:
        context["fout"] = str(fout)
        status = 400 if request.GET else 200
        return TemplateResponse(request, "sonar/cijferlijst.html", context, status=status)
    context |= {
        "lijst": lijst,
        "rijen": [lijst.in_woorden(rij) for rij in lijst.rijen],
        "som": lijst.in_woorden(lijst.som) if lijst.som else (),
        "formaten": [(formaat, FORMAATNAMEN[formaat]) for formaat in LIJSTFORMATEN],
    }
    return TemplateResponse(request, "sonar/cijferlijst.html", context)


@sonar_site.pagina("cijfers/lijst/bestand/", "cijfers_lijst_bestand")
def cijfers_lijst_bestand(request: HttpRequest) -> HttpResponse:
    """The same list as a file."""
    gevraagd = _gevraagd(request)
    formaat = request.GET.get("formaat", "csv")
    try:
        if formaat not in LIJSTFORMATEN:
            raise OnbekendRapportError(f"Het formaat {formaat[:20]!r} ken ik niet.")
        lijst = _maak(request, gevraagd)
    except OnbekendRapportError as fout:
        return HttpResponse(str(fout), status=400, content_type="text/plain; charset=utf-8")
    soort = MEDIATYPEN[formaat]
    return HttpResponse(
        LIJSTFORMATEN[formaat](lijst),
        content_type=f"{soort}; charset=utf-8" if formaat == "csv" else soort,
        headers={"Content-Disposition": f'attachment; filename="{lijst.naam}.{formaat}"'},
    )


def _gevraagd(request: HttpRequest) -> dict[str, str]:
    medewerker = eis(request, "inzien", "cijfers")
    laatste = gekozen_kwartalen(timezone.localdate())[-1].code
    return {
        "soort": request.GET.get("soort", STROMEN),
        "regio": request.GET.get("regio", medewerker.arbeidsmarktregio_id),
        "kwartaal": request.GET.get("kwartaal", laatste),
        "indeling": request.GET.get("indeling", TOEN),
    }


def _maak(request: HttpRequest, gevraagd: dict[str, Any]) -> Lijst:
    """Count, and write down who looks before it is shown."""
    medewerker = eis(request, "inzien", "cijfers")
    soort = gevraagd["soort"]
    lijst = maak_lijst(
        soort,
        regio=gevraagd["regio"],
        kwartaal=gevraagd["kwartaal"],
        vandaag=timezone.localdate(),
        indeling=gevraagd["indeling"],
    )
    waar = "NL" if soort == LAND else gevraagd["regio"]
    noteer_opening(
        medewerker=medewerker,
        kenmerken=[f"{gevraagd['kwartaal']}-{waar}-{soort}"],
        moment=timezone.now(),
    )
    return lijst
