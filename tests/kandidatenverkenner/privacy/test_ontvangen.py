"""A delivery makes the candidates exactly those that are in it."""

import dataclasses
import datetime
import time
import uuid

import pytest
from django.contrib.postgres.search import SearchQuery
from django.db import IntegrityError, connection

from kandidatenverkenner.models import Kandidaat, Kenmerk, Plaats
from kandidatenverkenner.ontvangst.profiel import Taal
from kandidatenverkenner.ontvangst.receive import (
    Kenmerkwaarde,
    Ontvangstbericht,
    ontvang,
    ontvang_codelijsten,
)
from tests.kandidatenverkenner.bouwers import PEILDATUM, PLAATSEN, codelijsten, lever, profiel


pytestmark = [
    pytest.mark.django_db,
    pytest.mark.postgres15,
    pytest.mark.usefixtures("few_are_shown"),
]
MORGEN = PEILDATUM + datetime.timedelta(days=1)


def codes(kandidaat, facet):
    return sorted(
        Kenmerk.objects.filter(pk__in=kandidaat.kenmerken, facet=facet).values_list(
            "code", flat=True
        )
    )


def vindbaar(woord):
    return Kandidaat.objects.filter(tekst=SearchQuery(woord, config="dutch")).count()


def alles():
    return sorted(Kandidaat.objects.values_list())


def test_a_first_delivery_is_new():
    assert lever(profiel(), profiel()) == Ontvangstbericht(2, 0, 0, 0)
    assert Kandidaat.objects.filter(gewijzigd_op=PEILDATUM).count() == 2


def test_the_same_delivery_again_changes_nothing():
    profielen = [profiel(), profiel(talen=(), rijbewijzen=("AM", "B"))]
    lever(*profielen)
    voor = alles()

    assert lever(*reversed(profielen), peildatum=MORGEN) == Ontvangstbericht(0, 0, 2, 0)
    assert alles() == voor


def test_who_is_not_in_the_delivery_is_withdrawn_and_what_differs_is_changed():
    blijft, verandert, gaat = profiel(), profiel(), profiel()
    lever(blijft, verandert, gaat)

    bericht = lever(
        blijft, dataclasses.replace(verandert, vaardigheden=("ramen",)), profiel(), peildatum=MORGEN
    )

    assert bericht == Ontvangstbericht(nieuw=1, gewijzigd=1, ongewijzigd=1, ingetrokken=1)
    assert not Kandidaat.objects.filter(pk=gaat.id).exists()
    assert Kandidaat.objects.get(pk=blijft.id).gewijzigd_op == PEILDATUM
    veranderd = Kandidaat.objects.get(pk=verandert.id)
    assert veranderd.gewijzigd_op == MORGEN
    assert codes(veranderd, "vaardigheid") == ["ramen"]


@pytest.mark.parametrize(
    "anders",
    [
        {"regio": "AM21"},
        {"opleidingsniveau": "4"},
        {"diploma": False},
        {"uren_min": 12},
        {"uren_max": 25},
        {"beschikbaar_vanaf": datetime.date(2021, 3, 1)},
        {"reisafstand": 50},
        {"talen": (Taal(code="nld", mondeling="3", schriftelijk="1"),)},
        {"competenties": ()},
        {"affiniteiten": ("koken",)},
        {"sectoren": ("G",)},
        {"taaksoorten": ("keukenwerk",)},
        {"rijbewijzen": ("B",)},
        {"vervoermiddelen": ()},
    ],
    ids=lambda anders: next(iter(anders)),
)
def test_every_part_of_a_profile_can_change(anders):
    oud = profiel()
    lever(oud)
    nieuw = dataclasses.replace(oud, **anders)

    assert lever(nieuw).gewijzigd == 1
    assert lever(nieuw).ongewijzigd == 1


def test_an_empty_delivery_withdraws_everybody():
    lever(profiel(), profiel())

    assert lever().ingetrokken == 2
    assert not Kandidaat.objects.exists()


@pytest.mark.parametrize(
    ("facet", "anders"),
    [
        ("regio", {"regio": "AM99"}),
        ("opleidingsniveau", {"opleidingsniveau": "7"}),
        ("sector", {"sectoren": ("G", "99")}),
        ("taaksoort", {"taaksoorten": ("vliegen",)}),
        ("vaardigheid", {"vaardigheden": ("vliegen",)}),
        ("competentie", {"competenties": ("24103",)}),
        ("affiniteit", {"affiniteiten": ("vliegen",)}),
        ("rijbewijs", {"rijbewijzen": ("Z",)}),
        ("vervoermiddel", {"vervoermiddelen": ("8",)}),
        ("taal", {"talen": (Taal(code="xxx", mondeling="1", schriftelijk="1"),)}),
    ],
)
def test_an_unknown_code_is_named_and_nothing_is_written(facet, anders):
    lever(profiel())
    voor = alles()
    code = {"regio": "AM99", "opleidingsniveau": "7", "sector": "99"}.get(facet, "")

    with pytest.raises(ValueError, match=f"'{code}.*' bij {facet}"):
        lever(profiel(), profiel(**anders))

    assert alles() == voor


