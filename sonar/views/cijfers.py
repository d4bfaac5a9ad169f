"""The figures for everybody, at /cijfers: the public releases, without account or cookie.

Everything here was approved and signed by two people; nothing is counted. The process that serves
it may read nothing else (SITE=cijfers, and CIJFERS in config/database_roles.py).
"""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from sonar.models import Uitgave
from sonar.rapportage.export.formats import FORMATS
from sonar.rapportage.pages.figures_page import Figures, figures_page
from sonar.rapportage.pages.query import FigureQuery, read_query
from sonar.rapportage.pages.table_view import as_table
from sonar.rapportage.tellen.aanvraag import OnbekendRapportError
from sonar.rapportage.tellen.kwartaal import Kwartaal
from sonar.rapportage.uitgeven import verify
from sonar.rapportage.uitgeven.archive import to_zip
from sonar.rapportage.uitgeven.manifest import MANIFEST, SIGNATURE, sha256_hex
from sonar.rapportage.uitgeven.published import (
    laatste_van_elke_regio,
    openbare_uitgaven,
    per_kwartaal,
    per_regio,
    tabellen,
    timeline_point,
)
from sonar.rapportage.uitgeven.samenstellen import AUDIT_FILE
from sonar.rapportage.uitgeven.signing import public_key
from sonar.rapportage.uitgeven.uitgeven import open_uitgave
from sonar.rules.gemeentelijst import TOEN


PER_BLAD = 50
VERIFIER = Path(verify.__file__)
VERIFIER_NAME = "verifieer_uitgave.py"  # as people download it
SLEUTEL = "openbare_sleutel.pem"
KENMERK = re.compile(r"(\w{8})-(AM\d\d)-(openbaar|letterlijk)-(\d{1,4})", re.ASCII)
# What is out never changes; what is the latest, does.
even = cache_control(public=True, max_age=300)
altijd = cache_control(public=True, max_age=365 * 24 * 60 * 60, immutable=True)


@require_safe
@even
def cijfers(request: HttpRequest) -> HttpResponse:
    """The table of a region and a quarter that is out; without parameters, the latest."""
    laatste = laatste_van_elke_regio()
    if not laatste:
        return TemplateResponse(request, "sonar/openbaar/leeg.html")
    nieuwste = max(laatste, key=lambda uitgave: (uitgave.kwartaal, uitgave.goedgekeurd_op))
    regio = request.GET.get("regio", nieuwste.regio_id)
    eigen = {uitgave.regio_id: uitgave.kwartaal for uitgave in laatste}
    context: dict[str, Any] = {
        "laatste": laatste,
        "regio": regio,
        "kwartaal": request.GET.get("kwartaal", eigen.get(regio, nieuwste.kwartaal)),
        "kwartalen": [],
        "regios": [uitgave.regio for uitgave in laatste],
        "naast": request.GET.get("naast", ""),
        "naast_regios": [],
        "vraag": None,
    }
    try:
        vraag = read_query(request.GET, regio=regio, kwartaal=context["kwartaal"])
        context |= _beeld(vraag, laatste)
    except OnbekendRapportError as fout:
        context["fout"] = str(fout)
        return TemplateResponse(request, "sonar/openbaar/cijfers.html", context, status=404)
    return TemplateResponse(request, "sonar/openbaar/cijfers.html", context)


