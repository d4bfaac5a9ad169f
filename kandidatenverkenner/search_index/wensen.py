"""What an employer would like, apart from what the search demands, and how well it fits. Pure.

A demand leaves out the candidates that do not meet it. A wish leaves nobody out: if it fits a
candidate, that candidate gets its points. The most points come first; then the newest, then by id.
"""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Protocol


# What a wish is worth. Sonar weighs a vacature by the same points (a test compares them);
# the keys after "opleidingsniveau" exist only here.
POINTS = {
    "uren": 5,
    "taaksoort": 4,
    "vaardigheid": 3,
    "sector": 3,
    "opleidingsniveau": 3,
    "gemeente": 5,
    "regio": 5,
    "beschikbaar": 5,
    "rijbewijs": 3,
    "taal": 3,
    "vervoermiddel": 3,
    "competentie": 2,
    "affiniteit": 1,
}
# The level of education that has no height among the others.
ZONDER_HOOGTE = "9"
# One value of these is enough, however many are wished for: a candidate has one, or a range.
ONE_IS_ENOUGH = frozenset({"uren", "regio", "opleidingsniveau"})


def niveaus_vanaf(niveau: str, alle: Iterable[str]) -> list[str]:
    """The levels of education that are as high as this one or higher, as Sonar compares them."""
    if niveau == ZONDER_HOOGTE:
        return [niveau]
    return [ander for ander in alle if niveau <= ander < ZONDER_HOOGTE]


class Aanbod(Protocol):
    """What the ranking weighs of a candidate."""

    @property
    def kenmerken(self) -> Collection[int]:
        """The attributes."""

    beschikbaar_vanaf: datetime.date | None
    reisafstand: int


@dataclass(frozen=True, slots=True)
class Wens:
    """Something that gives a candidate points. One of the last three fields says when it fits."""

    sleutel: str  # the search parameter that would make it a demand
    codes: tuple[str, ...]
    naam: str
    any_of: frozenset[int] = frozenset()  # one of these attributes
    available_by: datetime.date | None = None
    km_to: tuple[tuple[int, int], ...] = ()  # regions (as attributes) and how far away each is

    @property
    def points(self) -> int:
        """What it is worth."""
        return POINTS[self.sleutel]

    def fits(self, aanbod: Aanbod) -> bool:
        """Whether it fits a candidate."""
        if self.available_by:
            return aanbod.beschikbaar_vanaf is None or aanbod.beschikbaar_vanaf <= self.available_by
        if self.km_to:
            return any(
                regio in aanbod.kenmerken and km <= aanbod.reisafstand for regio, km in self.km_to
            )
        return not self.any_of.isdisjoint(aanbod.kenmerken)


@dataclass(frozen=True, slots=True)
class Oordeel:
    """Which wishes fit a candidate and which do not: the reasons for its place."""

    past: list[Wens]
    ontbreekt: list[Wens]

    @classmethod
    def over(cls, wensen: Iterable[Wens], aanbod: Aanbod) -> "Oordeel":
        """Judge one candidate."""
        oordeel = cls([], [])
        for wens in wensen:
            (oordeel.past if wens.fits(aanbod) else oordeel.ontbreekt).append(wens)
        return oordeel

    @property
    def points(self) -> int:
        """The higher, the better."""
        return sum(wens.points for wens in self.past)
