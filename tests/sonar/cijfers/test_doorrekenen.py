"""The audit finds what gives people away: planted tables, against an oracle that tries all."""

import dataclasses
import itertools
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given, settings, strategies as st

from sonar.rapportage.disclosure.audit import PublicRelease, audit_release, to_report
from sonar.rapportage.disclosure.feasible import Equation, EquationSystem, InfeasibleError
from sonar.rapportage.disclosure.public_table import protect
from sonar.rapportage.disclosure.suppression import PossibleValues
from sonar.rapportage.tabellen.tabel import Editie
from tests.sonar.cijfers.openbare_tabellen import ALLEEN_EERSTE, GEEN, KWARTALEN, een_cel, exact


ROOT = Path(__file__).resolve().parents[3]


def beschermd(rijen, **anders):
    return protect(exact(rijen, **anders), [], GEEN)


def fouten(tabel, eerder=(), structureel=GEEN):
    eerdere = [PublicRelease(f"eerder-{nummer}", toen) for nummer, toen in enumerate(eerder)]
    return audit_release(PublicRelease("nieuw", tabel), eerdere, structureel).fouten


def met_cel(tabel, rij, kolom, waarde):
    """The table with one value put in its place, whatever the totals say."""
    rijen = list(tabel.rijen)
    waarden = list(rijen[rij].waarden)
    waarden[kolom] = waarde
    rijen[rij] = dataclasses.replace(rijen[rij], waarden=tuple(waarden))
    return dataclasses.replace(tabel, rijen=tuple(rijen))


def met_totaal(tabel, kolom, waarde):
    waarden = list(tabel.totaal.waarden)
    waarden[kolom] = waarde
    return dataclasses.replace(tabel, totaal=dataclasses.replace(tabel.totaal, waarden=(*waarden,)))


# --- planted: each of these tells too much, and the audit says so ---

RIJEN = [(40, 4, 60, 20), (50, 30, 70, 25)]


def test_a_table_as_the_rule_makes_it_passes():
    assert fouten(beschermd(RIJEN)) == ()


def test_an_exact_row_total_betrays_the_cell_that_is_not_shown():
    # 40 + ? + 60 + 20 = 124: what is shown may be 2 off each, so 0 to 10 remains; 114 does not fit.
    (fout,) = [f for f in fouten(met_cel(beschermd(RIJEN), 0, 4, 115)) if "herleiden" in f]
    assert "GM0001 gemeente_zonder_profiel" in fout
    assert "tot 2 mogelijke waarden (0 tot en met 1)" in fout


def test_an_exact_column_total_betrays_the_cell_that_is_not_shown():
    assert any("herleiden" in f for f in fouten(met_totaal(beschermd(RIJEN), 1, 40)))


def test_an_exact_grand_total_betrays_the_cell_that_is_not_shown():
    assert any("herleiden" in f for f in fouten(met_totaal(beschermd(RIJEN), 4, 285)))


def test_totals_that_contradict_the_cells_are_found():
    assert any("spreken elkaar tegen" in f for f in fouten(met_cel(beschermd(RIJEN), 0, 4, 900)))


@pytest.mark.parametrize("waarde", [1, 5, 9])
def test_a_small_number_that_is_shown_is_found(waarde):
    assert fouten(met_cel(beschermd(RIJEN), 0, 1, waarde))
    # Also when the totals are in on it.
    tabel = exact([(40, waarde, 60, 20)], editie=Editie.OPENBAAR)
    assert any(f"tot 1 mogelijke waarden ({waarde} tot" in f for f in fouten(tabel))


def test_a_zero_that_is_shown_where_there_can_be_people_is_found():
    tabel = met_cel(beschermd([(40, 0, 60, 20)]), 0, 1, 0)
    assert any("tot 1 mogelijke waarden (0 tot en met 0)" in f for f in fouten(tabel))
    kolom = frozenset({"gemeente_zonder_profiel"})
    assert fouten(protect(exact([(40, 0, 60, 20)]), [], kolom), structureel=kolom) == ()


def test_a_number_that_is_not_rounded_is_found():
    assert any("niet afgerond" in f for f in fouten(met_cel(beschermd(RIJEN), 0, 0, 41)))


def test_a_percentage_of_the_exact_figures_is_found():
    tabel = dataclasses.replace(beschermd(RIJEN), percentage=77)
    assert any("percentage" in f for f in fouten(tabel))


