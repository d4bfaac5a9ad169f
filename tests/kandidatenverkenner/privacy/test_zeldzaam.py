"""What fewer than ten of a region have, is not shown; everything else is."""

import datetime
import uuid
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings, strategies as st

from kandidatenverkenner.models import Codelijsten, Kandidaat
from kandidatenverkenner.ontvangst import suppression as zeldzaam
from kandidatenverkenner.ontvangst.profiel import Taal
from kandidatenverkenner.ontvangst.receive import niet_te_zien, ontvang, ruimer_te_zien
from kandidatenverkenner.search_index.query import SearchQuery
from kandidatenverkenner.search_index.sql import totals
from tests.kandidatenverkenner.bouwers import (
    CODES,
    PEILDATUM,
    aangemeld,
    codelijsten,
    lever,
    profiel,
)


pytestmark = [pytest.mark.django_db, pytest.mark.postgres15]
MAART = datetime.date(2021, 3, 1)


def woorden(kandidaat):
    lijsten = Codelijsten.lees()
    return {
        (lijsten.op_nummer[nummer].facet, lijsten.op_nummer[nummer].code)
        for nummer in kandidaat.kenmerken
    }


def test_the_ninth_is_hidden_and_the_tenth_shows_all():
    gewoon = [profiel(id=uuid.UUID(int=n)) for n in range(1, 21)]
    met_heftruck = [profiel(vaardigheden=("kassa", "heftruck")) for _ in range(10)]

    lever(*gewoon, *met_heftruck[:9])
    assert not any(("vaardigheid", "heftruck") in woorden(een) for een in Kandidaat.objects.all())
    lever(*gewoon, *met_heftruck)
    assert sum(("vaardigheid", "heftruck") in woorden(een) for een in Kandidaat.objects.all()) == 10


def test_nobody_is_found_by_a_word_that_is_hidden():
    lever(profiel(vaardigheden=("heftruck", "kassa")), *(profiel() for _ in range(15)))

    assert totals({"w": SearchQuery(zoekterm="heftruck"), "k": SearchQuery(zoekterm="kassa")}) == {
        "w": 0,
        "k": 16,
    }


def test_ten_in_the_country_are_not_ten_in_the_region():
    lever(
        *(profiel(vaardigheden=("kassa",)) for _ in range(12)),
        *(profiel(regio="AM21", vaardigheden=("kassa",)) for _ in range(3)),
    )

    for een in Kandidaat.objects.all():
        assert (("vaardigheid", "kassa") in woorden(een)) == (een.regio == "AM19")
        assert ("regio", een.regio) in woorden(een)


def test_what_one_person_alone_has_is_left_out_or_told_more_widely():
    apart = profiel(
        id=uuid.UUID(int=1),
        opleidingsniveau="5",
        diploma=False,
        sectoren=("47", "G", "56", "I"),
        uren_min=23,
        uren_max=31,
        reisafstand=60,
        beschikbaar_vanaf=MAART,
        rijbewijzen=("B",),
        talen=(
            Taal(code="nld", mondeling="3", schriftelijk="2"),
            Taal(code="eng", mondeling="4", schriftelijk="4"),
        ),
    )
    lever(apart, *(profiel() for _ in range(15)))

    een = Kandidaat.objects.get(pk=apart.id)

    assert (een.opleidingsniveau, een.diploma) == ("", None)
    assert (een.uren_min, een.uren_max, een.reisafstand) == (16, 31, 15)
    assert ("uren", "29-36") in woorden(een)
    assert een.beschikbaar_vanaf == datetime.date(2021, 4, 1)
    assert [taal["code"] for taal in een.talen] == ["nld"]
    assert not {("rijbewijs", "B"), ("sector", "56"), ("taal", "eng")} & woorden(een)
    assert ("sector", "47") in woorden(een)
    ander = Kandidaat.objects.exclude(pk=apart.id).first()
    # Fifteen and one: one would stand alone.
    assert (ander.uren_min, ander.uren_max, ander.reisafstand) == (16, 31, 15)
    assert ("uren", "29-36") in woorden(ander)
    # Would the others show theirs, then who shows none has what is left.
    assert (ander.opleidingsniveau, ander.diploma) == ("", None)