def test_a_level_that_no_language_has_is_refused():
    with pytest.raises(ValueError, match="Onbekend taalniveau '5' bij nld"):
        lever(profiel(talen=(Taal(code="nld", mondeling="5", schriftelijk="1"),)))


def test_a_candidate_that_comes_twice_is_refused():
    een = profiel()

    with pytest.raises(ValueError, match="twee keer"):
        lever(een, dataclasses.replace(een, diploma=False))


@pytest.mark.parametrize(
    ("anders", "regel"),
    [
        ({"uren_min": 0}, "kandidaat_uren"),
        ({"uren_max": 41}, "kandidaat_uren"),
        ({"uren_min": 30}, "kandidaat_uren"),
        ({"beschikbaar_vanaf": datetime.date(2021, 3, 2)}, "kandidaat_beschikbaar_vanaf"),
    ],
)
def test_the_database_refuses_what_cannot_be(anders, regel):
    with pytest.raises(IntegrityError, match=regel):
        lever(profiel(**anders))


@pytest.mark.parametrize(
    ("uren", "banden"),
    [
        ((1, 12), ["1-12"]),
        ((12, 13), ["1-12", "13-20"]),
        ((16, 24), ["13-20", "21-28"]),
        ((1, 40), ["1-12", "13-20", "21-28", "29-36", "37-40"]),
        ((36, 36), ["29-36"]),
        ((37, 37), ["37-40"]),
    ],
)
def test_hours_become_the_bands_they_overlap_with(uren, banden):
    lever(profiel(uren_min=uren[0], uren_max=uren[1]))

    assert codes(Kandidaat.objects.get(), "uren") == sorted(banden)


def test_a_profile_is_found_by_the_words_of_its_codes_and_no_others():
    lever(profiel(vaardigheden=("vakken-vullen",), taaksoorten=("inpakken",)))

    assert vindbaar("vullen") == 1
    assert vindbaar("inpakken") == 1
    assert vindbaar("winkel") == 1  # the group of the skill
    assert vindbaar("ramen") == 0
    assert vindbaar("uur") == 0


def test_a_name_that_changes_in_the_list_changes_the_words_of_the_profiles():
    lever(profiel(vaardigheden=("kassa",)), profiel(vaardigheden=("ramen",)))
    nummers = dict(Kenmerk.objects.values_list("code", "id"))

    ontvang_codelijsten(
        [Kenmerkwaarde(facet="vaardigheid", code="kassa", naam="afrekenen", groep="")], PLAATSEN
    )

    assert (vindbaar("afrekenen"), vindbaar("kassa"), vindbaar("ramen")) == (1, 0, 1)
    assert dict(Kenmerk.objects.values_list("code", "id")) == nummers  # nothing was removed


def test_code_lists_can_be_delivered_again():
    codelijsten()
    voor = sorted(Kenmerk.objects.values_list())

    codelijsten()

    assert sorted(Kenmerk.objects.values_list()) == voor
    assert Plaats.objects.count() == len(PLAATSEN)


@pytest.mark.parametrize(
    ("facet", "tweemaal"), [("uren", False), ("geslacht", False), ("taal", True)]
)
def test_a_code_list_that_cannot_be_is_refused(facet, tweemaal):
    waarde = Kenmerkwaarde(facet=facet, code="x", naam="x", groep="")

    with pytest.raises(ValueError, match=facet):
        ontvang_codelijsten([waarde] * (2 if tweemaal else 1), [])

    assert not Kenmerk.objects.exists()


def test_five_thousand_profiles_take_a_few_seconds():
    profielen = [
        profiel(id=uuid.UUID(int=nummer), vaardigheden=("kassa", "ramen", "heftruck"))
        for nummer in range(5_000)
    ]
    codelijsten()
    begin = time.perf_counter()

    assert ontvang(profielen, peildatum=PEILDATUM).nieuw == 5_000
    assert ontvang(profielen, peildatum=MORGEN).ongewijzigd == 5_000

    assert time.perf_counter() - begin < 10
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('pg_temp.levering')")
        assert cursor.fetchone() == (None,)
