"""Count who is known in Sonar on a peildatum, per gemeente: with and without klantprofiel."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple, Self

from django.db import connection

from sonar.models import Arbeidsmarktregio, Gemeente
from sonar.rapportage.tellen.feiten import AsOf, geteld, register


NEDERLAND = "NL"  # the code of the total of all regions
# As an array and no join: a region is then read from the index alone.
VAN_REGIO = "ARRAY(SELECT code FROM sonar_gemeente WHERE arbeidsmarktregio_id = %(regio)s)"


class Segment(NamedTuple):
    """The people for whom one soort organisatie is responsible, with or without klantprofiel."""

    organisatie: str
    met_profiel: bool


@dataclass(frozen=True, slots=True)
class Telregel:
    """One row: a gemeente, or the whole region."""

    code: str
    naam: str
    aantallen: Counter[Segment] = field(default_factory=Counter)

    def aantal(self, organisatie: str | None = None, met_profiel: bool | None = None) -> int:
        """How many there are of a soort organisatie, with or without profile; None: of all."""
        return sum(
            aantal
            for segment, aantal in self.aantallen.items()
            if organisatie in {None, segment.organisatie}
            and met_profiel in {None, segment.met_profiel}
        )

    @property
    def met_profiel(self) -> int:
        """Everybody with a klantprofiel, whoever is responsible."""
        return self.aantal(met_profiel=True)

    @property
    def totaal(self) -> int:
        """Everybody known in Sonar."""
        return self.aantal()

    @classmethod
    def som(cls, code: str, naam: str, regels: Iterable["Telregel"]) -> Self:
        """The row in which each number is the sum of those above it."""
        samen: Counter[Segment] = Counter()
        for regel in regels:
            samen.update(regel.aantallen)
        return cls(code, naam, samen)


@dataclass(frozen=True, slots=True)
class Kwartaaltelling:
    """The table of a region on a peildatum, with what the doelgroepregister holds beside it."""

    regio: Arbeidsmarktregio
    peildatum: datetime.date
    regels: list[Telregel]
    doelgroep: int  # persons of the region in the doelgroepregister
    bekend: int  # of whom have a registration in Sonar
    bekend_op: datetime.datetime | None = None  # as it was known then; None: as it is known now

    @property
    def totaal(self) -> Telregel:
        """The bottom row."""
        naam = "TOTAAL NEDERLAND" if self.regio.code == NEDERLAND else "TOTAAL AMR"
        return Telregel.som(self.regio.code, naam, self.regels)

    @property
    def percentage_bekend(self) -> int | None:
        """The share of the doelgroepregister known in Sonar, rounded half up; None of nobody."""
        if not self.doelgroep:
            return None
        return (200 * self.bekend + self.doelgroep) // (2 * self.doelgroep)


def kwartaaltelling(
    regio: Arbeidsmarktregio,
    peildatum: datetime.date,
    bekend_op: datetime.datetime | None = None,
) -> Kwartaaltelling:
    """Count a region on a date, as it is known now or was known at `bekend_op`. Three queries.

    Who counts, and where, `sonar.rapportage.tellen.feiten` says.
    """
    vraag = AsOf(peildatum, bekend_op)
    per_gemeente = _tel(regio, vraag)
    regels = [
        Telregel(gemeente.code, gemeente.naam, per_gemeente[gemeente.code])
        for gemeente in Gemeente.objects.filter(arbeidsmarktregio=regio).order_by("naam")
    ]
    doelgroep, bekend = _tel_register(regio, vraag)
    return Kwartaaltelling(
        regio=regio,
        peildatum=peildatum,
        regels=regels,
        doelgroep=doelgroep,
        bekend=bekend,
        bekend_op=bekend_op,
    )


def _tel(regio: Arbeidsmarktregio, vraag: AsOf) -> defaultdict[str, Counter[Segment]]:
    """The numbers per gemeente."""
    per_gemeente: defaultdict[str, Counter[Segment]] = defaultdict(Counter)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT g.gemeente_id, g.organisatie, g.met_profiel, count(*) "  # noqa: S608
            f"FROM ({geteld(vraag)}) g WHERE g.gemeente_id = ANY({VAN_REGIO}) GROUP BY 1, 2, 3",
            vraag.waarden | {"regio": regio.pk},
        )
        for code, organisatie, met_profiel, aantal in cursor.fetchall():
            per_gemeente[code][Segment(organisatie, met_profiel)] = aantal
    return per_gemeente


def _tel_register(regio: Arbeidsmarktregio, vraag: AsOf) -> tuple[int, int]:
    """How many of the region the doelgroepregister holds, and how many of those Sonar knows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), count(*) FILTER (WHERE bekend) "  # noqa: S608
            f"FROM ({register(vraag)}) d WHERE d.gemeente_id = ANY({VAN_REGIO})",
            vraag.waarden | {"regio": regio.pk},
        )
        doelgroep, bekend = cursor.fetchone()
    return doelgroep, bekend
