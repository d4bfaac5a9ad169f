"""The public table for readers: filters, counts and names.

Every row counts ten people or more, and so does every sum of rows. So each filter is safe and its
answer exact. People in rows that do not show the value of a filter are counted apart.
"""

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kandidatenverkenner.models import Codelijsten, Facet
from kandidatenverkenner.models.overzicht import Overzicht, Overzichtrij
from kandidatenverkenner.overzicht.partition import PARTS
from kandidatenverkenner.overzicht.personen import BREDER


ONDERDELEN = ("regio", *PARTS)
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
    """A value of a part: its name, and the code of its broader value."""

    naam: str
    wijder: str = ""


class Woordenlijst:
    """For each part the values that a row can show, in reading order."""

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
        # Used for every part of every row.
        self._paden = {
            deel: {
                code: (waarde.wijder, code) if waarde.wijder else (code,)
                for code, waarde in waarden.items()
            }
            for deel, waarden in self.waarden.items()
        }

    def naam(self, deel: str, code: str) -> str:
        """The name of a code; a code that the lists do not know is its own name."""
        waarde = self.waarden[deel].get(code)
        return waarde.naam if waarde else code

    def pad(self, deel: str, code: str) -> tuple[str, ...]:
        """The broader code and this code; empty when the row does not show one."""
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
    """A row: the code of each part ('' if not shown), the number of people, and its date."""

    codes: Mapping[str, str]
    aantal: int
    peildatum: datetime.date


@dataclass(frozen=True, slots=True)
class TableCounts:
    """The answer to a filter, in numbers of people. Each is 0, or 10 or more."""

    zeker: int
    misschien: int  # too little is shown about these people to know
    per_waarde: Mapping[
        str, Mapping[str, int]
    ]  # part -> code -> people, without the choice in that part
    zonder: Mapping[str, int]  # part -> people, without the choice in that part
    rijen: list[Tabelrij]  # that match the filter, the most detailed first


class OpenTable:
    """The whole table, read in two queries. After that it only adds."""

    def __init__(self, rijen: Iterable[Tabelrij], woorden: Woordenlijst) -> None:
        self.rijen = list(rijen)
        self.woorden = woorden

    @classmethod
    def lees(cls) -> "OpenTable":
        """The table of today."""
        velden = ("aantal", "peildatum", *ONDERDELEN)
        rijen = Overzichtrij.objects.order_by("regio", *PARTS).values_list(*velden)
        return cls(
            (
                Tabelrij(dict(zip(ONDERDELEN, rij[2:], strict=True)), rij[0], rij[1])
                for rij in rijen
            ),
            Woordenlijst(Codelijsten.lees()),
        )

    def tel(self, keuze: Keuze) -> TableCounts:
        """Count a filter: one value for each of some parts."""
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
            # A row that fails on one part only still counts for that part.
            if len(mist) <= 1:
                for deel in mist or ONDERDELEN:
                    zonder[deel] += rij.aantal
                    for code in self.woorden.pad(deel, rij.codes[deel]):
                        per_waarde[deel][code] += rij.aantal
        zeker.sort(key=lambda rij: (-sum(map(bool, rij.codes.values())), -rij.aantal))
        totaal = sum(rij.aantal for rij in zeker)
        return TableCounts(totaal, misschien, per_waarde, zonder, zeker)

    def _kan(self, deel: str, code: str, rij: Tabelrij) -> bool:
        """Whether a row shows so little that its people may match."""
        verteld = rij.codes[deel]
        return not verteld or verteld in self.woorden.pad(deel, code)


def bijgewerkt_op() -> datetime.date | None:
    """The date of the last batch; None before the first."""
    return Overzicht.objects.order_by("-peildatum").values_list("peildatum", flat=True).first()
