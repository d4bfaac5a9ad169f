"""The index of one process: built once, kept up to date from the change log, used by many threads.

Every query reads the log, so the answer contains all that was committed before the query. The
cursor in the log is the oldest transaction that was still running at the last reading, plus the
later lines that were already seen: so an xid that was assigned early and committed late is not
missed. A line is applied by reading the current row in the same statement as the line, so both are
of one database snapshot: an answer has a publication of many rows as a whole, or not at all. An
index that was read from one server is never kept up to date from another: when a primary is lost,
its successor assigns again the xids that only the old primary had. On a replica
`pg_current_snapshot()` lists no running transactions, but its xmin is right, and only that is used.

A search works out which candidates are on the page, and asks PostgreSQL in one statement for those
rows and for the changes. While it waits it counts the facets. It counts in a `Snapshot`, which
never changes, so the time does not matter. Only when there were changes it does all of this again.
A thread waits for another only when both have changes to apply.
"""

import ctypes
import datetime
import threading
import uuid
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import partial

from kandidatenverkenner.database import routers
from kandidatenverkenner.models import Codelijsten, Kandidaat
from kandidatenverkenner.search_index.memory import loader
from kandidatenverkenner.search_index.memory.answer import QueryExecution, UnanswerableError
from kandidatenverkenner.search_index.memory.columns import ColumnStore
from kandidatenverkenner.search_index.memory.layout import CapacityError
from kandidatenverkenner.search_index.memory.loader import ChangeBatch
from kandidatenverkenner.search_index.memory.matches import MatchSet
from kandidatenverkenner.search_index.memory.snapshot import Snapshot
from kandidatenverkenner.search_index.memory.tsquery import PhraseError
from kandidatenverkenner.search_index.query import FacetCounts, RankedHit, SearchQuery


MAX_LOG_AGE = datetime.timedelta(hours=12)  # the log is kept longer than this: see ontvangst
SERVER_GRACE = datetime.timedelta(seconds=2)  # on another server, before the index is dropped
ATTEMPTS = 3  # to get counts and rows of one moment, while others write


