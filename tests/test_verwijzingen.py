"""The files, modules, anchors and decision records that our pages link to exist."""

import re
from pathlib import Path

import pytest


ROOT = Path(__file__).resolve().parent.parent
RECORDS = sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))
PAGINAS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
MAPPEN = (
    "benchmarks", "config", "docs", "fixtures", "kandidatenverkenner", "simulatie", "sonar",
    "tests",
)  # fmt: skip


def naam(pad):
    return str(pad.relative_to(ROOT))


def tekst(pad):
    return pad.read_text(encoding="utf-8")


def ankers(pad):
    """The headings of a page, as a link names them, and the anchors written into it."""
    koppen = re.findall(r"^#+ (.*)$", tekst(pad), re.MULTILINE)
    vanzelf = {re.sub(r"[^\w -]", "", kop).strip().lower().replace(" ", "-") for kop in koppen}
    return vanzelf | set(re.findall(r'<a id="([^"]+)">', tekst(pad)))


@pytest.mark.parametrize("pagina", PAGINAS, ids=naam)
def test_a_link_leads_somewhere(pagina):
    links = re.findall(r"\]\((?!https?:)([^)#]*)(?:#[^)]*)?\)", tekst(pagina))

    assert [link for link in links if not (pagina.parent / link).exists()] == []


@pytest.mark.parametrize("pagina", PAGINAS, ids=naam)
def test_a_link_to_a_part_of_a_page_finds_that_part(pagina):
    links = re.findall(r"\]\((?!https?:)([^)#]*)#([^)]+)\)", tekst(pagina))
    doelen = [((pagina.parent / pad) if pad else pagina, anker) for pad, anker in links]

    assert [anker for doel, anker in doelen if anker not in ankers(doel)] == []


@pytest.mark.parametrize("pagina", PAGINAS, ids=naam)
def test_a_file_that_is_named_is_there(pagina):
    stukken = re.findall(r"`([^`\n]+)`", tekst(pagina))
    genoemd = {woord.split("::")[0].rstrip(",;:.") for stuk in stukken for woord in stuk.split()}
    paden = {woord for woord in genoemd if re.fullmatch(rf"(?:{'|'.join(MAPPEN)})/[\w./-]+", woord)}
    bestanden = {woord for woord in genoemd if re.fullmatch(r"[\w/-]+\.(?:py|sql)", woord)} - paden
    bestaand = {
        pad.name
        for map_ in MAPPEN
        for soort in ("py", "sql")
        for pad in (ROOT / map_).rglob(f"*.{soort}")
    } | {"manage.py"}

    assert [pad for pad in sorted(paden) if not (ROOT / pad).exists()] == []
    assert [pad for pad in sorted(bestanden) if Path(pad).name not in bestaand] == []


def test_decision_records_are_numbered_without_a_gap_and_all_in_the_index():
    index = tekst(ROOT / "docs" / "adr" / "README.md")
    rijen = re.findall(
        r"^\| \[(\d{4})\]\(([^)]+)\) \| (.*?) \| (.*?) \| (.*?) \|$", index, re.MULTILINE
    )

    assert [int(pad.name[:4]) for pad in RECORDS] == list(range(1, len(RECORDS) + 1))
    assert [(nummer, bestand) for nummer, bestand, *_ in rijen] == [
        (pad.name[:4], pad.name) for pad in RECORDS
    ]
    for (nummer, _, titel, stand, datum), pad in zip(rijen, RECORDS, strict=True):
        assert tekst(pad).startswith(
            f"# {int(nummer)}. {titel}\n\n- Status: {stand}\n- Date: {datum}"
        ), pad.name


@pytest.mark.parametrize("record", RECORDS, ids=naam)
def test_a_decision_record_says_what_was_refused(record):
    delen = re.split(r"^## (.*)$", tekst(record), flags=re.MULTILINE)[1:]

    assert delen[::2] == ["Context", "Decision", "Consequences", "Refused"]
    assert all(deel.strip() for deel in delen[1::2])


def test_every_decision_has_one_place_and_no_number_is_lost():
    nummers = [
        int(nummer) for nummer in re.findall(r'<a id="d(\d+)">', tekst(ROOT / "docs/decisions.md"))
    ]

    assert sorted(nummers) == list(range(1, len(nummers) + 1))
    assert len(nummers) >= 211  # what stood in the list from before there were numbers
