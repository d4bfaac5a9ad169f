"""Who may do what and who sees whom: the tables, and whose client somebody is."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser

from sonar.models import Medewerker
from sonar.toegang import (
    GRONDEN,
    RECHTEN,
    ZICHT,
    Relatie,
    mag,
    mag_zien,
    medewerker_van,
    zichtbare_werkzoekenden,
)
from tests.bouwers import (
    PEILDATUM,
    gemeentelijke_dienst,
    inschrijving,
    medewerker,
    uwv,
    werkzoekende,
)


pytestmark = pytest.mark.django_db
NU = datetime.datetime(2020, 12, 31, 12, tzinfo=datetime.UTC)
ROLLEN = Medewerker.Rol.values
KLANTMANAGER, TEAMLEIDER = Medewerker.Rol.KLANTMANAGER, Medewerker.Rol.TEAMLEIDER
BEHEERDER, AUDITOR, PRIVACY = (
    Medewerker.Rol.FUNCTIONEEL_BEHEERDER,
    Medewerker.Rol.AUDITOR,
    Medewerker.Rol.PRIVACY_OFFICER,
)


def test_every_role_and_every_relation_has_a_row():
    assert set(ZICHT) == set(ROLLEN)
    assert set(GRONDEN) == set(Relatie)
    assert all(set(rollen) <= set(ROLLEN) for rollen in RECHTEN.values())


def test_nobody_deletes_a_person():
    for onderwerp in ("werkzoekende", "inschrijving", "doelgroepregistratie", "klantprofiel"):
        assert all("verwijderen" not in acties for acties in RECHTEN[onderwerp].values())


def test_who_keeps_the_lists_sees_no_client_and_who_sees_a_client_keeps_no_list():
    for rol in (BEHEERDER, AUDITOR, PRIVACY):
        assert ZICHT[rol] == {}
        assert rol not in RECHTEN["werkzoekende"]
        assert rol not in RECHTEN["klantprofiel"]


def test_what_is_not_named_is_not_allowed():
    assert not mag(medewerker(), "inzien", "salaris")
    assert not mag(None, "inzien", "werkzoekende")


def test_a_stranger_is_no_medewerker(django_user_model):
    werkgever = django_user_model.objects.create_user(username="werkgever")
    weg, verlopen = medewerker(), medewerker(bevestigd_tot=PEILDATUM)
    weg.account.is_active = False

    assert medewerker_van(AnonymousUser(), PEILDATUM) is None
    assert medewerker_van(werkgever, PEILDATUM) is None
    assert medewerker_van(weg.account, PEILDATUM) is None
    assert medewerker_van(verlopen.account, PEILDATUM) is None
    assert medewerker_van(verlopen.account, PEILDATUM - datetime.timedelta(days=1)) == verlopen
    assert not zichtbare_werkzoekenden(None, NU).exists()


# --- whose client somebody is, follows from the latest registration ---


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


@pytest.mark.parametrize("rol", [KLANTMANAGER, TEAMLEIDER])
@pytest.mark.parametrize(
    ("organisatie", "regio", "verwacht"),
    [
        (lambda: gemeentelijke_dienst("GM0546"), "AM19", {"leiden", "van_uwv_naar_leiden"}),
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
def test_who_sees_whom(organisatie, regio, verwacht, rol):
    mensen = personen()
    wie = medewerker(organisatie(), regio=regio, rol=rol)
    if rol == TEAMLEIDER and "leiden" in verwacht:
        verwacht = verwacht | {"uitgeschreven_in_leiden"}

    zichtbaar = set(zichtbare_werkzoekenden(wie, NU))

    assert {naam for naam, mens in mensen.items() if mens in zichtbaar} == verwacht
    assert {naam for naam, mens in mensen.items() if mag_zien(wie, mens, NU)} == verwacht


def test_two_periods_give_one_line():
    persoon = werkzoekende()
    inschrijving(persoon, van=datetime.date(2018, 1, 1), tot=datetime.date(2019, 1, 1))
    inschrijving(persoon, van=datetime.date(2019, 1, 1))

    assert list(zichtbare_werkzoekenden(medewerker(), NU)) == [persoon]
