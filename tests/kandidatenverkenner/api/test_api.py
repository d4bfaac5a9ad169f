"""The API: the same search, its description, and its errors."""

import base64
import dataclasses
import datetime
import re
import uuid

import pytest
from django.test import Client
from django.utils import timezone
from drf_spectacular.validation import validate_schema
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from kandidatenverkenner.accounts.api_keys import maak_sleutel
from kandidatenverkenner.api.openapi.schema import VOORBEELD_KORT, VOORBEELD_LIJST
from kandidatenverkenner.api.openapi.texts import OMSCHRIJVINGEN
from kandidatenverkenner.api.views.kandidaten import KandidatenView
from kandidatenverkenner.models import Apisleutel, Werkgeversaccount
from kandidatenverkenner.ontvangst.profiel import Kandidaatprofiel
from kandidatenverkenner.zoeken.codelists import lees_lijsten
from kandidatenverkenner.zoeken.filters import Kandidaatfilter
from tests.kandidatenverkenner.bouwers import (
    aangemeld,
    account,
    lever,
    profiel,
    werkgeversaccount,
)
from tests.kandidatenverkenner.paginas.test_paginas import VREEMD


pytestmark = pytest.mark.django_db
EEN = uuid.UUID(int=1)


@pytest.fixture
def werkgever(client):
    return aangemeld(client)


@pytest.fixture
def openapi(client):
    return client.get("/api/v1/openapi.json").json()


def houdt_zich_aan(openapi, antwoord, pad):
    """The response is one that the OpenAPI describes, and adds nothing to it."""
    mediatype = antwoord.headers["Content-Type"]
    operatie = openapi["paths"][pad.removeprefix("/api/v1")]["get"]
    inhoud = operatie["responses"][str(antwoord.status_code)]["content"]
    schema = {**inhoud[mediatype]["schema"], "components": openapi["components"]}
    for onderdeel in openapi["components"]["schemas"].values():
        onderdeel["additionalProperties"] = False
    Draft202012Validator(schema).validate(antwoord.json())


def is_probleem(antwoord, status):
    assert antwoord.status_code == status
    assert antwoord.headers["Content-Type"] == "application/problem+json"
    assert antwoord.headers["API-Version"] == "1.0.0"
    inhoud = antwoord.json()
    assert inhoud["status"] == status
    assert inhoud["title"]
    assert inhoud["detail"]
    return inhoud


def test_the_description_is_valid_openapi(openapi):
    validate_schema(openapi)
    assert openapi["servers"][0]["url"] == "/api/v1"
    assert set(openapi["paths"]) == {
        "/kandidaten",
        "/kandidaten/{nummer}",
        "/contactverzoeken",
        "/contactverzoeken/{nummer}",
        "/zoekopdrachten",
        "/zoekopdrachten/{nummer}",
    }
    assert set(openapi["components"]["schemas"]) == set(OMSCHRIJVINGEN)
    parameters = openapi["paths"]["/kandidaten"]["get"]["parameters"]
    namen = {een["name"] for een in parameters if een["in"] == "query"}
    (plaats,) = (een for een in parameters if een["name"] == "plaats")
    delen = plaats["schema"]["properties"]
    assert (plaats["style"], plaats["explode"]) == ("form", True)
    assert namen - {"plaats"} | set(delen) == set(Kandidaatfilter.base_filters)
    assert all(een["description"] for een in delen.values())
    assert all(een["description"] for een in parameters)


def test_the_examples_are_answers_as_described(openapi):
    lijst = openapi["paths"]["/kandidaten"]["get"]["responses"]["200"]
    schema = lijst["content"]["application/json"]["schema"]

    Draft202012Validator({**schema, "components": openapi["components"]}).validate(VOORBEELD_LIJST)


def test_searching_answers_as_described(werkgever, openapi):
    lever(*(profiel(rijbewijzen=("B",)) for _ in range(25)), profiel(regio="AM21"))

    antwoord = werkgever.get("/api/v1/kandidaten?regio=AM19&rijbewijs=B&pagina=2")

    houdt_zich_aan(openapi, antwoord, "/api/v1/kandidaten")
    inhoud = antwoord.json()
    assert (inhoud["totaal"], inhoud["pagina"], inhoud["paginas"]) == (25, 2, 2)
    assert len(inhoud["kandidaten"]) == 5
    assert inhoud["facetten"]["regio"] == [
        {"code": "AM19", "naam": "Holland Rijnland", "aantal": 25, "gekozen": True}
    ]
    links = inhoud["_links"]
    basis = "http://testserver/api/v1/kandidaten?regio=AM19&rijbewijs=B&pagina="
    assert links["prev"] == {"href": basis + "1"}
    assert links["next"] is None
    assert werkgever.get(links["first"]["href"]).json()["pagina"] == 1
    assert antwoord.headers["Cache-Control"] == "private, no-cache"


