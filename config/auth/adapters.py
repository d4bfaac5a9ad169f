"""Signing in, for both sides: a password, a second step, and a session that ends when it should.

django-allauth does the work; here stands what is ours: where one goes, that secrets are kept
encrypted, and that nobody goes further without a second factor.
"""

import base64
import functools
import time
import unicodedata
from collections.abc import Callable

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.utils import is_mfa_enabled
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kandidatenverkenner.accounts.aanmelden import account_van


# Where somebody without a second factor may still go: to get one, or away.
# At /overzicht and /cijfers nobody's cookie is looked at: the page is the same for all, and may
# be kept.
VRIJ: tuple[str, ...] = (
    "/tweede-stap",
    "/inloggen",
    "/uitloggen",
    "/overzicht",
    "/cijfers",
    settings.STATIC_URL,
)
if settings.SITE == "cijfers":
    VRIJ = ("/",)  # nobody signs in there
KORT_GELEDEN = 300  # seconds
GEZIEN = "tweede_factor"  # in the session: this account has one


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by a functioneel beheerder or an adviser, not by whoever comes along."""

    def pre_authenticate(self, request: HttpRequest, **credentials: object) -> None:
        """Count a try; however the name is spelled, one account is one count."""
        naam = _eenvormig(str(credentials.get("username", "")))
        super().pre_authenticate(request, **credentials | {"username": naam})

    def vergeet_pogingen(self, request: HttpRequest, naam: str) -> None:
        """After a new password by e-mail: who tried five times before that, is not shut out."""
        self._delete_login_attempts_cached_email(request, username=_eenvormig(naam))

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def is_reauthentication_required(self, *, app: str, **overig: object) -> bool:
        """Not of somebody who gave the password minutes ago, to set up the second step."""
        records = get_authentication_records(context.request, context.request.user)
        if records and time.time() - records[-1]["at"] < KORT_GELEDEN:
            return False
        return bool(super().is_reauthentication_required(app=app, **overig))

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        is_medewerker = getattr(request.user, "is_staff", False)
        return "/sonar/" if is_medewerker else str(settings.LOGIN_REDIRECT_URL)


def _eenvormig(naam: str) -> str:
    """As the database compares: upper case, in which the long s is an S."""
    return unicodedata.normalize("NFKC", naam).upper().lower()


class PreparedBackend(AuthenticationBackend):  # type: ignore[misc]
    """Who signs in, and who that was at the next page: allauth's, with a look-up that is quick and
    brings the organisation of the account.

    For the site of employers: its connections plan a prepared statement once (see `leesplek`), and
    that must not be true of Sonar's.
    """

    def get_user(self, user_id: int) -> AbstractBaseUser | None:
        """The account, while it may sign in. Every page asks this."""
        gebruiker = account_van(user_id)
        mag_erin = gebruiker is not None and self.user_can_authenticate(gebruiker)
        return gebruiker if mag_erin else None


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The secrets of the second factor, encrypted in the database."""

    def encrypt(self, text: str) -> str:
        return _kluis(settings.SECRET_KEY).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _kluis(settings.SECRET_KEY).decrypt(encrypted_text.encode()).decode()


@functools.cache
def _kluis(geheim: str) -> Fernet:
    sleutel = HKDF(SHA256(), 32, salt=None, info=b"tweede factor").derive(geheim.encode())
    return Fernet(base64.urlsafe_b64encode(sleutel))


Antwoorder = Callable[[HttpRequest], HttpResponse]


def require_second_factor(get_response: Antwoorder) -> Antwoorder:
    """Middleware: who has signed in without a second factor, gets one first."""

    def bewaak(request: HttpRequest) -> HttpResponse:
        if (
            not request.path_info.startswith(VRIJ)
            and request.user.is_authenticated
            and not request.session.get(GEZIEN)
        ):
            if not is_mfa_enabled(request.user):
                return HttpResponseRedirect(reverse("mfa_activate_totp"))
            request.session[GEZIEN] = True
        return get_response(request)

    return bewaak
