"""Employers that empty the Kandidatenverkenner: as in 2019 and 2024, and more patiently.

The limit of a day refused the rest: `Bezoek` holds only what they did get.
"""

from dataclasses import dataclass

import numpy as np

from kandidatenverkenner.privacy.visits import PER_DAG
from simulatie.bulk.copy_writer import MISSING
from simulatie.werkgevers.source import Array, Source
from simulatie.werkgevers.werkgevers import DAY, HOUR, EmployerAccounts


SECOND = 1_000_000
# Employers, profiles a day, working days, seconds between two, and regions (0: all).
SOORTEN: dict[str, tuple[int, int, int, int, int]] = {
    "schrapen-snel": (1, PER_DAG, 1, 1, 0),  # 2024: everything in one day
    "schrapen-traag": (1, PER_DAG, 10, 11, 0),  # 2019: one every eleven seconds, two weeks
    "geduldig": (1, PER_DAG - 5, 14, 300, 5),  # under the limit, at the pace of somebody reading
    "verspreid": (8, 25, 10, 1_000, 1),  # eight organisations together
}
MIN_WERKGEVERS = 40  # among fewer it would be a large part


@dataclass(frozen=True, slots=True)
class PlantedOpenings:
    """Openings: place of the employer, microseconds since 1970, places of candidate and region."""

    werkgever: Array
    moment: Array
    kandidaat: Array
    regio: Array


@dataclass(frozen=True, slots=True)
class MisuseTruth:
    """The truth about one employer (its id): the kind of misuse and the number of openings."""

    werkgever: int
    soort: str
    bezoeken: int


def plant(
    bron: Source, er: EmployerAccounts, slot: int, kans: np.random.Generator
) -> tuple[PlantedOpenings, list[MisuseTruth]]:
    """The openings of the last weeks, and the employers who made them."""
    kan = np.flatnonzero((er.sinds != MISSING) & (er.sinds < slot - 40))
    delen: list[PlantedOpenings] = []
    waarheid: list[MisuseTruth] = []
    if len(er.sinds) >= MIN_WERKGEVERS and len(bron.kandidaten.van):
        daders = iter(kans.permutation(kan).tolist())
        for soort, (mensen, *hoe) in SOORTEN.items():
            for wie in [next(daders) for _ in range(mensen)]:
                deel = _scrape(bron, (wie, int(er.regio[wie])), hoe, slot, kans)
                delen.append(deel)
                waarheid.append(MisuseTruth(wie + 1, soort, len(deel.moment)))
    leeg = np.zeros(0, dtype=np.int64)
    kolommen = [
        np.concatenate([leeg, *(getattr(deel, naam) for deel in delen)])
        for naam in ("werkgever", "moment", "kandidaat", "regio")
    ]
    return PlantedOpenings(*kolommen), waarheid


def _scrape(
    bron: Source, wie: tuple[int, int], hoe: list[int], slot: int, kans: np.random.Generator
) -> PlantedOpenings:
    per_dag, dagen, tussen, regios = hoe
    werkgever, eigen = wie
    anders = kans.permutation(len(bron.regios))
    waar = anders[:regios] if regios > 1 else np.array([eigen]) if regios else anders
    werkdagen = [dag for dag in range(slot - 2 * dagen - 6, slot) if (dag + 3) % 7 < 5][-dagen:]
    delen = []
    for dag in werkdagen:
        regio = kans.choice(waar, 2 * per_dag)
        gevonden = bron.kandidaten.zoek(regio, np.full(len(regio), dag), kans)
        _, eerste = np.unique(gevonden, return_index=True)
        plek = np.sort(eerste[gevonden[eerste] != MISSING])[:per_dag]
        moment = dag * DAY + 8 * HOUR + np.arange(len(plek)) * tussen * SECOND
        delen.append((moment, gevonden[plek], regio[plek]))
    moment, kandidaat, regio = (np.concatenate(kolom) for kolom in zip(*delen, strict=True))
    return PlantedOpenings(np.full(len(moment), werkgever), moment, kandidaat, regio)
