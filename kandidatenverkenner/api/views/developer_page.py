"""The page for developers at /api/v1: written from the same tables as the OpenAPI."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from kandidatenverkenner.accounts.api_keys import GELDIG
from kandidatenverkenner.api.exceptions import MEDIA_TYPE, TEXTS, problem
from kandidatenverkenner.api.openapi.responses import DESCRIPTIONS
from kandidatenverkenner.api.openapi.schema import PARAMETERS, VOORBEELD_KORT
from kandidatenverkenner.api.throttling import PER_MINUTE
from kandidatenverkenner.api.validation import MAX_BYTES
from kandidatenverkenner.models import Apisleutel
from kandidatenverkenner.privacy.visits import BLADZIJDEN_PER_DAG, KAARTEN_PER_DAG, PER_DAG
from kandidatenverkenner.verzoeken.contact import MEESTE_PER_DAG


# name in a limit, how many, of what, until when
GRENZEN = [
    ("verzoeken", PER_MINUTE, "verzoeken", "in een minuut"),
    ("kandidaten", PER_DAG, "verschillende kandidaten die u opent", "op een dag"),
    ("kaarten", KAARTEN_PER_DAG, "verschillende kandidaten op lijsten", "op een dag"),
    ("(geen)", MEESTE_PER_DAG, "contactverzoeken", "op een dag"),
    ("bladzijden", BLADZIJDEN_PER_DAG, "bladzijden van lijsten", "op een dag"),
]
ADRESSEN = [
    ("GET", "/kandidaten", "zoeken", "Zoeken"),
    ("GET", "/kandidaten/{nummer}", "kandidaat", "Een kandidaat lezen"),
    ("GET, POST", "/contactverzoeken", "contact", "Verzoeken volgen, om contact vragen"),
    ("GET", "/contactverzoeken/{nummer}", "contact", "Een verzoek volgen"),
    ("GET, POST", "/zoekopdrachten", "zoeken", "Zoekvragen lezen en bewaren"),
    ("GET, DELETE", "/zoekopdrachten/{nummer}", "zoeken", "Een zoekvraag lezen of verwijderen"),
]
VEILIG = ("GET", "HEAD")


@csrf_exempt
def developer_page(request: HttpRequest) -> HttpResponse:
    """How to use the API, with examples to copy. It accepts no input: nothing to forge."""
    if request.method not in VEILIG:
        antwoord = HttpResponseNotAllowed(VEILIG, json.dumps(problem(405)))
        antwoord["Content-Type"] = MEDIA_TYPE
        return antwoord
    context = {
        "basis": request.build_absolute_uri(reverse("kandidatenverkenner:api")).rstrip("/"),
        "vum": request.build_absolute_uri("/vum/v1"),
        "adressen": ADRESSEN,
        "bereiken": Apisleutel.Bereik.choices,
        "dagen": GELDIG.days,
        "parameters": [_parameter(een) for een in PARAMETERS],
        "voorbeeld": _regels(VOORBEELD_KORT),
        "grenzen": GRENZEN,
        "langste": MAX_BYTES,
        "fouten": [(code, TEXTS[code][0], wat) for code, wat in DESCRIPTIONS.items()],
    }
    return render(request, "kandidatenverkenner/api.html", context)


def _regels(vorm: dict[str, Any]) -> str:
    """JSON with a line for each field."""
    velden = (f"  {json.dumps(naam)}: {json.dumps(waarde)}" for naam, waarde in vorm.items())
    return "{\n" + ",\n".join(velden) + "\n}"


def _parameter(een: Any) -> tuple[str, str, str, bool]:
    """Name, words, an example if there is one, and whether it may come more than once."""
    vorm = een.type.get("items", een.type)
    voorbeelden = een.type.get("examples") or [vorm.get("enum", [""])[0]]
    voorbeeld = voorbeelden[0][0] if isinstance(voorbeelden[0], list) else voorbeelden[0]
    woorden = een.description.removesuffix(" Herhaal de sleutel voor 'of'.")
    return een.name, woorden, f"{een.name}={voorbeeld}" if voorbeeld else "", "items" in een.type
