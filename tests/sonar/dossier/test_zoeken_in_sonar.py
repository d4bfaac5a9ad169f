"""A caseworker searches; the term is in no URL."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.bouwers import inschrijving, leeg_klantprofiel, medewerker, werkzoekende
from tests.sonar.schermen import LIJST, aan_het_werk


pytestmark = pytest.mark.django_db


@pytest.fixture
def leiden():
    return aan_het_werk(medewerker())


@pytest.fixture
def mensen():
    namen = [
        ("Anna Maria", "van der", "Berg"),
        ("Bram", "", "Bergsma"),
        ("Chaima", "", "El Amrani"),
        ("Anna", "", "Zwart"),
    ]
    gemaakt = [
        werkzoekende(voornamen=voornamen, voorvoegsel=voorvoegsel, achternaam=achternaam)
        for voornamen, voorvoegsel, achternaam in namen
    ]
    for mens in gemaakt:
        inschrijving(mens)
    return gemaakt


def zoek(client, term):
    antwoord = client.post(LIJST, {"zoekterm": term}, follow=True)
    assert antwoord.status_code == 200
    return antwoord, sorted(klant.achternaam for klant in antwoord.context["cl"].result_list)


@pytest.mark.parametrize(
    ("term", "gevonden"),
    [
        ("berg", ["Berg", "Bergsma"]),
        ("Anna", ["Berg", "Zwart"]),
        ("anna berg", ["Berg"]),
        ("Berg, Anna Maria", ["Berg"]),
        ("maria", ["Berg"]),
        ("van der berg", ["Berg"]),
        ("amrani", ["El Amrani"]),
        ("el amrani", ["El Amrani"]),
        ("", ["Berg", "Bergsma", "El Amrani", "Zwart"]),
        ("xyz", []),
        ("123", []),
        ("%", []),
        ("'; DROP TABLE", []),
        ("\0", ["Berg", "Bergsma", "El Amrani", "Zwart"]),
    ],
)
def test_by_name(leiden, mensen, term, gevonden):
    assert zoek(leiden, term)[1] == gevonden


def test_the_term_stands_in_no_url_title_or_link(leiden, mensen):
    antwoord, _ = zoek(leiden, "Zwart")

    assert antwoord.redirect_chain == [(LIJST, 302)]
    tekst = antwoord.text
    assert tekst.count('value="Zwart"') == 1  # the search box itself
    assert "Zwart" not in tekst.split("</title>")[0]
    assert "=Zwart" not in tekst


def test_a_term_in_the_url_is_thrown_away(leiden, mensen):
    antwoord = leiden.get(LIJST, {"q": "Berg"}, follow=True)

    assert antwoord.redirect_chain == [(LIJST, 302)]
    assert len(antwoord.context["cl"].result_list) == 4


def test_a_search_stays_until_it_is_wiped(leiden, mensen):
    zoek(leiden, "Zwart")
    assert [k.achternaam for k in leiden.get(LIJST).context["cl"].result_list] == ["Zwart"]

    leiden.post(LIJST, {"zoekterm": "Zwart", "wis": "ja"})
    assert len(leiden.get(LIJST).context["cl"].result_list) == 4


def test_by_the_state_of_the_profile(leiden, mensen):
    leeg_klantprofiel(mensen[0])

    def met(status):
        antwoord = leiden.get(LIJST, {"profiel": status})
        return {k.achternaam for k in antwoord.context["cl"].result_list}

    assert met("concept") == {"Berg"}
    assert met("geen") == {"Bergsma", "El Amrani", "Zwart"}
    assert met("vastgesteld") == set()
    assert leiden.get(LIJST, {"profiel": "raar"}).status_code == 200


def test_the_list_takes_as_many_queries_for_1_as_for_20(leiden):
    def vragen():
        with CaptureQueriesContext(
            connection,
        ) as gevangen:
            assert leiden.get(LIJST).status_code == 200
        return len(gevangen)

    inschrijving()
    vragen()  # the session learns who this is
    bij_een = vragen()
    for _ in range(19):
        leeg_klantprofiel()

    assert vragen() == bij_een
