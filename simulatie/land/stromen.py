"""How many people come, go, find and lose work in each quarter, within the published bands."""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sonar.rapportage.tellen.kwartaal import Kwartaal
from sonar.uitwisseling.fixtures import FIXTURES


EERSTE, LAATSTE = Kwartaal(2019, 1), Kwartaal(2023, 3)
# What UWV publishes per quarter, the lowest and the highest.
INSTROOM, UITSTROOM = (3_900, 5_200), (2_000, 5_500)
VINDT, VERLIEST = (5_500, 7_100), (5_500, 7_200)
# Before 2020KW04 no count of working people was handed to us.
AANDEEL_WERKT = 119_229 / 239_008


@dataclass(frozen=True, slots=True)
class Flow:
    """One quarter of the country; the stocks are those of its last day."""

    kwartaal: Kwartaal
    personen: int
    werkt: int
    instroom: int = 0
    uitstroom: int = 0
    instroom_werkt: int = 0
    uitstroom_werkt: int = 0
    vindt: int = 0
    verliest: int = 0


def kwartalen(van: Kwartaal, tot: Kwartaal) -> list[Kwartaal]:
    """All quarters from `van` to `tot`, both included."""
    rij = []
    while van <= tot:
        rij.append(van)
        van = van.volgende
    return rij


def published_flows(map_: Path = FIXTURES) -> dict[Kwartaal, tuple[int, int | None]]:
    """People and working people per quarter, as far as published."""
    with (map_ / "doelgroep_landelijk.csv").open(encoding="utf-8", newline="") as bestand:
        return {
            Kwartaal.lees(rij["kwartaal"]): (
                int(rij["personen"]),
                int(rij["aan_het_werk"]) if rij["aan_het_werk"] else None,
            )
            for rij in csv.DictReader(bestand)
        }


def quarterly_flows(
    van: Kwartaal, tot: Kwartaal, schaal: float, kans: np.random.Generator
) -> list[Flow]:
    """The quarters from `van` to `tot`; the first has a stock and no flows.

    Between published quarters stocks go in a straight line. `schaal` multiplies everything.
    """
    reeks = kwartalen(EERSTE, LAATSTE)
    bekend = published_flows()
    doelen = _lijn(reeks, {k: float(personen) for k, (personen, _) in bekend.items()})
    aandelen = {k: werkt / personen for k, (personen, werkt) in bekend.items() if werkt}
    werkt = _lijn(reeks, {EERSTE: AANDEEL_WERKT} | aandelen)
    rij: list[Flow] = []
    for kwartaal in kwartalen(van, tot):
        doel = round(doelen[kwartaal])
        doel_werkt = round(doel * werkt[kwartaal])
        if not rij:
            rij.append(Flow(kwartaal, doel, doel_werkt))
        else:
            rij.append(_volgende(rij[-1], kwartaal, (doel, doel_werkt), kans))
    return [_geschaald(stroom, schaal) for stroom in rij]


def _lijn(reeks: list[Kwartaal], bekend: dict[Kwartaal, float]) -> dict[Kwartaal, float]:
    plaatsen = [reeks.index(kwartaal) for kwartaal in sorted(bekend)]
    waarden = np.interp(range(len(reeks)), plaatsen, [bekend[k] for k in sorted(bekend)])
    return dict(zip(reeks, waarden.tolist(), strict=True))


def _volgende(
    vorige: Flow, kwartaal: Kwartaal, doel: tuple[int, int], kans: np.random.Generator
) -> Flow:
    personen, werkt = doel
    netto = _binnen(
        personen - vorige.personen, INSTROOM[0] - UITSTROOM[1], INSTROOM[1] - UITSTROOM[0]
    )
    laagst = max(UITSTROOM[0], INSTROOM[0] - netto)
    uitstroom = int(kans.integers(laagst, min(UITSTROOM[1], INSTROOM[1] - netto) + 1))
    instroom = uitstroom + netto
    # People who come in with a job make up the rest of the growth.
    erbij = werkt - vorige.werkt
    uit_werkt = round(0.25 * uitstroom)
    in_werkt = _binnen(erbij + uit_werkt - 700, round(0.1 * instroom), round(0.9 * instroom))
    rest = _binnen(erbij - in_werkt + uit_werkt, VINDT[0] - VERLIEST[1], VINDT[1] - VERLIEST[0])
    laagst = max(VERLIEST[0], VINDT[0] - rest)
    verliest = int(kans.integers(laagst, min(VERLIEST[1], VINDT[1] - rest) + 1))
    return Flow(
        kwartaal=kwartaal,
        personen=vorige.personen + netto,
        werkt=vorige.werkt + in_werkt - uit_werkt + rest,
        instroom=instroom,
        uitstroom=uitstroom,
        instroom_werkt=in_werkt,
        uitstroom_werkt=uit_werkt,
        vindt=verliest + rest,
        verliest=verliest,
    )


def _binnen(waarde: int, laagst: int, hoogst: int) -> int:
    return max(laagst, min(hoogst, waarde))


def _geschaald(stroom: Flow, schaal: float) -> Flow:
    """Both stocks are rounded and the flows follow from them, so that everything adds up."""
    if schaal == 1:
        return stroom
    vorig = round((stroom.personen - stroom.instroom + stroom.uitstroom) * schaal)
    nu = round(stroom.personen * schaal)
    uitstroom = round(stroom.uitstroom * schaal)
    return Flow(
        kwartaal=stroom.kwartaal,
        personen=nu,
        werkt=round(stroom.werkt * schaal),
        instroom=nu - vorig + uitstroom if stroom.instroom else 0,
        uitstroom=uitstroom,
        instroom_werkt=round(stroom.instroom_werkt * schaal),
        uitstroom_werkt=round(stroom.uitstroom_werkt * schaal),
        vindt=round(stroom.vindt * schaal),
        verliest=round(stroom.verliest * schaal),
    )
