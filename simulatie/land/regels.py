"""From lives to periods: a row for each place and organisation, mergers of gemeenten applied."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np

from simulatie.bulk.copy_writer import MISSING
from simulatie.land.levens import Levens, day_number
from simulatie.land.verdeling import Array
from sonar.uitwisseling.herindelingen import Herindeling


@dataclass(frozen=True, slots=True)
class PeriodRows:
    """Rows as arrays: number of the person and the gemeente, and a half-open period of days."""

    persoon: Array
    gemeente: Array
    uwv: Array
    van: Array
    tot: Array

    def waar(self, masker: Array) -> "PeriodRows":
        """Some of the rows."""
        return PeriodRows(
            self.persoon[masker],
            self.gemeente[masker],
            self.uwv[masker],
            self.van[masker],
            self.tot[masker],
        )

    def met(self, andere: "PeriodRows") -> "PeriodRows":
        """These rows and the others."""
        return PeriodRows(
            np.concatenate([self.persoon, andere.persoon]),
            np.concatenate([self.gemeente, andere.gemeente]),
            np.concatenate([self.uwv, andere.uwv]),
            np.concatenate([self.van, andere.van]),
            np.concatenate([self.tot, andere.tot]),
        )

    def op_volgorde(self) -> "PeriodRows":
        """By person, oldest first."""
        return self.waar(np.lexsort((self.van, self.persoon)))

    def laatste(self) -> "PeriodRows":
        """Of rows that are in order, the last of each person."""
        return self.waar(np.append(self.persoon[1:] != self.persoon[:-1], True))


@dataclass(frozen=True, slots=True)
class Herindeler:
    """Moves rows to the gemeente that took over; `nummers` gives each code its number.

    `lot` is a number from 0 to 1 per person: it says in which part of a split gemeente they lived.
    """

    herindelingen: Sequence[Herindeling]
    nummers: dict[str, int]
    lot: Array

    def pas_toe(self, regels: PeriodRows) -> PeriodRows:
        """A row that runs over the date of a merger is closed and goes on in the new gemeente."""
        per_datum = groupby(self.herindelingen, key=lambda h: (h.datum, h.opgeheven))
        for (datum, opgeheven), delen in per_datum:
            oud, grens = self.nummers[opgeheven], day_number(datum)
            nieuw = self._nieuw(list(delen), regels.persoon)
            hier = regels.gemeente == oud
            later = hier & (regels.van >= grens)
            loopt = hier & ~later & ((regels.tot == MISSING) | (regels.tot > grens))
            verder = replace(
                regels.waar(loopt),
                gemeente=nieuw[loopt],
                van=np.full(int(loopt.sum()), grens),
            )
            regels = replace(
                regels,
                gemeente=np.where(later, nieuw, regels.gemeente),
                tot=np.where(loopt, grens, regels.tot),
            ).met(verder)
        return regels.op_volgorde()

    def nu(self, gemeente: Array, personen: Array) -> Array:
        """Where an address in this gemeente lies after all mergers."""
        einde = np.full(
            len(personen), max((day_number(h.datum) for h in self.herindelingen), default=0)
        )
        geen = np.zeros(len(personen), dtype=np.bool_)
        regels = PeriodRows(personen, gemeente, geen, einde, np.full(len(personen), MISSING))
        for _, delen in groupby(self.herindelingen, key=lambda h: (h.datum, h.opgeheven)):
            lijst = list(delen)
            nieuw = self._nieuw(lijst, regels.persoon)
            hier = regels.gemeente == self.nummers[lijst[0].opgeheven]
            regels = replace(regels, gemeente=np.where(hier, nieuw, regels.gemeente))
        return regels.gemeente

    def _nieuw(self, delen: Sequence[Herindeling], personen: Array) -> Array:
        grenzen = np.cumsum([h.deel for h in delen]) / sum(h.deel for h in delen)
        codes = np.array([self.nummers[h.nieuw] for h in delen])
        return codes[np.searchsorted(grenzen[:-1], self.lot[personen], side="right")]


def inschrijvingen(leven: Levens, peil: int) -> PeriodRows:
    """Rows of the people whom Sonar knows, before mergers."""
    wie = np.flatnonzero(leven.bekend)
    return _gesplitst(leven, wie, (leven.van, leven.tot), peil, leven.wissel)


def registraties(leven: Levens, peil: int) -> PeriodRows:
    """Rows of the register, before mergers: it follows a move and knows no transfer."""
    wie = np.flatnonzero(leven.begin != MISSING)
    wissel = np.where(leven.overgedragen, MISSING, leven.wissel)
    return _gesplitst(leven, wie, (leven.begin, leven.eind), peil, wissel)


def plaats_op(leven: Levens, personen: Array, dagen: Array, peil: int) -> tuple[Array, Array]:
    """Gemeente (before mergers) and whether it was UWV, for these people on these days."""
    wissel = leven.wissel[personen]
    # The cells describe the side of the wissel on which `peil` lies.
    anders = (wissel != MISSING) & ((dagen >= wissel) != (peil >= wissel))
    gemeente = np.where(anders, leven.andere_gemeente[personen], leven.gemeente[personen])
    uwv = leven.uwv[personen] ^ (anders & leven.overgedragen[personen])
    return gemeente, uwv


def _gesplitst(
    leven: Levens, wie: Array, periode: tuple[Array, Array], peil: int, wissel: Array
) -> PeriodRows:
    van, tot, over = periode[0][wie], periode[1][wie], wissel[wie]
    deelt = over != MISSING
    gemeente, uwv = plaats_op(leven, wie, van, peil)
    eerste = PeriodRows(wie, gemeente, uwv, van, np.where(deelt, over, tot))
    gemeente, uwv = plaats_op(leven, wie[deelt], over[deelt], peil)
    return eerste.met(PeriodRows(wie[deelt], gemeente, uwv, over[deelt], tot[deelt])).op_volgorde()
