"""From a figure to the persons in it, and back, on the screens and the command line."""

import csv
import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sonar.models import Medewerker, Verwerking
from sonar.rapportage.herleiden.cijfer import lees_cijfer
from sonar.rapportage.herleiden.herleiding import herleid
from sonar.rapportage.herleiden.telplekken import telplekken
from sonar.rapportage.herleiden.wie import STROMEN, Cel
from sonar.rapportage.tabellen.tabel import Editie
from sonar.rapportage.tellen.uitsplitsing import UITSPLITSINGEN
from tests.bouwers import (
    doelgroepregistratie,
    een_bsn,
    gemeente,
    inschrijving,
    medewerker,
    uwv,
    werkzoekende,
    zichtbare_klant,
)
from tests.sonar.cijfers.test_herleiden import VANDAAG, auditor, geef_uit, klanten
from tests.sonar.klok import het_is, uur
from tests.sonar.schermen import aan_het_werk


__all__ = ["klanten"]  # a fixture
PAGINA, PERSOON = "/sonar/cijfers/herleiding/", "/sonar/cijfers/persoon/"
CEL = {"regio": "AM19", "kwartaal": "2020KW04", "rij": "GM0546", "kolom": "gemeente_met_profiel"}


def test_the_client_reads_in_which_figures_it_was_counted(klanten):
    geef_uit()
    geef_uit(editie=Editie.LETTERLIJK)
    het_is(uur(1))
    leider = aan_het_werk(medewerker(rol=Medewerker.Rol.TEAMLEIDER))
    adres = f"/sonar/personen/{klanten[0].pk}"

    assert "2020KW04-AM19-intern-1: Leiden, " in leider.get(f"{adres}/rechten/").text
    inzage = leider.post(f"{adres}/inzage/", {"json": "ja"}).json()

    rijen = inzage["uitgegeven cijfers waarin u bent geteld"]
    cijfers = {(rij["uitgave"], rij["rij"], rij["kolom"]): rij["cijfer"] for rij in rijen}
    kolom = "Gemeente verantwoordelijk, met klantprofiel"
    assert cijfers["2020KW04-AM19-letterlijk-1", "Leiden", kolom] == "3"
    assert cijfers["2020KW04-AM19-intern-1", "Leiden", kolom] == "intern"


@pytest.mark.parametrize("indeling", ["toen", "nu"])
def test_the_total_of_the_country_leads_to_everybody(klanten, indeling):
    gemeente("GM0518")
    elders = werkzoekende()
    inschrijving(elders, uwv(), code="GM0518")
    doelgroepregistratie(elders.bsn, code="GM0518")
    doelgroepregistratie(een_bsn())
    door = auditor()

    def van_het_land(kolom):
        cijfer = lees_cijfer(
            Cel("NL", "NL", kolom), kwartaal="2020KW04", vandaag=VANDAAG, indeling=indeling
        )
        return [persoon.nummer for persoon in herleid(cijfer=cijfer, medewerker=door)]

    assert set(van_het_land("totaal")) == {elders.pk, *(klant.pk for klant in klanten)}
    assert van_het_land("uwv_zonder_profiel") == [elders.pk]
    assert len(van_het_land("doelgroep")) == 5
    assert len(van_het_land("bekend")) == 4


def test_the_number_of_queries_is_the_same_for_1_and_3_releases(klanten):
    def vragen():
        with CaptureQueriesContext(connection) as gevraagd:
            telplekken(klanten[0])
        return len(gevraagd)

    geef_uit()
    een = vragen()
    geef_uit("2020KW03")
    geef_uit("2020KW02")
    assert vragen() == een


# --- the screens ---


@pytest.fixture
def nu_geteld(db):
    gemeente("GM0537")
    return [zichtbare_klant(achternaam="Geheim") for _ in range(3)]


