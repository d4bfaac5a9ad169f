"""The formats by name: one table for the command line, the pages and the releases."""

from collections.abc import Callable

from sonar.rapportage.export.csv import als_csv
from sonar.rapportage.export.json import als_json
from sonar.rapportage.export.ods import als_ods
from sonar.rapportage.export.parquet import als_parquet
from sonar.rapportage.export.pdf import als_pdf
from sonar.rapportage.export.xlsx import als_xlsx
from sonar.rapportage.tabellen.tabel import Tabel


FORMATEN: dict[str, Callable[[Tabel], bytes]] = {
    "csv": als_csv,
    "xlsx": als_xlsx,
    "ods": als_ods,
    "json": als_json,
    "parquet": als_parquet,
    "pdf": als_pdf,
}
MEDIATYPEN = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
    "pdf": "application/pdf",
}
