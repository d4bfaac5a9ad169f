"""Count who is known in Sonar on a peildatum, per gemeente: with and without klantprofiel."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

from django.db.models import Count, Exists, F, OuterRef, Q

from sonar.models import (
    Arbeidsmarktregio,
    Doelgroepregistratie,
    Gemeente,
    Inschrijving,
    Organisatie,
    Vaststelling,
)


@dataclass(frozen=True, slots=True)
class Telregel:
    """One row: a gemeente, or the whole region."""

    code: str
    naam: str
    gemeente_met_profiel: int = 0
    gemeente_zonder_profiel: int = 0
    uwv_met_profiel: int = 0
    uwv_zonder_profiel: int = 0

    @property
    def met_profiel(self) -> int:
        """Everybody with a klantprofiel, whoever is responsible."""
        return self.gemeente_met_profiel + self.uwv_met_profiel

    @property
    def totaal(self) -> int:
        """Everybody known in Sonar."""
        return self.met_profiel + self.gemeente_zonder_profiel + self.uwv_zonder_profiel

    @classmethod
    def som(cls, code: str, naam: str, regels: Iterable["Telregel"]) -> Self:
        """The row in which each number is the sum of those above it."""
        gegeven = list(regels)
        return cls(
            code=code,
            naam=naam,
            gemeente_met_profiel=sum(regel.gemeente_met_profiel for regel in gegeven),
            gemeente_zonder_profiel=sum(regel.gemeente_zonder_profiel for regel in gegeven),
            uwv_met_profiel=sum(regel.uwv_met_profiel for regel in gegeven),
            uwv_zonder_profiel=sum(regel.uwv_zonder_profiel for regel in gegeven),
        )


@dataclass(frozen=True, slots=True)
class Kwartaaltelling:
    """The table of a region on a peildatum, with what the doelgroepregister holds beside it."""

    regio: Arbeidsmarktregio
    peildatum: datetime.date
    regels: list[Telregel]
    doelgroep: int  # persons of the region in the doelgroepregister
    bekend: int  # of whom have a registration in Sonar

    @property
    def totaal(self) -> Telregel:
        """The bottom row."""
        return Telregel.som(self.regio.code, "TOTAAL AMR", self.regels)

    @property
    def percentage_bekend(self) -> int | None:
        """The share of the doelgroepregister known in Sonar, rounded half up; None of nobody."""
        if not self.doelgroep:
            return None
        return (200 * self.bekend + self.doelgroep) // (2 * self.doelgroep)


AANTALLEN = (
    "gemeente_met_profiel",
    "gemeente_zonder_profiel",
    "uwv_met_profiel",
    "uwv_zonder_profiel",
)


def kwartaaltelling(regio: Arbeidsmarktregio, peildatum: datetime.date) -> Kwartaaltelling:
    """Count a region on a date. Four queries, however many people there are.

    Somebody counts with a registration in a gemeente of the region and an entry in the
    doelgroepregister, both on the peildatum; the column follows from the organisation that is
    responsible and from whether the klantprofiel is vastgesteld on that date. At most one
    registration is valid on a date, so nobody counts twice.
    """
    per_gemeente = _tel(regio, peildatum)
    regels = [
        Telregel(code=gemeente.code, naam=gemeente.naam, **per_gemeente.get(gemeente.code, {}))
        for gemeente in Gemeente.objects.filter(arbeidsmarktregio=regio).order_by("naam")
    ]
    doelgroep = Doelgroepregistratie.objects.geldig_op(peildatum).filter(
        gemeente__arbeidsmarktregio=regio
    )
    ingeschreven = Inschrijving.objects.geldig_op(peildatum).filter(
        werkzoekende__bsn_zoeksleutel=OuterRef("werkzoekende_id")
    )
    return Kwartaaltelling(
        regio=regio,
        peildatum=peildatum,
        regels=regels,
        doelgroep=doelgroep.count(),
        bekend=doelgroep.filter(Exists(ingeschreven)).count(),
    )


def _tel(regio: Arbeidsmarktregio, peildatum: datetime.date) -> dict[str, dict[str, int]]:
    """The four numbers per gemeente that has any."""
    vastgesteld = Vaststelling.objects.geldig_op(peildatum).filter(
        klantprofiel__werkzoekende=OuterRef("werkzoekende_id")
    )
    in_doelgroep = Doelgroepregistratie.objects.geldig_op(peildatum).filter(
        werkzoekende_id=OuterRef("werkzoekende__bsn_zoeksleutel")
    )
    gemeente = Q(organisatie__soort=Organisatie.Soort.GEMEENTE)
    uwv = Q(organisatie__soort=Organisatie.Soort.UWV)
    met = Q(met_profiel=True)
    geteld: Iterable[Any] = (
        Inschrijving.objects.geldig_op(peildatum)
        .filter(Exists(in_doelgroep), gemeente__arbeidsmarktregio=regio)
        .annotate(met_profiel=Exists(vastgesteld))
        .values(code=F("gemeente"))
        .annotate(
            gemeente_met_profiel=Count("pk", filter=gemeente & met),
            gemeente_zonder_profiel=Count("pk", filter=gemeente & ~met),
            uwv_met_profiel=Count("pk", filter=uwv & met),
            uwv_zonder_profiel=Count("pk", filter=uwv & ~met),
        )
        .order_by("code")
    )
    return {str(regel["code"]): {naam: regel[naam] for naam in AANTALLEN} for regel in geteld}
