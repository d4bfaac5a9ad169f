"""The index of one process: read once, kept up to date from the change log, asked by many threads.

The log is read at every question, so what was committed before the question is in the answer. Its
cursor is the oldest transaction that still ran at the last reading, and the lines beyond it that
were seen already: a number that was given out early and committed late is not missed. A line is
applied by reading the row as it is now, in the same statement as the line, so in one snapshot: a
publication of many rows is in the answer whole, or not at all. What was read from one server is not
kept up from another: after a primary is lost, numbers of transactions that it alone had are given
out again. On a replica `pg_current_snapshot()` lists nobody who is busy, but its xmin is right, and
that is all this needs.

A search works out who stands on the page, and asks PostgreSQL in one statement for those rows and
for what changed. Meanwhile it counts; what it counts, a `Snapshot`, never changes, so it does not
matter when. Only when something changed it does all of this again. Nobody waits for anybody but
when two have something to apply.
"""

import ctypes
import datetime
import threading
import uuid
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import partial

from kandidatenverkenner.database import routers as leesplek
from kandidatenverkenner.models import Codelijsten, Kandidaat
from kandidatenverkenner.search_index.memory import loader as lezen
from kandidatenverkenner.search_index.memory.answer import NietHierError, QueryExecution
from kandidatenverkenner.search_index.memory.columns import ColumnStore
from kandidatenverkenner.search_index.memory.layout import VolError
from kandidatenverkenner.search_index.memory.loader import ChangeBatch
from kandidatenverkenner.search_index.memory.matches import MatchSet
from kandidatenverkenner.search_index.memory.snapshot import Snapshot
from kandidatenverkenner.search_index.memory.tsquery import FraseError
from kandidatenverkenner.search_index.query import FacetCounts, RankedHit, SearchQuery


VERGEET = datetime.timedelta(hours=12)  # the log keeps longer than this: see ontvangst
GEDULD = datetime.timedelta(seconds=2)  # with another server, before everything is read from there
POGINGEN = 3  # to have counts and rows of one moment, while others write


