"""Who answers a question, as bitmaps over the words in which anybody who does can stand."""

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kandidatenverkenner.models import Facet
from kandidatenverkenner.search_index.memory.loader import tsquery
from kandidatenverkenner.search_index.memory.scratch import Bits, Vak
from kandidatenverkenner.search_index.memory.snapshot import Snapshot
from kandidatenverkenner.search_index.memory.tsquery import Term, werk_uit
from kandidatenverkenner.search_index.query import SearchQuery


BREED = 0.3  # of all words: from here on copying them takes longer than reading all


class MatchSet:
    """A question worked out, on the words of its regions, or on all of them.

    Raises FraseError for words in a certain order: that is not known here.
    """

    def __init__(self, stand: Snapshot, vraag: SearchQuery) -> None:
        self._kolommen, self._lexicon = stand.kolommen, stand.lexicon
        self._werk = stand.kolommen.werk
        self._iedereen = stand.beeld.levend
        self._overal = Vak([slice(0, len(self._iedereen))])
        self.vak = self._waar(vraag)
        self.levend = self.vak.neem(self._iedereen, self._werk)
        # How many each region has, is asked of everybody: all but the region is worked out there.
        regios = vraag.keuzen.get(Facet.REGIO)
        self._elders = self._maak_delen(vraag, self.vak if regios is None else self._overal)
        self.delen = self._elders
        if regios is not None:
            self.delen = {
                naam: self.vak.neem(bits, self._werk) for naam, bits in self._elders.items()
            }
            self.delen[Facet.REGIO] = self.een_van(regios)
        self.alles = _samen(self.levend, self.delen.values(), self.nieuw())

    @property
    def is_overal(self) -> bool:
        """Whether it is about all words."""
        return self.vak is self._overal

    def zonder(self, naam: str) -> Bits:
        """Who answers all the other parts."""
        anderen = [bits for ander, bits in self.delen.items() if ander != naam]
        return _samen(self.levend, anderen, self.nieuw())

    def elders(self) -> Bits:
        """Who answers all but the region that was chosen, over all words."""
        return _samen(self._iedereen, self._elders.values(), self._bits(self._overal))

    def een_van(self, kenmerken: Iterable[int]) -> Bits:
        """Who has at least one of these attributes."""
        return self._een_van(kenmerken, self.vak)

    def nieuw(self) -> Bits:
        """A bitmap to write in; something stands in it."""
        return self._bits(self.vak)

    def waar(self, kolom: NDArray[Any], test: np.ufunc, grens: int) -> Bits:
        """For whom a test against a limit holds."""
        return self._voldoet(kolom, test, grens, self.vak)

    def met_woorden(self, gelezen: tuple[Term | str, ...]) -> Bits:
        """Who answers a text query. Who has a word, has an attribute with it in its name."""
        return self._met_woorden(gelezen, self.vak)

    def op_afstand(self, regios: tuple[str, ...]) -> Iterator[Bits]:
        """Region by region; who lives in none of these comes last."""
        rest, groep = self.alles.copy(), self.nieuw()
        for code in regios:
            if code in self._lexicon.regios:
                bits = self.een_van([self._lexicon.regios[code]])
                yield np.bitwise_and(rest, bits, out=groep)
                np.bitwise_and(rest, ~bits, out=rest)
        yield rest

    def _waar(self, vraag: SearchQuery) -> Vak:
        """The words of the regions that are asked for."""
        regios: frozenset[int] | None = vraag.binnen
        if (keus := vraag.keuzen.get(Facet.REGIO)) is not None:
            regios = keus if regios is None else keus & regios
        if regios is None:
            return self._overal
        kolommen, alle = self._kolommen, len(self._iedereen)
        stukken = [kolommen.streken[regio] for regio in regios if regio in kolommen.streken]
        vak = Vak([*stukken, slice(kolommen.los, alle)])
        return self._overal if vak.lengte > alle * BREED else vak

    def _bits(self, vak: Vak) -> Bits:
        return self._werk.bits(vak.lengte)

    def _maak_delen(self, vraag: SearchQuery, vak: Vak) -> dict[str, Bits]:
        """Per part of the question, but for its region, who answers it."""
        delen = {
            naam: self._een_van(nummers, vak)
            for naam, nummers in vraag.keuzen.items()
            if naam != Facet.REGIO
        }
        if vraag.binnen is not None:
            delen["afstand"] = self._een_van(vraag.binnen, vak)
        if vraag.zoekterm:
            delen["zoekterm"] = self._met_woorden(tsquery(vraag.zoekterm), vak)
        if vraag.beschikbaar:
            dag = vraag.beschikbaar.toordinal()
            delen["beschikbaar"] = self._voldoet(self._kolommen.vanaf, np.less_equal, dag, vak)
        return delen

    def _een_van(self, kenmerken: Iterable[int], vak: Vak) -> Bits:
        # The lists may know one already that nobody had when this was read.
        bitmap = self._kolommen.indeling.bitmap
        bekend = [bitmap[kenmerk] for kenmerk in kenmerken if kenmerk in bitmap]
        bits = self._kolommen.bits
        if len(bekend) == 1:
            return vak.neem(bits[bekend[0]], self._werk)
        uit = self._bits(vak)
        if not bekend:
            uit.fill(0)
            return uit
        eerste, tweede, *rest = bekend
        for stuk, hier in vak.stukken:
            doel = np.bitwise_or(bits[eerste, stuk], bits[tweede, stuk], out=uit[hier])
            for plek in rest:
                np.bitwise_or(doel, bits[plek, stuk], out=doel)
        return uit

    def _voldoet(self, kolom: NDArray[Any], test: np.ufunc, grens: int, vak: Vak) -> Bits:
        woorden, uit = kolom.reshape(-1, 64), self._bits(vak)
        for stuk, hier in vak.stukken:
            past = test(woorden[stuk], grens)
            uit[hier] = np.packbits(past.ravel(), bitorder="little").view(np.uint64)
        return uit

    def _met_woorden(self, gelezen: tuple[Term | str, ...], vak: Vak) -> Bits:
        if not gelezen:
            return self._een_van((), vak)

        def niet(bits: Bits) -> Bits:
            return np.bitwise_not(bits, out=self._bits(vak))

        def en(links: Bits, rechts: Bits) -> Bits:
            return np.bitwise_and(links, rechts, out=self._bits(vak))

        def of(links: Bits, rechts: Bits) -> Bits:
            return np.bitwise_or(links, rechts, out=self._bits(vak))

        return werk_uit(
            gelezen,
            lambda woord: self._een_van(self._lexicon.kenmerken(woord), vak),
            {"!": niet, "&": en, "|": of},
        )


def _samen(wie: Bits, delen: Iterable[Bits], uit: Bits) -> Bits:
    """Those of them who answer these parts too."""
    for bits in delen:
        wie = np.bitwise_and(wie, bits, out=uit)
    return wie
