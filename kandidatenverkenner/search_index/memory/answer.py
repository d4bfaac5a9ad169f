"""The answer to one question from memory, of one moment: total, counts of all facets, a page."""

import math
import uuid
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from kandidatenverkenner.models import Codelijsten, Facet
from kandidatenverkenner.search_index.memory.matches import MatchSet
from kandidatenverkenner.search_index.memory.ranking import Ranker
from kandidatenverkenner.search_index.memory.scratch import Bits, Vak, popcount
from kandidatenverkenner.search_index.memory.snapshot import Snapshot
from kandidatenverkenner.search_index.query import FacetCounts, RankedHit, SearchQuery, Volgorde


# Words of a bitmap that are counted in the time that a row takes, and each of its columns.
DUUR_VAN_EEN_RIJ, DUUR_VAN_EEN_KOLOM = 5, 2
WEINIG = 1_000  # candidates: to look at all of them takes no time
PAGINASTUK = 4_096  # positions, in the order of the page, that are looked at together


class NietHierError(Exception):
    """A question that this index cannot answer; PostgreSQL can."""


class QueryExecution:
    """Works out one question. To be used up before the next of the same thread.

    Raises NietHierError for a question about when candidates came in, and FraseError for one about
    words in a certain order: that is not known here.
    """

    def __init__(self, stand: Snapshot, vraag: SearchQuery) -> None:
        if vraag.sinds:
            raise NietHierError
        self._vraag, self._kolommen, self._beeld = vraag, stand.kolommen, stand.beeld
        self._werk = stand.kolommen.werk
        self._werk.begin()
        self._zicht = MatchSet(stand, vraag)

    @cached_property
    def totaal(self) -> int:
        """How many there are."""
        return popcount(self._zicht.alles) if self._zicht.delen else self._beeld.totaal

    def telling(self, codelijsten: Codelijsten) -> FacetCounts:
        """As `zoekindex.tel`. The counts of a facet ignore what is chosen in it."""
        nummers, gekozen = self._kolommen.indeling.nummers, self._vraag.keuzen
        rest = [naam for naam in nummers if naam not in gekozen]
        per_kenmerk = self._tel(self._zicht.alles, self.totaal, rest)
        for naam in gekozen:
            if naam == Facet.REGIO:
                apart = self._tel_van_regios(self._zicht.elders())
            else:
                anderen = self._zicht.zonder(naam)
                apart = self._tel(anderen, popcount(anderen), [naam])
            per_kenmerk[nummers[naam]] = apart[nummers[naam]]
        # What the lists did not know yet, waits for the next search.
        bekend = _bekend(codelijsten, self._kolommen.kenmerken)
        wie = bekend[per_kenmerk[bekend] != 0]
        geteld = dict(zip(wie.tolist(), per_kenmerk[wie].tolist(), strict=True))
        return FacetCounts(totaal=self.totaal, per_kenmerk=geteld)

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

    def rangen(self, hoeveel: int) -> list[RankedHit]:
        """As `zoekindex.rangschik`."""
        kolommen = self._kolommen
        weging = Ranker(self._zicht, kolommen, self._vraag.weegt())
        boven, gelijk = weging.beste(hoeveel)
        zeker = self._zicht.vak.posities(boven)
        keus = np.concatenate([zeker, self._eerste(gelijk, hoeveel - len(zeker))])
        past = weging.past(keus)
        punten = weging.punten(past)
        nieuwste = (kolommen.id_laag[keus], kolommen.id_hoog[keus], -kolommen.gewijzigd[keus])
        plek = np.lexsort((*nieuwste, -punten))
        delen = zip(
            self._als_nummers(keus[plek]), punten[plek].tolist(), past[plek].tolist(), strict=True
        )
        return [RankedHit(nummer, waarde, tuple(redenen)) for nummer, waarde, redenen in delen]

    def _als_nummers(self, plekken: NDArray[np.intp]) -> list[uuid.UUID]:
        """Who stand at these positions."""
        kolommen = self._kolommen
        hoog, laag = kolommen.id_hoog[plekken].tolist(), kolommen.id_laag[plekken].tolist()
        return [uuid.UUID(int=h << 64 | n) for h, n in zip(hoog, laag, strict=True)]

    def _groepen(self) -> Iterator[Bits]:
        """Everybody, in the groups that come one after the other; a group is newest first."""
        vraag = self._vraag
        if vraag.volgorde == Volgorde.AFSTAND and vraag.van_dichtbij:
            return self._zicht.op_afstand(vraag.van_dichtbij)
        return iter([self._zicht.alles])

    def _tel(self, wie: Bits, hoeveel: int, facetten: list[str]) -> NDArray[np.int64]:
        """How many of them have each attribute of these facets; the index is the attribute.

        Those of other facets mean nothing. With few candidates their rows are read, with many the
        bitmaps; the answer is the same.
        """
        kolommen, zicht = self._kolommen, self._zicht
        if wie is self._beeld.levend:
            return self._beeld.per_kenmerk.copy()
        if not hoeveel:
            return np.zeros(kolommen.kenmerken, np.int64)
        if zicht.is_overal and hoeveel > self._beeld.totaal // 2:
            # Who does not answer, are fewer.
            anderen = np.bitwise_xor(self._beeld.levend, wie, out=zicht.nieuw())
            zonder = self._tel(anderen, self._beeld.totaal - hoeveel, facetten)
            return self._beeld.per_kenmerk - zonder
        indeling = kolommen.indeling
        kolom = [indeling.kolommen[naam] for naam in facetten]
        bitmaps = [indeling.bitmaps[naam] for naam in facetten]
        rij = DUUR_VAN_EEN_RIJ + DUUR_VAN_EEN_KOLOM * sum(hier.stop - hier.start for hier in kolom)
        if hoeveel * rij < len(wie) * sum(hier.stop - hier.start for hier in bitmaps):
            return self._tel_rijen(zicht.vak.posities(wie), kolom)
        return self._tel_bitmaps(wie, bitmaps)

    def _tel_rijen(self, plekken: NDArray[np.intp], kolom: list[slice]) -> NDArray[np.int64]:
        """From the rows: of one facet its columns, else all."""
        kolommen, indeling = self._kolommen, self._kolommen.indeling
        tot = kolommen.kenmerken + kolommen.breedte
        if len(kolom) > 1:
            return self._werk.tel_rijen(kolommen.matrix, plekken, tot)[: kolommen.kenmerken]
        uit = np.zeros(tot, np.int64)
        for hier in (*kolom, indeling.over) if kolommen.heeft_over else kolom:
            uit += self._werk.tel_kolommen(kolommen.matrix[:, hier], plekken, tot)
        return uit[: kolommen.kenmerken]

    def _tel_bitmaps(self, wie: Bits, bitmaps: list[slice]) -> NDArray[np.int64]:
        """From the bitmaps; those of nobody only when somebody has come."""
        kolommen, indeling, zicht = self._kolommen, self._kolommen.indeling, self._zicht
        uit = np.zeros(kolommen.kenmerken, np.int64)
        if zicht.is_overal and indeling.bitmaps.get(Facet.REGIO) in bitmaps:
            uit += self._tel_van_regios(wie)
            bitmaps = [hier for hier in bitmaps if hier != indeling.bitmaps[Facet.REGIO]]
        if self._beeld.per_kenmerk[indeling.van_bitmap[indeling.leeg]].any():
            bitmaps = [*bitmaps, indeling.leeg]
        for hier in _aaneen(bitmaps):
            uit[indeling.van_bitmap[hier]] = self._werk.tel_bitmaps(
                kolommen.bits[hier], wie, zicht.vak
            )
        return uit

    def _tel_van_regios(self, wie: Bits) -> NDArray[np.int64]:
        """The counts of the regions: those of their own words, and those in the words of all."""
        if wie is self._beeld.levend:
            return self._beeld.per_kenmerk
        kolommen, indeling = self._kolommen, self._kolommen.indeling
        uit = np.zeros(kolommen.kenmerken, np.int64)
        if Facet.REGIO in indeling.nummers:
            regios = indeling.nummers[Facet.REGIO]
            los = kolommen.bits[indeling.als_bitmap[regios], kolommen.los : len(wie)]
            uit[regios] = np.bitwise_count(los & wie[kolommen.los :]).sum(axis=1, dtype=np.int64)
        if kolommen.streken:
            nummers = list(kolommen.streken)
            begin = [kolommen.streken[nummer].start for nummer in nummers]
            per_woord = np.bitwise_count(wie[: kolommen.los])
            uit[nummers] += np.add.reduceat(per_woord, begin, dtype=np.int64)
        return uit

    def _eerste(self, wie: Bits, hoeveel: int) -> NDArray[np.intp]:
        """The positions of the first of them: newest first, then by number from low to high."""
        kolommen = self._kolommen
        if popcount(wie) < WEINIG + math.isqrt(hoeveel * kolommen.gesorteerd):
            alle = self._zicht.vak.posities(wie)
            staart = alle[alle >= kolommen.gesorteerd]
            in_rij = alle[alle < kolommen.gesorteerd]
            rang = kolommen.rang[in_rij]
            if len(rang) > 4 * hoeveel:
                in_rij = in_rij[rang <= np.partition(rang, hoeveel - 1)[hoeveel - 1]]
                rang = kolommen.rang[in_rij]
            in_rij = in_rij[np.argsort(rang)][:hoeveel]
        else:
            vol = self._overal(wie)
            eerste_woord = kolommen.gesorteerd >> 6
            staart = Vak([slice(eerste_woord, len(vol))]).posities(vol[eerste_woord:])
            in_rij = self._op_de_rij(vol, hoeveel)
        if not len(staart):
            return in_rij
        keus = np.concatenate([in_rij, self._nieuwste(staart, hoeveel)])
        sleutels = (kolommen.id_laag[keus], kolommen.id_hoog[keus], -kolommen.gewijzigd[keus])
        eerste: NDArray[np.intp] = keus[np.lexsort(sleutels)][:hoeveel]
        return eerste

    def _overal(self, wie: Bits) -> Bits:
        """The same on all words."""
        if self._zicht.is_overal:
            return wie
        vol = self._werk.bits(len(self._beeld.levend))
        vol.fill(0)
        for stuk, hier in self._zicht.vak.stukken:
            vol[stuk] = wie[hier]
        return vol

    def _op_de_rij(self, vol: Bits, hoeveel: int) -> NDArray[np.intp]:
        """Of many the first, found by walking down the order of the page."""
        gevonden: list[NDArray[np.intp]] = []
        nog = hoeveel
        for a in range(0, len(self._kolommen.pagina), PAGINASTUK):
            hier = self._kolommen.pagina[a : a + PAGINASTUK].astype(np.intp)
            staat = (vol[hier >> 6] >> (hier & 63).astype(np.uint64)) & np.uint64(1)
            gevonden.append(hier[staat.astype(np.bool_)][:nog])
            nog -= len(gevonden[-1])
            if not nog:
                break
        return np.concatenate(gevonden) if gevonden else np.zeros(0, np.intp)

    def _nieuwste(self, plekken: NDArray[np.intp], hoeveel: int) -> NDArray[np.intp]:
        """Of many positions the few among which the first are: by day and half of the number."""
        if len(plekken) <= 4 * hoeveel:
            return plekken
        dag = np.int64(2**22) - self._kolommen.gewijzigd[plekken]
        sleutel = (dag.astype(np.uint64) << np.uint64(41)) | (
            self._kolommen.id_hoog[plekken] >> np.uint64(23)
        )
        weinig: NDArray[np.intp] = plekken[
            sleutel <= np.partition(sleutel, hoeveel - 1)[hoeveel - 1]
        ]
        return weinig


def _aaneen(reeksen: Iterable[slice]) -> list[slice]:
    """The same numbers, in as few ranges as can be: a long one is counted by two threads."""
    uit: list[slice] = []
    for reeks in sorted(reeksen, key=lambda reeks: int(reeks.start)):
        if uit and uit[-1].stop == reeks.start:
            uit[-1] = slice(uit[-1].start, reeks.stop)
        else:
            uit.append(reeks)
    return uit


@lru_cache(maxsize=4)
def _bekend(codelijsten: Codelijsten, kenmerken: int) -> NDArray[np.intp]:
    """The attributes of the lists, below this number."""
    return np.array(sorted(k for k in codelijsten.op_nummer if k < kenmerken), np.intp)
