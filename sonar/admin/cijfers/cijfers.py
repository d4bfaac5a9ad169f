"""The auditor's page: the publication's table, for a region and a quarter, with its pictures."""

import datetime
import functools
from collections.abc import Sequence

from django.db.models import Max, Min
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from sonar.admin.access import eis
from sonar.admin.cijfers.herleiding import celadres
from sonar.admin.site import Pagina, sonar_site
from sonar.models import Arbeidsmarktregio, Inschrijving
from sonar.rapportage.export.formats import FORMATS, Format
from sonar.rapportage.herleiden.wie import DOELGROEP
from sonar.rapportage.pages.download import as_download
from sonar.rapportage.pages.figures_page import Figures, figures_page
from sonar.rapportage.pages.query import FigureQuery, count_reports, quarters_between, read_query
from sonar.rapportage.pages.table_view import Celadres
from sonar.rapportage.tabellen.tabel import Tabel, exact_tabel
from sonar.rapportage.tellen.aanvraag import OnbekendRapportError, Rapport
from sonar.rapportage.tellen.kwartaal import Kwartaal
from sonar.rapportage.tellen.tijdlijn import per_regio, tijdlijn
from sonar.rapportage.uitgeven.uitgeven import laatste_openingen, noteer_opening
from sonar.rules.gemeentelijst import INDELINGEN, TOEN


MEESTE_KWARTALEN = 40  # ten years on the time line


@sonar_site.pagina("cijfers/", "cijfers")
def cijfers(request: HttpRequest) -> HttpResponse:
    """Show the table; without parameters, the last quarter in which anything happened."""
    medewerker = eis(request, "inzien", "cijfers")
    nu = timezone.now()
    kwartalen = offered_kwartalen(timezone.localdate(nu))
    regios = list(Arbeidsmarktregio.objects.order_by("naam"))
    context = {
        **sonar_site.each_context(request),
        "title": "Cijfers",
        "regios": regios,
        "kwartalen": kwartalen,
        "regio": request.GET.get("regio", medewerker.arbeidsmarktregio_id),
        "kwartaal": request.GET.get("kwartaal", kwartalen[-1].code),
        "naast": request.GET.get("naast", ""),
        "buiten": None,
        "indeling": request.GET.get("indeling", TOEN),
        "indelingen": INDELINGEN.items(),
        "bekend": request.GET.get("bekend", ""),
    }
    try:
        vraag = read_query(
            request.GET, regio=medewerker.arbeidsmarktregio_id, kwartaal=kwartalen[-1].code
        )
        rapport, ander = count_reports(vraag, nu)
    except OnbekendRapportError as fout:
        context["fout"] = str(fout)
        # Somebody who asked for nothing made no mistake: there are no figures yet.
        status = 400 if request.GET else 200
        return TemplateResponse(request, "sonar/cijfers.html", context, status=status)
    kenmerken = _kenmerken(vraag, ander)
    noteer_opening(medewerker=medewerker, kenmerken=kenmerken, moment=nu)
    adres = _celadres(vraag)
    figures = Figures(
        tabel=exact_tabel(rapport),
        naast=exact_tabel(ander) if ander else None,
        punten=dict(zip(kwartalen, tijdlijn(vraag.regio, kwartalen), strict=True)),
        # The map of all regions costs one query more, so it is counted only when asked for.
        landkaart=(regios, per_regio(rapport.kwartaal)) if vraag.kaart == "nederland" else None,
        celadres=adres,
    )
    context |= figures_page(vraag, figures) | {
        # A quarter outside the list can still be asked for.
        "buiten": None if rapport.kwartaal in kwartalen else rapport.kwartaal,
        "bekend_op": rapport.telling.bekend_op,
        "zonder_bekend": vraag.adres(bekend=""),
        "klasse_nul": "niemand",
        "doelgroep_adres": adres(rij=vraag.regio, kolom=DOELGROEP),
        "bestand": reverse("admin:cijfers_csv").removesuffix(".csv"),
        "bestand_vraag": FigureQuery(
            vraag.regio, vraag.kwartaal, indeling=vraag.indeling, bekend=vraag.bekend
        ).adres(),
        "openingen": laatste_openingen(kenmerken[0]),
        "lijstadres": reverse("admin:cijfers_lijst")
        + FigureQuery(vraag.regio, vraag.kwartaal, bekend=vraag.bekend).adres(),
        "formaten": [(een.name, een.label) for een in FORMATS.values()],
    }
    return TemplateResponse(request, "sonar/cijfers.html", context)


def _celadres(vraag: FigureQuery) -> Celadres:
    """The address of the people of a cell of this table."""
    return functools.partial(
        celadres,
        regio=vraag.regio,
        kwartaal=vraag.kwartaal,
        bekend=vraag.bekend,
        indeling="" if vraag.indeling == TOEN else vraag.indeling,
    )


def _bestand(formaat: Format) -> Pagina:
    def bestand(request: HttpRequest) -> HttpResponse:
        """The same table as a file."""
        medewerker = eis(request, "inzien", "cijfers")
        nu = timezone.now()
        try:
            vraag = read_query(
                request.GET,
                regio=medewerker.arbeidsmarktregio_id,
                kwartaal=offered_kwartalen(timezone.localdate(nu))[-1].code,
            )
            rapport, _ = count_reports(vraag, nu)
        except OnbekendRapportError as fout:
            return HttpResponse(str(fout), status=400, content_type="text/plain; charset=utf-8")
        noteer_opening(medewerker=medewerker, kenmerken=_kenmerken(vraag, None)[:1], moment=nu)
        tabel = exact_tabel(rapport)
        return as_download(formaat, tabel, _naam(tabel))

    return bestand


def _naam(tabel: Tabel) -> str:
    """The name of its file; a table as it was known at a moment has a name of its own."""
    if tabel.bekend_op is None:
        return tabel.naam
    return f"{tabel.naam}_bekend-{tabel.bekend_op:%Y%m%dT%H%MZ}"


for _formaat in FORMATS.values():
    sonar_site.pagina(f"cijfers.{_formaat.name}", f"cijfers_{_formaat.name}")(_bestand(_formaat))


def _kenmerken(vraag: FigureQuery, ander: Rapport | None) -> list[str]:
    """The tables that are opened, as the log names them; first the one that was asked for."""
    kenmerken = [f"{vraag.kwartaal}-{vraag.regio}-cijfers"]
    if ander:
        kenmerken.append(f"{ander.kwartaal.code}-{ander.telling.regio.code}-cijfers")
    if vraag.kaart == "nederland":
        kenmerken.append(f"{vraag.kwartaal}-NL-cijfers")
    return kenmerken


def offered_kwartalen(vandaag: datetime.date) -> Sequence[Kwartaal]:
    """From the first to the last quarter in which a registration began, the last ten years."""
    grenzen = Inschrijving.objects.aggregate(
        eerste=Min("ingangsdatum"), laatste=Max("ingangsdatum")
    )
    laatste = min(Kwartaal.van(grenzen["laatste"] or vandaag), Kwartaal.van(vandaag).vorige)
    eerste = min(Kwartaal.van(grenzen["eerste"] or vandaag), laatste)
    return quarters_between(eerste, laatste, MEESTE_KWARTALEN)
