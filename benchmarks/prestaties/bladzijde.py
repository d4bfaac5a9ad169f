"""docs/prestaties.md: the goals beside the last figures, and behind it the output they came from.

A block is kept until its measurement runs again, so the table is always that of the blocks.
"""

import re
from collections.abc import Iterable, Mapping

from benchmarks.prestaties.lijst import DOELEN, METINGEN, Doel, Meting, nl


BLOK = re.compile(r"<!-- begin (\S+) -->\n(.*?)\n<!-- eind \1 -->", re.DOTALL)
KOP = """# Wat is gemeten

Gemaakt door `python benchmarks/alles.py`; niet met de hand veranderen. Onder de tabel staat van
elke meting wanneer, waarop en hoe druk het was, en wat er letterlijk uitkwam. Een meting alleen
doet u zo: `python benchmarks/alles.py --alleen NAAM`. Vooraf:
`pip install -r requirements-dev.txt -r benchmarks/requirements.txt`.
"""
TABEL = """| issue | wat | doel | gemeten | gehaald | meting |
|--:|---|--:|--:|---|---|"""


def blokken(tekst: str) -> dict[str, str]:
    """What the page holds of each measurement."""
    return dict(BLOK.findall(tekst))


def blok(meting: Meting, kop: Iterable[str], uitvoer: str) -> str:
    """What is written down of one measurement."""
    regels = [f"- {regel}" for regel in kop]
    if meting.kleiner:
        regels.append(f"- Kleiner dan gevraagd: {meting.kleiner}.")
    # A fence of its own in the output would end ours.
    schoon = uitvoer.replace("```", "'''").rstrip()
    return "\n".join([f"### {meting.naam}\n", *regels, f"\n```\n{schoon}\n```"])


def bladzijde(per_meting: Mapping[str, str]) -> str:
    """The whole page, from its blocks."""
    bekend = [meting.naam for meting in METINGEN if meting.naam in per_meting]
    delen = [KOP, TABEL]
    delen += [_rij(doel, per_meting.get(doel.meting)) for doel in DOELEN]
    delen.append("\n## De metingen\n")
    delen += [
        f"<!-- begin {naam} -->\n{per_meting[naam]}\n<!-- eind {naam} -->\n" for naam in bekend
    ]
    return "\n".join(delen)


def _rij(doel: Doel, van: str | None) -> str:
    gemeten = None if van is None else doel.gemeten(van)
    if gemeten is None:
        uitkomst, oordeel = "niet gemeten", ""
    else:
        uitkomst = f"{nl(gemeten)} {doel.eenheid}"
        oordeel = "ja" if doel.gehaald(gemeten) else "**nee**"
    return (
        f"| {doel.issue} | {doel.wat} | {doel.doel} | {uitkomst} | {oordeel} "
        f"| [{doel.meting}](#{doel.meting}) |"
    )
