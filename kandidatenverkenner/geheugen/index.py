"""The index of one process: read once, kept up to date from the change log, asked by many threads.

The log is read at every question, so what was committed before the question is in the answer. Its
cursor is (xid, versie) under the oldest transaction that still runs: a number that was given out
early and committed late is not missed. What committed beyond the cursor is applied as well, and
again when the cursor passes it: applying reads the row as it is now, so twice is once.

The log and the rows it is about are read in one statement, so in one snapshot: a publication of
many rows is in the answer whole, or not at all. What was read from one server is not kept up from
another: after a primary is lost, numbers of transactions that it alone had are given out again.
On a replica `pg_current_snapshot()` lists nobody who is busy, but its xmin is right, and that is
all this needs.
"""

import datetime
import threading
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from django.db.models import TextField
from django.db.models.functions import Cast
from numpy.typing import NDArray

from kandidatenverkenner import leesplek
from kandidatenverkenner.geheugen.kolommen import Bits, Kolommen, Rij, VolError
from kandidatenverkenner.geheugen.rangschikking import rangschik
from kandidatenverkenner.geheugen.tekst import FraseError, Woord, lees, werk_uit
from kandidatenverkenner.models import Codelijsten, Facet, Kandidaat, Kenmerk
from kandidatenverkenner.zoekindex import (
    ZOEKTAAL,
    Rang,
    Telling,
    Volgorde,
    Zoekvraag,
    tekstvraag,
)


LOG = "kandidatenverkenner_wijziging"
STUK = 20_000
VERGEET = datetime.timedelta(hours=12)  # the log keeps longer than this: see ontvangst
GEDULD = datetime.timedelta(seconds=2)  # with another server, before everything is read from there
_RIJEN = f"""
    SELECT id, kenmerken, gewijzigd_op, beschikbaar_vanaf, reisafstand
    FROM {Kandidaat._meta.db_table}
"""  # noqa: S608 - our own name
# OFFSET keeps the rows a look-up by number, whatever the planner thinks of the length of the log.
_NIEUWS = f"""
    SELECT log.xid::text::bigint, log.versie, log.kandidaat,
        log.xid < pg_snapshot_xmin(pg_current_snapshot()), rij.*
    FROM {LOG} log LEFT JOIN LATERAL (
        {_RIJEN} WHERE id = log.kandidaat AND log.versie <> ALL(%(vooruit)s::bigint[]) OFFSET 0
    ) rij ON true
    WHERE (log.xid, log.versie) > (%(xid)s::text::xid8, %(versie)s)
    ORDER BY log.xid, log.versie
"""  # noqa: S608 - our own names


class NietHierError(Exception):
    """A question that this index cannot answer; PostgreSQL can."""


@dataclass(slots=True)
class Stand:
    """How far the log was read."""

    xid: int
    versie: int
    op: datetime.datetime
    vooruit: set[int]  # versions beyond the cursor that were applied already
    server: datetime.datetime | None = None  # which one was read