def test_who_shows_no_level_could_have_more_than_one_and_is_one_of_ten_or_more():
    def met(niveau, aantal):
        return [profiel(opleidingsniveau=niveau, diploma=niveau != "1") for _ in range(aantal)]

    lever(*met("1", 20), *met("2", 12), *met("4", 11), *met("5", 3))
    getoond = Counter(Kandidaat.objects.values_list("opleidingsniveau", flat=True))
    assert getoond == {"": 14, "1": 20, "2": 12}
    assert Kandidaat.objects.filter(diploma=None).count() == 0
    lever(*met("1", 20), *met("2", 12), *met("4", 4), *met("5", 3))
    getoond = Counter(Kandidaat.objects.values_list("opleidingsniveau", flat=True))
    assert getoond == {"": 19, "1": 20}
    assert not zeldzaam.visible_values("AM19") & {("opleidingsniveau", code) for code in "245"}


AANTALLEN = st.dictionaries(st.integers(1, 40), st.integers(1, 30), min_size=1, max_size=8)


@given(AANTALLEN, st.sampled_from(["reisafstand", "beschikbaar_vanaf"]))
def test_no_value_is_shown_of_fewer_than_ten_and_what_is_shown_is_true(aantallen, kolom):
    _, kant, stappen = zeldzaam.WIDER[kolom]
    getoond, blijft = Counter(), Counter(aantallen)

    for was, na, tot, wordt in zeldzaam.widen(aantallen, kant, stappen):
        assert (wordt - was) * kant > 0, "narrower"
        getoond[wordt] += tot - na
        blijft[was] -= tot - na

    getoond += blijft
    assert min(blijft.values()) >= 0
    assert sum(getoond.values()) == sum(aantallen.values())
    if sum(aantallen.values()) >= 10:
        assert min(getoond.values()) >= 10
    else:
        assert len(getoond) == 1
    if min(aantallen.values()) >= 10:
        assert getoond == Counter(aantallen), "told more widely without need"


UREN = st.tuples(st.integers(1, 40), st.integers(1, 40)).map(sorted).map(tuple)


@given(st.dictionaries(UREN, st.integers(1, 30), min_size=1, max_size=12))
def test_no_hours_are_shown_of_fewer_than_ten_and_what_is_shown_is_true(aantallen):
    wordt = zeldzaam.wider_hours(aantallen)

    getoond = Counter()
    for uren, aantal in aantallen.items():
        van, tot = wordt.get(uren, uren)
        assert van <= uren[0] <= uren[1] <= tot, "narrower"
        getoond[van, tot] += aantal
    if sum(aantallen.values()) >= 10:
        assert min(getoond.values()) >= 10
    else:
        assert len(getoond) == 1
    if min(aantallen.values()) >= 10:
        assert not wordt, "told more widely without need"


def test_rare_hours_are_told_as_those_around_them_and_nobody_else_changes():
    assert zeldzaam.wider_hours({(16, 24): 15, (12, 32): 20, (20, 30): 1, (1, 40): 30}) == {
        (20, 30): (12, 32)
    }


def met_taal(mondeling, schriftelijk, aantal, **velden):
    taal = Taal(code="nld", mondeling=mondeling, schriftelijk=schriftelijk)
    return [profiel(talen=(taal,), **velden) for _ in range(aantal)]


def niveaus():
    talen = (een.talen[0] for een in Kandidaat.objects.all())
    return Counter((taal["mondeling"], taal["schriftelijk"]) for taal in talen)


def test_a_language_that_few_command_so_is_told_without_its_level():
    lever(*met_taal("3", "2", 12), *met_taal("4", "4", 6), *met_taal("1", "1", 5))
    assert niveaus() == {("3", "2"): 12, ("", ""): 11}
    # One alone would be told by the level that misses: then the next rarest goes too.
    lever(*met_taal("3", "2", 12), *met_taal("4", "4", 14), *met_taal("1", "1", 5))
    assert niveaus() == {("4", "4"): 14, ("", ""): 17}
    lever(*met_taal("3", "2", 12), *met_taal("4", "4", 14))
    assert niveaus() == {("3", "2"): 12, ("4", "4"): 14}


def test_pages_and_programs_say_that_a_level_is_not_shown(client):
    nummer = uuid.UUID(int=1)
    apart = met_taal("4", "4", 1, id=nummer)
    lever(*apart, *met_taal("3", "2", 12), *met_taal("1", "1", 13))
    werkgever = aangemeld(client)

    assert "Niveau niet getoond" in werkgever.get(werkgever.van(nummer)).text
    (taal,) = werkgever.get(f"/api/v1{werkgever.van(nummer)}").json()["talen"]
    assert (taal["code"], taal["mondeling"], taal["schriftelijk"]) == ("nld", None, None)
    # Whoever also speaks a language at a common level is told of the other one alone.
    engels = Taal(code="eng", mondeling="1", schriftelijk="1")
    twee = replace(apart[0], talen=(*apart[0].talen, engels))
    gewoon = [replace(een, talen=(*een.talen, engels)) for een in met_taal("3", "2", 25)]
    lever(twee, *gewoon)
    assert ruimer_te_zien(twee) == ["Nederlands: niveau niet getoond"]


