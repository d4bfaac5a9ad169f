"""The candidates as columns and bitmaps in memory. Nothing here asks the database anything.

A position is a candidate as it once was. What was read is sorted by region: most questions name
one, and then look only at the words of that region. `pagina` and `rang` give the order of a page
(newest first, by number from low to high). Who changes gets a new position at the end, and loses
the old one; that tail is in no order. The words from `los` on, those of the tail and of whoever has
not exactly one region, belong to every region.

What stands at a position is written once, before anybody is told of it. Who is there, is said by a
`ColumnView`, and that is never written again: a change makes another. So a reader needs no lock:
with one view everything is of one moment, whatever is added meanwhile.
"""

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kandidatenverkenner.models import Facet
from kandidatenverkenner.search_index.memory.layout import (
    GEEN,
    BitmapLayout,
    VolError,
    facetnummers,
)
from kandidatenverkenner.search_index.memory.scratch import Bits, ScratchSpace


# Room for changes, as part of what is there. In large pages also what is not written takes memory.
RUIMTE = 0.1
MINSTE_RUIMTE = 16_384
BIJNA_VOL = 0.7  # of that room: time to read everything anew, while this one answers
BOUWBLOK = 16_384  # positions of which the bitmaps are made at once
_LAAG = 0xFFFF_FFFF_FFFF_FFFF


@dataclass(frozen=True, slots=True)
class RowBatch:
    """Candidates as they stand in the database, column by column.

    A number has 128 bits, `hoog` and `laag`. Days are counted from year 1; `vanaf` 0 is at once.
    `plat` holds the attributes of the first, then of the second: `lengtes` of each.
    """

    hoog: NDArray[np.uint64]
    laag: NDArray[np.uint64]
    gewijzigd: NDArray[np.int32]
    vanaf: NDArray[np.int32]
    reis: NDArray[np.int16]  # km
    lengtes: NDArray[np.intp]
    plat: NDArray[np.uint16]

    @classmethod
    def samen(cls, delen: Sequence["RowBatch"]) -> "RowBatch":
        """One after the other."""
        kolommen = ("hoog", "laag", "gewijzigd", "vanaf", "reis", "lengtes", "plat")
        return cls(*(np.concatenate([getattr(deel, naam) for deel in delen]) for naam in kolommen))

    def __len__(self) -> int:
        return len(self.hoog)


@dataclass(frozen=True, slots=True)
class ColumnView:
    """Who is there at one moment. Nothing in it changes."""

    levend: Bits  # the words in use, a multiple of 8
    bezet: int  # positions
    per_kenmerk: NDArray[np.int64]  # how many have each attribute
    totaal: int


