"""The page for developers: every example on it is run as it stands there, with a real curl."""

import html
import json
import os
import re
import shutil
import subprocess
import sys
import uuid

import pytest
from django.test import Client
from django.utils import timezone

from kandidatenverkenner.accounts.api_keys import maak_sleutel
from kandidatenverkenner.api.openapi.responses import DESCRIPTIONS
from kandidatenverkenner.models import Apisleutel, Contactverzoek, Zoekopdracht
from kandidatenverkenner.zoeken.filters import Kandidaatfilter
from tests.kandidatenverkenner.bouwers import lever, profiel, werkgeversaccount


pytestmark = pytest.mark.usefixtures("few_are_shown")
MET_CURL = pytest.mark.skipif(
    not (shutil.which("curl") and shutil.which("bash")), reason="curl or bash is not here"
)
# Every curl that is refused ends the script; what a program would see comes out.
BEGIN = (
    'set -euo pipefail\ncurl() { command curl -sS --fail "$@"; }\npython3() { "$PYTHON" "$@"; }\n'
)


def voorbeelden(pagina, soort):
    return [
        html.unescape(een)
        for een in re.findall(rf'class="{soort}">(.*?)</code>', pagina, re.DOTALL)
    ]


@pytest.fixture
def omgeving():
    lever(*(profiel(id=uuid.UUID(int=een), opleidingsniveau="2") for een in range(1, 6)))
    gebruiker = werkgeversaccount(email="iemand@voorbeeld.test")
    sleutel = maak_sleutel(
        account=gebruiker, naam="x", bereik=Apisleutel.Bereik.values, moment=timezone.localtime()
    )
    return os.environ | {"SLEUTEL": sleutel, "PYTHON": sys.executable, "no_proxy": "*"}


def draai(opdracht, omgeving):
    uitkomst = subprocess.run(  # noqa: S603 - what stands on our own page
        opdracht, env=omgeving, capture_output=True, text=True, check=False
    )
    assert uitkomst.returncode == 0, f"{uitkomst.stdout}\n{uitkomst.stderr}"
    return uitkomst.stdout


@MET_CURL
@pytest.mark.django_db(transaction=True)
def test_every_curl_works_as_it_stands(live_server, omgeving):
    pagina = Client().get("/api/v1/", headers={"host": live_server.url.split("//")[1]}).text
    alle = voorbeelden(pagina, "voorbeeld")
    assert len(alle) > 9
    assert all("curl" in een and live_server.url in een for een in alle)
    streep = "echo; echo =====\n"

    uit = draai(["bash", "-c", BEGIN + streep.join(f"{een}\n" for een in alle)], omgeving)

    antwoorden = dict(zip(alle, uit.split("====="), strict=True))

    def antwoord(deel):
        (gevonden,) = (tekst for opdracht, tekst in antwoorden.items() if deel in opdracht)
        return gevonden

    assert json.loads(antwoorden[alle[0]])["totaal"] == 5
    assert set(json.loads(antwoord("wens="))["kandidaten"][0]["wensen"]) == {"past", "ontbreekt"}
    assert "304 Not Modified" in antwoord("If-None-Match")
    assert json.loads(antwoord("KANDIDAAT=$("))["urenMax"] == 24
    assert Contactverzoek.objects.get().vacature == "Magazijn Leiden"
    (verzoek,) = json.loads(antwoord("Magazijn Leiden"))["contactverzoeken"]
    assert verzoek["stand"]["code"] == "ingediend"
    assert Zoekopdracht.objects.get().vraag == "regio=AM19&taaksoort=inpakken"
    assert json.loads(antwoord("metMail"))["metMail"]
    assert len(json.loads(antwoord("vraagObject"))["matches"]) == 5


@pytest.mark.django_db(transaction=True)
def test_the_python_works_as_it_stands(live_server, omgeving):
    pagina = Client().get("/api/v1/", headers={"host": live_server.url.split("//")[1]}).text
    (voorbeeld,) = voorbeelden(pagina, "voorbeeld-python")

    uit = draai([sys.executable, "-c", voorbeeld], omgeving)

    assert uit.count("['Nederlands']") == 3


def test_the_numbers_that_employers_are_told():
    """Written out: another number is a promise broken, and another text in the agreements."""
    pagina = " ".join(re.sub("<[^>]*>", " ", Client().get("/api/v1/").text).split())

    assert "365 dagen" in pagina
    for regel in (
        "100 verschillende kandidaten die u opent, op een dag",
        "2.000 verschillende kandidaten op lijsten, op een dag",
        "1.000 bladzijden van lijsten, op een dag",
    ):
        assert regel in pagina


def test_every_parameter_limit_and_error_is_on_the_page():
    pagina = Client().get("/api/v1/").text

    for naam in Kandidaatfilter.base_filters:
        assert f'<th scope="row"><code>{naam}</code></th>' in pagina
    for code, wat in DESCRIPTIONS.items():
        assert f"{code} " in pagina
        assert wat in html.unescape(pagina)


@pytest.mark.parametrize("methode", ["post", "put", "delete", "patch"])
def test_the_page_takes_nothing_in(methode):
    """Under /api an error is a problem, also of a program that sends no token of a form."""
    client = Client(enforce_csrf_checks=True)

    antwoord = getattr(client, methode)("/api/v1/")

    assert antwoord.status_code == 405
    assert antwoord.headers["Content-Type"] == "application/problem+json"
    assert antwoord.headers["Allow"] == "GET, HEAD"
    assert antwoord.json()["status"] == 405
