"""The candidates as columns and bitmaps in memory. Nothing here asks the database anything.

A position is a candidate as it once was. Who changes gets a new position at the end, and the bit of
the old one in `levend` is cleared; so positions up to `gesorteerd` stay in the order of a page
(oldest first, by number from high to low), and only the tail after it has to be sorted.
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray


Bits = NDArray[np.uint64]
RUIMTE = 0.1  # of the positions, free for changes
MINSTE_RUIMTE = 4_096
DUUR_VAN_EEN_RIJ = 12  # words of a bitmap that are read in the time of one row
MINSTE_BREEDTE = 40  # attributes of one candidate
EXTRA_BREEDTE = 8  # attributes more than anybody has now
LAAG = 0xFFFF_FFFF_FFFF_FFFF


@dataclass(frozen=True, slots=True)
class Rij:
    """A candidate as it stands in the database. `gewijzigd` and `vanaf` are days since year 1."""

    id: int  # the number of 128 bits
    kenmerken: Sequence[int]
    gewijzigd: int
    vanaf: int  # 0: at once
    reisafstand: int  # km


class VolError(Exception):
    """There is no room for more changes: read everything again."""


class Kolommen:
    """All candidates. Shapes: one value per position, or one bit in 64 to a word."""

    def __init__(self, rijen: Iterable[Rij], hoogste_kenmerk: int) -> None:
        op_volgorde = sorted(rijen, key=lambda rij: (rij.gewijzigd, -rij.id))
        aantal = len(op_volgorde)
        ruimte = aantal + max(MINSTE_RUIMTE, int(aantal * RUIMTE))
        self.woorden = -(-ruimte // 64)
        self.ruimte = self.woorden * 64
        self.kenmerken = hoogste_kenmerk + 1
        self.bezet = self.gesorteerd = aantal
        breedst = max((len(rij.kenmerken) for rij in op_volgorde), default=0)
        self.breedte = max(breedst + EXTRA_BREEDTE, MINSTE_BREEDTE)
        self.id_hoog = self._kolom((rij.id >> 64 for rij in op_volgorde), np.uint64)
        self.id_laag = self._kolom((rij.id & LAAG for rij in op_volgorde), np.uint64)
        self.gewijzigd = self._kolom((rij.gewijzigd for rij in op_volgorde), np.int32)
        self.vanaf = self._kolom((rij.vanaf for rij in op_volgorde), np.int32)
        self.reisafstand = self._kolom((rij.reisafstand for rij in op_volgorde), np.int16)
        self.afstanden = {rij.reisafstand for rij in op_volgorde}  # that occur, or did
        self._zet_kenmerken([rij.kenmerken for rij in op_volgorde])
        vol = np.zeros(self.ruimte, np.bool_)
        vol[:aantal] = True
        self.levend = self.waar(vol)
        # Where a candidate stands: by search in what was read, by name in what was added.
        self._op_id = np.argsort(self.id_hoog[:aantal], kind="stable").astype(np.int32)
        self._ids = self.id_hoog[:aantal][self._op_id]
        self._later: dict[int, int] = {}

    def _kolom(self, waarden: Iterable[int], soort: type[np.generic]) -> NDArray[Any]:
        kolom = np.zeros(self.ruimte, soort)
        kolom[: self.bezet] = np.fromiter(waarden, soort, self.bezet)
        return kolom

    def _zet_kenmerken(self, lijsten: Sequence[Sequence[int]]) -> None:
        """The rows, and the bitmap of each attribute made from them."""
        lengtes = np.fromiter(map(len, lijsten), np.intp, len(lijsten))
        plat = np.fromiter(chain.from_iterable(lijsten), np.uint16, int(lengtes.sum()))
        plekken = np.repeat(np.arange(len(lijsten)), lengtes)
        kolommen = np.arange(len(plat)) - np.repeat(np.cumsum(lengtes) - lengtes, lengtes)
        self.matrix = np.zeros((self.ruimte, self.breedte), np.uint16)
        self.matrix[plekken, kolommen] = plat
        self.bits = np.zeros((self.kenmerken, self.woorden), np.uint64)
        op_kenmerk = np.argsort(plat, kind="stable")
        grenzen = np.searchsorted(plat[op_kenmerk], np.arange(self.kenmerken + 1))
        masker = np.zeros(self.ruimte, np.bool_)
        for kenmerk in range(self.kenmerken):
            wie = plekken[op_kenmerk[grenzen[kenmerk] : grenzen[kenmerk + 1]]]
            masker[wie] = True
            self.bits[kenmerk] = self.waar(masker)
            masker[wie] = False

    def plek_van(self, nummer: int) -> int | None:
        """The last position of a candidate; None of somebody who was never here."""
        if nummer in self._later:
            return self._later[nummer]
        vanaf = int(np.searchsorted(self._ids, np.uint64(nummer >> 64)))
        while vanaf < len(self._ids) and int(self._ids[vanaf]) == nummer >> 64:
            plek = int(self._op_id[vanaf])
            if int(self.id_laag[plek]) == nummer & LAAG:
                return plek
            vanaf += 1
        return None

    def wijzig(self, nummers: Iterable[int], rijen: Sequence[Rij]) -> None:
        """Take candidates away, and add those of them that are (still, again) there.

        Raises VolError when they do not fit; then nothing has changed.
        """
        if self.bezet + len(rijen) > self.ruimte or any(
            len(rij.kenmerken) > self.breedte or max(rij.kenmerken, default=0) >= self.kenmerken
            for rij in rijen
        ):
            raise VolError
        for nummer in nummers:
            if (plek := self.plek_van(nummer)) is not None:
                self.levend[plek >> 6] &= ~self._bit(plek)
        for rij in rijen:
            self._voeg_toe(rij)

    def _voeg_toe(self, rij: Rij) -> None:
        plek = self.bezet
        self.bezet += 1
        self._later[rij.id] = plek
        self.id_hoog[plek], self.id_laag[plek] = rij.id >> 64, rij.id & LAAG
        self.gewijzigd[plek], self.vanaf[plek] = rij.gewijzigd, rij.vanaf
        self.reisafstand[plek] = rij.reisafstand
        self.afstanden.add(rij.reisafstand)
        kenmerken = list(rij.kenmerken)
        self.matrix[plek, : len(kenmerken)] = kenmerken
        self.bits[kenmerken, plek >> 6] |= self._bit(plek)
        self.levend[plek >> 6] |= self._bit(plek)

    @staticmethod
    def _bit(plek: int) -> np.uint64:
        return np.uint64(1 << (plek & 63))

    def een_van(self, kenmerken: Iterable[int], uit: Bits) -> Bits:
        """Who has at least one of these attributes, written into `uit`."""
        uit.fill(0)
        for kenmerk in kenmerken:
            if kenmerk < self.kenmerken:
                np.bitwise_or(uit, self.bits[kenmerk], out=uit)
        return uit

    def waar(self, masker: NDArray[np.bool_]) -> Bits:
        """A condition on positions, as bits."""
        return np.packbits(masker, bitorder="little").view(np.uint64)

    def posities(self, bits: Bits) -> NDArray[np.intp]:
        """The positions of the bits that are set, from low to high."""
        # Where nothing is set, nothing has to be unpacked: a search leaves few words.
        vol = np.flatnonzero(bits)
        los = np.unpackbits(bits[vol].view(np.uint8).reshape(-1, 8), axis=1, bitorder="little")
        rij, kolom = np.nonzero(los)
        plekken: NDArray[np.intp] = vol[rij] * 64 + kolom
        return plekken

    def tel(self, bits: Bits) -> int:
        """How many bits are set."""
        return int(np.bitwise_count(bits).sum(dtype=np.int64))

    def tel_per_kenmerk(
        self, bits: Bits, kenmerken: NDArray[np.intp] | None = None
    ) -> NDArray[np.int64]:
        """How many of these candidates have each attribute; the index is the attribute.

        With few candidates their rows are read, with many the bitmaps; the answer is the same.
        `kenmerken` says of which the bitmaps are wanted, all of them by default.
        """
        bitmaps = self.woorden * (self.kenmerken if kenmerken is None else len(kenmerken))
        if self.tel(bits) * DUUR_VAN_EEN_RIJ < bitmaps:
            gevonden = self.matrix[self.posities(bits)]
            geteld: NDArray[np.int64] = np.bincount(gevonden.ravel(), minlength=self.kenmerken)
            return geteld
        uit = np.zeros(self.kenmerken, np.int64)
        tussen = np.empty_like(bits)
        for kenmerk in range(self.kenmerken) if kenmerken is None else kenmerken:
            np.bitwise_and(bits, self.bits[kenmerk], out=tussen)
            uit[kenmerk] = np.bitwise_count(tussen).sum(dtype=np.int64)
        return uit

    def eerste(
        self, bits: Bits, aantal: int, eerst: NDArray[np.int32] | None = None
    ) -> list[uuid.UUID]:
        """The numbers of the first candidates of a page: newest first, then by number.

        `eerst`, a value for each position, goes before that; low comes first.
        """
        plekken = self.posities(bits)
        in_rij = plekken[plekken < self.gesorteerd][::-1]
        if eerst is not None:
            in_rij = in_rij[np.argsort(eerst[in_rij], kind="stable")]
        keus = np.concatenate([in_rij[:aantal], plekken[plekken >= self.gesorteerd]])
        sleutels = [self.id_laag[keus], self.id_hoog[keus], -self.gewijzigd[keus]]
        if eerst is not None:
            sleutels.append(eerst[keus])
        return self.nummers(keus[np.lexsort(sleutels)][:aantal])

    def nummers(self, keus: NDArray[np.intp]) -> list[uuid.UUID]:
        """Who stand at these positions."""
        return [
            uuid.UUID(int=int(hoog) << 64 | int(laag))
            for hoog, laag in zip(self.id_hoog[keus], self.id_laag[keus], strict=True)
        ]
