"""The figures for everybody: what was published, without account, and nothing that is counted."""

import datetime
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from config.database_roles import CIJFERS, RECHTEN, all_tables, right_on
from sonar.models import Doelgroepregistratie, Inschrijving, Medewerker, Uitgave
from sonar.rapportage.tabellen.tabel import Editie
from sonar.rapportage.uitgeven.published import geldende_uitgaven, openbare_uitgaven
from sonar.rapportage.uitgeven.samenstellen import ReleaseRequest
from sonar.rapportage.uitgeven.uitgeven import keur_goed, open_uitgave, stel_voor
from sonar.views import cijfers as cijfers_openbaar
from tests.bouwers import (
    doelgroepregistratie,
    gemeente,
    inschrijving,
    medewerker,
    werkzoekende,
    zichtbare_klant,
)


ROOT = Path(__file__).resolve().parents[3]
PAGINA = "/cijfers"
MOMENT = datetime.datetime(2021, 1, 5, 12, tzinfo=datetime.UTC)
KENMERK = "2020KW04-AM19-openbaar-1"


def mensen(aantal, code="GM0546", van=None):
    for _ in range(aantal):
        persoon = werkzoekende()
        inschrijving(persoon, code=code, van=van)
        doelgroepregistratie(persoon.bsn, code=code)


def voorgesteld(kwartaal="2020KW04", regio="AM19", editie=Editie.OPENBAAR, soort=None):
    vraag = ReleaseRequest(regio, kwartaal, editie, soort, datetime.datetime.now(datetime.UTC))
    return stel_voor(vraag=vraag, medewerker=medewerker(rol=Medewerker.Rol.AUDITOR))


def geef_uit(*wat, **anders):
    door = medewerker(rol=Medewerker.Rol.AUDITOR)
    return keur_goed(uitgave=voorgesteld(*wat, **anders), medewerker=door, moment=MOMENT)


def maak_uitgaven():
    """Leiden: 12 with, 14 without profile (15 shown); Katwijk: 3 (x); The Hague: 21 (20 shown)."""
    gemeente("GM0518")
    for _ in range(12):
        zichtbare_klant()
    mensen(14)
    mensen(3, "GM0537")
    mensen(21, "GM0518")
    geef_uit("2020KW03")
    geef_uit("2020KW04")
    geef_uit("2020KW04", "AM21")
    geef_uit("2020KW02", editie=Editie.INTERN)
    voorgesteld("2020KW01")


@pytest.fixture
def uitgaven(db):
    maak_uitgaven()


def lees(client, **vraag):
    antwoord = client.get(PAGINA, vraag)
    assert antwoord.status_code == 200
    return antwoord


# --- the page ---


def test_everybody_reads_the_latest_quarter_as_it_was_published(uitgaven, client):
    antwoord = lees(client, regio="AM19")

    beeld = antwoord.context["beeld"]
    assert antwoord.context["uitgave"].kenmerk == KENMERK
    assert {regel.naam: regel.waarden for regel in beeld.regels} == {
        "Katwijk": ("x", "x", "0", "0", "x"),
        "Leiden": ("10", "15", "0", "0", "25"),
    }
    assert beeld.totaal.waarden == ("10", "15", "0", "0", "25")
    assert "Openbare editie" in antwoord.text
    assert not client.cookies
    assert "Cookie" not in antwoord.get("Vary", "")
    assert set(antwoord["Cache-Control"].split(", ")) == {"public", "max-age=300"}


def test_nothing_is_counted(uitgaven, client):
    eerst = lees(client, regio="AM19", kaart="nederland", naast="2020KW03").content
    Doelgroepregistratie.objects.all().delete()
    with CaptureQueriesContext(connection) as gevraagd:
        assert lees(client, regio="AM19", kaart="nederland", naast="2020KW03").content == eerst
    tabellen_ = set(re.findall(r'FROM "(\w+)"', " ".join(q["sql"] for q in gevraagd)))
    assert tabellen_ == {"sonar_uitgave", "sonar_uitgavebestand"}
    assert len(gevraagd) == 4


