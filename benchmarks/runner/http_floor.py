"""The floor of benchmarks/over_http.py: the least that an answer costs on the same server.

A plain DRF view, the way the documentation of Django and DRF does it: one look-up of the key, one
query, and a body of the size that is asked for. Only the measuring site serves it.
"""

from typing import Any

from django.urls import URLPattern, URLResolver, include, path
from django.utils import timezone
from rest_framework.authentication import TokenAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kandidatenverkenner.accounts.api_keys import key_fingerprint
from kandidatenverkenner.models import Apisleutel, Kenmerk


class FloorAuthentication(TokenAuthentication):
    """DRF's own, with the keys of the product."""

    keyword = "Bearer"

    def authenticate_credentials(self, key: str) -> tuple[Any, Apisleutel]:
        """The account of a key; one query."""
        keys = Apisleutel.objects.geldig_op(timezone.localdate()).select_related("account")
        found = keys.filter(vingerafdruk=key_fingerprint(key)).first()
        if found is None:
            raise AuthenticationFailed
        return found.account, found


class FloorView(APIView):
    """One query, and a body of so many bytes."""

    authentication_classes = [FloorAuthentication]
    permission_classes = [IsAuthenticated]

    def get(self, request: Request) -> Response:
        """A row of the database, filled up to the size."""
        kenmerk = Kenmerk.objects.get(pk=int(request.query_params["kenmerk"]))
        filling = "x" * int(request.query_params["bytes"])
        return Response({"code": kenmerk.code, "naam": kenmerk.naam, "filling": filling})


urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("config.urls")),
    path("floor", FloorView.as_view()),
]