class Index:
    """All candidates in memory. Raises NietHierError for what only PostgreSQL can answer."""

    def __init__(self) -> None:
        self._slot = threading.Lock()  # for whoever changes the stand
        self._stand: Snapshot | None = None
        self._gevraagd_op = datetime.datetime.fromtimestamp(0, datetime.UTC)

    def lees_alles(self, moment: datetime.datetime) -> None:
        """Read everybody. The log is looked at first: what happens meanwhile is applied later.

        What was read before answers until this is done.
        """
        server = leesplek.server()
        xid, vooruit = lezen.vooraf()
        lexicon = lezen.lexicon()
        kolommen = ColumnStore(lezen.iedereen(), lexicon.per_facet)
        stand = Snapshot(kolommen, kolommen.begin, lexicon, server, xid, vooruit)
        with self._slot:
            self._stand, self._gevraagd_op = stand, moment
        _geef_terug()

    @property
    def is_klaar(self) -> bool:
        """Whether everybody was read."""
        return self._stand is not None

    @property
    def wil_lezen(self) -> bool:
        """Whether it is time to read everybody (again)."""
        stand = self._stand
        return stand is None or stand.beeld.bezet > stand.kolommen.bijna_vol

    @property
    def bytes(self) -> int:
        """How much memory the columns and bitmaps take."""
        stand = self._stand
        return stand.kolommen.bytes(stand.beeld) if stand else 0

    def stand(self, moment: datetime.datetime) -> Snapshot:
        """With everything that was committed before this. One query when nothing changed."""
        stand = self._laatste(moment)
        return self._bijgewerkt(stand, lezen.nieuws(stand.xid, stand.vooruit), moment)

    def zoek(
        self,
        vraag: SearchQuery,
        codelijsten: Codelijsten,
        blad: Callable[[int], slice],
        moment: datetime.datetime,
    ) -> tuple[FacetCounts, list[Kandidaat]]:
        """The counts, and the rows of a page: `blad` says which, given the total.

        Both of one moment, unless others write so fast that it moved on at every attempt: then the
        rows are newer. Who is not there any more has no row.
        """
        stand = self._laatste(moment)
        for _ in range(POGINGEN):
            antwoord = _antwoord(stand, vraag)
            welke = blad(antwoord.totaal)
            nummers = antwoord.nummers(welke.stop)[welke]
            nieuws, telling = lezen.nieuws_terwijl(
                stand.xid, stand.vooruit, nummers, partial(antwoord.telling, codelijsten)
            )
            nieuwer = self._bijgewerkt(stand, nieuws, moment)
            if nieuwer.beeld is stand.beeld and nieuwer.kolommen is stand.kolommen:
                break
            stand = nieuwer
        return telling, lezen.als_kandidaten(nummers, nieuws.bladzijde)

    def bladzijde(
        self, vraag: SearchQuery, welke: slice, moment: datetime.datetime
    ) -> list[Kandidaat]:
        """Some rows, as they are now; who is not there any more has none."""
        stand = self.stand(moment)
        nummers = _antwoord(stand, vraag).nummers(welke.stop)[welke]
        rijen = lezen.nieuws(stand.xid, stand.vooruit, nummers).bladzijde
        return lezen.als_kandidaten(nummers, rijen)

    def tel(
        self, vraag: SearchQuery, codelijsten: Codelijsten, moment: datetime.datetime
    ) -> FacetCounts:
        """As `zoekindex.tel`."""
        return _antwoord(self.stand(moment), vraag).telling(codelijsten)

    def nummers(
        self, vraag: SearchQuery, *, aantal: int, moment: datetime.datetime
    ) -> list[uuid.UUID]:
        """As `zoekindex.nummers`."""
        return _antwoord(self.stand(moment), vraag).nummers(aantal)

    def rangschik(
        self, vraag: SearchQuery, *, aantal: int, moment: datetime.datetime
    ) -> list[RankedHit]:
        """As `zoekindex.rangschik`."""
        return _antwoord(self.stand(moment), vraag).rangen(aantal)

    def totalen(
        self, vragen: Mapping[str, SearchQuery], moment: datetime.datetime
    ) -> dict[str, int]:
        """As `zoekindex.totalen`."""
        stand = self.stand(moment)
        return {naam: _antwoord(stand, vraag).totaal for naam, vraag in vragen.items()}

    def onbekend(self, woorden: Iterable[str], moment: datetime.datetime) -> set[str]:
        """As `zoekindex.onbekend`."""
        stand = self.stand(moment)
        stand.kolommen.werk.begin()
        return {
            woord
            for woord in woorden
            if (gelezen := lezen.gewoon_woord(woord))
            and not (MatchSet(stand, SearchQuery()).met_woorden(gelezen) & stand.beeld.levend).any()
        }

    def _laatste(self, moment: datetime.datetime) -> Snapshot:
        """What was there at the last question, if it can be brought up to date.

        Raises NietHierError when another server answers than the one that was read.
        """
        stand = self._stand
        if stand is None or moment - self._gevraagd_op > VERGEET:
            self._stand = None
            raise NietHierError
        if leesplek.server() != stand.server:
            if moment - self._gevraagd_op > GEDULD:
                self._stand = None
            raise NietHierError
        return stand

    def _bijgewerkt(
        self, stand: Snapshot, nieuws: ChangeBatch, moment: datetime.datetime
    ) -> Snapshot:
        """The stand with what was read after it. Nobody waits when that is nothing."""
        self._gevraagd_op = moment
        if not nieuws.regels and not (stand.vooruit and nieuws.xmin > stand.xid):
            return stand
        with self._slot:
            if self._stand is not stand:
                # Another was first. What it read may be newer than this: read on from there.
                stand = self._laatste(moment)
                nieuws = lezen.nieuws(stand.xid, stand.vooruit)
            if nieuws.lijsten_anders:
                # Words and attributes are read anew, with everything else.
                self._stand = None
                raise NietHierError
            try:
                self._stand = stand = stand.met(nieuws)
            except VolError as fout:
                self._stand = None
                raise NietHierError from fout
            return stand


def _antwoord(stand: Snapshot, vraag: SearchQuery) -> QueryExecution:
    """Work out a question. Raises NietHierError for what is not known here."""
    try:
        return QueryExecution(stand, vraag)
    except FraseError as fout:
        raise NietHierError from fout


def _geef_terug() -> None:
    """Give the memory that reading took back to the system. Only glibc keeps it, and has this."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
