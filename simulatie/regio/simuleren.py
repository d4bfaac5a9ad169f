"""Simulate one region: figures in, people out. Either all of it is written or nothing."""

import datetime
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from django.db import connection, transaction

from simulatie.bulk.copy_writer import check_and_analyze, copy_rows
from simulatie.regio.cijfers import CijferfoutError, Gemeentecijfers, doelgroep_bij, lees_cijfers
from simulatie.regio.inboeken import TABELLEN, Inboeker
from simulatie.regio.inlezen import codelijsten, woongebieden
from simulatie.regio.levensloop import EERSTE_PEILDATUM, LAATSTE_PEILDATUM, levenslopen
from simulatie.regio.medewerkers import AccountBezetError, maak_diensten
from simulatie.regio.personen import Bevolking
from simulatie.regio.profielen import Profielmaker
from sonar.models import (
    Arbeidsmarktregio,
    Doelgroepregistratie,
    Gemeente,
    Klantprofiel,
    Werkzoekende,
)
from sonar.rapportage.tellen.kwartaal import Kwartaal
from sonar.uitwisseling.fixtures import FIXTURES, laad_fixtures


# The publication whose table comes with the project.
PUBLICATIE = ("AM19", "2020KW04")


class SimulatieError(Exception):
    """Nothing was simulated; the message is a Dutch sentence that says what to do."""


class NietLeegError(SimulatieError):
    """There are people in the database already."""


class Voortgang(Protocol):
    """Shows the progress of the work."""

    def __call__(self, wat: str, gedaan: int, totaal: int) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Opdracht:
    """What to simulate."""

    regio: str
    kwartaal: str
    seed: int = 1
    cijfers: Path | None = None
    doelgroep: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verslag:
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
def simuleer(opdracht: Opdracht, voortgang: Voortgang) -> Verslag:
    """Fill an empty database with a region that gives the figures.

    The same opdracht on the same code lists gives the same rows. Raises SimulatieError.
    """
    try:
        return _simuleer(opdracht, voortgang)
    except (CijferfoutError, AccountBezetError) as fout:
        raise SimulatieError(str(fout)) from fout


def _simuleer(opdracht: Opdracht, voortgang: Voortgang) -> Verslag:
    peildatum = _peildatum(opdracht.kwartaal)
    controleer_leeg()
    fixtures_geladen = not Gemeente.objects.exists()
    if fixtures_geladen:
        laad_fixtures()
    regio = _regio(opdracht.regio)
    cijfers = _cijfers(opdracht, regio)
    bekend = sum(rij.totaal for rij in cijfers)
    doelgroep = doelgroep_bij(bekend, opdracht.doelgroep)
    kans = random.Random(opdracht.seed)
    levens = levenslopen(cijfers, doelgroep=doelgroep, peildatum=peildatum, kans=kans)
    inboeker = _inboeker(regio, cijfers, peildatum, kans)
    for nummer, leven in enumerate(levens, start=1):
        inboeker.boek(leven)
        voortgang("Levens bedenken", nummer, len(levens))
    for nummer, (model, velden) in enumerate(TABELLEN.items(), start=1):
        copy_rows(model, velden, inboeker.rijen[model])
        voortgang("In de database zetten", nummer, len(TABELLEN))
    check_and_analyze(TABELLEN)
    return Verslag(
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
        raise SimulatieError(str(fout)) from fout
    if not EERSTE_PEILDATUM <= peildatum <= LAATSTE_PEILDATUM:
        raise SimulatieError(
            f"Het kwartaal {kwartaal} valt buiten de simulatie. "
            "Kies een kwartaal van 2016KW01 tot en met 2023KW04."
        )
    return peildatum


def controleer_leeg() -> None:
    """Refuse a database with people in it. A second simulation waits here for the first."""
    with connection.cursor() as cursor:
        tabel = connection.ops.quote_name(Werkzoekende._meta.db_table)
        cursor.execute(f"LOCK TABLE {tabel} IN SHARE ROW EXCLUSIVE MODE")
    werkzoekenden, registraties = Werkzoekende.objects.count(), Doelgroepregistratie.objects.count()
    if werkzoekenden or registraties:
        raise NietLeegError(
            f"In Sonar staan al {werkzoekenden} werkzoekenden en {registraties} registraties in "
            "het doelgroepregister. Simuleren kan alleen in een lege database."
        )


def _regio(code: str) -> Arbeidsmarktregio:
    regio = Arbeidsmarktregio.objects.filter(code=code.upper()).first()
    if regio is None:
        codes = Arbeidsmarktregio.objects.order_by("code").values_list("code", flat=True)
        raise SimulatieError(
            f"'{code}' is geen arbeidsmarktregio. Kies een code van {codes.first()} tot en met "
            f"{codes.last()}, zoals AM19 voor Holland Rijnland."
        )
    return regio


def _cijfers(opdracht: Opdracht, regio: Arbeidsmarktregio) -> list[Gemeentecijfers]:
    pad = opdracht.cijfers
    if pad is None:
        if (regio.code, opdracht.kwartaal) != PUBLICATIE:
            raise SimulatieError(
                f"Van {regio.naam} ({regio.code}) in {opdracht.kwartaal} zijn geen cijfers "
                "meegeleverd. Geef zelf een tabel met --cijfers PAD.csv."
            )
        pad = FIXTURES / "publicatie_2020KW04_AM19.csv"
    gemeenten = dict(Gemeente.objects.order_by("code").values_list("code", "arbeidsmarktregio"))
    return lees_cijfers(pad, regio=regio.code, gemeenten=gemeenten)


def _inboeker(
    regio: Arbeidsmarktregio,
    cijfers: list[Gemeentecijfers],
    peildatum: datetime.date,
    kans: random.Random,
) -> Inboeker:
    klanten = {
        rij.gemeente: rij.gemeente_met_profiel + rij.gemeente_zonder_profiel for rij in cijfers
    }
    return Inboeker(
        maak_diensten(regio, klanten),
        Bevolking(woongebieden(regio), peildatum, kans),
        Profielmaker(codelijsten(), peildatum, kans),
        kans,
    )
