"""The manifest of a release: a Data Package (v2) in canonical JSON, and CSVW beside the CSV."""

import hashlib
import importlib.metadata
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sonar.rapportage.export.formats import FORMATS
from sonar.rapportage.tabellen.kolommen import RIJKOLOMMEN
from sonar.rapportage.tabellen.tabel import Tabel


MANIFEST = "datapackage.json"
HANDTEKENING = "datapackage.json.sig"
# The bytes of a release depend on these.
BIBLIOTHEKEN = ("XlsxWriter", "pyarrow", "scipy", "shapely", "typst")


@dataclass(frozen=True, slots=True)
class ReleaseHeader:
    """What a manifest says of its release besides the files. `vorige` is a SHA-256, or None."""

    kenmerk: str
    nummer: int
    volgnummer: int
    soort: str
    bekend_op: str
    vorige: str | None
    sleutel: str
    code: Mapping[str, Any]
    wijzigingen: Sequence[str] = ()


def canoniek(inhoud: Mapping[str, Any]) -> bytes:
    """One way to write it: sorted keys, no spaces, UTF-8. No fractions occur in it."""
    return json.dumps(
        inhoud, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode("utf-8")


def sha256_hex(inhoud: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(inhoud).hexdigest()


def codeversie() -> dict[str, Any]:
    """Which code made the bytes: a hash over the sources of the figures, and the libraries."""
    hier = Path(__file__).resolve().parents[1]
    som = hashlib.sha256()
    for pad in sorted(hier.rglob("*.py"), key=lambda pad: pad.relative_to(hier).as_posix()):
        bron = pad.read_bytes()
        som.update(f"{pad.relative_to(hier).as_posix()} {len(bron)}\n".encode() + bron)
    return {
        "rapportage": f"sha256:{som.hexdigest()}",
        "bibliotheken": {naam: importlib.metadata.version(naam) for naam in BIBLIOTHEKEN},
    }


def maak_manifest(tabel: Tabel, bestanden: Mapping[str, bytes], kop: ReleaseHeader) -> bytes:
    """The bytes that are signed: every file with its size and SHA-256, and what they are."""
    return canoniek(
        {
            "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
            "name": kop.kenmerk.lower(),
            "title": f"{tabel.titel}, {tabel.regio}, {tabel.kwartaal.omschrijving}",
            "description": dict(tabel.definities)["editie"],
            "version": str(kop.nummer),
            "resources": [_bron(tabel, naam, bestanden[naam]) for naam in sorted(bestanden)],
            "uitgave": {
                "kenmerk": kop.kenmerk,
                "kwartaal": tabel.kwartaal.code,
                "regio": tabel.regio_code,
                "editie": tabel.editie,
                "nummer": kop.nummer,
                "volgnummer": kop.volgnummer,
                "soort": kop.soort,
                "peildatum": tabel.peildatum.isoformat(),
                "bekendOp": kop.bekend_op,
                "vorige": kop.vorige and f"sha256:{kop.vorige}",
                "sleutel": f"sha256:{kop.sleutel}",
                "code": kop.code,
                "wijzigingen": list(kop.wijzigingen),
            },
            "definities": dict(tabel.definities),
        }
    )


def _bron(tabel: Tabel, naam: str, inhoud: bytes) -> dict[str, Any]:
    uitgang = naam.rsplit(".", 1)[1]
    bron: dict[str, Any] = {
        "name": naam.lower().replace("_", "-").replace(".", "-"),
        "path": naam,
        "format": uitgang,
        "mediatype": FORMATS[uitgang].media_type if uitgang in FORMATS else "text/plain",
        "bytes": len(inhoud),
        "hash": f"sha256:{sha256_hex(inhoud)}",
    }
    if uitgang == "csv":
        bron |= {"encoding": "utf-8", "schema": _schema(tabel), "type": "table"}
    return bron


def _schema(tabel: Tabel) -> dict[str, Any]:
    return {
        "fields": [
            {
                "name": naam,
                "type": "string" if naam in RIJKOLOMMEN else "integer",
                "title": kop,
                "description": definitie,
            }
            for naam, kop, definitie in _kolommen(tabel)
        ],
        "primaryKey": ["gemeentecode"],
        "missingValues": [""],
    }


def _kolommen(tabel: Tabel) -> list[tuple[str, str, str]]:
    """Every column of the CSV: its name, its heading, and what it means."""
    return [
        *((naam, naam.capitalize(), definitie) for naam, definitie in RIJKOLOMMEN.items()),
        *((kolom.naam, kolom.volle_kop, kolom.definitie) for kolom in tabel.kolommen),
    ]


def als_csvw(tabel: Tabel) -> bytes:
    """CSVW metadata (W3C, Metadata Vocabulary for Tabular Data) of the CSV beside it."""
    kolommen = [
        {
            "name": naam,
            "titles": naam,
            "dc:title": kop,
            "dc:description": definitie,
            "datatype": "string" if naam in RIJKOLOMMEN else {"base": "integer", "minimum": 0},
            "required": naam in RIJKOLOMMEN,
            "null": "",
        }
        for naam, kop, definitie in _kolommen(tabel)
    ]
    feiten = dict(tabel.beschrijving)
    inhoud = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "nl"}],
        "url": f"{tabel.naam}.csv",
        "dc:title": f"{feiten['titel']}, {feiten['regio']}, {feiten['kwartaal']}",
        "dc:description": f"{dict(tabel.definities)['editie']} {feiten['noot']}",
        "dc:language": "nl",
        "dialect": {"header": True, "encoding": "utf-8", "lineTerminators": ["\r\n"]},
        "tableSchema": {"columns": kolommen, "primaryKey": "gemeentecode"},
    }
    return (json.dumps(inhoud, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
