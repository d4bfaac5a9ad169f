"""Reads the inside: employers with work, people put forward, and visible candidates."""

import datetime
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from django.db import connection

from simulatie.bulk.copy_writer import MISSING


Array: TypeAlias = npt.NDArray[Any]
# A choice from so many candidates is enough.
MAX_KANDIDATEN = 60_000

WERKGEVERS = """
    SELECT werkgever, min(arbeidsmarktregio_id), count(*) FROM sonar_vacature
    GROUP BY werkgever ORDER BY werkgever COLLATE "C"
"""
VOORDRACHTEN = """
    SELECT v.werkgever, v.titel, v.arbeidsmarktregio_id, k.kandidaatnummer, d.akkoord_op
    FROM sonar_voordracht d
    JOIN sonar_vacature v ON v.id = d.vacature_id
    JOIN sonar_klantprofiel k ON k.werkzoekende_id = d.werkzoekende_id
    ORDER BY d.id
"""
TITELS = "SELECT DISTINCT titel FROM sonar_vacature ORDER BY titel"
KANDIDATEN = """
    SELECT k.kandidaatnummer, g.arbeidsmarktregio_id, v.ingangsdatum, v.einddatum
    FROM sonar_vaststelling v
    JOIN sonar_klantprofiel k ON k.id = v.klantprofiel_id
    JOIN sonar_inschrijving i ON i.werkzoekende_id = k.werkzoekende_id
      AND daterange(i.ingangsdatum, i.einddatum) @> v.ingangsdatum
    JOIN sonar_gemeente g ON g.code = i.gemeente_id
    WHERE v.id %% (1 + (SELECT count(*) FROM sonar_vaststelling) / %s) = 0
    ORDER BY v.id
"""
CODES = (
    "SELECT 'taaksoort', code FROM sonar_taaksoort UNION SELECT 'sector', code FROM sonar_sector"
)
REGIOS = "SELECT code FROM sonar_arbeidsmarktregio ORDER BY code"


@dataclass(frozen=True, slots=True)
class Kandidaten:
    """Candidates visible to employers, by region: numbers as (n, 16) bytes, days from and to."""

    nummer: Array
    van: Array
    tot: Array
    begin: Array  # per region: the place of the first, and how many
    aantal: Array

    def zoek(self, regio: Array, dagen: Array, kans: np.random.Generator) -> Array:
        """Somebody of the region who was visible on the day, or MISSING."""
        uitkomst = np.full(len(regio), MISSING)
        if not len(self.van):
            return uitkomst
        for _ in range(4):
            wie = self.begin[regio] + (kans.random(len(regio)) * self.aantal[regio]).astype(int)
            wie = np.minimum(wie, len(self.van) - 1)
            te_zien = (self.van[wie] <= dagen) & (
                (self.tot[wie] == MISSING) | (self.tot[wie] > dagen)
            )
            goed = te_zien & (self.aantal[regio] > 0) & (uitkomst == MISSING)
            uitkomst = np.where(goed, wie, uitkomst)
        return uitkomst


@dataclass(frozen=True, slots=True)
class Voorgedragen:
    """The people put forward: places of the employer and the region, the title, the day."""

    werkgever: Array
    regio: Array
    titel: Array  # place in Bron.titels
    kandidaat: Array  # (n, 16) bytes
    akkoord: Array


@dataclass(frozen=True, slots=True)
class Source:
    """All facts from the inside that the simulation needs."""

    regios: list[str]
    namen: list[str]
    regio: Array  # of each employer, by place in `regios`
    titels: list[str]
    voorgedragen: Voorgedragen
    kandidaten: Kandidaten
    codes: list[tuple[str, str]]  # facet and code


def read_source() -> Source:
    """Read it, in an order that is the same every time."""
    regios = [str(code) for (code,) in _rows(REGIOS)]
    plek = {code: nummer for nummer, code in enumerate(regios)}
    werkgevers = _rows(WERKGEVERS)
    namen = [str(naam) for naam, _, _ in werkgevers]
    titels = [str(titel) for (titel,) in _rows(TITELS)]
    return Source(
        regios=regios,
        namen=namen,
        regio=np.array([plek[regio] for _, regio, _ in werkgevers], dtype=np.int64),
        titels=titels,
        voorgedragen=_voorgedragen(namen, titels, plek),
        kandidaten=_kandidaten(plek),
        codes=sorted((str(facet), str(code)) for facet, code in _rows(CODES)),
    )


def _rows(vraag: str, *waarden: int) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(vraag, waarden or None)
        return list(cursor.fetchall())


def _voorgedragen(namen: list[str], titels: list[str], plek: dict[str, int]) -> Voorgedragen:
    nummer = {naam: plaats for plaats, naam in enumerate(namen)}
    titel = {naam: plaats for plaats, naam in enumerate(titels)}
    rijen = _rows(VOORDRACHTEN)
    return Voorgedragen(
        np.array([nummer[rij[0]] for rij in rijen], dtype=np.int64),
        np.array([plek[rij[2]] for rij in rijen], dtype=np.int64),
        np.array([titel[rij[1]] for rij in rijen], dtype=np.int64),
        _numbers([rij[3].bytes for rij in rijen]),
        _days([rij[4] for rij in rijen]),
    )


def _kandidaten(plek: dict[str, int]) -> Kandidaten:
    rijen = _rows(KANDIDATEN, MAX_KANDIDATEN)
    regio = np.array([plek[rij[1]] for rij in rijen], dtype=np.int64)
    volgorde = np.argsort(regio, kind="stable")
    aantal = np.bincount(regio, minlength=len(plek))
    return Kandidaten(
        _numbers([rij[0].bytes for rij in rijen])[volgorde],
        _days([rij[2] for rij in rijen])[volgorde],
        _days([rij[3] for rij in rijen])[volgorde],
        np.cumsum(aantal) - aantal,
        aantal,
    )


def _numbers(bytes_: list[bytes]) -> Array:
    return np.frombuffer(b"".join(bytes_), dtype=np.uint8).reshape(-1, 16)


def _days(data: list[datetime.date | None]) -> Array:
    nul = datetime.date(1970, 1, 1)
    return np.array([(datum - nul).days if datum else MISSING for datum in data], dtype=np.int64)
