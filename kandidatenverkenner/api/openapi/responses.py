"""The errors that an operation can give, for its description."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiResponse
from rest_framework.status import HTTP_400_BAD_REQUEST

from kandidatenverkenner.api.exceptions import MEDIA_TYPE, ProbleemSerializer, problem
from kandidatenverkenner.privacy.visits import PER_DAG


DESCRIPTIONS = {
    400: "Een parameter of waarde bestaat niet, of het bericht is geen goede JSON.",
    401: "Niet ingelogd.",
    403: "Het account hoort niet bij een gecontroleerde werkgever, of de sleutel mist dit bereik.",
    404: "Niet gevonden.",
    405: "Deze methode is hier niet.",
    406: "De gevraagde vorm is er niet.",
    409: "Er is al zo'n verzoek.",
    411: "Het bericht komt in stukken, zonder Content-Length.",
    412: "U stuurde If-Match, en het antwoord is intussen anders.",
    413: "Het bericht is langer dan 100.000 bytes.",
    415: "Het bericht is geen application/json.",
    429: (
        f"Te veel gevraagd: te vaak in een minuut, of op een dag {PER_DAG} kandidaten of te veel "
        "bladzijden en kaarten van lijsten. "
        "In Retry-After staat hoeveel seconden u wacht."
    ),
}


def errors(*codes: int) -> dict[Any, OpenApiResponse]:
    """The responses with these codes, and 405, which every address has."""
    return {
        (code, MEDIA_TYPE): OpenApiResponse(
            ProbleemSerializer,
            description=DESCRIPTIONS[code],
            examples=[_voorbeeld(code)],
        )
        for code in sorted({*codes, 405})
    }


def _voorbeeld(code: int) -> OpenApiExample:
    inhoud = problem(code)
    if code == HTTP_400_BAD_REQUEST:
        naam, reden = "regoi", "Deze parameter bestaat niet."
        inhoud["detail"] = f"{naam}: {reden}"
        inhoud["invalidParams"] = [{"name": naam, "reason": reden}]
    titel = str(inhoud["title"])
    return OpenApiExample(titel, inhoud, status_codes=[str(code)], media_type=MEDIA_TYPE)
