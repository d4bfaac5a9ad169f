"""CSV in the layout of the publication: a row per gemeente, then the region."""

import csv
import io
from collections.abc import Iterable

from sonar.rapportage.tabellen.tabel import Tabel


def rijen_als_csv(rijen: Iterable[Iterable[object]]) -> bytes:
    """RFC 4180: UTF-8, commas, CRLF at the end of every line; what there is not is empty.

    Every CSV of figures is written here. The same rows give the same bytes.
    """
    tekst = io.StringIO(newline="")
    schrijver = csv.writer(tekst, lineterminator="\r\n")
    schrijver.writerows(["" if cel is None else cel for cel in rij] for rij in rijen)
    return tekst.getvalue().encode("utf-8")


def als_csv(tabel: Tabel) -> bytes:
    """The table; numbers without separators, what is not shown is empty."""
    return rijen_als_csv(
        [tabel.kolomdefinities, *([rij.code, rij.naam, *rij.waarden] for rij in tabel.alle_rijen)]
    )
