"""docs/prestaties.md: every goal beside its last figure, and where that figure came from.

A row stays until its measurement runs again.
"""

import re

from benchmarks.runner.goals import DOELEN, Doel, nl


KOP = """# Wat is gemeten

Gemaakt door `python -m benchmarks.runner.run`; niet met de hand veranderen. Een meting alleen doet
u zo: `python -m benchmarks.runner.run --alleen NAAM`. Vooraf: `make lint`, dat alles installeert.
Wat een meting letterlijk zei, staat daarna in `var/metingen/`.

| issue | wat | doel | gemeten | gehaald | meting | waar en wanneer |
|--:|---|--:|--:|---|---|---|
"""
RIJ = re.compile(r"^\| \d+ \| (.*?) \| .*$", re.MULTILINE)
NIET_GEMETEN = "niet gemeten"


def rijen(bladzijde: str) -> dict[str, str]:
    """The rows of the page, by what they measure."""
    return {gevonden[1]: gevonden[0] for gevonden in RIJ.finditer(bladzijde)}


def gemeten_rijen(meting: str, uitvoer: str, waar: str) -> dict[str, str]:
    """The rows of one measurement, from what it printed."""
    return {
        doel.wat: _rij(doel, doel.gemeten(uitvoer), waar)
        for doel in DOELEN
        if doel.meting == meting
    }


def bladzijde(per_doel: dict[str, str]) -> str:
    """The whole page, from its rows; a goal without one was not measured."""
    regels = [per_doel.get(doel.wat) or _rij(doel, None, "") for doel in DOELEN]
    return KOP + "\n".join(regels) + "\n"


def _rij(doel: Doel, gemeten: float | None, waar: str) -> str:
    if gemeten is None:
        uitkomst, oordeel = NIET_GEMETEN, ""
    else:
        uitkomst = f"{nl(gemeten)} {doel.eenheid}".strip()
        oordeel = "ja" if doel.gehaald(gemeten) else "**nee**"
    return (
        f"| {doel.issue} | {doel.wat} | {doel.doel.strip()} | {uitkomst} | {oordeel} "
        f"| {doel.meting} | {waar} |"
    )
