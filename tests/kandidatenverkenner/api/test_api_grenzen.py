"""What a key opens, how much may be asked, and asking again for what one has."""

import datetime
import re
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from kandidatenverkenner.api.throttling import PER_MINUTE, count_request
from kandidatenverkenner.api.validation import MAX_BYTES
from kandidatenverkenner.models import Apisleutel, RequestCounter
from kandidatenverkenner.privacy.visits import PER_DAG
from tests.kandidatenverkenner.api.programma import Programma
from tests.kandidatenverkenner.bouwers import lever, nummer_van, profiel, werkgeversaccount


pytestmark = pytest.mark.django_db
EEN = uuid.UUID(int=1)
LIJST = "/api/v1/kandidaten"


class Kandidaatprogramma(Programma):
    """A program that knows the address of a candidate."""

    def adres(self, kandidaat=EEN):
        return f"{LIJST}/{nummer_van(kandidaat, self.gebruiker)}"


@pytest.mark.parametrize(("bereik", "gemist"), [("zoeken", "kandidaat"), ("kandidaat", "zoeken")])
def test_a_key_opens_what_it_was_made_for(bereik, gemist):
    lever(profiel(id=EEN))
    programma = Kandidaatprogramma(bereik)
    adressen = {"zoeken": LIJST, "kandidaat": programma.adres()}

    assert programma.get(adressen[bereik]).status_code == 200
    antwoord = programma.get(adressen[gemist])

    assert antwoord.status_code == 403
    assert antwoord.headers["Content-Type"] == "application/problem+json"
    assert f"mist het bereik '{gemist}'" in antwoord.json()["detail"]
    assert antwoord.headers["WWW-Authenticate"] == (
        f'Bearer error="insufficient_scope", scope="{gemist}"'
    )


def test_a_key_for_the_api_is_no_key_for_vum():
    antwoord = Kandidaatprogramma("zoeken", "kandidaat", "contact").get(
        "/vum/v1/werkzoekendeProfielen/onzin"
    )

    assert antwoord.status_code == 403
    assert "bereik 'vum'" in antwoord.json()["details"]


def test_whoever_makes_a_key_chooses_what_it_opens_and_for_how_long():
    client = Client()
    client.force_login(werkgeversaccount())
    assert client.get("/sleutels").text.count("checked") == 2

    pagina = client.post("/sleutels", {"naam": "kassa", "bereik": ["vum", "contact"], "dagen": 90})

    assert re.search(r"kv_[\w-]{40,}", pagina.text)
    sleutel = Apisleutel.objects.get()
    assert sleutel.bereik == ["contact", "vum"]
    assert sleutel.verloopt_op - timezone.localdate(sleutel.gemaakt_op) == datetime.timedelta(90)
    assert "om contact vragen en die verzoeken volgen, vragen stellen over VUM" in pagina.text


@pytest.mark.parametrize(
    ("velden", "reden"),
    [
        ({"bereik": []}, "Kies wat het programma mag doen."),
        ({"bereik": ["alles"]}, "Kies wat het programma mag doen."),
        ({"dagen": 3650}, "Kies hoe lang de sleutel geldig is."),
        ({"dagen": ""}, "Kies hoe lang de sleutel geldig is."),
        ({"naam": ""}, "Vul in voor welk programma"),
    ],
)
def test_a_key_for_nothing_or_for_ever_is_not_made(velden, reden):
    client = Client()
    client.force_login(werkgeversaccount())

    goed = {"naam": "kassa", "bereik": ["zoeken"], "dagen": 30}
    assert reden in client.post("/sleutels", goed | velden).text
    assert not Apisleutel.objects.exists()


@pytest.mark.parametrize("bereik", [[], ["alles"], ["zoeken", "alles"]])
def test_the_database_knows_what_a_key_can_open(bereik):
    Kandidaatprogramma()

    with pytest.raises(IntegrityError), transaction.atomic():
        Apisleutel.objects.update(bereik=bereik)