def test_a_column_that_must_be_empty_and_is_not_is_found():
    assert any("niemand staan" in f for f in fouten(beschermd(RIJEN), structureel=ALLEEN_EERSTE))


def test_two_quarters_that_isolate_a_small_group_are_found():
    eerst, dan = (protect(tabel, [], GEEN) for tabel in een_cel([10, 15]))  # as if unrelated
    gezegd = "nieuw naast eerder-0, GM0001 gemeente_met_profiel: het verschil van 1 tot en met 7 "
    assert fouten(dan, [eerst])[0].startswith(gezegd)


def test_two_exact_totals_that_isolate_a_small_group_are_found():
    """No cell is narrowed, but between the two totals exactly three people came."""
    eerst = met_totaal(beschermd([(40, 50, 60, 70), (30, 30, 30, 30)]), 4, 341)
    dan = met_totaal(beschermd([(40, 50, 60, 70), (30, 30, 30, 30)]), 4, 344)
    assert any("AM19 totaal: het verschil van 3 tot en met 3" in f for f in fouten(dan, [eerst]))


def test_a_quarter_that_is_public_to_the_letter_cannot_be_protected():
    letterlijk = exact(RIJEN, editie=Editie.LETTERLIJK)
    tabel = protect(exact(RIJEN), [letterlijk], GEEN)
    assert any("tot 1 mogelijke waarden (4 tot en met 4)" in f for f in fouten(tabel, [letterlijk]))


def test_a_later_quarter_beside_one_that_is_public_to_the_letter_can_be_protected():
    letterlijk = exact(RIJEN, editie=Editie.LETTERLIJK)
    later = exact([(44, 5, 60, 90), (50, 30, 95, 25)], KWARTALEN[1])
    tabel = protect(later, [letterlijk], GEEN)
    assert fouten(tabel, [letterlijk]) == ()
    # 44 beside an exact 40 would be three to seven more; 95 beside 70 is enough.
    assert tabel.rijen[0].waarden[:4] == (None, None, 60, 90)
    assert tabel.rijen[1].waarden[:4] == (50, 30, 95, 25)


# --- the report ---


def test_the_report_says_of_every_hidden_figure_what_can_be_known():
    eerst, dan = een_cel([10, 15])
    openbaar = [PublicRelease("een", protect(eerst, [], ALLEEN_EERSTE))]
    openbaar.append(PublicRelease("twee", protect(dan, [openbaar[0].tabel], ALLEEN_EERSTE)))
    verslag = json.loads(to_report(audit_release(openbaar[1], openbaar[:1], ALLEEN_EERSTE)))

    assert (verslag["uitkomst"], verslag["samenMet"], verslag["fouten"]) == (
        "geslaagd",
        ["een"],
        [],
    )
    # A region of one gemeente: 4 figures, the doelgroep, a row, 4 columns and the total.
    assert verslag["nagerekendeVerschillen"] == 4 + 1 + 1 + 4 + 1
    assert verslag["nietGetoond"] == [
        {
            "uitgave": "twee",
            "code": "GM0001",
            "kolom": "gemeente_met_profiel",
            "laagste": 0,
            "hoogste": 22,
            "mogelijkeWaarden": 20,  # 0 to 9 and 13 to 22
        }
    ]


@given(st.integers(0, 9), st.integers(0, 9))
def test_the_report_tells_nothing_of_the_exact_figures(een, ander):
    def verslag(aantal):
        tabel = beschermd([(40, aantal, 60, 20)])
        return to_report(audit_release(PublicRelease("uitgave", tabel), [], GEEN))

    assert verslag(een) == verslag(ander)


VERSLAG = """
from sonar.rapportage.disclosure.audit import PublicRelease, to_report, audit_release
from sonar.rapportage.disclosure.public_table import protect
from tests.sonar.cijfers.openbare_tabellen import GEEN, exact
from tests.sonar.cijfers.test_doorrekenen import RIJEN, met_totaal
eerst = protect(exact(RIJEN), [], GEEN)
dan = met_totaal(protect(exact(RIJEN[::-1]), [eerst], GEEN), 1, 40)
print(to_report(audit_release(PublicRelease("b", dan), [PublicRelease("a", eerst)], GEEN)).decode())
"""


