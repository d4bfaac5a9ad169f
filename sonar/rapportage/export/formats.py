"""The formats: one row each, for the command line, the pages and the releases."""

from collections.abc import Callable
from dataclasses import dataclass

from sonar.rapportage.export.csv import to_csv
from sonar.rapportage.export.json import to_json
from sonar.rapportage.export.ods import ODS, to_ods
from sonar.rapportage.export.parquet import to_parquet
from sonar.rapportage.export.pdf import to_pdf
from sonar.rapportage.export.xlsx import to_xlsx
from sonar.rapportage.tabellen.lijst import Cijfers


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name (also after the dot of a file), its label, and who writes it.

    The same figures give the same bytes. What is `readable` may be written on the screen.
    """

    name: str
    label: str
    media_type: str
    write: Callable[[Cijfers], bytes]
    readable: bool = False

    @property
    def content_type(self) -> str:
        """As a header says it."""
        is_text = self.media_type.startswith("text/")
        return f"{self.media_type}; charset=utf-8" if is_text else self.media_type

    def file_name(self, name: str) -> str:
        """How a file of this format is named."""
        return f"{name}.{self.name}"


FORMATS = {
    een.name: een
    for een in (
        Format("csv", "CSV", "text/csv", to_csv, readable=True),
        Format(
            "xlsx",
            "Excel (XLSX)",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            to_xlsx,
        ),
        Format("ods", "OpenDocument (ODS)", ODS, to_ods),
        Format("json", "JSON", "application/json", to_json, readable=True),
        Format("parquet", "Parquet", "application/vnd.apache.parquet", to_parquet),
        Format("pdf", "PDF", "application/pdf", to_pdf),
    )
}
