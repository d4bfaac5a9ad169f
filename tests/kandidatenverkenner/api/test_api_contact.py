"""Asking for contact through the API, and following what comes of it."""

import datetime
import json
import uuid

import pytest
from django.test import Client
from django.utils import timezone
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from kandidatenverkenner.models import Contactverzoek
from kandidatenverkenner.verzoeken.contact import beantwoord
from kandidatenverkenner.verzoeken.termijn import uiterlijk
from tests.kandidatenverkenner.api.programma import Programma
from tests.kandidatenverkenner.bouwers import lever, nummer_van, profiel, werkgeversaccount


pytestmark = pytest.mark.django_db
EEN, TWEE = uuid.UUID(int=1), uuid.UUID(int=2)
ADRES = "/api/v1/contactverzoeken"


class Contactprogramma(Programma):
    """A program that asks for contact."""

    def vraag(self, *kandidaten, **velden):
        nummers = [str(nummer_van(een, self.gebruiker)) for een in kandidaten]
        inhoud = {"kandidaten": nummers, "vacature": "Magazijn Leiden"} | velden
        return self.post(ADRES, json.dumps(inhoud), content_type="application/json")


@pytest.fixture
def programma():
    lever(profiel(id=EEN), profiel(id=TWEE, regio="AM21"))
    return Contactprogramma("contact")


def is_probleem(antwoord, status):
    assert antwoord.status_code == status, antwoord.text
    assert antwoord.headers["Content-Type"] == "application/problem+json"
    return antwoord.json()


def test_so_many_requests_a_day_and_then_none_of_the_message(programma, monkeypatch):
    monkeypatch.setattr("kandidatenverkenner.verzoeken.contact.MEESTE_PER_DAG", 1)

    antwoord = programma.vraag(EEN, TWEE)

    assert "deed vandaag 1 verzoeken" in is_probleem(antwoord, 429)["detail"]
    assert 0 < int(antwoord.headers["Retry-After"]) <= 86_400
    assert not Contactverzoek.objects.exists()
    assert programma.vraag(EEN).status_code == 201
    gisteren = timezone.localtime() - datetime.timedelta(days=1)
    Contactverzoek.objects.update(ingediend_op=gisteren)
    assert programma.vraag(TWEE).status_code == 201


def test_asking_makes_a_request_for_each_candidate(programma):
    antwoord = programma.vraag(EEN, TWEE, EEN, bericht=" Bel gerust. ")

    assert antwoord.status_code == 201
    een, twee = antwoord.json()["contactverzoeken"]
    assert een["kandidaat"] == str(nummer_van(EEN, programma.gebruiker))
    assert een["stand"] == {"code": "ingediend", "naam": "ingediend"}
    assert (een["vacature"], een["bericht"]) == ("Magazijn Leiden", "Bel gerust.")
    rij = Contactverzoek.objects.get(pk=een["id"])
    assert een["uiterlijkOp"] == uiterlijk(timezone.localdate(rij.ingediend_op)).isoformat()
    assert een["beantwoordOp"] is None
    assert {rij.regio for rij in Contactverzoek.objects.all()} == {"AM19", "AM21"}
    assert programma.get(twee["_links"]["self"]["href"]).json() == twee


def test_all_or_nothing(programma):
    programma.vraag(TWEE)

    dubbel = is_probleem(programma.vraag(EEN, TWEE), 409)
    assert "al gevraagd voor deze vacature" in dubbel["detail"]
    weg = is_probleem(programma.vraag(EEN, uuid.UUID(int=9)), 404)
    assert "is niet (meer) beschikbaar" in weg["detail"]
    assert Contactverzoek.objects.count() == 1


def test_following_what_comes_of_it(programma):
    eerst, _ = programma.vraag(EEN), programma.vraag(TWEE)
    nummer = eerst.json()["contactverzoeken"][0]["id"]
    etag = programma.get(ADRES).headers["ETag"]
    assert programma.get(ADRES, headers={"If-None-Match": etag}).status_code == 304

    beantwoord(nummer, regio="AM19", stand="contact", moment=timezone.localtime())

    verzoeken = programma.get(ADRES, headers={"If-None-Match": etag}).json()["contactverzoeken"]
    assert [een["id"] for een in verzoeken][1:] == [nummer]
    assert verzoeken[1]["stand"] == {
        "code": "contact",
        "naam": "een adviseur brengt u in contact",
    }
    assert verzoeken[1]["beantwoordOp"]