class Index:
    """All candidates in memory. Raises NietHierError for what only PostgreSQL can answer."""

    def __init__(self) -> None:
        self._slot = threading.Lock()
        self._kolommen: Kolommen | None = None
        self._stand = Stand(0, 0, datetime.datetime.fromtimestamp(0, datetime.UTC), set())
        self._woorden: dict[str, list[int]] = {}
        self._regios: dict[str, int] = {}

    def lees_alles(self, moment: datetime.datetime) -> None:
        """Read everybody. The log is looked at first: what happens meanwhile is applied later."""
        server = leesplek.server()
        with leesplek.cursor() as cursor:
            cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
            (xid,) = cursor.fetchone()
            cursor.execute(
                f"SELECT versie FROM {LOG} WHERE xid >= %s::text::xid8",  # noqa: S608
                [str(xid)],
            )
            gezien = {versie for (versie,) in cursor.fetchall()}
            woorden, regios, hoogste = _lexicon(cursor)
            cursor.execute(_RIJEN)
            rijen = [_rij(rij) for stuk in iter(lambda: cursor.fetchmany(STUK), []) for rij in stuk]
        kolommen = Kolommen(rijen, hoogste)
        with self._slot:
            self._kolommen = kolommen
            self._woorden, self._regios = woorden, regios
            self._stand = Stand(xid, 0, moment, gezien, server)

    @property
    def is_klaar(self) -> bool:
        """Whether everybody was read."""
        return self._kolommen is not None

    @property
    def bytes(self) -> int:
        """How much memory the columns and bitmaps take."""
        if self._kolommen is None:
            return 0
        delen = vars(self._kolommen).values()
        return sum(deel.nbytes for deel in delen if isinstance(deel, np.ndarray))

    def tel(self, vraag: Zoekvraag, codelijsten: Codelijsten, moment: datetime.datetime) -> Telling:
        """As `zoekindex.tel`."""
        with self._slot:
            kolommen = self._bij(moment)
            delen = self._delen(vraag)
            alles = _doorsnede(kolommen, delen)
            geteld = kolommen.tel_per_kenmerk(alles)
            uit = {
                kenmerk.id: int(geteld[kenmerk.id])
                for kenmerk in codelijsten.op_nummer.values()
                if kenmerk.id < len(geteld)
                and kenmerk.facet not in vraag.keuzen
                and geteld[kenmerk.id]
            }
            for facet in vraag.keuzen:
                nummers = np.array(
                    [k.id for k in codelijsten.per_facet[facet].values() if k.id < len(geteld)],
                    np.intp,
                )
                zonder = {naam: bits for naam, bits in delen.items() if naam != facet}
                apart = kolommen.tel_per_kenmerk(_doorsnede(kolommen, zonder), nummers)
                uit |= {int(nummer): int(apart[nummer]) for nummer in nummers if apart[nummer]}
            return Telling(totaal=kolommen.tel(alles), per_kenmerk=uit)

    def nummers(
        self, vraag: Zoekvraag, *, aantal: int, moment: datetime.datetime
    ) -> list[uuid.UUID]:
        """As `zoekindex.nummers`."""
        if vraag.volgorde == Volgorde.MATCH and vraag.weegt():
            return [rang.nummer for rang in self.rangschik(vraag, aantal=aantal, moment=moment)]
        with self._slot:
            kolommen = self._bij(moment)
            bits = _doorsnede(kolommen, self._delen(vraag))
            return kolommen.eerste(bits, aantal, self._volgorde(kolommen, vraag))

    def rangschik(self, vraag: Zoekvraag, *, aantal: int, moment: datetime.datetime) -> list[Rang]:
        """As `zoekindex.rangschik`."""
        with self._slot:
            kolommen = self._bij(moment)
            wie = _doorsnede(kolommen, self._delen(vraag))
            return rangschik(kolommen, wie, vraag.weegt(), aantal)

    def totalen(self, vragen: Mapping[str, Zoekvraag], moment: datetime.datetime) -> dict[str, int]:
        """As `zoekindex.totalen`."""
        with self._slot:
            kolommen = self._bij(moment)
            return {
                naam: kolommen.tel(_doorsnede(kolommen, self._delen(vraag)))
                for naam, vraag in vragen.items()
            }

    def _bij(self, moment: datetime.datetime) -> Kolommen:
        """Apply what changed since the last question. One query when that is nothing."""
        kolommen, stand = self._kolommen, self._stand
        if kolommen is None or moment - stand.op > VERGEET:
            self._kolommen = None
            raise NietHierError
        gewijzigd = self._nieuws(stand, moment)
        nieuw = [regel for regel in gewijzigd if regel[1] not in stand.vooruit]
        nummers = {regel[2] for regel in nieuw}
        if None in nummers:
            # The code lists changed: words and attributes are read anew, with everything else.
            self._kolommen = None
            raise NietHierError
        if nummers:
            # One snapshot: whoever stands in the log twice has the same row twice.
            rijen = {regel[2]: _rij(regel[4:]) for regel in nieuw if regel[4] is not None}
            try:
                kolommen.wijzig((nummer.int for nummer in nummers), list(rijen.values()))
            except VolError as fout:
                self._kolommen = None
                raise NietHierError from fout
        stand.op = moment
        stand.vooruit |= {regel[1] for regel in nieuw}
        for xid, versie, _, is_voorbij, *_ in gewijzigd:
            if not is_voorbij:
                break
            stand.xid, stand.versie = xid, versie
            stand.vooruit.discard(versie)
        return kolommen

    def _nieuws(self, stand: Stand, moment: datetime.datetime) -> list[tuple[Any, ...]]:
        """Per line of the log beyond the cursor: xid, versie, number, whether it is past, the row.

        Raises NietHierError when another server answers than the one that was read.
        """
        if leesplek.server() != stand.server:
            if moment - stand.op > GEDULD:
                self._kolommen = None
            raise NietHierError
        with leesplek.cursor() as cursor:
            cursor.execute(
                _NIEUWS,
                {"xid": str(stand.xid), "versie": stand.versie, "vooruit": list(stand.vooruit)},
            )
            regels: list[tuple[Any, ...]] = cursor.fetchall()
        return regels

    def _delen(self, vraag: Zoekvraag) -> dict[str, Bits]:
        """Per part of the question who answers it."""
        kolommen = self._kolommen
        if kolommen is None or vraag.sinds:
            raise NietHierError
        leeg = kolommen.levend
        delen = {
            facet: kolommen.een_van(nummers, np.empty_like(leeg))
            for facet, nummers in vraag.keuzen.items()
        }
        if vraag.binnen is not None:
            delen["afstand"] = kolommen.een_van(vraag.binnen, np.empty_like(leeg))
        if vraag.zoekterm:
            delen["zoekterm"] = self._met_woorden(kolommen, vraag.zoekterm)
        if vraag.beschikbaar:
            delen["beschikbaar"] = kolommen.waar(kolommen.vanaf <= vraag.beschikbaar.toordinal())
        return delen

    def _met_woorden(self, kolommen: Kolommen, zoekterm: str) -> Bits:
        try:
            vraag = lees(_tsquery(zoekterm))
        except FraseError as fout:
            raise NietHierError from fout
        if not vraag:
            return np.zeros_like(kolommen.levend)

        def van_woord(woord: Woord) -> Bits:
            lexemen: Iterable[str] = [woord.tekst]
            if woord.is_begin:
                lexemen = (een for een in self._woorden if een.startswith(woord.tekst))
            nummers = {nummer for een in lexemen for nummer in self._woorden.get(een, ())}
            return kolommen.een_van(nummers, np.empty_like(kolommen.levend))

        return werk_uit(
            vraag,
            van_woord,
            {"!": np.bitwise_not, "&": np.bitwise_and, "|": np.bitwise_or},
        )

    def _volgorde(self, kolommen: Kolommen, vraag: Zoekvraag) -> NDArray[np.int32] | None:
        """Per position what goes before newest first, low first; None for nothing."""
        if vraag.volgorde == Volgorde.AFSTAND and vraag.van_dichtbij:
            eerst = np.full(kolommen.ruimte, len(vraag.van_dichtbij), np.int32)
            for rang, code in enumerate(vraag.van_dichtbij):
                bits = kolommen.bits[self._regios[code]].view(np.uint8)
                eerst[np.unpackbits(bits, bitorder="little").view(np.bool_)] = rang
            return eerst
        return None


