"""Find one person in all of Sonar, with what one only knows of that person."""

import datetime
import threading
from contextlib import suppress

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sonar.handelingen.toezicht.zoeken import TeVaakGezochtError, zoek_personen
from sonar.models import Verwerking, Zoekdag
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
    return antwoord, [vondst.klant.pk for vondst in antwoord.context.get("gevonden") or []]


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
        {"achternaam": "zonderling", "geboortedatum": "04-03-1985"},
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


@pytest.mark.parametrize(
    ("achternaam", "gevraagd", "gevonden"),
    [
        ("Zonderling", "Zonder", False),  # the begin of a name is no key
        ("Zonderling", "%", False),
        ("Zonderling-Bos", "zonderling", True),
        ("Zonderling van den Bos", "Zonderling", True),
        ("Zonderling-Bos", "Bos", False),
    ],
)
def test_a_surname_is_a_whole_one(client, achternaam, gevraagd, gevonden):
    elders(achternaam=achternaam)

    _, wie = zoek(client, achternaam=f"{gevraagd} ", geboortedatum="04-03-1985")

    assert bool(wie) == gevonden


def test_a_day_has_so_many_questions_whether_they_find_somebody_or_not(client, ik, monkeypatch):
    elders()
    monkeypatch.setattr("sonar.handelingen.toezicht.zoeken.PER_DAG", 2)
    vraag = {"achternaam": "Zonderling", "geboortedatum": "04-03-1985"}
    assert zoek(client, **vraag)[1]
    assert not zoek(client, **vraag | {"achternaam": "Niemand"})[1]

    antwoord, gevonden = zoek(client, **vraag)

    assert not gevonden
    assert "keer in heel Sonar gezocht" in antwoord.text
    assert Verwerking.objects.count() == 1
    gisteren = timezone.localdate() - datetime.timedelta(days=1)
    assert Zoekdag.objects.get(medewerker=ik).aantal == 3  # tries count too
    Zoekdag.objects.update(dag=gisteren)
    assert zoek(client, **vraag)[1]
    assert zoek(aan_het_werk(medewerker()), **vraag)[1]


@pytest.mark.django_db(transaction=True)
def test_a_burst_of_questions_is_counted_exactly(monkeypatch):
    monkeypatch.setattr("sonar.handelingen.toezicht.zoeken.PER_DAG", 5)
    wie, nu = medewerker(), datetime.datetime(2021, 1, 5, 9, tzinfo=datetime.UTC)
    gelukt = []

    def zoek_eens():
        with suppress(TeVaakGezochtError):
            zoek_personen(Q(pk=0), medewerker=wie, moment=nu)
            gelukt.append(1)
        connection.close()

    draden = [threading.Thread(target=zoek_eens) for _ in range(12)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()

    assert (len(gelukt), Zoekdag.objects.get().aantal) == (5, 12)


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