def test_what_is_not_public_is_nowhere(uitgaven, client):
    assert Uitgave.objects.count() == 5
    assert {uitgave.kwartaal for uitgave in openbare_uitgaven()} == {"2020KW03", "2020KW04"}
    antwoord = lees(client, regio="AM19")
    assert [kwartaal.code for kwartaal in antwoord.context["kwartalen"]] == ["2020KW03", "2020KW04"]
    for kenmerk in ("2020KW02-AM19-intern-1", "2020KW01-AM19-openbaar-1", "x", "\0"):
        for rest in ("", ".zip", "/datapackage.json"):
            assert client.get(f"/cijfers/uitgaven/{kenmerk}{rest}").status_code == 404
    lijst = client.get("/cijfers/uitgaven").text
    assert "intern-1" not in lijst
    assert "2020KW01" not in lijst


def test_without_releases_the_page_says_so(db, client):
    assert "nog geen cijfers uitgegeven" in lees(client).text
    assert "Er zijn geen uitgaven" in client.get("/cijfers/uitgaven").text


def test_without_parameters_it_is_the_newest_quarter(uitgaven, client):
    geef_uit("2020KW03", "AM21")
    assert lees(client).context["tabel"].kwartaal.code == "2020KW04"


def test_the_table_is_sorted_and_what_is_not_shown_comes_last(uitgaven, client):
    for sorteer in ("totaal", "-totaal"):
        antwoord = lees(client, regio="AM19", sorteer=sorteer)
        assert [regel.naam for regel in antwoord.context["beeld"].regels] == ["Leiden", "Katwijk"]


def test_two_quarters_and_two_regions_side_by_side(uitgaven, client):
    kwartalen = lees(client, regio="AM19", naast="2020KW03").context["vergelijking"]
    assert (kwartalen.een, kwartalen.ander) == ("Derde kwartaal 2020", "Vierde kwartaal 2020")
    assert dict(kwartalen.totalen)["Totaal"] == ("25", "25", "0")
    assert dict(kwartalen.gemeenten)["Katwijk"] == ("-",) * 6

    regios = lees(client, regio="AM19", naast="AM21").context["vergelijking"]
    assert dict(regios.totalen)["Totaal"] == ("25", "20", "\N{MINUS SIGN}5")


def test_the_time_line_and_the_map_lead_to_what_is_out(uitgaven, client):
    antwoord = lees(client, regio="AM19", kaart="nederland")

    tijd = antwoord.context["tijd"]
    assert [punt.totaal for punt in tijd.punten] == ["25", "25"]
    assert client.get(PAGINA + tijd.vorige.adres).context["uitgave"].kwartaal == "2020KW03"
    plekken = {plek.naam: plek for plek in antwoord.context["kaart"].plekken}
    assert plekken.keys() == {"Holland Rijnland", "Haaglanden"}
    assert plekken["Haaglanden"].deel == "0%"
    assert client.get(PAGINA + plekken["Haaglanden"].adres).status_code == 200
    assert "niet getoond of niemand" in antwoord.text


@pytest.mark.parametrize(
    ("vraag", "zin"),
    [
        ({"regio": "AM01"}, "nog niets uitgegeven"),
        ({"regio": "<b>"}, "nog niets uitgegeven"),
        ({"regio": "\0"}, "nog niets uitgegeven"),
        ({"regio": "AM21", "kwartaal": "2020KW03"}, "Het laatste kwartaal dat is uitgegeven"),
        ({"regio": "AM19", "kwartaal": "2020KW02"}, "is niet uitgegeven"),
        ({"regio": "AM19", "kwartaal": "morgen"}, "ken ik niet"),
        ({"regio": "AM19", "naast": "2020KW02"}, "is niet uitgegeven"),
        ({"regio": "AM19", "naast": "AM01"}, "dit kwartaal niet uitgegeven"),
        ({"regio": "AM19", "naast": "AM19"}, "dezelfde tabel"),
        ({"regio": "AM19", "sorteer": "x"}, "kan ik niet sorteren"),
        ({"regio": "AM19", "kaart": "x"}, "ken ik niet"),
        ({"regio": "AM19", "indeling": "nu"}, "in de gemeenten van toen"),
    ],
)
def test_what_is_not_out_gets_a_sentence(uitgaven, client, vraag, zin):
    antwoord = client.get(PAGINA, vraag)
    assert antwoord.status_code == 404
    assert zin in antwoord.text
    assert "<b>" not in antwoord.text


