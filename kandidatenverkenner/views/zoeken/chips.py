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


def in_woorden(filterset: Kandidaatfilter, adres: QueryString) -> list[Chip]:
    """What is asked, for a search whose parameters are valid."""
    return eisen(filterset, adres) + wensen(filterset, adres)


def wensen(filterset: Kandidaatfilter, adres: QueryString) -> list[Chip]:
    """What is wished for."""
    chips = []
    for wens in filterset.waarden["wens"]:
        sleutel, _, waarde = wens.partition(":")
        weg = adres.zonder("wens", waarde=wens)
        (gelezen,) = parse_wensen([wens], filterset.lijsten)
        # Of these there is one at a time.
        eis = weg.zonder(sleutel) if sleutel in ("gemeente", "beschikbaar") else weg
        chips.append(Chip("Wens", gelezen.naam, weg.adres(), eis.met(sleutel, waarde).adres()))
    return chips


def eisen(filterset: Kandidaatfilter, adres: QueryString) -> list[Chip]:
    """What is filtered on."""
    gegeven = filterset.waarden
    chips = []
    if gegeven["zoekterm"]:
        chips.append(Chip("Zoekterm", gegeven["zoekterm"], adres.zonder("zoekterm").adres()))
    if gegeven["gemeente"]:
        zonder = adres.zonder_plaats()
        wens = _als_wens(zonder, "gemeente", gegeven["gemeente"])
        chips.append(Chip("Afstand", _afstand(filterset), zonder.adres(), wens))
    if gegeven["beschikbaar"]:
        dag = date_format(gegeven["beschikbaar"], "j F Y")
        zonder = adres.zonder("beschikbaar")
        wens = _als_wens(zonder, "beschikbaar", gegeven["beschikbaar"].isoformat())
        chips.append(Chip("Beschikbaar", f"uiterlijk {dag} beschikbaar", zonder.adres(), wens))
    for facet in FACETTEN:
        waarden = filterset.codelijsten.per_facet[facet]
        for code in gegeven[facet]:
            zonder = adres.zonder(facet, waarde=code)
            wens = _als_wens(zonder, facet.value, code)
            chips.append(Chip(str(facet.label), waarden[code].naam, zonder.adres(), wens))
    return chips


def _als_wens(zonder: QueryString, sleutel: str, waarde: str) -> str:
    """The address of a search with a must that became a wish."""
    wens = f"{sleutel}:{waarde}"
    return zonder.zonder("wens", waarde=wens).met("wens", wens).adres()


def _afstand(filterset: Kandidaatfilter) -> str:
    gegeven = filterset.waarden
    plaats = filterset.plaatsen[gegeven["gemeente"]].naam
    afstand = gegeven["afstand"]
    return f"binnen {afstand} km van {plaats}" if afstand else f"de regio van {plaats}"
