"""A list of 20 asks the database as often as a list of 1: on every screen of every role."""

import pytest
from django.db import connection

from tests.sonar.drukte import (
    druk,
    schermen,
    van_een_klant,
    van_een_rij,
    verdiep,
    werkplek,
)
from tests.sonar.schermen import aan_het_werk
from tests.sonar.toegang.toegang_orakel import (
    ADVISEUR,
    AUDITOR,
    BEHEERDER,
    KLANTMANAGER,
    PRIVACY,
    ROLLEN,
    TEAMLEIDER,
)


pytestmark = pytest.mark.django_db
# Lists that must have grown, or the test would say nothing.
GROEIT = {
    KLANTMANAGER: {"sonar_werkzoekende_changelist", "sonar_klantprofiel_changelist"}
    | {"sonar_traject_changelist", "sonar_contactmoment_changelist", "sonar_plaatsing_changelist"}
    | {"overdrachten", "uitvoer", "sonar_vaardigheid_changelist", "sonar_taal_changelist"},
    TEAMLEIDER: {"sonar_werkzoekende_changelist", "overdrachten", "uitvoer", "noodtoegangen"}
    | {"sonar_klantprofiel_changelist", "sonar_traject_changelist", "team"}
    | {"sonar_contactmoment_changelist", "sonar_plaatsing_changelist"},
    ADVISEUR: {"sonar_vacature_changelist", "bemiddelen", "contactverzoeken", "werkgevers"}
    | {"sonar_werkzoekende_changelist", "sonar_klantprofiel_changelist"},
    BEHEERDER: {"sonar_medewerker_changelist", "auth_user_changelist"}
    | {"sonar_vaardigheid_changelist", "sonar_affiniteit_changelist"}
    | {"sonar_taaksoort_changelist", "sonar_taal_changelist"},
    AUDITOR: set(),
    PRIVACY: {"alarmen", "sonar_verwerking_changelist"},
}
# The same of one client: the pages that list what is in the dossier.
DOSSIER = {
    KLANTMANAGER: {"dienstverlening", "profiel_versies", "sonar_klantprofiel_change"}
    | {"sonar_traject_change", "profiel_voorbeeld"},
    TEAMLEIDER: {"dienstverlening", "profiel_versies", "sonar_klantprofiel_change"},
    ADVISEUR: {"profiel_versies", "profiel_voorbeeld"},
}


def vragen(client, adres):
    """What is asked for this page, and how long the page is."""
    gesteld = []
    with connection.execute_wrapper(
        lambda doe, sql, *rest: (gesteld.append(sql), doe(sql, *rest))[1]
    ):
        antwoord = client.get(adres)
    assert antwoord.status_code == 200, adres
    return gesteld, len(antwoord.content)


def vergelijk(client, adressen, voeg_toe):
    """The screens that asked more after there was more, and those that grew."""
    for _, adres in adressen:  # what is asked once only: the session, the caches
        client.get(adres)
    bij_een = {route: vragen(client, adres) for route, adres in adressen}
    voeg_toe()
    bij_twintig = {route: vragen(client, adres) for route, adres in adressen}
    meer = {
        route: (len(bij_een[route][0]), len(gesteld), sorted({*gesteld} - {*bij_een[route][0]})[:2])
        for route, (gesteld, _) in bij_twintig.items()
        if len(gesteld) > len(bij_een[route][0])
    }
    return meer, {route for route in bij_een if bij_twintig[route][1] > bij_een[route][1]}


@pytest.mark.parametrize("rol", ROLLEN)
def test_as_many_queries_for_1_as_for_20(rol):
    ik = werkplek(rol)
    klant = druk(ik, 1)
    client = aan_het_werk(ik)
    adressen = schermen(rol, klant)

    meer, gegroeid = vergelijk(client, adressen, lambda: druk(ik, 19))

    assert not meer
    assert not GROEIT[rol] - gegroeid


@pytest.mark.parametrize("rol", DOSSIER)
def test_as_many_queries_for_1_as_for_20_in_one_dossier(rol):
    ik = werkplek(rol)
    klant = druk(ik, 1)
    verdiep(klant, ik, 1)
    adressen = [*van_een_klant(rol, klant), *van_een_rij(rol, klant)]

    meer, gegroeid = vergelijk(aan_het_werk(ik), adressen, lambda: verdiep(klant, ik, 19))

    assert not meer
    assert not DOSSIER[rol] - gegroeid
