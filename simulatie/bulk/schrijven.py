"""COPY rows into the tables of models, past the ORM but not past the constraints."""

import re
from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.models import Field, Model


CopyRow = Sequence[object]


def schrijf(model: type[Model], velden: Sequence[str], rijen: Iterable[CopyRow]) -> int:
    """Copy rows into an empty table, numbered from 1; answer how many there are.

    `velden` names the fields after `id`; a relation is the value of its column. Raises
    IntegrityError when a constraint refuses a row.
    """
    veld_van = {veld.name: veld for veld in model._meta.concrete_fields}
    kolommen = [veld_van[naam] for naam in ("id", *velden)]
    namen = ", ".join(connection.ops.quote_name(str(kolom.column)) for kolom in kolommen)
    tabel = connection.ops.quote_name(model._meta.db_table)
    nummer = 0
    with connection.cursor() as cursor:
        with cursor.copy(f"COPY {tabel} ({namen}) FROM STDIN (FORMAT BINARY)") as copy:
            copy.set_types([_type(kolom) for kolom in kolommen])
            for nummer, rij in enumerate(rijen, start=1):
                copy.write_row((nummer, *rij))
        if nummer:
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)",
                [model._meta.db_table, nummer],
            )
    return nummer


def afronden(modellen: Iterable[type[Model]]) -> None:
    """Check the foreign keys now, and tell the planner what there is."""
    connection.check_constraints()
    with connection.cursor() as cursor:
        for model in modellen:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")


def _type(kolom: "Field[object, object]") -> str:
    """'varchar(1)[]' -> 'varchar[]': binary COPY wants the type itself."""
    # Of an identity column the type without 'GENERATED'.
    db_type = kolom.rel_db_type(connection) if kolom.primary_key else kolom.db_type(connection)
    return re.sub(r"\([^)]*\)", "", db_type or "")
