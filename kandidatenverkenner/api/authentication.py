"""A program signs in with a key: `Authorization: Bearer kv_...`."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from kandidatenverkenner.accounts.api_keys import sleutel_van
from kandidatenverkenner.models import Apisleutel


class ApiKeyAuthentication(BaseAuthentication):
    """A password alone opens nothing: it takes a second step that a program cannot take."""

    def authenticate(self, request: Request) -> tuple[AbstractBaseUser, Apisleutel] | None:
        """The account behind the key, and the key; None without one, so that a session may do."""
        delen = get_authorization_header(request).split()
        if not delen:
            return None
        if len(delen) != 2 or delen[0].lower() != b"bearer":
            raise AuthenticationFailed
        sleutel = sleutel_van(delen[1].decode("latin-1"), timezone.localdate())
        if sleutel is None:
            raise AuthenticationFailed
        return sleutel.account, sleutel

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002
        """How one is asked to sign in."""
        return "Bearer"


class ApiKeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """The same, in the OpenAPI document."""

    target_class = ApiKeyAuthentication
    name = "sleutel"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:  # noqa: ARG002
        """As the standard calls it."""
        return {"type": "http", "scheme": "bearer"}
