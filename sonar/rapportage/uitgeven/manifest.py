"""The manifest of a release: a Data Package (v2) in canonical JSON.

Besides the files it carries the format of the release: its number, its columns and its words.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sonar.rapportage.export.formats import FORMATS
from sonar.rapportage.tabellen.tabel import Tabel
from sonar.rapportage.uitgeven.release_format import ReleaseFormat, csv_columns, schema_of


MANIFEST = "datapackage.json"
SIGNATURE = "datapackage.json.sig"


@dataclass(frozen=True, slots=True)
class Provenance:
    """By which code and key a release was made. `sleutel` is the fingerprint of the public key."""

    code: Mapping[str, Any]
    sleutel: str


@dataclass(frozen=True, slots=True)
class ReleaseHeader:
    """What a manifest says of its release besides the files. `vorige` is a SHA-256, or None."""

    kenmerk: str
    nummer: int
    volgnummer: int
    soort: str
    bekend_op: str
    vorige: str | None
    herkomst: Provenance
    formaat: ReleaseFormat
    wijzigingen: Sequence[str] = ()


def canonical(content: Mapping[str, Any]) -> bytes:
    """One way to write it: sorted keys, no spaces, UTF-8. No fractions occur in it."""
    return json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode("utf-8")


def sha256_hex(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def make_manifest(tabel: Tabel, files: Mapping[str, bytes], header: ReleaseHeader) -> bytes:
    """The bytes that are signed: every file with its size and SHA-256, and what they are."""
    return canonical(
        {
            "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
            "name": header.kenmerk.lower(),
            "title": f"{tabel.titel}, {tabel.regio}, {tabel.kwartaal.omschrijving}",
            "description": tabel.wat_is_het,
            "version": str(header.nummer),
            "resources": [_resource(tabel, name, files[name]) for name in sorted(files)],
            "uitgave": {
                "kenmerk": header.kenmerk,
                "kwartaal": tabel.kwartaal.code,
                "regio": tabel.regio_code,
                "editie": tabel.editie,
                "nummer": header.nummer,
                "volgnummer": header.volgnummer,
                "soort": header.soort,
                "peildatum": tabel.peildatum.isoformat(),
                "bekendOp": header.bekend_op,
                "vorige": header.vorige and f"sha256:{header.vorige}",
                "sleutel": f"sha256:{header.herkomst.sleutel}",
                "code": header.herkomst.code,
                "wijzigingen": list(header.wijzigingen),
            },
            "definities": dict(tabel.definities),
            **schema_of(header.formaat),
        }
    )


def _resource(tabel: Tabel, name: str, content: bytes) -> dict[str, Any]:
    suffix = name.rsplit(".", 1)[1]
    resource: dict[str, Any] = {
        "name": name.lower().replace("_", "-").replace(".", "-"),
        "path": name,
        "format": suffix,
        "mediatype": FORMATS[suffix].media_type if suffix in FORMATS else "text/plain",
        "bytes": len(content),
        "hash": f"sha256:{sha256_hex(content)}",
    }
    if suffix == "csv":
        resource |= {"encoding": "utf-8", "schema": _schema(tabel), "type": "table"}
    return resource


def _schema(tabel: Tabel) -> dict[str, Any]:
    return {
        "fields": [
            {
                "name": name,
                "type": "string" if name in tabel.rijkolommen else "integer",
                "title": heading,
                "description": meaning,
            }
            for name, heading, meaning in csv_columns(tabel)
        ],
        "primaryKey": ["gemeentecode"],
        "missingValues": [""],
    }
