"""A search in words: each filter that is on, and the address without it."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from django.utils.formats import date_format
from django.utils.safestring import SafeString

from kandidatenverkenner.views.zoeken.query_string import QueryString
from kandidatenverkenner.zoeken.filters import FACETTEN, Kandidaatfilter
from kandidatenverkenner.zoeken.wishes import lees_wensen


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on, and the address without it."""

    label: str
    waarde: str
    weg: str
    anders: str = ""  # the address where a must is a wish, or a wish a must; empty: it cannot be


def als_html(chips: Iterable[Chip], *, weg: str, anders: str) -> SafeString:
    """As the items of a list, with what their links do. Not a template: every page has some.

    In `weg` stands {label}.
    """
    return SafeString("".join([_als_html(chip, weg, anders) for chip in chips]))


def _als_html(chip: Chip, weg: str, anders: str) -> str:
    waarde, label = escape(chip.waarde), weg.format(label=escape(chip.label))
    als_ander = (
        f' <a class="anders" href="{escape(chip.anders)}">{anders}'
        f'<span class="onzichtbaar"> ({waarde})</span></a>'
    )
    return (
        f'<li><a class="chip" href="{escape(chip.weg)}"><span class="onzichtbaar">{label}: </span>'
        f'{waarde}<span class="kruis" aria-hidden="true">\N{MULTIPLICATION SIGN}</span></a>'
        f"{als_ander if chip.anders else ''}</li>\n"
    )


def in_woorden(filterset: Kandidaatfilter, adres: QueryString) -> list[Chip]:
    """What is asked, for a search whose parameters are valid."""
    return eisen(filterset, adres) + wensen(filterset, adres)


def wensen(filterset: Kandidaatfilter, adres: QueryString) -> list[Chip]:
    """What is wished for."""
    chips = []
    for wens in filterset.waarden["wens"]:
        sleutel, _, waarde = wens.partition(":")
        weg = adres.zonder("wens", waarde=wens)
        (gelezen,) = lees_wensen([wens], filterset.lijsten)
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