def test_those_of_another_organisation_look_like_none(programma):
    nummer = programma.vraag(EEN).json()["contactverzoeken"][0]["id"]
    ander = Contactprogramma("contact")

    assert ander.get(ADRES).json() == {"contactverzoeken": []}
    vreemd = is_probleem(ander.get(f"{ADRES}/{nummer}"), 404)
    for onbekend in ("0", "999999", "9" * 40, "x", "%00", "-1", "\u0661"):
        assert is_probleem(ander.get(f"{ADRES}/{onbekend}"), 404) == vreemd


@pytest.mark.parametrize(
    ("inhoud", "waar"),
    [
        ("[]", "het bericht"),
        ('{"vacature": "x"}', "kandidaten"),
        ('{"kandidaten": ["b1c5d0e2-5d0e-4b53-9f0a-8f6f1c9d2e77"]}', "vacature"),
        ('{"kandidaten": [], "vacature": "x"}', "kandidaten"),
        ('{"kandidaten": ["x"], "vacature": "x"}', "kandidaten.0"),
        ('{"kandidaten": [1], "vacature": "x"}', "kandidaten.0"),
        (json.dumps({"kandidaten": [str(EEN)] * 11, "vacature": "x"}), "kandidaten"),
        (json.dumps({"kandidaten": [str(EEN)], "vacature": " "}), "vacature"),
        (json.dumps({"kandidaten": [str(EEN)], "vacature": "x\0"}), "vacature"),
        (json.dumps({"kandidaten": [str(EEN)], "vacature": "x" * 121}), "vacature"),
        (json.dumps({"kandidaten": [str(EEN)], "vacature": 1}), "vacature"),
        (json.dumps({"kandidaten": [str(EEN)], "vacature": "x", "naam": "y"}), "naam"),
    ],
)
def test_a_mistake_is_named(programma, inhoud, waar):
    antwoord = programma.post(ADRES, inhoud, content_type="application/json")

    onjuist = is_probleem(antwoord, 400)["invalidParams"]
    assert [een["name"] for een in onjuist] == [waar]
    assert onjuist[0]["reason"].endswith(".")


@pytest.mark.parametrize("inhoud", ["", "{", "[" * 50_000])
def test_what_is_no_message(programma, inhoud):
    is_probleem(programma.post(ADRES, inhoud, content_type="application/json"), 400)


def test_a_form_is_not_json(programma):
    is_probleem(programma.post(ADRES, {"vacature": "x"}), 415)


def test_no_parameters(programma):
    for antwoord in (programma.get(f"{ADRES}?x=1"), programma.post(f"{ADRES}?x=1")):
        assert is_probleem(antwoord, 400)["invalidParams"][0]["name"] == "x"


def test_it_takes_a_key_for_contact():
    for antwoord in (Programma("zoeken").get(ADRES), Contactprogramma("kandidaat").vraag(EEN)):
        assert "bereik 'contact'" in is_probleem(antwoord, 403)["detail"]


def test_a_page_of_another_site_cannot_ask():
    """A session alone is not enough to change something: the form token is missing."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(werkgeversaccount())

    assert client.post(ADRES, "{}", content_type="application/json").status_code == 403


def test_answers_are_as_described(programma):
    openapi = Client().get("/api/v1/openapi.json").json()

    for antwoord in (programma.vraag(EEN), programma.get(ADRES)):
        operatie = openapi["paths"]["/contactverzoeken"][antwoord.request["REQUEST_METHOD"].lower()]
        vorm = operatie["responses"][str(antwoord.status_code)]["content"]["application/json"]
        schema = {**vorm["schema"], "components": openapi["components"]}
        Draft202012Validator(schema).validate(antwoord.json())


@pytest.mark.parametrize("aantal", [1, 20])
def test_the_list_takes_the_same_number_of_queries(aantal, django_assert_num_queries):
    programma = Contactprogramma("contact")
    kandidaten = [uuid.UUID(int=een) for een in range(1, aantal + 1)]
    lever(*(profiel(id=een) for een in kandidaten))
    for een in kandidaten:
        programma.vraag(een)

    with django_assert_num_queries(3):  # key with account and employer, the rate, the requests
        assert len(programma.get(ADRES).json()["contactverzoeken"]) == aantal