def _beeld(vraag: FigureQuery, laatste: Sequence[Uitgave]) -> dict[str, Any]:
    """Everything on the page, from the files of the releases."""
    if vraag.regio not in {uitgave.regio_id for uitgave in laatste}:
        raise OnbekendRapportError(
            f"Van de regio {vraag.regio[:20]!r} is nog niets uitgegeven. Kies een regio uit de "
            "lijst."
        )
    if vraag.indeling != TOEN:
        raise OnbekendRapportError(
            "Wat is uitgegeven, staat in de gemeenten van toen. Haal indeling uit het adres."
        )
    if vraag.bekend:
        raise OnbekendRapportError(
            "Wat is uitgegeven, verandert niet meer. Haal bekend uit het adres; een verbetering "
            "heeft een eigen nummer bij de uitgaven."
        )
    van_regio = per_kwartaal(vraag.regio)
    kwartaal = _uitgegeven_kwartaal(vraag.kwartaal, van_regio)
    deze, daar = van_regio[kwartaal], per_regio(kwartaal)
    ander = _naast(vraag, van_regio, daar)
    toon_land = vraag.kaart == "nederland"
    gelezen = tabellen([*van_regio.values(), *(daar.values() if toon_land or ander else ())])
    tabel = gelezen[deze.pk]
    standen = {code: timeline_point(gelezen[een.pk]) for code, een in daar.items() if toon_land}
    figures = Figures(
        tabel=tabel,
        naast=gelezen[ander.pk] if ander else None,
        punten={kwartaal: timeline_point(gelezen[een.pk]) for kwartaal, een in van_regio.items()},
        landkaart=([uitgave.regio for uitgave in laatste], standen) if toon_land else None,
    )
    return figures_page(vraag, figures) | {
        "uitgave": deze,
        "wat_is_het": tabel.wat_is_het,
        "klasse_nul": "niet getoond of niemand",
        "kwartalen": list(van_regio),
        "naast_regios": [u.regio for u in laatste if u.regio_id in daar and u is not deze],
        "formaten": [(een.file_name(tabel.naam), een.label) for een in FORMATS.values()],
    }


def _uitgegeven_kwartaal(code: str, van_regio: Mapping[Kwartaal, Uitgave]) -> Kwartaal:
    try:
        kwartaal = Kwartaal.lees(code)
    except ValueError as fout:
        raise OnbekendRapportError(str(fout)) from fout
    if kwartaal not in van_regio:
        laatste = list(van_regio.values())[-1]
        raise OnbekendRapportError(
            f"{kwartaal.omschrijving} van {laatste.regio.naam} is niet uitgegeven. Het laatste "
            f"kwartaal dat is uitgegeven, is {laatste.kwartaal}."
        )
    return kwartaal


def _naast(
    vraag: FigureQuery, van_regio: Mapping[Kwartaal, Uitgave], daar: Mapping[str, Uitgave]
) -> Uitgave | None:
    """What stands beside it: another quarter of the region, or another region in the quarter."""
    if not vraag.naast:
        return None
    if not vraag.naast_is_regio:
        return van_regio[_uitgegeven_kwartaal(vraag.naast, van_regio)]
    if vraag.naast not in daar:
        raise OnbekendRapportError(
            f"Van de regio {vraag.naast} is dit kwartaal niet uitgegeven. Kies een andere regio "
            "om mee te vergelijken."
        )
    return daar[vraag.naast]


@require_safe
@even
def uitgaven(request: HttpRequest) -> HttpResponse:
    """Every release, the newest first, with what a correction changed."""
    alle = openbare_uitgaven().defer(None).defer("handtekening")
    regio = request.GET.get("regio", "")
    if re.fullmatch(r"AM[0-9]{2}", regio):
        alle = alle.filter(regio=regio)
    blad = Paginator(alle, PER_BLAD).get_page(request.GET.get("blad"))
    context = {
        "blad": blad,
        "regels": [(uitgave, _gezegd(uitgave)) for uitgave in blad],
        "regio": regio,
        "regios": [uitgave.regio for uitgave in laatste_van_elke_regio()],
    }
    return TemplateResponse(request, "sonar/openbaar/uitgaven.html", context)


