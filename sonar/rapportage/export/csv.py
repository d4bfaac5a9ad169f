"""CSV in the layout of the publication: the names of the columns, the rows, the sum."""

import csv
import io
from collections.abc import Iterable

from sonar.rapportage.tabellen.lijst import Cijfers


def rows_to_csv(rows: Iterable[Iterable[object]]) -> bytes:
    """RFC 4180: UTF-8, commas, CRLF at the end of every line; no value is an empty cell.

    Every CSV of figures is written here. The same rows give the same bytes.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows(["" if cell is None else cell for cell in row] for row in rows)
    return text.getvalue().encode("utf-8")


def to_csv(cijfers: Cijfers) -> bytes:
    """The figures; numbers without separators, what is not shown or not known is empty."""
    return rows_to_csv([cijfers.namen, *cijfers.cellen])
