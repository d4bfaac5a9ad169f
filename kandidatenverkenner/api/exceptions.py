"""Every error as application/problem+json (RFC 9457), in Dutch."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions, serializers, status
from rest_framework.response import Response


logger = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"
# status: the title, and the detail when the error itself has no sentence of ours
TEXTS = {
    400: ("Ongeldige aanvraag", "Het bericht is geen goede JSON."),
    401: (
        "Niet ingelogd",
        "Stuur een geldige API-sleutel mee (Authorization: Bearer). U maakt er een op /sleutels.",
    ),
    403: (
        "Geen toegang",
        "Dit account mag geen kandidaten zien: het hoort niet bij een gecontroleerde werkgever.",
    ),
    404: ("Niet gevonden", "Dit adres bestaat niet."),
    405: ("Methode niet toegestaan", "Wat hier kan, staat in de header Allow."),
    409: ("Bestaat al", "Er is al zo'n verzoek."),
    411: ("Lengte ontbreekt", "Stuur de header Content-Length mee, niet in stukken (chunked)."),
    412: ("Niet zoals u dacht", "Het antwoord is anders dan in If-Match. Vraag het opnieuw op."),
    413: ("Bericht te groot", "Een bericht heeft hoogstens 100.000 bytes. Verdeel het."),
    415: ("Vorm niet te lezen", "Stuur het bericht als application/json."),
    429: ("Te veel aanvragen", "Wacht even en probeer het dan opnieuw."),
    406: ("Vorm niet leverbaar", "Antwoorden zijn er alleen als application/json."),
    500: ("Er ging iets mis", "Het ligt aan ons. Probeer het over een paar minuten opnieuw."),
}


class InvalidParameters(exceptions.APIException):
    """Parameters that do not exist, or whose value does not exist."""

    status_code = status.HTTP_400_BAD_REQUEST

    def __init__(self, errors: Mapping[str, Sequence[str]]) -> None:
        super().__init__()
        self.invalid_params = [
            {"name": name, "reason": text} for name, texts in errors.items() for text in texts
        ]


class NotFound(exceptions.APIException):
    """Something is not there; a sentence says what."""

    status_code = status.HTTP_404_NOT_FOUND

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self.sentence = sentence


class Conflict(exceptions.APIException):
    """Something is there already; a sentence says what."""

    status_code = status.HTTP_409_CONFLICT

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self.sentence = sentence


class LengthRequired(exceptions.APIException):
    """A body in pieces (chunked). Its length is not known, so it is not read."""

    status_code = status.HTTP_411_LENGTH_REQUIRED


class ContentTooLarge(exceptions.APIException):
    """A body that is longer than any question can be."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE


class InsufficientScope(exceptions.APIException):
    """A key that does not open this."""

    status_code = status.HTTP_403_FORBIDDEN

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.sentence = (
            f"Deze sleutel mist het bereik '{scope}'. Maak op /sleutels een sleutel die dit mag."
        )
        self.auth_header = f'Bearer error="insufficient_scope", scope="{scope}"'


class Throttled(exceptions.APIException):
    """More requests than the limits allow."""

    status_code = status.HTTP_429_TOO_MANY_REQUESTS

    def __init__(self, sentence: str, seconds: int) -> None:
        super().__init__()
        self.sentence = sentence
        self.seconds = seconds  # until it may be asked again


class OngeldigeParameterSerializer(serializers.Serializer[Any]):
    """One parameter and what is wrong with it."""

    name = serializers.CharField(help_text="Naam van de parameter.")
    reason = serializers.CharField(help_text="Wat er niet klopt.")


class ProbleemSerializer(serializers.Serializer[Any]):
    """The body of every error."""

    type = serializers.CharField(help_text="Altijd about:blank.")
    title = serializers.CharField(help_text="Soort fout.")
    status = serializers.IntegerField(help_text="HTTP-statuscode.")
    detail = serializers.CharField(help_text="Wat er mis is en wat u kunt doen.")
    invalidParams = OngeldigeParameterSerializer(  # noqa: N815 - the API's field names are camelCase
        many=True, required=False, help_text="Bij 400: de parameters die niet kloppen."
    )


def problem(code: int) -> dict[str, Any]:
    """The body of an error about which only the status is known."""
    title, detail = TEXTS[code]
    return {"type": "about:blank", "title": title, "status": code, "detail": detail}


def exception_handler(error: Exception, _context: Mapping[str, Any]) -> Response:
    """DRF's exception handler: every error leaves in the same form."""
    code = _status(error)
    if code == status.HTTP_500_INTERNAL_SERVER_ERROR:
        logger.error("Onverwachte fout in de API", exc_info=error)
    body = problem(code)
    if isinstance(error, NotFound | Throttled | InsufficientScope | Conflict):
        body["detail"] = error.sentence
    if isinstance(error, InvalidParameters):
        body["detail"] = " ".join(f"{e['name']}: {e['reason']}" for e in error.invalid_params)
        body["invalidParams"] = error.invalid_params
    headers = {}
    if isinstance(error, Throttled):
        headers["Retry-After"] = str(error.seconds)
    if challenge := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    return Response(body, status=code, headers=headers, content_type=MEDIA_TYPE)


def _status(error: Exception) -> int:
    if isinstance(error, Http404):
        return status.HTTP_404_NOT_FOUND
    if isinstance(error, PermissionDenied):
        return status.HTTP_403_FORBIDDEN
    if isinstance(error, exceptions.APIException) and error.status_code in TEXTS:
        return int(error.status_code)
    return status.HTTP_500_INTERNAL_SERVER_ERROR
