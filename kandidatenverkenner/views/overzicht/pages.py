"""The public overview: no account, no cookie, and everything of it as open data."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from kandidatenverkenner.overzicht.open_data import als_csv, als_csvw, als_parquet
from kandidatenverkenner.overzicht.tabel import OpenTable, bijgewerkt_op
from kandidatenverkenner.views.overzicht.context import Overzichtpagina


KWARTIER = 15 * 60  # seconds; the table changes once a night
Blad = Callable[[HttpRequest], HttpResponse]


def openbaar(blad: Blad) -> Blad:
    """For everybody. Every cache on the way may keep it, and its ETag comes from its content."""
    return require_safe(cache_control(public=True, max_age=KWARTIER)(conditional_page(blad)))


@openbaar
def overzicht(request: HttpRequest) -> HttpResponse:
    """How many people are available, and what they can do."""
    pagina = Overzichtpagina(OpenTable.lees(), request.GET)
    return render(
        request,
        "kandidatenverkenner/overzicht.html",
        {"pagina": pagina, "bijgewerkt": bijgewerkt_op()},
    )


@openbaar
def tabel_csv(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The whole table, as text."""
    response = HttpResponse(
        als_csv(OpenTable.lees()), content_type="text/csv; charset=utf-8; header=present"
    )
    response["Content-Disposition"] = 'attachment; filename="kandidaten-overzicht.csv"'
    response["Link"] = '<tabel.csv-metadata.json>; rel="describedby"; type="application/csvm+json"'
    return _voor_iedereen(response)


@openbaar
def tabel_csvw(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """What the columns of the CSV mean."""
    response = HttpResponse(als_csvw(bijgewerkt_op()), content_type="application/csvm+json")
    return _voor_iedereen(response)


@openbaar
def tabel_parquet(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The whole table, for programs."""
    response = HttpResponse(
        als_parquet(OpenTable.lees()), content_type="application/vnd.apache.parquet"
    )
    response["Content-Disposition"] = 'attachment; filename="kandidaten-overzicht.parquet"'
    return _voor_iedereen(response)


def _voor_iedereen(response: HttpResponse) -> HttpResponse:
    """Pages of other sites may read open data too."""
    response["Access-Control-Allow-Origin"] = "*"
    return response
