"""Areas around points: every place belongs to the nearest point, up to a distance."""

import math
from collections.abc import Iterable, Mapping

from shapely import MultiPoint, Point, Polygon, get_parts, normalize, union_all, voronoi_polygons


KM_PER_DEGREE = 111.3
WEST, NORTH, LATITUDE = 3.3, 53.6, 52.2  # a corner of the Netherlands, and its middle
RADIUS = 12.5  # kilometres; no area reaches further, or the sea would be land
QUARTER = 8  # sides of a quarter of the circle that bounds an area
GAP = 1e-4  # kilometres; two areas that meet may lie this far apart, by rounding


def project(latitude: float, longitude: float) -> Point:
    """Kilometres east and south of the north-west corner.

    The projection is flat: at the size of the Netherlands that is good enough.
    """
    scale = math.cos(math.radians(LATITUDE))
    return Point((longitude - WEST) * scale * KM_PER_DEGREE, (NORTH - latitude) * KM_PER_DEGREE)


def voronoi_areas(points: Mapping[str, Point]) -> dict[str, Polygon]:
    """Per point the convex area that is nearer to it than to any other point.

    There are at least two points, and no two of them are the same.
    """
    sites = MultiPoint(list(points.values()))
    cells = voronoi_polygons(sites, extend_to=sites.envelope.buffer(RADIUS), ordered=True)
    return {
        code: normalize(cell.intersection(point.buffer(RADIUS, quad_segs=QUARTER)))
        for (code, point), cell in zip(points.items(), cells.geoms, strict=True)
    }


def outline(areas: Iterable[Polygon]) -> list[list[tuple[float, float]]]:
    """The closed lines around these areas together: outside, and around the holes."""
    grown = union_all([area.buffer(GAP, join_style="mitre") for area in areas])
    together = normalize(grown.buffer(-GAP, join_style="mitre"))
    return [
        list(ring.coords)
        for part in get_parts(together)
        for ring in (part.exterior, *part.interiors)
    ]