def test_of_the_widest_value_as_many_come_along_as_it_takes():
    lever(*(profiel(reisafstand=5) for _ in range(3)), *(profiel() for _ in range(30)))

    assert Counter(Kandidaat.objects.values_list("reisafstand", flat=True)) == {5: 10, 15: 23}
    lever(*(profiel(reisafstand=5) for _ in range(3)), *(profiel() for _ in range(12)))
    assert Counter(Kandidaat.objects.values_list("reisafstand", flat=True)) == {5: 15}


@pytest.mark.parametrize(
    ("aantallen", "wordt"),
    [
        # Of thirty, seven come along with the three; the others keep what they have.
        ({5: 3, 15: 30}, [(15, 0, 7, 5)]),
        # One comes along, and those who stand wider already are told the step between.
        ({5: 9, 15: 2, 17: 9}, [(15, 0, 1, 5), (17, 0, 9, 15)]),
        ({5: 10, 15: 10}, []),
    ],
)
def test_how_many_of_a_value_are_told_what(aantallen, wordt):
    _, kant, stappen = zeldzaam.WIDER["reisafstand"]

    gemaakt = zeldzaam.widen(aantallen, kant, stappen)

    assert [regel for regel in gemaakt if regel[1] < regel[2]] == wordt


def test_a_rare_month_becomes_a_later_one_and_nobody_is_sooner_than_true():
    dagen = {datetime.date(2021, 2, 1): 4, datetime.date(2021, 3, 1): 7, MAART.replace(month=9): 12}
    lever(
        *(profiel(beschikbaar_vanaf=dag) for dag, aantal in dagen.items() for _ in range(aantal)),
        *(profiel() for _ in range(20)),
    )

    assert Counter(Kandidaat.objects.values_list("beschikbaar_vanaf", flat=True)) == {
        None: 20,
        datetime.date(2021, 3, 1): 11,
        datetime.date(2021, 9, 1): 12,
    }


def test_who_shows_no_tasks_at_all_could_have_more_than_one():
    """Everybody has tasks: one hidden value would be that of whoever shows none."""
    kaal = profiel(id=uuid.UUID(int=1), taaksoorten=("keukenwerk",))
    gewoon = [profiel() for _ in range(20)]
    schoon = [profiel(taaksoorten=("schoonmaken",)) for _ in range(12)]

    lever(kaal, *gewoon, *schoon)
    assert zeldzaam.visible_values("AM19") & {
        ("taaksoort", "inpakken"),
        ("taaksoort", "schoonmaken"),
    } == {("taaksoort", "inpakken")}
    assert sum(not een_van(kandidaat, "taaksoort") for kandidaat in Kandidaat.objects.all()) == 13
    # Who shows another one, may have this one or not: nothing more is hidden.
    lever(profiel(taaksoorten=("keukenwerk", "inpakken")), *gewoon, *schoon)
    assert ("taaksoort", "schoonmaken") in zeldzaam.visible_values("AM19")


def test_who_shows_a_section_and_no_division_could_have_more_than_one():
    codes = CODES | {"sector": [*CODES["sector"], ("55", "Logies", "I")]}
    codes["sector"] += [("46", "Groothandel", "G")]
    lever(
        *(profiel(sectoren=("G", "46")) for _ in range(3)),
        *(profiel(sectoren=("G", "47")) for _ in range(12)),
        *(profiel(sectoren=("I", "55")) for _ in range(11)),
        *(profiel(sectoren=("I", "56")) for _ in range(11)),
        codes=codes,
    )

    zichtbaar = {code for facet, code in zeldzaam.visible_values("AM19") if facet == "sector"}
    assert zichtbaar == {"G", "I", "55", "56"}


def een_van(kandidaat, facet):
    return {code for van, code in woorden(kandidaat) if van == facet}


