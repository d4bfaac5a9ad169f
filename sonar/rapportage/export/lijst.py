"""A Lijst in every format that the publication has; the same list gives the same bytes."""

import io
import json
from collections.abc import Callable

import pyarrow as pa
import pyarrow.parquet as pq
import typst
import xlsxwriter

from sonar.rapportage.export.csv import rijen_als_csv
from sonar.rapportage.export.ods import Blad, schrijf_ods
from sonar.rapportage.export.pdf import NOOIT
from sonar.rapportage.export.xlsx import AANTAL, GEMAAKT
from sonar.rapportage.tabellen.lijst import ONBEKEND, Cijferlijst


OPMAAK = rb"""
#let g = json(bytes(sys.inputs.gegevens))
#set document(title: g.titel + ", " + g.onder, author: "Sonar", date: none)
#set page(paper: "a4", flipped: true, margin: 2cm, numbering: "1 / 1")
#set text(lang: "nl", size: 9pt)
#show heading.where(level: 1): set text(size: 18pt)
#show heading: set block(above: 1.4em, below: 0.8em)
= #g.titel
#text(size: 12pt, g.onder)

#g.uitleg
#let kop(tekst) = par(justify: false, strong(tekst))
#table(
  columns: (auto, 1fr, ..g.koppen.slice(2).map(_ => 2.3cm)),
  stroke: none,
  inset: (x: 4pt, y: 4pt),
  fill: (_, y) => if y > 0 and calc.even(y) { luma(96%) },
  table.header(..g.koppen.map(kop), table.hline(stroke: 1pt)),
  ..g.rijen.map(rij => (
    rij.at(0), rij.at(1), ..rij.slice(2).map(cel => align(right, cel)),
  )).flatten(),
  ..if g.som != none {
    (table.hline(stroke: 0.6pt), strong(g.som.at(0)), strong(g.som.at(1)),
      ..g.som.slice(2).map(cel => align(right, strong(cel))))
  },
)
== Wat staat waar
#for (woord, uitleg) in g.kolommen [
  / #woord: #uitleg
]
"""


def als_csv(lijst: Cijferlijst) -> bytes:
    """A line for the names of the columns, the rows, the sum."""
    return rijen_als_csv([[kolom.naam for kolom in lijst.kolommen], *lijst.alle_rijen])


def als_json(lijst: Cijferlijst) -> bytes:
    """UTF-8; the rows as objects, the sum apart, and what every column means."""
    namen = [kolom.naam for kolom in lijst.kolommen]
    inhoud = {
        "titel": lijst.titel,
        "van": lijst.onder,
        "uitleg": lijst.uitleg,
        "rijen": [dict(zip(namen, rij, strict=True)) for rij in lijst.rijen],
        "totaal": dict(zip(namen, lijst.som, strict=True)) if lijst.som else None,
        "definities": dict(lijst.definities),
    }
    return (json.dumps(inhoud, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def als_xlsx(lijst: Cijferlijst) -> bytes:
    """The list on one sheet, what its columns mean on another."""
    uit = io.BytesIO()
    with xlsxwriter.Workbook(uit, {"in_memory": True, "strings_to_formulas": False}) as boek:
        boek.set_properties(
            {"title": lijst.titel, "author": "Sonar", "created": GEMAAKT.replace(tzinfo=None)}
        )
        blad = boek.add_worksheet("Lijst")
        kop = boek.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        getal = boek.add_format({"num_format": AANTAL})
        som = boek.add_format({"num_format": AANTAL, "bold": True, "top": 1})
        blad.write_row(0, 0, [kolom.kop for kolom in lijst.kolommen], kop)
        for nummer, rij in enumerate(lijst.alle_rijen, start=1):
            for plaats, cel in enumerate(rij):
                opmaak = som if rij is lijst.som else getal
                waarde = ONBEKEND if cel is None else cel
                schrijf = blad.write_string if isinstance(waarde, str) else blad.write_number
                schrijf(nummer, plaats, waarde, opmaak)
        blad.freeze_panes(1, 2)
        blad.set_column(0, 0, 14)
        blad.set_column(1, 1, 32)
        blad.set_column(2, len(lijst.kolommen) - 1, 16)
        _definities(boek, lijst)
    return uit.getvalue()


def _definities(boek: xlsxwriter.Workbook, lijst: Cijferlijst) -> None:
    blad = boek.add_worksheet("Definities")
    vet = boek.add_format({"bold": True, "valign": "top"})
    lopend = boek.add_format({"text_wrap": True, "valign": "top"})
    for nummer, (woord, uitleg) in enumerate(lijst.definities):
        blad.write_string(nummer, 0, woord, vet)
        blad.write_string(nummer, 1, uitleg, lopend)
    blad.set_column(0, 0, 26)
    blad.set_column(1, 1, 90)


def als_ods(lijst: Cijferlijst) -> bytes:
    """The list on one sheet, what its columns mean on another."""
    rijen = [tuple(ONBEKEND if cel is None else cel for cel in rij) for rij in lijst.alle_rijen]
    koppen = tuple(kolom.kop for kolom in lijst.kolommen)
    return schrijf_ods(
        [
            Blad("Lijst", koppen, rijen, som=lijst.som is not None),
            Blad("Definities", None, lijst.definities),
        ]
    )


def als_parquet(lijst: Cijferlijst) -> bytes:
    """Two columns of text and one of int32 per number; null is unknown."""
    soorten = [pa.string(), pa.string(), *[pa.int32()] * (len(lijst.kolommen) - 2)]
    schema = pa.schema(
        [pa.field(k.naam, soort) for k, soort in zip(lijst.kolommen, soorten, strict=True)],
        metadata=dict(lijst.definities),
    )
    kolommen = [
        pa.array([rij[plaats] for rij in lijst.alle_rijen], soort)
        for plaats, soort in enumerate(soorten)
    ]
    uit = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(kolommen, schema=schema), uit, compression="none")
    return uit.getvalue()


def als_pdf(lijst: Cijferlijst) -> bytes:
    """A table on paper, tagged for screen readers (PDF/UA-1)."""
    gegevens = {
        "titel": lijst.titel,
        "onder": lijst.onder,
        "uitleg": lijst.uitleg,
        "koppen": [kolom.kop for kolom in lijst.kolommen],
        "rijen": [lijst.in_woorden(rij) for rij in lijst.rijen],
        "som": lijst.in_woorden(lijst.som) if lijst.som else None,
        "kolommen": [(kolom.kop, kolom.uitleg) for kolom in lijst.kolommen],
    }
    bestand: bytes = typst.compile(
        OPMAAK,
        sys_inputs={"gegevens": json.dumps(gegevens, ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=NOOIT,
        ignore_system_fonts=True,
    )
    return bestand


LIJSTFORMATEN: dict[str, Callable[[Cijferlijst], bytes]] = {
    "csv": als_csv,
    "xlsx": als_xlsx,
    "ods": als_ods,
    "json": als_json,
    "parquet": als_parquet,
    "pdf": als_pdf,
}