def test_the_report_is_the_same_on_another_machine():
    def daar(**omgeving):
        klaar = subprocess.run(  # noqa: S603
            [sys.executable, "-W", "ignore", "-c", f"import django\ndjango.setup()\n{VERSLAG}"],
            check=True,
            cwd=ROOT,
            capture_output=True,
            text=True,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", **omgeving},
        )
        return klaar.stdout

    een = daar(TZ="Europe/Amsterdam", LC_ALL="C.UTF-8", PYTHONHASHSEED="1")
    assert '"uitkomst": "niet geslaagd"' in een
    assert een == daar(TZ="Pacific/Auckland", LC_ALL="C", PYTHONHASHSEED="2")


# --- the solver, against trying every world ---


def alle_werelden(bereiken, vergelijkingen):
    for waarden in itertools.product(*bereiken.values()):
        wereld = dict(zip(bereiken, waarden, strict=True))
        if all(
            sum(keer * wereld[naam] for naam, keer in v.termen.items()) == v.uitkomst
            for v in vergelijkingen
        ):
            yield wereld


BEREIK = st.sets(st.integers(0, 12), min_size=1, max_size=6).map(
    lambda waarden: PossibleValues.van([(waarde, waarde) for waarde in waarden])
)
VERGELIJKING = st.builds(
    Equation,
    st.dictionaries(st.sampled_from("abcd"), st.sampled_from([-1, 1]), min_size=1),
    st.integers(-5, 25),
)


@settings(max_examples=150)
@given(
    st.fixed_dictionaries(dict.fromkeys("abcd", BEREIK)),
    st.lists(VERGELIJKING, max_size=3),
    st.dictionaries(st.sampled_from("abcd"), st.sampled_from([-1, 1, 2]), min_size=1),
)
# No world, and the solver trips over it while it simplifies.
@example(
    {naam: PossibleValues.van([(een, een) for een in waarden])
     for naam, waarden in {"a": (0, 8), "b": (3, 5, 8), "c": (0,), "d": (0,)}.items()},
    [Equation({"a": 1, "b": 1}, 12)],
    {"a": 1},
)  # fmt: skip
def test_the_solver_finds_what_trying_every_world_finds(bereiken, vergelijkingen, termen):
    stelsel = EquationSystem(bereiken, vergelijkingen)
    werelden = list(alle_werelden(bereiken, vergelijkingen))
    alle = dict.fromkeys("abcd", 1)
    if not werelden:
        with pytest.raises(InfeasibleError):
            stelsel.uitersten(alle)
        return
    sommen = [sum(keer * w[naam] for naam, keer in termen.items()) for w in werelden]
    assert stelsel.uitersten(termen) == (min(sommen), max(sommen))
    for naam in "abcd":
        assert stelsel.aantal_mogelijk(naam, genoeg=99) == len({w[naam] for w in werelden})


@settings(max_examples=60)
@given(
    st.tuples(*[st.integers(0, 14)] * 2),
    st.tuples(*[st.integers(0, 14)] * 2),
)
def test_with_exact_totals_planted_the_audit_finds_what_every_world_tells(een, twee):
    """Two gemeenten, two columns, every total exact: what can be known of each hidden cell?"""
    kolommen = frozenset({"uwv_met_profiel", "uwv_zonder_profiel"})
    rijen = [(*een, 0, 0), (*twee, 0, 0)]
    echt = exact(rijen)
    tabel = protect(echt, [], kolommen)
    for nummer, rij in enumerate(echt.rijen):
        tabel = met_cel(tabel, nummer, 4, rij.waarden[4])
    tabel = dataclasses.replace(tabel, totaal=echt.totaal)
    getoond = [waarde for rij in tabel.rijen for waarde in rij.waarden[:2]]

    # By trying: a total that is also the sum of what is shown tells nothing by itself.
    sommen = [(0, 1), (2, 3), (0, 2), (1, 3), (0, 1, 2, 3)]
    gezegd = [sum((*een, *twee)[p] for p in plekken) for plekken in sommen]
    telt = [
        (plekken, totaal)
        for plekken, totaal in zip(sommen, gezegd, strict=True)
        if totaal != sum(getoond[p] or 0 for p in plekken)
        or (totaal == 0 and any(getoond[p] is None for p in plekken))
    ]
    kan = [range(10) if g is None else range(max(10, g - 2), g + 3) for g in getoond]
    werelden = [
        wereld
        for wereld in itertools.product(*kan)
        if all(sum(wereld[p] for p in plekken) == totaal for plekken, totaal in telt)
    ]
    te_krap = sum(
        len({wereld[p] for wereld in werelden}) < 9 for p in range(4) if getoond[p] is None
    )
    gevonden = [f for f in fouten(tabel, structureel=kolommen) if "herleiden" in f]
    assert len(gevonden) == te_krap
