"""A database to measure in, and the questions to measure with; shared by the benchmarks of search.

A copy of the database of `make data`, in which those candidates are copied to as many as wanted,
over all regions: so many different profiles times 35. It is committed, vacuumed and analysed before
anything is measured, and dropped at the end. Needs the right to create a database.
"""

import os
import random
import statistics
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, connections

from kandidatenverkenner.models import Codelijsten, Facet, Kandidaat
from kandidatenverkenner.search_index.query import SearchQuery


NAAM = os.environ.get("MEETDATABASE", "meting")
ZAAD = 2020
# Words of every name but that of the region; those of the new region are put behind them.
VULLEN = """
    INSERT INTO kandidatenverkenner_kandidaat (id, regio, opleidingsniveau, diploma, uren_min,
        uren_max, beschikbaar_vanaf, reisafstand, talen, kenmerken, tekst, gewijzigd_op)
    SELECT gen_random_uuid(), streek.code, opleidingsniveau, diploma, uren_min, uren_max,
        beschikbaar_vanaf, reisafstand, talen, array_replace(kenmerken, eigen.id, streek.id),
        woorden || streek.woord, gewijzigd_op - (nummer %% 500)::int
    FROM generate_series(1, %(aantal)s) nummer
    JOIN (SELECT kandidaat.*, row_number() OVER (ORDER BY id) - 1 AS plek, to_tsvector('dutch',
            (SELECT coalesce(string_agg(naam || CASE facet WHEN 'vaardigheid' THEN ' ' || groep
                ELSE '' END, ' . '), '')
            FROM kandidatenverkenner_kenmerk
            WHERE id = ANY(kandidaat.kenmerken) AND facet NOT IN ('uren', 'regio'))) AS woorden
        FROM kandidatenverkenner_kandidaat kandidaat) bron
        ON bron.plek = nummer %% (SELECT count(*) FROM kandidatenverkenner_kandidaat)
    JOIN kandidatenverkenner_kenmerk eigen ON (eigen.facet, eigen.code) = ('regio', bron.regio)
    JOIN (SELECT *, row_number() OVER (ORDER BY code) - 1 AS plek,
            to_tsvector('dutch', naam) AS woord
        FROM kandidatenverkenner_kenmerk WHERE facet = 'regio') streek
        ON streek.plek = nummer %% 35
"""
FACETTEN = [Facet.TAAKSOORT, Facet.SECTOR, Facet.UREN, Facet.OPLEIDINGSNIVEAU, Facet.VAARDIGHEID]
WOORDEN = ["", "", "", "winkel", "schoonmaken of inpakken", "klanten"]


def schrijf(tekst: str) -> None:
    """A line on the screen, at once."""
    sys.stdout.write(f"{tekst}\n")
    sys.stdout.flush()


@contextmanager
def kopie() -> Iterator[None]:
    """Every connection of this process goes to a copy of the database, which is dropped after."""
    bron = connection.settings_dict["NAME"]
    _beheer(f'DROP DATABASE IF EXISTS "{NAAM}"')
    _beheer(f'CREATE DATABASE "{NAAM}" TEMPLATE "{bron}"')
    connection.settings_dict["NAME"] = NAAM
    try:
        yield
    finally:
        connections.close_all()
        connection.settings_dict["NAME"] = bron
        _beheer(f'DROP DATABASE "{NAAM}" WITH (FORCE)')


@contextmanager
def meetdatabase(aantal: int, *, kaal: bool = False) -> Iterator[None]:
    """A copy with so many candidates; a bare one (`kaal`) has no GIN indexes and no text."""
    with kopie():
        _vul(aantal, kaal=kaal)
        yield


def _beheer(opdracht: str) -> None:
    """From outside both databases: nobody may be in one that is copied or dropped."""
    eigen = connection.settings_dict["NAME"]
    connections.close_all()
    connection.settings_dict["NAME"] = "template1"
    try:
        with connection.cursor() as cursor:
            cursor.execute(opdracht)
    finally:
        connections.close_all()
        connection.settings_dict["NAME"] = eigen


def _vul(aantal: int, *, kaal: bool) -> None:
    tabel = Kandidaat._meta.db_table
    with connection.cursor() as cursor:
        vullen = VULLEN
        if kaal:
            cursor.execute("DROP INDEX kandidaat_kenmerken, kandidaat_tekst")
            vullen = VULLEN.replace("woorden || streek.woord", "''::tsvector")
        # Without the log of changes: nobody followed this.
        cursor.execute(f"ALTER TABLE {tabel} DISABLE TRIGGER USER")
        cursor.execute(vullen, {"aantal": max(0, aantal - Kandidaat.objects.count())})
        cursor.execute(f"ALTER TABLE {tabel} ENABLE TRIGGER USER")
        cursor.execute("VACUUM ANALYZE")


@dataclass(frozen=True, slots=True)
class Vraag:
    """A question as it is typed (codes per facet, and words) and as it is asked."""

    codes: dict[str, list[str]]
    vraag: SearchQuery


def vragen(lijsten: Codelijsten, aantal: int) -> list[Vraag]:
    """A region and one to three facets, half of them with words; the same every run."""
    dobbel = random.Random(ZAAD)  # noqa: S311 - chance, not cryptography
    uit = []
    for _ in range(aantal):
        keuzen = {}
        for facet in [Facet.REGIO, *dobbel.sample(FACETTEN, dobbel.randint(1, 3))]:
            kenmerken = list(lijsten.per_facet[facet].values())
            keuzen[facet.value] = dobbel.sample(kenmerken, dobbel.randint(1, 3))
        woord = dobbel.choice(WOORDEN)
        uit.append(
            Vraag(
                {naam: [k.code for k in keus] for naam, keus in keuzen.items()}
                | ({"zoekterm": [woord]} if woord else {}),
                SearchQuery(
                    choices={n: frozenset(k.id for k in keus) for n, keus in keuzen.items()},
                    zoekterm=woord,
                ),
            )
        )
    return uit


@dataclass(frozen=True, slots=True)
class Duur:
    """Percentiles of some durations, in milliseconds."""

    p50: float
    p95: float
    p99: float
    aantal: int

    @classmethod
    def van(cls, seconden: Sequence[float]) -> "Duur":
        """Of at least two durations in seconds."""
        honderdsten = statistics.quantiles(seconden, n=100, method="inclusive")
        p50, p95, p99 = (honderdsten[plek - 1] * 1000 for plek in (50, 95, 99))
        return cls(p50, p95, p99, len(seconden))

    def __str__(self) -> str:
        return (
            f"n={self.aantal:6}  p50 {self.p50:8.2f}  p95 {self.p95:8.2f}  p99 {self.p99:8.2f} ms"
        )
