"""A search in words: each filter that is on, and the address without it."""

from dataclasses import dataclass

from django.utils.formats import date_format

from kandidatenverkenner.views.zoekadres import Zoekadres
from kandidatenverkenner.zoeken.filters import FACETTEN, Kandidaatfilter


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on, and the address without it."""

    label: str
    waarde: str
    weg: str


def in_woorden(filterset: Kandidaatfilter, adres: Zoekadres) -> list[Chip]:
    """What is filtered on, for a search whose parameters are valid."""
    gegeven = filterset.waarden
    chips = []
    if gegeven["zoekterm"]:
        chips.append(Chip("Zoekterm", gegeven["zoekterm"], adres.zonder("zoekterm").adres()))
    if gegeven["gemeente"]:
        weg = adres.zonder_plaats().adres()
        chips.append(Chip("Afstand", _afstand(filterset), weg))
    if gegeven["beschikbaar"]:
        dag = date_format(gegeven["beschikbaar"], "j F Y")
        weg = adres.zonder("beschikbaar").adres()
        chips.append(Chip("Beschikbaar", f"uiterlijk {dag} beschikbaar", weg))
    for facet in FACETTEN:
        waarden = filterset.codelijsten.per_facet[facet]
        for code in gegeven[facet]:
            weg = adres.zonder(facet, waarde=code).adres()
            chips.append(Chip(str(facet.label), waarden[code].naam, weg))
    return chips


def _afstand(filterset: Kandidaatfilter) -> str:
    gegeven = filterset.waarden
    plaats = filterset.plaatsen[gegeven["gemeente"]].naam
    afstand = gegeven["afstand"]
    return f"binnen {afstand} km van {plaats}" if afstand else f"de regio van {plaats}"