def test_a_candidate_answers_as_described_and_says_no_more_than_was_delivered(werkgever, openapi):
    lever(profiel(id=EEN, rijbewijzen=("B",)))

    antwoord = werkgever.get("/api/v1" + werkgever.van(EEN))

    houdt_zich_aan(openapi, antwoord, "/api/v1/kandidaten/{nummer}")
    geleverd = {
        veld.name.split("_")[0] + "".join(deel.title() for deel in veld.name.split("_")[1:])
        for veld in dataclasses.fields(Kandidaatprofiel)
    }
    assert set(antwoord.json()) == geleverd | {"_links"}
    uit_de_lijst = werkgever.get("/api/v1/kandidaten").json()["kandidaten"][0]
    # A list tells less than a profile, and a profile opens one at a time.
    assert set(uit_de_lijst) == set(VOORBEELD_KORT)
    del uit_de_lijst["wensen"]  # of the search, and not of the candidate
    assert set(uit_de_lijst) < geleverd | {"_links"}
    assert uit_de_lijst.items() <= antwoord.json().items()
    assert werkgever.get(uit_de_lijst["_links"]["self"]["href"]).json() == antwoord.json()


def test_the_page_and_the_api_find_the_same(werkgever):
    lever(profiel(), profiel(regio="AM21"), profiel(vaardigheden=("ramen",)))

    for zoekvraag in ("regio=AM19", "zoekterm=kassa", "gemeente=GM0546&afstand=25", "uren=1-12"):
        totaal = werkgever.get(f"/api/v1/kandidaten?{zoekvraag}").json()["totaal"]
        assert f'<h2 id="aantal">{totaal} kandida' in werkgever.get(f"/kandidaten?{zoekvraag}").text


def sleutel_voor(naam, *bereik):
    return {"naam": naam, "bereik": bereik or ["zoeken", "kandidaat"], "dagen": 30}


def met(sleutel):
    return {"Authorization": f"Bearer {sleutel}"}


def test_a_program_signs_in_with_a_key_that_is_shown_once(werkgever, client):
    lever(profiel())
    pagina = werkgever.post("/sleutels", sleutel_voor("kassasysteem"))
    sleutel = re.search(r"kv_[\w-]{40,}", pagina.text)[0]
    programma = Client()

    assert programma.get("/api/v1/kandidaten", headers=met(sleutel)).status_code == 200
    assert sleutel not in werkgever.get("/sleutels").text
    assert sleutel not in str(list(Apisleutel.objects.values()))
    werkgever.post("/sleutels", {"trek_in": Apisleutel.objects.get().pk})
    is_probleem(programma.get("/api/v1/kandidaten", headers=met(sleutel)), 401)


@pytest.mark.parametrize(("dagen", "status"), [(364, 200), (365, 401)])
def test_a_key_lives_365_days_also_when_more_is_asked(client, dagen, status):
    lever(profiel())
    sleutel = maak_sleutel(
        account=werkgeversaccount(),
        naam="x",
        bereik=["zoeken"],
        geldig=datetime.timedelta(days=1_000),
        moment=timezone.localtime() - datetime.timedelta(days=dagen),
    )

    assert client.get("/api/v1/kandidaten", headers=met(sleutel)).status_code == status


@pytest.mark.parametrize("waarom", ["verlopen", "account weg"])
def test_a_key_ends_with_its_year_and_with_the_account(client, waarom):
    gebruiker = werkgeversaccount()
    lever(profiel())
    sleutel = maak_sleutel(
        account=gebruiker,
        naam="x",
        bereik=["zoeken"],
        moment=datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC),
    )
    if waarom == "account weg":
        Apisleutel.objects.update(verloopt_op=datetime.date(2999, 1, 1))
        assert client.get("/api/v1/kandidaten", headers=met(sleutel)).status_code == 200
        gebruiker.is_active = False
        gebruiker.save()

    is_probleem(client.get("/api/v1/kandidaten", headers=met(sleutel)), 401)


