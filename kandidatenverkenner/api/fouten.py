"""Which errors an operation can give, for its description."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiResponse

from kandidatenverkenner.api.probleem import MEDIATYPE, TEKSTEN, ProbleemSerializer
from kandidatenverkenner.bezoek import PER_DAG


OMSCHRIJVINGEN = {
    400: "Een parameter of waarde bestaat niet.",
    401: "Niet ingelogd.",
    403: "Het account hoort niet bij een gecontroleerde werkgever, of de sleutel mist dit bereik.",
    404: "Niet gevonden.",
    405: "Deze methode is hier niet.",
    406: "De gevraagde vorm is er niet.",
    409: "Er is al zo'n verzoek.",
    415: "Het bericht is geen application/json.",
    429: (
        f"Te veel gevraagd: te vaak in een minuut, of {PER_DAG} kandidaten op een dag. "
        "In Retry-After staat hoeveel seconden u wacht."
    ),
}


def fouten(*codes: int) -> dict[Any, OpenApiResponse]:
    """The responses with these codes, and that of a method that is not there."""
    return {
        (code, MEDIATYPE): OpenApiResponse(
            ProbleemSerializer,
            description=OMSCHRIJVINGEN[code],
            examples=[_voorbeeld(code)],
        )
        for code in sorted({*codes, 405})
    }


def _voorbeeld(code: int) -> OpenApiExample:
    titel, detail = TEKSTEN[code]
    inhoud = {"type": "about:blank", "title": titel, "status": code, "detail": detail}
    return OpenApiExample(titel, inhoud, status_codes=[str(code)], media_type=MEDIATYPE)
