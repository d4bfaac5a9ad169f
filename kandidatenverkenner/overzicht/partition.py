"""Partitions the people of a region into rows of at least K people (pure).

It works top-down, as Mondrian does. At first everybody is in one row that shows only the region. A
row is split on one part (such as the sector) as long as each new row has K people. Values that too
few people share stay together in a rest row, which does not show that part. So each person is in
exactly one row, and nobody is left out of a region with K people.

The tree is stored, so on another night the same people fall in the same rows.
"""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kandidatenverkenner.privacy.threshold import MINSTENS


K = MINSTENS
# For each part, from the broadest value to the exact one: what it is worth to an employer, relative
# to the other parts. The work that somebody wants weighs most.
WEIGHTS: dict[str, tuple[float, ...]] = {
    "opleidingsniveau": (0.6, 0.8),
    "uren": (0.6, 0.9),
    "sector": (1.5, 1.7),
    "taaksoort": (2.0,),
    "vaardigheidsgroep": (1.0,),
}
PARTS = tuple(WEIGHTS)
RowKey = tuple[str, ...]  # for each of PARTS the code that the row shows, '' if it shows none


@dataclass(frozen=True, slots=True)
class Record:
    """One candidate: a fingerprint, and for each part the path from the broadest to the exact code.

    A path may be empty: then nothing is known, and this person falls in a rest row.
    """

    fingerprint: int
    paths: Mapping[str, tuple[str, ...]]


@dataclass(slots=True)
class PartitionNode:
    """A row (then `part` is empty), or a row that was split on a part."""

    paths: Mapping[str, tuple[str, ...]]  # of the parts that the row shows
    part: str = ""
    children: dict[str, "PartitionNode"] = field(default_factory=dict)
    rest: "PartitionNode | None" = None
    # Parts that cannot split further here: the node is in their rest, or shows the exact value.
    closed: frozenset[str] = frozenset()
    # Made by merging rows. It is never split again, or anybody could subtract the old rows.
    merged: bool = False

    @property
    def key(self) -> RowKey:
        """Identifies a row: no two rows of a region show the same codes."""
        return tuple(self.paths[part][-1] if part in self.paths else "" for part in PARTS)

    def branches(self) -> dict[str, "PartitionNode"]:
        """The branches by code; the rest comes last, under the empty code."""
        return {**self.children, **({"": self.rest} if self.rest else {})}

    def leaves(self) -> list["PartitionNode"]:
        """The rows, in the order of the tree."""
        if not self.part:
            return [self]
        return [leaf for branch in self.branches().values() for leaf in branch.leaves()]

    def code_of(self, person: Record, part: str) -> str:
        """The next code of this person on the path of a part; '' at its end."""
        path, depth = person.paths[part], len(self.paths.get(part, ()))
        return path[depth] if len(path) > depth else ""

    def merge(self, codes: Collection[str]) -> "PartitionNode":
        """Merge these branches into the rest; without branches left the node is a row again."""
        blijft = {code: child for code, child in self.children.items() if code not in codes}
        if not blijft or not self.rest:
            self.part, self.children, self.rest = "", {}, None
            self.merged = True
            return self
        self.children = blijft
        self.rest = PartitionNode(paths=self.paths, closed=self.rest.closed, merged=True)
        return self.rest

    def to_json(self) -> dict[str, Any]:
        """The tree as it is stored; `from_json` reads it back."""
        stored: dict[str, Any] = {}
        if self.part and self.rest:
            stored["deel"] = self.part
            stored["kinderen"] = {code: child.to_json() for code, child in self.children.items()}
            stored["rest"] = self.rest.to_json()
        if self.merged:
            stored["samengevoegd"] = True
        return stored


def root() -> PartitionNode:
    """The tree with everybody of a region in one row."""
    return PartitionNode(paths={})


def from_json(stored: Mapping[str, Any], node: PartitionNode | None = None) -> PartitionNode:
    """The tree that `to_json` stored."""
    node = node or root()
    node.merged = stored.get("samengevoegd", False)
    if "deel" in stored:
        _split(node, stored["deel"], stored["kinderen"])
        for code, child in node.children.items():
            from_json(stored["kinderen"][code], child)
        from_json(stored["rest"], node.rest)
    return node


def refine(node: PartitionNode, people: Sequence[Record]) -> None:
    """Split a row as far as K allows; each new row has K people or none."""
    best = _best_split(node, people)
    if best is None:
        return
    part, codes = best
    _split(node, part, codes)
    groups = divide(node, people)
    for code, branch in node.branches().items():
        refine(branch, groups[code])


def divide(node: PartitionNode, people: Iterable[Record]) -> dict[str, list[Record]]:
    """The people of each branch of a split; the rest has the empty code."""
    groups: dict[str, list[Record]] = {code: [] for code in node.branches()}
    for person in people:
        code = node.code_of(person, node.part)
        groups[code if code in groups else ""].append(person)
    return groups


def _split(node: PartitionNode, part: str, codes: Iterable[str]) -> None:
    """Give a row its branches. It always gets a rest, even if that is empty today."""
    path = node.paths.get(part, ())
    is_exact = len(path) + 1 == len(WEIGHTS[part])
    closed = node.closed | {part}
    node.part = part
    node.children = {
        code: PartitionNode(
            paths={**node.paths, part: (*path, code)},
            closed=closed if is_exact else node.closed,
        )
        for code in codes
    }
    node.rest = PartitionNode(paths=node.paths, closed=closed)


def _best_split(node: PartitionNode, people: Sequence[Record]) -> tuple[str, list[str]] | None:
    """The part whose split shows most for its cost, and the values that get a row."""
    best: tuple[float, str, list[str]] | None = None
    for part in PARTS:
        if part in node.closed:
            continue
        counts = Counter(node.code_of(person, part) for person in people)
        codes = showable(counts)
        if not codes:
            continue
        depth = len(node.paths.get(part, ()))
        score = _score(WEIGHTS[part], depth, [counts[code] for code in codes], len(people))
        if best is None or score > best[0]:
            best = (score, part, codes)
    return best[1:] if best else None


def showable(counts: Mapping[str, int]) -> list[str]:
    """The values that can have a row of their own: K people each, and the rest K people or none.

    Ordered from many people to few. When the rest would be too small, the smallest rows join it.
    """
    codes = sorted(
        (code for code, aantal in counts.items() if code and aantal >= K),
        key=lambda code: (-counts[code], code),
    )
    rest = sum(counts.values()) - sum(counts[code] for code in codes)
    while codes and 0 < rest < K:
        rest += counts[codes.pop()]
    return codes


def _score(weights: Sequence[float], depth: int, counts: Sequence[int], total: int) -> float:
    """The information that a split gives per bit of anonymity it costs (IGPL of Fung et al.)."""
    weight = weights[depth] - (weights[depth - 1] if depth else 0)
    gain = weight * sum(counts) / total
    groups = [*counts, *([rest] if (rest := total - sum(counts)) else [])]
    cost = -sum(group / total * math.log2(group / total) for group in groups)
    return gain / (cost + 0.1)  # a split that costs nothing is the best, not infinite
