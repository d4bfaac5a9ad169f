"""The public edition: what is not shown, what is rounded, and that no world gives itself away."""

import dataclasses
import itertools

import pytest
from hypothesis import given, strategies as st

from sonar.rapportage.disclosure.audit import PublicRelease, audit_release
from sonar.rapportage.disclosure.public_table import protect
from sonar.rapportage.disclosure.suppression import (
    THRESHOLD,
    PossibleValues,
    behind_shown,
    behind_suppressed,
    isolates,
    rounded,
    shown_value,
    sum_of_shown,
)
from sonar.rapportage.tabellen.kolommen import Kolom
from tests.sonar.cijfers.openbare_tabellen import (
    ALLEEN_EERSTE,
    GEEN,
    een_cel,
    exact,
    uitgegeven,
    werelden_per_aanblik,
)


@pytest.mark.parametrize(
    ("aantal", "getoond"),
    [(0, None), (1, None), (9, None), (10, 10), (12, 10), (13, 15), (17, 15), (18, 20), (788, 790)],
)
def test_small_numbers_are_not_shown_and_others_are_rounded_to_five(aantal, getoond):
    assert shown_value(aantal, ()) == getoond


@given(st.integers(10, 10_000))
def test_a_shown_number_is_near_and_tells_a_range_that_holds_the_real_one(aantal):
    getoond = rounded(aantal)
    laag, hoog = behind_shown(getoond)
    assert (getoond % 5, laag <= aantal <= hoog) == (0, True)
    # Exactly these numbers look like this.
    gelijk = [ander for ander in range(10, getoond + 20) if rounded(ander) == getoond]
    assert gelijk == list(range(laag, hoog + 1))


@pytest.mark.parametrize(
    ("getoond", "totaal"),
    [
        ((15, None, 20), 35),
        ((None, None), None),
        ((0, None), None),  # 'nobody' would be a guess
        ((0, 0), 0),
        ((0, 15), 15),
        ((), 0),
    ],
)
def test_a_total_is_of_what_is_shown(getoond, totaal):
    assert sum_of_shown(getoond) == totaal


def test_a_table_is_protected_cell_by_cell():
    tabel = protect(exact([(39, 9, 61, 40), (1, 15, 25, 9)], doelgroep=5636), [], GEEN)

    assert [rij.waarden for rij in tabel.rijen] == [
        (40, None, 60, 40, 140),
        (None, 15, 25, None, 40),
    ]
    assert tabel.totaal.waarden == (40, 15, 85, 40, 180)
    assert (tabel.doelgroep, tabel.percentage) == (5635, 3)


def test_a_column_that_is_a_sum_tells_no_more_than_the_columns_that_it_adds_up():
    met = Kolom("met_profiel", "met klantprofiel", "Iedereen met een profiel.", met_profiel=True)
    gewoon = exact([(39, 9, 6, 40), (1, 15, 25, 9)])
    tabel = dataclasses.replace(
        gewoon,
        kolommen=(*gewoon.kolommen, met),
        rijen=tuple(
            dataclasses.replace(rij, waarden=(*rij.waarden, rij.waarden[0] + rij.waarden[2]))
            for rij in gewoon.rijen
        ),
        totaal=dataclasses.replace(gewoon.totaal, waarden=(*gewoon.totaal.waarden, 71)),
    )

    openbaar = protect(tabel, [], GEEN)

    assert [openbaar.per_kolom(rij)["met_profiel"] for rij in openbaar.alle_rijen] == [40, 25, 65]
    assert [rij.waarden[:5] for rij in openbaar.rijen] == [
        rij.waarden for rij in protect(gewoon, [], GEEN).rijen
    ]
    assert not audit_release(PublicRelease("een", openbaar), [], GEEN).fouten


def test_a_zero_is_shown_only_where_there_can_be_nobody():
    tabel = protect(exact([(39, 0, 0, 0)]), [], frozenset({"uwv_met_profiel"}))
    assert tabel.rijen[0].waarden == (40, None, 0, None, 40)
    assert tabel.totaal.waarden == (40, None, 0, None, 40)


def test_people_where_there_can_be_nobody_are_an_error_and_no_leak():
    with pytest.raises(ValueError, match="kan niemand staan"):
        protect(exact([(39, 0, 7, 0)]), [], frozenset({"uwv_met_profiel"}))


def test_a_percentage_over_a_hundred_is_a_hundred_and_of_nothing_is_none():
    assert protect(exact([(40, 0, 0, 0)], doelgroep=38), [], GEEN).percentage == 100
    assert protect(exact([(40, 0, 0, 0)], doelgroep=4), [], GEEN).percentage is None
    assert protect(exact([(4, 0, 0, 0)], doelgroep=40), [], GEEN).percentage is None


