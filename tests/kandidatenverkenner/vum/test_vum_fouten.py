"""The VUM source: what goes wrong is told as the contract has it."""

import json

import pytest
from django.test import Client

from kandidatenverkenner.models import Vumvraag
from tests.kandidatenverkenner.bouwers import account, lever, profiel, werkgeversaccount
from tests.kandidatenverkenner.vum.vumprogramma import (
    KOPPEN,
    MATCHES,
    Programma,
    is_fout,
    kwalificatie,
    lees_contract,
    voldoet,
)


pytestmark = pytest.mark.django_db


@pytest.fixture
def programma():
    return Programma()


@pytest.fixture
def contract():
    return lees_contract()


@pytest.mark.parametrize(
    ("inhoud", "code", "waar"),
    [
        ("{}", "400.02", "vraagObject"),
        ("[]", "400.01", "het bericht"),
        ("null", "400.01", "het bericht"),
        ('"x"', "400.01", "het bericht"),
        ("", "400.02", "vraagObject"),
        ("{", "400.01", "JSON"),
        ("\x00", "400.01", "JSON"),
        ('{"vraagObject": NaN}', "400.01", "JSON"),
        ("[" * 50_000, "400.01", ""),
        ('{"vraagObject": []}', "400.01", "vraagObject"),
        ('{"vraagObject": {"sector": {}}}', "400.01", "vraagObject.sector"),
        ('{"vraagObject": {"sector": [1]}}', "400.01", "vraagObject.sector.0"),
        (
            '{"vraagObject": {"sector": [{"codeSbi": "47"}]}}',
            "400.01",
            "vraagObject.sector.0.codeSbi",
        ),
        ('{"vraagObject": {"werktijden": null}}', "400.01", "vraagObject.werktijden"),
        (
            '{"vraagObject": {"werktijden": {"aantalWerkurenPerWeekMinimaal": 1e999}}}',
            "400.01",
            "",
        ),
        (
            '{"vraagObject": {"flexibiliteit": {"datumAanvangBeschikbaarVoorWerk": "2026-02-30"}}}',
            "400.01",
            "geen datum",
        ),
        (json.dumps({"vraagObject": {"x": "y" * 100_000}}), "400.01", "langer dan"),
        (
            json.dumps({"vraagObject": kwalificatie(rijbewijs=[{"codeSoortRijbewijs": "\0BBB"}])}),
            "400.01",
            "rijbewijs.0",
        ),
    ],
)
def test_a_bad_body_gets_the_error_of_the_contract(programma, contract, inhoud, code, waar):
    antwoord = programma.stuur(inhoud)

    assert waar in is_fout(antwoord, 400, code)
    voldoet(contract, "Error", antwoord.json())
    assert not Vumvraag.objects.exists()


def test_a_form_is_not_a_message(programma):
    antwoord = programma.stuur("vraagObject=1", soort="application/x-www-form-urlencoded")

    assert "application/json" in is_fout(antwoord, 400, "400.01")


@pytest.mark.parametrize("kop", [naam for naam in KOPPEN if naam != "X-VUM-viaParty"])
def test_every_header_must_be_there_and_have_its_form(programma, kop):
    lever(profiel())

    assert kop in is_fout(programma.vraag(**{kop: ""}), 400, "400.02")
    assert kop in is_fout(programma.vraag(**{kop: "onzin"}), 400, "400.01")
    assert "viaParty" in is_fout(programma.vraag(**{"X-VUM-viaParty": "12"}), 400, "400.01")


def test_who_may_not_ask_hears_why(programma):
    antwoord = programma.vraag(Authorization="Bearer onzin")
    is_fout(antwoord, 401, "401")
    assert antwoord.headers["WWW-Authenticate"] == "Bearer"
    is_fout(programma.vraag(Authorization=""), 401, "401")
    is_fout(Programma(account()).vraag(), 403, "403")
    aan_tafel = Client()
    aan_tafel.force_login(werkgeversaccount())
    assert aan_tafel.post(MATCHES, {}, "application/json", headers=KOPPEN).status_code == 401


def test_other_addresses_methods_and_forms(programma):
    for adres in ("/vum", "/vum/v1/niets", "/vum/v2/werkzoekendeProfielen/matches", f"{MATCHES}/"):
        is_fout(programma.client.get(adres), 404, "404")
    is_fout(programma.client.put(MATCHES, headers=programma.koppen), 405, "405")
    is_fout(programma.client.get(MATCHES, headers=programma.koppen), 405, "405")
    is_fout(programma.vraag(Accept="text/html"), 406, "406")


def test_an_error_of_ours_is_told_in_the_same_form(programma, monkeypatch, caplog):
    def stuk(*_):
        raise ZeroDivisionError("geheim")

    monkeypatch.setattr("kandidatenverkenner.api.vum.views.find", stuk)

    antwoord = programma.vraag()

    is_fout(antwoord, 500, "500.1")
    assert "geheim" not in antwoord.text
    assert "Onverwachte fout in de VUM-bron" in caplog.text
