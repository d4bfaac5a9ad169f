"""A program that asks the VUM source, and what its answers are held against."""

import datetime
import json
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.test import Client
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from kandidatenverkenner.accounts.api_keys import maak_sleutel
from tests.kandidatenverkenner.bouwers import werkgeversaccount


STANDAARD = Path(settings.BASE_DIR).parent / "shared" / "vum"
KOPPEN = {
    "X-VUM-berichtVersie": "1.0.0",
    "X-VUM-fromParty": "00000001821002198000",
    "X-VUM-toParty": "00000001821002193000",
    "X-VUM-SUWIparty": "true",
}
MATCHES = "/vum/v1/werkzoekendeProfielen/matches"


class Programma:
    """A program with a key of an organisation."""

    def __init__(self, gebruiker=None, **koppen):
        sleutel = maak_sleutel(
            account=gebruiker or werkgeversaccount(),
            naam="vum",
            bereik=["vum"],
            moment=datetime.datetime.now(tz=datetime.UTC),
        )
        self.koppen = KOPPEN | {"Authorization": f"Bearer {sleutel}"} | koppen
        self.client = Client()

    def vraag(self, vraag=None, **koppen):
        return self.stuur(json.dumps({"vraagObject": vraag or {}}), **koppen)

    def stuur(self, inhoud, soort="application/json", **koppen):
        alle = {naam: waarde for naam, waarde in (self.koppen | koppen).items() if waarde}
        return self.client.post(MATCHES, inhoud, content_type=soort, headers=alle)

    def lees(self, nummer):
        adres = f"/vum/v1/werkzoekendeProfielen/{nummer}"
        return self.client.get(adres, headers=self.koppen)

    def nummers(self, vraag=None):
        return [een["idWerkzoekende"] for een in self.vraag(vraag).json()["matches"]]


def lees_contract():
    """The file of the standard; without it the test is skipped."""
    bestand = STANDAARD / "VUM-Bron-WerkzoekendeProfielen-1.0.0.RECONSTRUCTED.yaml"
    if not bestand.exists():
        pytest.skip("de bestanden van de standaard zijn hier niet")
    return yaml.safe_load(bestand.read_text(encoding="utf-8"))


def voldoet(contract, naam, inhoud):
    """It has the form, and no element that the form does not name."""
    for onderdeel in contract["components"]["schemas"].values():
        if "properties" in onderdeel:
            onderdeel["additionalProperties"] = False
    Draft202012Validator(
        {"$ref": f"#/components/schemas/{naam}", "components": contract["components"]}
    ).validate(inhoud)


def is_fout(antwoord, status, code):
    assert antwoord.status_code == status, antwoord.text
    assert antwoord.headers["Content-Type"] == "application/json"
    assert antwoord.headers["X-VUM-berichtVersie"] == "1.0.0"
    inhoud = antwoord.json()
    assert set(inhoud) == {"code", "message", "details"}
    assert inhoud["code"] == code
    return inhoud["details"]


def kwalificatie(**criteria):
    return {"arbeidsmarktkwalificatie": criteria}
