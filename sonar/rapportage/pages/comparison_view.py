"""Two tables side by side, as a template shows them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sonar.rapportage.pages.query import FigureQuery
from sonar.rapportage.tabellen.tabel import Tabel, in_cijfers, in_procent
from sonar.rapportage.tabellen.vergelijking import (
    Paar,
    Vergelijkregel,
    compare_gemeenten,
    compare_totals,
)


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """Two tables side by side: their names, and lines of (name, per figure one, other, change)."""

    een: str
    ander: str
    totalen: tuple[tuple[str, tuple[str, ...]], ...]
    gemeenten: tuple[tuple[str, tuple[str, ...]], ...]


def as_comparison(vraag: FigureQuery, tabel: Tabel, naast: Tabel) -> ComparisonView:
    """Two regions as asked for; two quarters in the order of time, and per gemeente too."""
    if vraag.naast_is_regio:
        return ComparisonView(tabel.regio, naast.regio, _lines(compare_totals(tabel, naast)), ())
    een, ander = sorted((tabel, naast), key=lambda een: een.kwartaal)
    return ComparisonView(
        een.kwartaal.omschrijving,
        ander.kwartaal.omschrijving,
        _lines(compare_totals(een, ander)),
        _lines(compare_gemeenten(een, ander)),
    )


def _lines(regels: Sequence[Vergelijkregel]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(
        (regel.naam, tuple(cel for paar in regel.paren for cel in _cells(paar))) for regel in regels
    )


def _cells(paar: Paar) -> tuple[str, str, str]:
    een, ander = (
        in_procent(getal) if paar.procent else _count(getal) for getal in (paar.een, paar.ander)
    )
    return een, ander, in_difference(paar)


def _count(getal: int | None) -> str:
    return "-" if getal is None else in_cijfers(getal)


def in_difference(paar: Paar) -> str:
    """A difference with its sign; of percentages in percentage points."""
    verschil = paar.verschil
    if verschil is None:
        return "-"
    teken = "" if not verschil else "+" if verschil > 0 else "\N{MINUS SIGN}"
    eenheid = " procentpunt" if paar.procent else ""
    return f"{teken}{in_cijfers(abs(verschil))}{eenheid}"
