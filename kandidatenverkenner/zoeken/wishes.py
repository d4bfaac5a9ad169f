"""Parses the wishes in a query string, such as `wens=vaardigheid:heftruck`."""

import datetime
import math
from collections.abc import Container, Iterable, Mapping
from contextlib import suppress
from functools import lru_cache
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format

from kandidatenverkenner.models import Facet
from kandidatenverkenner.search_index.wensen import ONE_IS_ENOUGH, Wens, niveaus_vanaf
from kandidatenverkenner.zoeken.codelists import Lijsten


MEESTE = 20
GEMEENTE, BESCHIKBAAR = "gemeente", "beschikbaar"
UITLEG = (
    "Wat mooi meegenomen is, als sleutel:waarde. Elke waarde die in een filter kan, kan ook een "
    "wens zijn; gemeente:GM0546 vraagt wie op reisafstand woont, beschikbaar:2027-03-01 wie dan "
    "kan beginnen. Een wens laat niemand weg: wie het beste past, staat vooraan, en bij elke "
    f"kandidaat staat welke wensen passen en welke niet. Hoogstens {MEESTE}."
)


class Wensveld(forms.MultipleChoiceField):
    """Wishes. An error names each one that does not exist."""

    def __init__(self, *, codes: Mapping[str, Container[str]] | None = None, **opties: Any) -> None:
        super().__init__(**opties)
        self.codes = codes or {}  # key -> the codes that can be wished for

    def valid_value(self, value: str) -> bool:
        return kan(value, self.codes)

    def to_python(self, value: Any) -> list[str]:
        return [wens for wens in dict.fromkeys(super().to_python(value)) if wens]

    def validate(self, value: list[str]) -> None:
        onbekend = [wens for wens in value if not self.valid_value(wens)]
        if onbekend:
            raise ValidationError(
                [
                    f'De wens "{wens[:60]}" bestaat niet. '
                    "Schrijf sleutel:waarde, zoals vaardigheid:heftruck."
                    for wens in onbekend
                ]
            )
        if len(value) > MEESTE:
            raise ValidationError(f"Dat zijn {len(value)} wensen. Geef er hoogstens {MEESTE}.")


class Wensfilter(django_filters.Filter):
    """Any number of wishes. They filter nothing, but they have rules."""

    field_class = Wensveld


def kan(wens: str, codes: Mapping[str, Container[str]]) -> bool:
    """Whether this wish exists, given the codes of each key."""
    sleutel, _, waarde = wens.partition(":")
    if sleutel == BESCHIKBAAR:
        return _dag(waarde) is not None
    return waarde in codes.get(sleutel, ())


def geldige(gegeven: Iterable[str], codes: Mapping[str, Container[str]]) -> list[str]:
    """The wishes among these that exist, up to the maximum."""
    return [wens for wens in dict.fromkeys(gegeven) if kan(wens, codes)][:MEESTE]


def parse_wensen(gegeven: Iterable[str], lijsten: Lijsten) -> tuple[Wens, ...]:
    """These wishes, parsed. All of them exist."""
    per_sleutel: dict[str, list[str]] = {}
    for wens in gegeven:
        sleutel, _, waarde = wens.partition(":")
        per_sleutel.setdefault(sleutel, []).append(waarde)
    return tuple(
        _wens(sleutel, groep, lijsten)
        for sleutel, codes in per_sleutel.items()
        for groep in ([codes] if sleutel in ONE_IS_ENOUGH else [[code] for code in codes])
    )


def _wens(sleutel: str, codes: list[str], lijsten: Lijsten) -> Wens:
    if sleutel == BESCHIKBAAR:
        dag = datetime.date.fromisoformat(codes[0])
        naam = f"beschikbaar op {date_format(dag, 'j F Y')}"
        return Wens(sleutel, tuple(codes), naam, available_by=dag)
    if sleutel == GEMEENTE:
        naam = f"regio op reisafstand van {lijsten.plaatsen[codes[0]].naam}"
        return Wens(sleutel, tuple(codes), naam, km_to=_reis(codes[0], lijsten))
    bekend = lijsten.codelijsten.per_facet[sleutel]
    genoeg = {code: _genoeg(sleutel, code, bekend) for code in codes}
    return Wens(
        sleutel,
        tuple(codes),
        " of ".join(
            bekend[code].naam + (" of hoger" if len(hoger) > 1 else "")
            for code, hoger in genoeg.items()
        ),
        any_of=frozenset(bekend[code].id for hoger in genoeg.values() for code in hoger),
    )


def _genoeg(facet: str, code: str, bekend: Iterable[str]) -> list[str]:
    """The codes that fulfil the wish. A higher level of education does too, as in Sonar."""
    return niveaus_vanaf(code, bekend) if facet == Facet.OPLEIDINGSNIVEAU else [code]


def _reis(gemeente: str, lijsten: Lijsten) -> tuple[tuple[int, int], ...]:
    """For each region how many km it lies from a gemeente."""
    regios = lijsten.codelijsten.per_facet[Facet.REGIO]
    return tuple(
        (regios[code].id, math.ceil(km))
        for code, km in km_per_regio(gemeente, lijsten).items()
        if code in regios
    )


@lru_cache(maxsize=400)
def km_per_regio(gemeente: str, lijsten: Lijsten) -> Mapping[str, float]:
    """The distance to each region: that of its nearest gemeente, and 0 to the region itself."""
    midden = lijsten.plaatsen[gemeente]
    uit: dict[str, float] = {}
    for plaats in lijsten.plaatsen.values():
        km = 0.0 if plaats.regio == midden.regio else midden.km_tot(plaats)
        uit[plaats.regio] = min(uit.get(plaats.regio, math.inf), km)
    return uit


def _dag(tekst: str) -> datetime.date | None:
    with suppress(ValueError):
        if (dag := datetime.date.fromisoformat(tekst)).isoformat() == tekst:
            return dag
    return None
