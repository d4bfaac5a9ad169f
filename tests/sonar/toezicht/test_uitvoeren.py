"""A list of clients as a file: for a purpose, logged, and a long one with a second person."""

import csv
import datetime
import io
import json

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from openpyxl import load_workbook

from sonar.handelingen.toezicht.uitvoeren import KOLOMMEN, haal_op, keur_goed, vraag_aan
from sonar.models import Inschrijving, Medewerker, Uitvoer, Verwerking
from sonar.models.toezicht.uitvoer import ZONDER_TWEEDE
from tests.bouwers import (
    gemeentelijke_dienst,
    inschrijving,
    medewerker,
    volledig_klantprofiel,
    werkzoekende,
)
from tests.sonar.schermen import aan_het_werk


pytestmark = [pytest.mark.django_db, pytest.mark.postgres15]
NU = datetime.datetime(2021, 1, 5, 9, tzinfo=datetime.UTC)
VRAAG = {"doel": "uitnodigen banenmarkt", "vorm": "csv", "kolommen": ["nummer", "naam"]}


@pytest.fixture
def wie():
    return medewerker()


def klanten(wie, aantal, **velden):
    return [
        inschrijving(werkzoekende(**velden), klantmanager=wie).werkzoekende for _ in range(aantal)
    ]


def veel_klanten(wie):
    persoon = klanten(wie, 1)[0]
    Inschrijving.objects.filter(werkzoekende=persoon)
    klanten(wie, ZONDER_TWEEDE)


def test_a_short_list_comes_at_once_with_a_watermark_and_a_line_per_person(wie):
    mijn = klanten(wie, 3, achternaam="Lijstpersoon")
    client = aan_het_werk(wie)
    client.post("/sonar/uitvoer/", VRAAG)
    gevraagd = Uitvoer.objects.get()

    antwoord = client.post(f"/sonar/uitvoer/{gevraagd.pk}/bestand/")

    rijen = list(csv.reader(io.StringIO(antwoord.content.decode("utf-8-sig"))))
    assert rijen[0] == ["Nummer", "Naam", "Afgegeven"]
    assert len(rijen) == 4
    assert all(wie.account.username in rij[2] and "banenmarkt" in rij[2] for rij in rijen[1:])
    gelogd = Verwerking.objects.filter(handeling="uitvoer").values_list("persoon", flat=True)
    assert sorted(gelogd) == sorted(klant.pk for klant in mijn)
    for klant in mijn:
        assert klant.bsn not in antwoord.text
    assert "Lijstpersoon" not in antwoord["Content-Disposition"]
    nog_eens = client.post(f"/sonar/uitvoer/{gevraagd.pk}/bestand/", follow=True)
    assert "al opgehaald" in nog_eens.text


def test_excel_and_vum(wie):
    klanten(wie, 1, achternaam="=1+1")
    volledig_klantprofiel(klanten(wie, 1)[0])
    client = aan_het_werk(wie)
    for vorm in ("xlsx", "vum"):
        client.post("/sonar/uitvoer/", VRAAG | {"vorm": vorm})

    vum, excel = (
        client.post(f"/sonar/uitvoer/{gevraagd.pk}/bestand/").content
        for gevraagd in Uitvoer.objects.order_by("-pk")
    )

    blad = load_workbook(io.BytesIO(excel)).active
    namen = [rij[1].value for rij in blad.iter_rows(min_row=2)]
    assert "Noor =1+1" in namen
    assert len(json.loads(vum)) == 1
    assert "Testpersoon" not in vum.decode()


@pytest.mark.parametrize("begin", ["=", "+", "-", "@"])
def test_no_cell_becomes_a_formula(wie, begin):
    klanten(wie, 1, telefoon=f"{begin}SOM(A1)")
    client = aan_het_werk(wie)
    client.post("/sonar/uitvoer/", VRAAG | {"kolommen": ["telefoon"]})

    inhoud = client.post(f"/sonar/uitvoer/{Uitvoer.objects.get().pk}/bestand/").text

    assert f"'{begin}SOM(A1)" in inhoud


