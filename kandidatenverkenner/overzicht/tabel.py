"""The public table as it is read: filtered, counted, and named.

Every row stands for ten people or more, so every sum of rows does. That makes each filter safe and
its answer exact. What a row does not tell, it does not answer: those people are counted apart.
"""

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kandidatenverkenner.models import Codelijsten, Facet
from kandidatenverkenner.models.overzicht import Overzicht, Overzichtrij
from kandidatenverkenner.overzicht.partition import DELEN
from kandidatenverkenner.overzicht.personen import BREDER


ONDERDELEN = ("regio", *DELEN)
LABELS = {
    "regio": "Arbeidsmarktregio",
    "opleidingsniveau": "Opleidingsniveau",
    "uren": "Uren per week",
    "sector": "Sector",
    "taaksoort": "Soort taken",
    "vaardigheidsgroep": "Vaardigheden",
}
Keuze = Mapping[str, str]  # part: code


@dataclass(frozen=True, slots=True)
class Waarde:
    """A value of a part: its name, and the code of the wider value that it belongs to."""

    naam: str
    wijder: str = ""


class Woordenlijst:
    """Of every part the values that a row can tell, in the order in which people read them."""

    def __init__(self, codelijsten: Codelijsten) -> None:
        self.waarden: dict[str, dict[str, Waarde]] = {
            "regio": _van_facet(codelijsten, Facet.REGIO),
            "sector": _van_facet(codelijsten, Facet.SECTOR),
            "taaksoort": _van_facet(codelijsten, Facet.TAAKSOORT),
            "vaardigheidsgroep": {
                kenmerk.groep: Waarde(kenmerk.groep)
                for kenmerk in codelijsten.per_facet[Facet.VAARDIGHEID].values()
            },
        }
        for deel, groepen in BREDER.items():
            exact = codelijsten.per_facet[deel]
            self.waarden[deel] = {}
            for wijd, naam, codes in groepen:
                self.waarden[deel][wijd] = Waarde(naam)
                for code in codes:
                    if code in exact:
                        self.waarden[deel][code] = Waarde(exact[code].naam, wijd)
        # Asked for every part of every row.
        self._paden = {
            deel: {
                code: (waarde.wijder, code) if waarde.wijder else (code,)
                for code, waarde in waarden.items()
            }
            for deel, waarden in self.waarden.items()
        }

    def naam(self, deel: str, code: str) -> str:
        """As people read it; a code that the lists do not know stands for itself."""
        waarde = self.waarden[deel].get(code)
        return waarde.naam if waarde else code

    def pad(self, deel: str, code: str) -> tuple[str, ...]:
        """This code and the wider one; nothing when nothing is told."""
        if not code:
            return ()
        return self._paden[deel].get(code, (code,))


def _van_facet(codelijsten: Codelijsten, facet: Facet) -> dict[str, Waarde]:
    return {
        kenmerk.code: Waarde(kenmerk.naam, kenmerk.groep)
        for kenmerk in codelijsten.per_facet[facet].values()
    }


@dataclass(frozen=True, slots=True)
class Tabelrij:
    """A row: per part the code that is told ('' when none is), how many people, counted when."""

    codes: Mapping[str, str]
    aantal: int
    peildatum: datetime.date


@dataclass(frozen=True, slots=True)
class TableCounts:
    """The answer to a filter, in numbers of people; each is 0, or 10 or more."""

    zeker: int
    misschien: int  # of these people too little is told to know
    per_waarde: Mapping[str, Mapping[str, int]]  # part: code: people, own choice left out
    zonder: Mapping[str, int]  # part: people, when nothing were asked of that part
    rijen: list[Tabelrij]  # that answer the filter, those that tell most first


class OpenTable:
    """The whole table. Two queries; then only sums."""

    def __init__(self, rijen: Iterable[Tabelrij], woorden: Woordenlijst) -> None:
        self.rijen = list(rijen)
        self.woorden = woorden

    @classmethod
    def lees(cls) -> "OpenTable":
        """As it is today."""
        velden = ("aantal", "peildatum", *ONDERDELEN)
        rijen = Overzichtrij.objects.order_by("regio", *DELEN).values_list(*velden)
        return cls(
            (
                Tabelrij(dict(zip(ONDERDELEN, rij[2:], strict=True)), rij[0], rij[1])
                for rij in rijen
            ),
            Woordenlijst(Codelijsten.lees()),
        )

    def tel(self, keuze: Keuze) -> TableCounts:
        """Count what a filter asks; it asks for one value of some parts."""
        per_waarde: dict[str, Counter[str]] = {deel: Counter() for deel in ONDERDELEN}
        zonder: Counter[str] = Counter()
        zeker: list[Tabelrij] = []
        misschien = 0
        for rij in self.rijen:
            mist = [
                deel
                for deel, code in keuze.items()
                if code not in self.woorden.pad(deel, rij.codes[deel])
            ]
            if not mist:
                zeker.append(rij)
            elif all(self._kan(deel, keuze[deel], rij) for deel in mist):
                misschien += rij.aantal
            # With one part in the way, that part itself can still count it.
            if len(mist) <= 1:
                for deel in mist or ONDERDELEN:
                    zonder[deel] += rij.aantal
                    for code in self.woorden.pad(deel, rij.codes[deel]):
                        per_waarde[deel][code] += rij.aantal
        zeker.sort(key=lambda rij: (-sum(map(bool, rij.codes.values())), -rij.aantal))
        totaal = sum(rij.aantal for rij in zeker)
        return TableCounts(totaal, misschien, per_waarde, zonder, zeker)

    def _kan(self, deel: str, code: str, rij: Tabelrij) -> bool:
        """Whether a row tells so little that somebody in it may be what is asked."""
        verteld = rij.codes[deel]
        return not verteld or verteld in self.woorden.pad(deel, code)


def bijgewerkt_op() -> datetime.date | None:
    """The day of the last batch; None before the first."""
    return Overzicht.objects.order_by("-peildatum").values_list("peildatum", flat=True).first()
