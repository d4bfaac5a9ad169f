"""Arrays into the binary COPY of PostgreSQL, a block of rows at a time.

A column is the text of its values beside their lengths: rows are laid out as a table of bytes and
the bytes that a value does not use are left out in one go.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from django.db import connection
from django.db.models import Model


Getallen: TypeAlias = npt.NDArray[np.int64]
Bytes: TypeAlias = npt.NDArray[np.uint8]
KOP = b"PGCOPY\n\xff\r\n\0" + bytes(8)
SLOT = b"\xff\xff"
BLOK = 50_000
VARCHAR = 1043
# Day 0 of PostgreSQL, counted in numpy's days since 1970.
DAG_NUL = 10_957
DAG_DUUR = 86_400_000_000  # in microseconds
GEEN = -(2**31)


@dataclass(frozen=True, slots=True)
class CopyColumn:
    """Values of one column: bytes (n, breedte), and how many of them count; -1 is NULL."""

    inhoud: Bytes
    lengte: npt.NDArray[np.int32]

    def __getitem__(self, blok: slice) -> "CopyColumn":
        """The same column for some of the rows."""
        return CopyColumn(self.inhoud[blok], self.lengte[blok])


def getal(waarden: npt.NDArray[Any], breedte: int) -> CopyColumn:
    """int2, int4 or int8, by its width in bytes; GEEN is NULL."""
    leeg = waarden == GEEN
    groot = np.where(leeg, 0, waarden).astype(f">i{breedte}")
    lengte = np.where(leeg, -1, breedte).astype(np.int32)
    return CopyColumn(groot.view(np.uint8).reshape(-1, breedte), lengte)


def tienden(waarden: npt.NDArray[Any]) -> CopyColumn:
    """numeric with one decimal, from its tenths (0 to 99.999)."""
    # Two digits of base 10.000: the whole number, and behind the point.
    cijfers = np.empty((len(waarden), 6), dtype=">i2")
    cijfers[:, :4] = (2, 0, 0, 1)  # digits, weight of the first, sign, decimals to show
    cijfers[:, 4], cijfers[:, 5] = waarden // 10, waarden % 10 * 1_000
    return vast(cijfers.view(np.uint8).reshape(-1, 12))


def moment(microseconden: npt.NDArray[Any]) -> CopyColumn:
    """Moments, in microseconds since 1970 (UTC); GEEN is NULL."""
    leeg = microseconden == GEEN
    return getal(np.where(leeg, GEEN, microseconden - DAG_NUL * DAG_DUUR), 8)


def datum(dagen: npt.NDArray[Any]) -> CopyColumn:
    """Days since 1970; GEEN is NULL."""
    return getal(np.where(dagen == GEEN, GEEN, dagen - DAG_NUL), 4)


def ja_nee(waarden: npt.NDArray[np.bool_]) -> CopyColumn:
    """Booleans."""
    return CopyColumn(
        waarden.astype(np.uint8).reshape(-1, 1), np.ones(len(waarden), dtype=np.int32)
    )


def vast(inhoud: Bytes) -> CopyColumn:
    """Values that all are as wide as the array: a UUID, a BSN."""
    return CopyColumn(inhoud, np.full(len(inhoud), inhoud.shape[1], dtype=np.int32))


def tekst(waarden: npt.NDArray[np.bytes_]) -> CopyColumn:
    """UTF-8 text, or bytes that do not end in a zero."""
    breedte = max(waarden.dtype.itemsize, 1)
    rijen = np.ascontiguousarray(waarden.astype(f"S{breedte}"))
    lengte = np.char.str_len(rijen).astype(np.int32)
    return CopyColumn(rijen.view(np.uint8).reshape(-1, breedte), lengte)


def bytes_van(waarden: Iterable[str]) -> npt.NDArray[np.bytes_]:
    """Words to choose from, as numpy chooses."""
    return np.array([waarde.encode() for waarde in waarden], dtype=np.bytes_)


def rij_van_teksten(waarden: Sequence[str]) -> bytes:
    """A varchar[] as binary COPY wants it."""
    if not waarden:
        return _int4(0) + _int4(0) + _int4(VARCHAR)
    delen = (_int4(len(waarde.encode())) + waarde.encode() for waarde in waarden)
    kop = _int4(1) + _int4(0) + _int4(VARCHAR) + _int4(len(waarden)) + _int4(1)
    return kop + b"".join(delen)


def _int4(waarde: int) -> bytes:
    return waarde.to_bytes(4, "big", signed=True)


def rijen(kolommen: Sequence[CopyColumn]) -> bytes:
    """The rows of these columns, one after the other."""
    aantal = len(kolommen[0].lengte)
    breedte = 2 + sum(4 + kolom.inhoud.shape[1] for kolom in kolommen)
    tabel = np.empty((aantal, breedte), dtype=np.uint8)
    telt = np.ones((aantal, breedte), dtype=np.bool_)
    tabel[:, :2] = np.frombuffer(len(kolommen).to_bytes(2, "big"), dtype=np.uint8)
    plaats = 2
    for kolom in kolommen:
        ruim = kolom.inhoud.shape[1]
        tabel[:, plaats : plaats + 4] = kolom.lengte.astype(">i4").view(np.uint8).reshape(-1, 4)
        plaats += 4
        tabel[:, plaats : plaats + ruim] = kolom.inhoud
        if np.any(kolom.lengte != ruim):
            telt[:, plaats : plaats + ruim] = np.arange(ruim) < kolom.lengte[:, None]
        plaats += ruim
    return tabel[telt].tobytes()


def kopieer(
    model: type[Model], velden: Sequence[str], blokken: Iterable[Sequence[CopyColumn]]
) -> int:
    """Copy blocks of rows into an empty table, numbered from 1; answer how many there are.

    `velden` names the fields after `id`. Raises IntegrityError when a constraint refuses a row.
    """
    kolom_van = {veld.name: str(veld.column) for veld in model._meta.concrete_fields}
    namen = ", ".join(connection.ops.quote_name(kolom_van[naam]) for naam in ("id", *velden))
    tabel = connection.ops.quote_name(model._meta.db_table)
    totaal = 0
    with connection.cursor() as cursor:
        with cursor.copy(f"COPY {tabel} ({namen}) FROM STDIN (FORMAT BINARY)") as copy:
            copy.write(KOP)
            for kolommen in blokken:
                aantal = len(kolommen[0].lengte)
                nummers = getal(np.arange(totaal + 1, totaal + aantal + 1), 8)
                for stuk in in_stukken(aantal):
                    copy.write(rijen([nummers[stuk], *(kolom[stuk] for kolom in kolommen)]))
                totaal += aantal
            copy.write(SLOT)
        if totaal:
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)",
                [model._meta.db_table, totaal],
            )
    return totaal


def in_stukken(aantal: int, blok: int = BLOK) -> Iterator[slice]:
    """The slices of so many rows that fit in memory."""
    for begin in range(0, aantal, blok):
        yield slice(begin, min(begin + blok, aantal))
