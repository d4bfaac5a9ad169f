"""Find one person in all of Sonar, with what one only knows of that person."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sonar.models import Verwerking
from tests.bouwers import gemeentelijke_dienst, inschrijving, medewerker, werkzoekende
from tests.sonar.schermen import aan_het_werk


pytestmark = pytest.mark.django_db
ADRES = "/sonar/personen-zoeken/"
GEBOREN = datetime.date(1985, 3, 4)


@pytest.fixture
def ik():
    return medewerker()


@pytest.fixture
def client(ik):
    return aan_het_werk(ik)


def elders(**velden):
    persoon = werkzoekende(**{"achternaam": "Zonderling", "geboortedatum": GEBOREN} | velden)
    inschrijving(persoon, gemeentelijke_dienst("GM0537"), code="GM0537")
    return persoon


def zoek(client, **velden):
    antwoord = client.post(ADRES, velden)
    assert antwoord.status_code == 200
    return antwoord, [klant.pk for klant, _ in antwoord.context.get("gevonden") or []]


@pytest.mark.parametrize(
    "velden",
    [
        {},
        {"achternaam": "Zonderling"},
        {"geboortedatum": "04-03-1985"},
        {"postcode": "2311AA", "huisnummer": "1"},
        {"achternaam": "Zonderling", "postcode": "2311AA"},
        {"achternaam": "Z", "geboortedatum": "04-03-1985"},
        {"bsn": "123"},
        {"achternaam": "Zonderling", "geboortedatum": "gisteren"},
        {"postcode": "2311AA", "huisnummer": "-1", "achternaam": "Zonderling"},
    ],
)
def test_less_than_two_keys_finds_nobody_and_says_why(client, velden):
    elders()

    antwoord, gevonden = zoek(client, **velden)

    assert not gevonden
    assert antwoord.context["form"].errors
    assert not Verwerking.objects.exists()


@pytest.mark.parametrize(
    "velden",
    [
        {"achternaam": "zonder", "geboortedatum": "04-03-1985"},
        {"achternaam": "Zonderling", "postcode": "2311 aa", "huisnummer": "1"},
        {"geboortedatum": "4-3-1985", "postcode": "2311aa", "huisnummer": "1"},
    ],
)
def test_two_keys_find_a_person_and_write_a_line(client, ik, velden):
    persoon = elders()
    werkzoekende(achternaam="Ander", huisnummer=2)

    antwoord, gevonden = zoek(client, **velden)

    assert gevonden == [persoon.pk]
    assert "Noodtoegang vragen" in antwoord.text
    regel = Verwerking.objects.get()
    assert (regel.medewerker, regel.persoon, regel.handeling, regel.grond) == (
        ik,
        persoon.pk,
        "gezocht",
        "zoekvraag",
    )


def test_a_bsn_is_enough_in_any_spelling_and_is_not_told_back(client):
    persoon = elders()
    bsn = persoon.bsn

    antwoord, gevonden = zoek(client, bsn=f"{bsn[:4]}.{bsn[4:6]}.{bsn[6:]}")

    assert gevonden == [persoon.pk]
    assert bsn not in antwoord.text


def test_ones_own_client_opens_at_once(client, ik):
    mijn = werkzoekende(achternaam="Eigen", geboortedatum=GEBOREN)
    inschrijving(mijn, klantmanager=ik)

    antwoord, gevonden = zoek(client, achternaam="Eigen", geboortedatum="04-03-1985")

    assert gevonden == [mijn.pk]
    assert "Klant openen" in antwoord.text
    assert Verwerking.objects.get().grond == "eigen-klant"


def test_who_is_afgeschermd_or_has_died_is_not_found_by_others(client):
    elders(afgeschermd=True)
    elders(overleden_op=datetime.date(2020, 1, 1))

    assert zoek(client, achternaam="Zonderling", geboortedatum="04-03-1985")[1] == []


def test_at_most_twenty_come_back_and_it_says_that_there_are_more(client):
    for _ in range(21):
        elders()

    antwoord, gevonden = zoek(client, achternaam="Zonderling", geboortedatum="04-03-1985")

    assert len(gevonden) == 20
    assert "Meer dan 20 personen" in antwoord.text
    assert Verwerking.objects.count() == 20


def test_as_many_queries_for_1_as_for_20(client):
    def vragen():
        with CaptureQueriesContext(connection) as gevangen:
            zoek(client, achternaam="Zonderling", geboortedatum="04-03-1985")
        return len(gevangen)

    elders()
    vragen()  # the session learns who this is
    bij_een = vragen()
    for _ in range(19):
        elders()

    assert vragen() == bij_een


def test_nonsense_gives_a_sentence(client):
    for onzin in ("\0\0\0", "%%", "'; DROP TABLE sonar_werkzoekende; --", "x" * 500):
        antwoord, gevonden = zoek(client, achternaam=onzin, geboortedatum="04-03-1985")
        assert not gevonden
        assert antwoord.status_code == 200
