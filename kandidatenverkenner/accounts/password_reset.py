"""Resetting a forgotten password by a link in an e-mail.

As in `aanmelden`, the page always answers the same and only the e-mail says more. Asking does not
reveal who has an account, not even by its duration: one e-mail goes out in either case.
"""

import logging
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode


logger = logging.getLogger("django.wachtwoord")
LINK = """Beste lezer,

Iemand vroeg met dit e-mailadres om een nieuw wachtwoord voor de Kandidatenverkenner.
Was u dat? Open dan binnen een uur deze link, en kies een nieuw wachtwoord:

{adres}

De link werkt een keer. U logt daarna in met het nieuwe wachtwoord en een code uit uw app.
Was u dat niet? Dan hoeft u niets te doen. Uw wachtwoord blijft zoals het is.
"""
GEEN_ACCOUNT = """Beste lezer,

Iemand vroeg met dit e-mailadres om een nieuw wachtwoord voor de Kandidatenverkenner.
Bij dit e-mailadres hoort geen account waarmee een werkgever of intermediair kan inloggen.
Hebt u nog een ander e-mailadres? Probeer het dan daarmee. Of vraag een account aan:

{adres}

Werkt u bij UWV of een gemeente? Vraag dan uw functioneel beheerder.
Was u dat niet? Dan hoeft u niets te doen.
"""
GEWIJZIGD = """Beste lezer,

Het wachtwoord van uw account bij de Kandidatenverkenner is gewijzigd.
Overal waar u was ingelogd, bent u uitgelogd. Sleutels voor programma's blijven werken.

Was u dat niet? Bel dan meteen het werkgeversservicepunt in uw regio.
"""


class Bewijzen(PasswordResetTokenGenerator):
    """Django's tokens, for this purpose only, valid for an hour and until the password changes."""

    key_salt = "kandidatenverkenner.wachtwoord"


bewijzen = Bewijzen()


class NietVerstuurdError(Exception):
    """The e-mail did not go out. The error does not say to whom."""


def accounts() -> QuerySet[Any]:
    """The accounts that can reset here: employers with a confirmed address."""
    in_gebruik = get_user_model()._default_manager.filter(is_active=True, is_staff=False)
    return in_gebruik.filter(werkgeversaccount__isnull=False).order_by("pk")


def stuur_link(adres: str) -> None:
    """Send a link, or the message that there is no account. Raises NietVerstuurdError."""
    account = accounts().filter(email__iexact=adres).first()
    naar, tekst, weg = adres, GEEN_ACCOUNT, reverse("kandidatenverkenner:aanmelden")
    if account is not None:
        wie = urlsafe_base64_encode(force_bytes(account.pk))
        # To the address that we know: one that the database finds equal may be another mailbox.
        naar, tekst = account.email, LINK
        weg = reverse(
            "kandidatenverkenner:nieuw-wachtwoord", args=[wie, bewijzen.make_token(account)]
        )
    # From the settings, because whoever sends a request chooses its host.
    tekst = tekst.format(adres=settings.SITE_ADRES + weg)
    try:
        _mail(naar, "Een nieuw wachtwoord voor de Kandidatenverkenner", tekst)
    except OSError:
        raise NietVerstuurdError from None


def stel_in(nummer: int, bewijs: str, wachtwoord: str) -> bool:
    """Set the new password if the link still works, else return False. A link works once.

    It ends every session of the account, because Django ties them to the password. The second
    factor and the API keys stay.
    """
    with transaction.atomic():
        account = accounts().select_for_update(of=("self",)).filter(pk=nummer).first()
        if account is None or not bewijzen.check_token(account, bewijs):
            return False
        account.set_password(wachtwoord)
        account.save(update_fields=["password"])
    logger.info("Account %d koos een nieuw wachtwoord met een link uit een e-mail.", nummer)
    try:
        _mail(account.email, "Uw wachtwoord is gewijzigd", GEWIJZIGD)
    except OSError:
        logger.warning("Het bericht daarover aan account %d ging niet weg.", nummer)
    return True


def _mail(adres: str, onderwerp: str, tekst: str) -> None:
    send_mail(onderwerp, tekst, settings.DEFAULT_FROM_EMAIL, [adres])
