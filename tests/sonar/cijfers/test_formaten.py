"""The same table in every format: read back by a reader that is not ours, and always the same."""

import dataclasses
import datetime
import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
import pyarrow.parquet as pq
import pytest
from django.core.management import CommandError, call_command

from sonar.rapportage.export.formats import FORMATS
from sonar.rapportage.tabellen.lijst import Cijferlijst, Lijstkolom
from sonar.rapportage.tabellen.tabel import Editie, Rij, Tabel
from sonar.rapportage.tellen.kwartaal import Kwartaal
from tests.bouwers import gemeente, zichtbare_klant


ROOT = Path(__file__).resolve().parents[3]


def een_tabel(editie=Editie.OPENBAAR):
    return Tabel(
        regio_code="AM19",
        regio="Holland Rijnland",
        kwartaal=Kwartaal(2020, 4),
        peildatum=datetime.date(2020, 12, 31),
        editie=editie,
        rijen=(
            Rij("GM0546", "Leiden", (80, 380, 665, 130, 1255)),
            Rij("GM0638", "Zoeterwoude", (None, 15, 25, None, 40)),
        ),
        totaal=Rij("AM19", "TOTAAL AMR", (80, 395, 690, 130, 1295)),
        doelgroep=5635,
        percentage=68,
    )


VERWACHT = [
    ["GM0546", "Leiden", 80, 380, 665, 130, 1255],
    ["GM0638", "Zoeterwoude", None, 15, 25, None, 40],
    ["AM19", "TOTAAL AMR", 80, 395, 690, 130, 1295],
]


def test_xlsx_has_numbers_with_a_format_and_a_sheet_of_definitions():
    boek = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].write(een_tabel())))

    assert boek.sheetnames == ["2020KW04", "Definities"]
    rijen = [[cel.value for cel in rij] for rij in boek["2020KW04"].iter_rows(min_row=2)]
    assert rijen == [["niet getoond" if w is None else w for w in rij] for rij in VERWACHT]
    assert boek["2020KW04"]["G2"].number_format == "#,##0"
    woorden = {rij[0].value for rij in boek["Definities"].iter_rows()}
    assert {"editie", "peildatum", "uwv_met_profiel", "wie telt"} <= woorden


def test_ods_has_numbers_and_a_sheet_of_definitions():
    archief = zipfile.ZipFile(io.BytesIO(FORMATS["ods"].write(een_tabel())))
    assert archief.testzip() is None
    eerste = archief.infolist()[0]
    assert (eerste.filename, eerste.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    inhoud = ET.fromstring(archief.read("content.xml"))  # noqa: S314 - our own file
    tafel = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
    waarde = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}value"
    bladen = inhoud.findall(f".//{tafel}table")

    assert [blad.get(f"{tafel}name") for blad in bladen] == ["2020KW04", "Definities"]
    rijen = [
        [cel.get(waarde) or "".join(cel.itertext()) for cel in rij.findall(f"{tafel}table-cell")]
        for rij in bladen[0].findall(f"{tafel}table-row")
    ]
    assert rijen == [["niet getoond" if w is None else str(w) for w in rij] for rij in VERWACHT]


def test_json_says_what_the_figures_are():
    inhoud = json.loads(FORMATS["json"].write(een_tabel()))

    assert inhoud["gemeenten"][1]["gemeente_met_profiel"] is None
    assert inhoud["totaal"]["totaal"] == 1295
    assert (inhoud["kwartaal"], inhoud["editie"]) == ("2020KW04", "openbaar")
    assert "niet getoond" in inhoud["definities"]["editie"]


def test_parquet_has_whole_numbers_and_nothing_for_what_is_not_shown():
    gelezen = pq.read_table(io.BytesIO(FORMATS["parquet"].write(een_tabel())))

    assert [list(rij.values()) for rij in gelezen.to_pylist()] == VERWACHT
    assert gelezen.schema.metadata[b"peildatum"] == b"2020-12-31"


def test_csv_leaves_open_what_is_not_shown():
    assert FORMATS["csv"].write(een_tabel()).decode().splitlines()[2] == (
        "GM0638,Zoeterwoude,,15,25,,40"
    )


