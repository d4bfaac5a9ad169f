"""Rows into the binary COPY of PostgreSQL, past the ORM but not past the constraints.

`copy_rows` takes tuples. `copy_columns` takes arrays, a block of rows at a time: it lays the rows
out as a table of bytes, and leaves out the unused bytes of all values in one go.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from django.db import connection
from django.db.models import Field, Model
from psycopg import Copy


CopyRow = Sequence[object]
Integers: TypeAlias = npt.NDArray[np.int64]
Bytes: TypeAlias = npt.NDArray[np.uint8]
HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
TRAILER = b"\xff\xff"
BLOCK = 50_000
VARCHAR = 1043
# Day 0 of PostgreSQL, counted in numpy's days since 1970.
DAY_ZERO = 10_957
MICROSECONDS_PER_DAY = 86_400_000_000
MISSING = -(2**31)  # becomes NULL


@dataclass(frozen=True, slots=True)
class CopyColumn:
    """Values of one column: bytes (n, width), and how many of them count; -1 is NULL."""

    content: Bytes
    lengths: npt.NDArray[np.int32]

    def __getitem__(self, block: slice) -> "CopyColumn":
        """The same column for some of the rows."""
        return CopyColumn(self.content[block], self.lengths[block])


def integers(values: npt.NDArray[Any], width: int) -> CopyColumn:
    """int2, int4 or int8, by its width in bytes; MISSING is NULL."""
    empty = values == MISSING
    big_endian = np.where(empty, 0, values).astype(f">i{width}")
    lengths = np.where(empty, -1, width).astype(np.int32)
    return CopyColumn(big_endian.view(np.uint8).reshape(-1, width), lengths)


def tenths(values: npt.NDArray[Any]) -> CopyColumn:
    """numeric with one decimal, from its tenths (0 to 99.999)."""
    # Two digits of base 10.000: the whole number, and the part after the point.
    digits = np.empty((len(values), 6), dtype=">i2")
    digits[:, :4] = (2, 0, 0, 1)  # digits, weight of the first, sign, decimals to show
    digits[:, 4], digits[:, 5] = values // 10, values % 10 * 1_000
    return fixed_width(digits.view(np.uint8).reshape(-1, 12))


def timestamps(microseconds: npt.NDArray[Any]) -> CopyColumn:
    """Moments, in microseconds since 1970 (UTC); MISSING is NULL."""
    empty = microseconds == MISSING
    return integers(np.where(empty, MISSING, microseconds - DAY_ZERO * MICROSECONDS_PER_DAY), 8)


def dates(days: npt.NDArray[Any]) -> CopyColumn:
    """Days since 1970; MISSING is NULL."""
    return integers(np.where(days == MISSING, MISSING, days - DAY_ZERO), 4)


def booleans(values: npt.NDArray[np.bool_]) -> CopyColumn:
    """Booleans."""
    return CopyColumn(values.astype(np.uint8).reshape(-1, 1), np.ones(len(values), dtype=np.int32))


def fixed_width(content: Bytes) -> CopyColumn:
    """Values as wide as the array, all of them: a UUID, a BSN."""
    return CopyColumn(content, np.full(len(content), content.shape[1], dtype=np.int32))


def texts(values: npt.NDArray[np.bytes_]) -> CopyColumn:
    """UTF-8 text, or bytes that do not end in a zero."""
    width = max(values.dtype.itemsize, 1)
    rows = np.ascontiguousarray(values.astype(f"S{width}"))
    lengths = np.char.str_len(rows).astype(np.int32)
    return CopyColumn(rows.view(np.uint8).reshape(-1, width), lengths)


def as_bytes(values: Iterable[str]) -> npt.NDArray[np.bytes_]:
    """Words as an array of bytes, from which numpy can choose."""
    return np.array([value.encode() for value in values], dtype=np.bytes_)


def text_array(values: Sequence[str]) -> bytes:
    """A varchar[] as binary COPY wants it."""
    if not values:
        return _int4(0) + _int4(0) + _int4(VARCHAR)
    parts = (_int4(len(value.encode())) + value.encode() for value in values)
    header = _int4(1) + _int4(0) + _int4(VARCHAR) + _int4(len(values)) + _int4(1)
    return header + b"".join(parts)


def _int4(value: int) -> bytes:
    return value.to_bytes(4, "big", signed=True)


def pack_rows(columns: Sequence[CopyColumn]) -> bytes:
    """The rows of these columns, one after the other."""
    count = len(columns[0].lengths)
    width = 2 + sum(4 + column.content.shape[1] for column in columns)
    table = np.empty((count, width), dtype=np.uint8)
    is_used = np.ones((count, width), dtype=np.bool_)
    table[:, :2] = np.frombuffer(len(columns).to_bytes(2, "big"), dtype=np.uint8)
    offset = 2
    for column in columns:
        room = column.content.shape[1]
        table[:, offset : offset + 4] = column.lengths.astype(">i4").view(np.uint8).reshape(-1, 4)
        offset += 4
        table[:, offset : offset + room] = column.content
        if np.any(column.lengths != room):
            is_used[:, offset : offset + room] = np.arange(room) < column.lengths[:, None]
        offset += room
    return table[is_used].tobytes()


def copy_columns(
    model: type[Model], fields: Sequence[str], blocks: Iterable[Sequence[CopyColumn]]
) -> int:
    """Copy blocks of rows into an empty table, numbered from 1; answer how many there are.

    `fields` names the fields after `id`. Raises IntegrityError when a constraint refuses a row.
    """
    total = 0
    with _copy(model, fields) as copy:
        copy.write(HEADER)
        for columns in blocks:
            count = len(columns[0].lengths)
            ids = integers(np.arange(total + 1, total + count + 1), 8)
            for chunk in chunks(count):
                copy.write(pack_rows([ids[chunk], *(column[chunk] for column in columns)]))
            total += count
        copy.write(TRAILER)
    _continue_numbering(model, total)
    return total


def chunks(count: int, size: int = BLOCK) -> Iterator[slice]:
    """The slices of so many rows that fit in memory."""
    for start in range(0, count, size):
        yield slice(start, min(start + size, count))


def copy_rows(model: type[Model], fields: Sequence[str], rows: Iterable[CopyRow]) -> int:
    """Copy rows into an empty table, numbered from 1; answer how many there are.

    `fields` names the fields after `id`; the value of a relation is that of its column. Raises
    IntegrityError when a constraint refuses a row.
    """
    number = 0
    with _copy(model, fields) as copy:
        copy.set_types([_type(column) for column in _columns(model, fields)])
        for number, row in enumerate(rows, start=1):
            copy.write_row((number, *row))
    _continue_numbering(model, number)
    return number


def check_and_analyze(models: Iterable[type[Model]]) -> None:
    """Check the foreign keys now, and tell the planner what there is."""
    connection.check_constraints()
    with connection.cursor() as cursor:
        for model in models:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")


@contextmanager
def _copy(model: type[Model], fields: Sequence[str]) -> Iterator[Copy]:
    names = ", ".join(
        connection.ops.quote_name(str(column.column)) for column in _columns(model, fields)
    )
    table = connection.ops.quote_name(model._meta.db_table)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({names}) FROM STDIN (FORMAT BINARY)") as copy,
    ):
        yield copy


def _continue_numbering(model: type[Model], last: int) -> None:
    if last:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)",
                [model._meta.db_table, last],
            )


def _columns(model: type[Model], fields: Sequence[str]) -> "list[Field[object, object]]":
    field_of = {field.name: field for field in model._meta.concrete_fields}
    return [field_of[name] for name in ("id", *fields)]


def _type(column: "Field[object, object]") -> str:
    """'varchar(1)[]' -> 'varchar[]': binary COPY wants the type itself."""
    # The type of an identity column, without 'GENERATED'.
    db_type = column.rel_db_type(connection) if column.primary_key else column.db_type(connection)
    return re.sub(r"\([^)]*\)", "", db_type or "")
