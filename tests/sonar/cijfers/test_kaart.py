"""The map: every place belongs to the nearest middle, and each number is where it should be."""

import math
import random

import pytest

from sonar.rapportage.map.choropleth import (
    KLASSEN,
    kaart_van_gemeenten,
    kaart_van_regios,
    klasse,
    klassen,
)
from sonar.rapportage.map.geometry import STRAAL, Punt, gebieden, op_het_vlak, zwaartepunt
from sonar.rapportage.map.places import liggingen, regio_van_gemeente


def ligt_in(punt, gebied):
    """Whether a point lies in a convex area whose corners go round in one direction."""
    hoeken = [zijde.punt for zijde in gebied]
    return all(
        (daar.x - hier.x) * (punt.y - hier.y) - (daar.y - hier.y) * (punt.x - hier.x) >= -1e-9
        for hier, daar in zip(hoeken, [*hoeken[1:], hoeken[0]], strict=True)
    )


def test_a_place_belongs_to_the_nearest_point():
    # Against the definition, at places that are drawn by lot.
    lot = random.Random(5)  # noqa: S311
    punten = {f"p{n}": Punt(lot.uniform(0, 60), lot.uniform(0, 60)) for n in range(40)}
    vlakken = gebieden(punten)

    for _ in range(3000):
        plek = Punt(lot.uniform(0, 60), lot.uniform(0, 60))
        afstanden = sorted((math.dist(plek, punt), code) for code, punt in punten.items())
        (dichtbij, wie), (ver, _) = afstanden[:2]
        # At the edge of the circle, that has corners, either answer is right.
        if ver - dichtbij > 1e-6 and dichtbij < STRAAL * 0.99:
            assert [code for code, vlak in vlakken.items() if ligt_in(plek, vlak)] == [wie]


def test_the_middle_of_a_square():
    punten = {"midden": Punt(5, 5), "w": Punt(-5, 5), "o": Punt(15, 5), "n": Punt(5, -5)}
    vlak = gebieden(punten | {"z": Punt(5, 15)})["midden"]
    assert zwaartepunt(vlak) == pytest.approx((5, 5))
    assert {zijde.buur for zijde in vlak} == {"w", "o", "n", "z"}


def test_the_netherlands_is_some_three_hundred_kilometres_high():
    noord, zuid = op_het_vlak(53.45, 6.0), op_het_vlak(50.77, 6.0)
    assert 295 < math.dist(noord, zuid) < 300


@pytest.mark.parametrize("regio", ["AM19", "AM02", "AM22", "AM30"])
def test_every_gemeente_of_a_region_is_on_its_map(regio):
    codes = [code for code, van in regio_van_gemeente().items() if van == regio]
    kaart = kaart_van_gemeenten(codes)

    assert [vlak.code for vlak in kaart.vlakken] == codes
    assert kaart.ontbreekt == ()
    for vlak in kaart.vlakken:
        assert 0 < float(vlak.x) < float(kaart.breedte)
        assert 0 < float(vlak.y) < float(kaart.hoogte)
    assert max(float(kaart.breedte), float(kaart.hoogte)) == 508


def test_the_country_has_an_area_for_each_region():
    kaart = kaart_van_regios()
    assert [vlak.code for vlak in kaart.vlakken] == sorted(set(regio_van_gemeente().values()))
    assert len(kaart.vlakken) == 35
    # As high as the country is against its width.
    assert 1.1 < float(kaart.hoogte) / float(kaart.breedte) < 1.3


def test_a_gemeente_that_was_formed_later_lies_where_the_old_ones_lay():
    plaatsen = liggingen({"GM1979"})  # Eemsdelta, of Appingedam, Delfzijl and Loppersum

    oud = [liggingen(())[code] for code in ("GM0003", "GM0010", "GM0024")]
    assert plaatsen["GM1979"] == pytest.approx(
        (sum(punt.x for punt in oud) / 3, sum(punt.y for punt in oud) / 3)
    )
    assert not {"GM0003", "GM0010", "GM0024"} & set(plaatsen)
    assert len(liggingen(())) == 355


def test_a_code_that_is_nowhere_is_told():
    kaart = kaart_van_gemeenten(["GM0546", "GM9999"])
    assert ([vlak.code for vlak in kaart.vlakken], kaart.ontbreekt) == (["GM0546"], ("GM9999",))
    assert kaart_van_gemeenten(["GM9999"]).vlakken == ()


@pytest.mark.parametrize(
    ("procent", "verwacht"), [(None, None), (0, 1), (19, 1), (20, 2), (79, 4), (80, 5), (100, 5)]
)
def test_a_class_says_which_percentages_are_in_it(procent, verwacht):
    assert klasse(procent) == verwacht
    if procent is not None:
        van, tot = (int(getal) for getal in dict(klassen())[verwacht][:-1].split(" tot en met "))
        assert van <= procent <= tot
    assert len(klassen()) == len(KLASSEN)
