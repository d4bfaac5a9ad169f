"""The auditor's lists beside the table: flows, all regions, and the same people told apart."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from sonar.admin.access import eis
from sonar.admin.cijfers.cijfers import offered_kwartalen
from sonar.admin.cijfers.herleiding import celadres
from sonar.admin.site import sonar_site
from sonar.models import Arbeidsmarktregio
from sonar.rapportage.export.formats import FORMATS
from sonar.rapportage.herleiden.wie import BEKEND, DOELGROEP
from sonar.rapportage.pages.download import as_download
from sonar.rapportage.tabellen.kolommen import KOLOMMEN
from sonar.rapportage.tabellen.lijst import Cel, Cijferlijst
from sonar.rapportage.tabellen.lijsten import make_lijst
from sonar.rapportage.tellen.aanvraag import (
    LAND,
    LIJSTEN,
    STROMEN,
    Aanvraag,
    OnbekendRapportError,
    make_rapport,
    read_bekend_op,
    read_lijst,
)
from sonar.rapportage.tellen.telling import NEDERLAND
from sonar.rapportage.uitgeven.uitgeven import noteer_opening
from sonar.rules.gemeentelijst import INDELINGEN, TOEN


# Each column of the list of the country, and the column of a region that it adds up.
LANDKOLOMMEN = {kolom.naam: kolom.naam for kolom in KOLOMMEN} | {
    "doelgroepregister": DOELGROEP,
    "bekend": BEKEND,
}


@sonar_site.pagina("cijfers/lijst/", "cijfers_lijst")
def cijfers_lijst(request: HttpRequest) -> HttpResponse:
    """One of the lists, of a region and a quarter; without parameters the flows of the last."""
    gevraagd = _gevraagd(request)
    context = {
        **sonar_site.each_context(request),
        "title": "Lijsten bij de cijfers",
        "soorten": LIJSTEN.items(),
        "regios": Arbeidsmarktregio.objects.order_by("naam"),
        "kwartalen": offered_kwartalen(timezone.localdate()),
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
        "rijen": [_cellen(lijst, rij, gevraagd) for rij in lijst.rijen],
        "som": _cellen(lijst, lijst.som, gevraagd) if lijst.som else (),
        "formaten": [(een.name, een.label) for een in FORMATS.values()],
    }
    return TemplateResponse(request, "sonar/cijferlijst.html", context)


@sonar_site.pagina("cijfers/lijst/bestand/", "cijfers_lijst_bestand")
def cijfers_lijst_bestand(request: HttpRequest) -> HttpResponse:
    """The same list as a file."""
    gevraagd = _gevraagd(request)
    formaat = request.GET.get("formaat", "csv")
    try:
        if formaat not in FORMATS:
            raise OnbekendRapportError(f"Het formaat {formaat[:20]!r} ken ik niet.")
        lijst = _maak(request, gevraagd)
    except OnbekendRapportError as fout:
        return HttpResponse(str(fout), status=400, content_type="text/plain; charset=utf-8")
    return as_download(FORMATS[formaat], lijst, lijst.naam)


def _cellen(
    lijst: Cijferlijst, rij: Sequence[Cel], gevraagd: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Each value in words, with the address of its people; empty where there is nobody."""
    return [
        (woord, _adres(kolom.naam, rij, gevraagd) if isinstance(waarde, int) and waarde else "")
        for kolom, waarde, woord in zip(lijst.kolommen, rij, lijst.in_woorden(rij), strict=True)
    ]


def _adres(kolom: str, rij: Sequence[Cel], gevraagd: Mapping[str, str]) -> str:
    code = str(rij[0])
    delen = {"kwartaal": gevraagd["kwartaal"], "bekend": gevraagd["bekend"], "rij": code}
    if gevraagd["soort"] != LAND:
        soort = {"soort": gevraagd["soort"], "regio": gevraagd["regio"]}
        return celadres(**delen, **soort, kolom=kolom)
    if kolom not in LANDKOLOMMEN:
        return ""
    # A row is the total of the table of a region, the last one that of the country.
    indeling = "" if gevraagd["indeling"] == TOEN else gevraagd["indeling"]
    return celadres(**delen, regio=code, kolom=LANDKOLOMMEN[kolom], indeling=indeling)


def _gevraagd(request: HttpRequest) -> dict[str, str]:
    medewerker = eis(request, "inzien", "cijfers")
    laatste = offered_kwartalen(timezone.localdate())[-1].code
    return {
        "soort": request.GET.get("soort", STROMEN),
        "regio": request.GET.get("regio", medewerker.arbeidsmarktregio_id),
        "kwartaal": request.GET.get("kwartaal", laatste),
        "indeling": request.GET.get("indeling", TOEN),
        "bekend": request.GET.get("bekend", ""),
    }


def _maak(request: HttpRequest, gevraagd: dict[str, Any]) -> Cijferlijst:
    """Count, and write down who looks before the list is shown."""
    medewerker = eis(request, "inzien", "cijfers")
    soort, nu = gevraagd["soort"], timezone.now()
    aanvraag = Aanvraag(
        regio=gevraagd["regio"],
        kwartaal=gevraagd["kwartaal"],
        vandaag=timezone.localdate(nu),
        bekend_op=read_bekend_op(gevraagd["bekend"], nu),
        indeling=gevraagd["indeling"],
        soort=read_lijst(soort),
    )
    lijst = make_lijst(make_rapport(aanvraag))
    waar = NEDERLAND if soort == LAND else gevraagd["regio"]
    noteer_opening(
        medewerker=medewerker,
        kenmerken=[f"{gevraagd['kwartaal']}-{waar}-{soort}"],
        moment=nu,
    )
    return lijst