def test_the_beheerder_makes_and_ends_the_keys_of_the_organisation(werkgever):
    lever(profiel())
    collega = account()
    van_ons = Werkgeversaccount.objects.get()
    rij = Werkgeversaccount.objects.create(
        account=collega,
        werkgever=van_ons.werkgever,
        toegelaten_op=van_ons.toegelaten_op,
        rol="gebruiker",
    )
    ander = Client()
    ander.force_login(collega)

    pagina = ander.post("/sleutels", sleutel_voor("kassasysteem"))
    assert (pagina.status_code, Apisleutel.objects.count()) == (403, 0)
    assert "Een beheerder maakt de sleutels" in pagina.text
    rij.rol = "beheerder"
    rij.save()
    sleutel = re.search(r"kv_[\w-]{40,}", ander.post("/sleutels", sleutel_voor("kassa")).text)[0]

    assert f"door {collega.username}" in werkgever.get("/sleutels").text
    werkgever.post("/sleutels", {"trek_in": Apisleutel.objects.get().pk})
    is_probleem(Client().get("/api/v1/kandidaten", headers=met(sleutel)), 401)


def test_a_password_alone_opens_nothing(client):
    gebruiker = werkgeversaccount(wachtwoord="geheim-voor-tests")
    basic = base64.b64encode(f"{gebruiker.username}:geheim-voor-tests".encode()).decode()

    for kop in (f"Basic {basic}", "Bearer", "Bearer a b", "Bearer \xe9", "onzin"):
        is_probleem(client.get("/api/v1/kandidaten", headers={"Authorization": kop}), 401)


def test_ten_keys_are_enough_and_those_of_others_are_not_mine(werkgever):
    for nummer in range(11):
        pagina = werkgever.post("/sleutels", sleutel_voor(f"programma {nummer}"))
    assert "Uw organisatie heeft al 10 sleutels" in pagina.text
    van_een_ander = Client()
    van_een_ander.force_login(werkgeversaccount("Ander"))

    nummer = Apisleutel.objects.first().pk
    assert van_een_ander.post("/sleutels", {"trek_in": nummer}).status_code == 404
    assert "programma 1" not in van_een_ander.get("/sleutels").text
    assert "Vul in voor welk programma" in werkgever.post("/sleutels", {"naam": ""}).text


@pytest.mark.parametrize("adres", ["/api/v1/kandidaten", f"/api/v1/kandidaten/{EEN}"])
def test_who_may_not_see_candidates_hears_why(client, adres, openapi):
    lever(profiel(id=EEN))

    antwoord = client.get(adres)
    assert "API-sleutel" in is_probleem(antwoord, 401)["detail"]
    assert antwoord.headers["WWW-Authenticate"] == "Bearer"
    fout = client.get(adres, headers=met("onzin"))
    is_probleem(fout, 401)

    client.force_login(account())
    antwoord = client.get(adres)
    assert "gecontroleerde werkgever" in is_probleem(antwoord, 403)["detail"]
    houdt_zich_aan(openapi, antwoord, adres.replace(str(EEN), "{nummer}"))


@pytest.mark.parametrize(
    ("adres", "naam", "reden"),
    [
        ("regio=AM99", "regio", 'De waarde "AM99" bestaat niet.'),
        ("gemeente=x", "gemeente", 'De waarde "x" bestaat niet.'),
        ("afstand=15", "afstand", "Kies ook een gemeente om de afstand van te meten."),
        ("regoi=AM19", "regoi", "Deze parameter bestaat niet."),
        ("format=json", "format", "Deze parameter bestaat niet."),
        ("gemeente=", "gemeente", "Deze parameter is leeg. Laat hem weg, of geef een waarde."),
        ("pagina=1&pagina=2", "pagina", "Deze parameter kan maar een keer worden gegeven."),
    ],
)
def test_an_unknown_parameter_or_value_is_named(werkgever, openapi, adres, naam, reden):
    lever(profiel())

    antwoord = werkgever.get(f"/api/v1/kandidaten?{adres}")

    probleem = is_probleem(antwoord, 400)
    assert probleem["invalidParams"] == [{"name": naam, "reason": reden}]
    assert probleem["detail"] == f"{naam}: {reden}"
    houdt_zich_aan(openapi, antwoord, "/api/v1/kandidaten")


@pytest.mark.parametrize("nummer", [uuid.UUID(int=2), "12", "x" * 300, "%00", f"{{{EEN}}}"])
def test_every_number_that_is_not_there_looks_the_same(werkgever, nummer):
    lever(profiel(id=EEN))

    probleem = is_probleem(werkgever.get(f"/api/v1/kandidaten/{nummer}"), 404)

    assert probleem["detail"] == "Deze kandidaat is niet (meer) beschikbaar."


