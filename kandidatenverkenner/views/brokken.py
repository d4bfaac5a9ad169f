"""Pieces of the search page that are made once: it has hundreds of values and places to choose.

A piece is kept under all that its template is given, so it cannot go stale. Only how many
candidates a value has, differs from search to search: that is put in afterwards.
"""

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.formats import date_format, localize
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from kandidatenverkenner.models import Codelijsten, Facet, Kenmerk
from kandidatenverkenner.zoeken.codelists import Lijsten
from kandidatenverkenner.zoeken.filters import AFSTANDEN, FACETTEN


VEEL = 1_234_567  # candidates: stands in the piece for any number of more than one


@dataclass(frozen=True, slots=True)
class Waarde:
    """A value of a facet, with what stands before and after its number when it is not chosen."""

    nummer: int
    kenmerk: Kenmerk
    kop: str  # of the group it stands in
    is_onderdeel: bool  # of another value: it waits under that
    voor: str
    na: str


@lru_cache(maxsize=2 * len(FACETTEN))
def waarden_van(codelijsten: Codelijsten, facet: Facet) -> list[Waarde]:
    """All values of a facet, in the order of their list."""
    kenmerken = codelijsten.per_facet[facet]
    return [
        Waarde(
            een.id,
            een,
            kenmerken[een.groep].naam if een.groep in kenmerken else een.groep,
            een.groep in kenmerken,
            *_stuk(een.facet, een.code, een.naam, gekozen=False, aantal=VEEL),
        )
        for een in kenmerken.values()
    ]


def waarden_als_html(
    waarden: Iterable[Waarde], per_kenmerk: Mapping[int, int], gekozen: Collection[int]
) -> str:
    """Values of a facet, each with its box to tick, and how many candidates have it."""
    return "".join(
        [
            f"{een.voor}{getal(aantal)}{een.na}"
            if (aantal := per_kenmerk.get(een.nummer, 0)) > 1 and een.nummer not in gekozen
            else _bijzonder(een.kenmerk, aantal, gekozen=een.nummer in gekozen)
            for een in waarden
        ]
    )


def _bijzonder(kenmerk: Kenmerk, aantal: int, *, gekozen: bool) -> str:
    """A value that was chosen, or that one candidate has, or nobody."""
    rond = VEEL if aantal > 1 else aantal
    voor, na = _stuk(kenmerk.facet, kenmerk.code, kenmerk.naam, gekozen=gekozen, aantal=rond)
    return f"{voor}{getal(aantal)}{na}" if aantal > 1 else voor


@lru_cache(maxsize=10_000)
def _stuk(facet: str, code: str, naam: str, *, gekozen: bool, aantal: int) -> tuple[str, str]:
    """What stands before and after the number."""
    kenmerk = Kenmerk(facet=facet, code=code, naam=naam)
    stuk = render_to_string(
        "kandidatenverkenner/_keuze.html",
        {"kenmerk": kenmerk, "aantal": aantal, "gekozen": gekozen},
    )
    voor, _, na = stuk.partition(getal(VEEL))
    return voor, na


@lru_cache(maxsize=10_000)
def getal(aantal: int) -> str:
    """A number with a point between the thousands."""
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


def afstanden_als_html(gekozen: int | None) -> SafeString:
    """The distances on offer, one of them chosen, or none."""
    return SafeString("".join(_afstand(km, gekozen=km == gekozen) for km in AFSTANDEN))


@lru_cache
def _afstand(km: int, *, gekozen: bool) -> str:
    return f'<option value="{km}"{" selected" if gekozen else ""}>binnen {km} km</option>\n'


@lru_cache(maxsize=10)
def datum_voluit(dag: datetime.date) -> str:
    """A day in words."""
    return date_format(dag, "j F Y")
