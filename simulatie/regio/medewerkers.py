"""The klantmanagers and advisers of a region, with accounts that nobody can sign in with."""

from collections.abc import Mapping, Sequence

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.utils.text import slugify

from simulatie.regio.inboeken import Dienst
from simulatie.regio.levensloop import Soort
from sonar.models import Arbeidsmarktregio, Gemeente, Medewerker, Organisatie


KLANTEN_PER_KLANTMANAGER = 150
MAX_KLANTMANAGERS = 2


class AccountTakenError(Exception):
    """The account for a medewerker belongs to somebody else; the message says which account."""


def create_diensten(
    regio: Arbeidsmarktregio, klanten: Mapping[str, int], meeste: int = MAX_KLANTMANAGERS
) -> dict[tuple[Soort, str], Dienst]:
    """The dienst of each organisation and gemeente in the region.

    `klanten` holds the number of clients of each gemeente. A dienst gets at most `meeste`
    klantmanagers; UWV gets that many for the region. Existing klantmanagers stay unchanged.
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


def create_adviseurs(regio: str, aantal: int) -> list[int]:
    """The advisers of the werkgeversservicepunt of a region, of UWV."""
    uwv = Organisatie.objects.get(soort=Organisatie.Soort.UWV)
    namen = [f"wsp.{regio.lower()}.{nummer}" for nummer in range(1, aantal + 1)]
    return _medewerkers(uwv, regio, Medewerker.Rol.ADVISEUR, namen)


def _klantmanagers(
    organisatie: Organisatie, regio: Arbeidsmarktregio, stam: str, aantal: int
) -> list[int]:
    namen = [f"{stam}.{nummer}" for nummer in range(1, aantal + 1)]
    return _medewerkers(organisatie, regio.pk, Medewerker.Rol.KLANTMANAGER, namen)


def _medewerkers(
    organisatie: Organisatie, regio: str, rol: Medewerker.Rol, namen: Sequence[str]
) -> list[int]:
    """The ids of these medewerkers, in the same order; it makes the ones that do not exist."""
    accounts = get_user_model()._default_manager
    er_al = dict(accounts.filter(username__in=namen).values_list("username", "pk"))
    bekend = dict(
        Medewerker.objects.filter(account__in=er_al.values(), organisatie=organisatie)
        .order_by("pk")
        .values_list("account", "pk")
    )
    if bezet := [naam for naam, account in er_al.items() if account not in bekend]:
        raise AccountTakenError(
            f"Het account {min(bezet)} bestaat al en is niet van {organisatie.naam}. "
            "Geef dat account een andere naam en probeer het opnieuw."
        )
    # Without a password nobody can sign in; `manage.py changepassword` gives one.
    nieuw = accounts.bulk_create(
        [
            accounts.model(username=naam, is_staff=True, password=make_password(None))
            for naam in namen
            if naam not in er_al
        ]
    )
    gemaakt = Medewerker.objects.bulk_create(
        [
            Medewerker(
                account_id=account.pk, organisatie=organisatie, arbeidsmarktregio_id=regio, rol=rol
            )
            for account in nieuw
        ]
    )
    per_naam = {naam: bekend[account] for naam, account in er_al.items()}
    per_naam |= {
        account.get_username(): medewerker.pk
        for account, medewerker in zip(nieuw, gemaakt, strict=True)
    }
    return [per_naam[naam] for naam in namen]
