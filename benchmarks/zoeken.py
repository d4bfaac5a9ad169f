"""Search in memory beside PostgreSQL and DuckDB: `python benchmarks/zoeken.py [250000] [200]`.

On the database of `make data`: its candidates are copied to so many, over all regions, in a
transaction that is rolled back. Asks so many random questions (a region and one to three facets,
some with a word) of each, after looking that the first fifty have the same answer everywhere:
total, counts of all facets, and the first page with its rows. DuckDB has no text search of Dutch
and gets the questions without a word. Prints machine, versions, n, p50, p95, p99, and ratios.
`pip install -r benchmarks/requirements.txt` first.
"""

import datetime
import os
import platform
import random
import resource
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any


sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django


django.setup()

import duckdb  # noqa: E402
import numpy as np  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from kandidatenverkenner import zoekindex  # noqa: E402
from kandidatenverkenner.geheugen.index import Index  # noqa: E402
from kandidatenverkenner.models import Codelijsten, Facet, Kandidaat  # noqa: E402
from kandidatenverkenner.zoekindex import Telling, Zoekvraag  # noqa: E402


NU = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
PAGINA = 20
VULLEN = """
    INSERT INTO kandidatenverkenner_kandidaat (id, regio, opleidingsniveau, diploma, uren_min,
        uren_max, beschikbaar_vanaf, reisafstand, talen, kenmerken, tekst, gewijzigd_op)
    SELECT gen_random_uuid(), streek.code, opleidingsniveau, diploma, uren_min, uren_max,
        beschikbaar_vanaf, reisafstand, talen, array_replace(kenmerken, eigen.id, streek.id), tekst,
        gewijzigd_op - (nummer %% 500)::int
    FROM generate_series(1, %(aantal)s) nummer
    JOIN (SELECT *, row_number() OVER (ORDER BY id) - 1 AS plek
        FROM kandidatenverkenner_kandidaat) bron
        ON bron.plek = nummer %% (SELECT count(*) FROM kandidatenverkenner_kandidaat)
    JOIN kandidatenverkenner_kenmerk eigen ON (eigen.facet, eigen.code) = ('regio', bron.regio)
    JOIN (SELECT *, row_number() OVER (ORDER BY code) - 1 AS plek
        FROM kandidatenverkenner_kenmerk WHERE facet = 'regio') streek
        ON streek.plek = nummer %% 35
"""
Antwoord = tuple[int, Mapping[int, int], list[Any]]


def uit_geheugen(index: Index, lijsten: Codelijsten, vraag: Zoekvraag) -> Antwoord:
    telling = index.tel(vraag, lijsten, NU)
    nummers = index.nummers(vraag, aantal=PAGINA, moment=NU)
    rijen = Kandidaat.objects.defer("tekst").in_bulk(nummers)
    return telling.totaal, telling.per_kenmerk, [rijen[nummer].pk for nummer in nummers]


def uit_postgres(lijsten: Codelijsten, vraag: Zoekvraag) -> Antwoord:
    telling: Telling = zoekindex.tel(vraag, lijsten)
    rijen = zoekindex.bladzijde(vraag, vanaf=0, aantal=PAGINA)
    return telling.totaal, telling.per_kenmerk, [rij.pk for rij in rijen]


class Duck:
    """The same rows in DuckDB; the rows of the page come from PostgreSQL, as with the others."""

    def __init__(self, lijsten: Codelijsten) -> None:
        self.lijsten, self.db = lijsten, duckdb.connect()
        self.db.execute("CREATE TABLE kandidaat (id UUID, kenmerken USMALLINT[], dag DATE)")
        with connection.cursor() as cursor:
            cursor.execute("SELECT id, kenmerken, gewijzigd_op FROM kandidatenverkenner_kandidaat")
            while rijen := cursor.fetchmany(50_000):
                ids, kenmerken, dagen = zip(*rijen, strict=True)
                kolommen = {"id": [str(een) for een in ids], "k": list(kenmerken), "d": list(dagen)}
                self._voeg_toe(kolommen)

    def _voeg_toe(self, kolommen: dict[str, list[Any]]) -> None:
        import pyarrow as pa  # noqa: PLC0415 - only here

        stuk = pa.table(kolommen)  # noqa: F841 - DuckDB reads it by its name
        self.db.execute("INSERT INTO kandidaat SELECT id::UUID, k, d FROM stuk")

    def __call__(self, vraag: Zoekvraag) -> Antwoord:
        def waar(keuzen: Mapping[str, frozenset[int]]) -> str:
            delen = [f"list_has_any(kenmerken, {sorted(nummers)})" for nummers in keuzen.values()]
            return " AND ".join(delen) or "true"

        def tel(keuzen: Mapping[str, frozenset[int]]) -> dict[int, int]:
            return dict(
                self.db.execute(
                    f"SELECT k, count(*) FROM (SELECT unnest(kenmerken) AS k FROM kandidaat "  # noqa: S608
                    f"WHERE {waar(keuzen)}) GROUP BY k"
                ).fetchall()
            )

        alles, hier = tel(vraag.keuzen), waar(vraag.keuzen)
        (totaal,) = self.db.execute(f"SELECT count(*) FROM kandidaat WHERE {hier}").fetchone() or (  # noqa: S608
            0,
        )
        facet_van = {nummer: kenmerk.facet for nummer, kenmerk in self.lijsten.op_nummer.items()}
        per_kenmerk = {n: a for n, a in alles.items() if facet_van[n] not in vraag.keuzen}
        for facet in vraag.keuzen:
            apart = tel({naam: n for naam, n in vraag.keuzen.items() if naam != facet})
            per_kenmerk |= {n: a for n, a in apart.items() if facet_van[n] == facet}
        ids = self.db.execute(
            f"SELECT id FROM kandidaat WHERE {hier} ORDER BY dag DESC, id LIMIT {PAGINA}"  # noqa: S608
        ).fetchall()
        rijen = Kandidaat.objects.defer("tekst").in_bulk([nummer for (nummer,) in ids])
        return totaal, per_kenmerk, [rijen[nummer].pk for (nummer,) in ids]


