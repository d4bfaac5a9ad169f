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


# name of the limit in the headers, how many, of what, in which time
LIMITS = [
    ("verzoeken", PER_MINUTE, "verzoeken", "in een minuut"),
    ("kandidaten", PER_DAG, "verschillende kandidaten die u opent", "op een dag"),
    ("kaarten", KAARTEN_PER_DAG, "verschillende kandidaten op lijsten", "op een dag"),
    ("(geen)", MEESTE_PER_DAG, "contactverzoeken", "op een dag"),
    ("bladzijden", BLADZIJDEN_PER_DAG, "bladzijden van lijsten", "op een dag"),
]
ADDRESSES = [
    ("GET", "/kandidaten", "zoeken", "Zoeken"),
    ("GET", "/kandidaten/{nummer}", "kandidaat", "Een kandidaat lezen"),
    ("GET, POST", "/contactverzoeken", "contact", "Verzoeken volgen, om contact vragen"),
    ("GET", "/contactverzoeken/{nummer}", "contact", "Een verzoek volgen"),
    ("GET, POST", "/zoekopdrachten", "zoeken", "Zoekvragen lezen en bewaren"),
    ("GET, DELETE", "/zoekopdrachten/{nummer}", "zoeken", "Een zoekvraag lezen of verwijderen"),
]
SAFE_METHODS = ("GET", "HEAD")


@csrf_exempt
def developer_page(request: HttpRequest) -> HttpResponse:
    """How to use the API, with examples to copy. It accepts no input: nothing to forge."""
    if request.method not in SAFE_METHODS:
        response = HttpResponseNotAllowed(SAFE_METHODS, json.dumps(problem(405)))
        response["Content-Type"] = MEDIA_TYPE
        return response
    context = {
        "basis": request.build_absolute_uri(reverse("kandidatenverkenner:api")).rstrip("/"),
        "vum": request.build_absolute_uri("/vum/v1"),
        "adressen": ADDRESSES,
        "bereiken": Apisleutel.Bereik.choices,
        "dagen": GELDIG.days,
        "parameters": [_parameter(parameter) for parameter in PARAMETERS],
        "voorbeeld": _lines(VOORBEELD_KORT),
        "grenzen": LIMITS,
        "langste": MAX_BYTES,
        "fouten": [(code, TEXTS[code][0], words) for code, words in DESCRIPTIONS.items()],
    }
    return render(request, "kandidatenverkenner/api.html", context)


def _lines(value: dict[str, Any]) -> str:
    """JSON with a line for each field."""
    fields = (f"  {json.dumps(name)}: {json.dumps(field)}" for name, field in value.items())
    return "{\n" + ",\n".join(fields) + "\n}"


def _parameter(parameter: Any) -> tuple[str, str, str, bool]:
    """Name, words, an example if there is one, and whether it may be given more than once."""
    form = parameter.type.get("items", parameter.type)
    examples = parameter.type.get("examples") or [form.get("enum", [""])[0]]
    example = examples[0][0] if isinstance(examples[0], list) else examples[0]
    words = parameter.description.removesuffix(" Herhaal de sleutel voor 'of'.")
    name = parameter.name
    return name, words, f"{name}={example}" if example else "", "items" in parameter.type
