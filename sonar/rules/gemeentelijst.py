"""Which gemeenten there are on a date: those of 2020 and the dated list of mergers. Pure.

A quarter can be shown in two ways: in the gemeenten of its peildatum, or in today's, so that a
series of quarters can be laid side by side.
"""

import csv
import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path


FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
TOEN, NU = "toen", "nu"
INDELINGEN = {
    TOEN: "De gemeenten van toen (op de peildatum)",
    NU: "De gemeenten van nu",
}


@dataclass(frozen=True, slots=True)
class Overgang:
    """On `datum` all or part of a gemeente went into another one."""

    datum: date
    oud: str
    nieuw: str
    naam: str  # of the new one
    regio: str  # of the new one


@dataclass(frozen=True, slots=True)
class Indeling:
    """The gemeenten of a date, worked out once: a count of many rows only looks them up."""

    op: date
    opgeheven: Mapping[str, tuple[str, ...]]  # ended by the date: in which others it lives on
    einde: Mapping[str, date]  # the day on which each of these ended
    afwezig: frozenset[str]  # ended by the date, or formed after it; all others are there

    def opvolgers(self, code: str) -> tuple[str, ...]:
        """The gemeenten in which this one lives on at the date, by code; itself when it exists."""
        return self.opgeheven.get(code, (code,))


def indeling_op(op: date) -> Indeling:
    """The gemeenten of a date, by the lists in fixtures/. Before 2020: those of 2020."""
    gebeurd = [een for een in overgangen() if een.datum <= op]
    # A gemeente ends once: the first day of the list on which it went into another one.
    einde = {een.oud: een.datum for een in reversed(gebeurd)}
    gevormd = {een.nieuw for een in gebeurd} | _gemeenten_van_2020()
    return Indeling(
        op=op,
        opgeheven={oud: _opvolgers(oud, gebeurd) for oud in einde},
        einde=einde,
        afwezig=frozenset(einde) | ({een.nieuw for een in overgangen()} - gevormd),
    )


def _opvolgers(code: str, gebeurd: Sequence[Overgang]) -> tuple[str, ...]:
    """The gemeenten in which this one lives on after all that happened."""
    verder = [een.nieuw for een in gebeurd if een.oud == code]
    if not verder:
        return (code,)
    return tuple(sorted({laatste for een in verder for laatste in _opvolgers(een, gebeurd)}))


@functools.cache
def overgangen() -> tuple[Overgang, ...]:
    """Every merger of the list, oldest first."""
    with (FIXTURES / "herindelingen.csv").open(encoding="utf-8", newline="") as bestand:
        gelezen = [
            Overgang(
                date.fromisoformat(rij["datum"]),
                rij["opgeheven"],
                rij["nieuw"],
                rij["naam"],
                rij["arbeidsmarktregio"],
            )
            for rij in csv.DictReader(bestand)
        ]
    return tuple(sorted(gelezen, key=lambda o: (o.datum, o.oud, o.nieuw)))


@functools.cache
def _gemeenten_van_2020() -> frozenset[str]:
    with (FIXTURES / "gemeenten.csv").open(encoding="utf-8", newline="") as bestand:
        return frozenset(rij["code"] for rij in csv.DictReader(bestand))