def vragen(lijsten: Codelijsten, aantal: int) -> list[Zoekvraag]:
    """The same every run."""
    dobbel = random.Random(2020)  # noqa: S311
    facetten = [
        Facet.TAAKSOORT,
        Facet.SECTOR,
        Facet.UREN,
        Facet.OPLEIDINGSNIVEAU,
        Facet.VAARDIGHEID,
    ]
    woorden = ["", "", "", "winkel", "schoonmaken of inpakken", "klanten"]
    uit = []
    for _ in range(aantal):
        keuzen = {}
        for facet in [Facet.REGIO, *dobbel.sample(facetten, dobbel.randint(1, 3))]:
            nummers = [kenmerk.id for kenmerk in lijsten.per_facet[facet].values()]
            keuzen[facet.value] = frozenset(dobbel.sample(nummers, dobbel.randint(1, 3)))
        uit.append(Zoekvraag(keuzen=keuzen, zoekterm=dobbel.choice(woorden)))
    return uit


def meet(naam: str, vraag_aan: Callable[[Zoekvraag], Antwoord], gesteld: list[Zoekvraag]) -> float:
    duur = []
    for vraag in gesteld:
        begin = time.perf_counter()
        vraag_aan(vraag)
        duur.append((time.perf_counter() - begin) * 1000)
    honderdsten = statistics.quantiles(duur, n=100)
    p50, p95, p99 = (honderdsten[plek - 1] for plek in (50, 95, 99))
    sys.stdout.write(
        f"{naam:28} n={len(duur):4}  p50 {p50:8.2f}  p95 {p95:8.2f}  p99 {p99:8.2f} ms\n"
    )
    return p50


def main() -> None:
    aantal, hoeveel = (int(een) for een in [*sys.argv[1:], "250000", "200"][:2])
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        (server,) = cursor.fetchone()
        sys.stdout.write(
            f"{platform.platform()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; Python "
            f"{platform.python_version()}, numpy {np.__version__}, PostgreSQL {server}, duckdb "
            f"{duckdb.__version__}\n"
        )
        # Without the log: of a transaction that still runs, it is read at every question.
        cursor.execute("ALTER TABLE kandidatenverkenner_kandidaat DISABLE TRIGGER USER")
        cursor.execute(VULLEN, {"aantal": aantal - Kandidaat.objects.count()})
        cursor.execute("ANALYZE kandidatenverkenner_kandidaat")
        lijsten = Codelijsten.lees()
        eerst = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        begin = time.perf_counter()
        index = Index()
        index.lees_alles(NU)
        gelezen = time.perf_counter() - begin
        piek = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - eerst) / 1024
        sys.stdout.write(
            f"{Kandidaat.objects.count():,} kandidaten; index gelezen in {gelezen:.1f} s, "
            f"blijvend {index.bytes / 2**20:.0f} MiB, piek {piek:.0f} MiB\n"
        )
        duck = Duck(lijsten)
        gesteld = vragen(lijsten, hoeveel)
        zonder_woord = [vraag for vraag in gesteld if not vraag.zoekterm]
        for vraag in gesteld[:50]:
            ons = uit_geheugen(index, lijsten, vraag)
            anders = [uit_postgres(lijsten, vraag)]
            if not vraag.zoekterm:
                anders.append(duck(vraag))
            if any(ander != ons for ander in anders):
                raise SystemExit(f"Niet gelijk: {vraag}")
        sys.stdout.write(f"de eerste {len(gesteld[:50])} antwoorden zijn overal gelijk\n")
        wij = meet("geheugen", lambda vraag: uit_geheugen(index, lijsten, vraag), gesteld)
        sql = meet("PostgreSQL, GIN", lambda vraag: uit_postgres(lijsten, vraag), gesteld)
        kort = meet(
            "geheugen, zonder woord",
            lambda vraag: uit_geheugen(index, lijsten, vraag),
            zonder_woord,
        )
        kolom = meet("DuckDB, zonder woord", duck, zonder_woord)
        leeg = [Zoekvraag()] * 20
        meet("geheugen, geen filter", lambda vraag: uit_geheugen(index, lijsten, vraag), leeg)
        sys.stdout.write(
            f"PostgreSQL / geheugen {sql / wij:.0f}x; DuckDB / geheugen {kolom / kort:.0f}x (p50)\n"
        )
        transaction.set_rollback(True)


if __name__ == "__main__":
    main()
