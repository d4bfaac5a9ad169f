"""Tables in another order and side by side: what changed, cell by cell, in numbers or in words.

Two releases may have different columns: the columns that they share are compared. A cell that is
not shown has no difference, and comes last in any order.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sonar.rapportage.tabellen.kolommen import KOLOMMEN, Kolom
from sonar.rapportage.tabellen.tabel import NIET_GETOOND, Rij, Tabel, in_cijfers


GEMEENTE, DEEL = "gemeente", "deel"  # columns that are not numbers of people
SORTEERBAAR = (GEMEENTE, *(kolom.naam for kolom in KOLOMMEN), DEEL)


@dataclass(frozen=True, slots=True)
class Paar:
    """A figure of the one table and of the other; in persons, or in percents."""

    een: int | None
    ander: int | None
    procent: bool = False

    @property
    def verschil(self) -> int | None:
        """The other minus the one; of percentages in percentage points."""
        if self.een is None or self.ander is None:
            return None
        return self.ander - self.een


@dataclass(frozen=True, slots=True)
class Vergelijkregel:
    """A line of a comparison: its name and its figures."""

    naam: str
    paren: tuple[Paar, ...]


def sorted_rows(tabel: Tabel, kolom: str, *, aflopend: bool) -> list[Rij]:
    """The rows by a column of SORTEERBAAR; equal ones, and those not shown, by name."""
    if kolom == GEMEENTE:
        return list(reversed(tabel.rijen)) if aflopend else list(tabel.rijen)
    waarde = _waarde(tabel, kolom)

    def sleutel(rij: Rij) -> tuple[bool, int]:
        getal = waarde(rij)
        return (True, 0) if getal is None else (False, -getal if aflopend else getal)

    return sorted(tabel.rijen, key=sleutel)


def compare_totals(een: Tabel, ander: Tabel) -> list[Vergelijkregel]:
    """A line per figure of the region: the columns, the share, and the doelgroepregister."""
    return [
        *(
            Vergelijkregel(kolom.volle_kop, (Paar(waarde, waarde_ander),))
            for kolom, waarde, waarde_ander in _gedeeld(een, een.totaal, ander, ander.totaal)
        ),
        Vergelijkregel("Deel met klantprofiel", (_deel(een, een.totaal, ander, ander.totaal),)),
        Vergelijkregel("In het doelgroepregister", (Paar(een.doelgroep, ander.doelgroep),)),
        Vergelijkregel(
            "Daarvan bekend in Sonar", (Paar(een.percentage, ander.percentage, procent=True),)
        ),
    ]


def compare_gemeenten(een: Tabel, ander: Tabel) -> list[Vergelijkregel]:
    """A line per gemeente that is in either, by name: the total and the share.

    A gemeente that is in one of them only (it was formed, or ended) has no figure in the other.
    """
    links, rechts = ({rij.code: rij for rij in tabel.rijen} for tabel in (een, ander))
    rijen = {rij.code: rij for rij in (*ander.rijen, *een.rijen)}
    volgorde = [*links, *(code for code in rechts if code not in links)]
    return [
        Vergelijkregel(
            rijen[code].naam,
            (
                Paar(_totaal(een, links.get(code)), _totaal(ander, rechts.get(code))),
                _deel(een, links.get(code), ander, rechts.get(code)),
            ),
        )
        for code in volgorde
    ]


def changes(was: Tabel, wordt: Tabel) -> list[str]:
    """A sentence for each cell that is not what it was; empty when nothing changed.

    For two releases of the same quarter.
    """
    voor = {rij.code: rij for rij in was.alle_rijen}
    na = {rij.code: rij for rij in wordt.alle_rijen}
    zinnen = [f"{voor[code].naam} ({code}): rij vervallen." for code in voor if code not in na]
    for code, rij in na.items():
        if code in voor:
            zinnen += _gewijzigde_cellen(was, voor[code], wordt, rij)
        else:
            zinnen.append(f"{rij.naam} ({code}): rij toegevoegd.")
    if was.doelgroep != wordt.doelgroep:
        zinnen.append(
            f"Personen in het doelgroepregister: was {in_cijfers(was.doelgroep)}, "
            f"is {in_cijfers(wordt.doelgroep)}."
        )
    if was.percentage != wordt.percentage:
        zinnen.append(
            f"Deel bekend in Sonar: was {_procent(was.percentage)}, "
            f"is {_procent(wordt.percentage)}."
        )
    return zinnen


def _waarde(tabel: Tabel, kolom: str) -> Callable[[Rij], int | None]:
    if kolom == DEEL:
        return tabel.deel_met_profiel
    return lambda rij: tabel.per_kolom(rij).get(kolom)


def _gedeeld(
    een: Tabel, rij: Rij, ander: Tabel, rij_ander: Rij
) -> Iterator[tuple[Kolom, int | None, int | None]]:
    """The columns that both tables have, with the value of the one row and of the other."""
    waarden = een.per_kolom(rij)
    for kolom, waarde in zip(ander.kolommen, rij_ander.waarden, strict=True):
        if kolom.naam in waarden:
            yield kolom, waarden[kolom.naam], waarde


def _totaal(tabel: Tabel, rij: Rij | None) -> int | None:
    return tabel.totaal_van(rij) if rij else None


def _deel(een: Tabel, rij: Rij | None, ander: Tabel, rij_ander: Rij | None) -> Paar:
    return Paar(
        een.deel_met_profiel(rij) if rij else None,
        ander.deel_met_profiel(rij_ander) if rij_ander else None,
        procent=True,
    )


def _gewijzigde_cellen(was: Tabel, voor: Rij, wordt: Tabel, na: Rij) -> list[str]:
    zinnen = [
        f"{na.naam} ({na.code}), {kolom.volle_kop}: was {_cel(oud)}, is {_cel(nieuw)}."
        for kolom, oud, nieuw in _gedeeld(was, voor, wordt, na)
        if oud != nieuw
    ]
    if voor.naam != na.naam:
        zinnen.append(f"{na.code}: heette {voor.naam}, heet {na.naam}.")
    return zinnen


def _cel(waarde: int | None) -> str:
    return NIET_GETOOND if waarde is None else in_cijfers(waarde)


def _procent(waarde: int | None) -> str:
    return "niet te zeggen" if waarde is None else f"{waarde}%"