def test_the_pages_do_without_what_is_hidden(client):
    lever(profiel(id=uuid.UUID(int=1), opleidingsniveau="5", diploma=False))
    werkgever = aangemeld(client)
    adres = werkgever.van(uuid.UUID(int=1))

    assert "Niet getoond" in werkgever.get("/kandidaten").text
    assert "Niet getoond" in werkgever.get(adres).text
    antwoord = werkgever.get(f"/api/v1{adres}").json()
    assert (antwoord["opleidingsniveau"], antwoord["diploma"]) == (None, None)


def test_the_caseworker_hears_what_employers_do_not_see():
    apart = profiel(vaardigheden=("kassa", "heftruck"))
    lever(apart, *(profiel() for _ in range(15)))

    assert niet_te_zien(apart) == ["Vaardigheden: heftruck rijden"]


def test_the_caseworker_hears_what_employers_are_told_more_widely():
    apart = profiel(uren_min=23, uren_max=31, reisafstand=60, beschikbaar_vanaf=MAART)
    assert ruimer_te_zien(apart) == []
    lever(apart, *(profiel(diploma=n > 4) for n in range(16)))

    assert ruimer_te_zien(apart) == [
        "Uren per week: 16 tot en met 31",
        "Reisafstand: 15 km",
        "Beschikbaar: vanaf 01-04-2021",
        "Diploma: niet getoond",
    ]
    # Changed since the delivery: what is shown is old, and not wider.
    assert ruimer_te_zien(replace(apart, uren_min=5, uren_max=8, reisafstand=10)) == [
        "Beschikbaar: vanaf 01-04-2021",
        "Diploma: niet getoond",
    ]


def te_verbergen(niveaus):
    """The levels of a region that stay hidden: the rare ones, and others until they are enough."""
    weg = {wie for wie, aantal in niveaus.items() if aantal < 10}
    for wie in sorted(niveaus, key=lambda wie: (niveaus[wie], wie)):
        if weg and (len(weg) < 2 or sum(niveaus[een] for een in weg) < 10):
            weg.add(wie)
    return weg


def nog_een(profielen, aantallen, regio):
    """The skill that goes along: one alone is hidden, and somebody has nothing else to show."""
    op_rij = sorted(
        (n, code)
        for (van, facet, code), n in aantallen.items()
        if (van, facet) == (regio, "vaardigheid")
    )
    if len(op_rij) < 2 or not op_rij[0][0] < 10 <= op_rij[1][0]:
        return set()
    alleen = any(een.regio == regio and een.vaardigheden == (op_rij[0][1],) for een in profielen)
    return {(regio, "vaardigheid", op_rij[1][1])} if alleen else set()


def codes(facet):
    return st.lists(st.sampled_from([code for code, *_ in CODES[facet]]), unique=True).map(tuple)


@settings(max_examples=30)
@given(
    st.lists(
        st.builds(
            profiel,
            id=st.uuids(),
            regio=st.sampled_from(["AM19", "AM21"]),
            opleidingsniveau=st.sampled_from(["1", "2", "4"]),
            vaardigheden=codes("vaardigheid"),
            rijbewijzen=codes("rijbewijs"),
            reisafstand=st.sampled_from([5, 15, 30]),
        ),
        max_size=60,
        unique_by=lambda een: een.id,
    )
)
def test_nothing_shown_has_fewer_than_ten_and_nothing_else_is_hidden(profielen):
    codelijsten()
    ontvang(profielen, peildatum=PEILDATUM)

    aantallen = Counter()
    for een in profielen:
        aantallen.update((een.regio, "vaardigheid", code) for code in een.vaardigheden)
        aantallen.update((een.regio, "rijbewijs", code) for code in een.rijbewijzen)
        aantallen[een.regio, "opleidingsniveau", een.opleidingsniveau] += 1
    verwacht = {wie for wie, aantal in aantallen.items() if aantal >= 10}
    for regio in ("AM19", "AM21"):
        verwacht -= te_verbergen(
            {wie: n for wie, n in aantallen.items() if wie[:2] == (regio, "opleidingsniveau")}
        )
        verwacht -= nog_een(profielen, aantallen, regio)
    getoond = Counter(
        (een.regio, *woord)
        for een in Kandidaat.objects.all()
        for woord in woorden(een)
        if woord[0] in {"vaardigheid", "rijbewijs", "opleidingsniveau"}
    )
    assert getoond == {wie: aantallen[wie] for wie in verwacht}
    for een in Kandidaat.objects.all():
        zichtbaar = (een.regio, "opleidingsniveau", een.opleidingsniveau) in verwacht
        assert zichtbaar == bool(een.opleidingsniveau)
