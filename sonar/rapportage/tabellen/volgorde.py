"""The table in another order: by any column, up or down; what is not shown comes last."""

from collections.abc import Callable

from sonar.rapportage.tabellen.kolommen import KOLOMMEN
from sonar.rapportage.tabellen.tabel import Rij, Tabel, deel_met_profiel


GEMEENTE, DEEL = "gemeente", "deel"  # columns that are not numbers of people
SORTEERBAAR = (GEMEENTE, *(kolom.naam for kolom in KOLOMMEN), DEEL)


def gesorteerd(tabel: Tabel, kolom: str, *, aflopend: bool) -> list[Rij]:
    """The rows by a column of SORTEERBAAR; equal ones, and those not shown, by name."""
    if kolom == GEMEENTE:
        return list(reversed(tabel.rijen)) if aflopend else list(tabel.rijen)
    waarde = _waarde(kolom)

    def sleutel(rij: Rij) -> tuple[bool, int]:
        getal = waarde(rij)
        return (True, 0) if getal is None else (False, -getal if aflopend else getal)

    return sorted(tabel.rijen, key=sleutel)


def _waarde(kolom: str) -> Callable[[Rij], int | None]:
    if kolom == DEEL:
        return deel_met_profiel
    plaats = [een.naam for een in KOLOMMEN].index(kolom)
    return lambda rij: rij.waarden[plaats]
