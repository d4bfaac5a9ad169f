"""The map: areas around the middles of gemeenten, in classes of the share with a klantprofiel.

There are no borders in fixtures/, so these areas are schematic, and every map says so.
"""

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sonar.rapportage.map.geometry import Gebied, Punt, gebieden, zwaartepunt
from sonar.rapportage.map.places import liggingen, regio_van_gemeente


UITLEG = (
    "Schematische kaart: elk vlak ligt rond het midden van een gemeente. "
    "De lijnen zijn niet de echte gemeentegrenzen."
)
LANGSTE_ZIJDE = 480.0  # of a drawing, in its own units
RAND = 14.0  # around what is drawn
# Fixed, so that two maps can be laid beside each other: from this percentage on.
KLASSEN = (0, 20, 40, 60, 80)


@dataclass(frozen=True, slots=True)
class Vlak:
    """An area of the map. Coordinates are text: a template would write numbers in Dutch."""

    code: str
    pad: str  # as in the attribute d of an SVG path
    x: str  # the place of its number
    y: str


@dataclass(frozen=True, slots=True)
class Choropleth:
    """A drawing: what it shows, what lies around it, and the line around each region."""

    breedte: str
    hoogte: str
    vlakken: tuple[Vlak, ...]
    omgeving: str
    grens: str
    ontbreekt: tuple[str, ...]  # codes of which the place is not known


@dataclass(frozen=True, slots=True)
class _Raam:
    """How kilometres become units of the drawing."""

    links: float
    boven: float
    schaal: float
    rechts: float
    onder: float

    def toont(self, gebied: Gebied) -> bool:
        """Whether part of an area lies inside; the margin around it counts as inside."""
        rand = RAND / self.schaal
        return any(
            self.links - rand <= punt.x <= self.rechts + rand
            and self.boven - rand <= punt.y <= self.onder + rand
            for punt, _ in gebied
        )

    def tekst(self, punt: Punt) -> str:
        return f"{self.x(punt)} {self.y(punt)}"

    def x(self, punt: Punt) -> str:
        return f"{(punt.x - self.links) * self.schaal + RAND:.1f}"

    def y(self, punt: Punt) -> str:
        return f"{(punt.y - self.boven) * self.schaal + RAND:.1f}"


def klasse(procent: int | None) -> int | None:
    """Which class a percentage falls in, from 1; None of None."""
    if procent is None:
        return None
    return sum(procent >= vanaf for vanaf in KLASSEN)


def klassen() -> list[tuple[int, str]]:
    """The legend: every class with its words."""
    grenzen = zip(KLASSEN, (*KLASSEN[1:], 101), strict=True)
    return [
        (nummer, f"{van} tot en met {tot - 1}%") for nummer, (van, tot) in enumerate(grenzen, 1)
    ]


def kaart_van_gemeenten(codes: Iterable[str]) -> Choropleth:
    """The gemeenten of a region, with those around them. Asks nothing of the database."""
    gevraagd = tuple(codes)
    land = _land(frozenset(gevraagd))
    eigen = {code: land[code] for code in gevraagd if code in land}
    raam, breedte, hoogte = _raam(eigen.values())
    return Choropleth(
        breedte=breedte,
        hoogte=hoogte,
        vlakken=tuple(_vlak(code, [gebied], raam) for code, gebied in eigen.items()),
        omgeving=" ".join(
            _pad(gebied, raam)
            for code, gebied in land.items()
            if code not in eigen and raam.toont(gebied)
        ),
        grens=_grens(eigen, dict.fromkeys(eigen, ""), raam),
        ontbreekt=tuple(code for code in gevraagd if code not in land),
    )


@functools.cache
def kaart_van_regios() -> Choropleth:
    """The Netherlands: an area per region, of the gemeenten of 2020."""
    regio_van = regio_van_gemeente()
    land = _land(frozenset())
    raam, breedte, hoogte = _raam(land.values())
    per_regio: dict[str, list[Gebied]] = {}
    for code, gebied in land.items():
        per_regio.setdefault(regio_van[code], []).append(gebied)
    return Choropleth(
        breedte=breedte,
        hoogte=hoogte,
        vlakken=tuple(_vlak(regio, per_regio[regio], raam) for regio in sorted(per_regio)),
        omgeving="",
        grens=_grens(land, regio_van, raam),
        ontbreekt=(),
    )


@functools.lru_cache(maxsize=64)
def _land(codes: frozenset[str]) -> dict[str, Gebied]:
    """Every gemeente with its area; 355 of them in some 0,1 s, so they are kept."""
    return gebieden(liggingen(codes))


def _raam(getekend: Iterable[Gebied]) -> tuple[_Raam, str, str]:
    punten = [zijde.punt for gebied in getekend for zijde in gebied] or [Punt(0, 0), Punt(1, 1)]
    links, rechts = min(punt.x for punt in punten), max(punt.x for punt in punten)
    boven, onder = min(punt.y for punt in punten), max(punt.y for punt in punten)
    schaal = LANGSTE_ZIJDE / max(rechts - links, onder - boven)
    return (
        _Raam(links, boven, schaal, rechts, onder),
        f"{(rechts - links) * schaal + 2 * RAND:.0f}",
        f"{(onder - boven) * schaal + 2 * RAND:.0f}",
    )


def _vlak(code: str, delen: Sequence[Gebied], raam: _Raam) -> Vlak:
    middens = [zwaartepunt(gebied) for gebied in delen]
    midden = Punt(
        sum(punt.x for punt in middens) / len(middens),
        sum(punt.y for punt in middens) / len(middens),
    )
    pad = " ".join(_pad(gebied, raam) for gebied in delen)
    return Vlak(code, pad, raam.x(midden), raam.y(midden))


def _pad(gebied: Gebied, raam: _Raam) -> str:
    return f"M{'L'.join(raam.tekst(zijde.punt) for zijde in gebied)}Z"


def _grens(eigen: Mapping[str, Gebied], regio_van: Mapping[str, str], raam: _Raam) -> str:
    """The sides behind which another region lies, or the sea."""
    stukken = []
    for code, gebied in eigen.items():
        for nummer, zijde in enumerate(gebied):
            buiten = zijde.buur is None or regio_van.get(zijde.buur) != regio_van[code]
            if buiten:
                daar = gebied[(nummer + 1) % len(gebied)].punt
                stukken.append(f"M{raam.tekst(zijde.punt)}L{raam.tekst(daar)}")
    return "".join(stukken)