def test_the_pages_are_only_read(uitgaven, client):
    for adres in (PAGINA, "/cijfers/uitgaven", f"/cijfers/uitgaven/{KENMERK}"):
        assert client.post(adres).status_code == 405


def test_a_page_is_without_inline_style_and_script(uitgaven, client):
    for adres in (f"{PAGINA}?regio=AM19&kaart=nederland", f"/cijfers/uitgaven/{KENMERK}"):
        tekst = client.get(adres).text
        assert not re.search(r"\sstyle=|<style|<script>|\son[a-z]+=", tekst)


# --- the releases ---


def test_a_correction_takes_its_place_and_says_what_changed(uitgaven, client):
    mensen(15, van=datetime.date(2020, 12, 1))
    geef_uit("2020KW04", soort="correctie")

    antwoord = lees(client, regio="AM19")
    assert antwoord.context["uitgave"].nummer == 2
    assert "Dit is een correctie" in antwoord.text
    assert antwoord.context["beeld"].totaal.waarden[-1] == "40"
    assert {uitgave.nummer for uitgave in geldende_uitgaven().filter(regio="AM19")} == {1, 2}

    lijst = client.get("/cijfers/uitgaven").text
    assert lijst.index("openbaar-2") < lijst.index("2020KW04-AM19-openbaar-1")
    assert "correctie: de gegevens waren fout" in lijst
    eerste = client.get(f"/cijfers/uitgaven/{KENMERK}").text
    assert "Er is een nieuwere uitgave" in eerste
    tweede = client.get("/cijfers/uitgaven/2020KW04-AM19-openbaar-2").text
    assert "was 15, is 30" in tweede
    assert "Er is een nieuwere" not in tweede


def test_the_list_is_of_a_region_and_costs_the_same_for_one_and_for_many(uitgaven, client):
    with CaptureQueriesContext(connection) as voor_drie:
        alle = client.get("/cijfers/uitgaven")
    assert len(alle.context["regels"]) == 3
    with CaptureQueriesContext(connection) as voor_een:
        antwoord = client.get("/cijfers/uitgaven", {"regio": "AM21"})
    assert [een.kenmerk for een, _ in antwoord.context["regels"]] == ["2020KW04-AM21-openbaar-1"]
    assert len(voor_een) == len(voor_drie) == 3
    assert client.get("/cijfers/uitgaven", {"regio": "\0", "blad": "x"}).status_code == 200


def test_the_files_are_those_of_the_release(uitgaven, client):
    deze = Uitgave.objects.get(editie="openbaar", regio="AM19", kwartaal="2020KW04")
    bestanden = open_uitgave(uitgave=deze, medewerker=None, moment=MOMENT)
    tekst = client.get(f"/cijfers/uitgaven/{KENMERK}").text

    for naam, inhoud in bestanden.items():
        adres = f"/cijfers/uitgaven/{KENMERK}/{naam}"
        assert adres in tekst
        antwoord = client.get(adres)
        assert antwoord.content == inhoud
        assert f'"{naam}"' in antwoord["Content-Disposition"]
        assert "immutable" in antwoord["Cache-Control"]
    assert client.get(f"/cijfers/uitgaven/{KENMERK}/iets.csv").status_code == 404
    pagina = lees(client, regio="AM19").text
    for formaat in ("csv", "xlsx", "ods", "json", "parquet", "pdf"):
        assert f"{KENMERK}/klantprofielen_2020KW04_AM19_openbaar.{formaat}" in pagina


