"""Where in the country people live, and what Sonar knows of them on the day of the publication.

Population-like weights: the larger gemeenten by their inhabitants, the others by their number of
postcodes. Municipal services differ widely in how many profiles they make, UWV differs little per
region: so it is in the publication.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt


Array: TypeAlias = npt.NDArray[Any]
# The cells of the register: the four numbers of the publication, and unknown to Sonar.
GEMEENTE_MET, GEMEENTE_ZONDER, UWV_MET, UWV_ZONDER, ALLEEN_REGISTER = range(5)
CELLS = 5
NEDERLAND = 17_400  # thousands of inhabitants in 2020
# Thousands of inhabitants in 2020, rounded and not confirmed: enough to weigh with.
INWONERS = {
    "GM0363": 873, "GM0599": 651, "GM0518": 546, "GM0344": 358, "GM0772": 234, "GM0014": 233,
    "GM0855": 220, "GM0034": 212, "GM0758": 184, "GM0268": 177, "GM0200": 164, "GM0392": 162,
    "GM0202": 161, "GM0153": 160, "GM0394": 156, "GM0479": 157, "GM0307": 157, "GM0796": 155,
    "GM0193": 129, "GM0637": 125, "GM0546": 125, "GM0080": 124, "GM0935": 121, "GM0505": 119,
    "GM0228": 118, "GM0484": 112, "GM1783": 110, "GM0361": 109, "GM0114": 107, "GM0503": 104,
    "GM0983": 102, "GM0150": 101, "GM1883": 92, "GM0794": 92, "GM0828": 92, "GM0362": 91,
    "GM0402": 91, "GM0917": 87, "GM1930": 85, "GM1900": 90, "GM0164": 81, "GM0439": 81,
    "GM0606": 79, "GM1674": 77, "GM0995": 79, "GM0141": 73, "GM0405": 73, "GM0622": 73,
    "GM0513": 74, "GM0106": 68, "GM0748": 67, "GM0502": 67, "GM0345": 67, "GM0537": 65,
    "GM0355": 65, "GM0356": 63,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spread:
    """The gemeenten of 2020 in the order of their code, with the number of their region."""

    codes: Sequence[str]
    regio: Array
    gewicht: Array


def weights(codes: Sequence[str], postcodes: Mapping[str, int]) -> Array:
    """Thousands of inhabitants, by code; `postcodes` is how many PC4 a gemeente has."""
    groot = sum(INWONERS.get(code, 0) for code in codes)
    pc4 = sum(postcodes.get(code, 1) for code in codes if code not in INWONERS)
    per_pc4 = max(NEDERLAND - groot, 1) / max(pc4, 1)
    return np.array([INWONERS.get(code, postcodes.get(code, 1) * per_pc4) for code in codes])


def proportional(totaal: int, gewicht: Array) -> Array:
    """Whole numbers that add up to `totaal`, the largest remainders rounded up."""
    precies = totaal * gewicht / gewicht.sum()
    delen: Array = np.floor(precies).astype(np.int64)
    meest = np.argsort(delen - precies, kind="stable")[: totaal - int(delen.sum())]
    delen[meest] += 1
    return delen


def distribute(
    totaal: int,
    kaart: Spread,
    publicatie: tuple[Mapping[str, Sequence[int]], int],
    kans: np.random.Generator,
) -> Array:
    """People per gemeente and cell, (gemeenten, CELLEN), `totaal` in all.

    `publicatie` is a region whose four cells are given per gemeente code, and its whole register.
    """
    cellen, register = publicatie
    uitkomst = np.zeros((len(kaart.codes), CELLS), dtype=np.int64)
    nummers = [kaart.codes.index(code) for code in cellen]
    vast = np.array(list(cellen.values()), dtype=np.int64)
    uitkomst[nummers, :ALLEEN_REGISTER] = vast
    bekend = vast.sum(axis=1)
    uitkomst[nummers, ALLEEN_REGISTER] = proportional(register - int(bekend.sum()), bekend + 1)
    anders = np.setdiff1d(np.arange(len(kaart.codes)), nummers)
    mensen = proportional(totaal - register, kaart.gewicht[anders])
    for gemeente, aantal, delen in zip(
        anders.tolist(), mensen.tolist(), _shares(kaart.regio[anders], kans), strict=True
    ):
        uitkomst[gemeente] = proportional(aantal, delen)
    return uitkomst


def _shares(regio: Array, kans: np.random.Generator) -> Array:
    """The share of each cell in gemeenten that lie in these regions."""
    aantal, regios = len(regio), int(regio.max(initial=0)) + 1
    bekend = kans.normal(0.68, 0.05, aantal).clip(0.5, 0.85)
    uwv = kans.normal(0.65, 0.05, regios)[regio] + kans.normal(0, 0.04, aantal)
    uwv_met = kans.normal(0.76, 0.05, regios)[regio] + kans.normal(0, 0.06, aantal)
    gemeente_met = 0.06 + 0.78 * kans.beta(1.1, 1.5, aantal)  # 6-84% in the publication
    uwv, uwv_met = uwv.clip(0.4, 0.85), uwv_met.clip(0.6, 0.9)
    return np.stack(
        [
            bekend * (1 - uwv) * gemeente_met,
            bekend * (1 - uwv) * (1 - gemeente_met),
            bekend * uwv * uwv_met,
            bekend * uwv * (1 - uwv_met),
            1 - bekend,
        ],
        axis=1,
    )