def _doorsnede(kolommen: Kolommen, delen: Mapping[str, Bits]) -> Bits:
    """Who is there and answers every part."""
    uit = kolommen.levend.copy()
    for bits in delen.values():
        np.bitwise_and(uit, bits, out=uit)
    return uit


def _rij(rij: tuple[Any, ...]) -> Rij:
    nummer, kenmerken, gewijzigd, vanaf, afstand = rij
    dag = vanaf.toordinal() if vanaf else 0
    return Rij(nummer.int, kenmerken, gewijzigd.toordinal(), dag, afstand)


def _lexicon(cursor: Any) -> tuple[dict[str, list[int]], dict[str, int], int]:
    """Per lexeme the attributes that have it; per region its attribute; the highest attribute."""
    cursor.execute(
        f"SELECT id, facet, code, CASE WHEN facet = %s THEN NULL ELSE tsvector_to_array("  # noqa: S608
        "to_tsvector(%s, naam || CASE facet WHEN 'vaardigheid' THEN ' ' || groep ELSE '' END)) END "
        f"FROM {Kenmerk._meta.db_table}",
        [Facet.UREN.value, ZOEKTAAL],
    )
    woorden: dict[str, list[int]] = {}
    regios: dict[str, int] = {}
    hoogste = 0
    for nummer, facet, code, lexemen in cursor.fetchall():
        hoogste = max(hoogste, nummer)
        if facet == Facet.REGIO:
            regios[code] = nummer
        for lexeem in lexemen or ():
            woorden.setdefault(lexeem, []).append(nummer)
    return woorden, regios, hoogste


@lru_cache(maxsize=1_000)
def _tsquery(zoekterm: str) -> str:
    """How PostgreSQL reads a search term: a pure function of the term."""
    rijen = Kenmerk.objects.order_by("pk").annotate(gelezen=Cast(tekstvraag(zoekterm), TextField()))
    return str(rijen.values_list("gelezen", flat=True)[:1].get())
