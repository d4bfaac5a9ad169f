"""Our choices in django-allauth: spelling of names, where to go next, encrypted secrets."""

import base64
import functools
import time
import unicodedata

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest


RECENT = 300  # seconds


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """A functioneel beheerder or an adviser makes the accounts. Nobody signs up by themselves."""

    def pre_authenticate(self, request: HttpRequest, **credentials: object) -> None:
        """Count a try. All spellings of one account share one count."""
        name = _normalise(str(credentials.get("username", "")))
        super().pre_authenticate(request, **credentials | {"username": name})

    def forget_tries(self, request: HttpRequest, name: str) -> None:
        """Open the account again after its owner chose a new password by e-mail."""
        self._delete_login_attempts_cached_email(request, username=_normalise(name))

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def is_reauthentication_required(self, *, app: str, **others: object) -> bool:
        """Not for somebody who gave the password minutes ago and sets up the second step."""
        records = get_authentication_records(context.request, context.request.user)
        if records and time.time() - records[-1]["at"] < RECENT:
            return False
        return bool(super().is_reauthentication_required(app=app, **others))

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        is_medewerker = getattr(request.user, "is_staff", False)
        return "/sonar/" if is_medewerker else str(settings.LOGIN_REDIRECT_URL)


def _normalise(name: str) -> str:
    """The name as the database compares it: in upper case, where the long s is an S."""
    return unicodedata.normalize("NFKC", name).upper().lower()


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Encrypts the secrets of the second factor in the database."""

    def encrypt(self, text: str) -> str:
        return _cipher(settings.SECRET_KEY).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher(settings.SECRET_KEY).decrypt(encrypted_text.encode()).decode()


@functools.cache
def _cipher(secret: str) -> Fernet:
    key = HKDF(SHA256(), 32, salt=None, info=b"tweede factor").derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(key))
