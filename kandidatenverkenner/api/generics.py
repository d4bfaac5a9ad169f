"""What holds for every address of the API: who comes in, in what form, and how errors leave."""

import datetime
import hashlib
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from rest_framework.authentication import SessionAuthentication
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.permissions import BasePermission
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_412_PRECONDITION_FAILED
from rest_framework.views import APIView

from kandidatenverkenner.accounts.aanmelden import werkgeversaccount_van
from kandidatenverkenner.api.authentication import ApiKeyAuthentication
from kandidatenverkenner.api.exceptions import MEDIATYPE, BuitenBereik, exception_handler, probleem
from kandidatenverkenner.api.openapi.schema import INSTELLINGEN
from kandidatenverkenner.api.throttling import (
    RateLimit,
    bewaak,
    daglimiet,
    lijstlimieten,
    tel_aanroep,
)
from kandidatenverkenner.models import Apisleutel, Werkgeversaccount
from kandidatenverkenner.privacy.pseudonyms import PseudonymCipher
from kandidatenverkenner.privacy.visits import BrowsingQuota


VERSIE = INSTELLINGEN["VERSION"]


class IsWerkgever(BasePermission):
    """Only accounts of an employer."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """One query, none with a key: that brings it. The view gets the account."""
        account: Werkgeversaccount | None
        if isinstance(request.auth, Apisleutel):
            account = getattr(request.auth.account, "werkgeversaccount", None)
        else:
            account = werkgeversaccount_van(request.user)
        if account is None or not account.is_toegelaten:
            return False
        if isinstance(view, ApiView):
            view.account = account
        return True


class HasScope(BasePermission):
    """A key opens what it was made for; a person at a screen, what the pages open."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Raises BuitenBereik, that says what misses."""
        if isinstance(request.auth, Apisleutel) and isinstance(view, ApiView):
            bereik = view.bereik
            if bereik not in request.auth.bereik:
                raise BuitenBereik(bereik)
        return True


class AcceptHeaderNegotiation(DefaultContentNegotiation):
    """The form of an answer is asked for in the Accept header, not in `?format=`."""

    def filter_renderers(
        self,
        renderers: Iterable[BaseRenderer],
        format: str,  # noqa: A002, ARG002 - DRF's
    ) -> list[BaseRenderer]:
        """Leave them all."""
        return list(renderers)

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """What nearly everybody asks for is not worked out."""
        eerste = next(iter(renderers))
        if request.META.get("HTTP_ACCEPT", "*/*") in {"*/*", eerste.media_type}:
            return eerste, str(eerste.media_type)
        gekozen: tuple[BaseRenderer, str]
        gekozen = super().select_renderer(request, renderers, format_suffix)
        return gekozen


class ApiView(APIView):
    """What holds for every address of the API."""

    authentication_classes = [ApiKeyAuthentication, SessionAuthentication]
    permission_classes = [IsWerkgever, HasScope]
    renderer_classes = [JSONRenderer]
    content_negotiation_class = AcceptHeaderNegotiation
    http_method_names = ["get", "head", "options"]
    account: Werkgeversaccount  # whoever asks, once admitted
    bereik: str = Apisleutel.Bereik.ZOEKEN  # what a key must be made for
    met_etag = False  # whether an answer may be kept, and asked for again with If-None-Match
    opent_kandidaten = False  # whether an answer counts under the limit of a day
    tempo: RateLimit | None = None  # how much may be asked this minute, once that is known
    bladerruimte: BrowsingQuota | None = None  # of an answer that is a list

    @cached_property
    def nu(self) -> datetime.datetime:
        """When it is asked: one moment for all that is counted, in local time."""
        return timezone.localtime()

    @property
    def nummering(self) -> PseudonymCipher:
        """The numbers that whoever asks may use today."""
        return PseudonymCipher.van(self.account.werkgever_id, self.nu.date())

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Who it is, what the key opens, and whether it is not too often."""
        super().initial(request, *args, **kwargs)
        if hasattr(self, "account"):
            self.tempo = tel_aanroep(self.account.werkgever_id, self.nu)
            bewaak(self.tempo)

    def finalize_response(
        self, request: Request, response: Response, *args: Any, **kwargs: Any
    ) -> Response:
        """With what is left of the limits, and with a fingerprint of what it says."""
        antwoord = super().finalize_response(request, response, *args, **kwargs)
        if self.tempo:
            limieten = [self.tempo]
            if self.opent_kandidaten:
                limieten.append(daglimiet(self.account.werkgever_id, self.nu))
            if self.bladerruimte:
                limieten += lijstlimieten(self.bladerruimte, self.nu)
            antwoord["RateLimit-Policy"] = ", ".join(limiet.beleid for limiet in limieten)
            antwoord["RateLimit"] = ", ".join(limiet.stand for limiet in limieten)
        if self.met_etag and antwoord.status_code == 200 and request.method in {"GET", "HEAD"}:
            antwoord["Cache-Control"] = "private, no-cache"
            antwoord.add_post_render_callback(lambda klaar: _of_ongewijzigd(request, klaar))
        return antwoord

    def get_exception_handler(self) -> Any:
        """Errors as problem+json."""
        return exception_handler

    @property
    def default_response_headers(self) -> dict[str, str]:
        """On every answer, errors too."""
        vast = {"API-Version": VERSIE, "Cache-Control": "private, no-store"}
        return super().default_response_headers | vast

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """What may be done here stands in the Allow header."""
        return Response(status=204)


def _of_ongewijzigd(request: Request, antwoord: HttpResponse) -> HttpResponse | None:
    """304 for who has this already; else the answer with its ETag."""
    etag = quote_etag(hashlib.sha256(antwoord.content).hexdigest()[:32])
    antwoord["ETag"] = etag
    uitkomst = get_conditional_response(request, etag=etag, response=antwoord)
    if uitkomst is None or uitkomst is antwoord:
        return None
    if uitkomst.status_code == HTTP_412_PRECONDITION_FAILED:
        uitkomst.content = JSONRenderer().render(probleem(uitkomst.status_code))
        uitkomst["Content-Type"] = MEDIATYPE
    for kop in ("API-Version", "RateLimit", "RateLimit-Policy"):
        uitkomst[kop] = antwoord[kop]
    return uitkomst