def test_a_number_leads_to_who_is_counted_and_on_to_the_releases(nu_geteld):
    client = aan_het_werk(auditor())
    tabel = client.get("/sonar/cijfers/", {"regio": "AM19", "kwartaal": "2020KW04"}).text
    adres = f"{PAGINA}?regio=AM19&amp;kwartaal=2020KW04&amp;rij=GM0546&amp;kolom=totaal"
    assert f'<a href="{adres}">3</a>' in tabel

    tekst = client.get(PAGINA, CEL).text

    assert "Geheim" not in tekst
    for klant in nu_geteld:
        assert f"{PERSOON}?nummer={klant.pk}" in tekst
        assert klant.bsn not in tekst
    assert "Leiden, Gemeente Leiden" in tekst
    assert "vanaf 01-01-2019" in tekst
    assert "telt in geen enkele uitgave" in client.get(PERSOON, {"nummer": nu_geteld[0].pk}).text


def test_every_list_leads_to_persons(nu_geteld):
    client = aan_het_werk(auditor())
    for soort in (STROMEN, "landelijk", *UITSPLITSINGEN):
        vraag = {"regio": "AM19", "kwartaal": "2020KW04", "soort": soort}
        tekst = client.get("/sonar/cijfers/lijst/", vraag).text
        adressen = [deel.split('"')[0] for deel in tekst.split(f'href="{PAGINA}')[1:]]
        assert adressen, soort
        for adres in adressen:
            antwoord = client.get(PAGINA + adres.replace("&amp;", "&"))
            assert antwoord.status_code == 200, (soort, adres)


def test_the_total_of_the_country_leads_to_persons_and_back(nu_geteld):
    client = aan_het_werk(auditor())
    vraag = {"kwartaal": "2020KW04", "soort": "landelijk"}
    land = client.get("/sonar/cijfers/lijst/", vraag)
    adres = land.context["som"][6]
    assert adres == ("3", f"{PAGINA}?kwartaal=2020KW04&rij=NL&regio=NL&kolom=totaal")

    wie = client.get(adres[1])
    assert "TOTAAL NEDERLAND, totaal" in wie.text
    assert client.get(wie.context["terug"][0]).context["lijst"] == land.context["lijst"]
    assert all(adres for woord, adres in land.context["som"][2:9] if woord != "0")


def test_a_release_leads_to_its_persons_when_it_is_internal(nu_geteld):
    client = aan_het_werk(auditor())
    voorstel = {"regio": "AM19", "kwartaal": "2020KW04", "soort": ""}
    for editie, herleidbaar in (("intern", True), ("openbaar", False)):
        adres = client.post("/sonar/uitgaven/", voorstel | {"editie": editie})["Location"]
        tekst = client.get(adres).text
        assert (f"{PAGINA}?uitgave=" in tekst) == herleidbaar
        pk = adres.strip("/").split("/")[-1]
        antwoord = client.get(PAGINA, {"uitgave": pk, "rij": "AM19", "kolom": "totaal"})
        assert antwoord.status_code == (200 if herleidbaar else 400)


@pytest.mark.parametrize(
    ("pagina", "vraag", "status", "melding"),
    [
        (PAGINA, {}, 200, "Klik op een getal"),
        (PAGINA, CEL | {"rij": "GM9\0"}, 400, "staat niet in deze tabel"),
        (PAGINA, CEL | {"kolom": ""}, 400, "ken ik niet"),
        (PAGINA, CEL | {"regio": "AM99"}, 400, "ken ik niet"),
        (PAGINA, CEL | {"bekend": "gisteren"}, 400, "ken ik niet"),
        (PAGINA, {"uitgave": "9" * 30}, 400, "Deze uitgave is er niet"),
        (PAGINA, {"uitgave": "x"}, 400, "Deze uitgave is er niet"),
        (PERSOON, {}, 200, "Het nummer staat bij"),
        (PERSOON, {"nummer": "1"}, 404, "niemand die u kunt herleiden"),
        (PERSOON, {"nummer": "²"}, 404, "niemand die u kunt herleiden"),
        (PERSOON, {"nummer": "9" * 40}, 404, "niemand die u kunt herleiden"),
    ],
)
def test_nonsense_gets_a_sentence(nu_geteld, pagina, vraag, status, melding):
    antwoord = aan_het_werk(auditor()).get(pagina, vraag)
    assert antwoord.status_code == status
    assert melding in antwoord.text


