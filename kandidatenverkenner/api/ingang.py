"""What holds for every address of the API: who comes in, in what form, and how errors leave."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from rest_framework.authentication import SessionAuthentication
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.permissions import BasePermission
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kandidatenverkenner.api.beschrijving import INSTELLINGEN
from kandidatenverkenner.api.probleem import als_probleem
from kandidatenverkenner.api.sleutel import Sleutel
from kandidatenverkenner.models import Werkgeversaccount
from kandidatenverkenner.nummers import Nummering


VERSIE = INSTELLINGEN["VERSION"]


class Werkgevers(BasePermission):
    """Only accounts of an employer."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """One query; the view gets the account."""
        account = Werkgeversaccount.objects.van(request.user)
        if account is None or not account.is_toegelaten:
            return False
        if isinstance(view, ApiView):
            view.account = account
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


class ApiView(APIView):
    """What holds for every address of the API."""

    authentication_classes = [Sleutel, SessionAuthentication]
    permission_classes = [Werkgevers]
    renderer_classes = [JSONRenderer]
    content_negotiation_class = AlleenAccept
    http_method_names = ["get", "head", "options"]
    account: Werkgeversaccount  # whoever asks, once admitted

    @property
    def nummering(self) -> Nummering:
        """The numbers that whoever asks may use today."""
        return Nummering.van(self.account.werkgever_id, timezone.localdate())

    def get_exception_handler(self) -> Any:
        """Errors as problem+json."""
        return als_probleem

    @property
    def default_response_headers(self) -> dict[str, str]:
        """On every answer, errors too."""
        vast = {"API-Version": VERSIE, "Cache-Control": "private, no-store"}
        return super().default_response_headers | vast

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """What may be done here stands in the Allow header."""
        return Response(status=204)