class Index:
    """All candidates in memory. Raises UnanswerableError for what only PostgreSQL can answer."""

    def __init__(self) -> None:
        self._lock = threading.Lock()  # held by the thread that replaces the snapshot
        self._snapshot: Snapshot | None = None
        self._asked_at = datetime.datetime.fromtimestamp(0, datetime.UTC)

    def rebuild(self, moment: datetime.datetime) -> None:
        """Read all candidates, after the log: so changes during the rebuild are applied later.

        The old snapshot answers until this is done.
        """
        server = routers.server()
        xid, seen_ahead = loader.log_position()
        vocabulary = loader.read_vocabulary()
        columns = ColumnStore(loader.all_rows(), vocabulary.per_facet)
        snapshot = Snapshot(columns, columns.initial_view, vocabulary, server, xid, seen_ahead)
        with self._lock:
            self._snapshot, self._asked_at = snapshot, moment
        _trim_memory()

    @property
    def is_ready(self) -> bool:
        """Whether it was built."""
        return self._snapshot is not None

    @property
    def wants_rebuild(self) -> bool:
        """Whether it is time for a (new) rebuild."""
        snapshot = self._snapshot
        return snapshot is None or snapshot.view.used > snapshot.columns.nearly_full

    @property
    def bytes(self) -> int:
        """How much memory the columns and bitmaps take."""
        snapshot = self._snapshot
        return snapshot.columns.bytes(snapshot.view) if snapshot else 0

    def snapshot(self, moment: datetime.datetime) -> Snapshot:
        """The snapshot with all that was committed before this. One query when nothing changed."""
        snapshot = self._latest(moment)
        changes = loader.changes_since(snapshot.xid, snapshot.seen_ahead)
        return self._updated(snapshot, changes, moment)

    def search(
        self,
        query: SearchQuery,
        codelijsten: Codelijsten,
        page_of: Callable[[int], slice],
        moment: datetime.datetime,
    ) -> tuple[FacetCounts, list[Kandidaat]]:
        """The counts and the rows of a page; `page_of` gives the range of the page for a total.

        Both are of one moment, unless at every attempt others had written meanwhile: then the rows
        are newer. A candidate that no longer exists has no row.
        """
        snapshot = self._latest(moment)
        for _ in range(ATTEMPTS):
            execution = _execute(snapshot, query)
            wanted = page_of(execution.total)
            ids = execution.ids(wanted.stop)[wanted]
            changes, facet_counts = loader.changes_while(
                snapshot.xid, snapshot.seen_ahead, ids, partial(execution.facet_counts, codelijsten)
            )
            newer = self._updated(snapshot, changes, moment)
            if newer.view is snapshot.view and newer.columns is snapshot.columns:
                break
            snapshot = newer
        return facet_counts, loader.to_kandidaten(ids, changes.page_rows)

    def page(self, query: SearchQuery, wanted: slice, moment: datetime.datetime) -> list[Kandidaat]:
        """Some rows, as they are now. A candidate that no longer exists has no row."""
        snapshot = self.snapshot(moment)
        ids = _execute(snapshot, query).ids(wanted.stop)[wanted]
        rows = loader.changes_since(snapshot.xid, snapshot.seen_ahead, ids).page_rows
        return loader.to_kandidaten(ids, rows)

    def facet_counts(
        self, query: SearchQuery, codelijsten: Codelijsten, moment: datetime.datetime
    ) -> FacetCounts:
        """As `sql.facet_counts`."""
        return _execute(self.snapshot(moment), query).facet_counts(codelijsten)

    def ids(self, query: SearchQuery, *, count: int, moment: datetime.datetime) -> list[uuid.UUID]:
        """As `sql.ids`."""
        return _execute(self.snapshot(moment), query).ids(count)

    def ranking(
        self, query: SearchQuery, *, count: int, moment: datetime.datetime
    ) -> list[RankedHit]:
        """As `sql.ranking`."""
        return _execute(self.snapshot(moment), query).ranking(count)

    def totals(
        self, queries: Mapping[str, SearchQuery], moment: datetime.datetime
    ) -> dict[str, int]:
        """As `sql.totals`."""
        snapshot = self.snapshot(moment)
        return {name: _execute(snapshot, query).total for name, query in queries.items()}

    def unknown_words(self, words: Iterable[str], moment: datetime.datetime) -> set[str]:
        """As `sql.unknown_words`."""
        snapshot = self.snapshot(moment)
        snapshot.columns.scratch.reset()
        return {
            word
            for word in words
            if (terms := loader.plain_word(word))
            and not (MatchSet(snapshot, SearchQuery()).with_terms(terms) & snapshot.view.live).any()
        }

    def _latest(self, moment: datetime.datetime) -> Snapshot:
        """The last snapshot, if it can be brought up to date.

        Raises UnanswerableError when the connection is to another server than the one it read.
        """
        snapshot = self._snapshot
        if snapshot is None or moment - self._asked_at > MAX_LOG_AGE:
            self._snapshot = None
            raise UnanswerableError
        if routers.server() != snapshot.server:
            if moment - self._asked_at > SERVER_GRACE:
                self._snapshot = None
            raise UnanswerableError
        return snapshot

    def _updated(
        self, snapshot: Snapshot, changes: ChangeBatch, moment: datetime.datetime
    ) -> Snapshot:
        """The snapshot with these changes. Without changes nobody waits."""
        self._asked_at = moment
        if not changes.lines and not (snapshot.seen_ahead and changes.xmin > snapshot.xid):
            return snapshot
        with self._lock:
            if self._snapshot is not snapshot:
                # Another thread was first, and may have read further: go on from its snapshot.
                snapshot = self._latest(moment)
                changes = loader.changes_since(snapshot.xid, snapshot.seen_ahead)
            if changes.codelists_changed:
                # A rebuild reads the words and attributes again, with everything else.
                self._snapshot = None
                raise UnanswerableError
            try:
                self._snapshot = snapshot = snapshot.with_changes(changes)
            except CapacityError as error:
                self._snapshot = None
                raise UnanswerableError from error
            return snapshot


def _execute(snapshot: Snapshot, query: SearchQuery) -> QueryExecution:
    """Execute a query. Raises UnanswerableError for a phrase."""
    try:
        return QueryExecution(snapshot, query)
    except PhraseError as error:
        raise UnanswerableError from error


def _trim_memory() -> None:
    """Give the memory that a rebuild used back to the system. Only glibc keeps it, and has this."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
