"""Count who is known in Sonar on a peildatum, per gemeente: with and without klantprofiel."""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple, Self

from django.db import connection

from sonar.models import Arbeidsmarktregio, Gemeente
from sonar.rapportage.tellen.feiten import AsOf, geteld, register
from sonar.rules.gemeentelijst import Indeling, indeling_op


NEDERLAND = "NL"  # the code of the total of all regions
# An array and no join: PostgreSQL then reads a region from the index alone.
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
    bekend: int  # those among them who have a registration in Sonar
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
    regio: Arbeidsmarktregio, vraag: AsOf, toen: Indeling | None = None
) -> Kwartaaltelling:
    """Count a region on a date, as it is known now or was known at a moment. Three queries.

    feiten.py says who counts, and where. The rows are the gemeenten that there were on the
    peildatum. Nobody is lost: one that had ended, or did not exist yet, stays as long as people
    count in it.
    """
    toen = toen or indeling_op(vraag.peildatum)
    per_gemeente = count_gemeenten(vraag, regio)
    doelgroep, bekend = _tel_register(regio, vraag)
    return Kwartaaltelling(
        regio=regio,
        peildatum=vraag.peildatum,
        regels=[
            telregel(code, naam, per_gemeente.get(code), toen)
            for code, naam in Gemeente.objects.filter(arbeidsmarktregio=regio)
            .order_by("naam")
            .values_list("code", "naam")
            if code in per_gemeente or code not in toen.afwezig
        ],
        doelgroep=doelgroep,
        bekend=bekend,
        bekend_op=vraag.bekend_op,
    )


def telregel(
    code: str, naam: str, aantallen: Counter[Segment] | None, wanneer: Indeling
) -> Telregel:
    """The row of a gemeente; its name says when it had ended."""
    voluit = f"{naam} (opgeheven)" if code in wanneer.opgeheven else naam
    return Telregel(code, voluit, aantallen or Counter())


def count_gemeenten(
    vraag: AsOf, regio: Arbeidsmarktregio | None = None
) -> dict[str, Counter[Segment]]:
    """The numbers of every gemeente in which anybody counts: of a region, or the country.

    One query.
    """
    per_gemeente: dict[str, Counter[Segment]] = {}
    waar = f"WHERE g.gemeente_id = ANY({VAN_REGIO})" if regio else ""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT g.gemeente_id, g.organisatie, g.met_profiel, count(*) "  # noqa: S608
            f"FROM ({geteld(vraag)}) g {waar} GROUP BY 1, 2, 3",
            vraag.waarden | {"regio": regio and regio.pk},
        )
        for code, organisatie, met_profiel, aantal in cursor.fetchall():
            segment = Segment(organisatie, met_profiel)
            per_gemeente.setdefault(code, Counter())[segment] = aantal
    return per_gemeente


def count_land(vraag: AsOf) -> Telregel:
    """The country as one row, whatever the regions are. One query."""
    samen: Counter[Segment] = Counter()
    for aantallen in count_gemeenten(vraag).values():
        samen.update(aantallen)
    return Telregel(NEDERLAND, "TOTAAL NEDERLAND", samen)


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