def test_a_candidate_takes_no_parameters(werkgever):
    lever(profiel(id=EEN))

    is_probleem(werkgever.get(f"/api/v1{werkgever.van(EEN)}?velden=alles"), 400)


def test_nearest_first_without_a_place_is_newest_first(werkgever):
    """An order leaves nobody out, so it is no mistake; the OpenAPI says the same."""
    lever(profiel(id=EEN), profiel(regio="AM21"))

    def regios(vraag):
        kandidaten = werkgever.get(f"/api/v1/kandidaten?{vraag}").json()["kandidaten"]
        return [kandidaat["regio"]["code"] for kandidaat in kandidaten]

    assert regios("volgorde=afstand") == regios("volgorde=nieuwste") == ["AM19", "AM21"]
    assert regios("volgorde=afstand&gemeente=GM0518&afstand=50") == ["AM21", "AM19"]


def test_a_page_past_the_last_is_not_found(werkgever):
    lever(profiel())

    detail = is_probleem(werkgever.get("/api/v1/kandidaten?pagina=2"), 404)["detail"]

    assert detail == "Pagina 2 bestaat niet. De laatste is pagina 1."


@pytest.mark.parametrize(
    "adres", ["/api", "/api/v1/niets", "/api/v2/kandidaten", "/api/v1/kandidaten/"]
)
@pytest.mark.parametrize("methode", ["get", "post"])
def test_an_unknown_address_of_the_api_is_a_problem_too(client, methode, adres):
    is_probleem(getattr(client, methode)(adres), 404)


@pytest.mark.parametrize("methode", ["post", "put", "patch", "delete"])
def test_nothing_can_be_changed(werkgever, methode):
    antwoord = getattr(werkgever, methode)("/api/v1/kandidaten")

    is_probleem(antwoord, 405)
    assert antwoord.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_head_and_options_behave(werkgever):
    lever(profiel())

    hoofd = werkgever.head("/api/v1/kandidaten")
    opties = werkgever.options("/api/v1/kandidaten")

    assert (hoofd.status_code, hoofd.content) == (200, b"")
    assert hoofd.headers["API-Version"] == "1.0.0"
    assert (opties.status_code, opties.headers["Allow"]) == (204, "GET, HEAD, OPTIONS")


def test_another_form_than_json_is_refused(werkgever):
    antwoord = werkgever.get("/api/v1/kandidaten", headers={"Accept": "application/xml"})

    is_probleem(antwoord, 406)


def test_our_own_mistakes_are_a_problem_without_details(werkgever, monkeypatch, caplog):
    def stuk(*_):
        raise RuntimeError("geheim")

    monkeypatch.setattr(KandidatenView, "get", stuk)

    antwoord = werkgever.get("/api/v1/kandidaten")

    is_probleem(antwoord, 500)
    assert "geheim" not in antwoord.text
    assert "Onverwachte fout in de API" in caplog.text


@pytest.mark.parametrize("adres", VREEMD)
def test_no_query_string_breaks_the_api(werkgever, adres):
    lever(profiel())

    assert werkgever.get(f"/api/v1/kandidaten?{adres}").status_code in {200, 400, 404}


@pytest.mark.parametrize("aantal", [1, 20])
@pytest.mark.usefixtures("sql_answers")
def test_searching_in_sql_takes_the_same_number_of_queries(aantal, django_assert_num_queries):
    client = Client()
    client.force_login(werkgeversaccount())
    client.get("/")  # the session learns that there is a second factor
    lever(*(profiel() for _ in range(aantal)))

    lees_lijsten()
    # session, account with employer, rate, the search (4), cards of the day, the lists
    with django_assert_num_queries(9):
        client.get("/api/v1/kandidaten?regio=AM19")


@pytest.mark.parametrize("aantal", [1, 20])
def test_searching_in_memory_takes_the_same_number_of_queries(aantal, django_assert_num_queries):
    client = Client()
    client.force_login(werkgeversaccount())
    lever(*(profiel() for _ in range(aantal)))
    client.get("/api/v1/kandidaten?regio=AM19")  # the index is built

    # session, account with employer, rate, the search, cards of the day
    with django_assert_num_queries(6):
        client.get("/api/v1/kandidaten?regio=AM19")
