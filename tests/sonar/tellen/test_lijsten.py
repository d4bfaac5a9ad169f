"""The lists beside the publication, in every format, read back by readers that are not ours."""

import csv
import dataclasses
import datetime
import io
import json
import zipfile
from xml.etree import ElementTree as ET

import openpyxl
import pyarrow.parquet as pq
import pytest
from django.core.management import CommandError, call_command

from sonar.models import Arbeidsmarktregio, Medewerker, Uitgaveopening
from sonar.rapportage.export.formats import FORMATS
from sonar.rapportage.tabellen.lijst import Cijferlijst, Lijstkolom, percent_of
from sonar.rapportage.tabellen.lijsten import make_lijst
from sonar.rapportage.tellen.aanvraag import (
    LAND,
    LIJSTEN,
    STROMEN,
    Aanvraag,
    make_rapport,
    read_lijst,
)
from sonar.rapportage.tellen.controle import KloptNietError, check_stand
from sonar.rapportage.tellen.feiten import AsOf
from sonar.rapportage.tellen.telling import kwartaaltelling
from tests.bouwers import (
    PEILDATUM,
    doelgroepregistratie,
    een_bsn,
    gemeente,
    inschrijving,
    medewerker,
    werkzoekende,
    zichtbare_klant,
)
from tests.sonar.schermen import aan_het_werk


VRAAG = {"kwartaal": "2020KW04", "vandaag": datetime.date(2026, 1, 1)}
IN_KWARTAAL = datetime.date(2020, 11, 1)


def lijst(soort, regio="AM19", **anders):
    return make_lijst(make_rapport(Aanvraag(regio, **VRAAG | anders, soort=read_lijst(soort))))


def telt(code="GM0546", van=None, tot=None, persoon=None):
    persoon = persoon or werkzoekende()
    inschrijving(persoon, code=code, van=van, tot=tot)
    if not tot:
        doelgroepregistratie(persoon.bsn, code=code)
    return persoon


@pytest.fixture
def mensen(db):
    """Leiden: one stays, one came, one moved to Katwijk, one left; the region lost one too."""
    gemeente("GM0518")
    zichtbare_klant()
    telt(van=IN_KWARTAAL)
    telt("GM0537", van=IN_KWARTAAL, persoon=telt(tot=IN_KWARTAAL))
    doelgroepregistratie(telt(tot=IN_KWARTAAL).bsn)
    doelgroepregistratie(telt("GM0537", tot=IN_KWARTAAL).bsn)
    telt("GM0518", van=IN_KWARTAAL, persoon=telt("GM0537", tot=IN_KWARTAAL))
    doelgroepregistratie(een_bsn())  # in the register and not in Sonar


def test_previous_plus_in_minus_out_is_this(mensen):
    gevonden = lijst(STROMEN)

    assert [rij[1:] for rij in gevonden.cellen] == [
        # begin, nieuw, van elders, weg, naar elders, eind
        ("Katwijk", 2, 0, 1, 1, 1, 1),
        ("Leiden", 3, 1, 0, 1, 1, 2),
        ("TOTAAL AMR", 5, 1, 1, 2, 2, 3),
    ]
    for _, _, begin, nieuw, van_elders, weg, naar_elders, eind in gevonden.cellen:
        assert begin + nieuw + van_elders - weg - naar_elders == eind
    nu = kwartaaltelling(Arbeidsmarktregio.objects.get(code="AM19"), AsOf(PEILDATUM))
    toen = kwartaaltelling(nu.regio, AsOf(datetime.date(2020, 9, 30)))
    assert (gevonden.som[2], gevonden.som[-1]) == (toen.totaal.totaal, nu.totaal.totaal)


def test_flows_that_do_not_lead_from_table_to_table_are_refused(mensen):
    telling = kwartaaltelling(Arbeidsmarktregio.objects.get(code="AM19"), AsOf(PEILDATUM))
    leeg = dataclasses.replace(telling, regels=[])
    with pytest.raises(KloptNietError, match="komt niet uit op de tabel"):
        check_stand(leeg, telling, [])
    with pytest.raises(KloptNietError, match="begint niet bij de tabel van het vorige"):
        check_stand(telling, telling, [])


def test_the_country_is_its_regions_with_the_share_of_the_register(mensen):
    gevonden = lijst(LAND, regio="")

    assert gevonden.rijen == (
        ("AM19", "Holland Rijnland", 1, 2, 0, 0, 3, 6, 3, 50),
        ("AM21", "Haaglanden", 0, 1, 0, 0, 1, 1, 1, 100),
    )
    assert gevonden.som == ("NL", "TOTAAL NEDERLAND", 1, 3, 0, 0, 4, 7, 4, 57)
    assert lijst(LAND, regio="", indeling="nu").som == gevonden.som


