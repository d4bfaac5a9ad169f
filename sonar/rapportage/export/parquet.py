"""Parquet: the table for who calculates with it; what it is stands in the metadata of the file."""

import io

import pyarrow as pa
import pyarrow.parquet as pq

from sonar.rapportage.tabellen.tabel import Tabel


def als_parquet(tabel: Tabel) -> bytes:
    """Two columns of text and one of int32 per number; null is not shown.

    The bytes depend on the table and on the release of pyarrow, which is pinned.
    """
    soorten = [pa.string(), pa.string(), *[pa.int32()] * len(tabel.kolommen)]
    schema = pa.schema(
        [pa.field(naam, soort) for naam, soort in zip(tabel.kolomdefinities, soorten, strict=True)],
        metadata=dict(tabel.beschrijving),
    )
    rijen = [(rij.code, rij.naam, *rij.waarden) for rij in tabel.alle_rijen]
    kolommen = [
        pa.array(waarden, soort)
        for waarden, soort in zip(zip(*rijen, strict=True), soorten, strict=True)
    ]
    uit = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(kolommen, schema=schema), uit, compression="none")
    return uit.getvalue()
