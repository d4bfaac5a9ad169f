"""The machinery that measures: nothing is forgotten, no failure stops the rest, no page is old."""

import argparse
import re
from pathlib import Path

import pytest

from benchmarks.runner import goals, report, run
from benchmarks.runner.goals import DOELEN, METINGEN, OMGEVINGEN, Doel, Meting


ROOT = Path(__file__).resolve().parent.parent
PAGINA = ROOT / "docs" / "prestaties.md"
# No measurement: the processes that benchmarks.search starts.
GEREEDSCHAP = {"__init__.py", "search_workers.py"}


def test_every_benchmark_is_run_and_every_goal_has_one():
    namen = [meting.naam for meting in METINGEN]
    programmas = {f"benchmarks.{pad.stem}" for pad in (ROOT / "benchmarks").glob("*.py")
                  if pad.name not in GEREEDSCHAP}  # fmt: skip
    vol, klein = ({getattr(een, maat).split()[0] for een in METINGEN} for maat in ("vol", "klein"))

    assert len(set(namen)) == len(namen)
    assert vol == klein == programmas | {"tests.attacks", "tests.replication.run"}
    assert {meting.omgeving for meting in METINGEN} <= set(OMGEVINGEN)
    assert {doel.meting for doel in DOELEN} <= set(namen)
    assert len({doel.wat for doel in DOELEN}) == len(DOELEN)
    assert all(re.compile(doel.patroon).groups == 1 for doel in DOELEN)
    assert {doel.issue for doel in DOELEN} == {3, 4, 5, 6}


@pytest.mark.parametrize(
    ("patroon", "uitvoer", "grens", "gemeten", "gehaald"),
    [
        (r"tel: ([\d.,]+) ms", "tel: 1,234.5 ms\ntel: 7 ms", {"hoogstens": 1_000}, 1234.5, False),
        (r"([\d.,]+)/s", "401.5/s en 399.0/s", {"minstens": 400}, 399, False),
        (r"([\d.,]+)/s", "401.5/s", {"minstens": 400}, 401.5, True),
        (r"([\d.,]+)/s", "niets", {"hoogstens": 1}, None, None),
    ],
)
def test_of_several_figures_the_worst_counts(patroon, uitvoer, grens, gemeten, gehaald):
    doel = Doel(6, "iets", "x", patroon, **grens)

    assert doel.gemeten(uitvoer) == gemeten
    assert gemeten is None or doel.gehaald(gemeten) == gehaald


@pytest.fixture
def paar(monkeypatch, tmp_path):
    """Three measurements that need no database: one fails, one hangs, one measures."""
    code = {
        "valt": "import sys; print('p50 9 ms'); sys.exit('stroom weg')",
        "hangt": "import time; print('nog niets', flush=True); time.sleep(60)",
        "meet": "print('p50 3 ms'); print('nanobind: leaked 15 types!')",
    }
    for naam, tekst in code.items():
        (tmp_path / f"{naam}.py").write_text(tekst)
    metingen = [Meting(naam, "geen", naam, naam, 0.02 if naam == "hangt" else 1) for naam in code]
    doelen = [Doel(6, naam, naam, r"p50 (\d+)", 5) for naam in code]
    for module in (run, report, goals):
        monkeypatch.setattr(module, "METINGEN", metingen, raising=False)
    monkeypatch.setattr(report, "DOELEN", doelen)
    monkeypatch.setattr(run, "GENADE", 1)
    monkeypatch.setattr(run, "PAGINA", tmp_path / "prestaties.md")
    monkeypatch.setattr(run, "UITVOER", tmp_path / "uitvoer")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return tmp_path


def keuzes(**anders):
    standaard = {"klein": False, "alleen": None, "minuten": 5.0}
    return argparse.Namespace(**standaard | anders)


def test_what_fails_or_hangs_is_told_and_the_rest_goes_on(paar):
    run.meet_alles(keuzes(), paar)

    tekst = (paar / "prestaties.md").read_text()
    assert "stroom weg" in (paar / "uitvoer" / "valt.txt").read_text()
    assert "nog niets" in (paar / "uitvoer" / "hangt.txt").read_text()
    assert "nanobind" not in (paar / "uitvoer" / "meet.txt").read_text()
    assert "| 6 | meet | ≤ 5 ms | 3 ms | ja | meet |" in tekst
    assert "| 6 | valt | ≤ 5 ms | 9 ms | **nee** | valt |" in tekst
    assert "fout, code 1" in tekst
    assert "| 6 | hangt | ≤ 5 ms | niet gemeten |  | hangt |" in tekst
    assert "afgebroken: het duurde te lang" in tekst


def test_what_is_not_measured_again_stays(paar):
    run.meet_alles(keuzes(alleen=["valt"]), paar)
    (paar / "meet.py").write_text("print('p50 4 ms')")
    run.meet_alles(keuzes(alleen=["meet"]), paar)

    per_doel = report.rijen((paar / "prestaties.md").read_text())
    assert "9 ms" in per_doel["valt"]
    assert "4 ms" in per_doel["meet"]
    run.meet_alles(keuzes(minuten=0.1), paar)
    assert report.rijen((paar / "prestaties.md").read_text()) == per_doel


def test_without_its_database_a_measurement_is_not_done(paar, monkeypatch):
    monkeypatch.setitem(OMGEVINGEN, "geen", "valt.py")
    monkeypatch.setattr(run, "WORTEL", paar)

    run.meet_alles(keuzes(alleen=["meet"]), paar)

    assert "niet gemeten: voorbereiden lukte niet" in (paar / "prestaties.md").read_text()
    uitvoer = (paar / "uitvoer" / "meet.txt").read_text()
    assert "stroom weg" in uitvoer
    assert "p50 3" not in uitvoer


def test_the_page_of_figures_has_a_row_for_every_goal_and_no_other():
    tekst = PAGINA.read_text(encoding="utf-8")

    assert tekst == report.bladzijde(report.rijen(tekst))


def test_the_command_is_the_one_that_is_written_down():
    meting = Meting("x", "geen", "benchmarks.counting 500000", "benchmarks.counting 20", 1)

    assert run.opdracht_van(meting, klein=True)[1:] == ["-m", "benchmarks.counting", "20"]