def test_the_page_turns_leaf_by_leaf_and_logs_what_it_shows(nu_geteld, monkeypatch):
    monkeypatch.setattr("sonar.admin.cijfers.herleiding.PER_BLAD", 2)
    client = aan_het_werk(auditor())
    eerst = Verwerking.objects.count()
    tekst = client.get(PAGINA, CEL | {"blad": "2"}).text
    assert "Nummer 3 tot en met 3 van 3" in tekst
    assert Verwerking.objects.count() == eerst + 1


def test_as_it_was_known_on_the_screen(klanten):
    het_is(uur(24))
    klanten[0].inschrijvingen.all().delete()
    client = aan_het_werk(auditor())
    vraag = {"regio": "AM19", "kwartaal": "2020KW04"}

    toen = client.get("/sonar/cijfers/", vraag | {"bekend": "2021-01-05"})
    assert "zoals Sonar het wist op 6 januari 2021 00:00" in toen.text
    assert "bekend=2021-01-05&amp;rij=GM0546&amp;kolom=totaal" in toen.text
    assert toen.context["beeld"].totaal.totaal == "3"
    assert client.get("/sonar/cijfers/", vraag).context["beeld"].totaal.totaal == "2"
    regels = client.get("/sonar/cijfers.csv", vraag | {"bekend": "2021-01-05"}).text.splitlines()
    assert regels[-1].endswith(",3")
    lijst = client.get("/sonar/cijfers/lijst/", vraag | {"bekend": "2021-01-05"})
    assert lijst.context["lijst"].som[-1] == 3
    assert client.get(PAGINA, CEL | {"bekend": "2021-01-05"}).context["cijfer"].waarde == 3
    fout = client.get("/sonar/cijfers/", vraag | {"bekend": "ooit"})
    assert fout.status_code == 400


# --- the command ---


def test_the_command_traces_a_cell_and_a_person(klanten, capsys):
    uitgave, door = geef_uit(), auditor()
    naam = ["--medewerker", door.account.get_username()]
    cel = ["--rij", "GM0546", "--kolom", "gemeente_met_profiel"]
    call_command("herleid", "cel", "--uitgave", uitgave.kenmerk, *cel, *naam)
    uit = capsys.readouterr()
    rijen = list(csv.DictReader(io.StringIO(uit.out)))
    assert [int(rij["werkzoekende"]) for rij in rijen] == [klant.pk for klant in klanten]
    assert rijen[0]["inschrijving_waar"] == "Leiden, Gemeente Leiden"
    assert rijen[0]["inschrijving_geboekt_op"] == "2021-01-05T09:00:00+01:00"
    assert "alle 3 gevonden" in uit.err

    call_command("herleid", "persoon", str(klanten[0].pk), *naam)
    assert f"{uitgave.kenmerk}: Leiden, Totaal: 3" in capsys.readouterr().out

    with pytest.raises(CommandError, match="niemand die deze medewerker"):
        call_command("herleid", "persoon", "1", *naam)
    with pytest.raises(CommandError, match="ken ik niet"):
        call_command("herleid", "cel", "--kwartaal", "x", "--regio", "AM19", *cel, *naam)
    leider = medewerker(rol=Medewerker.Rol.TEAMLEIDER).account.get_username()
    with pytest.raises(CommandError, match="Alleen een auditor"):
        call_command("herleid", "cel", "--uitgave", uitgave.kenmerk, *cel, "--medewerker", leider)
