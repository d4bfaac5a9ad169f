"""The auditor's page: the publication's table, for a region and a quarter."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from sonar.admin.aanvraag import medewerker_bij
from sonar.admin.site import sonar_site
from sonar.models import Arbeidsmarktregio, Inschrijving
from sonar.rapportage.export.csv import als_csv
from sonar.rapportage.kolommen import KOLOMMEN, KOPPEN_GERECONSTRUEERD
from sonar.rapportage.kwartaal import Kwartaal
from sonar.rapportage.tabel import exacte_tabel
from sonar.rapportage.telling import Telregel
from sonar.rapportage.verzoek import OnbekendRapportError, Rapport, maak_rapport
from sonar.toegang import mag


STAAF_BREED = 120  # width of a full bar, in pixels of its own drawing


@sonar_site.pagina("cijfers/", "cijfers")
def cijfers(request: HttpRequest) -> HttpResponse:
    """Show the table; without parameters, the last quarter in which anything happened."""
    _eis_auditor(request)
    regio, kwartaal = _gevraagd(request)
    context = {
        **sonar_site.each_context(request),
        "title": "Cijfers",
        "regio": regio,
        "kwartaal": kwartaal,
        "regios": Arbeidsmarktregio.objects.order_by("naam"),
        "kwartalen": _kwartalen(),
    }
    try:
        rapport = maak_rapport(regio=regio, kwartaal=kwartaal, vandaag=timezone.localdate())
    except OnbekendRapportError as fout:
        context["fout"] = str(fout)
        return TemplateResponse(request, "sonar/cijfers.html", context, status=400)
    return TemplateResponse(request, "sonar/cijfers.html", context | _tabel(rapport))


@sonar_site.pagina("cijfers.csv", "cijfers_csv")
def cijfers_csv(request: HttpRequest) -> HttpResponse:
    """The same table as a file."""
    _eis_auditor(request)
    regio, kwartaal = _gevraagd(request)
    try:
        rapport = maak_rapport(regio=regio, kwartaal=kwartaal, vandaag=timezone.localdate())
    except OnbekendRapportError as fout:
        return HttpResponse(str(fout), status=400, content_type="text/plain; charset=utf-8")
    naam = f"klantprofielen_{rapport.kwartaal.code}_{rapport.telling.regio.code}.csv"
    return HttpResponse(
        als_csv(exacte_tabel(rapport)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{naam}"'},
    )


def _eis_auditor(request: HttpRequest) -> None:
    if not mag(medewerker_bij(request), "inzien", "cijfers"):
        raise PermissionDenied


def _gevraagd(request: HttpRequest) -> tuple[str, str]:
    medewerker = medewerker_bij(request)
    eigen = medewerker.arbeidsmarktregio_id if medewerker else ""
    return request.GET.get("regio", eigen), request.GET.get("kwartaal", _kwartalen()[0].code)


def _kwartalen() -> list[Kwartaal]:
    """From the last quarter in which a registration began back to the first, at most ten years."""
    grenzen = Inschrijving.objects.order_by("ingangsdatum").values_list("ingangsdatum", flat=True)
    vandaag = timezone.localdate()
    laatste = min(Kwartaal.van(grenzen.last() or vandaag), Kwartaal.van(vandaag).vorige)
    eerste = min(Kwartaal.van(grenzen.first() or vandaag), laatste)
    reeks = [laatste]
    while reeks[-1] > eerste and len(reeks) < 40:
        reeks.append(reeks[-1].vorige)
    return reeks


def _tabel(rapport: Rapport) -> dict[str, Any]:
    telling = rapport.telling
    return {
        "rapport": rapport,
        "telling": telling,
        "groepen": _groepen(),
        "kolommen": KOLOMMEN,
        "gereconstrueerd": KOPPEN_GERECONSTRUEERD,
        "regels": [_rij(regel) for regel in telling.regels],
        "totaal": _rij(telling.totaal),
        "staaf_breed": STAAF_BREED,
    }


def _groepen() -> list[tuple[str, int]]:
    """The headings above the headings, with how many columns each spans."""
    groepen: dict[str, int] = {}
    for kolom in KOLOMMEN:
        groepen[kolom.groep] = groepen.get(kolom.groep, 0) + 1
    return list(groepen.items())


def _rij(regel: Telregel) -> dict[str, Any]:
    deel = regel.met_profiel / regel.totaal if regel.totaal else 0
    return {
        "naam": regel.naam,
        "waarden": [kolom.waarde(regel) for kolom in KOLOMMEN],
        "percentage": round(100 * deel),
        "staaf": round(STAAF_BREED * deel),
    }
