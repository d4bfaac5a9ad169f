"""The nightly update of the table of one region (pure).

Anybody can subtract the tables of two nights. Then each number that changed tells something about
the people who came and went, and there may be few of them. Hence three rules:

1. A region is updated only when at least K of its people came or changed rows, or at least K left
   or changed rows, since its last update. So a row that changes tonight tells about K people, not
   about the one who came tonight.
2. In a region that is updated, a row gets a new number only when at least K people came into it or
   left it since its last number. Until then it stays as it was, with its own date.
3. Rows are only split or merged, never partitioned anew. So any two rows of any two nights are
   nested or disjoint, and a subtraction gives sums of rows, or of differences of K people or more.
"""

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from kandidatenverkenner.overzicht.partition import (
    K,
    PartitionNode,
    Record,
    RowKey,
    divide,
    refine,
    root,
)


@dataclass(frozen=True, slots=True)
class NightlyRow:
    """A row as it is shown, and the fingerprints of the people in it.

    A row that was merged from rows of different dates may contain somebody twice.
    """

    peildatum: datetime.date
    fingerprints: tuple[int, ...]

    @property
    def count(self) -> int:
        """How many people; K or more."""
        return len(self.fingerprints)


NightlyRows = dict[RowKey, NightlyRow]


@dataclass(slots=True)
class Regio:
    """One region: its partition, the rows that are shown, and who was counted in which row."""

    tree: PartitionNode = field(default_factory=root)
    rows: NightlyRows = field(default_factory=dict)
    gezien: frozenset[int] = frozenset()

    def update(self, people: Sequence[Record], peildatum: datetime.date) -> bool:
        """Update the region with the people of tonight. Returns whether it was updated."""
        now = self._places(people)
        # Somebody who changed rows is in both differences, so neither counts anybody twice.
        if max(len(now - self.gezien), len(self.gezien - now)) < K:
            return False
        self.rows = _Night(self.rows, peildatum).updated_rows(self.tree, people) or {}
        self.gezien = self._places(people)
        return True

    def _places(self, people: Sequence[Record]) -> frozenset[int]:
        """A number for each person in his or her row."""
        return frozenset(
            _place_hash(person, key)
            for key, group in by_row(self.tree, people).items()
            for person in group
        )


def _place_hash(person: Record, key: RowKey) -> int:
    text = "|".join([str(person.fingerprint), *key])
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), signed=True)


def by_row(node: PartitionNode, people: Sequence[Record]) -> dict[RowKey, Sequence[Record]]:
    """The people of each row, also of rows with too few people to be shown."""
    if not node.part:
        return {node.key: people}
    groups = divide(node, people)
    return {
        key: group
        for code, branch in node.branches().items()
        for key, group in by_row(branch, groups[code]).items()
    }


def movers(row: NightlyRow | None, people: Iterable[Record]) -> int:
    """How many different people came into a row or left it since its last count."""
    before = Counter(row.fingerprints if row else ())
    now = Counter(person.fingerprint for person in people)
    return len((now - before) | (before - now))


@dataclass(frozen=True, slots=True)
class _Night:
    """The update of one night: the rows that are shown, and the date of the new counts."""

    rows: Mapping[RowKey, NightlyRow]
    peildatum: datetime.date

    def updated_rows(self, node: PartitionNode, people: Sequence[Record]) -> NightlyRows | None:
        """The rows below this node; None when they are too small and must merge with a sibling."""
        if not node.part:
            return self._count_row(node, self.rows.get(node.key), people)
        groups = divide(node, people)
        shown = {code: self._shown(branch) for code, branch in node.branches().items()}
        results = {
            code: self.updated_rows(branch, groups[code])
            for code, branch in node.branches().items()
        }
        merging = {code for code, rows in results.items() if rows is None}
        if merging:
            rest = self._merge(node, merging | {""}, groups, shown)
            if not node.part:
                return rest
            results[""] = rest
        return {key: row for code in node.branches() for key, row in (results[code] or {}).items()}

    def _count_row(
        self, leaf: PartitionNode, old: NightlyRow | None, people: Sequence[Record]
    ) -> NightlyRows | None:
        if movers(old, people) < K:
            return {leaf.key: old} if old else {}
        if not people:
            return {}
        if len(people) < K:
            return None
        if not leaf.merged:
            refine(leaf, people)
        return _count(leaf, people, self.peildatum)

    def _shown(self, node: PartitionNode) -> list[NightlyRow]:
        keys = [leaf.key for leaf in node.leaves()]
        return [self.rows[key] for key in keys if key in self.rows]

    def _merge(
        self,
        node: PartitionNode,
        merging: set[str],
        groups: Mapping[str, Sequence[Record]],
        shown: Mapping[str, Sequence[NightlyRow]],
    ) -> NightlyRows | None:
        """Merge the branches that became too small into the rest, with the smallest of the others.

        When no branch is left, the node is a row again; None then means that it is too small.
        """
        others = sorted(
            (code for code in node.children if code not in merging),
            key=lambda code: (len(groups[code]), code),
        )
        while True:
            leaf = node.merge(merging)
            people = [person for code in sorted(merging) for person in groups[code]]
            old = _sum([row for code in sorted(merging) for row in shown[code]])
            rows = self._count_row(leaf, old, people)
            if rows is not None or not node.part:
                return rows
            merging = merging | {others.pop(0)}


def _sum(rows: Sequence[NightlyRow]) -> NightlyRow | None:
    """The sum of these rows as shown, which anybody could make."""
    if not rows:
        return None
    return NightlyRow(
        peildatum=min(row.peildatum for row in rows),
        fingerprints=tuple(sorted(nr for row in rows for nr in row.fingerprints)),
    )


def _count(node: PartitionNode, people: Sequence[Record], peildatum: datetime.date) -> NightlyRows:
    return {
        key: NightlyRow(peildatum, tuple(sorted(person.fingerprint for person in group)))
        for key, group in by_row(node, people).items()
        if len(group) >= K
    }
