"""Every error as application/problem+json (RFC 9457), in Dutch."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions, serializers, status
from rest_framework.response import Response


logger = logging.getLogger(__name__)
MEDIATYPE = "application/problem+json"
# status: title, and the detail when the error itself has none of ours
TEKSTEN = {
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
    """Parameters that do not exist, or have a value that does not."""

    status_code = status.HTTP_400_BAD_REQUEST

    def __init__(self, fouten: Mapping[str, Sequence[str]]) -> None:
        super().__init__()
        self.fouten = [
            {"name": naam, "reason": tekst} for naam, teksten in fouten.items() for tekst in teksten
        ]


class NotFound(exceptions.APIException):
    """Something that is not there, with a sentence about what."""

    status_code = status.HTTP_404_NOT_FOUND

    def __init__(self, tekst: str) -> None:
        super().__init__()
        self.tekst = tekst


class Conflict(exceptions.APIException):
    """Something that is there already, with a sentence about what."""

    status_code = status.HTTP_409_CONFLICT

    def __init__(self, tekst: str) -> None:
        super().__init__()
        self.tekst = tekst


class LengthRequired(exceptions.APIException):
    """A body that comes in pieces: nobody says how long it is, so it is not read."""

    status_code = status.HTTP_411_LENGTH_REQUIRED


class ContentTooLarge(exceptions.APIException):
    """A body that is longer than anything there is to ask."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE


class BuitenBereik(exceptions.APIException):
    """A key that does not open this."""

    status_code = status.HTTP_403_FORBIDDEN

    def __init__(self, bereik: str) -> None:
        super().__init__()
        self.tekst = (
            f"Deze sleutel mist het bereik '{bereik}'. Maak op /sleutels een sleutel die dit mag."
        )
        self.auth_header = f'Bearer error="insufficient_scope", scope="{bereik}"'


class Throttled(exceptions.APIException):
    """More than may be asked today."""

    status_code = status.HTTP_429_TOO_MANY_REQUESTS

    def __init__(self, tekst: str, seconden: int) -> None:
        super().__init__()
        self.tekst = tekst
        self.seconden = seconden  # until it may be asked again


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


def probleem(code: int) -> dict[str, Any]:
    """The body of an error of which there is no more to say than its status."""
    titel, detail = TEKSTEN[code]
    return {"type": "about:blank", "title": titel, "status": code, "detail": detail}


def exception_handler(fout: Exception, _context: Mapping[str, Any]) -> Response:
    """DRF's exception handler: no error leaves in another form."""
    code = _status(fout)
    if code == status.HTTP_500_INTERNAL_SERVER_ERROR:
        logger.error("Onverwachte fout in de API", exc_info=fout)
    inhoud = probleem(code)
    if isinstance(fout, NotFound | Throttled | BuitenBereik | Conflict):
        inhoud["detail"] = fout.tekst
    if isinstance(fout, InvalidParameters):
        inhoud["detail"] = " ".join(f"{een['name']}: {een['reason']}" for een in fout.fouten)
        inhoud["invalidParams"] = fout.fouten
    headers = {}
    if isinstance(fout, Throttled):
        headers["Retry-After"] = str(fout.seconden)
    if kop := getattr(fout, "auth_header", None):
        headers["WWW-Authenticate"] = kop
    return Response(inhoud, status=code, headers=headers, content_type=MEDIATYPE)


def _status(fout: Exception) -> int:
    if isinstance(fout, Http404):
        return status.HTTP_404_NOT_FOUND
    if isinstance(fout, PermissionDenied):
        return status.HTTP_403_FORBIDDEN
    if isinstance(fout, exceptions.APIException) and fout.status_code in TEKSTEN:
        return int(fout.status_code)
    return status.HTTP_500_INTERNAL_SERVER_ERROR
