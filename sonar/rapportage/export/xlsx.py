"""XLSX: the figures on one sheet, what they mean on another."""

import datetime
import io

import xlsxwriter

from sonar.rapportage.tabellen.lijst import Cijfers
from sonar.rapportage.tabellen.tabel import NIET_GETOOND


# A workbook carries the moment at which it was made; here that is always the same moment.
CREATED = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
NUMBER = "#,##0"  # shown as 1.254 by a Dutch spreadsheet


def to_xlsx(cijfers: Cijfers) -> bytes:
    """The bytes of a workbook; the same figures give the same bytes."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties(
            {"title": cijfers.titel, "author": "Sonar", "created": CREATED.replace(tzinfo=None)}
        )
        _figures(book, cijfers)
        _definitions(book, cijfers)
    return file.getvalue()


def _figures(book: xlsxwriter.Workbook, cijfers: Cijfers) -> None:
    sheet = book.add_worksheet(cijfers.blad)
    heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    number = book.add_format({"num_format": NUMBER})
    total = book.add_format({"num_format": NUMBER, "bold": True, "top": 1})
    # A cell that is not shown is grey; a cell that is not known has the format of its row.
    grey = book.add_format({"font_color": "#595959", "align": "right"})
    sheet.write_row(0, 0, cijfers.koppen, heading)
    for row_number, row in enumerate(cijfers.cellen, start=1):
        style = total if cijfers.heeft_som and row_number == len(cijfers.cellen) else number
        for place, cell in enumerate(row):
            if cell is None:
                hidden = cijfers.leeg == NIET_GETOOND
                sheet.write_string(row_number, place, cijfers.leeg, grey if hidden else style)
            elif isinstance(cell, str):
                sheet.write_string(row_number, place, cell, style)
            else:
                sheet.write_number(row_number, place, cell, style)
    sheet.freeze_panes(1, 2)
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, cijfers.naambreedte)
    sheet.set_column(2, len(cijfers.namen) - 1, 16)


def _definitions(book: xlsxwriter.Workbook, cijfers: Cijfers) -> None:
    sheet = book.add_worksheet("Definities")
    bold = book.add_format({"bold": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for row_number, (word, meaning) in enumerate(cijfers.woorden):
        sheet.write_string(row_number, 0, word, bold)
        sheet.write_string(row_number, 1, meaning, wrapped)
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 90)