@require_safe
@even
def uitgave(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """One release, for good: its table as it was approved, its files, and how to check them."""
    deze = _haal(kenmerk)
    bestanden = open_uitgave(uitgave=deze, medewerker=None, moment=timezone.now())
    manifest = json.loads(bestanden[MANIFEST])
    tabel = tabellen([deze])[deze.pk]
    context = {
        "uitgave": deze,
        "tabel": tabel,
        "beeld": as_table(FigureQuery(deze.regio_id, deze.kwartaal), tabel),
        "wat_is_het": tabel.wat_is_het,
        "gezegd": manifest["uitgave"],
        "bestanden": [*manifest["resources"], *_manifestbestanden(bestanden)],
        "doorrekening": json.loads(bestanden[AUDIT_FILE]) if AUDIT_FILE in bestanden else None,
        "later": _later(deze),
        "afdruk": sha256_hex(bestanden[MANIFEST]),
        "vraag": FigureQuery(deze.regio_id, deze.kwartaal),
    }
    return TemplateResponse(request, "sonar/openbaar/uitgave.html", context)


@require_safe
@altijd
def bestand(_request: HttpRequest, kenmerk: str, naam: str) -> HttpResponse:
    """One file of a release, byte for byte."""
    deze = _haal(kenmerk)
    bestanden = open_uitgave(uitgave=deze, medewerker=None, moment=timezone.now())
    if naam not in bestanden:
        raise Http404
    return _als_bestand(bestanden[naam], naam)


@require_safe
@altijd
def map_(_request: HttpRequest, kenmerk: str) -> HttpResponse:
    """All files of a release in one: the folder that the verifier wants, as ZIP."""
    deze = _haal(kenmerk)
    bestanden = open_uitgave(uitgave=deze, medewerker=None, moment=timezone.now())
    return _als_bestand(to_zip(bestanden, deze.kenmerk), f"{deze.kenmerk}.zip")


@require_safe
@even
def controleren(request: HttpRequest) -> HttpResponse:
    """How anybody checks that a release is ours and whole."""
    sleutel = public_key()
    context = {"sleutel": sleutel.decode("ascii") if sleutel else "", "naam": VERIFIER_NAME}
    return TemplateResponse(request, "sonar/openbaar/controleren.html", context)


@require_safe
@even
def verificatie(_request: HttpRequest) -> HttpResponse:
    """The script itself."""
    return _als_bestand(VERIFIER.read_bytes(), VERIFIER_NAME)


@require_safe
@even
def sleutel(_request: HttpRequest) -> HttpResponse:
    """The public key, where this process knows it."""
    if pem := public_key():
        return _als_bestand(pem, SLEUTEL)
    raise Http404


def _haal(kenmerk: str) -> Uitgave:
    delen = KENMERK.fullmatch(kenmerk)
    gevonden = (
        openbare_uitgaven()
        .defer(None)
        .filter(kwartaal=delen[1], regio=delen[2], editie=delen[3], nummer=int(delen[4]))
        .first()
        if delen
        else None
    )
    if gevonden is None:
        raise Http404
    return gevonden


def _later(deze: Uitgave) -> Uitgave | None:
    """The release that took its place."""
    return (
        openbare_uitgaven()
        .filter(regio=deze.regio_id, kwartaal=deze.kwartaal, nummer__gt=deze.nummer)
        .order_by("-nummer")
        .first()
    )


def _gezegd(uitgave: Uitgave) -> list[str]:
    wijzigingen: list[str] = json.loads(bytes(uitgave.manifest))["uitgave"]["wijzigingen"]
    return wijzigingen


def _manifestbestanden(bestanden: Mapping[str, bytes]) -> list[dict[str, Any]]:
    """The manifest and its signature, which the manifest itself cannot name."""
    return [
        {
            "path": naam,
            "bytes": len(bestanden[naam]),
            "hash": f"sha256:{sha256_hex(bestanden[naam])}",
        }
        for naam in (MANIFEST, SIGNATURE)
    ]


def _als_bestand(inhoud: bytes, naam: str) -> HttpResponse:
    uitgang = naam.rsplit(".", 1)[-1]
    soort = SOORTEN.get(uitgang, "application/octet-stream")
    return HttpResponse(
        inhoud,
        content_type=f"{soort}; charset=utf-8" if soort.startswith("text/") else soort,
        headers={"Content-Disposition": f'attachment; filename="{naam}"'},
    )


SOORTEN = {naam: een.media_type for naam, een in FORMATS.items()} | {
    "txt": "text/plain",
    "py": "text/x-python",
    "zip": "application/zip",
    "pem": "application/x-pem-file",
}
app_name = "cijfers"
urlpatterns = [
    path("cijfers", cijfers, name="cijfers"),
    path("cijfers/uitgaven", uitgaven, name="uitgaven"),
    path("cijfers/uitgaven/<str:kenmerk>.zip", map_, name="map"),
    path("cijfers/uitgaven/<str:kenmerk>", uitgave, name="uitgave"),
    path("cijfers/uitgaven/<str:kenmerk>/<str:naam>", bestand, name="bestand"),
    path("cijfers/controleren", controleren, name="controleren"),
    path(f"cijfers/controleren/{VERIFIER_NAME}", verificatie, name="verificatie"),
    path(f"cijfers/controleren/{SLEUTEL}", sleutel, name="sleutel"),
]
