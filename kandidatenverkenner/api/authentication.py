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
    """A key, not a password: signing in by password takes a second step, which no program can."""

    def authenticate(self, request: Request) -> tuple[AbstractBaseUser, Apisleutel] | None:
        """The account of the key, and the key. None without a key: then a session may do."""
        parts = get_authorization_header(request).split()
        if not parts:
            return None
        if len(parts) != 2 or parts[0].lower() != b"bearer":
            raise AuthenticationFailed
        key = sleutel_van(parts[1].decode("latin-1"), timezone.localdate())
        if key is None:
            raise AuthenticationFailed
        return key.account, key

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002
        """What WWW-Authenticate says."""
        return "Bearer"


class ApiKeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """The same in the OpenAPI document."""

    target_class = ApiKeyAuthentication
    name = "sleutel"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:  # noqa: ARG002
        """The scheme in the words of OpenAPI."""
        return {"type": "http", "scheme": "bearer"}
