"""Areas around points: every place belongs to the nearest point, up to a distance."""

import math
from collections.abc import Mapping
from typing import NamedTuple


KM_PER_GRAAD = 111.3
WEST, NOORD, BREEDTE = 3.3, 53.6, 52.2  # a corner of the Netherlands, and its middle
STRAAL = 12.5  # kilometres; no area reaches further, or the sea would be land
HOEKEN = 32  # of the circle with which an area begins


class Punt(NamedTuple):
    """A place in kilometres east and south of the north-west corner."""

    x: float
    y: float


class Zijde(NamedTuple):
    """A side of an area: where it begins, and which area lies behind it; None is the sea."""

    punt: Punt
    buur: str | None


Gebied = list[Zijde]


def op_het_vlak(breedtegraad: float, lengtegraad: float) -> Punt:
    """Degrees to kilometres; flat, which the Netherlands is at this size."""
    schaal = math.cos(math.radians(BREEDTE))
    return Punt((lengtegraad - WEST) * schaal * KM_PER_GRAAD, (NOORD - breedtegraad) * KM_PER_GRAAD)


def gebieden(punten: Mapping[str, Punt]) -> dict[str, Gebied]:
    """Per point the convex area that is nearer to it than to any other point (Voronoi)."""
    return {code: _gebied(code, punten) for code in punten}


def zwaartepunt(gebied: Gebied) -> Punt:
    """The middle of an area; the place for its number."""
    oppervlak = x = y = 0.0
    for nummer, (hier, _) in enumerate(gebied):
        daar = gebied[(nummer + 1) % len(gebied)].punt
        kruis = hier.x * daar.y - daar.x * hier.y
        oppervlak += kruis
        x += (hier.x + daar.x) * kruis
        y += (hier.y + daar.y) * kruis
    return Punt(x / (3 * oppervlak), y / (3 * oppervlak))


def _gebied(code: str, punten: Mapping[str, Punt]) -> Gebied:
    midden = punten[code]
    gebied = [
        Zijde(
            Punt(
                midden.x + STRAAL * math.cos(2 * math.pi * hoek / HOEKEN),
                midden.y + STRAAL * math.sin(2 * math.pi * hoek / HOEKEN),
            ),
            None,
        )
        for hoek in range(HOEKEN)
    ]
    buren = sorted(
        (afstand, buur)
        for buur, punt in punten.items()
        if buur != code and 0 < (afstand := math.dist(midden, punt)) < 2 * STRAAL
    )
    for _, buur in buren:
        gebied = _kant_van(gebied, midden, punten[buur], buur)
    return gebied


def _kant_van(gebied: Gebied, midden: Punt, ander: Punt, buur: str) -> Gebied:
    """The part of an area that is nearer to its own middle than to another point."""
    recht = Punt(ander.x - midden.x, ander.y - midden.y)
    grens = (ander.x**2 + ander.y**2 - midden.x**2 - midden.y**2) / 2

    def erbuiten(punt: Punt) -> float:
        return recht.x * punt.x + recht.y * punt.y - grens

    over: Gebied = []
    for nummer, zijde in enumerate(gebied):
        daar = gebied[(nummer + 1) % len(gebied)].punt
        a, b = erbuiten(zijde.punt), erbuiten(daar)
        if a <= 0:
            over.append(zijde)
        if (a <= 0) != (b <= 0):
            deel = a / (a - b)
            snede = Punt(
                zijde.punt.x + deel * (daar.x - zijde.punt.x),
                zijde.punt.y + deel * (daar.y - zijde.punt.y),
            )
            # Going out begins the new side along the neighbour; coming in, the rest of this one.
            over.append(Zijde(snede, buur if a <= 0 else zijde.buur))
    return over
