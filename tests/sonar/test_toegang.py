"""Who may do what, cell by cell, and who sees whom."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser

from sonar.models import Medewerker
from sonar.toegang import RECHTEN, mag, mag_zien, medewerker_van, zichtbare_werkzoekenden
from tests.bouwers import (
    PEILDATUM,
    gemeentelijke_dienst,
    inschrijving,
    medewerker,
    uwv,
    werkzoekende,
)


pytestmark = pytest.mark.django_db

# role: what it may see at all (an oracle beside RECHTEN, written from the issue)
PERSOONSGEGEVENS = {
    "werkzoekende",
    "inschrijving",
    "doelgroepregistratie",
    "klantprofiel",
    "opleiding",
    "competentiebeheersing",
    "taalbeheersing",
    "vaststelling",
}
ROLLEN = Medewerker.Rol.values


@pytest.mark.parametrize("onderwerp", sorted(PERSOONSGEGEVENS))
@pytest.mark.parametrize("rol", ROLLEN)
def test_only_a_klantmanager_sees_clients(rol, onderwerp):
    wie = medewerker(rol=rol)

    assert mag(wie, "inzien", onderwerp) == (rol == "klantmanager")
    for actie in ("toevoegen", "wijzigen", "verwijderen"):
        assert not mag(wie, actie, onderwerp) or rol == "klantmanager"


@pytest.mark.parametrize("rol", ROLLEN)
def test_only_an_auditor_sees_figures_and_only_a_beheerder_accounts(rol):
    wie = medewerker(rol=rol)

    assert mag(wie, "inzien", "cijfers") == (rol == "auditor")
    assert mag(wie, "wijzigen", "medewerker") == (rol == "functioneel-beheerder")
    assert mag(wie, "wijzigen", "vaardigheid") == (rol == "functioneel-beheerder")


def test_nobody_deletes_a_person():
    for onderwerp in ("werkzoekende", "inschrijving", "doelgroepregistratie", "klantprofiel"):
        assert all("verwijderen" not in acties for acties in RECHTEN[onderwerp].values())


def test_what_is_not_named_is_not_allowed():
    assert not mag(medewerker(), "inzien", "salaris")
    assert not mag(None, "inzien", "werkzoekende")


def test_a_stranger_is_no_medewerker(django_user_model):
    werkgever = django_user_model.objects.create_user(username="werkgever")
    weg = medewerker()
    weg.account.is_active = False

    assert medewerker_van(AnonymousUser()) is None
    assert medewerker_van(werkgever) is None
    assert medewerker_van(weg.account) is None
    assert not zichtbare_werkzoekenden(None).exists()


def personen():
    """One client for every place where somebody can be registered."""
    verhuisd, terug, weg = werkzoekende(), werkzoekende(), werkzoekende()
    inschrijving(verhuisd, gemeentelijke_dienst("GM0546"), tot=PEILDATUM)
    inschrijving(verhuisd, gemeentelijke_dienst("GM0537"), code="GM0537", van=PEILDATUM)
    inschrijving(terug, uwv(), tot=PEILDATUM)
    inschrijving(terug, gemeentelijke_dienst("GM0546"), van=PEILDATUM)
    inschrijving(weg, gemeentelijke_dienst("GM0546"), tot=PEILDATUM)
    return {
        "leiden": inschrijving(None, gemeentelijke_dienst("GM0546")).werkzoekende,
        "katwijk": inschrijving(None, gemeentelijke_dienst("GM0537"), code="GM0537").werkzoekende,
        "uwv_leiden": inschrijving(None, uwv()).werkzoekende,
        "uwv_den_haag": inschrijving(None, uwv(), code="GM0518").werkzoekende,
        "van_leiden_naar_katwijk": verhuisd,
        "van_uwv_naar_leiden": terug,
        "uitgeschreven_in_leiden": weg,
        "nergens": werkzoekende(),
    }


@pytest.mark.parametrize(
    ("organisatie", "regio", "verwacht"),
    [
        (
            lambda: gemeentelijke_dienst("GM0546"),
            "AM19",
            {"leiden", "van_uwv_naar_leiden", "uitgeschreven_in_leiden"},
        ),
        (
            lambda: gemeentelijke_dienst("GM0537"),
            "AM19",
            {"katwijk", "van_leiden_naar_katwijk"},
        ),
        (uwv, "AM19", {"uwv_leiden"}),
        (uwv, "AM21", {"uwv_den_haag"}),
        (lambda: gemeentelijke_dienst("GM0518"), "AM21", set()),
    ],
)
def test_who_sees_whom(organisatie, regio, verwacht):
    mensen = personen()
    wie = medewerker(organisatie(), regio=regio)

    zichtbaar = set(zichtbare_werkzoekenden(wie))

    assert {naam for naam, mens in mensen.items() if mens in zichtbaar} == verwacht
    assert {naam for naam, mens in mensen.items() if mag_zien(wie, mens)} == verwacht


def test_two_periods_give_one_line():
    persoon = werkzoekende()
    inschrijving(persoon, van=datetime.date(2018, 1, 1), tot=datetime.date(2019, 1, 1))
    inschrijving(persoon, van=datetime.date(2019, 1, 1))

    assert list(zichtbare_werkzoekenden(medewerker())) == [persoon]
