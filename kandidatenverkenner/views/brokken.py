"""Pieces of the search page that are made once: it has hundreds of values and places to choose.

A piece is kept under all that its template is given, so it cannot go stale. Only how many
candidates a value has, differs from search to search: that is put in afterwards.
"""

from collections.abc import Iterable
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.formats import localize
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from kandidatenverkenner.models import Kenmerk
from kandidatenverkenner.zoeken.lijsten import Lijsten
from kandidatenverkenner.zoeken.uitkomst import Keuze


VEEL = 1_234_567  # candidates: stands in the piece for any number of more than one


def keuzen_als_html(facet: str, keuzen: Iterable[Keuze]) -> str:
    """Values of a facet, each with its box to tick."""
    return "".join(_keuze(facet, keuze) for keuze in keuzen)


def _keuze(facet: str, keuze: Keuze) -> str:
    kenmerk, aantal, gekozen = keuze
    if aantal > 1:
        voor, na = _stuk(facet, kenmerk.code, kenmerk.naam, gekozen, VEEL)
        return f"{voor}{_getal(aantal)}{na}"
    return _stuk(facet, kenmerk.code, kenmerk.naam, gekozen, aantal)[0]


@lru_cache(maxsize=10_000)
def _stuk(facet: str, code: str, naam: str, gekozen: bool, aantal: int) -> tuple[str, str]:
    """What stands before and after the number."""
    keuze = Keuze(Kenmerk(facet=facet, code=code, naam=naam), aantal, gekozen)
    stuk = render_to_string(
        "kandidatenverkenner/_keuze.html", {"facet": {"naam": facet}, "keuze": keuze}
    )
    voor, _, na = stuk.partition(_getal(VEEL))
    return voor, na


@lru_cache(maxsize=10_000)
def _getal(aantal: int) -> str:
    return str(localize(aantal))


def plaatsen_als_html(lijsten: Lijsten, gekozen: str) -> SafeString:
    """The gemeenten to measure from, one of them (its code) chosen, or none."""
    opties = _plaatsen(lijsten)
    if gekozen in lijsten.plaatsen:
        opties = opties.replace(f'value="{gekozen}"', f'value="{gekozen}" selected')
    return SafeString(opties)


@lru_cache(maxsize=2)
def _plaatsen(lijsten: Lijsten) -> str:
    plaatsen = ((plaats.code, plaats.naam) for plaats in lijsten.plaatsen.values())
    return format_html_join("\n", '<option value="{}">{}</option>', plaatsen)
