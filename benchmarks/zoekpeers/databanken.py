"""Peers that are asked in SQL."""

import sqlite3
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from django.db import connection, models
from django.db.models import Count

from benchmarks.zoekpeers.gegevens import PAGINA, Antwoord, Gegevens, Keuzen, rijen_van
from kandidatenverkenner.search_index import sql as zoekindex
from kandidatenverkenner.search_index.query import SearchQuery


class Gin:
    """PostgreSQL: an array with a GIN index, and a tsvector (`zoekindex`, our oracle)."""

    naam, met_woorden = "SQL + GIN", True

    def __init__(self, gegevens: Gegevens) -> None:
        self.lijsten = gegevens.lijsten

    def __call__(self, vraag: SearchQuery) -> Antwoord:
        telling = zoekindex.facet_counts(vraag, self.lijsten)
        ids = [rij.pk for rij in zoekindex.page(vraag, vanaf=0, aantal=PAGINA)]
        return telling.totaal, telling.per_kenmerk, ids


class Kaart(models.Model):
    """A candidate as one would make it first."""

    id = models.UUIDField(primary_key=True)
    gewijzigd_op = models.DateField()

    class Meta:
        managed = False
        app_label = "kandidatenverkenner"
        db_table = "meting_kaart"

    def __str__(self) -> str:
        return str(self.pk)


class Kaartkenmerk(models.Model):
    """Its attributes, in a table between."""

    kaart = models.ForeignKey(Kaart, models.DO_NOTHING, related_name="kenmerken")
    kenmerk = models.IntegerField()

    class Meta:
        managed = False
        app_label = "kandidatenverkenner"
        db_table = "meting_kaart_kenmerk"

    def __str__(self) -> str:
        return str(self.pk)


class Tussentabel:
    """Many-to-many, filtered as django-filter does, and a query for the counts of each facet."""

    naam, met_woorden = "M2M (django-filter)", False

    def __init__(self, gegevens: Gegevens) -> None:
        self.gegevens = gegevens
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE TABLE meting_kaart AS SELECT id, gewijzigd_op "
                "FROM kandidatenverkenner_kandidaat;"
                "ALTER TABLE meting_kaart ADD PRIMARY KEY (id);"
                "CREATE INDEX ON meting_kaart (gewijzigd_op DESC, id);"
                "CREATE TABLE meting_kaart_kenmerk AS SELECT row_number() OVER () AS id, "
                "id AS kaart_id, unnest(kenmerken) AS kenmerk FROM kandidatenverkenner_kandidaat;"
                "CREATE INDEX ON meting_kaart_kenmerk (kaart_id);"
                "CREATE INDEX ON meting_kaart_kenmerk (kenmerk)"
            )
            cursor.execute("VACUUM ANALYZE meting_kaart")
            cursor.execute("VACUUM ANALYZE meting_kaart_kenmerk")

    def __call__(self, vraag: SearchQuery) -> Antwoord:
        def kaarten(keuzen: Keuzen) -> Any:
            gevonden = Kaart.objects.all()
            for nummers in keuzen.values():
                gevonden = gevonden.filter(kenmerken__kenmerk__in=sorted(nummers))
            return gevonden.distinct()

        per_kenmerk: dict[int, int] = {}
        for facet, waarden in self.gegevens.lijsten.per_facet.items():
            anderen = {naam: n for naam, n in vraag.keuzen.items() if naam != facet}
            per_kenmerk |= dict(
                Kaartkenmerk.objects.filter(
                    kenmerk__in=[een.id for een in waarden.values()],
                    kaart__in=kaarten(anderen).values("pk"),
                )
                .values_list("kenmerk")
                .annotate(Count("kaart", distinct=True))
                .order_by()
            )
        alle = kaarten(vraag.keuzen)
        ids = [kaart.pk for kaart in alle.order_by("-gewijzigd_op", "id")[:PAGINA]]
        return alle.count(), per_kenmerk, rijen_van(ids)