def test_what_is_downloaded_passes_the_verifier_that_is_downloaded(uitgaven, client, tmp_path):
    for kwartaal in ("2020KW03", "2020KW04"):
        antwoord = client.get(f"/cijfers/uitgaven/{kwartaal}-AM19-openbaar-1.zip")
        zipfile.ZipFile(io.BytesIO(antwoord.content)).extractall(tmp_path)
    for naam in ("verifieer_uitgave.py", "openbare_sleutel.pem"):
        (tmp_path / naam).write_bytes(client.get(f"/cijfers/controleren/{naam}").content)
        assert naam in client.get("/cijfers/controleren").text
    opdracht = [sys.executable, "verifieer_uitgave.py", "--sleutel", "openbare_sleutel.pem"]
    mappen = sorted(pad.name for pad in tmp_path.iterdir() if pad.is_dir())

    def controleer():
        return subprocess.run(  # noqa: S603
            [*opdracht, *mappen], cwd=tmp_path, capture_output=True, text=True, check=False
        )

    assert len(mappen) == 2
    assert "Alles klopt" in controleer().stdout
    tabel = tmp_path / mappen[0] / "klantprofielen_2020KW03_AM19_openbaar.csv"
    tabel.write_bytes(tabel.read_bytes().replace(b"15", b"20"))
    assert controleer().returncode == 1


# --- the process that serves it ---


def test_the_process_reads_what_is_out_and_nothing_else(uitgaven, client):
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {CIJFERS}")
        cursor.execute("SELECT kwartaal, regio_id, editie FROM sonar_uitgave ORDER BY 1, 2")
        assert cursor.fetchall() == [
            ("2020KW03", "AM19", "openbaar"),
            ("2020KW04", "AM19", "openbaar"),
            ("2020KW04", "AM21", "openbaar"),
        ]
        cursor.execute("SELECT DISTINCT naam FROM sonar_uitgavebestand WHERE naam LIKE '%json'")
        assert not [naam for (naam,) in cursor.fetchall() if "intern" in naam or "KW01" in naam]
    assert lees(client, regio="AM19").status_code == 200
    for adres in ("/cijfers/uitgaven", f"/cijfers/uitgaven/{KENMERK}", "/cijfers/controleren"):
        assert client.get(adres).status_code == 200
    # Also with a cookie of somebody's session: it is not looked at.
    client.cookies["sessionid"] = "abc"
    assert lees(client, regio="AM19").status_code == 200


def test_it_may_read_three_tables_and_write_none():
    gegeven = {tabel: right_on(CIJFERS, tabel, app) for tabel, app in all_tables()}
    assert {tabel: wat for tabel, wat in gegeven.items() if wat} == {
        "sonar_uitgave": "SELECT",
        "sonar_uitgavebestand": "SELECT",
        "sonar_arbeidsmarktregio": "SELECT",
    }
    assert CIJFERS in RECHTEN


def test_served_alone_it_has_no_other_address_and_no_secret(tmp_path):
    code = """
import django
django.setup()
from django.conf import settings
from django.test import Client
from django.urls import Resolver404, resolve
resolve("/cijfers/uitgaven")
for adres in ("/sonar/", "/kandidaten", "/inloggen"):
    try:
        resolve(adres)
        raise SystemExit(adres)
    except Resolver404:
        pass
assert not hasattr(settings, "UITGAVE_SLEUTEL") and not hasattr(settings, "BSN_SLEUTEL")
client = Client(headers={"host": "localhost", "cookie": "sessionid=x"})
antwoord = client.get("/kandidaten")
assert antwoord.status_code == 404 and "Cijfers" in antwoord.text
assert client.get("/cijfers/controleren/openbare_sleutel.pem").status_code == 404
print("alleen")
"""
    klaar = subprocess.run(  # noqa: S603
        [sys.executable, "-W", "ignore", "-c", code],
        check=False,
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={
            "SITE": "cijfers",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PATH": os.environ["PATH"],
            "PGDATA": str(tmp_path),
        },
    )
    assert klaar.stdout.strip() == "alleen", klaar.stderr


def test_every_address_is_read_in_a_test():
    namen = {patroon.name for patroon in cijfers_openbaar.urlpatterns}
    assert namen == {
        "cijfers",
        "uitgaven",
        "uitgave",
        "map",
        "bestand",
        "controleren",
        "verificatie",
        "sleutel",
    }
    assert reverse("cijfers:cijfers") == PAGINA


def test_a_release_keeps_its_place_when_people_go(uitgaven, client):
    manifest = json.loads(client.get(f"/cijfers/uitgaven/{KENMERK}/datapackage.json").content)
    Inschrijving.objects.update(einddatum=datetime.date(2020, 6, 1))
    assert manifest["uitgave"]["kenmerk"] == KENMERK
    assert lees(client, regio="AM19").context["beeld"].totaal.waarden[-1] == "25"
