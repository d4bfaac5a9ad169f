"""Who answers a search: the index in memory where it can, else PostgreSQL. The answer is the same.

One index for each process. It is read in the background at the first search; until then, and for
what it cannot answer (a phrase), PostgreSQL does. Both read from a replica when there is one.
"""

import datetime
import logging
import threading
import uuid
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from django.conf import settings
from django.db import InterfaceError, OperationalError, connections

from kandidatenverkenner.database import routers as leesplek
from kandidatenverkenner.models import Codelijsten, Kandidaat
from kandidatenverkenner.search_index import sql as zoekindex
from kandidatenverkenner.search_index.memory.answer import NietHierError
from kandidatenverkenner.search_index.memory.index import Index
from kandidatenverkenner.search_index.memory.layout import VolError
from kandidatenverkenner.search_index.query import FacetCounts, SearchQuery


logger = logging.getLogger("django.zoeken")
Antwoord = TypeVar("Antwoord")


class SearchEngine:
    """The index of this process, and whether it is being read."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self._leest = threading.Lock()

    def vraag(
        self, uit_geheugen: Callable[[Index], Antwoord], uit_databank: Callable[[], Antwoord]
    ) -> Antwoord:
        """The answer from memory, or that of PostgreSQL; then the index is read (again)."""
        return leesplek.lees(lambda: self._vraag(uit_geheugen, uit_databank))

    def _vraag(
        self, uit_geheugen: Callable[[Index], Antwoord], uit_databank: Callable[[], Antwoord]
    ) -> Antwoord:
        if settings.ZOEKEN_IN_GEHEUGEN:
            try:
                return uit_geheugen(self.index)
            except NietHierError:
                pass
            finally:
                if self.index.wil_lezen:
                    self._lees_op_de_achtergrond()
        return uit_databank()

    def _lees_op_de_achtergrond(self) -> None:
        if self._leest.acquire(blocking=False):
            draad = threading.Thread(
                target=self._lees, args=(leesplek.plek(),), name="zoekindex", daemon=True
            )
            draad.start()

    def _lees(self, plek: str) -> None:
        try:
            with leesplek.lees_van(plek):
                self.index.lees_alles(nu())
        except (OperationalError, InterfaceError, VolError):
            # The next question tries again, perhaps elsewhere, or with newer code lists.
            logger.warning("De zoekindex kon niet worden gelezen van databank %s.", plek)
        finally:
            # This thread has a connection of its own.
            connections[plek].close()
            self._leest.release()


ENGINE = SearchEngine(Index())


def nu() -> datetime.datetime:
    """What the clock says; a local time costs as much as half an answer."""
    return datetime.datetime.now(datetime.UTC)


def zoek(
    vraag: SearchQuery, codelijsten: Codelijsten, *, vanaf: int, aantal: int
) -> tuple[FacetCounts, list[Kandidaat]]:
    """The counts and a page, of one moment. Past the last page comes the last page."""

    def blad(totaal: int) -> slice:
        begin = min(vanaf, max(totaal - 1, 0) // aantal * aantal)
        return slice(begin, begin + aantal)

    def uit_databank() -> tuple[FacetCounts, list[Kandidaat]]:
        telling = zoekindex.facet_counts(vraag, codelijsten)
        begin = blad(telling.totaal).start
        return telling, zoekindex.page(vraag, vanaf=begin, aantal=aantal)

    moment = nu()
    return ENGINE.vraag(lambda index: index.zoek(vraag, codelijsten, blad, moment), uit_databank)


def facet_counts(vraag: SearchQuery, codelijsten: Codelijsten) -> FacetCounts:
    """As `zoekindex.facet_counts`."""
    moment = nu()
    return ENGINE.vraag(
        lambda index: index.tel(vraag, codelijsten, moment),
        lambda: zoekindex.facet_counts(vraag, codelijsten),
    )


def totalen(vragen: Mapping[str, SearchQuery]) -> dict[str, int]:
    """As `zoekindex.totalen`."""
    moment = nu()
    return ENGINE.vraag(
        lambda index: index.totalen(vragen, moment), lambda: zoekindex.totalen(vragen)
    )


def nummers(vraag: SearchQuery, *, aantal: int) -> list[uuid.UUID]:
    """As `zoekindex.nummers`."""
    moment = nu()
    return ENGINE.vraag(
        lambda index: index.nummers(vraag, aantal=aantal, moment=moment),
        lambda: zoekindex.nummers(vraag, aantal=aantal),
    )


def page(vraag: SearchQuery, *, vanaf: int, aantal: int) -> list[Kandidaat]:
    """As `zoekindex.page`. The rows come from PostgreSQL: nobody who was withdrawn."""
    moment = nu()

    def uit_geheugen(index: Index) -> list[Kandidaat]:
        return index.bladzijde(vraag, slice(vanaf, vanaf + aantal), moment)

    return ENGINE.vraag(uit_geheugen, lambda: zoekindex.page(vraag, vanaf=vanaf, aantal=aantal))


def onbekend(woorden: Iterable[str]) -> set[str]:
    """As `zoekindex.onbekend`."""
    gevraagd, moment = list(woorden), nu()
    if not gevraagd:
        return set()
    return ENGINE.vraag(
        lambda index: index.onbekend(gevraagd, moment),
        lambda: zoekindex.onbekend(gevraagd),
    )
