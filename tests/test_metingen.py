"""The machinery that measures: nothing is forgotten, no failure stops the rest, no page is old."""

import argparse
import re
import sys
from pathlib import Path

import pytest

from benchmarks import alles, schalen
from benchmarks.prestaties import bladzijde, lijst
from benchmarks.prestaties.lijst import DOELEN, METINGEN, OMGEVINGEN, Doel, Meting


ROOT = Path(__file__).resolve().parent.parent
PAGINA = ROOT / "docs" / "prestaties.md"
# No measurements: what others are made of, or what computes.
GEREEDSCHAP = {
    "alles.py", "meetdatabase.py", "meetsite.py", "schalen.py", "waarop.py", "zoekproef.py",
    "zoekwerker.py", "zoekwerkers.py",
}  # fmt: skip


def test_every_benchmark_is_run_and_every_goal_has_one():
    namen = [meting.naam for meting in METINGEN]
    programmas = {pad.name for pad in (ROOT / "benchmarks").glob("*.py")} - GEREEDSCHAP

    assert len(set(namen)) == len(namen)
    assert programmas <= {meting.vol.split()[0] for meting in METINGEN}
    assert {meting.vol.split()[0] for meting in METINGEN} == {
        meting.klein.split()[0] for meting in METINGEN
    }
    assert {meting.omgeving for meting in METINGEN} <= set(OMGEVINGEN)
    assert {doel.meting for doel in DOELEN} <= set(namen)
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
    """Three measurements that need no database: one falls, one hangs, one measures."""
    code = {
        "valt": "import sys; print('p50 9 ms'); sys.exit('stroom weg')",
        "hangt": "import time; print('nog niets', flush=True); time.sleep(60)",
        "meet": "print('p50 3 ms'); print('nanobind: leaked 15 types!')",
    }
    for naam, tekst in code.items():
        (tmp_path / f"{naam}.py").write_text(tekst)
    metingen = [
        Meting(naam, "geen", f"-m {naam}", f"-m {naam}", 0.02 if naam == "hangt" else 1)
        for naam in code
    ]
    doelen = [Doel(6, naam, naam, r"p50 (\d+)", 5) for naam in code]
    for module in (alles, bladzijde, lijst):
        monkeypatch.setattr(module, "METINGEN", metingen, raising=False)
    monkeypatch.setattr(bladzijde, "DOELEN", doelen)
    monkeypatch.setattr(alles, "GENADE", 1)
    monkeypatch.setattr(alles, "PAGINA", tmp_path / "prestaties.md")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return tmp_path


def keuzes(**anders):
    standaard = {"klein": False, "alleen": None, "minuten": 5.0}
    return argparse.Namespace(**standaard | anders)


def test_what_fails_or_hangs_is_told_and_the_rest_goes_on(paar):
    alles.meet_alles(keuzes(), paar)

    tekst = (paar / "prestaties.md").read_text()
    assert "Afloop: fout, code 1" in tekst
    assert "stroom weg" in tekst
    assert "Afloop: afgebroken: het duurde te lang" in tekst
    assert "nog niets" in tekst
    assert "nanobind" not in tekst
    assert "| 6 | meet | ≤ 5 ms | 3 ms | ja |" in tekst
    assert "| 6 | valt | ≤ 5 ms | 9 ms | **nee** |" in tekst
    assert "| 6 | hangt | ≤ 5 ms | niet gemeten |  |" in tekst


def test_what_is_not_measured_again_stays(paar):
    alles.meet_alles(keuzes(alleen=["valt"]), paar)
    (paar / "meet.py").write_text("print('p50 4 ms')")
    alles.meet_alles(keuzes(alleen=["meet"]), paar)

    per_meting = bladzijde.blokken((paar / "prestaties.md").read_text())
    assert set(per_meting) == {"valt", "meet"}
    assert "stroom weg" in per_meting["valt"]
    assert "p50 4 ms" in per_meting["meet"]
    alles.meet_alles(keuzes(minuten=0.1), paar)
    assert bladzijde.blokken((paar / "prestaties.md").read_text()) == per_meting


def test_without_its_database_a_measurement_is_not_done(paar, monkeypatch):
    monkeypatch.setitem(OMGEVINGEN, "geen", "valt.py")
    monkeypatch.setattr(alles, "WORTEL", paar)

    alles.meet_alles(keuzes(alleen=["meet"]), paar)

    tekst = (paar / "prestaties.md").read_text()
    assert "Niet gemeten: voorbereiden lukte niet." in tekst
    assert "stroom weg" in tekst
    assert "p50 3" not in tekst


def test_the_page_of_figures_is_that_of_its_measurements():
    tekst = PAGINA.read_text(encoding="utf-8")

    assert tekst == bladzijde.bladzijde(bladzijde.blokken(tekst))


def test_the_page_on_growing_is_computed_from_its_inputs():
    pagina = schalen.PAGINA.read_text(encoding="utf-8")

    assert schalen.lees(pagina).keys() == {"m", "M", "w0", "w1", "r", "k", "v", "d"}
    assert schalen.maak(pagina, {}) == pagina
    anders = schalen.maak(pagina, {"w0": 1.0, "w1": 2.0, "m": 100.0})
    assert "| 1 + 2 *n* |" in anders
    assert "| 1 (11 ms) | 2 (51 ms) | 11 (92 ms) |" in anders
    assert "| 0,5 GB | 5,0 GB | 50,0 GB |" in anders


def test_inputs_are_read_from_the_output_of_the_benchmark():
    waarden = schalen.uit_metingen(
        "<!-- begin replicas -->\n"
        "vullen door de deur: 25,000 profielen in 5.0 s, 5,000 rijen/s; tabel en indexen 900 bytes "
        "een profiel\n"
        "index: gelezen van een replica in 0.5 s, blijvend 5.0 MiB (120 bytes een profiel), "
        "piek 10 MiB\n"
        "1 lezer, 1 replica: 75 zoekvragen/s (1.00x), n=300 p50 1.00 p95 2.00 p99 3.00 ms; "
        "processor per vraag: lezer 3.30 ms, servers een 0.10, twee 1.20, drie 0.00 ms\n"
        "<!-- eind replicas -->"
    )

    assert waarden == {"m": 120, "M": 419, "k": 50_000, "v": 5_000, "d": 900, "r": 1.2}


def test_the_time_of_a_search_is_a_line_through_two_sizes():
    blokken = "".join(
        f"<!-- begin {naam} -->\ngeheugen   n=300  p50 1.00 ms  CPU   {ms} + PG   0.40 ms\n"
        f"<!-- eind {naam} -->"
        for naam, ms in (("replicas", "9"), ("zoeken-500", "2.00"), ("zoeken-5000", "11.00"))
    )

    assert schalen.uit_metingen(blokken) == {"w0": 1.0, "w1": 2.0}


def test_the_command_is_the_one_that_is_written_down():
    meting = Meting("x", "geen", "tellen.py 500000", "tellen.py 20", 1)

    assert alles.opdracht_van(meting, klein=True) == [sys.executable, "benchmarks/tellen.py", "20"]