def test_a_long_list_needs_a_second_person(wie):
    veel_klanten(wie)
    leider = medewerker(rol=Medewerker.Rol.TEAMLEIDER)
    client, aan_de_leiding = aan_het_werk(wie), aan_het_werk(leider)
    client.post("/sonar/uitvoer/", VRAAG)
    gevraagd = Uitvoer.objects.get()

    assert gevraagd.aantal == ZONDER_TWEEDE + 1
    wacht = client.post(f"/sonar/uitvoer/{gevraagd.pk}/bestand/", follow=True)
    assert "nog niet goedgekeurd" in wacht.text
    assert not Verwerking.objects.filter(handeling="uitvoer").exists()
    assert "uitnodigen banenmarkt" in aan_de_leiding.get("/sonar/uitvoer/").text
    aan_de_leiding.post("/sonar/uitvoer/", {"goedkeuren": gevraagd.pk})

    rijen = client.post(f"/sonar/uitvoer/{gevraagd.pk}/bestand/").text.strip().splitlines()
    assert len(rijen) == ZONDER_TWEEDE + 2
    assert Verwerking.objects.filter(handeling="uitvoer").count() == ZONDER_TWEEDE + 1


def test_never_more_than_was_asked_for(wie):
    klanten(wie, 2)
    gevraagd = vraag_aan(medewerker=wie, moment=NU, **VRAAG)
    klanten(wie, 5)

    assert len(haal_op(uitvoer=gevraagd, medewerker=wie, moment=NU)) == 2


def test_who_is_afgeschermd_is_never_in_a_file(wie):
    klanten(wie, 1, achternaam="Bekend", afgeschermd=True)
    (gewoon,) = klanten(wie, 1)
    gevraagd = vraag_aan(medewerker=wie, moment=NU, **VRAAG)

    assert gevraagd.aantal == 1
    assert haal_op(uitvoer=gevraagd, medewerker=wie, moment=NU) == [gewoon]


@pytest.mark.parametrize("wie_", ["zichzelf", "klantmanager", "ander team"])
def test_nobody_else_says_yes(wie, wie_):
    veel_klanten(wie)
    gevraagd = vraag_aan(medewerker=wie, moment=NU, **VRAAG)
    ander = {
        "zichzelf": lambda: wie,
        "klantmanager": medewerker,
        "ander team": lambda: medewerker(
            gemeentelijke_dienst("GM0537"), rol=Medewerker.Rol.TEAMLEIDER
        ),
    }[wie_]()

    with pytest.raises(ValidationError):
        keur_goed(uitvoer=gevraagd, medewerker=ander, moment=NU)


def test_the_database_holds_to_it_too(wie):
    velden = {"medewerker": wie, "doel": "x", "vorm": "csv", "aangevraagd_op": NU}
    with pytest.raises(IntegrityError, match="groot_heeft_een_tweede"):
        Uitvoer.objects.create(**velden, aantal=ZONDER_TWEEDE + 1, opgehaald_op=NU)


def test_nobody_approves_a_list_of_ones_own_in_the_database(wie):
    velden = {"medewerker": wie, "doel": "x", "vorm": "csv", "aangevraagd_op": NU, "aantal": 1}
    with pytest.raises(IntegrityError, match="niet_door_zichzelf"):
        Uitvoer.objects.create(**velden, goedgekeurd_door=wie, goedgekeurd_op=NU)


@pytest.mark.parametrize(
    "anders",
    [{"doel": ""}, {"doel": "kort"}, {"vorm": "docx"}, {"kolommen": []}, {"kolommen": ["bsn"]}],
)
def test_a_purpose_a_form_and_columns_that_there_are(wie, anders):
    antwoord = aan_het_werk(wie).post("/sonar/uitvoer/", VRAAG | anders)

    assert antwoord.context["form"].errors
    assert not Uitvoer.objects.exists()


def test_the_file_of_somebody_else_is_not_there(wie):
    gevraagd = vraag_aan(medewerker=wie, moment=NU, **VRAAG)

    vreemd = aan_het_werk(medewerker(gemeentelijke_dienst("GM0537")))
    assert vreemd.post(f"/sonar/uitvoer/{gevraagd.pk}/bestand/").status_code == 404


def test_a_column_that_is_not_in_the_list_is_refused_whoever_calls(wie):
    """The form offers no other column; a program that calls the act might ask for one."""
    for kolommen in (["bsn"], ["nummer", "bsn"], ["nummer", "postcode"]):
        with pytest.raises(ValidationError, match=f"zijn er niet: {kolommen[-1]}"):
            vraag_aan(medewerker=wie, moment=NU, **VRAAG | {"kolommen": kolommen})
    assert not Uitvoer.objects.exists()


def test_no_column_tells_a_bsn_or_an_address():
    assert not {"bsn", "straat", "postcode", "huisnummer"} & set(KOLOMMEN)
