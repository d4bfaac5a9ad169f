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
    Sleutel,
    verdeel,
    verfijn,
    wortel,
)


@dataclass(frozen=True, slots=True)
class NightlyRow:
    """A row as it is shown, and the fingerprints of the people in it.

    A row that was merged from rows of different dates may contain somebody twice.
    """

    peildatum: datetime.date
    vingerafdrukken: tuple[int, ...]

    @property
    def aantal(self) -> int:
        """How many people; K or more."""
        return len(self.vingerafdrukken)


NightlyRows = dict[Sleutel, NightlyRow]


@dataclass(slots=True)
class Regio:
    """One region: its partition, the rows that are shown, and who was counted in which row."""

    boom: PartitionNode = field(default_factory=wortel)
    rijen: NightlyRows = field(default_factory=dict)
    gezien: frozenset[int] = frozenset()

    def kijk(self, personen: Sequence[Record], peildatum: datetime.date) -> bool:
        """Update the region with the people of tonight. Returns whether it was updated."""
        nu = self._plaatsen(personen)
        # Somebody who changed rows is in both differences, so neither counts anybody twice.
        if max(len(nu - self.gezien), len(self.gezien - nu)) < K:
            return False
        self.rijen = _Nacht(self.rijen, peildatum).werk_bij(self.boom, personen) or {}
        self.gezien = self._plaatsen(personen)
        return True

    def _plaatsen(self, personen: Sequence[Record]) -> frozenset[int]:
        """A number for each person in his or her row."""
        return frozenset(
            _afdruk(persoon, sleutel)
            for sleutel, groep in per_rij(self.boom, personen).items()
            for persoon in groep
        )


def _afdruk(persoon: Record, sleutel: Sleutel) -> int:
    tekst = "|".join([str(persoon.vingerafdruk), *sleutel])
    return int.from_bytes(blake2b(tekst.encode(), digest_size=8).digest(), signed=True)


def per_rij(knoop: PartitionNode, personen: Sequence[Record]) -> dict[Sleutel, Sequence[Record]]:
    """The people of each row, also of rows with too few people to be shown."""
    if not knoop.deel:
        return {knoop.sleutel: personen}
    groepen = verdeel(knoop, personen)
    return {
        sleutel: groep
        for code, tak in knoop.takken().items()
        for sleutel, groep in per_rij(tak, groepen[code]).items()
    }


def bewegers(rij: NightlyRow | None, personen: Iterable[Record]) -> int:
    """How many different people came into a row or left it since its last count."""
    toen = Counter(rij.vingerafdrukken if rij else ())
    nu = Counter(persoon.vingerafdruk for persoon in personen)
    return len((nu - toen) | (toen - nu))


@dataclass(frozen=True, slots=True)
class _Nacht:
    """The update of one night: the rows that are shown, and the date of the new counts."""

    rijen: Mapping[Sleutel, NightlyRow]
    peildatum: datetime.date

    def werk_bij(self, knoop: PartitionNode, personen: Sequence[Record]) -> NightlyRows | None:
        """The rows below this node; None when they are too small and must merge with a sibling."""
        if not knoop.deel:
            return self._tel_rij(knoop, self.rijen.get(knoop.sleutel), personen)
        groepen = verdeel(knoop, personen)
        getoond = {code: self._getoond(tak) for code, tak in knoop.takken().items()}
        uitkomst = {code: self.werk_bij(tak, groepen[code]) for code, tak in knoop.takken().items()}
        samen = {code for code, rijen in uitkomst.items() if rijen is None}
        if samen:
            rest = self._voeg_samen(knoop, samen | {""}, groepen, getoond)
            if not knoop.deel:
                return rest
            uitkomst[""] = rest
        return {
            sleutel: rij
            for code in knoop.takken()
            for sleutel, rij in (uitkomst[code] or {}).items()
        }

    def _tel_rij(
        self, blad: PartitionNode, oud: NightlyRow | None, personen: Sequence[Record]
    ) -> NightlyRows | None:
        if bewegers(oud, personen) < K:
            return {blad.sleutel: oud} if oud else {}
        if not personen:
            return {}
        if len(personen) < K:
            return None
        if not blad.samengevoegd:
            verfijn(blad, personen)
        return _tel(blad, personen, self.peildatum)

    def _getoond(self, knoop: PartitionNode) -> list[NightlyRow]:
        sleutels = [blad.sleutel for blad in knoop.bladeren()]
        return [self.rijen[sleutel] for sleutel in sleutels if sleutel in self.rijen]

    def _voeg_samen(
        self,
        knoop: PartitionNode,
        samen: set[str],
        groepen: Mapping[str, Sequence[Record]],
        getoond: Mapping[str, Sequence[NightlyRow]],
    ) -> NightlyRows | None:
        """Merge the branches that became too small into the rest, with the smallest of the others.

        When no branch is left, the node is a row again; None then means that it is too small.
        """
        anderen = sorted(
            (code for code in knoop.kinderen if code not in samen),
            key=lambda code: (len(groepen[code]), code),
        )
        while True:
            blad = knoop.voeg_samen(samen)
            personen = [persoon for code in sorted(samen) for persoon in groepen[code]]
            oud = _opgeteld([rij for code in sorted(samen) for rij in getoond[code]])
            rijen = self._tel_rij(blad, oud, personen)
            if rijen is not None or not knoop.deel:
                return rijen
            samen = samen | {anderen.pop(0)}


def _opgeteld(rijen: Sequence[NightlyRow]) -> NightlyRow | None:
    """The sum of these rows as shown, which anybody could make."""
    if not rijen:
        return None
    return NightlyRow(
        peildatum=min(rij.peildatum for rij in rijen),
        vingerafdrukken=tuple(sorted(nr for rij in rijen for nr in rij.vingerafdrukken)),
    )


def _tel(knoop: PartitionNode, personen: Sequence[Record], peildatum: datetime.date) -> NightlyRows:
    return {
        sleutel: NightlyRow(peildatum, tuple(sorted(persoon.vingerafdruk for persoon in groep)))
        for sleutel, groep in per_rij(knoop, personen).items()
        if len(groep) >= K
    }