@pytest.mark.parametrize(
    ("reeks", "getoond"),
    [
        ((10, 15), [10, None]),  # one to seven came: too precise
        ((10, 20), [10, None]),  # six to twelve
        ((10, 25), [10, 25]),  # eleven or more
        ((15, 10), [15, None]),
        ((35, 40), [35, 40]),  # one to nine: no more than 'not shown' tells
        ((12, 10), [10, 10]),  # perhaps nobody
        ((10, 15, 15), [10, None, None]),
        ((10, 3, 15), [10, None, None]),  # also beside an older one
        ((10, 15, 30), [10, None, 30]),
    ],
)
def test_a_difference_of_quarters_that_isolates_a_small_group_is_not_there(reeks, getoond):
    tabellen = uitgegeven(een_cel(reeks))
    assert [tabel.rijen[0].waarden[0] for tabel in tabellen] == getoond


@given(st.lists(st.integers(0, 60), max_size=4))
def test_what_hiding_tells_is_every_number_that_would_be_hidden(reeks):
    toen = [behind_shown(g) for g in (shown_value(aantal, ()) for aantal in reeks) if g is not None]
    verborgen = [aantal for aantal in range(200) if shown_value(aantal, toen) is None]
    assert list(behind_suppressed(toen)) == verborgen


@given(st.integers(0, 300), st.integers(0, 300))
def test_numbers_published_to_the_letter_hide_their_neighbours(letterlijk, aantal):
    toen = [(letterlijk, letterlijk)]
    assert (aantal in behind_suppressed(toen)) == (shown_value(aantal, toen) is None)
    getoond = shown_value(aantal, toen)
    if getoond is not None:
        assert not isolates(toen[0], behind_shown(getoond))


@given(st.sets(st.integers(0, 40), min_size=1))
def test_a_range_is_its_values(waarden):
    bereik = PossibleValues.van([(waarde, waarde) for waarde in waarden])
    assert list(bereik) == sorted(waarden)
    assert bereik.aantal == len(waarden)
    assert (bereik.laagste, bereik.hoogste) == (min(waarden), max(waarden))


# --- every world: the oracle that shares nothing with the audit ---


def verschil_is_veilig(verschillen):
    """What nobody may learn of two quarters: that certainly somebody, perhaps fewer than ten."""
    if 0 in verschillen or (min(verschillen) < 0 < max(verschillen)):
        return True
    return min(map(abs, verschillen)) >= THRESHOLD or len(verschillen) >= 9


def controleer_alle_werelden(reeksen, hoogste):
    """Publish every series of one figure; look at all worlds behind each view."""

    def publiceer(reeks):
        return uitgegeven(een_cel(reeks), ALLEEN_EERSTE)

    aanblikken = werelden_per_aanblik(reeksen, publiceer)
    for werelden in aanblikken.values():
        tabellen = publiceer(werelden[0])
        openbaar = [PublicRelease(str(nummer), tabel) for nummer, tabel in enumerate(tabellen)]
        audit = audit_release(openbaar[-1], openbaar[:-1], ALLEEN_EERSTE)
        assert not audit.fouten
        van_audit = {int(b.kenmerk): b for b in audit.beschermd}
        for plaats in range(len(tabellen)):
            mogelijk = {wereld[plaats] for wereld in werelden}
            if tabellen[plaats].rijen[0].waarden[0] is None:
                b = van_audit[plaats]
                assert len(mogelijk) >= 9
                assert b.hoogste < hoogste  # otherwise the worlds tried are too few
                assert (b.laagste, b.hoogste) == (min(mogelijk), max(mogelijk))
                assert b.mogelijk == len(mogelijk)
        for eerder, later in itertools.combinations(range(len(tabellen)), 2):
            assert verschil_is_veilig({wereld[later] - wereld[eerder] for wereld in werelden})


def test_of_every_world_of_two_quarters_nothing_small_can_be_told():
    controleer_alle_werelden(list(itertools.product(range(48), repeat=2)), 48)


def test_of_every_world_of_three_quarters_nothing_small_can_be_told():
    controleer_alle_werelden(list(itertools.product(range(33), repeat=3)), 33)


def test_two_gemeenten_do_not_help_each_other_out():
    """With their totals: every world of two cells, against the cell alone."""

    def publiceer(paar):
        return [protect(exact([(paar[0], 0, 0, 0), (paar[1], 0, 0, 0)]), [], ALLEEN_EERSTE)]

    for werelden in werelden_per_aanblik(
        itertools.product(range(25), repeat=2), publiceer
    ).values():
        tabel = publiceer(werelden[0])[0]
        for plaats, rij in enumerate(tabel.rijen):
            if rij.waarden[0] is None:
                assert {wereld[plaats] for wereld in werelden} == set(range(10))


@given(
    st.lists(
        st.lists(st.tuples(*[st.integers(0, 60)] * 4), min_size=3, max_size=3),
        min_size=1,
        max_size=4,
    )
)
def test_whatever_the_tables_the_audit_passes_what_the_rule_made(reeks):
    tabellen = uitgegeven([exact(rijen) for rijen in reeks])
    openbaar = [PublicRelease(str(nummer), tabel) for nummer, tabel in enumerate(tabellen)]
    for nummer, nieuw in enumerate(openbaar):
        gevonden = audit_release(nieuw, openbaar[:nummer], GEEN)
        assert gevonden.fouten == ()
        assert all(b.mogelijk >= 9 for b in gevonden.beschermd)
