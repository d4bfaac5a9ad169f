"""From a figure to the people in it, and from a person to the figures; for auditors."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from sonar.admin.access import eis
from sonar.admin.site import sonar_site
from sonar.models import Uitgave
from sonar.rapportage.herleiden.cijfer import Cijfer, cijfer_van, lees_cijfer
from sonar.rapportage.herleiden.herleiding import Geteld, herleid, in_woorden
from sonar.rapportage.herleiden.telplekken import herleid_persoon
from sonar.rapportage.herleiden.wie import VAN_BEGIN, Cel
from sonar.rapportage.tabellen.tabel import in_cijfers
from sonar.rapportage.tellen.aanvraag import LAND, TABEL, OnbekendRapportError, read_bekend_op
from sonar.rapportage.tellen.controle import KloptNietError
from sonar.rapportage.tellen.telling import NEDERLAND
from sonar.rapportage.uitgeven.uitgeven import noteer_opening
from sonar.rules.gemeentelijst import TOEN


PER_BLAD = 50
KOPPEN = ("Ingeschreven", "In het doelgroepregister", "Klantprofiel vastgesteld")
LANGSTE_NUMMER = 18  # digits; the database has no longer numbers


def celadres(**delen: str | int) -> str:
    """The address of the page with the people of a cell; empty parts are left out."""
    gevuld = {naam: waarde for naam, waarde in delen.items() if waarde}
    return f"{reverse('admin:herleiding')}?{urlencode(gevuld)}"


@sonar_site.pagina("cijfers/herleiding/", "herleiding")
def herleiding(request: HttpRequest) -> HttpResponse:
    """The people of a cell, and why they count: numbers and no names, a page at a time."""
    medewerker = eis(request, "inzien", "herleiding")
    context = {
        **sonar_site.each_context(request),
        "title": "Wie telt in dit cijfer",
        "cijfer": None,
    }
    if not request.GET:
        context["fout"] = "Klik op een getal in de cijfers: hier ziet u dan wie daarin telt."
        return TemplateResponse(request, "sonar/herleiding.html", context)
    try:
        cijfer = _cijfer(request)
        blad = Paginator(range(cijfer.waarde), PER_BLAD).get_page(request.GET.get("blad"))
        vanaf = max(blad.start_index() - 1, 0)
        personen = herleid(
            cijfer=cijfer, medewerker=medewerker, vanaf=vanaf, hoogstens=len(blad.object_list)
        )
    except (OnbekendRapportError, KloptNietError) as fout:
        context["fout"] = str(fout)
        return TemplateResponse(request, "sonar/herleiding.html", context, status=400)
    noteer_opening(medewerker=medewerker, kenmerken=[_kenmerk(cijfer)], moment=timezone.now())
    zonder_blad = request.GET.copy()
    zonder_blad.pop("blad", None)
    context |= {
        "cijfer": cijfer,
        "aantal": in_cijfers(cijfer.waarde),
        "koppen": KOPPEN,
        "peildatum": _peildatum(cijfer),
        "blad": blad,
        "vanaf": vanaf + 1,
        "tot": vanaf + len(personen),
        "regels": [_regel(persoon) for persoon in personen],
        "adres": f"?{zonder_blad.urlencode()}",
        "terug": _terug(request, cijfer),
    }
    return TemplateResponse(request, "sonar/herleiding.html", context)


@sonar_site.pagina("cijfers/persoon/", "telplekken")
def persoon(request: HttpRequest) -> HttpResponse:
    """Every published figure in which somebody stands, by number; without a number the question."""
    medewerker = eis(request, "inzien", "herleiding")
    gevraagd = request.GET.get("nummer", "").strip()
    context: dict[str, Any] = {
        **sonar_site.each_context(request),
        "title": "In welke cijfers telt iemand",
        "nummer": gevraagd[:LANGSTE_NUMMER],
        "tellingen": None,
    }
    if not gevraagd:
        return TemplateResponse(request, "sonar/telplekken.html", context)
    if gevraagd.isdecimal() and gevraagd.isascii() and len(gevraagd) <= LANGSTE_NUMMER:
        context["tellingen"] = herleid_persoon(nummer=int(gevraagd), medewerker=medewerker)
    if context["tellingen"] is None:
        context["fout"] = (
            "Dit nummer heeft niemand die u kunt herleiden. Neem het nummer over uit een cijfer."
        )
        return TemplateResponse(request, "sonar/telplekken.html", context, status=404)
    return TemplateResponse(request, "sonar/telplekken.html", context)


def _cijfer(request: HttpRequest) -> Cijfer:
    """What the address asks for. Raises OnbekendRapportError with a sentence in Dutch."""
    gevraagd = {naam: str(waarde).replace("\0", "") for naam, waarde in request.GET.items()}
    nu = timezone.now()
    cel = Cel(
        gevraagd.get("regio", ""),
        gevraagd.get("rij", ""),
        gevraagd.get("kolom", ""),
        gevraagd.get("soort", TABEL),
    )
    if nummer := gevraagd.get("uitgave"):
        uitgave = (
            Uitgave.objects.filter(pk=int(nummer)).first()
            if nummer.isascii() and nummer.isdecimal() and len(nummer) <= LANGSTE_NUMMER
            else None
        )
        if uitgave is None:
            raise OnbekendRapportError("Deze uitgave is er niet. Begin bij de lijst met uitgaven.")
        return cijfer_van(uitgave, cel)
    bekend = gevraagd.get("bekend")
    return lees_cijfer(
        cel,
        kwartaal=gevraagd.get("kwartaal", ""),
        vandaag=timezone.localdate(nu),
        bekend_op=read_bekend_op(bekend, nu),
        indeling=gevraagd.get("indeling", TOEN),
    )


def _kenmerk(cijfer: Cijfer) -> str:
    """As the log of openings names it."""
    if cijfer.uitgave:
        return cijfer.uitgave.kenmerk
    return f"{cijfer.rapport.kwartaal.code}-{cijfer.cel.regio}-herleid"


def _terug(request: HttpRequest, cijfer: Cijfer) -> tuple[str, str]:
    """Where the figure stands: the address, and its name."""
    if cijfer.uitgave:
        return reverse("admin:uitgave", args=[cijfer.uitgave.pk]), cijfer.uitgave.kenmerk
    delen = {"regio": cijfer.cel.regio, "kwartaal": cijfer.rapport.kwartaal.code}
    for naam in ("bekend", "indeling"):
        if waarde := request.GET.get(naam):
            delen[naam] = waarde
    if cijfer.cel.regio == NEDERLAND:
        delen |= {"soort": LAND, "regio": ""}
        return f"{reverse('admin:cijfers_lijst')}?{urlencode(delen)}", "alle regio's"
    if cijfer.cel.soort == TABEL:
        return f"{reverse('admin:cijfers')}?{urlencode(delen)}", "de cijfers"
    delen["soort"] = cijfer.cel.soort
    return f"{reverse('admin:cijfers_lijst')}?{urlencode(delen)}", "de lijst"


def _peildatum(cijfer: Cijfer) -> Any:
    """The day whose facts are shown; for people who left, that of the quarter before."""
    eind, begin = cijfer.vragen
    return (begin if cijfer.cel.kolom in VAN_BEGIN else eind).peildatum


def _regel(persoon: Geteld) -> dict[str, Any]:
    return {
        "wie": persoon.wie,
        "nummer": persoon.nummer or "",
        "feiten": [
            (kop, in_woorden(feit))
            for kop, feit in zip(
                KOPPEN,
                (persoon.inschrijving, persoon.doelgroep, persoon.vaststelling),
                strict=True,
            )
        ],
    }
