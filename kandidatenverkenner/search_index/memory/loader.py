"""What the index asks PostgreSQL: everybody at once, what changed since, and the rows of a page.

What changed and the rows of the page are one statement, so of one snapshot: when nothing changed,
the counts that were made before it, and the rows, are of the same moment.
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

from kandidatenverkenner.database import routers as leesplek
from kandidatenverkenner.database.prepared import Gedaan, PreparedStatement, Row, reeks
from kandidatenverkenner.models import Facet, Kandidaat, Kenmerk
from kandidatenverkenner.search_index.memory.columns import RowBatch
from kandidatenverkenner.search_index.memory.tsquery import Term, lees
from kandidatenverkenner.search_index.sql import ZOEKTAAL, tekstvraag
from kandidatenverkenner.search_index.words import WORDS


LOG = "kandidatenverkenner_changelogentry"
STUK = 20_000
KANDIDAAT = Kandidaat._meta.db_table
VELDEN = [veld.attname for veld in Kandidaat._meta.concrete_fields if veld.attname != "tekst"]
_ID, _KENMERKEN = VELDEN.index("id"), VELDEN.index("kenmerken")
_GEWIJZIGD, _VANAF = VELDEN.index("gewijzigd_op"), VELDEN.index("beschikbaar_vanaf")
_REIS = VELDEN.index("reisafstand")
_RIJ = ", ".join(VELDEN)
_KOP, _KOP_LENGTE, _STAART = b"PGCOPY\n\xff\r\n\0", 19, 2  # bytes of a COPY in binary
DAG_NUL = datetime.date(2000, 1, 1).toordinal()  # of PostgreSQL
# No beschikbaar_vanaf is the first day that there is: at once.
_ALLEN = f"""
    COPY (SELECT id, kenmerken, gewijzigd_op, coalesce(beschikbaar_vanaf, '0001-01-01'),
        reisafstand::int2 FROM {KANDIDAAT}) TO STDOUT (FORMAT BINARY)
"""  # noqa: S608 - our own name
_BLADZIJDE, _LOG, _STAND = range(3)  # the parts of the answer
# Rows of the page, lines of the log with their rows, and the oldest transaction that still runs.
# OFFSET keeps the rows of the log a look-up by number, whatever the planner thinks of its length;
# the highest number there can be makes it think that it is short.
_NIEUWS = PreparedStatement(
    b"nieuws",
    f"""
    SELECT {_BLADZIJDE}, NULL::bigint, NULL::bigint, NULL::uuid, {_RIJ}
    FROM {KANDIDAAT} WHERE id = ANY($1::uuid[])
    UNION ALL
    SELECT {_LOG}, log.xid::text::bigint, log.versie, log.kandidaat, rij.*
    FROM {LOG} log LEFT JOIN LATERAL (
        SELECT {_RIJ} FROM {KANDIDAAT} WHERE id = log.kandidaat OFFSET 0
    ) rij ON true
    WHERE log.xid >= $2::text::xid8 AND log.xid <= '18446744073709551615'::xid8
    AND NOT EXISTS (SELECT FROM unnest($3::bigint[]) bekend WHERE bekend = log.versie)
    UNION ALL
    SELECT {_STAND}, pg_snapshot_xmin(pg_current_snapshot())::text::bigint, NULL, NULL,
        {", ".join(["NULL"] * len(VELDEN))}
