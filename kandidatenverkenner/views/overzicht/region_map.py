"""The map of the regions: a dot at the middle of each, as large as there are people."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kandidatenverkenner.models import Plaats


# The Netherlands in degrees, and the drawing in its own units: a degree of longitude is shorter.
WEST, NOORD, BREEDTE = 3.3, 53.6, 52.2
SCHAAL_X = 100 * math.cos(math.radians(BREEDTE))
SCHAAL_Y = 100.0
KLEINSTE, GROOTSTE = 4.0, 15.0


@dataclass(frozen=True, slots=True)
class Stip:
    """A region on the map. Coordinates and radius are text: a template writes numbers in Dutch."""

    code: str
    naam: str
    aantal: int
    x: str
    y: str
    straal: str
    adres: str
    gekozen: bool


def middelpunten(plaatsen: Iterable[Plaats]) -> dict[str, tuple[float, float]]:
    """Per region the mean of its gemeenten: latitude and longitude in degrees."""
    per_regio: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    for plaats in plaatsen:
        per_regio[plaats.regio].append((plaats.breedtegraad, plaats.lengtegraad))
    return {
        regio: (
            math.fsum(breedte for breedte, _ in punten) / len(punten),
            math.fsum(lengte for _, lengte in punten) / len(punten),
        )
        for regio, punten in per_regio.items()
    }


def plek(breedte: float, lengte: float) -> tuple[str, str]:
    """Where a point stands in the drawing of 275 by 300."""
    return f"{(lengte - WEST) * SCHAAL_X:.1f}", f"{(NOORD - breedte) * SCHAAL_Y:.1f}"


def straal(aantal: int, meeste: int) -> str:
    """The radius whose area is in proportion; nobody is a small open dot."""
    if not meeste:
        return f"{KLEINSTE:.1f}"
    return f"{KLEINSTE + (GROOTSTE - KLEINSTE) * math.sqrt(aantal / meeste):.1f}"


def land(plaatsen: Iterable[Plaats]) -> str:
    """An SVG path with a point for each gemeente: together they show the shape of the country."""
    punten = (plek(plaats.breedtegraad, plaats.lengtegraad) for plaats in plaatsen)
    return "".join(f"M{x} {y}h0" for x, y in punten)


def stippen(
    plaatsen: Iterable[Plaats],
    regios: Mapping[str, tuple[str, str]],
    aantallen: Mapping[str, int],
    gekozen: str,
) -> list[Stip]:
    """The dots, the largest first so that a small one is never covered.

    `regios` holds per code the name, and the address of the page of that region.
    """
    punten = middelpunten(plaatsen)
    meeste = max((aantallen.get(code, 0) for code in regios), default=0)
    lijst = []
    for code, (naam, adres) in regios.items():
        if code in punten:
            x, y = plek(*punten[code])
            aantal = aantallen.get(code, 0)
            maat = straal(aantal, meeste)
            lijst.append(Stip(code, naam, aantal, x, y, maat, adres, code == gekozen))
    return sorted(lijst, key=lambda stip: (-stip.aantal, stip.naam))
