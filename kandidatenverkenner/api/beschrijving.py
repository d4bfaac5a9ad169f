"""What the OpenAPI says beside the forms: title, parameters, examples."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter

from kandidatenverkenner.zoeken.filters import (
    AFSTANDEN,
    FACETTEN,
    HOOGSTE_PAGINA,
    LANGSTE_ZOEKTERM,
    VOLGORDEN,
    Kandidaatfilter,
)


INSTELLINGEN: dict[str, Any] = {
    "TITLE": "Kandidatenverkenner banenafspraak",
    "VERSION": "1.0.0",
    "DESCRIPTION": (
        "Zoek mensen uit de doelgroep banenafspraak die willen werken. U ziet kandidaten zonder "
        "naam, adres en contactgegevens. Wilt u iemand ontmoeten? Noem het kandidaatnummer aan "
        "het werkgeversservicepunt in uw regio."
    ),
    "CONTACT": {"name": "Kandidatenverkenner", "url": "/api/v1/"},
    "LICENSE": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "TAGS": [
        {"name": "kandidaten", "description": "Zoeken en bekijken."},
        {"name": "contactverzoeken", "description": "Kandidaten willen ontmoeten."},
        {"name": "zoekopdrachten", "description": "Een zoekvraag bewaren."},
    ],
    "DISABLE_ERRORS_AND_WARNINGS": True,
    "POSTPROCESSING_HOOKS": ["kandidatenverkenner.api.beschrijving.omschrijf"],
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
VORMEN: dict[str, dict[str, Any]] = {
    "gemeente": {"type": "string", "pattern": "^GM[0-9]{4}$", "examples": ["GM0546"]},
    "afstand": {"type": "integer", "enum": AFSTANDEN},
    "zoekterm": {"type": "string", "maxLength": LANGSTE_ZOEKTERM, "examples": ["winkel"]},
    "beschikbaar": {"type": "string", "format": "date", "examples": ["2027-03-01"]},
    "volgorde": {"type": "string", "enum": [volgorde.value for volgorde in VOLGORDEN]},
    "pagina": {"type": "integer", "minimum": 1, "maximum": HOOGSTE_PAGINA, "default": 1},
}


def _parameter(naam: str) -> OpenApiParameter:
    uitleg = str(Kandidaatfilter.base_filters[naam].extra["help_text"])
    if naam not in FACETTEN:
        return OpenApiParameter(naam, VORMEN[naam], description=uitleg)
    vorm: dict[str, Any] = {"type": "array", "items": {"type": "string", "minLength": 1}}
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

VOORBEELD_KANDIDAAT = {
    "id": "3f2a9c1b-5d0e-5b53-9f0a-8f6f1c9d2e77",
    "regio": {"code": "AM19", "naam": "Holland Rijnland"},
    "opleidingsniveau": {"code": "2", "naam": "vmbo"},
    "diploma": True,
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
VOORBEELD_KORT = {
    naam: waarde
    for naam, waarde in VOORBEELD_KANDIDAAT.items()
    if naam not in _ALLEEN_BIJ_DE_KANDIDAAT
}

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

# Docstrings are English, the description is for Dutch readers.
OMSCHRIJVINGEN = {
    "Code": "Een code uit een lijst, met haar naam.",
    "Contactverzoek": "Een verzoek om een kandidaat te ontmoeten, en hoe het staat.",
    "Contactverzoeken": "Een lijst van verzoeken.",
    "NieuwContactverzoek": "Wie u wilt ontmoeten, en waarvoor.",
    "NieuweZoekopdracht": "Een zoekvraag om te bewaren.",
    "Zoekopdracht": "Een zoekvraag die bewaard is.",
    "Zoekopdrachten": "De zoekopdrachten van een account.",
    "Facetten": "Per filter de waarden die iemand heeft, met hun aantallen.",
    "Facetwaarde": "Een waarde van een filter, en hoeveel kandidaten zij geeft.",
    "Kandidaat": "Een kandidaat, zonder naam, adres en contactgegevens.",
    "KandidaatKort": "Een kandidaat in een lijst.",
    "KandidaatLinks": "Waar de kandidaat te vinden is.",
    "Kandidatenlijst": "Een pagina met kandidaten.",
    "LijstLinks": "Deze pagina en haar buren; null is: die is er niet.",
    "Link": "Een adres.",
    "OngeldigeParameter": "Een parameter en wat er niet aan klopt.",
    "Probleem": "Een fout (RFC 9457).",
    "Taal": "Een taal van de kandidaat.",
    "Taalniveau": "Hoe goed iemand een taal beheerst.",
}


def omschrijf(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """A hook of drf-spectacular: say in Dutch what each form is."""
    for naam, vorm in result["components"]["schemas"].items():
        vorm["description"] = OMSCHRIJVINGEN[naam]
    return result
