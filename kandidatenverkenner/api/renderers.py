"""The answer of a search as plain values, and as JSON: the hot path of the API.

`vormen.KandidatenlijstSerializer` says what it looks like, in the OpenAPI and to the test that
compares both; here the same comes out without a serializer for every value. Orjson writes it.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import orjson
from rest_framework.renderers import JSONRenderer

from kandidatenverkenner.models import Codelijsten, Facet, Kenmerk
from kandidatenverkenner.search_index.wensen import Wens
from kandidatenverkenner.zoeken.filters import FACETTEN, PER_PAGINA
from kandidatenverkenner.zoeken.results import Kandidaatbeeld, SearchResults


class OrjsonRenderer(JSONRenderer):
    """JSON as DRF writes it, for plain values: dicts, lists, texts, numbers, dates, UUIDs."""

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """In bytes. Whoever asks for indentation (`application/json; indent=2`) gets DRF's."""
        if data is None:
            return super().render(data, accepted_media_type, renderer_context)
        snel = orjson.dumps(data, default=str)
        if self.get_indent(accepted_media_type or "", renderer_context or {}):
            return super().render(orjson.loads(snel), accepted_media_type, renderer_context)
        return snel


def lijst(
    uitkomst: SearchResults,
    adres: str,
    links: Mapping[str, dict[str, str] | None],
) -> dict[str, Any]:
    """A page of candidates, as KandidatenlijstSerializer has it; each is found under `adres`."""
    return {
        "totaal": uitkomst.totaal,
        "pagina": uitkomst.pagina,
        "paginas": uitkomst.paginas,
        "paginaGrootte": PER_PAGINA,
        "kandidaten": [_kandidaat(een, f"{adres}/{een.nummer}") for een in uitkomst.kandidaten],
        "facetten": {facet.value: _waarden(uitkomst, facet) for facet in FACETTEN},
        "_links": links,
    }


def _kandidaat(beeld: Kandidaatbeeld, adres: str) -> dict[str, Any]:
    kandidaat, niveau = beeld.kandidaat, beeld.opleidingsniveau
    return {
        "id": beeld.nummer,
        "regio": _code(beeld.regio),
        "opleidingsniveau": _code(niveau) if niveau else None,
        "diploma": kandidaat.diploma,
        "taaksoorten": _codes(beeld.taken_kort),
        "vaardigheden": _codes(beeld.vaardigheden_kort),
        "urenMin": kandidaat.uren_min,
        "urenMax": kandidaat.uren_max,
        "beschikbaarVanaf": kandidaat.beschikbaar_vanaf,
        "reisafstand": kandidaat.reisafstand,
        "rijbewijzen": _codes(beeld.per_facet["rijbewijs"]),
        "_links": {"self": {"href": adres}},
        "wensen": {
            "past": _wensen(beeld.oordeel.past),
            "ontbreekt": _wensen(beeld.oordeel.ontbreekt),
        },
    }


@lru_cache(maxsize=10_000)
def _kort(code: str, naam: str) -> str:
    return orjson.dumps({"code": code, "naam": naam}).decode()


def _code(kenmerk: Kenmerk) -> orjson.Fragment:
    return orjson.Fragment(_kort(kenmerk.code, kenmerk.naam))


def _codes(kenmerken: Iterable[Kenmerk]) -> orjson.Fragment:
    delen = [_kort(kenmerk.code, kenmerk.naam) for kenmerk in kenmerken]
    return orjson.Fragment(f"[{','.join(delen)}]")


def _wensen(wensen: Iterable[Wens]) -> list[dict[str, Any]]:
    return [{"sleutel": w.sleutel, "codes": w.codes, "naam": w.naam} for w in wensen]


def _waarden(uitkomst: SearchResults, facet: Facet) -> orjson.Fragment:
    """What somebody has, or what was chosen: hundreds of values, of which only the number changes.

    Each has code, naam, aantal and gekozen.
    """
    per_kenmerk = uitkomst.telling.per_kenmerk
    regels = _tot_aantal(uitkomst.codelijsten, facet)
    gekozen = uitkomst.vraag.keuzen.get(facet, frozenset())
    if gekozen:
        delen = [
            f'{voor}{per_kenmerk.get(nummer, 0)},"gekozen":{_GEKOZEN[nummer in gekozen]}}}'
            for nummer, voor in regels
            if nummer in per_kenmerk or nummer in gekozen
        ]
    else:
        delen = [
            f'{voor}{per_kenmerk[nummer]},"gekozen":false}}'
            for nummer, voor in regels
            if nummer in per_kenmerk
        ]
    return orjson.Fragment(f"[{','.join(delen)}]")


_GEKOZEN = {True: "true", False: "false"}


@lru_cache(maxsize=2 * len(FACETTEN))
def _tot_aantal(codelijsten: Codelijsten, facet: Facet) -> list[tuple[int, str]]:
    """The values of a facet: our number, and the value in JSON up to how many have it."""
    return [
        (een.id, _kort(een.code, een.naam)[:-1] + ',"aantal":')
        for een in codelijsten.per_facet[facet].values()
    ]
