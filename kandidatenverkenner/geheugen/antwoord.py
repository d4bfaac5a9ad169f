"""The answer to one question from memory, of one moment: total, counts of all facets, a page."""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from kandidatenverkenner.geheugen.kolommen import Beeld, Kolommen
from kandidatenverkenner.geheugen.lezen import Lexicon, tsquery
from kandidatenverkenner.geheugen.rangschikking import Weging
from kandidatenverkenner.geheugen.tekst import Woord, werk_uit
from kandidatenverkenner.geheugen.werkruimte import Bits, aantal, posities, vol_posities
from kandidatenverkenner.models import Codelijsten
from kandidatenverkenner.zoekindex import Rang, Telling, Volgorde, Zoekvraag


DUUR_VAN_EEN_RIJ = 100  # words of a bitmap that are counted in the time of one row


class NietHierError(Exception):
    """A question that this index cannot answer; PostgreSQL can."""


class Antwoord:
    """Works out one question. To be used up before the next of the same thread.

    Raises NietHierError for a question about when candidates came in, and FraseError for one about
    words in a certain order: that is not known here.
    """

    def __init__(
        self, kolommen: Kolommen, beeld: Beeld, lexicon: Lexicon, vraag: Zoekvraag
    ) -> None:
        if vraag.sinds:
            raise NietHierError
        self._kolommen, self._beeld, self._lexicon, self._vraag = kolommen, beeld, lexicon, vraag
        self._woorden = len(beeld.levend)
        self._werk = kolommen.werk
        self._werk.begin()
        self._delen = self._maak_delen()

    @cached_property
    def totaal(self) -> int:
        """How many there are."""
        return aantal(self._alles) if self._delen else self._beeld.totaal

    def telling(self, codelijsten: Codelijsten) -> Telling:
        """As `zoekindex.tel`."""
        indeling = _indeling(codelijsten, self._kolommen.kenmerken)
        gekozen = self._vraag.keuzen
        rest = [naam for naam in indeling.nummers if naam not in gekozen]
        per_kenmerk = self._tel(self._alles, self.totaal, indeling, rest)
        for naam, anderen in self._zonder(list(gekozen)):
            apart = self._tel(anderen, None, indeling, [naam])
            per_kenmerk[indeling.nummers[naam]] = apart[indeling.nummers[naam]]
        # What the lists did not know yet, waits for the next search.
        wie = indeling.bekend[per_kenmerk[indeling.bekend] != 0]
        geteld = dict(zip(wie.tolist(), per_kenmerk[wie].tolist(), strict=True))
        return Telling(totaal=self.totaal, per_kenmerk=geteld)

    def nummers(self, hoeveel: int) -> list[uuid.UUID]:
        """As `zoekindex.nummers`."""
        if self._vraag.volgorde == Volgorde.MATCH and self._vraag.weegt():
            return [rang.nummer for rang in self.rangen(hoeveel)]
        gevonden: list[int] = []
        for groep in self._groepen():
            gevonden += self._eerste(groep, hoeveel - len(gevonden)).tolist()
            if len(gevonden) == hoeveel:
                break
        return self._als_nummers(np.array(gevonden, np.intp))

    def rangen(self, hoeveel: int) -> list[Rang]:
        """As `zoekindex.rangschik`."""
        kolommen = self._kolommen
        weging = Weging(kolommen, self._woorden, self._vraag.weegt())
        boven, gelijk = weging.beste(self._alles, hoeveel)
        zeker = posities(boven)
        keus = np.concatenate([zeker, self._eerste(gelijk, hoeveel - len(zeker))])
        punten = weging.punten(keus)
        plek = np.lexsort(
            (
                kolommen.id_laag[keus],
                kolommen.id_hoog[keus],
                -kolommen.gewijzigd[keus],
                -punten,
            )
        )
        keus = keus[plek]
        delen = zip(self._als_nummers(keus), punten[plek].tolist(), weging.past(keus), strict=True)
        return [Rang(nummer, waarde, past) for nummer, waarde, past in delen]

    def _als_nummers(self, plekken: NDArray[np.intp]) -> list[uuid.UUID]:
        """Who stand at these positions."""
        kolommen = self._kolommen
        hoog, laag = kolommen.id_hoog[plekken].tolist(), kolommen.id_laag[plekken].tolist()
        return [uuid.UUID(int=h << 64 | n) for h, n in zip(hoog, laag, strict=True)]

    def _maak_delen(self) -> dict[str, Bits]:
        """Per part of the question who answers it."""
        kolommen, vraag = self._kolommen, self._vraag
        delen = {naam: self._een_van(nummers) for naam, nummers in vraag.keuzen.items()}
        if vraag.binnen is not None:
            delen["afstand"] = self._een_van(vraag.binnen)
        if vraag.zoekterm:
            delen["zoekterm"] = self._met_woorden(tsquery(vraag.zoekterm))
        if vraag.beschikbaar:
            op_tijd = kolommen.vanaf[: self._woorden * 64] <= vraag.beschikbaar.toordinal()
            delen["beschikbaar"] = np.packbits(op_tijd, bitorder="little").view(np.uint64)
        return delen

    def _een_van(self, kenmerken: Iterable[int]) -> Bits:
        """Who has at least one of these attributes."""
        bits, woorden = self._kolommen.bits, self._woorden
        # The lists may know one already that nobody had when this was read.
        bekend = [kenmerk for kenmerk in kenmerken if kenmerk < len(bits)]
        if len(bekend) == 1:
            return bits[bekend[0], :woorden]
        uit = self._werk.bits(woorden)
        uit.fill(0)
        for kenmerk in bekend:
            np.bitwise_or(uit, bits[kenmerk, :woorden], out=uit)
        return uit

    def _met_woorden(self, gelezen: tuple[Woord | str, ...]) -> Bits:
        """Who answers a text query. Who has a word, has an attribute with it in its name."""
        if not gelezen:
            return self._een_van(())

        def niet(bits: Bits) -> Bits:
            return np.bitwise_not(bits, out=self._werk.bits(self._woorden))

        def en(links: Bits, rechts: Bits) -> Bits:
            return np.bitwise_and(links, rechts, out=self._werk.bits(self._woorden))

        def of(links: Bits, rechts: Bits) -> Bits:
            return np.bitwise_or(links, rechts, out=self._werk.bits(self._woorden))

        return werk_uit(
            gelezen,
            lambda woord: self._een_van(self._lexicon.kenmerken(woord)),
            {"!": niet, "&": en, "|": of},
        )

    @cached_property
    def _alles(self) -> Bits:
        """Who is there and answers every part."""
        uit = self._beeld.levend
        for bits in self._delen.values():
            uit = np.bitwise_and(uit, bits, out=self._werk.bits(self._woorden))
        return uit

    def _zonder(self, namen: list[str]) -> Iterator[tuple[str, Bits]]:
        """For each of these parts who answers all the others."""
        for naam in namen:
            uit = self._beeld.levend
            eigen = self._werk.bits(self._woorden)
            for ander, bits in self._delen.items():
                if ander != naam:
                    uit = np.bitwise_and(uit, bits, out=eigen)
            yield naam, uit

    def _tel(
        self, wie: Bits, hoeveel: int | None, indeling: "Indeling", facetten: list[str]
    ) -> NDArray[np.int64]:
        """How many of them have each attribute of these facets; the index is the attribute.

        With few candidates their rows are read, with many the bitmaps; the answer is the same.
        """
        if wie is self._beeld.levend:
            return self._beeld.per_kenmerk.copy()
        kolommen = self._kolommen
        hoeveel = aantal(wie) if hoeveel is None else hoeveel
        bitmaps = self._woorden * sum(len(indeling.nummers[naam]) for naam in facetten)
        if hoeveel * DUUR_VAN_EEN_RIJ < bitmaps:
            return self._werk.tel_rijen(kolommen.matrix, posities(wie), kolommen.kenmerken)
        uit = np.zeros(kolommen.kenmerken, np.int64)
        for naam in facetten:
            for reeks in indeling.reeksen[naam]:
                uit[reeks] = self._werk.tel_bitmaps(kolommen.bits[reeks], wie)
        return uit

    def _groepen(self) -> Iterator[Bits]:
        """Everybody, in the groups that come one after the other; a group is newest first."""
        vraag = self._vraag
        if vraag.volgorde == Volgorde.AFSTAND and vraag.van_dichtbij:
            return self._op_afstand(vraag.van_dichtbij)
        return iter([self._alles])

    def _op_afstand(self, regios: tuple[str, ...]) -> Iterator[Bits]:
        """Region by region; who lives in none of these comes last."""
        rest, groep = self._alles.copy(), self._werk.bits(self._woorden)
        for code in regios:
            if code in self._lexicon.regios:
                bits = self._een_van([self._lexicon.regios[code]])
                yield np.bitwise_and(rest, bits, out=groep)
                np.bitwise_and(rest, ~bits, out=rest)
        yield rest

    def _eerste(self, wie: Bits, hoeveel: int) -> NDArray[np.intp]:
        """The positions of the first of them: newest first, then by number from low to high."""
        kolommen = self._kolommen
        grens = kolommen.gesorteerd >> 6
        staart = posities(wie[grens:]) + kolommen.gesorteerd
        vol = np.flatnonzero(wie[:grens])[::-1]
        genoeg = np.searchsorted(np.cumsum(np.bitwise_count(wie[vol]), dtype=np.intp), hoeveel) + 1
        in_rij: NDArray[np.intp] = vol_posities(wie, vol[:genoeg][::-1])[::-1][:hoeveel]
        if not len(staart):
            return in_rij
        keus = np.concatenate([in_rij, self._nieuwste(staart, hoeveel)])
        sleutels = (kolommen.id_laag[keus], kolommen.id_hoog[keus], -kolommen.gewijzigd[keus])
        eerste: NDArray[np.intp] = keus[np.lexsort(sleutels)][:hoeveel]
        return eerste

    def _nieuwste(self, plekken: NDArray[np.intp], hoeveel: int) -> NDArray[np.intp]:
        """Of many positions the few among which the first are: by day and half of the number."""
        if len(plekken) <= 4 * hoeveel:
            return plekken
        dag = np.int64(2**22) - self._kolommen.gewijzigd[plekken]
        sleutel = (dag.astype(np.uint64) << np.uint64(41)) | (
            self._kolommen.id_hoog[plekken] >> np.uint64(23)
        )
        return plekken[sleutel <= np.partition(sleutel, hoeveel - 1)[hoeveel - 1]]


@dataclass(frozen=True, slots=True)
class Indeling:
    """The attributes of the code lists, as the index counts them."""

    nummers: Mapping[str, NDArray[np.intp]]  # per facet
    reeksen: Mapping[str, list[slice]]  # the same, those that follow each other together
    bekend: NDArray[np.intp]  # all of them


@lru_cache(maxsize=4)
def _indeling(codelijsten: Codelijsten, hoogste: int) -> Indeling:
    """Worked out once for each reading of the lists."""
    nummers = {
        facet: np.array(sorted(k.id for k in waarden.values() if k.id < hoogste), np.intp)
        for facet, waarden in codelijsten.per_facet.items()
    }
    reeksen = {
        facet: [
            slice(int(reeks[0]), int(reeks[-1]) + 1)
            for reeks in np.split(wie, np.flatnonzero(np.diff(wie) != 1) + 1)
            if len(reeks)
        ]
        for facet, wie in nummers.items()
    }
    return Indeling(nummers, reeksen, np.concatenate(list(nummers.values())))
