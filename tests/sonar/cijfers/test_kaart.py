"""The map: every place belongs to the nearest middle, and each number is where it should be."""

import itertools
import math
import random

import pytest
from shapely import Point, Polygon

from sonar.rapportage.map.choropleth import (
    CLASSES,
    class_of,
    gemeente_map,
    legend,
    region_map,
)
from sonar.rapportage.map.geometry import RADIUS, outline, project, voronoi_areas
from sonar.rapportage.map.places import gemeente_points, region_by_gemeente


def distance(one, other):
    return math.dist((one.x, one.y), (other.x, other.y))


def test_a_place_belongs_to_the_nearest_point():
    # Against the definition, at places that are drawn by lot.
    lot = random.Random(5)  # noqa: S311
    points = {f"p{n}": Point(lot.uniform(0, 60), lot.uniform(0, 60)) for n in range(40)}
    areas = voronoi_areas(points)

    for _ in range(3000):
        place = Point(lot.uniform(0, 60), lot.uniform(0, 60))
        near = sorted((distance(place, point), code) for code, point in points.items())
        (nearest, who), (next_, _) = near[:2]
        # At the edge of the circle, which has corners, either answer is right.
        if next_ - nearest > 1e-6 and nearest < RADIUS * 0.99:
            assert [code for code, area in areas.items() if area.covers(place)] == [who]


def test_no_area_reaches_further_than_the_radius():
    areas = voronoi_areas({"a": Point(0, 0), "far": Point(100, 0)})
    assert areas["a"].bounds == pytest.approx((-RADIUS, -RADIUS, RADIUS, RADIUS))


def test_the_middle_of_a_square():
    points = {"m": Point(5, 5), "w": Point(-5, 5), "o": Point(15, 5), "n": Point(5, -5)}
    area = voronoi_areas(points | {"z": Point(5, 15)})["m"]
    assert area.equals_exact(Polygon([(0, 0), (0, 10), (10, 10), (10, 0)]), 1e-9, normalize=True)


@pytest.mark.parametrize("region", sorted(set(region_by_gemeente().values())))
def test_the_line_around_a_region_has_the_region_on_one_side_only(region):
    """No line runs into the region and back, where two areas meet but for rounding."""
    points = gemeente_points(())
    areas = voronoi_areas(points)
    inside = {code for code, of in region_by_gemeente().items() if of == region}

    lines = outline(areas[code] for code in inside)

    def outside(place):
        distances = {code: distance(place, point) for code, point in points.items()}
        nearest = min(distances, key=distances.get)
        return nearest not in inside or distances[nearest] > RADIUS * 0.99

    for line in lines:
        for (x1, y1), (x2, y2) in itertools.pairwise(line):
            middle = Point((x1 + x2) / 2, (y1 + y2) / 2)
            around = middle.buffer(0.01, quad_segs=2).exterior.coords
            assert any(outside(Point(place)) for place in around)


def test_the_country_keeps_its_water():
    lines = outline(voronoi_areas(gemeente_points(())).values())
    assert len(lines) > 1  # the IJsselmeer, and islands


def test_the_netherlands_is_some_three_hundred_kilometres_high():
    noord, zuid = project(53.45, 6.0), project(50.77, 6.0)
    assert 295 < distance(noord, zuid) < 300


@pytest.mark.parametrize("regio", ["AM19", "AM02", "AM22", "AM30"])
def test_every_gemeente_of_a_region_is_on_its_map(regio):
    codes = [code for code, van in region_by_gemeente().items() if van == regio]
    kaart = gemeente_map(codes)

    assert [area.code for area in kaart.areas] == codes
    assert kaart.missing == ()
    for area in kaart.areas:
        assert 0 < float(area.x) < float(kaart.width)
        assert 0 < float(area.y) < float(kaart.height)
    assert max(float(kaart.width), float(kaart.height)) == 508


def test_the_country_has_an_area_for_each_region():
    kaart = region_map()
    assert [area.code for area in kaart.areas] == sorted(set(region_by_gemeente().values()))
    assert len(kaart.areas) == 35
    # As high as the country is against its width.
    assert 1.1 < float(kaart.height) / float(kaart.width) < 1.3


def test_a_gemeente_that_was_formed_later_lies_where_the_old_ones_lay():
    plaatsen = gemeente_points({"GM1979"})  # Eemsdelta, of Appingedam, Delfzijl and Loppersum

    oud = [gemeente_points(())[code] for code in ("GM0003", "GM0010", "GM0024")]
    assert (plaatsen["GM1979"].x, plaatsen["GM1979"].y) == pytest.approx(
        (sum(punt.x for punt in oud) / 3, sum(punt.y for punt in oud) / 3)
    )
    assert not {"GM0003", "GM0010", "GM0024"} & set(plaatsen)
    assert len(gemeente_points(())) == 355


def test_a_code_that_is_nowhere_is_told():
    kaart = gemeente_map(["GM0546", "GM9999"])
    assert ([area.code for area in kaart.areas], kaart.missing) == (["GM0546"], ("GM9999",))
    assert gemeente_map(["GM9999"]).areas == ()


@pytest.mark.parametrize(
    ("procent", "verwacht"), [(None, None), (0, 1), (19, 1), (20, 2), (79, 4), (80, 5), (100, 5)]
)
def test_a_class_says_which_percentages_are_in_it(procent, verwacht):
    assert class_of(procent) == verwacht
    if procent is not None:
        van, tot = (int(getal) for getal in dict(legend())[verwacht][:-1].split(" tot en met "))
        assert van <= procent <= tot
    assert len(legend()) == len(CLASSES)
