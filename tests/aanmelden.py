"""Accounts that can sign in: like everybody, they have a second factor."""

import base64
import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor import totp


SLEUTEL = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def met_tweede_factor(account):
    """The account, with an authenticator app."""
    if not Authenticator.objects.filter(user=account).exists():
        TOTP.activate(account, SLEUTEL)
    return account


def code(sleutel=SLEUTEL, *, later=0):
    """The six digits of this moment, or of so many seconds later."""
    rekenaar = totp.TOTP(base64.b32decode(sleutel), 6, SHA1(), 30)  # noqa: S303
    nu = datetime.datetime.now(datetime.UTC)
    return rekenaar.generate(int(nu.timestamp()) + later).decode()
