"""What a release is made by, per format number: columns, words, files, and the rule of protection.

A release names its number, and its manifest carries its columns and words. So it is read and made
again without asking what the tables say today. A format that is out never changes: a test holds
its hash. Another column, word, file or rule is the next number, and the newest number is what the
next release is made by. Write the old columns and words out under the old number when you do that.

Number 1 is not out for good yet. The rule by which it protects public figures is known to be wrong
(totals of what is shown are too low) and will still change; it freezes with the first real release.
"""

import dataclasses
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sonar.rapportage.disclosure.audit import AuditResult, PublicRelease, audit_release
from sonar.rapportage.disclosure.public_table import protect
from sonar.rapportage.export.formats import FORMATS
from sonar.rapportage.tabellen.kolommen import KOLOMMEN, Kolom
from sonar.rapportage.tabellen.tabel import Tabel
from sonar.rapportage.tabellen.teksten import TEKSTEN, Teksten, Woorden


# The libraries that the bytes of a file depend on, by how its name ends.
LIBRARIES = {
    ".xlsx": ("XlsxWriter",),
    ".parquet": ("pyarrow",),
    ".pdf": ("typst", "shapely"),
    "doorrekening.json": ("scipy",),
}
COUNT = {"base": "integer", "minimum": 0}  # in CSVW


class UnknownFormatError(Exception):
    """A release of a format that this version of the product does not know."""


@dataclass(frozen=True, slots=True)
class ReleaseFormat:
    """One number and all that it fixes."""

    number: int
    columns: tuple[Kolom, ...]
    texts: Teksten
    files: tuple[str, ...]  # a file of the table in each of these formats, and what describes it
    protect: Callable[[Tabel, Iterable[Tabel], frozenset[str]], Tabel]
    audit: Callable[[PublicRelease, Sequence[PublicRelease], frozenset[str]], AuditResult]

    def write(self, tabel: Tabel) -> dict[str, bytes]:
        """The table in each format, and the description of the CSV."""
        written = {
            FORMATS[name].file_name(tabel.naam): FORMATS[name].write(tabel) for name in self.files
        }
        written[f"{tabel.naam}.csv-metadata.json"] = to_csvw(tabel)
        return written


RELEASE_FORMATS = {
    1: ReleaseFormat(
        number=1,
        columns=KOLOMMEN,
        texts=TEKSTEN,
        files=("csv", "xlsx", "ods", "json", "parquet", "pdf"),
        protect=protect,
        audit=audit_release,
    ),
}


def newest() -> ReleaseFormat:
    """The format of the next release."""
    return RELEASE_FORMATS[max(RELEASE_FORMATS)]


def schema_of(release_format: ReleaseFormat) -> dict[str, Any]:
    """The number, the columns and the words, as a manifest carries them."""
    return {
        "formaat": release_format.number,
        "kolommen": [
            {
                "naam": column.naam,
                "kop": column.kop,
                "groep": column.groep,
                "definitie": column.definitie,
                "organisatie": column.organisatie,
                "metProfiel": column.met_profiel,
            }
            for column in release_format.columns
        ],
        "teksten": dataclasses.asdict(release_format.texts),
    }


def format_of(manifest: Mapping[str, Any]) -> ReleaseFormat:
    """The format that a manifest names, with the columns and words that it carries.

    Raises UnknownFormatError, with a sentence in Dutch, for a number that is not there.
    """
    number = manifest["formaat"]
    if number not in RELEASE_FORMATS:
        raise UnknownFormatError(
            f"Deze uitgave heeft formaat {number}. Deze versie van het programma kent alleen "
            f"{', '.join(map(str, RELEASE_FORMATS))}. Gebruik de versie waarmee zij is gemaakt."
        )
    return dataclasses.replace(
        RELEASE_FORMATS[number],
        columns=columns_of(manifest),
        texts=texts_of(manifest),
    )


def columns_of(manifest: Mapping[str, Any]) -> tuple[Kolom, ...]:
    """The columns that a release came out with."""
    return tuple(
        Kolom(
            naam=column["naam"],
            kop=column["kop"],
            definitie=column["definitie"],
            groep=column["groep"],
            organisatie=column["organisatie"],
            met_profiel=column["metProfiel"],
        )
        for column in manifest["kolommen"]
    )


def texts_of(manifest: Mapping[str, Any]) -> Teksten:
    """The words that a release came out with."""
    texts = manifest["teksten"]
    return Teksten(
        titel=texts["titel"],
        edities=_pairs(texts["edities"]),
        rijkolommen=_pairs(texts["rijkolommen"]),
        begrippen=_pairs(texts["begrippen"]),
        register=texts["register"],
        register_niet_getoond=texts["register_niet_getoond"],
        register_bekend=texts["register_bekend"],
        toelichting=_pairs(texts["toelichting"]),
        bron=texts["bron"],
    )


def _pairs(words: Iterable[Sequence[str]]) -> Woorden:
    return tuple((word, meaning) for word, meaning in words)


def csv_columns(tabel: Tabel) -> list[tuple[str, str, str]]:
    """Every column of the CSV: its name, its heading, and what it means."""
    return [
        *((name, name.capitalize(), meaning) for name, meaning in tabel.rijkolommen.items()),
        *((column.naam, column.volle_kop, column.definitie) for column in tabel.kolommen),
    ]


def to_csvw(tabel: Tabel) -> bytes:
    """CSVW metadata (W3C, Metadata Vocabulary for Tabular Data) of the CSV beside it."""
    columns = [
        {
            "name": name,
            "titles": name,
            "dc:title": heading,
            "dc:description": meaning,
            "datatype": "string"
            if name in tabel.rijkolommen
            else {"base": "integer", "minimum": 0},
            "required": name in tabel.rijkolommen,
            "null": "",
        }
        for name, heading, meaning in csv_columns(tabel)
    ]
    facts = dict(tabel.beschrijving)
    content = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "nl"}],
        "url": f"{tabel.naam}.csv",
        "dc:title": f"{facts['titel']}, {facts['regio']}, {facts['kwartaal']}",
        "dc:description": f"{tabel.wat_is_het} {facts['noot']}",
        "dc:language": "nl",
        "dialect": {"header": True, "encoding": "utf-8", "lineTerminators": ["\r\n"]},
        "tableSchema": {"columns": columns, "primaryKey": "gemeentecode"},
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