@pytest.mark.parametrize("soort", sorted(set(LIJSTEN) - {STROMEN, LAND}))
def test_a_breakdown_adds_up_to_the_region(mensen, soort):
    gevonden = lijst(soort)

    assert gevonden.som[1:] == ("TOTAAL AMR", 1, 2, 0, 0, 3)
    for plaats in range(2, 7):
        assert sum(rij[plaats] for rij in gevonden.rijen) == gevonden.som[plaats]
    assert "Iedereen staat in een rij" in gevonden.uitleg


@pytest.mark.parametrize("soort", sorted(LIJSTEN))
def test_a_list_explains_itself_and_its_columns(mensen, soort):
    gevonden = lijst(soort)

    assert gevonden.uitleg.endswith(".")
    assert all(kolom.kop and kolom.definitie.endswith(".") for kolom in gevonden.kolommen)
    assert all(len(rij) == len(gevonden.kolommen) for rij in gevonden.cellen)


# --- the formats ---


@pytest.fixture
def kleine():
    return Cijferlijst(
        naam="klein",
        titel="Kleine lijst",
        onder="Leiden, 2020",
        uitleg="Dit is uitleg.",
        kolommen=(
            Lijstkolom("code", "Code", "De code."),
            Lijstkolom("naam", "Naam", "De naam."),
            Lijstkolom("aantal", "Aantal", "Hoeveel."),
            Lijstkolom("deel", "Deel", "In procenten.", procent=True),
        ),
        rijen=(("A", "=1+1", 1254, 68), ("B", "Noord, Zuid", 0, None)),
        som=("T", "TOTAAL", 1254, 67),
    )


def test_csv_and_json_hold_the_rows(kleine):
    rijen = list(csv.reader(io.StringIO(FORMATS["csv"].write(kleine).decode())))
    assert rijen == [
        ["code", "naam", "aantal", "deel"],
        ["A", "=1+1", "1254", "68"],
        ["B", "Noord, Zuid", "0", ""],
        ["T", "TOTAAL", "1254", "67"],
    ]
    gelezen = json.loads(FORMATS["json"].write(kleine))
    assert gelezen["rijen"][1] == {"code": "B", "naam": "Noord, Zuid", "aantal": 0, "deel": None}
    assert gelezen["totaal"]["deel"] == 67
    assert gelezen["definities"]["aantal"] == "Hoeveel."


def test_a_spreadsheet_has_numbers_and_definitions_and_no_formulas(kleine):
    boek = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].write(kleine)))
    rijen = [[cel.value for cel in rij] for rij in boek["Lijst"].iter_rows()]
    assert rijen[1:] == [
        ["A", "=1+1", 1254, 68],
        ["B", "Noord, Zuid", 0, "-"],
        ["T", "TOTAAL", 1254, 67],
    ]
    assert boek["Lijst"]["B2"].data_type == "s"
    assert "Hoeveel." in {rij[1].value for rij in boek["Definities"].iter_rows()}

    archief = zipfile.ZipFile(io.BytesIO(FORMATS["ods"].write(kleine)))
    inhoud = ET.fromstring(archief.read("content.xml"))  # noqa: S314 - our own file
    tekst = ["".join(rij.itertext()) for rij in inhoud.iter() if rij.tag.endswith("}table-row")]
    assert tekst[:4] == ["CodeNaamAantalDeel", "A=1+11.25468", "BNoord, Zuid0-", "TTOTAAL1.25467"]
    assert "aantalHoeveel." in tekst


def test_parquet_has_types_and_pdf_is_tagged(kleine):
    tabel = pq.read_table(io.BytesIO(FORMATS["parquet"].write(kleine)))
    assert tabel.column("deel").to_pylist() == [68, None, 67]
    assert [str(veld.type) for veld in tabel.schema] == ["string", "string", "int32", "int32"]
    assert tabel.schema.metadata[b"uitleg"] == b"Dit is uitleg."
    pdf = FORMATS["pdf"].write(kleine)
    assert pdf.startswith(b"%PDF")
    assert b"pdfuaid" in pdf


@pytest.mark.parametrize("formaat", sorted(FORMATS))
@pytest.mark.parametrize("zonder_som", [False, True])
def test_the_same_list_gives_the_same_bytes(kleine, formaat, zonder_som):
    deze = dataclasses.replace(kleine, som=None) if zonder_som else kleine
    assert FORMATS[formaat].write(deze) == FORMATS[formaat].write(deze)


def test_percentages_are_rounded_half_up():
    assert [percent_of(1, 200), percent_of(1, 201), percent_of(2, 3), percent_of(0, 0)] == [
        1,
        0,
        67,
        None,
    ]
    assert percent_of(5, 5) == 100


# --- the command ---


