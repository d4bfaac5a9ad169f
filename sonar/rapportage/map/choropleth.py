"""The map: areas around the middles of gemeenten, in classes of the share with a klantprofiel.

There are no borders in fixtures/, so these areas are schematic, and every map says so.
"""

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shapely import MultiPolygon, Polygon

from sonar.rapportage.map.geometry import outline, voronoi_areas
from sonar.rapportage.map.places import gemeente_points, region_by_gemeente


UITLEG = (
    "Schematische kaart: elk vlak ligt rond het midden van een gemeente. "
    "De lijnen zijn niet de echte gemeentegrenzen."
)
LONGEST_SIDE = 480.0  # of a drawing, in its own units
MARGIN = 14.0  # around what is drawn
# The lowest percentage of each class. They are fixed, so that two maps can be compared.
CLASSES = (0, 20, 40, 60, 80)


@dataclass(frozen=True, slots=True)
class Area:
    """An area of the map. Coordinates are text: a template would write numbers in Dutch."""

    code: str
    path: str  # as in the attribute d of an SVG path
    x: str  # the place of its number
    y: str


@dataclass(frozen=True, slots=True)
class Choropleth:
    """A drawing: what it shows, what lies around it, and the line around each region."""

    width: str
    height: str
    areas: tuple[Area, ...]
    surroundings: str
    border: str
    missing: tuple[str, ...]  # codes whose place is not known


@dataclass(frozen=True, slots=True)
class _Frame:
    """How kilometres become units of the drawing."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def around(cls, drawn: Iterable[Polygon]) -> "_Frame":
        parts = list(drawn)
        return cls(*MultiPolygon(parts).bounds) if parts else cls(0, 0, 1, 1)

    @property
    def scale(self) -> float:
        return LONGEST_SIDE / max(self.right - self.left, self.bottom - self.top)

    @property
    def width(self) -> str:
        return f"{(self.right - self.left) * self.scale + 2 * MARGIN:.0f}"

    @property
    def height(self) -> str:
        return f"{(self.bottom - self.top) * self.scale + 2 * MARGIN:.0f}"

    def shows(self, area: Polygon) -> bool:
        """Whether a corner of the area lies inside, or in the margin around it."""
        margin = MARGIN / self.scale
        return any(
            self.left - margin <= x <= self.right + margin
            and self.top - margin <= y <= self.bottom + margin
            for x, y in area.exterior.coords
        )

    def x(self, x: float) -> str:
        return f"{(x - self.left) * self.scale + MARGIN:.1f}"

    def y(self, y: float) -> str:
        return f"{(y - self.top) * self.scale + MARGIN:.1f}"

    def path(self, ring: Sequence[tuple[float, float]]) -> str:
        """A closed line whose last point is its first."""
        return f"M{'L'.join(f'{self.x(x)} {self.y(y)}' for x, y in ring[:-1])}Z"


def class_of(percentage: int | None) -> int | None:
    """Which class a percentage falls in, from 1; None of None."""
    if percentage is None:
        return None
    return sum(percentage >= lowest for lowest in CLASSES)


def legend() -> list[tuple[int, str]]:
    """Every class with its words."""
    bounds = zip(CLASSES, (*CLASSES[1:], 101), strict=True)
    return [(number, f"{van} tot en met {tot - 1}%") for number, (van, tot) in enumerate(bounds, 1)]


def gemeente_map(codes: Iterable[str]) -> Choropleth:
    """The gemeenten of a region, with those around them. Asks nothing of the database."""
    asked = tuple(codes)
    country = _country(frozenset(asked))
    own = {code: country[code] for code in asked if code in country}
    frame = _Frame.around(own.values())
    return Choropleth(
        width=frame.width,
        height=frame.height,
        areas=tuple(_area(code, [polygon], frame) for code, polygon in own.items()),
        surroundings=" ".join(
            frame.path(polygon.exterior.coords)
            for code, polygon in country.items()
            if code not in own and frame.shows(polygon)
        ),
        border=_border([own.values()], frame),
        missing=tuple(code for code in asked if code not in country),
    )


@functools.cache
def region_map() -> Choropleth:
    """The Netherlands: an area per region, of the gemeenten of 2020."""
    region_of = region_by_gemeente()
    country = _country(frozenset())
    frame = _Frame.around(country.values())
    per_region: dict[str, list[Polygon]] = {}
    for code, polygon in country.items():
        per_region.setdefault(region_of[code], []).append(polygon)
    return Choropleth(
        width=frame.width,
        height=frame.height,
        areas=tuple(_area(region, per_region[region], frame) for region in sorted(per_region)),
        surroundings="",
        border=_border(per_region.values(), frame),
        missing=(),
    )


@functools.lru_cache(maxsize=64)
def _country(codes: frozenset[str]) -> dict[str, Polygon]:
    """Every gemeente with its area; 355 of them take some 0,05 s, so they are kept."""
    return voronoi_areas(gemeente_points(codes))


def _area(code: str, parts: Sequence[Polygon], frame: _Frame) -> Area:
    middles = [part.centroid for part in parts]
    return Area(
        code,
        " ".join(frame.path(part.exterior.coords) for part in parts),
        frame.x(sum(middle.x for middle in middles) / len(middles)),
        frame.y(sum(middle.y for middle in middles) / len(middles)),
    )


def _border(groups: Iterable[Iterable[Polygon]], frame: _Frame) -> str:
    """A line around each group of areas: behind it lies another region, or the sea."""
    return "".join(frame.path(ring) for group in groups for ring in outline(group))