def test_every_line_of_csv_ends_as_rfc_4180_says():
    lijst = Cijferlijst("naam", "titel", "onder", "uitleg", (Lijstkolom("a", "A", "B"),), (("x",),))
    for inhoud in (FORMATS["csv"].write(een_tabel()), FORMATS["csv"].write(lijst)):
        assert inhoud.endswith(b"\r\n")
        assert inhoud.count(b"\n") == inhoud.count(b"\r") == inhoud.count(b"\r\n")
    publicatie = ROOT / "fixtures" / "publicatie_2020KW04_AM19.csv"
    assert publicatie.read_bytes().count(b"\r\n") == 14


def test_the_pdf_is_tagged_and_in_dutch():
    inhoud = FORMATS["pdf"].write(een_tabel())

    assert inhoud.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in inhoud
    assert b"/Lang(nl)" in inhoud
    assert b"pdfuaid:part" in inhoud


def test_the_pdf_has_a_map_with_words_for_who_does_not_see_it():
    inhoud = FORMATS["pdf"].write(een_tabel())

    assert b"/Figure" in inhoud
    assert b"/Alt" in inhoud


def test_a_table_with_gemeenten_nobody_knows_has_a_pdf_without_their_areas():
    tabel = dataclasses.replace(een_tabel(), rijen=(Rij("GM9999", "Nergens", (1, 1, 1, 1, 4)),))
    assert FORMATS["pdf"].write(tabel).startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("waarden", "deel"),
    [
        ((80, 380, 665, 130, 1255), 59),
        ((1, 1, 0, 0, 2), 50),
        ((1, 199, 0, 0, 200), 1),  # a half is rounded up
        ((None, 15, 25, None, 40), None),
        ((0, 0, 0, 0, 0), None),
    ],
)
def test_the_share_with_a_profile(waarden, deel):
    assert een_tabel().deel_met_profiel(Rij("GM0546", "Leiden", waarden)) == deel


VINGERAFDRUKKEN = """
import hashlib
from tests.sonar.cijfers.test_formaten import een_tabel
from sonar.rapportage.export.formats import FORMATS
for naam, een in FORMATS.items():
    print(naam, hashlib.sha256(een.write(een_tabel())).hexdigest())
"""


def vingerafdrukken(**omgeving):
    klaar = subprocess.run(  # noqa: S603
        [sys.executable, "-W", "ignore", "-c", f"import django\ndjango.setup()\n{VINGERAFDRUKKEN}"],
        check=True,
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", **omgeving},
    )
    return klaar.stdout.splitlines()


def test_the_same_bytes_in_another_place_of_the_world_and_another_order_of_hashing():
    hier = vingerafdrukken(TZ="Europe/Amsterdam", LC_ALL="C.UTF-8", PYTHONHASHSEED="1")
    daar = vingerafdrukken(TZ="Pacific/Auckland", LC_ALL="C", PYTHONHASHSEED="2")

    assert len(hier) == len(FORMATS)
    assert hier == daar


def test_every_format_has_a_label_and_a_media_type_of_its_own():
    for kenmerk in ("label", "media_type"):
        assert len({getattr(een, kenmerk) for een in FORMATS.values()}) == len(FORMATS)


@pytest.mark.django_db
@pytest.mark.parametrize("formaat", sorted(FORMATS))
def test_the_command_writes_each_format(formaat, tmp_path):
    gemeente("GM0537")
    zichtbare_klant()
    uit = tmp_path / f"cijfers.{formaat}"

    call_command("rapporteer", regio="AM19", kwartaal="2020KW04", formaat=formaat, uit=str(uit))

    assert uit.stat().st_size > 100
    assert list(tmp_path.iterdir()) == [uit]


@pytest.mark.django_db
def test_what_is_not_text_does_not_go_to_the_screen():
    zichtbare_klant()
    with pytest.raises(CommandError, match="past niet op het scherm"):
        call_command("rapporteer", regio="AM19", kwartaal="2020KW04", formaat="pdf")
