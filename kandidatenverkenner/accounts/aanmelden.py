"""Signing up an organisation: a request, a confirmed e-mail address, a check by an adviser.

Signing up never reveals whether an address or an organisation is already known: the page always
answers the same, and only the e-mail says more.
"""

import datetime
import functools
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.core import signing
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from kandidatenverkenner.accounts.joined import account_columns, account_from
from kandidatenverkenner.database.prepared import fetch_rows
from kandidatenverkenner.models import Werkgever, Werkgeversaccount


GELDIG = datetime.timedelta(days=3)
ZOUT = "kandidatenverkenner.aanmelden"
BEVESTIG = """Beste lezer,

Iemand heeft met dit e-mailadres een account aangevraagd bij de Kandidatenverkenner.
Was u dat? Open dan binnen drie dagen deze link, en kies "Bevestig uw e-mailadres":

{adres}

Was u dat niet? Dan hoeft u niets te doen.
"""
BESTAAT_AL = """Beste lezer,

Iemand heeft met dit e-mailadres een account aangevraagd bij de Kandidatenverkenner.
U hebt al een account. Log in met dit e-mailadres als gebruikersnaam.

Was u dat niet? Dan hoeft u niets te doen.
"""


@dataclass(frozen=True, slots=True)
class SignupData:
    """What the applicant tells about the organisation."""

    kvk_nummer: str
    naam: str
    soort: str
    regio: str


@transaction.atomic
def vraag_aan(organisatie: SignupData, *, email: str, wachtwoord: str, basis: str) -> None:
    """Make an account without any access, and send the link that confirms its address.

    `basis` is the address of the site. An applicant who never confirmed can ask again: the last
    request counts, and earlier links stop working.
    """
    adres = email.lower()
    account = get_user_model()._default_manager.filter(username=adres).first()
    if account is None:
        account = get_user_model()(username=adres, email=adres, is_active=False)
    elif not _is_onbevestigd(account):
        _mail(adres, "U hebt al een account", BESTAAT_AL)
        return
    account.set_password(wachtwoord)
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError:
        # A user of Sonar, whom this process cannot see; or the same form sent twice.
        _mail(adres, "U hebt al een account", BESTAAT_AL)
        return
    Werkgeversaccount.objects.update_or_create(
        account=account,
        defaults={"werkgever": _organisatie(organisatie), "rol": Werkgeversaccount.Rol.GEBRUIKER},
    )
    bewijs = signing.dumps([account.pk, account.get_session_auth_hash()], salt=ZOUT)
    link = basis + reverse("kandidatenverkenner:bevestigen", args=[bewijs])
    _mail(adres, "Bevestig uw e-mailadres", BEVESTIG.format(adres=link))


def _organisatie(gezegd: SignupData) -> Werkgever:
    """The organisation with this number, as last described until somebody has confirmed."""
    zoals_gezegd = {"naam": gezegd.naam, "soort": gezegd.soort, "regio": gezegd.regio}
    werkgever, is_nieuw = Werkgever.objects.get_or_create(
        kvk_nummer=gezegd.kvk_nummer, defaults=zoals_gezegd
    )
    if not is_nieuw and not werkgever.gecontroleerd_op and not _heeft_iemand(werkgever):
        for naam, waarde in zoals_gezegd.items():
            setattr(werkgever, naam, waarde)
        werkgever.save(update_fields=list(zoals_gezegd))
    return werkgever


def _heeft_iemand(werkgever: Werkgever) -> bool:
    """Whether anybody of the organisation has confirmed an address."""
    bevestigd = Q(account__is_active=True) | Q(account__last_login__isnull=False)
    return Werkgeversaccount.objects.filter(bevestigd, werkgever=werkgever).exists()


def _is_onbevestigd(account: Any) -> bool:
    """Whether the account was requested here and never used."""
    nooit_binnen = not account.is_active and account.last_login is None
    van_hier = Werkgeversaccount.objects.filter(account=account, toegelaten_op=None)
    return nooit_binnen and van_hier.exists()


def klopt(bewijs: str) -> bool:
    """Whether a link can still confirm an address."""
    return _account_bij(bewijs) is not None


def _account_bij(bewijs: str) -> Werkgeversaccount | None:
    try:
        nummer, stempel = signing.loads(bewijs, salt=ZOUT, max_age=GELDIG)
    except (signing.BadSignature, TypeError, ValueError):
        return None
    gevonden = Werkgeversaccount.objects.select_related("account").filter(account=nummer).first()
    # An old e-mail does not let in somebody whose access was ended. After two requests only the
    # last link works: it belongs to the password that was chosen last.
    if gevonden is None or gevonden.account.last_login is not None:
        return None
    eigen = gevonden.account.get_session_auth_hash()
    return gevonden if constant_time_compare(eigen, stempel) else None


@transaction.atomic
def bevestig(bewijs: str, moment: datetime.datetime) -> bool:
    """Confirm the address, so that the account may sign in. False for a link that does not work.

    The first person of an organisation to confirm becomes its beheerder.
    """
    gevonden = _account_bij(bewijs)
    if gevonden is None:
        return False
    werkgever = Werkgever.objects.select_for_update().get(pk=gevonden.werkgever_id)
    if not _heeft_iemand(werkgever):
        gevonden.rol, gevonden.toegelaten_op = Werkgeversaccount.Rol.BEHEERDER, moment
        gevonden.save(update_fields=["rol", "toegelaten_op"])
    gevonden.account.is_active = True
    gevonden.account.save(update_fields=["is_active"])
    return True


@transaction.atomic
def laat_toe(
    *,
    beheerder: Werkgeversaccount,
    collega: int,
    toelaten: bool,
    moment: datetime.datetime,
) -> bool:
    """The beheerder admits a colleague or ends that. False if it is not a colleague."""
    if beheerder.rol != Werkgeversaccount.Rol.BEHEERDER or collega == beheerder.pk:
        return False
    van_hier = Werkgeversaccount.objects.filter(werkgever=beheerder.werkgever_id, pk=collega)
    return van_hier.update(toegelaten_op=moment if toelaten else None) > 0


def _mail(adres: str, onderwerp: str, tekst: str) -> None:
    send_mail(onderwerp, tekst, settings.DEFAULT_FROM_EMAIL, [adres])


def account_van(nummer: int) -> AbstractBaseUser | None:
    """The account with this number, together with its employer's side if it has one. One query."""
    rows = fetch_rows(_account_query(), [nummer])
    account: AbstractBaseUser | None = account_from(rows[0]) if rows else None
    return account


@functools.cache
def _account_query() -> str:
    accounts = get_user_model()._default_manager.filter(pk=0).order_by()
    return str(accounts.values_list(*account_columns()).query.sql_with_params()[0])


def werkgeversaccount_van(account: Any) -> Werkgeversaccount | None:
    """The employer's side of a signed-in account; without one it may see no candidate.

    No query when the account came from `account_van` or with an API key.
    """
    if not account.is_authenticated:
        return None
    if not account._meta.get_field("werkgeversaccount").is_cached(account):
        account = account_van(account.pk)
    gevonden: Werkgeversaccount | None = getattr(account, "werkgeversaccount", None)
    return gevonden
