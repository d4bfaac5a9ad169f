"""XLSX: the table on one sheet, its definitions on another."""

import datetime
import io

import xlsxwriter

from sonar.rapportage.tabellen.tabel import NIET_GETOOND, Tabel


# A workbook carries the moment at which it was made; this one always says the same.
GEMAAKT = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
AANTAL = "#,##0"  # shown as 1.254 by a Dutch spreadsheet


def als_xlsx(tabel: Tabel) -> bytes:
    """The bytes of a workbook; the same table gives the same bytes."""
    uit = io.BytesIO()
    with xlsxwriter.Workbook(uit, {"in_memory": True, "strings_to_formulas": False}) as boek:
        boek.set_properties(
            {"title": tabel.titel, "author": "Sonar", "created": GEMAAKT.replace(tzinfo=None)}
        )
        _cijfers(boek, tabel)
        _definities(boek, tabel)
    return uit.getvalue()


def _cijfers(boek: xlsxwriter.Workbook, tabel: Tabel) -> None:
    blad = boek.add_worksheet(tabel.kwartaal.code)
    kop = boek.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    getal = boek.add_format({"num_format": AANTAL})
    som = boek.add_format({"num_format": AANTAL, "bold": True, "top": 1})
    grijs = boek.add_format({"font_color": "#595959", "align": "right"})
    koppen = [kolom.bladkop for kolom in tabel.kolommen]
    blad.write_row(0, 0, ["gemeentecode", "gemeente", *koppen], kop)
    for nummer, rij in enumerate(tabel.alle_rijen, start=1):
        opmaak = som if rij is tabel.totaal else getal
        blad.write_row(nummer, 0, [rij.code, rij.naam], opmaak)
        for plaats, waarde in enumerate(rij.waarden, start=2):
            if waarde is None:
                blad.write_string(nummer, plaats, NIET_GETOOND, grijs)
            else:
                blad.write_number(nummer, plaats, waarde, opmaak)
    blad.freeze_panes(1, 2)
    blad.set_column(0, 0, 14)
    blad.set_column(1, 1, 26)
    blad.set_column(2, 1 + len(tabel.kolommen), 16)


def _definities(boek: xlsxwriter.Workbook, tabel: Tabel) -> None:
    blad = boek.add_worksheet("Definities")
    vet = boek.add_format({"bold": True, "valign": "top"})
    lopend = boek.add_format({"text_wrap": True, "valign": "top"})
    for nummer, (woord, uitleg) in enumerate([*tabel.beschrijving, *tabel.definities]):
        blad.write_string(nummer, 0, woord, vet)
        blad.write_string(nummer, 1, uitleg, lopend)
    blad.set_column(0, 0, 26)
    blad.set_column(1, 1, 90)
