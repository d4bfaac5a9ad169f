"""Simulate one region: figures in, people out. Either all of it is written or nothing."""

import datetime
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from django.db import connection, transaction

from simulatie.bulk.copy_writer import check_and_analyze, copy_rows
from simulatie.regio.cijfers import (
    Gemeentecijfers,
    InvalidFiguresError,
    doelgroep_size,
    read_figures,
)
from simulatie.regio.inboeken import TABLES, RowCollector
from simulatie.regio.inlezen import read_codelists, read_woongebieden
from simulatie.regio.levensloop import EERSTE_PEILDATUM, LAATSTE_PEILDATUM, levenslopen
from simulatie.regio.medewerkers import AccountTakenError, create_diensten
from simulatie.regio.personen import Population
from simulatie.regio.profielen import ProfileGenerator
from sonar.models import (
    Arbeidsmarktregio,
    Doelgroepregistratie,
    Gemeente,
    Klantprofiel,
    Werkzoekende,
)
from sonar.rapportage.tellen.kwartaal import Kwartaal
from sonar.uitwisseling.fixtures import FIXTURES, load_fixtures


# The publication whose table comes with the project.
PUBLICATIE = ("AM19", "2020KW04")


class SimulationError(Exception):
    """Nothing was simulated; the message is a Dutch sentence that says what to do."""


class NotEmptyError(SimulationError):
    """There are people in the database already."""


class Progress(Protocol):
    """Shows the progress of the work."""

    def __call__(self, wat: str, gedaan: int, totaal: int) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionRequest:
    """What to simulate."""

    regio: str
    kwartaal: str
    seed: int = 1
    cijfers: Path | None = None
    doelgroep: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionSummary:
    """What was made."""

    regio: str
    peildatum: datetime.date
    doelgroep: int
    bekend: int
    met_profiel: int
    werkzoekenden: int
    klantprofielen: int
    fixtures_geladen: bool


@transaction.atomic
def simulate_region(opdracht: RegionRequest, voortgang: Progress) -> RegionSummary:
    """Fill an empty database with a region that gives the figures.

    The same opdracht on the same code lists gives the same rows. Raises SimulationError.
    """
    try:
        return _simulate(opdracht, voortgang)
    except (InvalidFiguresError, AccountTakenError) as fout:
        raise SimulationError(str(fout)) from fout


def _simulate(opdracht: RegionRequest, voortgang: Progress) -> RegionSummary:
    peildatum = _peildatum(opdracht.kwartaal)
    require_empty()
    fixtures_geladen = not Gemeente.objects.exists()
    if fixtures_geladen:
        load_fixtures()
    regio = _regio(opdracht.regio)
    cijfers = _cijfers(opdracht, regio)
    bekend = sum(rij.totaal for rij in cijfers)
    doelgroep = doelgroep_size(bekend, opdracht.doelgroep)
    kans = random.Random(opdracht.seed)
    levens = levenslopen(cijfers, doelgroep=doelgroep, peildatum=peildatum, kans=kans)
    inboeker = _row_collector(regio, cijfers, peildatum, kans)
    for nummer, leven in enumerate(levens, start=1):
        inboeker.boek(leven)
        voortgang("Levens bedenken", nummer, len(levens))
    for nummer, (model, velden) in enumerate(TABLES.items(), start=1):
        copy_rows(model, velden, inboeker.rijen[model])
        voortgang("In de database zetten", nummer, len(TABLES))
    check_and_analyze(TABLES)
    return RegionSummary(
        regio=regio.naam,
        peildatum=peildatum,
        doelgroep=doelgroep,
        bekend=bekend,
        met_profiel=sum(rij.gemeente_met_profiel + rij.uwv_met_profiel for rij in cijfers),
        werkzoekenden=len(inboeker.rijen[Werkzoekende]),
        klantprofielen=len(inboeker.rijen[Klantprofiel]),
        fixtures_geladen=fixtures_geladen,
    )


def _peildatum(kwartaal: str) -> datetime.date:
    try:
        peildatum = Kwartaal.lees(kwartaal).peildatum
    except ValueError as fout:
        raise SimulationError(str(fout)) from fout
    if not EERSTE_PEILDATUM <= peildatum <= LAATSTE_PEILDATUM:
        raise SimulationError(
            f"Het kwartaal {kwartaal} valt buiten de simulatie. "
            "Kies een kwartaal van 2016KW01 tot en met 2023KW04."
        )
    return peildatum


def require_empty() -> None:
    """Refuse a database with people in it. A second simulation waits here for the first."""
    with connection.cursor() as cursor:
        tabel = connection.ops.quote_name(Werkzoekende._meta.db_table)
        cursor.execute(f"LOCK TABLE {tabel} IN SHARE ROW EXCLUSIVE MODE")
    werkzoekenden, registraties = Werkzoekende.objects.count(), Doelgroepregistratie.objects.count()
    if werkzoekenden or registraties:
        raise NotEmptyError(
            f"In Sonar staan al {werkzoekenden} werkzoekenden en {registraties} registraties in "
            "het doelgroepregister. Simuleren kan alleen in een lege database."
        )


def _regio(code: str) -> Arbeidsmarktregio:
    regio = Arbeidsmarktregio.objects.filter(code=code.upper()).first()
    if regio is None:
        codes = Arbeidsmarktregio.objects.order_by("code").values_list("code", flat=True)
        raise SimulationError(
            f"'{code}' is geen arbeidsmarktregio. Kies een code van {codes.first()} tot en met "
            f"{codes.last()}, zoals AM19 voor Holland Rijnland."
        )
    return regio


def _cijfers(opdracht: RegionRequest, regio: Arbeidsmarktregio) -> list[Gemeentecijfers]:
    pad = opdracht.cijfers
    if pad is None:
        if (regio.code, opdracht.kwartaal) != PUBLICATIE:
            raise SimulationError(
                f"Van {regio.naam} ({regio.code}) in {opdracht.kwartaal} zijn geen cijfers "
                "meegeleverd. Geef zelf een tabel met --cijfers PAD.csv."
            )
        pad = FIXTURES / "publicatie_2020KW04_AM19.csv"
    gemeenten = dict(Gemeente.objects.order_by("code").values_list("code", "arbeidsmarktregio"))
    return read_figures(pad, regio=regio.code, gemeenten=gemeenten)


def _row_collector(
    regio: Arbeidsmarktregio,
    cijfers: list[Gemeentecijfers],
    peildatum: datetime.date,
    kans: random.Random,
) -> RowCollector:
    klanten = {
        rij.gemeente: rij.gemeente_met_profiel + rij.gemeente_zonder_profiel for rij in cijfers
    }
    return RowCollector(
        create_diensten(regio, klanten),
        Population(read_woongebieden(regio), peildatum, kans),
        ProfileGenerator(read_codelists(), peildatum, kans),
        kans,
    )
