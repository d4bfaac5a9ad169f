"""The klantmanagers and advisers of a region, with accounts that nobody can sign in with."""

from collections.abc import Mapping

from django.contrib.auth import get_user_model
from django.utils.text import slugify

from sonar.models import Arbeidsmarktregio, Gemeente, Medewerker, Organisatie
from sonar.simulatie.inboeken import Dienst
from sonar.simulatie.levensloop import Soort


KLANTEN_PER_KLANTMANAGER = 150
MEESTE_KLANTMANAGERS = 2


class AccountBezetError(Exception):
    """An account that a medewerker should get is somebody else's; the message says which."""


def maak_diensten(
    regio: Arbeidsmarktregio, klanten: Mapping[str, int], meeste: int = MEESTE_KLANTMANAGERS
) -> dict[tuple[Soort, str], Dienst]:
    """Who serves whom in the region; `klanten` says of each gemeente how many its dienst has,
    `meeste` how many klantmanagers a dienst gets at most; UWV gets that many for the region.

    A klantmanager who is there already, stays as they are.
    """
    uwv = Organisatie.objects.get(soort=Organisatie.Soort.UWV)
    van_uwv = Dienst(uwv.pk, _klantmanagers(uwv, regio, f"uwv.{regio.code.lower()}", meeste))
    diensten: dict[tuple[Soort, str], Dienst] = {}
    for gemeente in Gemeente.objects.filter(code__in=klanten).order_by("code"):
        organisatie = Organisatie.objects.get(gemeente=gemeente)
        aantal = min(1 + klanten[gemeente.code] // KLANTEN_PER_KLANTMANAGER, meeste)
        namen = _klantmanagers(organisatie, regio, slugify(gemeente.naam), aantal)
        diensten["gemeente", gemeente.code] = Dienst(organisatie.pk, namen)
        diensten["uwv", gemeente.code] = van_uwv
    return diensten


def maak_adviseurs(regio: str, aantal: int) -> list[int]:
    """The advisers of the werkgeversservicepunt of a region, of UWV."""
    uwv = Organisatie.objects.get(soort=Organisatie.Soort.UWV)
    waar = Arbeidsmarktregio.objects.get(pk=regio)
    rol = Medewerker.Rol.ADVISEUR
    stam = f"wsp.{regio.lower()}"
    return [_medewerker(uwv, waar, f"{stam}.{nummer}", rol) for nummer in range(1, aantal + 1)]


def _klantmanagers(
    organisatie: Organisatie, regio: Arbeidsmarktregio, stam: str, aantal: int
) -> list[int]:
    rol = Medewerker.Rol.KLANTMANAGER
    return [
        _medewerker(organisatie, regio, f"{stam}.{nummer}", rol) for nummer in range(1, aantal + 1)
    ]


def _medewerker(
    organisatie: Organisatie,
    regio: Arbeidsmarktregio,
    gebruikersnaam: str,
    rol: Medewerker.Rol,
) -> int:
    accounts = get_user_model().objects
    account = accounts.filter(username=gebruikersnaam).first()
    if account is None:
        # Without a password nobody can sign in; `manage.py changepassword` gives one.
        account = accounts.create_user(username=gebruikersnaam, is_staff=True)
        return Medewerker.objects.create(
            account=account,
            organisatie=organisatie,
            arbeidsmarktregio=regio,
            rol=rol,
        ).pk
    medewerker = Medewerker.objects.filter(account=account, organisatie=organisatie).first()
    if medewerker is None:
        raise AccountBezetError(
            f"Het account {gebruikersnaam} bestaat al en is niet van {organisatie.naam}. "
            "Geef dat account een andere naam en probeer het opnieuw."
        )
    return medewerker.pk
