"""Spectral reads the OpenAPI: its own rules, and the NL API Design Rules in `spectral.yaml`.

Where Spectral is on the path (`.ci/run` brings it, when the registry of Node can be reached);
`test_api_ontwerp.py` holds the design rules everywhere.
"""

import copy
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest


SPECTRAL = shutil.which("spectral")
REGELS = Path(__file__).with_name("spectral.yaml")
pytestmark = pytest.mark.skipif(SPECTRAL is None, reason="Spectral is not here")


@pytest.fixture
def openapi(client):
    return client.get("/api/v1/openapi.json").json()


def bevindingen(openapi, werkmap):
    """The codes of the rules that are broken, from the mildest on."""
    bestand = werkmap / "openapi.json"
    bestand.write_text(json.dumps(openapi), encoding="utf-8")
    uitkomst = subprocess.run(  # noqa: S603 - our own words only
        [SPECTRAL, "lint", "-r", REGELS, "-F", "hint", "-f", "json", "-q", bestand],
        capture_output=True,
        text=True,
        check=False,
    )
    assert uitkomst.returncode in {0, 1}, uitkomst.stderr
    return {een["code"] for een in json.loads(uitkomst.stdout)}


def test_spectral_finds_nothing(openapi, tmp_path):
    assert bevindingen(openapi, tmp_path) == set()


def test_every_rule_of_ours_finds_what_it_is_for(openapi, tmp_path):
    fout = copy.deepcopy(openapi)
    fout["info"]["version"] = "1"
    del fout["info"]["contact"]["email"]
    fout["servers"][0]["url"] = "https://voorbeeld.nl/api"
    lijst = fout["paths"].pop("/kandidaten")
    fout["paths"]["/Alle_kandidaten/"] = lijst
    lijst["get"]["parameters"][0]["name"] = "Zoek-term"
    del lijst["get"]["responses"]["200"]["headers"]["API-Version"]
    lijst["get"]["responses"]["401"]["content"] = {"text/html": {}}
    del lijst["get"]["responses"]["400"]
    velden = fout["components"]["schemas"]["Probleem"]["properties"]
    velden["vacaturedatum"] = {"type": "string", "description": "x"}

    namen = set(re.findall(r"^  (core-[a-z-]+):", REGELS.read_text(encoding="utf-8"), re.MULTILINE))
    assert len(namen) == 10
    assert namen <= bevindingen(fout, tmp_path)
