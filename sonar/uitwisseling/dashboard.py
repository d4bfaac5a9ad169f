"""The Sonar dashboard export: 35 columns, as xlsx or csv (DOMEIN, section 4)."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from stdnum.nl import bsn as elfproef

from sonar.models import Opleidingsniveau, Rijbewijs, Taalniveau, Vervoermiddel
from sonar.rules.normaliseren import geheel_getal, zonder_leestekens
from sonar.uitwisseling.wijziging import ImportedChange, quoted


KOLOMMEN = [
    "Datum melding",
    "1e uitk dag (niet WW)",
    "BSN",
    "ID_WZ",
    "Beschikbare uren/wk",
    "Opleidingsniveau",
    "Beroepssector",
    "Bemiddelingsberoep",
    "Mondeling Nederlands",
    "Schriftelijk Nederlands",
    "Rijbewijs",
    "Inschrijfdatum",
    "Geslacht",
    "Telefoonnummer",
    "Volledige Naam",
    "Leeftijd",
    "E-mailadres",
    "Vervoer",
    "Gemeente",
    "Postcode",
    "Plaats",
    "Straatnaam",
    "Huisnummer",
    "Huisnummer Toevoeging",
    "Banenafspraak",
    "Klantprofiel",
    "Arbeidsmarktregio",
    "Cases (aantal)",
    "Sonar",
    "Medewerker Naam",
    "Organisatie Naam",
    "GSD Kantoor",
    "Participatieladder",
    "Aantal",
    "Toestemming",
]
# column: field of the werkzoekende
PERSOON = {
    "Telefoonnummer": "telefoon",
    "E-mailadres": "email",
    "Postcode": "postcode",
    "Plaats": "plaats",
    "Straatnaam": "straat",
    "Huisnummer": "huisnummer",
    "Huisnummer Toevoeging": "toevoeging",
}
# The words people write, and the codes of the list that they mean.
NIVEAUS = {naam.lower(): code for code, naam in Opleidingsniveau.choices} | {
    "hbo": Opleidingsniveau.HBO,
    "wo": Opleidingsniveau.WO,
    "havo": Opleidingsniveau.HAVO_VWO,
    "vwo": Opleidingsniveau.HAVO_VWO,
}
TALEN = {naam.lower(): code for code, naam in Taalniveau.choices}
VERVOER = {naam.lower(): code for code, naam in Vervoermiddel.choices}


class OnbekendBestandError(Exception):
    """Not a dashboard export; the text says what is."""


def read_rows(pad: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The lines of the file with their numbers, as column: text. The first line is the heading.

    Raises OnbekendBestandError for another kind of file or other columns.
    """
    rijen = _xlsx(pad) if pad.suffix.lower() == ".xlsx" else _csv(pad)
    kop = next(rijen, [])
    if [cel.strip() for cel in kop] != KOLOMMEN:
        raise OnbekendBestandError(
            f"Dit is geen dashboardexport van Sonar: verwacht {len(KOLOMMEN)} kolommen, van "
            f"'{KOLOMMEN[0]}' tot en met '{KOLOMMEN[-1]}'."
        )
    for nummer, rij in enumerate(rijen, start=2):
        if any(rij):
            yield nummer, dict(zip(KOLOMMEN, [*rij, *[""] * len(KOLOMMEN)], strict=False))


def _csv(pad: Path) -> Iterator[list[str]]:
    try:
        with pad.open(encoding="utf-8-sig", newline="") as bestand:
            eerste = bestand.readline()
            bestand.seek(0)
            scheiding = ";" if eerste.count(";") > eerste.count(",") else ","
            yield from csv.reader(bestand, delimiter=scheiding)
    except (OSError, UnicodeDecodeError) as fout:
        raise OnbekendBestandError(f"Dit bestand kan ik niet lezen: {pad.name}.") from fout


def _xlsx(pad: Path) -> Iterator[list[str]]:
    try:
        boek = load_workbook(pad, read_only=True, data_only=True)
    except Exception as fout:
        # openpyxl lets zipfile, XML and key errors through.
        raise OnbekendBestandError(f"Dit bestand kan ik niet lezen: {pad.name}.") from fout
    for rij in boek.worksheets[0].iter_rows(values_only=True):
        yield ["" if cel is None else str(cel) for cel in rij]


def to_change(regel: dict[str, str]) -> ImportedChange:
    """What a line would change. Names, dates and counts of the dashboard are not taken over."""
    wijziging = ImportedChange(bsn=zonder_leestekens(regel["BSN"]))
    if not elfproef.is_valid(wijziging.bsn):
        wijziging.fouten.append("BSN: geen geldig burgerservicenummer.")
    for kolom, veld in PERSOON.items():
        if waarde := regel[kolom].strip():
            wijziging.persoon[veld] = waarde
    if "postcode" in wijziging.persoon:
        wijziging.persoon["postcode"] = zonder_leestekens(wijziging.persoon["postcode"])
    wijziging.getal("uren_max", geheel_getal(regel["Beschikbare uren/wk"]))
    if "uren_max" in wijziging.profiel:
        # The dashboard knows one number: it is what somebody wants, no more and no less.
        wijziging.profiel["uren_min"] = wijziging.profiel["uren_max"]
    if niveau := regel["Opleidingsniveau"].strip():
        code = _woord(wijziging, "Opleidingsniveau", niveau, NIVEAUS)
        wijziging.onderdelen["opleidingen"] = [{"niveau": code}]
    _nederlands(wijziging, regel)
    _codes(wijziging, regel)
    return wijziging


def _codes(wijziging: ImportedChange, regel: dict[str, str]) -> None:
    """The columns with more than one code, separated by commas."""
    if sectoren := _gescheiden(regel["Beroepssector"]):
        wijziging.sectoren = sectoren
    if rijbewijzen := _gescheiden(regel["Rijbewijs"].upper()):
        wijziging.codes("rijbewijzen", rijbewijzen, Rijbewijs.values)
    if vervoer := _gescheiden(regel["Vervoer"]):
        wijziging.profiel["vervoermiddelen"] = [
            _woord(wijziging, "Vervoer", woord, VERVOER) for woord in vervoer
        ]


def _gescheiden(tekst: str) -> list[str]:
    return [deel.strip() for deel in tekst.split(",") if deel.strip()]


def _nederlands(wijziging: ImportedChange, regel: dict[str, str]) -> None:
    mondeling, schriftelijk = regel["Mondeling Nederlands"], regel["Schriftelijk Nederlands"]
    if mondeling.strip() and schriftelijk.strip():
        wijziging.onderdelen["talen"] = [
            {
                "taal_id": "nld",
                "mondeling": _woord(wijziging, "Mondeling Nederlands", mondeling, TALEN),
                "schriftelijk": _woord(wijziging, "Schriftelijk Nederlands", schriftelijk, TALEN),
            }
        ]


def _woord(wijziging: ImportedChange, kolom: str, woord: str, lijst: dict[str, Any]) -> str:
    """The code of a word; one that is in no list is named and never guessed."""
    code = lijst.get(woord.strip().lower())
    if code is None:
        wijziging.fouten.append(f"{kolom}: '{quoted(woord)}' ken ik niet.")
        return ""
    return str(code)