class Duck:
    """DuckDB in memory, with lists."""

    naam, met_woorden = f"duckdb {duckdb.__version__}", True

    def __init__(self, gegevens: Gegevens) -> None:
        self.gegevens, self.db = gegevens, duckdb.connect()
        grenzen = pa.array(np.concatenate([[0], np.cumsum(gegevens.lengtes)]), pa.int32())
        woorden = [
            sorted({een for kenmerk in eigen.tolist() for een in gegevens.lexemen[kenmerk]})
            for eigen in gegevens.per_rij
        ]
        stuk = pa.table(  # noqa: F841 - DuckDB reads it by its name
            {
                "plek": pa.array(np.arange(len(gegevens.ids))),
                "kenmerken": pa.ListArray.from_arrays(grenzen, pa.array(gegevens.plat)),
                "lexemen": pa.array(woorden, pa.list_(pa.uint16())),
            }
        )
        self.db.execute("CREATE TABLE kandidaat AS SELECT * FROM stuk")

    def __call__(self, vraag: SearchQuery) -> Antwoord:
        lexemen = self.gegevens.gezocht(vraag.zoekterm) if vraag.zoekterm else None

        def waar(keuzen: Keuzen) -> str:
            # Constants of the type of the column: else every row is cast.
            delen = [
                f"list_has_any(kenmerken, {sorted(nummers)}::USMALLINT[])"
                for nummers in keuzen.values()
            ]
            if lexemen is not None:
                delen.append(f"list_has_any(lexemen, {lexemen}::USMALLINT[])")
            return " AND ".join(delen) or "true"

        def vraag_aan(sql: str) -> list[tuple[int, ...]]:
            return self.db.execute(sql).fetchall()

        def tel(keuzen: Keuzen) -> dict[int, int]:
            return dict(
                vraag_aan(
                    f"SELECT k, count(*) FROM (SELECT unnest(kenmerken) AS k FROM kandidaat "  # noqa: S608
                    f"WHERE {waar(keuzen)}) GROUP BY k"
                )
            )

        hier = waar(vraag.keuzen)
        ((totaal,),) = vraag_aan(f"SELECT count(*) FROM kandidaat WHERE {hier}")  # noqa: S608
        plekken = vraag_aan(
            f"SELECT plek FROM kandidaat WHERE {hier} ORDER BY plek LIMIT {PAGINA}"  # noqa: S608
        )
        ids = rijen_van(self.gegevens.ids[plek] for (plek,) in plekken)
        return totaal, self.gegevens.samen(vraag, tel), ids


class Fts5:
    """SQLite in memory: FTS5 over attributes and lexemes, and a table to count from."""

    naam, met_woorden = f"SQLite {sqlite3.sqlite_version} FTS5", True

    def __init__(self, gegevens: Gegevens) -> None:
        self.gegevens, self.db = gegevens, sqlite3.connect(":memory:")
        self.db.execute("CREATE VIRTUAL TABLE kaart USING fts5(woorden, content='', detail=none)")
        self.db.execute("CREATE TABLE kenmerk (kaart INTEGER, kenmerk INTEGER)")
        per_kenmerk = {
            nummer: f"k{nummer} " + " ".join(f"w{een}" for een in lexemen)
            for nummer, lexemen in gegevens.lexemen.items()
        }
        self.db.executemany(
            "INSERT INTO kaart (rowid, woorden) VALUES (?, ?)",
            (
                (plek, " ".join(per_kenmerk[kenmerk] for kenmerk in eigen.tolist()))
                for plek, eigen in enumerate(gegevens.per_rij)
            ),
        )
        self.db.executemany(
            "INSERT INTO kenmerk VALUES (?, ?)",
            zip(gegevens.rij.tolist(), gegevens.plat.tolist(), strict=True),
        )
        self.db.execute("CREATE INDEX per_kaart ON kenmerk (kaart, kenmerk)")
        self.db.execute("ANALYZE")

    def __call__(self, vraag: SearchQuery) -> Antwoord:
        lexemen = self.gegevens.gezocht(vraag.zoekterm) if vraag.zoekterm else None

        def zoek(keuzen: Keuzen) -> str:
            delen = [" OR ".join(f"k{een}" for een in sorted(n)) for n in keuzen.values()]
            if lexemen is not None:
                delen.append(" OR ".join(f"w{een}" for een in lexemen))
            return " AND ".join(f"({deel})" for deel in delen)

        def tel(keuzen: Keuzen) -> dict[int, int]:
            hier = zoek(keuzen)
            bron, waarden = "kenmerk", []
            if hier:
                bron = (
                    "(SELECT rowid AS plek FROM kaart WHERE kaart MATCH ?) "
                    "CROSS JOIN kenmerk ON kenmerk.kaart = plek"
                )
                waarden = [hier]
            return dict(
                self.db.execute(
                    f"SELECT kenmerk, count(*) FROM {bron} GROUP BY kenmerk",  # noqa: S608
                    waarden,
                )
            )

        hier = [zoek(vraag.keuzen)]
        ((totaal,),) = self.db.execute("SELECT count(*) FROM kaart WHERE kaart MATCH ?", hier)
        plekken = self.db.execute(
            f"SELECT rowid FROM kaart WHERE kaart MATCH ? ORDER BY rowid LIMIT {PAGINA}",  # noqa: S608
            hier,
        )
        ids = rijen_van([self.gegevens.ids[plek] for (plek,) in plekken])
        return totaal, self.gegevens.samen(vraag, tel), ids
