"""Contact requests, saved searches, scopes, limits and ETags of the API."""

import datetime
import uuid

import pytest

from kandidatenverkenner.models import Contactverzoek, Zoekopdracht
from kandidatenverkenner.sleutels import maak_sleutel
from tests.kandidatenverkenner.bouwers import lever, nummer_van, profiel, werkgeversaccount


pytestmark = pytest.mark.django_db
EEN, TWEE = uuid.UUID(int=1), uuid.UUID(int=2)
VANDAAG = datetime.datetime.now(datetime.UTC)


class Programma:
    """A program of an employer, with a key."""

    def __init__(self, client, *bereik):
        self.account = werkgeversaccount()
        meer = {"bereik": bereik} if bereik else {}
        self.sleutel = maak_sleutel(account=self.account, naam="x", moment=VANDAAG, **meer)
        self.client = client

    def vraag(self, methode, pad, inhoud=None, **koppen):
        return getattr(self.client, methode)(
            f"/api/v1/{pad}",
            **({} if inhoud is None else {"data": inhoud, "content_type": "application/json"}),
            headers={"Authorization": f"Bearer {self.sleutel}", **koppen},
        )

    def nummer(self, kandidaat):
        return str(nummer_van(kandidaat, self.account))


@pytest.fixture
def programma(client):
    lever(profiel(id=EEN), profiel(id=TWEE, regio="AM21"))
    return Programma(client)


def test_asking_for_two_and_following_them(programma):
    nummers = [programma.nummer(een) for een in (EEN, TWEE)]
    antwoord = programma.vraag(
        "post", "contactverzoeken", {"kandidaten": nummers, "vacature": "Inpakker"}
    )

    assert antwoord.status_code == 201
    assert [een["kandidaat"] for een in antwoord.json()["contactverzoeken"]] == nummers
    lijst = programma.vraag("get", "contactverzoeken").json()["contactverzoeken"]
    assert {een["kandidaat"] for een in lijst} == set(nummers)
    een = programma.vraag("get", f"contactverzoeken/{lijst[0]['nummer']}").json()
    assert (een["stand"], een["beantwoordOp"]) == ("ingediend", None)


@pytest.mark.parametrize(
    ("inhoud", "veld"),
    [
        ({}, "kandidaten"),
        ({"kandidaten": []}, "kandidaten"),
        ({"kandidaten": ["x"], "vacature": "y"}, "kandidaten"),
        ({"kandidaten": [str(uuid.UUID(int=9))], "vacature": "y"}, "kandidaten"),
        ({"kandidaten": [str(EEN)], "vacature": 3}, "vacature"),
        ({"kandidaten": [str(EEN)], "vacature": "a\x00b"}, "vacature"),
    ],
)
def test_a_request_that_cannot_be_is_refused_by_name(programma, inhoud, veld):
    antwoord = programma.vraag("post", "contactverzoeken", inhoud)

    assert antwoord.status_code == 400
    assert antwoord.headers["Content-Type"] == "application/problem+json"
    assert veld in {een["name"] for een in antwoord.json()["invalidParams"]}
    assert not Contactverzoek.objects.exists()


def test_somebody_elses_request_is_not_there(programma, client):
    nummers = [programma.nummer(EEN)]
    nummer = programma.vraag(
        "post", "contactverzoeken", {"kandidaten": nummers, "vacature": "x"}
    ).json()["contactverzoeken"][0]["nummer"]
    ander = Programma(client)

    assert ander.vraag("get", f"contactverzoeken/{nummer}").status_code == 404
    assert ander.vraag("get", "contactverzoeken").json() == {"contactverzoeken": []}


def test_a_search_is_kept_read_and_removed(programma):
    inhoud = {"naam": "Alles", "zoekvraag": "regio=AM19&pagina=2", "metMail": True}
    nieuw = programma.vraag("post", "zoekopdrachten", inhoud)
    lever(profiel(id=EEN), profiel(id=TWEE))

    assert nieuw.status_code == 201
    adres = nieuw.headers["Location"].partition("/api/v1/")[2]
    gelezen = programma.vraag("get", adres).json()
    assert (gelezen["zoekvraag"], gelezen["nieuw"], gelezen["metMail"]) == ("regio=AM19", 1, True)
    assert programma.vraag("get", "zoekopdrachten").json() == {"zoekopdrachten": [gelezen]}
    assert programma.vraag("delete", adres).status_code == 204
    assert programma.vraag("get", adres).status_code == 404
    assert not Zoekopdracht.objects.exists()


@pytest.mark.parametrize("zoekvraag", ["regio=AM99", "onzin=1", "afstand=5"])
def test_a_search_that_cannot_be_asked_is_not_kept(programma, zoekvraag):
    antwoord = programma.vraag("post", "zoekopdrachten", {"naam": "x", "zoekvraag": zoekvraag})

    assert antwoord.status_code == 400
    assert [een["name"] for een in antwoord.json()["invalidParams"]] == ["zoekvraag"]


@pytest.mark.parametrize(
    ("bereik", "pad", "status"),
    [
        ("zoeken", "kandidaten", 200),
        ("zoeken", "contactverzoeken", 403),
        ("contact", "kandidaten", 403),
        ("contact", "contactverzoeken", 200),
        ("kandidaat", "zoekopdrachten", 403),
        ("vum", "kandidaten", 403),
    ],
)
def test_a_key_does_what_it_is_for(client, bereik, pad, status):
    lever(profiel(id=EEN))
    antwoord = Programma(client, bereik).vraag("get", pad)

    assert antwoord.status_code == status
    if status == 403:
        assert "Deze sleutel is niet voor" in antwoord.json()["detail"]


def test_the_page_makes_a_key_for_what_was_ticked(client):
    client.force_login(werkgeversaccount())

    assert "kies wat het mag" in client.post("/sleutels", {"naam": "x", "maanden": 1}).text
    blad = client.post("/sleutels", {"naam": "x", "bereik": ["zoeken"], "maanden": 1}).text

    assert "kv_" in blad
    assert "Mag: zoeken, en zoekopdrachten bewaren." in blad


def test_what_is_left_of_the_day_stands_in_the_headers(programma):
    koppen = programma.vraag("get", f"kandidaten/{programma.nummer(EEN)}").headers

    assert koppen["RateLimit-Policy"] == '"kandidaten-per-dag";q=100;w=86400'
    assert koppen["RateLimit"].startswith('"kandidaten-per-dag";r=99;t=')


def test_who_has_an_answer_already_gets_none_again(programma):
    for pad in ("kandidaten", f"kandidaten/{programma.nummer(EEN)}"):
        merk = programma.vraag("get", pad).headers["ETag"]
        zelfde = programma.vraag("get", pad, **{"If-None-Match": merk})
        assert (zelfde.status_code, zelfde.content) == (304, b"")

    lever(profiel(id=EEN, rijbewijzen=("B",)), profiel(id=TWEE))
    assert programma.vraag("get", pad, **{"If-None-Match": merk}).status_code == 200


@pytest.mark.parametrize(
    ("inhoud", "soort", "status"),
    [("{", "application/json", 400), ("[]", "application/json", 400), ("a=1", "text/plain", 415)],
)
def test_a_body_that_cannot_be_read_is_a_problem(programma, inhoud, soort, status):
    antwoord = programma.client.post(
        "/api/v1/zoekopdrachten",
        data=inhoud,
        content_type=soort,
        headers={"Authorization": f"Bearer {programma.sleutel}"},
    )

    assert antwoord.status_code == status
    assert antwoord.json()["status"] == status
