"""What the OpenAPI document says beside the serializers: title, parameters, examples."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter

from kandidatenverkenner.api.openapi.texts import OMSCHRIJVINGEN, VELDEN
from kandidatenverkenner.models import URENBANDEN
from kandidatenverkenner.ontvangst.profiel import ja_nee
from kandidatenverkenner.zoeken.filters import (
    AFSTANDEN,
    FACETTEN,
    HERHAALBAAR,
    HOOGSTE_PAGINA,
    LANGSTE_ZOEKTERM,
    VOLGORDEN,
    Kandidaatfilter,
)


SETTINGS: dict[str, Any] = {
    "TITLE": "Kandidatenverkenner banenafspraak",
    "VERSION": "1.0.0",
    "DESCRIPTION": (
        "Zoek mensen uit de doelgroep banenafspraak die willen werken. U ziet kandidaten zonder "
        "naam, adres en contactgegevens. Wilt u iemand ontmoeten? Vraag om contact: het "
        "werkgeversservicepunt van de regio antwoordt."
    ),
    "CONTACT": {
        "name": "Kandidatenverkenner",
        "url": "https://voorbeeld.nl/api/v1/",
        "email": "kandidatenverkenner@voorbeeld.nl",
    },
    "LICENSE": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SCHEMA_PATH_PREFIX_TRIM": True,
    "SERVERS": [{"url": "/api/v1", "description": "Deze server."}],
    "TAGS": [
        {"name": "kandidaten", "description": "Zoeken en bekijken."},
        {"name": "contactverzoeken", "description": "Om contact vragen, en volgen wat ervan komt."},
        {"name": "zoekopdrachten", "description": "Een zoekvraag bewaren."},
    ],
    "DISABLE_ERRORS_AND_WARNINGS": True,
    "POSTPROCESSING_HOOKS": ["kandidatenverkenner.api.openapi.schema.describe"],
}
VOORBEELDEN = {
    "regio": ["AM19"],
    "taaksoort": ["inpakken"],
    "sector": ["G", "47"],
    "uren": ["21-28"],
    "opleidingsniveau": ["2", "4"],
    "vaardigheid": [],
    "competentie": ["24120"],
    "affiniteit": [],
    "rijbewijs": ["B"],
}
FORMS: dict[str, dict[str, Any]] = {
    "gemeente": {"type": "string", "pattern": "^GM[0-9]{4}$", "examples": ["GM0546"]},
    "afstand": {"type": "integer", "enum": AFSTANDEN},
    "zoekterm": {"type": "string", "maxLength": LANGSTE_ZOEKTERM, "examples": ["winkel"]},
    "beschikbaar": {"type": "string", "format": "date", "examples": ["2027-03-01"]},
    "wens": {
        "type": "array",
        "items": {"type": "string", "pattern": "^[a-z]+:.+$", "maxLength": 80},
        "examples": [["vaardigheid:vakken-vullen", "rijbewijs:B", "beschikbaar:2027-03-01"]],
    },
    "volgorde": {"type": "string", "enum": [volgorde.value for volgorde in VOLGORDEN]},
    "pagina": {"type": "integer", "minimum": 1, "maximum": HOOGSTE_PAGINA, "default": 1},
}


def _parameter(naam: str) -> OpenApiParameter:
    uitleg = str(Kandidaatfilter.base_filters[naam].extra["help_text"])
    if naam not in HERHAALBAAR:
        return OpenApiParameter(naam, FORMS[naam], description=uitleg)
    if naam == "wens":
        return OpenApiParameter(naam, FORMS[naam], description=uitleg, style="form", explode=True)
    vorm: dict[str, Any] = {"type": "array", "items": {"type": "string", "minLength": 1}}
    if naam == "uren":
        vorm["items"]["enum"] = [f"{van}-{tot}" for van, tot in URENBANDEN]
    if VOORBEELDEN[naam]:
        vorm["examples"] = [VOORBEELDEN[naam]]
    return OpenApiParameter(
        naam,
        vorm,
        description=uitleg + " Herhaal de sleutel voor 'of'.",
        style="form",
        explode=True,
    )


PARAMETERS = [_parameter(naam) for naam in Kandidaatfilter.base_filters]
PLAATS = ("gemeente", "afstand")


def _plaats() -> OpenApiParameter:
    """Two parameters; the second needs the first. OpenAPI says that of properties of one object."""
    delen = {een.name: een for een in PARAMETERS if een.name in PLAATS}
    return OpenApiParameter(
        "plaats",
        {
            "type": "object",
            "properties": {
                naam: FORMS[naam] | {"description": delen[naam].description} for naam in PLAATS
            },
            "dependentRequired": {"afstand": ["gemeente"]},
            "additionalProperties": False,
        },
        description=(
            "Vanaf welke gemeente, en hoe ver: `gemeente=GM0546&afstand=15`. Een afstand staat "
            "altijd bij een gemeente."
        ),
        style="form",
        explode=True,
    )


# As the OpenAPI document has them. The page for developers explains each by itself.
PARAMETERS_IN_OPENAPI = [*(een for een in PARAMETERS if een.name not in PLAATS), _plaats()]

VOORBEELD_KANDIDAAT = {
    "id": "3f2a9c1b-5d0e-5b53-9f0a-8f6f1c9d2e77",
    "regio": {"code": "AM19", "naam": "Holland Rijnland"},
    "opleidingsniveau": {"code": "2", "naam": "vmbo"},
    **{een.api_naam: True for een in ja_nee()},
    "vaardigheden": [{"code": "vakken-vullen", "naam": "vakken vullen"}],
    "competenties": [{"code": "24120", "naam": "Kwaliteit leveren"}],
    "affiniteiten": [{"code": "dieren", "naam": "dieren"}],
    "sectoren": [
        {"code": "G", "naam": "Groot- en detailhandel; reparatie van auto's"},
        {"code": "47", "naam": "Detailhandel (niet in auto's)"},
    ],
    "taaksoorten": [{"code": "inpakken", "naam": "inpakken"}],
    "urenMin": 16,
    "urenMax": 24,
    "beschikbaarVanaf": None,
    "reisafstand": 15,
    "vervoermiddelen": [{"code": "3", "naam": "fiets"}],
    "rijbewijzen": [],
    "talen": [
        {
            "code": "nld",
            "naam": "Nederlands",
            "mondeling": {"code": "3", "naam": "goed"},
            "schriftelijk": {"code": "2", "naam": "redelijk"},
        }
    ],
    "_links": {
        "self": {
            "href": "https://voorbeeld.nl/api/v1/kandidaten/3f2a9c1b-5d0e-5b53-9f0a-8f6f1c9d2e77"
        }
    },
}

_ALLEEN_BIJ_DE_KANDIDAAT = {
    "competenties",
    "affiniteiten",
    "sectoren",
    "vervoermiddelen",
    "talen",
}
VOORBEELD_WENSEN = {
    "past": [{"sleutel": "vaardigheid", "codes": ["vakken-vullen"], "naam": "vakken vullen"}],
    "ontbreekt": [{"sleutel": "rijbewijs", "codes": ["B"], "naam": "B (auto)"}],
}
VOORBEELD_KORT = {
    naam: waarde
    for naam, waarde in VOORBEELD_KANDIDAAT.items()
    if naam not in _ALLEEN_BIJ_DE_KANDIDAAT
} | {"wensen": VOORBEELD_WENSEN}

VOORBEELD_LIJST = {
    "totaal": 1,
    "pagina": 1,
    "paginas": 1,
    "paginaGrootte": 20,
    "kandidaten": [VOORBEELD_KORT],
    "facetten": {facet.value: [] for facet in FACETTEN}
    | {
        "regio": [{"code": "AM19", "naam": "Holland Rijnland", "aantal": 1, "gekozen": True}],
        "uren": [{"code": "13-20", "naam": "13 tot en met 20 uur", "aantal": 1, "gekozen": False}],
    },
    "_links": {
        "self": {"href": "https://voorbeeld.nl/api/v1/kandidaten?regio=AM19&pagina=1"},
        "first": {"href": "https://voorbeeld.nl/api/v1/kandidaten?regio=AM19&pagina=1"},
        "prev": None,
        "next": None,
        "last": {"href": "https://voorbeeld.nl/api/v1/kandidaten?regio=AM19&pagina=1"},
    },
}

VOORBEELD_CONTACT = {
    "kandidaten": ["3f2a9c1b-5d0e-5b53-9f0a-8f6f1c9d2e77"],
    "vacature": "Magazijnmedewerker in Leiden",
    "bericht": "Wij kunnen de werktijden aanpassen.",
}
VOORBEELD_CONTACTVERZOEK = {
    "id": 12,
    "kandidaat": "3f2a9c1b-5d0e-5b53-9f0a-8f6f1c9d2e77",
    "vacature": "Magazijnmedewerker in Leiden",
    "bericht": "Wij kunnen de werktijden aanpassen.",
    "stand": {"code": "ingediend", "naam": "ingediend"},
    "ingediendOp": "2026-11-24T10:15:00+01:00",
    "uiterlijkOp": "2026-11-26",
    "beantwoordOp": None,
    "_links": {"self": {"href": "https://voorbeeld.nl/api/v1/contactverzoeken/12"}},
}
VOORBEELD_NIEUWE_ZOEKOPDRACHT = {
    "naam": "Inpakkers",
    "zoekvraag": "regio=AM19&taaksoort=inpakken",
    "metMail": True,
}
VOORBEELD_ZOEKOPDRACHT = {
    "id": 3,
    **VOORBEELD_NIEUWE_ZOEKOPDRACHT,
    "nieuw": 2,
    "_links": {"self": {"href": "https://voorbeeld.nl/api/v1/zoekopdrachten/3"}},
}
VOORBEELD_CONTACTVERZOEKEN = {"contactverzoeken": [VOORBEELD_CONTACTVERZOEK]}

KOPPEN: dict[str, dict[str, Any]] = {
    "API-Version": {
        "description": "Versie van de API.",
        "schema": {"type": "string", "pattern": "^[0-9]+[.][0-9]+[.][0-9]+$"},
        "required": True,
        "example": "1.0.0",
    },
    "RateLimit-Policy": {
        "description": (
            "Hoeveel er mag (q) in een tijd (w, seconden): verzoeken in een minuut; op een dag "
            "kandidaten, en bij lijsten bladzijden en kaarten (verschillende kandidaten)."
        ),
        "schema": {"type": "string"},
        "example": '"verzoeken";q=120;w=60',
    },
    "RateLimit": {
        "description": "Wat er nog over is (r), en over hoeveel seconden het opnieuw begint (t).",
        "schema": {"type": "string"},
        "example": '"verzoeken";r=119;t=42',
    },
}
ETAG = {
    "description": "Vingerafdruk van het antwoord. Stuur hem de volgende keer in If-None-Match.",
    "schema": {"type": "string"},
    "required": True,
    "example": '"9f0a8f6f1c9d2e77"',
}
WACHT = {
    "description": "Over hoeveel seconden het weer kan.",
    "schema": {"type": "integer", "minimum": 1},
    "required": True,
    "example": 42,
}
ONGEWIJZIGD = {
    "description": "Niets veranderd sinds het antwoord met deze ETag.",
    "headers": KOPPEN | {"ETag": ETAG},
}
ALS_ANDERS = {
    "in": "header",
    "name": "If-None-Match",
    "schema": {"type": "string"},
    "description": "De ETag die u al hebt: is er niets veranderd, dan is het antwoord 304.",
    "example": '"9f0a8f6f1c9d2e77"',
}


def describe(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """A hook of drf-spectacular: say in Dutch what each form is, and what the headers are."""
    for naam, vorm in result["components"]["schemas"].items():
        vorm["description"] = OMSCHRIJVINGEN[naam]
        for veld, inhoud in vorm.get("properties", {}).items():
            # A help_text comes first. A field without one has the words of the table.
            inhoud.setdefault("description", VELDEN.get(f"{naam}.{veld}") or VELDEN.get(veld))
    for pad in result["paths"].values():
        for methode, operatie in pad.items():
            _zet_koppen(methode, operatie)
    return result


def _zet_koppen(methode: str, operatie: dict[str, Any]) -> None:
    for code, antwoord in operatie["responses"].items():
        antwoord["headers"] = KOPPEN | ({"Retry-After": WACHT} if code == "429" else {})
        antwoord.setdefault("description", "Gelukt.")
        antwoord["description"] = antwoord["description"] or "Gelukt."
    if "requestBody" in operatie:
        operatie["requestBody"]["required"] = True
    if methode == "get":
        operatie["responses"]["200"]["headers"] |= {"ETag": ETAG}
        operatie["responses"]["304"] = ONGEWIJZIGD
        operatie.setdefault("parameters", []).append(ALS_ANDERS)
