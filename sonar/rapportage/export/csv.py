"""CSV in the layout of the publication: a row per gemeente, then the region."""

import csv
import io

from sonar.rapportage.kolommen import KOLOMMEN
from sonar.rapportage.tabel import Tabel


KOPPEN = ("gemeentecode", "gemeente", *(kolom.naam for kolom in KOLOMMEN))


def als_csv(tabel: Tabel, regeleinde: str = "\n") -> bytes:
    """UTF-8, commas; numbers without separators, what is not shown is empty.

    The same table gives the same bytes. RFC 4180 asks for CRLF at the end of a line.
    """
    tekst = io.StringIO(newline="")
    schrijver = csv.writer(tekst, lineterminator=regeleinde)
    schrijver.writerow(KOPPEN)
    for rij in tabel.alle_rijen:
        schrijver.writerow([rij.code, rij.naam, *("" if w is None else w for w in rij.waarden)])
    return tekst.getvalue().encode("utf-8")
