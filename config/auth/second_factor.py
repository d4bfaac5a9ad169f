"""A code of the second step works once, at whichever door.

django-allauth remembers a used code for one period, in the cache of the process. But a code is
valid for three periods, and the two processes share no cache. So the used codes are stored with the
second factor itself.
"""

import time
from typing import Any

from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse


PERIOD = 30  # seconds, in every app
VALID_FOR = PERIOD * (2 * settings.MFA_TOTP_TOLERANCE + 1)
ALREADY_USED = "Deze code is al gebruikt. Wacht tot de app een nieuwe code laat zien en typ die."


@transaction.atomic
def use_code(account: AbstractBaseUser, code: str) -> bool:
    """Mark a right code as used; False if it was used before. When many try at once, one
    succeeds."""
    factor = Authenticator.objects.select_for_update().get(
        user=account, type=Authenticator.Type.TOTP
    )
    if _digits(code) in (used := _used_codes(factor)):
        return False
    factor.data["gebruikt"] = used | {_digits(code): time.time() + VALID_FOR}
    factor.save(update_fields=["data"])
    return True


def _used_codes(factor: Authenticator) -> dict[str, float]:
    """The used codes that are still valid, and until when."""
    now = time.time()
    return {code: until for code, until in factor.data.get("gebruikt", {}).items() if until > now}


def _digits(code: str) -> str:
    """The code as allauth compares it: '123 456' is the same code."""
    return "".join(filter(str.isdecimal, code))


class OneTimeCodeForm(BaseAuthenticateForm):  # type: ignore[misc]
    """Refuses a used code with its own sentence. It does not count as a wrong try."""

    def clean_code(self) -> str:
        """The code, which is used from now on."""
        typed = self.cleaned_data["code"]
        factors = Authenticator.objects.filter(user=self.user, type=Authenticator.Type.TOTP)
        if any(_digits(typed) in _used_codes(factor) for factor in factors):
            raise ValidationError(ALREADY_USED)
        code: str = super().clean_code()
        is_from_app = self.authenticator.type == Authenticator.Type.TOTP
        if is_from_app and not use_code(self.user, code):
            raise ValidationError(ALREADY_USED)
        return code


class OneTimeAuthenticateForm(OneTimeCodeForm, AuthenticateForm):  # type: ignore[misc]
    """The second step of signing in."""


class OneTimeReauthenticateForm(OneTimeCodeForm, ReauthenticateForm):  # type: ignore[misc]
    """The second step again, before something that matters."""


class ActivateTotpView(ActivateTOTPView):  # type: ignore[misc]
    """Sets up the app. The code that proves that the app works is then used."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Use the code, so that an onlooker cannot sign in with it."""
        response: HttpResponse = super().form_valid(form)
        use_code(self.request.user, form.cleaned_data["code"])
        return response


activate_totp = ActivateTotpView.as_view()
