"""The table as open data: CSV with its description (CSV on the Web), and Parquet."""

import csv
import datetime
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kandidatenverkenner.overzicht.partition import K
from kandidatenverkenner.overzicht.tabel import LABELS, ONDERDELEN, OpenTable


BREDER = {"opleidingsniveau", "uren", "sector"}  # parts whose codes have a broader code
LICENTIE = "https://creativecommons.org/publicdomain/zero/1.0/deed.nl"


@dataclass(frozen=True, slots=True)
class CsvwColumn:
    """A column of the files. `soort` is its datatype in CSV on the Web."""

    naam: str
    titel: str
    soort: str
    uitleg: str


def _kolommen() -> Iterator[CsvwColumn]:
    for deel in ONDERDELEN:
        label = LABELS[deel]
        leeg = "" if deel == "regio" else " Leeg: dit is van deze mensen niet verteld."
        yield CsvwColumn(deel, f"{label} (code)", "string", f"{label}, als code.{leeg}")
        yield CsvwColumn(f"{deel}_naam", label, "string", f"{label}, in woorden.{leeg}")
        if deel in BREDER:
            yield CsvwColumn(
                f"{deel}_breder",
                f"{label} (bredere code)",
                "string",
                f"{label}, als de bredere code waar de code bij hoort, of die al is.{leeg}",
            )
    yield CsvwColumn("aantal", "Aantal mensen", "integer", f"Hoeveel mensen: altijd {K} of meer.")
    yield CsvwColumn(
        "peildatum",
        "Geteld op",
        "date",
        f"De dag waarop deze rij is geteld. Een rij blijft gelijk tot er {K} mensen of meer "
        "bij zijn gekomen of weg zijn gegaan.",
    )


KOLOMMEN = list(_kolommen())


def rijen(tabel: OpenTable) -> Iterator[tuple[str | int | datetime.date, ...]]:
    """The rows, with the columns of KOLOMMEN. A value that is not shown is an empty string."""
    for rij in tabel.rijen:
        woorden: list[str] = []
        for deel in ONDERDELEN:
            code = rij.codes[deel]
            woorden += [code, tabel.woorden.naam(deel, code) if code else ""]
            if deel in BREDER:
                woorden.append(tabel.woorden.pad(deel, code)[0] if code else "")
        yield (*woorden, rij.aantal, rij.peildatum)


def als_csv(tabel: OpenTable) -> bytes:
    """RFC 4180, UTF-8, a header, commas."""
    tekst = io.StringIO(newline="")
    schrijver = csv.writer(tekst)
    schrijver.writerow(kolom.naam for kolom in KOLOMMEN)
    schrijver.writerows(rijen(tabel))
    return tekst.getvalue().encode()


def als_parquet(tabel: OpenTable) -> bytes:
    """The same columns; what is not told is null. The same table gives the same bytes."""
    # A web worker, that only serves what the night made, does without its 30 MiB.
    import pyarrow  # noqa: PLC0415
    import pyarrow.parquet  # noqa: PLC0415

    soorten = {"string": pyarrow.string(), "integer": pyarrow.int32(), "date": pyarrow.date32()}
    per_kolom = zip(*rijen(tabel), strict=True) if tabel.rijen else ([] for _ in KOLOMMEN)
    schema = pyarrow.schema(
        [
            pyarrow.field(kolom.naam, soorten[kolom.soort], metadata={"uitleg": kolom.uitleg})
            for kolom in KOLOMMEN
        ]
    )
    kolommen = [
        pyarrow.array([waarde if waarde != "" else None for waarde in waarden], veld.type)
        for waarden, veld in zip(per_kolom, schema, strict=True)
    ]
    uit = pyarrow.BufferOutputStream()
    pyarrow.parquet.write_table(pyarrow.table(kolommen, schema=schema), uit, compression="zstd")
    inhoud: bytes = uit.getvalue().to_pybytes()
    return inhoud


def als_csvw(bijgewerkt: datetime.date | None) -> bytes:
    """The description of the CSV, at the address where readers of CSV on the Web look for it."""
    beschrijving: dict[str, Any] = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "nl"}],
        "url": "tabel.csv",
        "dc:title": "Wie zijn er beschikbaar: mensen uit de doelgroep banenafspraak per regio",
        "dc:description": (
            f"Iedereen in de Kandidatenverkenner, verdeeld over rijen van {K} mensen of meer. "
            "Wat te weinig mensen delen, wordt ruimer verteld of weggelaten. Regio's met minder "
            f"dan {K} mensen staan er niet in."
        ),
        "dc:license": {"@id": LICENTIE},
        "dialect": {"encoding": "utf-8", "delimiter": ",", "header": True},
        "tableSchema": {
            "columns": [
                {
                    "name": kolom.naam,
                    "titles": kolom.naam,
                    "dc:title": kolom.titel,
                    "dc:description": kolom.uitleg,
                    "datatype": kolom.soort
                    if kolom.soort != "integer"
                    else {"base": "integer", "minimum": str(K)},
                    "required": kolom.naam in {"regio", "regio_naam", "aantal", "peildatum"},
                }
                for kolom in KOLOMMEN
            ],
            "primaryKey": list(ONDERDELEN),
        },
    }
    if bijgewerkt:
        beschrijving["dc:modified"] = {"@value": bijgewerkt.isoformat(), "@type": "xsd:date"}
    return json.dumps(beschrijving, ensure_ascii=False, indent=2).encode()
