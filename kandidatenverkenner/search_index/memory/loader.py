"""What the index asks PostgreSQL: all candidates, the changes since then, and the rows of a page.

One statement gives both the changes and the rows of the page, so both are of one database snapshot.
When nothing changed, counts that were made before it are of the same moment as those rows.
"""

import datetime
import uuid
from bisect import bisect_left
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from django.db import connections
from django.db.models.sql import Query
from numpy.typing import NDArray

from kandidatenverkenner.database import routers
from kandidatenverkenner.database.prepared import Done, PreparedStatement, Row, array_literal
from kandidatenverkenner.models import Facet, Kandidaat, Kenmerk
from kandidatenverkenner.search_index.memory.columns import RowBatch
from kandidatenverkenner.search_index.memory.tsquery import Term, parse
from kandidatenverkenner.search_index.sql import TEXT_CONFIG, text_query
from kandidatenverkenner.search_index.words import WORDS


LOG = "kandidatenverkenner_changelogentry"
CHUNK = 20_000
KANDIDAAT = Kandidaat._meta.db_table
FIELDS = [field.attname for field in Kandidaat._meta.concrete_fields if field.attname != "tekst"]
_ID, _KENMERKEN = FIELDS.index("id"), FIELDS.index("kenmerken")
_MODIFIED, _AVAILABLE = FIELDS.index("gewijzigd_op"), FIELDS.index("beschikbaar_vanaf")
_TRAVEL = FIELDS.index("reisafstand")
_ROW = ", ".join(FIELDS)
_HEADER, _HEADER_LENGTH, _TRAILER = b"PGCOPY\n\xff\r\n\0", 19, 2  # bytes of a binary COPY
POSTGRES_EPOCH = datetime.date(2000, 1, 1).toordinal()  # day 0 of PostgreSQL
# Without a beschikbaar_vanaf a candidate can begin at once: that is the first possible day.
_COPY_ALL = f"""
    COPY (SELECT id, kenmerken, gewijzigd_op, coalesce(beschikbaar_vanaf, '0001-01-01'),
        reisafstand::int2 FROM {KANDIDAAT}) TO STDOUT (FORMAT BINARY)
"""  # noqa: S608 - our own name
_PAGE, _LOG, _XMIN = range(3)  # the parts of the result
# The rows of the page, the lines of the log with their rows, and the oldest running transaction.
# OFFSET 0 makes the planner look up the row of each line by id, however long it thinks the log is.
# The comparison with the highest xid makes it think that the log is short.
_CHANGES = PreparedStatement(
    b"changes",
    f"""
    SELECT {_PAGE}, NULL::bigint, NULL::bigint, NULL::uuid, {_ROW}
    FROM {KANDIDAAT} WHERE id = ANY($1::uuid[])
    UNION ALL
    SELECT {_LOG}, log.xid::text::bigint, log.versie, log.kandidaat, rij.*
    FROM {LOG} log LEFT JOIN LATERAL (
        SELECT {_ROW} FROM {KANDIDAAT} WHERE id = log.kandidaat OFFSET 0
    ) rij ON true
    WHERE log.xid >= $2::text::xid8 AND log.xid <= '18446744073709551615'::xid8
    AND NOT EXISTS (SELECT FROM unnest($3::bigint[]) bekend WHERE bekend = log.versie)
    UNION ALL
    SELECT {_XMIN}, pg_snapshot_xmin(pg_current_snapshot())::text::bigint, NULL, NULL,
        {", ".join(["NULL"] * len(FIELDS))}
""",  # noqa: S608 - our own names
)


LogLine = tuple[int, int]  # xid and versie of a line of the change log