""",  # noqa: S608 - our own names
)


Regel = tuple[int, int]  # of the log: xid, versie


@dataclass(frozen=True, slots=True)
class ChangeBatch:
    """What changed since a reading of the log, and what stands on the page."""

    xmin: int  # of the snapshot: everything of an earlier transaction was seen
    regels: frozenset[Regel]  # of the log
    nummers: frozenset[int]  # the candidates they are about
    lijsten_anders: bool  # they are about the code lists too
    er_nog: Sequence[Row]  # of those who are (still) there
    bladzijde: Sequence[Row]

    @property
    def rijen(self) -> RowBatch:
        """Those who are (still) there, each once."""
        uniek = {rij[_ID].int: rij for rij in self.er_nog}
        lijsten = [rij[_KENMERKEN] for rij in uniek.values()]
        vanaf = [rij[_VANAF].toordinal() if rij[_VANAF] else 0 for rij in uniek.values()]
        return RowBatch(
            hoog=np.array([nummer >> 64 for nummer in uniek], np.uint64),
            laag=np.array([nummer & 0xFFFF_FFFF_FFFF_FFFF for nummer in uniek], np.uint64),
            gewijzigd=np.array([rij[_GEWIJZIGD].toordinal() for rij in uniek.values()], np.int32),
            vanaf=np.array(vanaf, np.int32),
            reis=np.array([rij[_REIS] for rij in uniek.values()], np.int16),
            lengtes=np.array([len(lijst) for lijst in lijsten], np.intp),
            plat=np.array([een for lijst in lijsten for een in lijst], np.uint16),
        )


def nieuws(
    xid: int, vooruit: Collection[Regel], bladzijde: Collection[uuid.UUID] = ()
) -> ChangeBatch:
    """The lines of the log of transactions from `xid`, without those that were read already."""
    return nieuws_terwijl(xid, vooruit, bladzijde, lambda: None)[0]


def nieuws_terwijl(
    xid: int,
    vooruit: Collection[Regel],
    bladzijde: Collection[uuid.UUID],
    intussen: Callable[[], Gedaan],
) -> tuple[ChangeBatch, Gedaan]:
    """The same, and what `intussen` gives: it is done while PostgreSQL looks."""
    waarden = (reeks(bladzijde), str(xid), reeks(versie for _, versie in vooruit))
    regels, gedaan = _NIEUWS.stel(waarden, intussen)
    return _als_nieuws(regels), gedaan


def _als_nieuws(regels: Sequence[tuple[Any, ...]]) -> ChangeBatch:
    van_log = [regel for regel in regels if regel[0] == _LOG]
    return ChangeBatch(
        xmin=next(regel[1] for regel in regels if regel[0] == _STAND),
        regels=frozenset(regel[1:3] for regel in van_log),
        nummers=frozenset(regel[3].int for regel in van_log if regel[3] is not None),
        lijsten_anders=any(regel[3] is None for regel in van_log),
        er_nog=[regel[4:] for regel in van_log if regel[4] is not None],
        bladzijde=[regel[4:] for regel in regels if regel[0] == _BLADZIJDE],
    )


def als_kandidaten(
    nummers: Sequence[uuid.UUID], rijen: Sequence[tuple[Any, ...]]
) -> list[Kandidaat]:
    """The rows of a page in its order; who is not there any more, is left out."""
    plek = leesplek.plek()
    per_nummer = {rij[_ID]: Kandidaat.from_db(plek, VELDEN, rij) for rij in rijen}
    return [per_nummer[nummer] for nummer in nummers if nummer in per_nummer]


def iedereen() -> RowBatch:
    """All candidates, in no order. One statement, and no Python object for a row lasts."""
    delen = []
    with connections[leesplek.plek()].wrap_database_errors, leesplek.rauw().copy(_ALLEN) as copy:
        rijen: list[bytes] = []
        for rij in copy:  # libpq hands out row by row
            rijen.append(bytes(rij))
            if len(rijen) == STUK:
                delen.append(_ontleed(rijen))
                rijen = []
    delen.append(_ontleed(rijen))
    return RowBatch.samen(delen)


def _ontleed(rijen: list[bytes]) -> RowBatch:
    """The columns of some rows of a COPY in binary; its head and tail may be among them.

    In words of 16 bits, high byte first: 5 (the number of fields); 8, uuid; length, array (5 times
    32 bits of head, none when it is empty, then length and value of each); 4, date; 4, date; 2, km.
    """
    if rijen and rijen[0].startswith(_KOP):
        rijen[0] = rijen[0][_KOP_LENGTE:]
    rijen = [rij for rij in rijen if len(rij) > _STAART]
    woorden = np.frombuffer(b"".join(rijen), ">u2").astype(np.uint16)
    maten = np.fromiter(map(len, rijen), np.intp, len(rijen)) // 2
    begin = np.cumsum(maten) - maten
    if (woorden[begin] != 5).any():
        raise ValueError("PostgreSQL gaf geen rijen, maar stukken ervan.")
    acht = woorden[begin[:, None] + np.arange(3, 11)].astype(np.uint64)
    lengte_lijst = woorden[begin + 12].astype(np.intp)  # bytes; the high word is nothing
    lengtes = np.maximum(lengte_lijst - 20, 0) // 8
    kolom = np.arange(lengtes.sum()) - np.repeat(np.cumsum(lengtes) - lengtes, lengtes)
    na_lijst = begin + 13 + lengte_lijst // 2
    return RowBatch(
        hoog=_samen(acht[:, :4]),
        laag=_samen(acht[:, 4:]),
        gewijzigd=_dagen(woorden, na_lijst + 2),
        vanaf=_dagen(woorden, na_lijst + 6),
        reis=woorden[na_lijst + 10].astype(np.int16),
        lengtes=lengtes,
        plat=woorden[np.repeat(begin + 13 + 10 + 3, lengtes) + 4 * kolom],
    )


def _samen(vier: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Four words of 16 bits as one of 64."""
    uit = np.zeros(len(vier), np.uint64)
    for kolom in vier.T:
        uit = (uit << np.uint64(16)) | kolom
    return uit


