"""How the people of a region are laid out over rows of at least K people (pure).

Top-down: everybody stands in one row that tells nothing but the region. A row is split on one part
(say, the sector) as long as every row that comes out of it holds K people. Values that too few
people share stay together in a rest row, where that part is not told. So every person stands in
exactly one row, and nobody has to be left out of a region that has K people.

The tree that comes out is kept: another night the same people fall in the same rows.
"""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kandidatenverkenner.privacy.threshold import MINSTENS


K = MINSTENS
# Per part, from the widest value to the exact one, what knowing it is worth to an employer, as
# weight against the other parts. The work somebody wants weighs most.
WAARDE: dict[str, tuple[float, ...]] = {
    "opleidingsniveau": (0.6, 0.8),
    "uren": (0.6, 0.9),
    "sector": (1.5, 1.7),
    "taaksoort": (2.0,),
    "vaardigheidsgroep": (1.0,),
}
DELEN = tuple(WAARDE)
Sleutel = tuple[str, ...]  # of a row: per part of DELEN the code that is told, '' when none is


@dataclass(frozen=True, slots=True)
class Record:
    """One candidate: a fingerprint, and per part the path from the widest to the exact value.

    A path may be empty: then nothing is known, and this person stands in a rest row.
    """

    vingerafdruk: int
    paden: Mapping[str, tuple[str, ...]]


@dataclass(slots=True)
class PartitionNode:
    """A row (`deel` is empty), or the split of what was a row."""

    paden: Mapping[str, tuple[str, ...]]  # what is told; a part that is not told is not there
    deel: str = ""
    kinderen: dict[str, "PartitionNode"] = field(default_factory=dict)
    rest: "PartitionNode | None" = None
    # Parts that no longer split here: everybody below is in the rest of it, or it is told whole.
    gesloten: frozenset[str] = frozenset()
    # Made by putting rows together; it is never split again, or the old rows could be subtracted.
    samengevoegd: bool = False

    @property
    def sleutel(self) -> Sleutel:
        """By which a row is known: no two rows of a region tell the same."""
        return tuple(self.paden[deel][-1] if deel in self.paden else "" for deel in DELEN)

    def takken(self) -> dict[str, "PartitionNode"]:
        """What came out of the split, by code; the rest last, under the empty code."""
        return {**self.kinderen, **({"": self.rest} if self.rest else {})}

    def bladeren(self) -> list["PartitionNode"]:
        """The rows, in the order of the tree."""
        if not self.deel:
            return [self]
        return [blad for tak in self.takken().values() for blad in tak.bladeren()]

    def code_van(self, persoon: Record, deel: str) -> str:
        """The next step of this person's path, one further than is told here; '' at its end."""
        pad, stap = persoon.paden[deel], len(self.paden.get(deel, ()))
        return pad[stap] if len(pad) > stap else ""

    def voeg_samen(self, codes: Collection[str]) -> "PartitionNode":
        """Put these branches together in the rest; with no branch left this is a row itself."""
        blijft = {code: kind for code, kind in self.kinderen.items() if code not in codes}
        if not blijft or not self.rest:
            self.deel, self.kinderen, self.rest = "", {}, None
            self.samengevoegd = True
            return self
        self.kinderen = blijft
        self.rest = PartitionNode(paden=self.paden, gesloten=self.rest.gesloten, samengevoegd=True)
        return self.rest

    def als_json(self) -> dict[str, Any]:
        """As it is stored; `uit_json` reads it back."""
        vorm: dict[str, Any] = {}
        if self.deel and self.rest:
            vorm["deel"] = self.deel
            vorm["kinderen"] = {code: kind.als_json() for code, kind in self.kinderen.items()}
            vorm["rest"] = self.rest.als_json()
        if self.samengevoegd:
            vorm["samengevoegd"] = True
        return vorm


def wortel() -> PartitionNode:
    """Everybody of a region in one row."""
    return PartitionNode(paden={})