@dataclass(frozen=True, slots=True)
class ChangeBatch:
    """What changed since an earlier reading of the log, and the rows of the page."""

    xmin: int  # of this database snapshot: it contains all earlier transactions
    lines: frozenset[LogLine]
    ids: frozenset[int]  # the candidates in those lines
    codelists_changed: bool  # a line is about the code lists
    current_rows: Sequence[Row]  # of the candidates that still exist
    page_rows: Sequence[Row]

    @property
    def rows(self) -> RowBatch:
        """The candidates that still exist, each once."""
        unique = {row[_ID].int: row for row in self.current_rows}
        lists = [row[_KENMERKEN] for row in unique.values()]
        available_day = [
            row[_AVAILABLE].toordinal() if row[_AVAILABLE] else 0 for row in unique.values()
        ]
        return RowBatch(
            id_high=np.array([id_ >> 64 for id_ in unique], np.uint64),
            id_low=np.array([id_ & 0xFFFF_FFFF_FFFF_FFFF for id_ in unique], np.uint64),
            modified_day=np.array(
                [row[_MODIFIED].toordinal() for row in unique.values()], np.int32
            ),
            available_day=np.array(available_day, np.int32),
            travel_km=np.array([row[_TRAVEL] for row in unique.values()], np.int16),
            lengths=np.array([len(list_) for list_ in lists], np.intp),
            flat=np.array([kenmerk for list_ in lists for kenmerk in list_], np.uint16),
        )


def changes_since(
    xid: int, seen_ahead: Collection[LogLine], page_ids: Collection[uuid.UUID] = ()
) -> ChangeBatch:
    """The lines of the log from transaction `xid` on, without those in `seen_ahead`."""
    return changes_while(xid, seen_ahead, page_ids, lambda: None)[0]


def changes_while(
    xid: int,
    seen_ahead: Collection[LogLine],
    page_ids: Collection[uuid.UUID],
    meanwhile: Callable[[], Done],
) -> tuple[ChangeBatch, Done]:
    """The same, and the result of `meanwhile`, which runs while PostgreSQL works."""
    values = (
        array_literal(page_ids),
        str(xid),
        array_literal(version for _, version in seen_ahead),
    )
    lines, done = _CHANGES.run(values, meanwhile)
    return _as_changes(lines), done


def _as_changes(lines: Sequence[tuple[Any, ...]]) -> ChangeBatch:
    log_lines = [line for line in lines if line[0] == _LOG]
    return ChangeBatch(
        xmin=next(line[1] for line in lines if line[0] == _XMIN),
        lines=frozenset(line[1:3] for line in log_lines),
        ids=frozenset(line[3].int for line in log_lines if line[3] is not None),
        codelists_changed=any(line[3] is None for line in log_lines),
        current_rows=[line[4:] for line in log_lines if line[4] is not None],
        page_rows=[line[4:] for line in lines if line[0] == _PAGE],
    )


def to_kandidaten(ids: Sequence[uuid.UUID], rows: Sequence[tuple[Any, ...]]) -> list[Kandidaat]:
    """The rows of a page, in its order. A candidate that no longer exists is left out."""
    alias = routers.read_alias()
    by_id = {row[_ID]: Kandidaat.from_db(alias, FIELDS, row) for row in rows}
    return [by_id[id_] for id_ in ids if id_ in by_id]


def all_rows() -> RowBatch:
    """All candidates, unsorted. One statement; no Python object of a row is kept."""
    batches = []
    with (
        connections[routers.read_alias()].wrap_database_errors,
        routers.raw_cursor().copy(_COPY_ALL) as copy,
    ):
        rows: list[bytes] = []
        for row in copy:  # libpq gives one row at a time
            rows.append(bytes(row))
            if len(rows) == CHUNK:
                batches.append(_parse_copy(rows))
                rows = []
    batches.append(_parse_copy(rows))
    return RowBatch.concat(batches)


def _parse_copy(rows: list[bytes]) -> RowBatch:
    """The columns of some rows of a binary COPY; its header and trailer may be among them.

    A row in words of 16 bits, high byte first: the number of fields (5); length 16 and the uuid;
    length and the array (a header of 5 times 32 bits, absent when it is empty, then the length and
    value of each element); length 4 and a date; length 4 and a date; length 2 and km.
    """
    if rows and rows[0].startswith(_HEADER):
        rows[0] = rows[0][_HEADER_LENGTH:]
    rows = [row for row in rows if len(row) > _TRAILER]
    words = np.frombuffer(b"".join(rows), ">u2").astype(np.uint16)
    sizes = np.fromiter(map(len, rows), np.intp, len(rows)) // 2
    starts = np.cumsum(sizes) - sizes
    if (words[starts] != 5).any():
        raise ValueError("PostgreSQL gaf geen rijen, maar stukken ervan.")
    id_words = words[starts[:, None] + np.arange(3, 11)].astype(np.uint64)
    array_bytes = words[starts + 12].astype(np.intp)  # the high word is always 0
    lengths = np.maximum(array_bytes - 20, 0) // 8
    ordinal = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    after_array = starts + 13 + array_bytes // 2
    return RowBatch(
        id_high=_join_words(id_words[:, :4]),
        id_low=_join_words(id_words[:, 4:]),
        modified_day=_days(words, after_array + 2),
        available_day=_days(words, after_array + 6),
        travel_km=words[after_array + 10].astype(np.int16),
        lengths=lengths,
        flat=words[np.repeat(starts + 13 + 10 + 3, lengths) + 4 * ordinal],
    )


