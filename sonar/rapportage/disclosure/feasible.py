"""All worlds that fit what is known: whole numbers in their ranges, under linear equations. Pure.

Mixed-integer programming (HiGHS) answers exactly, so that what it calls possible has a world to
show for it. Figures that no equation ties together are answered without it.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from sonar.rapportage.disclosure.suppression import PossibleValues


INFEASIBLE, SOLVER_ERROR = 2, 4  # what scipy calls infeasible, and any other trouble
Figure = Hashable
Terms = Mapping[Figure, int]  # figure: how many times it counts


class InfeasibleError(Exception):
    """No world fits: what is known contradicts itself."""


@dataclass(frozen=True, slots=True)
class Equation:
    """The sum of these figures is this number."""

    termen: Terms
    uitkomst: int


@dataclass
class EquationSystem:
    """What is known of figures: a range each, and equations between them."""

    bereiken: Mapping[Figure, PossibleValues]
    vergelijkingen: Sequence[Equation] = ()
    _groep: dict[Figure, "Component"] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        for vergelijking in self.vergelijkingen:
            groepen = {id(g): g for n in vergelijking.termen if (g := self._groep.get(n))}
            samen = Component(
                {n: self.bereiken[n] for n in vergelijking.termen}
                | {n: b for groep in groepen.values() for n, b in groep.bereiken.items()},
                [*(v for groep in groepen.values() for v in groep.vergelijkingen), vergelijking],
            )
            self._groep |= dict.fromkeys(samen.bereiken, samen)

    def uitersten(self, termen: Terms) -> tuple[int, int]:
        """The smallest and largest value of a sum. Raises OnmogelijkError."""
        laag = hoog = 0
        per_groep: dict[int, tuple[Component, dict[Figure, int]]] = {}
        for naam, keer in termen.items():
            groep = self._groep.get(naam)
            if groep:
                per_groep.setdefault(id(groep), (groep, {}))[1][naam] = keer
                continue
            eigen = self.bereiken[naam]
            grenzen = sorted((keer * eigen.laagste, keer * eigen.hoogste))
            laag, hoog = laag + grenzen[0], hoog + grenzen[1]
        for groep, deel in per_groep.values():
            laag, hoog = laag + groep.kleinste(deel), hoog + groep.grootste(deel)
        return laag, hoog

    def aantal_mogelijk(self, naam: Figure, genoeg: int) -> int:
        """How many values a figure can have; of more than `genoeg` it may say fewer, not less."""
        groep = self._groep.get(naam)
        if not groep:
            return self.bereiken[naam].aantal
        laag, hoog = groep.kleinste({naam: 1}), groep.grootste({naam: 1})
        gevonden = 0
        for waarde in self.bereiken[naam]:
            if gevonden > genoeg:
                break
            if laag <= waarde <= hoog and groep.kan(naam, waarde):
                gevonden += 1
        return gevonden


@dataclass
class Component:
    """Figures that equations tie together."""

    bereiken: Mapping[Figure, PossibleValues]
    vergelijkingen: Sequence[Equation]

    def kleinste(self, termen: Terms) -> int:
        """The smallest value of a sum."""
        return self._los_op(termen, {})

    def grootste(self, termen: Terms) -> int:
        """The largest value of a sum."""
        return -self._los_op({naam: -keer for naam, keer in termen.items()}, {})

    def kan(self, naam: Figure, waarde: int) -> bool:
        """Whether there is a world in which the figure has this value."""
        try:
            self._los_op({}, {naam: waarde})
        except InfeasibleError:
            return False
        return True

    def _los_op(self, termen: Terms, vast: Terms) -> int:
        """Minimise. A figure is `laag * gekozen + rest` over its runs, of which one is chosen."""
        stukken = [
            (naam, laag, hoog - laag)
            for naam, bereik in self.bereiken.items()
            for laag, hoog in bereik.reeksen
        ]
        aantal = len(stukken)  # columns: first `gekozen` of every run, then its `rest`
        rijen, van, tot = [], [], []
        for nummer, (_, _, breed) in enumerate(stukken):  # rest <= breed * gekozen
            rij = np.zeros(2 * aantal)
            rij[nummer], rij[aantal + nummer] = -breed, 1
            rijen.append(rij)
            van.append(-np.inf)
            tot.append(0.0)
        for naam in self.bereiken:  # one run is chosen
            rijen.append(np.array([float(n == naam) for n, _, _ in stukken] + [0.0] * aantal))
            van.append(1.0)
            tot.append(1.0)
        eisen = [(v.termen, v.uitkomst) for v in self.vergelijkingen]
        eisen += [({naam: 1}, waarde) for naam, waarde in vast.items()]
        for eis, uitkomst in eisen:
            rijen.append(_row(eis, stukken))
            van.append(float(uitkomst))
            tot.append(float(uitkomst))
        los_op = partial(
            milp,
            _row(termen, stukken),
            integrality=np.ones(2 * aantal, dtype=int),
            bounds=Bounds(
                np.zeros(2 * aantal),
                np.array([1.0] * aantal + [float(breed) for _, _, breed in stukken]),
            ),
            constraints=LinearConstraint(np.array(rijen), np.array(van), np.array(tot)),
        )
        uitslag = los_op()
        if uitslag.status == SOLVER_ERROR:
            # For a few systems without a solution, HiGHS 1.12 fails while it simplifies them.
            uitslag = los_op(options={"presolve": False})
        if uitslag.status == INFEASIBLE:
            raise InfeasibleError
        if not uitslag.success:
            raise RuntimeError(f"De doorrekening is niet afgemaakt: {uitslag.message}")
        return round(float(uitslag.fun))


def _row(termen: Terms, stukken: Sequence[tuple[Figure, int, int]]) -> np.ndarray:
    keer = [termen.get(naam, 0) for naam, _, _ in stukken]
    laag = [k * laag for k, (_, laag, _) in zip(keer, stukken, strict=True)]
    return np.array(laag + keer, dtype=float)
