"""What an employer would like beside what must be, and how well somebody fits it. Pure.

What must be leaves out who lacks it. A wish leaves nobody out: who fits it gets its points, and who
has most points comes first; after that the newest, and at last by number.
"""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Protocol


# What a wish is worth. Sonar weighs a vacature by the same points (a test holds them together);
# what it does not weigh at all stands below.
PUNTEN = {
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
# Of these one is enough, however many are wished for: a candidate has one, or a range of them.
EEN_IS_GENOEG = frozenset({"uren", "regio", "opleidingsniveau"})


def niveaus_vanaf(niveau: str, alle: Iterable[str]) -> list[str]:
    """The levels of education that are as high as this one or higher, as Sonar compares them."""
    if niveau == ZONDER_HOOGTE:
        return [niveau]
    return [ander for ander in alle if niveau <= ander < ZONDER_HOOGTE]


class Aanbod(Protocol):
    """What a candidate offers, as far as it is weighed."""

    @property
    def kenmerken(self) -> Collection[int]:
        """The attributes."""

    beschikbaar_vanaf: datetime.date | None
    reisafstand: int


@dataclass(frozen=True, slots=True)
class Wens:
    """Something that brings a candidate points. One of the three below says what it takes."""

    sleutel: str  # the parameter of the search that would make it a must
    codes: tuple[str, ...]
    naam: str
    een_van: frozenset[int] = frozenset()  # one of these attributes
    uiterlijk: datetime.date | None = None  # available then
    reis: tuple[tuple[int, int], ...] = ()  # per region (as attribute) how many km it is

    @property
    def punten(self) -> int:
        """What it is worth."""
        return PUNTEN[self.sleutel]

    def past(self, aanbod: Aanbod) -> bool:
        """Whether a candidate fits it."""
        if self.uiterlijk:
            return aanbod.beschikbaar_vanaf is None or aanbod.beschikbaar_vanaf <= self.uiterlijk
        if self.reis:
            return any(
                regio in aanbod.kenmerken and km <= aanbod.reisafstand for regio, km in self.reis
            )
        return not self.een_van.isdisjoint(aanbod.kenmerken)


@dataclass(frozen=True, slots=True)
class Oordeel:
    """How somebody fits some wishes: the reasons of a place in the order."""

    past: list[Wens]
    ontbreekt: list[Wens]

    @classmethod
    def over(cls, wensen: Iterable[Wens], aanbod: Aanbod) -> "Oordeel":
        """Weigh one candidate."""
        oordeel = cls([], [])
        for wens in wensen:
            (oordeel.past if wens.past(aanbod) else oordeel.ontbreekt).append(wens)
        return oordeel

    @property
    def punten(self) -> int:
        """The higher, the better."""
        return sum(wens.punten for wens in self.past)
