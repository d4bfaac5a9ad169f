"""Who answers a question, as bitmaps over the words in which anybody who does can stand."""

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kandidatenverkenner.geheugen.kolommen import Beeld
from kandidatenverkenner.geheugen.lezen import tsquery
from kandidatenverkenner.geheugen.stand import Stand
from kandidatenverkenner.geheugen.tekst import Woord, werk_uit
from kandidatenverkenner.geheugen.werkruimte import Bits
from kandidatenverkenner.models import Facet
from kandidatenverkenner.zoekindex import Zoekvraag


BREED = 0.3  # of all words: from here on copying them takes longer than reading all


class Zicht:
    """A question worked out, on the words of its regions, or on all of them (`plekken` None).

    `overal` looks at all of them, whatever is asked.

    Raises FraseError for words in a certain order: that is not known here.
    """

    def __init__(self, stand: Stand, vraag: Zoekvraag, *, overal: bool = False) -> None:
        self._kolommen, self._lexicon, beeld = stand.kolommen, stand.lexicon, stand.beeld
        self._werk = stand.kolommen.werk
        self.plekken = None if overal else self._waar(beeld, vraag)
        if self.plekken is None:
            self.levend = beeld.levend
        else:
            self.levend = self._neem(beeld.levend)
            self.levend[self._echt :] = 0
        self.delen = self._maak_delen(vraag)
        self.alles = self._samen(self.delen)

    def zonder(self, naam: str) -> Bits:
        """Who answers all the other parts."""
        return self._samen({ander for ander in self.delen if ander != naam})

    def een_van(self, kenmerken: Iterable[int]) -> Bits:
        """Who has at least one of these attributes."""
        # The lists may know one already that nobody had when this was read.
        bekend = [kenmerk for kenmerk in kenmerken if kenmerk < self._kolommen.kenmerken]
        if len(bekend) == 1:
            return self._bits(bekend[0])
        uit = self.nieuw()
        uit.fill(0)
        for kenmerk in bekend:
            np.bitwise_or(uit, self._bits(kenmerk), out=uit)
        return uit

    def _waar(self, beeld: Beeld, vraag: Zoekvraag) -> NDArray[np.intp] | None:
        """The words of the regions that are asked for; None for all."""
        regios: frozenset[int] | None = vraag.binnen
        if (keus := vraag.keuzen.get(Facet.REGIO)) is not None:
            regios = keus if regios is None else keus & regios
        if regios is None:
            return None
        kolommen, alle = self._kolommen, len(beeld.levend)
        stukken = [kolommen.streken[regio] for regio in sorted(regios) if regio in kolommen.streken]
        stukken.append(slice(kolommen.los, alle))
        self._echt = sum(stuk.stop - stuk.start for stuk in stukken)
        if self._echt > alle * BREED:
            return None
        # In eights, see `Werkruimte`; the rest shows a word twice, of which nobody is `levend`.
        uit = np.zeros(-(-self._echt // 8) * 8, np.intp)
        np.concatenate(
            [np.arange(stuk.start, stuk.stop) for stuk in stukken], out=uit[: self._echt]
        )
        return uit

    def nieuw(self) -> Bits:
        """A bitmap to write in; something stands in it."""
        return self._werk.bits(len(self.levend))

    def _neem(self, bits: Bits) -> Bits:
        """A copy of the words that matter."""
        plekken = self.plekken
        if plekken is None:
            return bits[: len(self.levend)]
        return np.take(bits, plekken, out=self._werk.bits(len(plekken)), mode="clip")

    def _bits(self, kenmerk: int) -> Bits:
        """Who has this attribute. Only to read: it may be what everybody reads."""
        return self._neem(self._kolommen.bits[kenmerk])

    def _samen(self, namen: Iterable[str]) -> Bits:
        """Who is there and answers these parts."""
        uit, eigen = self.levend, self.nieuw()
        for naam in namen:
            uit = np.bitwise_and(uit, self.delen[naam], out=eigen)
        return uit

    def _maak_delen(self, vraag: Zoekvraag) -> dict[str, Bits]:
        """Per part of the question who answers it."""
        delen = {naam: self.een_van(nummers) for naam, nummers in vraag.keuzen.items()}
        if vraag.binnen is not None:
            delen["afstand"] = self.een_van(vraag.binnen)
        if vraag.zoekterm:
            delen["zoekterm"] = self.met_woorden(tsquery(vraag.zoekterm))
        if vraag.beschikbaar:
            dag = vraag.beschikbaar.toordinal()
            delen["beschikbaar"] = self.waar(self._kolommen.vanaf, np.less_equal, dag)
        return delen

    def waar(self, kolom: NDArray[Any], test: np.ufunc, grens: int) -> Bits:
        """For whom a test against a limit holds."""
        woorden = kolom.reshape(-1, 64)
        hier = woorden[: len(self.levend)] if self.plekken is None else woorden[self.plekken]
        return np.packbits(test(hier, grens).ravel(), bitorder="little").view(np.uint64)

    def met_woorden(self, gelezen: tuple[Woord | str, ...]) -> Bits:
        """Who answers a text query. Who has a word, has an attribute with it in its name."""
        if not gelezen:
            return self.een_van(())

        def niet(bits: Bits) -> Bits:
            return np.bitwise_not(bits, out=self.nieuw())

        def en(links: Bits, rechts: Bits) -> Bits:
            return np.bitwise_and(links, rechts, out=self.nieuw())

        def of(links: Bits, rechts: Bits) -> Bits:
            return np.bitwise_or(links, rechts, out=self.nieuw())

        return werk_uit(
            gelezen,
            lambda woord: self.een_van(self._lexicon.kenmerken(woord)),
            {"!": niet, "&": en, "|": of},
        )

    def op_afstand(self, regios: tuple[str, ...]) -> Iterator[Bits]:
        """Region by region; who lives in none of these comes last."""
        rest, groep = self.alles.copy(), self.nieuw()
        for code in regios:
            if code in self._lexicon.regios:
                bits = self.een_van([self._lexicon.regios[code]])
                yield np.bitwise_and(rest, bits, out=groep)
                np.bitwise_and(rest, ~bits, out=rest)
        yield rest