def _join_words(parts: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Four words of 16 bits as one of 64."""
    out = np.zeros(len(parts), np.uint64)
    for column in parts.T:
        out = (out << np.uint64(16)) | column
    return out


def _days(words: NDArray[np.uint16], offset: NDArray[np.intp]) -> NDArray[np.int32]:
    """Dates, as days since year 1."""
    raw = (words[offset].astype(np.uint32) << np.uint32(16)) | words[offset + 1]
    days: NDArray[np.int32] = raw.view(np.int32) + np.int32(POSTGRES_EPOCH)
    return days


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words in the names of the attributes."""

    postings: dict[str, tuple[int, ...]]  # lexeme -> the attributes with it in their name
    sorted_lexemes: Sequence[str]
    regions: dict[str, int]  # code of a region -> its attribute
    per_facet: dict[str, list[int]]  # facet -> all its attributes

    def kenmerken(self, term: Term) -> set[int]:
        """The attributes with this term in their name."""
        if not term.is_prefix:
            return set(self.postings.get(term.text, ()))
        found: set[int] = set()
        for lexeme in self.sorted_lexemes[bisect_left(self.sorted_lexemes, term.text) :]:
            if not lexeme.startswith(term.text):
                break
            found.update(self.postings[lexeme])
        return found


def read_vocabulary() -> Vocabulary:
    """Today's vocabulary. PostgreSQL does the stemming: Dutch stemmers for Python differ."""
    with routers.cursor() as cursor:
        cursor.execute(
            f"SELECT id, facet, code, tsvector_to_array(to_tsvector(%s, {WORDS})) "  # noqa: S608
            f"FROM {Kenmerk._meta.db_table} kenmerk ORDER BY id",
            [TEXT_CONFIG],
        )
        lines = cursor.fetchall()
    postings: dict[str, list[int]] = {}
    per_facet: dict[str, list[int]] = {}
    for id_, facet, _, lexemes in lines:
        per_facet.setdefault(facet, []).append(id_)
        for lexeme in lexemes or ():
            postings.setdefault(lexeme, []).append(id_)
    return Vocabulary(
        postings={lexeme: tuple(ids) for lexeme, ids in postings.items()},
        sorted_lexemes=sorted(postings),
        regions={code: id_ for id_, facet, code, _ in lines if facet == Facet.REGIO},
        per_facet=per_facet,
    )


def log_position() -> tuple[int, frozenset[LogLine]]:
    """Where a rebuild begins: the oldest running transaction, and the lines of the log after it."""
    with routers.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        (xid,) = cursor.fetchone()
        cursor.execute(
            f"SELECT xid::text::bigint, versie FROM {LOG} WHERE xid >= %s::text::xid8",  # noqa: S608 - our own name
            [str(xid)],
        )
        return xid, frozenset(cursor.fetchall())


@lru_cache(maxsize=1_000)
def tsquery(zoekterm: str) -> tuple[Term | str, ...]:
    """How PostgreSQL parses a search term: it depends on nothing but the term.

    Raises PhraseError for a phrase.
    """
    # Django selects an expression only from a table; without one this takes a third of the time.
    query = Query(Kenmerk)
    compiler = query.get_compiler(routers.read_alias())
    sql, values = compiler.compile(text_query(zoekterm).resolve_expression(query))
    with routers.cursor() as cursor:
        cursor.execute(f"SELECT ({sql})::text", values)
        return tuple(parse(cursor.fetchone()[0]))


@lru_cache(maxsize=1_000)
def plain_word(word: str) -> tuple[Term | str, ...]:
    """How PostgreSQL parses one word without operators; empty for a stop word."""
    with routers.cursor() as cursor:
        cursor.execute("SELECT plainto_tsquery(%s, %s)::text", [TEXT_CONFIG, word])
        return tuple(parse(cursor.fetchone()[0]))
