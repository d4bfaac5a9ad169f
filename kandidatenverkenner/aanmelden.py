"""How an organisation comes in: asked for, e-mail confirmed, looked at by an adviser.

Nothing here tells whether an address or an organisation is known already: whoever asks gets the
same answer, and the e-mail says what is so.
"""

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import signing
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse

from kandidatenverkenner.models import Werkgever, Werkgeversaccount


GELDIG = datetime.timedelta(days=3)
ZOUT = "kandidatenverkenner.aanmelden"
BEVESTIG = """Beste lezer,

Iemand heeft met dit e-mailadres een account aangevraagd bij de Kandidatenverkenner.
Was u dat? Open dan binnen drie dagen deze link:

{adres}

Was u dat niet? Dan hoeft u niets te doen.
"""
BESTAAT_AL = """Beste lezer,

Iemand heeft met dit e-mailadres een account aangevraagd bij de Kandidatenverkenner.
U hebt al een account. Log in met dit e-mailadres als gebruikersnaam.

Was u dat niet? Dan hoeft u niets te doen.
"""


@dataclass(frozen=True, slots=True)
class Organisatie:
    """What somebody says of the organisation."""

    kvk_nummer: str
    naam: str
    soort: str
    regio: str


@transaction.atomic
def vraag_aan(organisatie: Organisatie, *, email: str, wachtwoord: str, basis: str) -> None:
    """Make an account that opens nothing yet, and send the link that confirms the address.

    `basis` is the address of the site. The first of an organisation is its beheerder.
    """
    adres = email.lower()
    accounts = get_user_model()._default_manager
    if accounts.filter(username=adres).exists():
        _mail(adres, "U hebt al een account", BESTAAT_AL)
        return
    werkgever, is_nieuw = Werkgever.objects.get_or_create(
        kvk_nummer=organisatie.kvk_nummer,
        defaults={
            "naam": organisatie.naam,
            "soort": organisatie.soort,
            "regio": organisatie.regio,
        },
    )
    account = get_user_model()(username=adres, email=adres, is_active=False)
    account.set_password(wachtwoord)
    account.save()
    rol = Werkgeversaccount.Rol.BEHEERDER if is_nieuw else Werkgeversaccount.Rol.GEBRUIKER
    Werkgeversaccount.objects.create(account=account, werkgever=werkgever, rol=rol)
    bewijs = signing.dumps(account.pk, salt=ZOUT)
    link = basis + reverse("kandidatenverkenner:bevestigen", args=[bewijs])
    _mail(adres, "Bevestig uw e-mailadres", BEVESTIG.format(adres=link))


@transaction.atomic
def bevestig(bewijs: str, moment: datetime.datetime) -> bool:
    """The address is of whoever opened the link: the account may sign in. False for a bad link."""
    try:
        nummer = signing.loads(bewijs, salt=ZOUT, max_age=GELDIG)
    except signing.BadSignature:
        return False
    account = Werkgeversaccount.objects.select_related("account").filter(account=nummer).first()
    # Somebody who was put out, does not come back in by an old e-mail.
    if account is None or account.account.last_login is not None:
        return False
    account.account.is_active = True
    account.account.save(update_fields=["is_active"])
    if account.rol == Werkgeversaccount.Rol.BEHEERDER:
        account.toegelaten_op = moment
        account.save(update_fields=["toegelaten_op"])
    return True


@transaction.atomic
def laat_toe(
    *,
    beheerder: Werkgeversaccount,
    collega: int,
    toelaten: bool,
    moment: datetime.datetime,
) -> bool:
    """The beheerder admits a colleague, or no longer. False when that is not a colleague."""
    if beheerder.rol != Werkgeversaccount.Rol.BEHEERDER or collega == beheerder.pk:
        return False
    van_hier = Werkgeversaccount.objects.filter(werkgever=beheerder.werkgever_id, pk=collega)
    return van_hier.update(toegelaten_op=moment if toelaten else None) > 0


def _mail(adres: str, onderwerp: str, tekst: str) -> None:
    send_mail(onderwerp, tekst, settings.DEFAULT_FROM_EMAIL, [adres])