def _dagen(woorden: NDArray[np.uint16], plek: NDArray[np.intp]) -> NDArray[np.int32]:
    """Dates, as days since year 1."""
    los = (woorden[plek].astype(np.uint32) << np.uint32(16)) | woorden[plek + 1]
    dagen: NDArray[np.int32] = los.view(np.int32) + np.int32(DAG_NUL)
    return dagen


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words in the names of the attributes."""

    per_lexeem: dict[str, tuple[int, ...]]  # the attributes with it in their name
    op_alfabet: Sequence[str]
    regios: dict[str, int]  # code of a region -> its attribute
    per_facet: dict[str, list[int]]  # all attributes

    def kenmerken(self, woord: Term) -> set[int]:
        """The attributes with this word, or a word that begins so."""
        if not woord.is_begin:
            return set(self.per_lexeem.get(woord.tekst, ()))
        gevonden: set[int] = set()
        for lexeem in self.op_alfabet[bisect_left(self.op_alfabet, woord.tekst) :]:
            if not lexeem.startswith(woord.tekst):
                break
            gevonden.update(self.per_lexeem[lexeem])
        return gevonden


def lexicon() -> Vocabulary:
    """As it is now. PostgreSQL cuts the stems: Python's Dutch stemmer differs."""
    with leesplek.cursor() as cursor:
        cursor.execute(
            f"SELECT id, facet, code, tsvector_to_array(to_tsvector(%s, {WORDS})) "  # noqa: S608
            f"FROM {Kenmerk._meta.db_table} kenmerk ORDER BY id",
            [ZOEKTAAL],
        )
        regels = cursor.fetchall()
    per_lexeem: dict[str, list[int]] = {}
    per_facet: dict[str, list[int]] = {}
    for nummer, facet, _, lexemen in regels:
        per_facet.setdefault(facet, []).append(nummer)
        for lexeem in lexemen or ():
            per_lexeem.setdefault(lexeem, []).append(nummer)
    return Vocabulary(
        per_lexeem={lexeem: tuple(nummers) for lexeem, nummers in per_lexeem.items()},
        op_alfabet=sorted(per_lexeem),
        regios={code: nummer for nummer, facet, code, _ in regels if facet == Facet.REGIO},
        per_facet=per_facet,
    )


def vooraf() -> tuple[int, frozenset[Regel]]:
    """Where reading everything begins: the oldest transaction that runs, and the log after it."""
    with leesplek.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        (xid,) = cursor.fetchone()
        cursor.execute(
            f"SELECT xid::text::bigint, versie FROM {LOG} WHERE xid >= %s::text::xid8",  # noqa: S608 - our own name
            [str(xid)],
        )
        return xid, frozenset(cursor.fetchall())


@lru_cache(maxsize=1_000)
def tsquery(zoekterm: str) -> tuple[Term | str, ...]:
    """How PostgreSQL reads a search term: a pure function of the term.

    Raises FraseError for a phrase.
    """
    # Django asks an expression only of a table; as it stands it takes a third of the time.
    vraag = Query(Kenmerk)
    schrijver = vraag.get_compiler(leesplek.plek())
    sql, waarden = schrijver.compile(tekstvraag(zoekterm).resolve_expression(vraag))
    with leesplek.cursor() as cursor:
        cursor.execute(f"SELECT ({sql})::text", waarden)
        return tuple(lees(cursor.fetchone()[0]))


@lru_cache(maxsize=1_000)
def gewoon_woord(woord: str) -> tuple[Term | str, ...]:
    """How PostgreSQL reads one word as it stands; empty when it means nothing."""
    with leesplek.cursor() as cursor:
        cursor.execute("SELECT plainto_tsquery(%s, %s)::text", [ZOEKTAAL, woord])
        return tuple(lees(cursor.fetchone()[0]))