def gelezen(kop):
    """{name: {parameter: number}} of a RateLimit header."""
    return {
        naam.strip('"'): {p[0]: int(p[2:]) for p in rest.split(";")}
        for naam, rest in (deel.split(";", 1) for deel in kop.split(", "))
    }


def test_every_answer_tells_what_is_left():
    lever(profiel(id=EEN), profiel())
    programma = Kandidaatprogramma()

    lijst = programma.get(LIJST)
    assert gelezen(lijst.headers["RateLimit-Policy"]) == {
        "verzoeken": {"q": PER_MINUTE, "w": 60},
        "bladzijden": {"q": 1_000, "w": 86_400},
        "kaarten": {"q": 2_000, "w": 86_400},
    }
    over = gelezen(lijst.headers["RateLimit"])
    assert over["bladzijden"]["r"] == 999
    assert over["kaarten"]["r"] == 1_998
    stand = over["verzoeken"]
    assert stand["r"] == PER_MINUTE - 1
    assert 0 < stand["t"] <= 60

    kandidaat = programma.get(programma.adres())
    assert gelezen(kandidaat.headers["RateLimit-Policy"])["kandidaten"] == {
        "q": PER_DAG,
        "w": 86_400,
    }
    assert gelezen(kandidaat.headers["RateLimit"])["kandidaten"]["r"] == PER_DAG - 1
    fout = programma.get(f"{LIJST}?regoi=1")
    assert "verzoeken" in gelezen(fout.headers["RateLimit"])


def is_probleem(antwoord, status):
    assert antwoord.status_code == status
    assert antwoord.headers["Content-Type"] == "application/problem+json"
    assert antwoord.headers["API-Version"] == "1.0.0"
    inhoud = antwoord.json()
    assert inhoud["status"] == status
    return inhoud["detail"]


@pytest.mark.parametrize("adres", ["contactverzoeken", "zoekopdrachten"])
@pytest.mark.parametrize(
    ("bericht", "koppen", "status", "woorden"),
    [
        ("{", {}, 400, "geen goede JSON"),
        ("[" * 90_000, {}, 400, "geen goede JSON"),
        ('{"x": "' + MAX_BYTES * "x" + '"}', {}, 413, "hoogstens 100.000 bytes"),
        ("{}", {"CONTENT_LENGTH": "", "HTTP_TRANSFER_ENCODING": "chunked"}, 411, "Content-Length"),
    ],
)
def test_a_body_that_cannot_be_read_is_told_what_is_wrong(adres, bericht, koppen, status, woorden):
    antwoord = Kandidaatprogramma().post(
        f"/api/v1/{adres}", bericht, content_type="application/json", **koppen
    )

    assert woorden in is_probleem(antwoord, status)


def test_if_match_with_another_etag_is_a_problem_with_words():
    lever(profiel(id=EEN))

    antwoord = Kandidaatprogramma().get(LIJST, headers={"If-Match": '"anders"'})

    assert "Vraag het opnieuw op" in is_probleem(antwoord, 412)
    assert "RateLimit" in antwoord.headers


def test_the_limit_of_lists_is_told_before_it_bites(monkeypatch, client):
    monkeypatch.setattr("kandidatenverkenner.privacy.visits.BLADZIJDEN_PER_DAG", 5)
    lever(profiel(id=EEN))
    client.force_login(werkgeversaccount())

    paginas = [client.get("/kandidaten") for _ in range(6)]

    woorden = ["U kunt vandaag nog" in pagina.text for pagina in paginas]
    assert woorden == [False, False, False, True, True, False]
    assert "nog 1 bladzijde openen" in paginas[3].text
    assert [pagina.status_code for pagina in paginas] == [200] * 5 + [429]


