"""Where the gemeenten lie: read from fixtures/, so that a map needs no database."""

import csv
import functools
from collections import defaultdict
from collections.abc import Collection
from pathlib import Path

from sonar.rapportage.map.geometry import Punt, op_het_vlak


FIXTURES = Path(__file__).resolve().parents[3] / "fixtures"


def liggingen(codes: Collection[str]) -> dict[str, Punt]:
    """The middle of every gemeente of the Netherlands, in kilometres, per CBS code.

    The gemeenten are those of 2020. A gemeente of `codes` that was formed later comes in the place
    of those it was formed from, in their middle. A code that is none is not in the answer.
    """
    plaatsen = dict(_gemeenten())
    for nieuw, opgeheven in _herindelingen().items():
        if nieuw in codes and nieuw not in plaatsen:
            punten = [plaatsen.pop(code) for code in opgeheven if code in plaatsen]
            if punten:
                plaatsen[nieuw] = Punt(
                    sum(punt.x for punt in punten) / len(punten),
                    sum(punt.y for punt in punten) / len(punten),
                )
    return plaatsen


@functools.cache
def regio_van_gemeente() -> dict[str, str]:
    """The code of the arbeidsmarktregio of every gemeente of 2020."""
    return {rij["code"]: rij["arbeidsmarktregio"] for rij in _lees("gemeenten")}


@functools.cache
def _gemeenten() -> dict[str, Punt]:
    return {
        rij["code"]: op_het_vlak(float(rij["breedtegraad"]), float(rij["lengtegraad"]))
        for rij in _lees("gemeenten")
    }


@functools.cache
def _herindelingen() -> dict[str, list[str]]:
    """Per new gemeente those it was formed from."""
    per_nieuwe: defaultdict[str, list[str]] = defaultdict(list)
    for rij in _lees("herindelingen"):
        per_nieuwe[rij["nieuw"]].append(rij["opgeheven"])
    return dict(per_nieuwe)


def _lees(naam: str) -> list[dict[str, str]]:
    with (FIXTURES / f"{naam}.csv").open(encoding="utf-8", newline="") as bestand:
        return list(csv.DictReader(bestand))
