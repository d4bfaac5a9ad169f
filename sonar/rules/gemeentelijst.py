"""Which gemeenten there are on a date: those of 2020 and the dated list of mergers. Pure.

A quarter can be shown in two ways: in the gemeenten of then (those of the peildatum), or in those
of now, so that a series of quarters can be laid side by side.
"""

import csv
import datetime
import functools
from collections.abc import Sequence
from dataclasses import dataclass
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

    datum: datetime.date
    oud: str
    nieuw: str
    naam: str  # of the new one
    regio: str  # of the new one


@dataclass(frozen=True, slots=True)
class Indeling:
    """The gemeenten of a date."""

    op: datetime.date
    overgangen: Sequence[Overgang]
    begin: frozenset[str]  # the gemeenten with which the list begins

    def bestaat(self, code: str) -> bool:
        """Whether there is such a gemeente on the date; one that no list names, always is."""
        einde = self.einde(code)
        if einde is not None and einde <= self.op:
            return False
        gevormd = [o.datum for o in self.overgangen if o.nieuw == code]
        return code in self.begin or not gevormd or min(gevormd) <= self.op

    def einde(self, code: str) -> datetime.date | None:
        """The day on which a gemeente ended, also when that is later; None of one that did not."""
        return next((o.datum for o in self.overgangen if o.oud == code), None)

    def opvolgers(self, code: str) -> tuple[str, ...]:
        """The gemeenten in which this one lives on at the date, by code; itself when it exists."""
        if (einde := self.einde(code)) is None or einde > self.op:
            return (code,)
        verder = {
            laatste
            for overgang in self.overgangen
            if overgang.oud == code
            for laatste in self.opvolgers(overgang.nieuw)
        }
        return tuple(sorted(verder))

    def is_verdeeld(self, code: str) -> bool:
        """Whether it went into several gemeenten: then each person says which one."""
        return len(self.opvolgers(code)) > 1

    @property
    def opgeheven(self) -> dict[str, tuple[str, ...]]:
        """Every gemeente that has ended by the date, with those in which it lives on."""
        return {
            overgang.oud: self.opvolgers(overgang.oud)
            for overgang in self.overgangen
            if overgang.datum <= self.op
        }


def indeling(op: datetime.date) -> Indeling:
    """The gemeenten of a date, by the lists in fixtures/. Before 2020: those of 2020."""
    return Indeling(op, overgangen(), _gemeenten_van_2020())


@functools.cache
def overgangen() -> tuple[Overgang, ...]:
    """Every merger of the list, oldest first."""
    with (FIXTURES / "herindelingen.csv").open(encoding="utf-8", newline="") as bestand:
        gelezen = [
            Overgang(
                datetime.date.fromisoformat(rij["datum"]),
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
