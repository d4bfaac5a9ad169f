"""The demonstration: an account for every role, and a welcome that says what to try."""

import base64
import datetime
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor import totp
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from kandidatenverkenner.accounts.api_keys import GELDIG, key_fingerprint
from kandidatenverkenner.models import Apisleutel, Werkgever, Werkgeversaccount
from sonar.models import Inschrijving, Medewerker, Organisatie
from sonar.models.organisatie import over_een_kwartaal


WACHTWOORD = "Proefrit-op-1-machine"
WERKGEVER = "werkgever"
APISLEUTEL = "kv_proefrit-op-1-machine"
SLEUTEL = "SONARPROEFRITSONARPROEFRIT234567"  # of the second factor, in every authenticator app


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """A medewerker of the demonstration."""

    gebruikersnaam: str
    rol: Medewerker.Rol
    gemeente: str | None  # None: UWV
    ziet: str


MEDEWERKERS = [
    DemoAccount(
        "leiden", Medewerker.Rol.KLANTMANAGER, "GM0546", "een caseload van de gemeente Leiden"
    ),
    DemoAccount(
        "uwv", Medewerker.Rol.KLANTMANAGER, None, "een caseload van UWV in Holland Rijnland"
    ),
    DemoAccount(
        "teamleider", Medewerker.Rol.TEAMLEIDER, "GM0546", "alle klanten van de gemeente Leiden"
    ),
    DemoAccount(
        "adviseur",
        Medewerker.Rol.ADVISEUR,
        None,
        "wie in Holland Rijnland een vastgesteld profiel heeft",
    ),
    DemoAccount(
        "beheerder",
        Medewerker.Rol.FUNCTIONEEL_BEHEERDER,
        None,
        "codelijsten en medewerkers, geen klanten",
    ),
    DemoAccount("auditor", Medewerker.Rol.AUDITOR, None, "alleen cijfers"),
    DemoAccount(
        "collega", Medewerker.Rol.AUDITOR, None, "keurt goed welke cijfers de auditor voorstelt"
    ),
    DemoAccount(
        "privacy", Medewerker.Rol.PRIVACY_OFFICER, None, "alleen wie naar wie heeft gekeken"
    ),
]


class PublicSiteError(Exception):
    """Accounts with a known password do not belong on a site that others can reach."""

    def __init__(self) -> None:
        super().__init__(
            "De proefaccounts hebben een bekend wachtwoord en komen alleen op een site die niemand "
            "anders kan bereiken. Laat ALLOWED_HOSTS weg, of maak zelf accounts."
        )


@transaction.atomic
def create_accounts() -> int:
    """Make the accounts of the demonstration, or put them right; answer how many there are.

    Needs the organisations of fixtures/. Raises PublicSiteError on a site that others can reach.
    """
    if not settings.ALLEEN_HIER:
        raise PublicSiteError
    for proef in MEDEWERKERS:
        medewerker, _ = Medewerker.objects.update_or_create(
            account=_account(proef.gebruikersnaam, is_staff=True),
            defaults={
                "organisatie": Organisatie.objects.get(
                    soort="gemeente" if proef.gemeente else "uwv", gemeente=proef.gemeente
                ),
                "arbeidsmarktregio_id": "AM19",
                "rol": proef.rol,
                "bevestigd_tot": over_een_kwartaal(),
            },
        )
        if proef.rol == Medewerker.Rol.KLANTMANAGER:
            _give_caseload(medewerker)
    werkgever, _ = Werkgever.objects.update_or_create(
        kvk_nummer="90000001",
        defaults={
            "naam": "Voorbeeldbedrijf",
            "regio": "AM19",
            "gecontroleerd_op": timezone.localtime(),
        },
    )
    account = _account(WERKGEVER, is_staff=False)
    nu = timezone.localtime()
    Werkgeversaccount.objects.update_or_create(
        account=account, defaults={"werkgever": werkgever, "toegelaten_op": nu}
    )
    Apisleutel.objects.update_or_create(
        vingerafdruk=key_fingerprint(APISLEUTEL),
        defaults={
            "account": account,
            "naam": "proefrit",
            "bereik": Apisleutel.Bereik.values,
            "gemaakt_op": nu,
            "verloopt_op": timezone.localdate() + GELDIG,
        },
    )
    return len(MEDEWERKERS) + 1


def _give_caseload(medewerker: Medewerker) -> None:
    """The clients of the first invented colleague, who cannot sign in."""
    Inschrijving.objects.filter(
        organisatie=medewerker.organisatie_id,
        gemeente__arbeidsmarktregio=medewerker.arbeidsmarktregio_id,
        klantmanager__account__username__endswith=".1",
    ).update(klantmanager=medewerker)


def _account(gebruikersnaam: str, *, is_staff: bool) -> Any:
    account, _ = get_user_model().objects.get_or_create(username=gebruikersnaam)
    account.is_staff = is_staff
    account.is_active = True
    account.set_password(WACHTWOORD)
    account.save()
    Authenticator.objects.filter(user=account).delete()
    TOTP.activate(account, SLEUTEL)
    return account


def code(moment: datetime.datetime) -> str:
    """The six digits that the second step asks at this moment."""
    # SHA-1, as every authenticator app has it.
    rekenaar = totp.TOTP(base64.b32decode(SLEUTEL), 6, SHA1(), 30)  # noqa: S303
    return rekenaar.generate(int(moment.timestamp())).decode()


def welcome(adres: str) -> str:
    """The welcome for somebody who has just started the site."""
    breedte = max(len(proef.gebruikersnaam) for proef in MEDEWERKERS)
    medewerkers = "\n".join(
        f"    {proef.gebruikersnaam:<{breedte}}  {proef.rol.label}: {proef.ziet}"
        for proef in MEDEWERKERS
    )
    return f"""
Welkom bij Sonar en de Kandidatenverkenner. Alle mensen zijn verzonnen; de cijfers zijn echt:
Holland Rijnland op 31 december 2020.

  Sonar                {adres}/sonar/
{medewerkers}
  Kandidatenverkenner  {adres}/kandidaten
    {WERKGEVER:<{breedte}}  zoekt kandidaten, zonder naam, adres en contactgegevens
  API                  {adres}/api/v1  (sleutel: {APISLEUTEL})

  Wachtwoord van elk account: {WACHTWOORD}
  Code voor de tweede stap:   .venv/bin/python manage.py code
                              (of zet de sleutel {SLEUTEL} in uw authenticator-app)

Probeer eerst:
  1. Log bij Sonar in als leiden. Zoek een klant, open het klantprofiel, kijk wat er ontbreekt.
  2. Stel het profiel vast. Draai in een tweede venster: .venv/bin/python manage.py lever
  3. Zoek het profiel als werkgever (in een privevenster) op {adres}/kandidaten
  4. Bekijk als auditor de cijfers van het kwartaal op {adres}/sonar/cijfers/
  5. Bekijk wat iedereen ziet, zonder inloggen: {adres}/cijfers
"""
