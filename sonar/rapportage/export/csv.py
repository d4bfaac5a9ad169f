"""CSV in the layout of the publication: a row per gemeente, then the region."""

import csv
import io

from sonar.rapportage.kolommen import KOLOMMEN
from sonar.rapportage.telling import Kwartaaltelling


def als_csv(telling: Kwartaaltelling) -> bytes:
    """UTF-8, commas, LF; numbers without separators. The same telling gives the same bytes."""
    tekst = io.StringIO(newline="")
    schrijver = csv.writer(tekst, lineterminator="\n")
    schrijver.writerow(["gemeentecode", "gemeente", *(kolom.naam for kolom in KOLOMMEN)])
    for regel in [*telling.regels, telling.totaal]:
        schrijver.writerow([regel.code, regel.naam, *(kolom.waarde(regel) for kolom in KOLOMMEN)])
    return tekst.getvalue().encode("utf-8")
