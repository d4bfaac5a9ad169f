"""A search in words: each filter that is on, and the address without it."""

from dataclasses import dataclass

from django.utils.formats import date_format

from kandidatenverkenner.views.zoeken.query_string import QueryString
from kandidatenverkenner.zoeken.filters import FACETTEN, Kandidaatfilter
from kandidatenverkenner.zoeken.wishes import parse_wensen


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on, and the address without it."""

    label: str
    waarde: str
    weg: str
    anders: str = ""  # the address where a must is a wish, or a wish a must; empty: impossible

    @property
    def verwijder(self) -> str:
        """What its cross does."""
        return f"Verwijder filter {self.label}"


def all_chips(filterset: Kandidaatfilter, adres: QueryString) -> list[Chip]:
    """All chips of a search whose parameters are valid."""
    return filter_chips(filterset, adres) + wish_chips(filterset, adres)


def wish_chips(filterset: Kandidaatfilter, adres: QueryString) -> list[Chip]:
    """The wishes of a search."""
    chips = []
    for wens in filterset.waarden["wens"]:
        sleutel, _, waarde = wens.partition(":")
        weg = adres.without("wens", value=wens)
        (gelezen,) = parse_wensen([wens], filterset.lijsten)
        # A search has at most one of these.
        eis = weg.without(sleutel) if sleutel in ("gemeente", "beschikbaar") else weg
        chips.append(Chip("Wens", gelezen.naam, weg.url(), eis.with_pair(sleutel, waarde).url()))
    return chips


def filter_chips(filterset: Kandidaatfilter, adres: QueryString) -> list[Chip]:
    """The filters of a search."""
    gegeven = filterset.waarden
    chips = []
    if gegeven["zoekterm"]:
        chips.append(Chip("Zoekterm", gegeven["zoekterm"], adres.without("zoekterm").url()))
    if gegeven["gemeente"]:
        zonder = adres.without_place()
        wens = _als_wens(zonder, "gemeente", gegeven["gemeente"])
        chips.append(Chip("Afstand", _afstand(filterset), zonder.url(), wens))
    if gegeven["beschikbaar"]:
        dag = date_format(gegeven["beschikbaar"], "j F Y")
        zonder = adres.without("beschikbaar")
        wens = _als_wens(zonder, "beschikbaar", gegeven["beschikbaar"].isoformat())
        chips.append(Chip("Beschikbaar", f"uiterlijk {dag} beschikbaar", zonder.url(), wens))
    for facet in FACETTEN:
        waarden = filterset.codelijsten.per_facet[facet]
        for code in gegeven[facet]:
            zonder = adres.without(facet, value=code)
            wens = _als_wens(zonder, facet.value, code)
            chips.append(Chip(str(facet.label), waarden[code].naam, zonder.url(), wens))
    return chips


def _als_wens(zonder: QueryString, sleutel: str, waarde: str) -> str:
    """The address of the search in which a filter became a wish."""
    wens = f"{sleutel}:{waarde}"
    return zonder.without("wens", value=wens).with_pair("wens", wens).url()


def _afstand(filterset: Kandidaatfilter) -> str:
    gegeven = filterset.waarden
    plaats = filterset.plaatsen[gegeven["gemeente"]].naam
    afstand = gegeven["afstand"]
    return f"binnen {afstand} km van {plaats}" if afstand else f"de regio van {plaats}"
