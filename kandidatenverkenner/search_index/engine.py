"""The search engine: the index in memory answers where it can, else PostgreSQL. Same answer.

Each process has one index. The first search starts building it in the background. Until it is
ready, and for what it cannot answer (a phrase), PostgreSQL answers. Both read from a replica when
there is one that keeps up: only this module chooses where a search reads.
"""

import datetime
import logging
import threading
import uuid
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from django.conf import settings
from django.db import InterfaceError, OperationalError, connections

from kandidatenverkenner.database import routers
from kandidatenverkenner.models import Codelijsten, Kandidaat
from kandidatenverkenner.search_index import sql
from kandidatenverkenner.search_index.memory.answer import UnanswerableError
from kandidatenverkenner.search_index.memory.index import Index
from kandidatenverkenner.search_index.memory.layout import CapacityError
from kandidatenverkenner.search_index.query import FacetCounts, SearchQuery


logger = logging.getLogger("django.zoeken")
Answer = TypeVar("Answer")


class SearchEngine:
    """The index of this process, and whether it is being built."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self._building = threading.Lock()

    def ask(
        self, from_memory: Callable[[Index], Answer], from_database: Callable[[], Answer]
    ) -> Answer:
        """The answer from memory or from PostgreSQL; it starts a rebuild when one is due."""
        return routers.read(lambda: self._ask(from_memory, from_database))

    def _ask(
        self, from_memory: Callable[[Index], Answer], from_database: Callable[[], Answer]
    ) -> Answer:
        if settings.ZOEKEN_IN_GEHEUGEN:
            try:
                return from_memory(self.index)
            except UnanswerableError:
                pass
            finally:
                if self.index.wants_rebuild:
                    self._rebuild_in_background()
        return from_database()

    def _rebuild_in_background(self) -> None:
        if self._building.acquire(blocking=False):
            thread = threading.Thread(
                target=self._rebuild, args=(routers.read_alias(),), name="zoekindex", daemon=True
            )
            thread.start()

    def _rebuild(self, alias: str) -> None:
        try:
            with routers.reading_from(alias):
                self.index.rebuild(now())
        except (OperationalError, InterfaceError, CapacityError):
            # The next search tries again, perhaps on another server or with newer code lists.
            logger.warning("De zoekindex kon niet worden gelezen van databank %s.", alias)
        finally:
            # This thread has its own connection.
            connections[alias].close()
            self._building.release()


ENGINE = SearchEngine(Index())


def now() -> datetime.datetime:
    """The time, in UTC: a local time costs as much as half an answer."""
    return datetime.datetime.now(datetime.UTC)


def search(
    query: SearchQuery, codelijsten: Codelijsten, *, start: int, count: int
) -> tuple[FacetCounts, list[Kandidaat]]:
    """The counts and a page, of one moment. A number past the last page gives the last page."""

    def page_of(total: int) -> slice:
        first = min(start, max(total - 1, 0) // count * count)
        return slice(first, first + count)

    def from_database() -> tuple[FacetCounts, list[Kandidaat]]:
        counts = sql.facet_counts(query, codelijsten)
        first = page_of(counts.total).start
        return counts, sql.page(query, start=first, count=count)

    moment = now()
    return ENGINE.ask(
        lambda index: index.search(query, codelijsten, page_of, moment), from_database
    )


def facet_counts(query: SearchQuery, codelijsten: Codelijsten) -> FacetCounts:
    """As `sql.facet_counts`."""
    moment = now()
    return ENGINE.ask(
        lambda index: index.facet_counts(query, codelijsten, moment),
        lambda: sql.facet_counts(query, codelijsten),
    )


def totals(queries: Mapping[str, SearchQuery]) -> dict[str, int]:
    """As `sql.totals`."""
    moment = now()
    return ENGINE.ask(lambda index: index.totals(queries, moment), lambda: sql.totals(queries))


def ids(query: SearchQuery, *, count: int) -> list[uuid.UUID]:
    """As `sql.ids`."""
    moment = now()
    return ENGINE.ask(
        lambda index: index.ids(query, count=count, moment=moment),
        lambda: sql.ids(query, count=count),
    )


def page(query: SearchQuery, *, start: int, count: int) -> list[Kandidaat]:
    """As `sql.page`. PostgreSQL gives the rows, so nobody who was withdrawn is among them."""
    moment = now()

    def from_memory(index: Index) -> list[Kandidaat]:
        return index.page(query, slice(start, start + count), moment)

    return ENGINE.ask(from_memory, lambda: sql.page(query, start=start, count=count))


def unknown_words(words: Iterable[str]) -> set[str]:
    """As `sql.unknown_words`."""
    asked, moment = list(words), now()
    if not asked:
        return set()
    return ENGINE.ask(
        lambda index: index.unknown_words(asked, moment),
        lambda: sql.unknown_words(asked),
    )
