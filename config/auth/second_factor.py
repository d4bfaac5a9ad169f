"""The code of the second step is good once, at whichever door.

django-allauth remembers a used code for one period, in the cache of the process; a code is good for
three, and the two processes share no cache. So it stands with the second factor itself.
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


PERIODE = 30  # seconds, of every app
GELDIG = PERIODE * (2 * settings.MFA_TOTP_TOLERANCE + 1)
AL_GEBRUIKT = "Deze code is al gebruikt. Wacht tot de app een nieuwe code laat zien en typ die."


@transaction.atomic
def neem_code(account: AbstractBaseUser, code: str) -> bool:
    """Whether this account has not used this code before; from now on it has. Of many at once one.

    For a code that was right.
    """
    factor = Authenticator.objects.select_for_update().get(
        user=account, type=Authenticator.Type.TOTP
    )
    if _cijfers(code) in (gebruikt := _gebruikt(factor)):
        return False
    factor.data["gebruikt"] = gebruikt | {_cijfers(code): time.time() + GELDIG}
    factor.save(update_fields=["data"])
    return True


def _gebruikt(factor: Authenticator) -> dict[str, float]:
    """The codes that are still good, and were used."""
    nu = time.time()
    return {code: tot for code, tot in factor.data.get("gebruikt", {}).items() if tot > nu}


def _cijfers(code: str) -> str:
    """As allauth compares: '123 456' is the same code."""
    return "".join(filter(str.isdecimal, code))


class OneTimeCodeForm(BaseAuthenticateForm):  # type: ignore[misc]
    """Says of a used code that it was used; that is no wrong try."""

    def clean_code(self) -> str:
        """The code, now used."""
        getypt = self.cleaned_data["code"]
        factoren = Authenticator.objects.filter(user=self.user, type=Authenticator.Type.TOTP)
        if any(_cijfers(getypt) in _gebruikt(factor) for factor in factoren):
            raise ValidationError(AL_GEBRUIKT)
        code: str = super().clean_code()
        is_uit_app = self.authenticator.type == Authenticator.Type.TOTP
        if is_uit_app and not neem_code(self.user, code):
            raise ValidationError(AL_GEBRUIKT)
        return code


class OneTimeAuthenticateForm(OneTimeCodeForm, AuthenticateForm):  # type: ignore[misc]
    """The second step of signing in."""


class OneTimeReauthenticateForm(OneTimeCodeForm, ReauthenticateForm):  # type: ignore[misc]
    """The second step again, before something that matters."""


class ActivateTotpView(ActivateTOTPView):  # type: ignore[misc]
    """Setting up the app: the code that shows that it works, is used by that."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Who could read along, does not sign in with it."""
        antwoord: HttpResponse = super().form_valid(form)
        neem_code(self.request.user, form.cleaned_data["code"])
        return antwoord


activate_totp = ActivateTotpView.as_view()
