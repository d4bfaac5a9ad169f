"""Two tables side by side, with the differences. What is not shown has no difference."""

from dataclasses import dataclass

from sonar.rapportage.tabellen.kolommen import KOLOMMEN
from sonar.rapportage.tabellen.tabel import Rij, Tabel, deel_met_profiel


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
    """A line of a comparison: what it is of, and its figures."""

    naam: str
    paren: tuple[Paar, ...]


def vergelijk_totalen(een: Tabel, ander: Tabel) -> list[Vergelijkregel]:
    """A line per figure of the region: the columns, the share, and the doelgroepregister."""
    regels = [
        Vergelijkregel(f"{kolom.groep}, {kolom.kop}" if kolom.groep else kolom.kop, (Paar(*paar),))
        for kolom, paar in zip(
            KOLOMMEN, zip(een.totaal.waarden, ander.totaal.waarden, strict=True), strict=True
        )
    ]
    return [
        *regels,
        Vergelijkregel("Deel met klantprofiel", (_deel(een.totaal, ander.totaal),)),
        Vergelijkregel("In het doelgroepregister", (Paar(een.doelgroep, ander.doelgroep),)),
        Vergelijkregel(
            "Daarvan bekend in Sonar", (Paar(een.percentage, ander.percentage, procent=True),)
        ),
    ]


def vergelijk_gemeenten(een: Tabel, ander: Tabel) -> list[Vergelijkregel]:
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
                Paar(_totaal(links.get(code)), _totaal(rechts.get(code))),
                _deel(links.get(code), rechts.get(code)),
            ),
        )
        for code in volgorde
    ]


def _totaal(rij: Rij | None) -> int | None:
    return rij.waarden[-1] if rij else None


def _deel(een: Rij | None, ander: Rij | None) -> Paar:
    return Paar(
        deel_met_profiel(een) if een else None,
        deel_met_profiel(ander) if ander else None,
        procent=True,
    )