@pytest.mark.parametrize(
    ("optie", "laatste"),
    [
        ("--stromen", "AM19,TOTAAL AMR,5,1,1,2,2,3"),
        ("--landelijk", "NL,TOTAAL NEDERLAND,1,3,0,0,4,7,4,57"),
        ("--uitsplitsing=grondslag", "AM19,TOTAAL AMR,1,2,0,0,3"),
    ],
)
def test_the_command_writes_every_list(mensen, capsys, optie, laatste):
    call_command("rapporteer", optie, "--regio=AM19", "--kwartaal=2020KW04")
    geschreven = capsys.readouterr()
    assert geschreven.out.splitlines()[-1] == laatste
    assert "nagerekend" in geschreven.err


@pytest.mark.parametrize("formaat", sorted(FORMATS))
def test_the_command_writes_a_list_in_every_format(mensen, tmp_path, formaat):
    uit = tmp_path / f"stromen.{formaat}"
    call_command(
        "rapporteer", "--stromen", regio="AM19", kwartaal="2020KW04", formaat=formaat, uit=str(uit)
    )
    assert uit.read_bytes() == FORMATS[formaat].write(lijst(STROMEN))


def test_one_list_at_a_time(mensen):
    with pytest.raises(CommandError, match="not allowed with"):
        call_command("rapporteer", "--stromen", "--landelijk", "--kwartaal=2020KW04")


# --- the page ---

PAGINA = "/sonar/cijfers/lijst/"


@pytest.fixture
def auditor(mensen):
    return aan_het_werk(medewerker(rol=Medewerker.Rol.AUDITOR))


@pytest.mark.parametrize("soort", sorted(LIJSTEN))
def test_the_page_shows_the_list_and_its_files_hold_it(auditor, soort):
    vraag = {"soort": soort, "regio": "AM19", "kwartaal": "2020KW04"}
    gevonden = lijst(soort)

    antwoord = auditor.get(PAGINA, vraag)

    assert antwoord.context["lijst"] == gevonden
    for rij in antwoord.context["rijen"]:
        assert f">{rij[1][0]}<" in antwoord.text
    for formaat, een in FORMATS.items():
        bestand = auditor.get(f"{PAGINA}bestand/", vraag | {"formaat": formaat})
        assert bestand.content == een.write(gevonden)
        assert f'"{gevonden.naam}.{formaat}"' in bestand["Content-Disposition"]


def test_the_flows_show_that_they_add_up(auditor):
    antwoord = auditor.get(PAGINA, {"regio": "AM19", "kwartaal": "2020KW04"})
    assert "Voor de regio: 5 + 1 + 1 - 2 - 2 = 3." in antwoord.text


@pytest.mark.parametrize(
    ("vraag", "zin"),
    [
        ({"soort": "haarkleur"}, "De lijst"),
        ({"regio": "AM99"}, "ken ik niet"),
        ({"kwartaal": "2190KW01"}, "nog niet voorbij"),
        ({"kwartaal": "2001KW01"}, "voor het begin van de gegevens"),
        ({"soort": "landelijk", "kwartaal": "2001KW01"}, "voor het begin van de gegevens"),
        ({"indeling": "nu"}, "alleen in de gemeenten van toen"),
        ({"indeling": "x"}, "De indeling"),
    ],
)
def test_what_makes_no_sense_gets_a_sentence(auditor, vraag, zin):
    for adres in (PAGINA, f"{PAGINA}bestand/"):
        antwoord = auditor.get(adres, {"regio": "AM19", "kwartaal": "2020KW04"} | vraag)
        assert antwoord.status_code == 400
        assert zin in antwoord.text
    assert not Uitgaveopening.objects.exists()
    assert auditor.get(f"{PAGINA}bestand/", {"formaat": "doc"}).status_code == 400


def test_who_looks_is_written_down(auditor):
    vraag = {"regio": "AM19", "kwartaal": "2020KW04"}
    auditor.get(PAGINA, vraag)
    auditor.get(f"{PAGINA}bestand/", vraag | {"soort": "landelijk"})
    antwoord = auditor.get("/sonar/cijfers/", vraag | {"naast": "2020KW03", "kaart": "nederland"})
    auditor.get("/sonar/cijfers.csv", vraag)

    ik = Medewerker.objects.get(rol=Medewerker.Rol.AUDITOR)
    assert list(Uitgaveopening.objects.order_by("pk").values_list("kenmerk", "medewerker_id")) == [
        ("2020KW04-AM19-stromen", ik.pk),
        ("2020KW04-NL-landelijk", ik.pk),
        ("2020KW04-AM19-cijfers", ik.pk),
        ("2020KW03-AM19-cijfers", ik.pk),
        ("2020KW04-NL-cijfers", ik.pk),
        ("2020KW04-AM19-cijfers", ik.pk),
    ]
    assert [regel.medewerker for regel in antwoord.context["openingen"]] == [ik]
    assert ik.account.username in antwoord.text[antwoord.text.index('id="openingen"') :]
