"""Who fits best, from bitmaps: the points of everybody at once, and of those the best few.

The points of a candidate stand upright: bit i of everybody's number is one bitmap, a plane. Adding
a wish is a few additions of whole bitmaps with a carry; and the planes, read from the highest down,
say who is among the best, without a list of all who answer. So it takes as long whether a hundred
answer or a million.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kandidatenverkenner.geheugen.kolommen import Bits, Kolommen
from kandidatenverkenner.wensen import Wens
from kandidatenverkenner.zoekindex import Rang


def rangschik(kolommen: Kolommen, wie: Bits, wensen: Sequence[Wens], aantal: int) -> list[Rang]:
    """The best of `wie` by one wish or more: most points first, then newest, then by number."""
    vervuld = [_past(kolommen, wens) for wens in wensen]
    vlakken = _punten(vervuld, [wens.punten for wens in wensen])
    boven, gelijk = _beste(kolommen, wie, vlakken, aantal)
    keus = np.concatenate([kolommen.posities(boven), _eerste(kolommen, gelijk, aantal)])
    punten = np.zeros(len(keus), np.int64)
    for hoogte, vlak in enumerate(vlakken):
        punten += _waarden(vlak, keus).astype(np.int64) << hoogte
    plek = np.lexsort(
        [kolommen.id_laag[keus], kolommen.id_hoog[keus], -kolommen.gewijzigd[keus], -punten]
    )[:aantal]
    keus = keus[plek]
    past = np.array([_waarden(bits, keus) for bits in vervuld], np.bool_)
    return [
        Rang(nummer, waarde, tuple(kolom))
        for nummer, waarde, kolom in zip(
            kolommen.nummers(keus), punten[plek].tolist(), past.T.tolist(), strict=True
        )
    ]


def _past(kolommen: Kolommen, wens: Wens) -> Bits:
    """Who fits a wish, among all positions. As `Wens.past`."""
    if wens.uiterlijk:
        return kolommen.waar(kolommen.vanaf <= wens.uiterlijk.toordinal())
    if wens.reis:
        return _kan_reizen(kolommen, wens)
    bekend = [nummer for nummer in wens.een_van if nummer < kolommen.kenmerken]
    if len(bekend) == 1:
        bits: Bits = kolommen.bits[bekend[0]]
        return bits
    return kolommen.een_van(bekend, np.empty_like(kolommen.levend))


def _kan_reizen(kolommen: Kolommen, wens: Wens) -> Bits:
    """Distances are a handful of numbers: the regions within each are taken together."""
    uit = np.zeros_like(kolommen.levend)
    for afstand in kolommen.afstanden:
        regios = kolommen.een_van(
            (regio for regio, km in wens.reis if km <= afstand), np.empty_like(uit)
        )
        if regios.any():
            regios &= kolommen.waar(kolommen.reisafstand == afstand)
            uit |= regios
    return uit


def _punten(vervuld: Sequence[Bits], punten: Sequence[int]) -> list[Bits]:
    """The points of everybody, as planes from low to high."""
    if not vervuld:
        return []
    # The heaviest last: what was added before is small, so that the carry stops early.
    hoogste, vlakken = 0, np.zeros((sum(punten).bit_length(), len(vervuld[0])), np.uint64)
    overdracht, volgende = np.empty_like(vervuld[0]), np.empty_like(vervuld[0])
    for nummer in sorted(range(len(punten)), key=punten.__getitem__):
        hoogste += punten[nummer]
        for hoogte in range(punten[nummer].bit_length()):
            if punten[nummer] >> hoogte & 1:
                np.copyto(overdracht, vervuld[nummer])
                for vlak in vlakken[hoogte : hoogste.bit_length()]:
                    np.bitwise_and(vlak, overdracht, out=volgende)
                    np.bitwise_xor(vlak, overdracht, out=vlak)
                    overdracht, volgende = volgende, overdracht
    return list(vlakken)


def _beste(
    kolommen: Kolommen, wie: Bits, vlakken: Sequence[Bits], aantal: int
) -> tuple[Bits, Bits]:
    """Who is certainly among the first, fewer than `aantal`, and who may fill up: equal points."""
    boven, gelijk, zeker = np.zeros_like(wie), wie.copy(), 0
    tussen = np.empty_like(wie)
    for vlak in reversed(vlakken):
        np.bitwise_and(gelijk, vlak, out=tussen)
        meer = kolommen.tel(tussen)
        if zeker + meer >= aantal:
            gelijk, tussen = tussen, gelijk
        else:
            zeker += meer
            np.bitwise_or(boven, tussen, out=boven)
            np.bitwise_xor(gelijk, tussen, out=gelijk)
    return boven, gelijk


def _eerste(kolommen: Kolommen, bits: Bits, aantal: int) -> NDArray[np.intp]:
    """Of these at least the first so many of a page, and never many more.

    They stand in order, the newest last; but what was added since must be looked at whole.
    """
    grens = kolommen.gesorteerd >> 6
    vol = np.flatnonzero(bits[: grens + 1])[-aantal - 1 :]
    deel = np.zeros_like(bits)
    deel[vol] = bits[vol]
    deel[grens + 1 :] = bits[grens + 1 :]
    plekken = kolommen.posities(deel)
    in_rij = np.searchsorted(plekken, kolommen.gesorteerd)
    return plekken[max(0, int(in_rij) - aantal) :]


def _waarden(bits: Bits, plekken: NDArray[np.intp]) -> NDArray[np.uint64]:
    """The bits at some positions, as 0 and 1."""
    waarden: NDArray[np.uint64] = bits[plekken >> 6] >> (plekken & 63).astype(np.uint64)
    return waarden & np.uint64(1)
