"""Any request at all gets an answer that the OpenAPI describes: schemathesis, with all its checks.

A few examples of each operation here, always the same ones; many others by
`VOORBEELDEN=300 ZAAD=7 pytest -n0 tests/kandidatenverkenner/api/test_api_alles.py`.
"""

import json
import os
import subprocess
import sys
import uuid
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from kandidatenverkenner.accounts.api_keys import maak_sleutel
from kandidatenverkenner.models import Apisleutel
from tests.kandidatenverkenner.bouwers import (
    CODES,
    PLAATSEN,
    lever,
    nummer_van,
    profiel,
    werkgeversaccount,
)


pytestmark = pytest.mark.django_db(transaction=True)
VOORBEELDEN = os.environ.get("VOORBEELDEN", "5")
ZAAD = os.environ.get("ZAAD", "1")
WENSEN = [
    *(f"{facet}:{CODES[facet][0][0]}" for facet in ("regio", "vaardigheid", "opleidingsniveau")),
    "uren:13-20",
    "gemeente:GM0546",
    "beschikbaar:2027-03-01",
]
SCHEMATHESIS = Path(sys.executable).with_name("schemathesis")


def beschrijving(nummers):
    """The OpenAPI with the codes and numbers that exist here: those of an installation are data."""
    openapi = Client().get("/api/v1/openapi.json").json()
    zoeken = openapi["paths"]["/kandidaten"]["get"]
    for een in zoeken["parameters"]:
        if een["name"] in CODES:
            een["schema"]["items"]["enum"] = [code for code, _, _ in CODES[een["name"]]]
        if een["name"] == "plaats":
            gemeente = een["schema"]["properties"]["gemeente"]
            gemeente["enum"] = [plaats.code for plaats in PLAATSEN]
        if een["name"] == "wens":
            een["schema"]["items"]["enum"] = WENSEN
    een_kandidaat = openapi["paths"]["/kandidaten/{nummer}"]["get"]["parameters"][0]
    vragen = openapi["paths"]["/contactverzoeken"]["post"]["requestBody"]["content"]
    velden = vragen["application/json"]["schema"]["properties"]
    bewaren = openapi["paths"]["/zoekopdrachten"]["post"]["requestBody"]["content"]
    vraag = bewaren["application/json"]["schema"]["properties"]["zoekvraag"]
    vraag["enum"] = ["", "regio=AM19", "vaardigheid=kassa&uren=13-20", "wens=rijbewijs:B"]
    een_kandidaat["schema"]["enum"] = velden["kandidaten"]["items"]["enum"] = nummers
    return openapi


def test_any_request_gets_an_answer_as_described(live_server, monkeypatch, tmp_path):
    monkeypatch.setattr("kandidatenverkenner.api.throttling.PER_MINUTE", 10**9)
    for grens in ("PER_DAG", "KAARTEN_PER_DAG", "BLADZIJDEN_PER_DAG"):
        monkeypatch.setattr(f"kandidatenverkenner.privacy.visits.{grens}", 10**9)
    monkeypatch.setattr("kandidatenverkenner.verzoeken.contact.MEESTE_PER_DAG", 10**9)
    kandidaten = [uuid.UUID(int=een) for een in range(1, 30)]
    lever(*(profiel(id=een) for een in kandidaten))
    gebruiker = werkgeversaccount()
    nummers = [str(nummer_van(een, gebruiker)) for een in kandidaten]
    sleutel = maak_sleutel(
        account=gebruiker,
        naam="x",
        bereik=Apisleutel.Bereik.values,
        moment=timezone.localtime(),
    )
    bestand = tmp_path / "openapi.json"
    bestand.write_text(json.dumps(beschrijving(nummers)), encoding="utf-8")

    uitkomst = subprocess.run(  # noqa: S603 - our own words only
        [
            SCHEMATHESIS,
            "run",
            bestand,
            f"--url={live_server.url}/api/v1",
            f"--header=Authorization: Bearer {sleutel}",
            "--checks=all",
            f"--max-examples={VOORBEELDEN}",
            f"--seed={ZAAD}",
            # A machine that is busy answers later, not otherwise.
            "--request-timeout=300",
            "--request-retries=3",  # a connection that is dropped; an error 500 is none
            "--workers=1",
            "--generation-database=none",
            "--suppress-health-check=all",
            "--no-color",
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert uitkomst.returncode == 0, uitkomst.stdout[-10_000:] + uitkomst.stderr[-2_000:]
