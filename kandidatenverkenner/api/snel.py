"""The answer of a search as plain values, and as JSON: the hot path of the API.

`vormen.KandidatenlijstSerializer` says what it looks like, in the OpenAPI and to the test that
compares both; here the same comes out without a serializer for every value. Orjson writes it.
"""

import uuid
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

import orjson
from rest_framework.renderers import JSONRenderer

from kandidatenverkenner.models import Facet, Kenmerk
from kandidatenverkenner.wensen import Wens
from kandidatenverkenner.zoeken.filters import FACETTEN, PER_PAGINA
from kandidatenverkenner.zoeken.uitkomst import Kandidaatbeeld, Zoekuitkomst


class SnelleJson(JSONRenderer):
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
    uitkomst: Zoekuitkomst,
    adres_van: Callable[[uuid.UUID], str],
    links: Mapping[str, dict[str, str] | None],
) -> dict[str, Any]:
    """A page of candidates, as KandidatenlijstSerializer has it."""
    return {
        "totaal": uitkomst.totaal,
        "pagina": uitkomst.pagina,
        "paginas": uitkomst.paginas,
        "paginaGrootte": PER_PAGINA,
        "kandidaten": [_kandidaat(beeld, adres_van(beeld.nummer)) for beeld in uitkomst.kandidaten],
        "facetten": {facet.value: _waarden(uitkomst, facet) for facet in FACETTEN},
        "_links": links,
    }


def _kandidaat(beeld: Kandidaatbeeld, adres: str) -> dict[str, Any]:
    kandidaat, niveau = beeld.kandidaat, beeld.opleidingsniveau
    return {
        "id": str(beeld.nummer),
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


def _code(kenmerk: Kenmerk) -> dict[str, str]:
    return {"code": kenmerk.code, "naam": kenmerk.naam}


def _codes(kenmerken: Iterable[Kenmerk]) -> list[dict[str, str]]:
    return [_code(kenmerk) for kenmerk in kenmerken]


def _wensen(wensen: Iterable[Wens]) -> list[dict[str, Any]]:
    return [{"sleutel": w.sleutel, "codes": w.codes, "naam": w.naam} for w in wensen]


def _waarden(uitkomst: Zoekuitkomst, facet: Facet) -> orjson.Fragment:
    """What somebody has, or what was chosen: hundreds of values, of which only the number changes.

    Each has code, naam, aantal and gekozen.
    """
    per_kenmerk = uitkomst.telling.per_kenmerk
    gekozen = uitkomst.vraag.keuzen.get(facet, frozenset())
    delen = [
        b"%b%d%b" % (_tot_aantal(een.code, een.naam), aantal, _GEKOZEN[een.id in gekozen])
        for een in uitkomst.codelijsten.per_facet[facet].values()
        if (aantal := per_kenmerk.get(een.id, 0)) or een.id in per_kenmerk or een.id in gekozen
    ]
    return orjson.Fragment(b"[%b]" % b",".join(delen))


_GEKOZEN = {True: b',"gekozen":true}', False: b',"gekozen":false}'}


@lru_cache(maxsize=10_000)
def _tot_aantal(code: str, naam: str) -> bytes:
    """A value in JSON, up to its number."""
    return orjson.dumps({"code": code, "naam": naam})[:-1] + b',"aantal":'
