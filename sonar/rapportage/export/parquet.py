"""Parquet, for calculations: the metadata of the file say what the figures are."""

import io

import pyarrow as pa
import pyarrow.parquet as pq

from sonar.rapportage.tabellen.lijst import Cijfers


def to_parquet(cijfers: Cijfers) -> bytes:
    """Two columns of text and one of int32 per number; null is not shown or not known.

    The bytes depend on the figures and on the release of pyarrow, which is pinned.
    """
    types = [pa.string(), pa.string(), *[pa.int32()] * (len(cijfers.namen) - 2)]
    schema = pa.schema(
        [pa.field(name, type_) for name, type_ in zip(cijfers.namen, types, strict=True)],
        metadata=dict(cijfers.kenmerken),
    )
    columns = [
        pa.array([row[place] for row in cijfers.cellen], type_) for place, type_ in enumerate(types)
    ]
    file = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(columns, schema=schema), file, compression="none")
    return file.getvalue()
