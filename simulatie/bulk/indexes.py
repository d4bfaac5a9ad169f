"""Sets indexes, foreign keys and some triggers aside while millions of rows come in.

When they come back, the database checks every row against every constraint: nothing gets through.
Everything is in the caller's transaction, so a failure leaves the tables as they were.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Model

from sonar.models import Klantstand, OutboxEntry, Telkenmerk, Telperiode


# Foreign keys and exclusions of these tables, and unique constraints that nothing refers to.
CONSTRAINTS = """
    SELECT c.conrelid::regclass::text, quote_ident(c.conname), pg_get_constraintdef(c.oid)
    FROM pg_constraint c
    WHERE c.conrelid = ANY(%s::regclass[]) AND c.contype IN ('f', 'x', 'u')
      AND NOT EXISTS (
        SELECT 1 FROM pg_constraint f WHERE f.contype = 'f' AND f.conindid = c.conindid
          AND f.oid <> c.oid AND c.contype <> 'f')
    ORDER BY c.contype DESC, c.conname
"""
# Without an index these triggers would search the table for every row. The bulk load itself
# writes the rows that they would have written. Every other trigger does its work.
SUSPENDED_TRIGGERS = (
    "regio_nieuw",
    "regio_bij",
    "uitbak_bij",
    "telperiode_bij",
    "telkenmerk_bij",
    "klantstand_bij",
)
DERIVED_TABLES = (Telperiode, Telkenmerk, Klantstand)  # made from the other tables, at the end
TRIGGERS = """
    SELECT t.tgrelid::regclass::text, quote_ident(t.tgname) FROM pg_trigger t
    WHERE t.tgrelid = ANY(%s::regclass[]) AND t.tgname = ANY(%s) ORDER BY 1, 2
"""
INDEXES = """
    SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)
    FROM pg_index i
    WHERE i.indrelid = ANY(%s::regclass[])
      AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid)
    ORDER BY 1
"""


@contextmanager
def without_indexes(modellen: Iterable[type[Model]]) -> Iterator[None]:
    """Within the block these tables keep only their checks, primary keys and other triggers.

    At the end the derived tables are made for everybody, and one line in the outbox asks to deliver
    everybody.

    Raises IntegrityError at the end when a row breaks a constraint. Needs a transaction.
    """
    feiten = [connection.ops.quote_name(model._meta.db_table) for model in modellen]
    tabellen = [*feiten, *(model._meta.db_table for model in DERIVED_TABLES)]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(CONSTRAINTS, [tabellen])
        beperkingen: list[tuple[str, str, str]] = cursor.fetchall()
        for tabel, naam, _ in beperkingen:
            cursor.execute(f"ALTER TABLE {tabel} DROP CONSTRAINT {naam}")
        cursor.execute(INDEXES, [tabellen])
        indexen: list[tuple[str, str]] = cursor.fetchall()
        for naam, _ in indexen:
            cursor.execute(f"DROP INDEX {naam}")
        cursor.execute(TRIGGERS, [tabellen, list(SUSPENDED_TRIGGERS)])
        trekkers: list[tuple[str, str]] = cursor.fetchall()
        for tabel, naam in trekkers:
            cursor.execute(f"ALTER TABLE {tabel} DISABLE TRIGGER {naam}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        for tabel, naam, definitie in beperkingen:
            cursor.execute(f"ALTER TABLE {tabel} ADD CONSTRAINT {naam} {definitie}")
        _analyze(cursor, feiten)
        cursor.execute("SELECT sonar_telperioden_bij(NULL)")
        for _, definitie in indexen:
            cursor.execute(definitie)
        cursor.execute("SELECT sonar_telkenmerken_bij(NULL)")
        cursor.execute("SELECT sonar_klantstanden_bij(NULL)")
        for tabel, naam in trekkers:
            cursor.execute(f"ALTER TABLE {tabel} ENABLE TRIGGER {naam}")
        _analyze(cursor, tabellen[len(feiten) :])
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    # One line, instead of a line for each person.
    OutboxEntry.objects.create()


def _analyze(cursor: CursorWrapper, tabellen: Iterable[str]) -> None:
    """Tell the planner what the tables hold."""
    for tabel in tabellen:
        cursor.execute(f"ANALYZE {tabel}")
