"""ODS (OpenDocument 1.3): the figures on one sheet, what they mean on another.

Written here and not with a library: odfpy has had no release since 2020 and stamps the clock into
its files. A sheet of text and whole numbers needs no more of the standard than this one page.
"""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from sonar.rapportage.tabellen.lijst import Cijfers


ODS = "application/vnd.oasis.opendocument.spreadsheet"
OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
NAMESPACES = {
    "office": f"{OASIS}office:1.0",
    "table": f"{OASIS}table:1.0",
    "text": f"{OASIS}text:1.0",
    "style": f"{OASIS}style:1.0",
    "number": f"{OASIS}datastyle:1.0",
    "fo": f"{OASIS}xsl-fo-compatible:1.0",
    "manifest": f"{OASIS}manifest:1.0",
}
# A zip cannot say 'no date'; this is the first day that it knows.
DAY_ZERO = (1980, 1, 1, 0, 0, 0)

for _prefix, _namespace in NAMESPACES.items():
    ET.register_namespace(_prefix, _namespace)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name, its headings if it has any, and its rows; whether the last is a sum."""

    name: str
    headings: Sequence[str] | None
    rows: Sequence[Sequence[str | int]]
    has_total: bool = False


def to_ods(cijfers: Cijfers) -> bytes:
    """The bytes of a workbook; the same figures give the same bytes."""
    rows = [[cijfers.leeg if cell is None else cell for cell in row] for row in cijfers.cellen]
    sheets = [
        Sheet(cijfers.blad, cijfers.koppen, rows, has_total=cijfers.heeft_som),
        Sheet("Definities", None, cijfers.woorden),
    ]
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        # The standard asks for this one first and not compressed.
        _add(archive, "mimetype", ODS.encode(), zipfile.ZIP_STORED)
        _add(archive, "content.xml", _to_bytes(_content(sheets)))
        _add(archive, "META-INF/manifest.xml", _to_bytes(_manifest()))
    return file.getvalue()


def _add(
    archive: zipfile.ZipFile, name: str, content: bytes, compression: int = zipfile.ZIP_DEFLATED
) -> None:
    part = zipfile.ZipInfo(name, DAY_ZERO)
    part.create_system = 3  # otherwise it says on what machine it was made
    part.external_attr = 0o644 << 16
    archive.writestr(part, content, compression)


def _to_bytes(element: ET.Element) -> bytes:
    text: bytes = ET.tostring(element, encoding="UTF-8", xml_declaration=True)
    return text


def _qualified(short: str) -> str:
    """`table:name` in the notation of ElementTree."""
    space, name = short.split(":")
    return f"{{{NAMESPACES[space]}}}{name}"


def _child(parent: ET.Element, name: str, **attributes: str) -> ET.Element:
    """A child; `table__name` among the attributes means `table:name`."""
    named = {_qualified(key.replace("__", ":")): value for key, value in attributes.items()}
    return ET.SubElement(parent, _qualified(name), {key: named[key] for key in sorted(named)})


def _content(sheets: Sequence[Sheet]) -> ET.Element:
    document = ET.Element(
        _qualified("office:document-content"), {_qualified("office:version"): "1.3"}
    )
    _styles(_child(document, "office:automatic-styles"))
    book = _child(_child(document, "office:body"), "office:spreadsheet")
    for sheet in sheets:
        table = _child(book, "table:table", table__name=sheet.name)
        width = len(sheet.headings or sheet.rows[0])
        _child(table, "table:table-column", **{"table__number-columns-repeated": str(width)})
        if sheet.headings:
            _row(_child(table, "table:table-header-rows"), sheet.headings, "kop")
        for number, row in enumerate(sheet.rows, start=1):
            _row(table, row, "som" if sheet.has_total and number == len(sheet.rows) else "getal")
    return document


def _row(table: ET.Element, values: Sequence[str | int], style: str) -> None:
    row = _child(table, "table:table-row")
    for value in values:
        if isinstance(value, int):
            cell = _child(
                row,
                "table:table-cell",
                office__value=str(value),
                **{"office__value-type": "float", "table__style-name": style},
            )
            _child(cell, "text:p").text = f"{value:,}".replace(",", ".")
        else:
            cell = _child(
                row,
                "table:table-cell",
                **{"office__value-type": "string", "table__style-name": style},
            )
            _child(cell, "text:p").text = str(value)


def _styles(styles: ET.Element) -> None:
    """Whole numbers with a separator, in ordinary and in bold."""
    number = _child(styles, "number:number-style", style__name="aantal")
    _child(
        number,
        "number:number",
        number__grouping="true",
        **{"number__decimal-places": "0", "number__min-integer-digits": "1"},
    )
    for name, is_bold in (("getal", False), ("som", True), ("kop", True)):
        style = _child(
            styles,
            "style:style",
            style__name=name,
            style__family="table-cell",
            **{"style__data-style-name": "aantal"},
        )
        if is_bold:
            _child(style, "style:text-properties", **{"fo__font-weight": "bold"})


def _manifest() -> ET.Element:
    manifest = ET.Element(_qualified("manifest:manifest"), {_qualified("manifest:version"): "1.3"})
    for path, media_type in (("/", ODS), ("content.xml", "text/xml")):
        _child(
            manifest,
            "manifest:file-entry",
            **{"manifest__full-path": path, "manifest__media-type": media_type},
        )
    return manifest
