"""What holds for every address of the API: who may, in what form, with which headers."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from drf_spectacular.utils import OpenApiResponse
from rest_framework.authentication import SessionAuthentication
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.parsers import JSONParser
from rest_framework.permissions import BasePermission
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kandidatenverkenner.api.beschrijving import INSTELLINGEN
from kandidatenverkenner.api.probleem import (
    MEDIATYPE,
    GeenBereik,
    ProbleemSerializer,
    als_probleem,
)
from kandidatenverkenner.api.sleutel import Sleutel
from kandidatenverkenner.bezoek import PER_DAG, ruimte, tot_morgen
from kandidatenverkenner.models import Apisleutel, Bereik, Werkgeversaccount
from kandidatenverkenner.nummers import Nummering


VERSIE = INSTELLINGEN["VERSION"]


def fouten(*codes: int) -> dict[Any, OpenApiResponse]:
    """The errors of an address, for the OpenAPI."""
    return {
        (code, MEDIATYPE): OpenApiResponse(ProbleemSerializer, description=omschrijving)
        for code, omschrijving in {
            400: "Een parameter of waarde bestaat niet.",
            401: "Niet ingelogd.",
            403: "Het account hoort niet bij een werkgever, of de sleutel mag dit niet.",
            404: "Niet gevonden.",
            406: "De gevraagde vorm is er niet.",
            415: "Stuur application/json.",
            429: f"Uw organisatie heeft vandaag {PER_DAG} kandidaten bekeken.",
        }.items()
        if code in codes
    }


class Werkgevers(BasePermission):
    """Only accounts of an employer, and only what the key is for."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """One query; the view gets the account."""
        account = Werkgeversaccount.objects.van(request.user)
        if account is None or not account.is_toegelaten:
            return False
        if isinstance(view, ApiView):
            view.account = account
            sleutel = request.auth
            if isinstance(sleutel, Apisleutel) and view.bereik not in sleutel.bereik:
                raise GeenBereik(view.bereik.value)
        return True


class AlleenAccept(DefaultContentNegotiation):
    """The form of an answer is asked for in the Accept header, not in `?format=`."""

    def filter_renderers(
        self,
        renderers: Iterable[BaseRenderer],
        format: str,  # noqa: A002, ARG002 - DRF's
    ) -> list[BaseRenderer]:
        """Leave them all."""
        return list(renderers)


# An answer says by its ETag which it is; who has it already, gets 304 and no body.
@method_decorator(conditional_page, name="dispatch")
class ApiView(APIView):
    """What holds for every address of the API."""

    authentication_classes = [Sleutel, SessionAuthentication]
    permission_classes = [Werkgevers]
    renderer_classes = [JSONRenderer]
    parser_classes = [JSONParser]
    content_negotiation_class = AlleenAccept
    http_method_names = ["get", "head", "options"]
    bereik = Bereik.ZOEKEN
    account: Werkgeversaccount | None = None  # whoever asks, once admitted

    @property
    def nummering(self) -> Nummering:
        """The numbers that whoever asks may use today."""
        return Nummering.van(self.toegelaten.werkgever_id, timezone.localdate())

    @property
    def toegelaten(self) -> Werkgeversaccount:
        """Whoever asks. Raises RuntimeError before that is known."""
        if self.account is None:
            raise RuntimeError("Wie vraagt, is pas bekend na de controle van de rechten.")
        return self.account

    def get_exception_handler(self) -> Any:
        """Errors as problem+json."""
        return als_probleem

    @property
    def default_response_headers(self) -> dict[str, str]:
        """On every answer, errors too."""
        vast = {"API-Version": VERSIE, "Cache-Control": "private, no-cache"}
        return super().default_response_headers | vast

    def finalize_response(
        self, request: Request, response: Response, *args: Any, **kwargs: Any
    ) -> Response:
        """How many candidates may still be opened today (draft-ietf-httpapi-ratelimit-headers)."""
        response = super().finalize_response(request, response, *args, **kwargs)
        if self.account:
            nu = timezone.localtime()
            over = ruimte(self.account.werkgever_id, nu.date()).over
            response["RateLimit-Policy"] = f'"kandidaten-per-dag";q={PER_DAG};w=86400'
            response["RateLimit"] = f'"kandidaten-per-dag";r={over};t={tot_morgen(nu)}'
        return response

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """What may be done here stands in the Allow header."""
        return Response(status=204)