def test_a_list_that_is_kept_counts_as_a_list(monkeypatch, client):
    gebruiker = werkgeversaccount()
    lever(profiel(id=EEN))
    client.force_login(gebruiker)
    client.post(f"/kandidaten/{nummer_van(EEN, gebruiker)}/bewaren", {"naam": "Magazijn"})
    (lijst,) = gebruiker.werkgeversaccount.werkgever.lijsten.all()
    adres = f"/lijsten/{lijst.pk}"

    assert client.get(adres).status_code == 200
    teller = gebruiker.werkgeversaccount.werkgever.bladerteller
    assert (teller.bladzijden, len(teller.merken)) == (1, 1)
    monkeypatch.setattr("kandidatenverkenner.privacy.visits.BLADZIJDEN_PER_DAG", 1)
    assert client.get(adres).status_code == 429


def moment(seconde, minuut=0):
    return datetime.datetime(2026, 11, 24, 12, minuut, seconde, tzinfo=datetime.UTC)


def test_requests_count_per_organisation_and_minute():
    werkgever = werkgeversaccount().werkgeversaccount.werkgever_id
    ander = werkgeversaccount("Ander").werkgeversaccount.werkgever_id

    assert count_request(werkgever, moment(0)).remaining == PER_MINUTE - 1
    laatste = count_request(werkgever, moment(59))
    assert (laatste.remaining, laatste.reset) == (PER_MINUTE - 2, 1)
    assert count_request(ander, moment(59)).remaining == PER_MINUTE - 1
    assert count_request(werkgever, moment(0, minuut=1)).remaining == PER_MINUTE - 1
    assert RequestCounter.objects.count() == 2


def test_who_asks_too_often_hears_how_long_to_wait(monkeypatch):
    lever(profiel(id=EEN))
    programma = Kandidaatprogramma()
    monkeypatch.setattr("kandidatenverkenner.api.throttling.PER_MINUTE", 0)

    for adres in (LIJST, programma.adres(), "/vum/v1/werkzoekendeProfielen/onzin"):
        antwoord = programma.get(adres)

        assert antwoord.status_code == 429
        assert 0 < int(antwoord.headers["Retry-After"]) <= 60
        assert gelezen(antwoord.headers["RateLimit"])["verzoeken"]["r"] == 0
    assert antwoord.json()["code"] == "429.01"


@pytest.mark.parametrize("wat", ["lijst", "kandidaat"])
def test_what_one_has_already_is_not_sent_again(wat):
    lever(profiel(id=EEN))
    programma = Kandidaatprogramma()
    adres = LIJST if wat == "lijst" else programma.adres()
    eerst = programma.get(adres)
    etag = eerst.headers["ETag"]

    for kop in (etag, f'"iets", W/{etag}', "*"):
        weer = programma.get(adres, headers={"If-None-Match": kop})
        assert weer.status_code == 304
        assert weer.content == b""
        assert weer.headers["ETag"] == etag
        assert weer.headers["API-Version"] == "1.0.0"
        assert weer.headers["Cache-Control"] == "private, no-cache"
    assert programma.head(adres).headers["ETag"] == etag
    assert programma.get(adres, headers={"If-None-Match": '"anders"'}).status_code == 200

    lever(profiel(id=EEN, uren_max=30))
    vers = programma.get(adres, headers={"If-None-Match": etag})
    assert vers.status_code == 200
    assert vers.headers["ETag"] != etag


def test_another_organisation_reads_another_fingerprint():
    lever(profiel(id=EEN))

    een, ander = Kandidaatprogramma(), Kandidaatprogramma()

    assert een.get(een.adres()).headers["ETag"] != ander.get(ander.adres()).headers["ETag"]


def test_an_error_is_not_kept():
    antwoord = Kandidaatprogramma().get(f"{LIJST}/{EEN}")

    assert antwoord.status_code == 404
    assert "ETag" not in antwoord.headers
    assert antwoord.headers["Cache-Control"] == "private, no-store"
