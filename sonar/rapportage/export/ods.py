"""ODS (OpenDocument 1.3): the table on one sheet, its definitions on another.

Written here and not with a library: odfpy has had no release since 2020 and stamps the clock into
its files; what a sheet of text and whole numbers needs of the standard is this one page.
"""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from sonar.rapportage.tabellen.tabel import NIET_GETOOND, Tabel


SOORT = "application/vnd.oasis.opendocument.spreadsheet"
OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
RUIMTEN = {
    "office": f"{OASIS}office:1.0",
    "table": f"{OASIS}table:1.0",
    "text": f"{OASIS}text:1.0",
    "style": f"{OASIS}style:1.0",
    "number": f"{OASIS}datastyle:1.0",
    "fo": f"{OASIS}xsl-fo-compatible:1.0",
    "manifest": f"{OASIS}manifest:1.0",
}
# A zip cannot say 'no date'; this is the first day that it knows.
DAG_NUL = (1980, 1, 1, 0, 0, 0)

for _voorvoegsel, _ruimte in RUIMTEN.items():
    ET.register_namespace(_voorvoegsel, _ruimte)


@dataclass(frozen=True, slots=True)
class Blad:
    """A sheet: its name, its headings if it has any, and its rows; whether the last is a sum."""

    naam: str
    koppen: Sequence[str] | None
    rijen: Sequence[Sequence[str | int]]
    som: bool = False


def als_ods(tabel: Tabel) -> bytes:
    """The bytes of a workbook; the same table gives the same bytes."""
    koppen = [kolom.bladkop for kolom in tabel.kolommen]
    rijen = [
        [
            rij.code,
            rij.naam,
            *(NIET_GETOOND if waarde is None else waarde for waarde in rij.waarden),
        ]
        for rij in tabel.alle_rijen
    ]
    return schrijf_ods(
        [
            Blad(tabel.kwartaal.code, ["gemeentecode", "gemeente", *koppen], rijen, som=True),
            Blad("Definities", None, [*tabel.beschrijving, *tabel.definities]),
        ]
    )


def schrijf_ods(bladen: Sequence[Blad]) -> bytes:
    """The bytes of a workbook of text and whole numbers."""
    uit = io.BytesIO()
    with zipfile.ZipFile(uit, "w") as archief:
        # The standard asks for this one first and not compressed.
        _voeg_toe(archief, "mimetype", SOORT.encode(), zipfile.ZIP_STORED)
        _voeg_toe(archief, "content.xml", _bytes(_inhoud(bladen)))
        _voeg_toe(archief, "META-INF/manifest.xml", _bytes(_manifest()))
    return uit.getvalue()


def _voeg_toe(
    archief: zipfile.ZipFile, naam: str, inhoud: bytes, hoe: int = zipfile.ZIP_DEFLATED
) -> None:
    deel = zipfile.ZipInfo(naam, DAG_NUL)
    deel.create_system = 3  # otherwise it says on what machine it was made
    deel.external_attr = 0o644 << 16
    archief.writestr(deel, inhoud, hoe)


def _bytes(element: ET.Element) -> bytes:
    tekst: bytes = ET.tostring(element, encoding="UTF-8", xml_declaration=True)
    return tekst


def _naam(korte: str) -> str:
    """`table:name` in the notation of ElementTree."""
    ruimte, naam = korte.split(":")
    return f"{{{RUIMTEN[ruimte]}}}{naam}"


def _onder(ouder: ET.Element, naam: str, **eigenschappen: str) -> ET.Element:
    """A child; `table_name` among the properties means `table:name`."""
    paren = {_naam(sleutel.replace("__", ":")): w for sleutel, w in eigenschappen.items()}
    return ET.SubElement(ouder, _naam(naam), {k: paren[k] for k in sorted(paren)})


def _inhoud(bladen: Sequence[Blad]) -> ET.Element:
    document = ET.Element(_naam("office:document-content"), {_naam("office:version"): "1.3"})
    _stijlen(_onder(document, "office:automatic-styles"))
    boek = _onder(_onder(document, "office:body"), "office:spreadsheet")
    for een in bladen:
        blad = _onder(boek, "table:table", table__name=een.naam)
        breed = len(een.koppen or een.rijen[0])
        _onder(blad, "table:table-column", **{"table__number-columns-repeated": str(breed)})
        if een.koppen:
            _rij(_onder(blad, "table:table-header-rows"), een.koppen, "kop")
        for nummer, rij in enumerate(een.rijen, start=1):
            _rij(blad, rij, "som" if een.som and nummer == len(een.rijen) else "getal")
    return document


def _rij(blad: ET.Element, waarden: Sequence[str | int], stijl: str) -> None:
    rij = _onder(blad, "table:table-row")
    for waarde in waarden:
        if isinstance(waarde, int):
            cel = _onder(
                rij,
                "table:table-cell",
                office__value=str(waarde),
                **{"office__value-type": "float", "table__style-name": stijl},
            )
            _onder(cel, "text:p").text = f"{waarde:,}".replace(",", ".")
        else:
            cel = _onder(
                rij,
                "table:table-cell",
                **{"office__value-type": "string", "table__style-name": stijl},
            )
            _onder(cel, "text:p").text = str(waarde)


def _stijlen(stijlen: ET.Element) -> None:
    """Whole numbers with a separator, in ordinary and in bold."""
    vorm = _onder(stijlen, "number:number-style", style__name="aantal")
    _onder(
        vorm,
        "number:number",
        number__grouping="true",
        **{"number__decimal-places": "0", "number__min-integer-digits": "1"},
    )
    for naam, vet in (("getal", False), ("som", True), ("kop", True)):
        stijl = _onder(
            stijlen,
            "style:style",
            style__name=naam,
            style__family="table-cell",
            **{"style__data-style-name": "aantal"},
        )
        if vet:
            _onder(stijl, "style:text-properties", **{"fo__font-weight": "bold"})


def _manifest() -> ET.Element:
    manifest = ET.Element(_naam("manifest:manifest"), {_naam("manifest:version"): "1.3"})
    for pad, soort in (("/", SOORT), ("content.xml", "text/xml")):
        _onder(
            manifest,
            "manifest:file-entry",
            **{"manifest__full-path": pad, "manifest__media-type": soort},
        )
    return manifest