def uit_json(vorm: Mapping[str, Any], knoop: PartitionNode | None = None) -> PartitionNode:
    """The tree that `als_json` wrote."""
    knoop = knoop or wortel()
    knoop.samengevoegd = vorm.get("samengevoegd", False)
    if "deel" in vorm:
        _splits(knoop, vorm["deel"], vorm["kinderen"])
        for code, kind in knoop.kinderen.items():
            uit_json(vorm["kinderen"][code], kind)
        uit_json(vorm["rest"], knoop.rest)
    return knoop


def verfijn(knoop: PartitionNode, personen: Sequence[Record]) -> None:
    """Split a row as far as K allows; every row that comes out has K people or none."""
    beste = _beste_splitsing(knoop, personen)
    if beste is None:
        return
    deel, codes = beste
    _splits(knoop, deel, codes)
    groepen = verdeel(knoop, personen)
    for code, tak in knoop.takken().items():
        verfijn(tak, groepen[code])


def verdeel(knoop: PartitionNode, personen: Iterable[Record]) -> dict[str, list[Record]]:
    """The people of each branch of a split; the rest has the empty code."""
    groepen: dict[str, list[Record]] = {code: [] for code in knoop.takken()}
    for persoon in personen:
        code = knoop.code_van(persoon, knoop.deel)
        groepen[code if code in groepen else ""].append(persoon)
    return groepen


def _splits(knoop: PartitionNode, deel: str, codes: Iterable[str]) -> None:
    """Give a row its branches. The rest is always there, also when it is empty today."""
    pad = knoop.paden.get(deel, ())
    is_heel = len(pad) + 1 == len(WAARDE[deel])
    gesloten = knoop.gesloten | {deel}
    knoop.deel = deel
    knoop.kinderen = {
        code: PartitionNode(
            paden={**knoop.paden, deel: (*pad, code)},
            gesloten=gesloten if is_heel else knoop.gesloten,
        )
        for code in codes
    }
    knoop.rest = PartitionNode(paden=knoop.paden, gesloten=gesloten)


def _beste_splitsing(
    knoop: PartitionNode, personen: Sequence[Record]
) -> tuple[str, list[str]] | None:
    """The part whose split tells most for what it costs, and the values that get a row."""
    beste: tuple[float, str, list[str]] | None = None
    for deel in DELEN:
        if deel in knoop.gesloten:
            continue
        aantallen = Counter(knoop.code_van(persoon, deel) for persoon in personen)
        codes = toonbaar(aantallen)
        if not codes:
            continue
        stap = len(knoop.paden.get(deel, ()))
        score = _score(WAARDE[deel], stap, [aantallen[code] for code in codes], len(personen))
        if beste is None or score > beste[0]:
            beste = (score, deel, codes)
    return beste[1:] if beste else None


def toonbaar(aantallen: Mapping[str, int]) -> list[str]:
    """The values that can have a row of their own: K people each, and the rest K people or none.

    Ordered from many people to few. When the rest would be too small, the smallest rows join it.
    """
    codes = sorted(
        (code for code, aantal in aantallen.items() if code and aantal >= K),
        key=lambda code: (-aantallen[code], code),
    )
    rest = sum(aantallen.values()) - sum(aantallen[code] for code in codes)
    while codes and 0 < rest < K:
        rest += aantallen[codes.pop()]
    return codes


def _score(waarde: Sequence[float], stap: int, aantallen: Sequence[int], totaal: int) -> float:
    """What a split tells, per bit of the room to hide in that it uses up (IGPL of Fung e.a.)."""
    gewicht = waarde[stap] - (waarde[stap - 1] if stap else 0)
    winst = gewicht * sum(aantallen) / totaal
    groepen = [*aantallen, *([rest] if (rest := totaal - sum(aantallen)) else [])]
    prijs = -sum(groep / totaal * math.log2(groep / totaal) for groep in groepen)
    return winst / (prijs + 0.1)  # a split that costs nothing is the best, not infinite