class ColumnStore:
    """All candidates. Shapes: one value per position, or one bit in 64 to a word.

    `per_facet` names all attributes. Raises VolError when somebody has another one.
    """

    def __init__(self, rijen: RowBatch, per_facet: Mapping[str, Sequence[int]]) -> None:
        aantal = len(rijen)
        self.kenmerken = max((max(wie, default=0) for wie in per_facet.values()), default=0) + 1
        if rijen.plat.max(initial=0) >= self.kenmerken:
            raise VolError
        per_kenmerk = np.bincount(rijen.plat, minlength=self.kenmerken)
        self.indeling = BitmapLayout(
            per_facet, per_kenmerk, _meeste_per_facet(rijen, per_facet, self.kenmerken)
        )
        regios = per_facet.get(Facet.REGIO, ())
        oplopend = np.lexsort((~rijen.laag, ~rijen.hoog, rijen.gewijzigd))
        streek = _streken(rijen, self.kenmerken, regios)
        volgorde = oplopend[np.argsort(streek[oplopend], kind="stable")]
        plek_van_rij = self._deel_in(streek, volgorde, regios)
        vrij = max(MINSTE_RUIMTE, int(aantal * RUIMTE))
        self.woorden = _woorden(self.gesorteerd + vrij)
        self.ruimte = self.woorden * 64
        self.bijna_vol = self.gesorteerd + int((self.ruimte - self.gesorteerd) * BIJNA_VOL)
        self.breedte = self.indeling.breedte
        self.pagina = plek_van_rij[oplopend[::-1]].astype(np.int32)
        self.rang = np.zeros(self.gesorteerd, np.int32)
        self.rang[self.pagina] = np.arange(aantal, dtype=np.int32)
        self.id_hoog = self._kolom(rijen.hoog, plek_van_rij)
        self.id_laag = self._kolom(rijen.laag, plek_van_rij)
        self.gewijzigd = self._kolom(rijen.gewijzigd, plek_van_rij)
        self.vanaf = self._kolom(rijen.vanaf, plek_van_rij)
        self.reis = self._kolom(rijen.reis, plek_van_rij)
        self.afstanden = frozenset(rijen.reis.tolist())  # a handful; that occur, or did
        self.matrix = np.empty((self.ruimte, self.breedte), np.uint16)
        self.bits = np.zeros((len(self.indeling.van_bitmap), self.woorden), np.uint64)
        self._zet_kenmerken(rijen, volgorde, plek_van_rij)
        # Where a candidate stands: by search in what was read, by name in what was added.
        op_id = np.argsort(rijen.hoog, kind="stable")
        self._op_id, self._ids = plek_van_rij[op_id].astype(np.int32), rijen.hoog[op_id]
        self._later: dict[int, int] = {}
        self.heeft_over = False  # whether somebody has more of a facet than there are columns
        self._draden = threading.local()
        self.begin = self._begin(plek_van_rij, per_kenmerk)

    def _deel_in(
        self, streek: NDArray[np.uint16], volgorde: NDArray[np.intp], regios: Sequence[int]
    ) -> NDArray[np.intp]:
        """Give each region words of its own; the answer is the position of each row."""
        aantallen = np.bincount(streek, minlength=len(regios) + 1)
        woorden = -(-aantallen // 512) * 8  # in eights, see `ScratchSpace`
        begin = np.cumsum(woorden) - woorden
        self.los = int(begin[-1])
        # The tail begins at a word of its own as well.
        self.gesorteerd = int(self.los + woorden[-1]) * 64
        self.streken = {
            regio: slice(int(van), int(van + lengte))
            for regio, van, lengte in zip(regios, begin, woorden, strict=False)
            if lengte
        }
        eerste = np.cumsum(aantallen) - aantallen
        plek = np.empty(len(streek), np.intp)
        hier = streek[volgorde]
        plek[volgorde] = np.arange(len(streek)) - eerste[hier] + begin[hier] * 64
        return plek

    def _kolom(self, waarden: NDArray[Any], plek: NDArray[np.intp]) -> NDArray[Any]:
        kolom = np.zeros(self.ruimte, waarden.dtype)
        kolom[plek] = waarden
        return kolom

    def _zet_kenmerken(
        self, rijen: RowBatch, volgorde: NDArray[np.intp], plek_van_rij: NDArray[np.intp]
    ) -> None:
        """The rows, and the bitmaps made from them, so many positions at a time."""
        begin = np.cumsum(rijen.lengtes) - rijen.lengtes
        self.matrix[: self.gesorteerd] = self.indeling.vulling
        masker = np.zeros((len(self.bits), BOUWBLOK), np.bool_)
        grenzen = np.searchsorted(
            plek_van_rij[volgorde], np.arange(0, self.gesorteerd + BOUWBLOK, BOUWBLOK)
        )
        for blok in range(len(grenzen) - 1):
            wie = volgorde[grenzen[blok] : grenzen[blok + 1]]
            lengtes = rijen.lengtes[wie]
            rij, hoeveelste = _rij_en_hoeveelste(lengtes)
            plat = rijen.plat[np.repeat(begin[wie], lengtes) + hoeveelste]
            plek = plek_van_rij[wie][rij]
            self.matrix[plek, self.indeling.kolom(rij, plat)] = plat
            masker.fill(False)
            masker[self.indeling.als_bitmap[plat], plek - blok * BOUWBLOK] = True
            van = blok * (BOUWBLOK // 64)
            tot = min(van + BOUWBLOK // 64, self.woorden)
            bits = np.packbits(masker, axis=1, bitorder="little").view(np.uint64)
            self.bits[:, van:tot] = bits[:, : tot - van]

    def _begin(self, plek: NDArray[np.intp], per_kenmerk: NDArray[np.int64]) -> ColumnView:
        """The picture of what was read."""
        vol = np.zeros(_woorden(self.gesorteerd) * 64, np.bool_)
        vol[plek] = True
        return ColumnView(
            levend=np.packbits(vol, bitorder="little").view(np.uint64),
            bezet=self.gesorteerd,
            per_kenmerk=per_kenmerk,
            totaal=len(plek),
        )

    @property
    def werk(self) -> ScratchSpace:
        """The buffers of this thread."""
        werk: ScratchSpace | None = getattr(self._draden, "werk", None)
        if werk is None:
            werk = self._draden.werk = ScratchSpace(self.woorden, self.breedte)
        return werk

    def bytes(self, beeld: ColumnView) -> int:
        """How much memory this takes, without the room that was never written."""
        per_plek = 8 + 8 + 4 + 4 + 2 + self.breedte * 2
        zoek = (self._ids, self._op_id, self.pagina, self.rang, beeld.levend)
        vast = sum(deel.nbytes for deel in zoek)
        return vast + beeld.bezet * per_plek + self.bits.shape[0] * len(beeld.levend) * 8

    def plek_van(self, nummer: int) -> int | None:
        """The last position of a candidate; None of somebody who was never here."""
        if nummer in self._later:
            return self._later[nummer]
        vanaf = int(np.searchsorted(self._ids, np.uint64(nummer >> 64)))
        while vanaf < len(self._ids) and int(self._ids[vanaf]) == nummer >> 64:
            plek = int(self._op_id[vanaf])
            if int(self.id_laag[plek]) == nummer & _LAAG:
                return plek
            vanaf += 1
        return None

    def wijzig(self, beeld: ColumnView, nummers: Iterable[int], rijen: RowBatch) -> ColumnView:
        """Take candidates away, and add those of them that are (still, again) there.

        One at a time: `beeld` is the last. Raises VolError when they do not fit; then nothing has
        changed.
        """
        begin, bezet = beeld.bezet, beeld.bezet + len(rijen)
        rij, _ = _rij_en_hoeveelste(rijen.lengtes)
        kolom = self.indeling.kolom(rij, rijen.plat)
        if bezet > self.ruimte:
            raise VolError
        levend = np.zeros(_woorden(bezet), np.uint64)
        levend[: len(beeld.levend)] = beeld.levend
        plekken = [plek for een in nummers if (plek := self.plek_van(een)) is not None]
        oud = np.array(plekken, np.intp)
        oud = oud[(levend[oud >> 6] & _bit(oud)) != 0]
        np.bitwise_and.at(levend, oud >> 6, ~_bit(oud))
        eraf = np.bincount(self.matrix[oud].ravel(), minlength=self.kenmerken)[: self.kenmerken]
        self._voeg_toe(begin, rijen, begin + rij, kolom)
        nieuw = np.arange(begin, bezet)
        np.bitwise_or.at(levend, nieuw >> 6, _bit(nieuw))
        per_kenmerk = beeld.per_kenmerk + np.bincount(rijen.plat, minlength=self.kenmerken)
        return ColumnView(levend, bezet, per_kenmerk - eraf, beeld.totaal - len(oud) + len(nieuw))

    def _voeg_toe(
        self, begin: int, rijen: RowBatch, plek: NDArray[np.intp], kolom: NDArray[np.intp]
    ) -> None:
        """Write what stands at new positions, of which nobody knows yet."""
        hier = slice(begin, begin + len(rijen))
        self.id_hoog[hier], self.id_laag[hier] = rijen.hoog, rijen.laag
        self.gewijzigd[hier], self.vanaf[hier] = rijen.gewijzigd, rijen.vanaf
        self.reis[hier] = rijen.reis
        self.afstanden |= set(rijen.reis.tolist())
        self.matrix[hier] = self.indeling.vulling
        self.matrix[plek, kolom] = rijen.plat
        self.heeft_over |= bool((kolom >= self.indeling.over.start).any())
        bitmaps = self.indeling.als_bitmap[rijen.plat]
        np.bitwise_or.at(self.bits, (bitmaps, plek >> 6), _bit(plek))
        paren = zip(rijen.hoog.tolist(), rijen.laag.tolist(), strict=True)
        self._later.update((hoog << 64 | laag, begin + i) for i, (hoog, laag) in enumerate(paren))


def _streken(rijen: RowBatch, kenmerken: int, regios: Sequence[int]) -> NDArray[np.uint16]:
    """Of each row the place of its region in `regios`; len(regios) when it has not exactly one."""
    plaats = np.full(kenmerken, len(regios), np.uint16)
    plaats[list(regios)] = np.arange(len(regios))
    van_een = plaats[rijen.plat]
    waar = np.flatnonzero(van_een < len(regios))
    begin = np.cumsum(rijen.lengtes) - rijen.lengtes
    rij = np.searchsorted(begin, waar, side="right") - 1
    streek = np.full(len(rijen), len(regios), np.uint16)
    streek[rij] = van_een[waar]
    streek[np.bincount(rij, minlength=len(rijen)) != 1] = len(regios)
    return streek


def _woorden(posities: int) -> int:
    """Words for so many positions, in eights: see `ScratchSpace`."""
    return -(-posities // 512) * 8


def _bit(plekken: NDArray[np.intp]) -> NDArray[np.uint64]:
    """Per position the bit in its word."""
    bits: NDArray[np.uint64] = np.uint64(1) << (plekken & 63).astype(np.uint64)
    return bits


def _meeste_per_facet(
    rijen: RowBatch, per_facet: Mapping[str, Sequence[int]], kenmerken: int
) -> NDArray[np.intp]:
    """How many attributes of each facet one candidate has at most."""
    facet, soorten = facetnummers(per_facet, kenmerken), len(per_facet)
    meeste = np.zeros(soorten, np.intp)
    tot = np.concatenate([[0], np.cumsum(rijen.lengtes)])
    for a in range(0, len(rijen), BOUWBLOK):
        lengtes = rijen.lengtes[a : a + BOUWBLOK]
        welke = facet[rijen.plat[tot[a] : tot[a + len(lengtes)]]]
        if (welke == GEEN).any():
            raise VolError
        rij, _ = _rij_en_hoeveelste(lengtes)
        aantallen = np.bincount(rij * soorten + welke, minlength=len(lengtes) * soorten)
        meeste = np.maximum(meeste, aantallen.reshape(-1, soorten).max(axis=0))
    return meeste


def _rij_en_hoeveelste(lengtes: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """For lists that stand one after the other: of which list each is, and where in it."""
    rij = np.repeat(np.arange(len(lengtes)), lengtes)
    hoeveelste = np.arange(len(rij)) - np.repeat(np.cumsum(lengtes) - lengtes, lengtes)
    return rij, hoeveelste
