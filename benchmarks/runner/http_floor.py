"""The floor of benchmarks/over_http.py: the least that an answer costs on the same server.

A plain DRF view, the way the documentation of Django and DRF does it: one look-up of the key, one
query, and a body of the size that is asked for. Only the measuring site serves it.
"""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.urls import URLPattern, URLResolver, include, path
from django.utils import timezone
from rest_framework.authentication import TokenAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kandidatenverkenner.accounts.api_keys import key_fingerprint
from kandidatenverkenner.models import Apisleutel, Kenmerk


class FloorAuthentication(TokenAuthentication):
    """DRF's own, with the keys of the product."""

    keyword = "Bearer"

    def authenticate_credentials(self, key: str) -> tuple[Any, int]:
        """The number of a valid key; one query."""
        keys = Apisleutel.objects.filter(
            vingerafdruk=key_fingerprint(key),
            ingetrokken_op=None,
            verloopt_op__gt=timezone.localdate(),
        )
        for number in keys.values_list("pk", flat=True):
            return AnonymousUser(), number
        raise AuthenticationFailed


class FloorView(APIView):
    """One query, and a body of so many bytes."""

    authentication_classes = [FloorAuthentication]

    def get(self, request: Request) -> Response:
        """A row of the database, filled up to the size."""
        (row,) = Kenmerk.objects.filter(pk=int(request.GET["kenmerk"])).values("code", "naam")
        return Response(row | {"filling": "x" * int(request.GET["bytes"])})


urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("config.urls")),
    path("floor", FloorView.as_view()),
]
