"""What the pages of docs/ and the README point at is there."""

import re
from pathlib import Path

import pytest


ROOT = Path(__file__).resolve().parent.parent
PAGINAS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
MAPPEN = ("benchmarks", "config", "docs", "fixtures", "kandidatenverkenner", "sonar", "tests")


@pytest.mark.parametrize("pagina", PAGINAS, ids=lambda pagina: pagina.name)
def test_a_link_leads_somewhere(pagina):
    links = re.findall(r"\]\((?!https?:)([^)#]*)(?:#[^)]*)?\)", pagina.read_text(encoding="utf-8"))

    assert [link for link in links if not (pagina.parent / link).exists()] == []


@pytest.mark.parametrize("pagina", PAGINAS, ids=lambda pagina: pagina.name)
def test_a_file_that_is_named_is_there(pagina):
    stukken = re.findall(r"`([^`\n]+)`", pagina.read_text(encoding="utf-8"))
    genoemd = {woord.split("::")[0].rstrip(",;:.") for stuk in stukken for woord in stuk.split()}
    paden = {woord for woord in genoemd if re.fullmatch(rf"(?:{'|'.join(MAPPEN)})/[\w./-]+", woord)}
    modules = {woord for woord in genoemd if re.fullmatch(r"[\w/-]+\.py", woord)} - paden
    bestaand = {pad.name for map_ in MAPPEN for pad in (ROOT / map_).rglob("*.py")} | {"manage.py"}

    assert [pad for pad in sorted(paden) if not (ROOT / pad).exists()] == []
    assert [naam for naam in sorted(modules) if Path(naam).name not in bestaand] == []
