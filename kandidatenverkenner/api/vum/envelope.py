"""The envelope of VUM: the headers that must be there, and errors as its contract has them."""

import logging
import re
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions, status
from rest_framework.response import Response

from kandidatenverkenner.api.exceptions import InsufficientScope, Throttled


logger = logging.getLogger(__name__)
BERICHTVERSIE = "1.0.0"
# header: its form, and that form in words; with whether it must be there
_OIN = re.compile(r"[0-9]{20}")
KOPPEN: dict[str, tuple[re.Pattern[str], str, bool]] = {
    "X-VUM-berichtVersie": (re.compile(r"v?1(\.[0-9]{1,3}){0,2}"), "versie 1", True),
    "X-VUM-fromParty": (_OIN, "een OIN van 20 cijfers", True),
    "X-VUM-toParty": (_OIN, "een OIN van 20 cijfers", True),
    "X-VUM-viaParty": (_OIN, "een OIN van 20 cijfers", False),
    "X-VUM-SUWIparty": (re.compile(r"true|false"), "true of false", True),
}
ONGELDIG = "400.01"
ONVOLLEDIG = "400.02"
TE_VEEL = "429.01"
INTERN = "500.1"
BERICHTEN = {
    ONGELDIG: "Ongeldige aanroep",
    ONVOLLEDIG: "Onvolledige aanroep",
    TE_VEEL: "Aantal werkzoekendeProfielen limiet overschreden",
    INTERN: "Interne serverfout",
    "401": "Geen geldige API-sleutel",
    "403": "Geen toegang",
    "404": "Dit adres bestaat niet",
    "405": "Methode niet toegestaan",
    "406": "Antwoorden zijn er alleen als application/json",
}


class VumError(exceptions.APIException):
    """An error of the contract: its code, and what is wrong in a Dutch sentence."""

    def __init__(self, code: str, uitleg: str, seconden: int | None = None) -> None:
        super().__init__()
        self.code = code
        self.uitleg = uitleg
        self.seconden = seconden  # until it may be asked again
        self.status_code = int(code.split(".")[0])


def check_headers(koppen: Mapping[str, str]) -> None:
    """Look whether the headers are those of VUM. Raises Vumfout with the one that is not."""
    for naam, (vorm, woorden, moet) in KOPPEN.items():
        waarde = koppen.get(naam)
        if waarde is None:
            if moet:
                raise VumError(ONVOLLEDIG, f"De header {naam} ontbreekt. Geef {woorden}.")
        elif not vorm.fullmatch(waarde):
            raise VumError(ONGELDIG, f"De header {naam} klopt niet. Geef {woorden}.")


def exception_handler(fout: Exception, _context: Mapping[str, Any]) -> Response:
    """DRF's exception handler: every error is {code, message, details}."""
    gemeld = fout if isinstance(fout, VumError) else _vertaald(fout)
    inhoud = {"code": gemeld.code, "message": BERICHTEN[gemeld.code], "details": gemeld.uitleg}
    koppen = {"X-VUM-berichtVersie": BERICHTVERSIE}
    if gemeld.seconden:
        koppen["Retry-After"] = str(gemeld.seconden)
    if kop := getattr(fout, "auth_header", None):
        koppen["WWW-Authenticate"] = kop
    return Response(inhoud, status=gemeld.status_code, headers=koppen)


def _vertaald(fout: Exception) -> VumError:
    """An error of the framework, in the words of the contract."""
    if isinstance(fout, Http404):
        return VumError("404", "De adressen zijn die van VUM-Bron-WerkzoekendeProfielen 1.0.0.")
    if isinstance(fout, PermissionDenied):
        return VumError("403", "Dit account mag geen kandidaten zien.")
    if isinstance(fout, InsufficientScope):
        return VumError("403", fout.sentence)
    if isinstance(fout, Throttled):
        return VumError(TE_VEEL, fout.sentence, fout.seconds)
    if isinstance(fout, exceptions.APIException):
        return _van_drf(fout)
    if isinstance(fout, RecursionError):
        return VumError(ONGELDIG, "Het bericht zit te diep in elkaar.")
    logger.error("Onverwachte fout in de VUM-bron", exc_info=fout)
    return VumError(INTERN, "Het ligt aan ons. Probeer het over een paar minuten opnieuw.")


def _van_drf(fout: exceptions.APIException) -> VumError:
    match fout.status_code:
        case status.HTTP_401_UNAUTHORIZED:
            return VumError("401", "Stuur een sleutel mee: Authorization: Bearer. Zie /sleutels.")
        case status.HTTP_403_FORBIDDEN:
            return VumError(
                "403",
                "Dit account mag geen kandidaten zien: "
                "het hoort niet bij een gecontroleerde werkgever.",
            )
        case status.HTTP_405_METHOD_NOT_ALLOWED:
            return VumError("405", "Gebruik POST voor matches en GET voor een profiel.")
        case status.HTTP_406_NOT_ACCEPTABLE:
            return VumError("406", "Vraag om application/json.")
        case status.HTTP_415_UNSUPPORTED_MEDIA_TYPE:
            return VumError(ONGELDIG, "Het bericht is geen application/json.")
    return VumError(ONGELDIG, "Het bericht is geen JSON.")
