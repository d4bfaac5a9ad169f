"""The gemeenten of the country, those of 2020 first, and their mergers."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.db.models import Count

from simulatie.land.verdeling import Array, Spread, weights
from sonar.models import Gemeente, Postcodegebied
from sonar.uitwisseling.fixtures import FIXTURES
from sonar.uitwisseling.herindelingen import Herindeling, apply_mergers


@dataclass(frozen=True, slots=True)
class Country:
    """Gemeenten by number (that of `codes`), regions by number (that of `regios`)."""

    kaart: Spread
    codes: Sequence[str]
    regios: Sequence[str]
    herindelingen: Sequence[Herindeling]

    @property
    def nummers(self) -> dict[str, int]:
        """The number of a gemeente, by its code."""
        return {code: nummer for nummer, code in enumerate(self.codes)}

    @property
    def regiogewicht(self) -> Array:
        """Thousands of inhabitants of each region."""
        return np.bincount(self.kaart.regio, self.kaart.gewicht, len(self.regios))


def read_country(herindelingen: list[Herindeling]) -> Country:
    """The country of 2020, to which these mergers are then applied in the database."""
    with (FIXTURES / "gemeenten.csv").open(encoding="utf-8", newline="") as bestand:
        van_2020 = {rij["code"] for rij in csv.DictReader(bestand)}
    postcodes = dict(
        Postcodegebied.objects.order_by("gemeente").values_list("gemeente").annotate(Count("id"))
    )
    oud = [
        (code, regio)
        for code, regio in Gemeente.objects.order_by("code").values_list(
            "code", "arbeidsmarktregio"
        )
        if code in van_2020
    ]
    codes = [code for code, _ in oud]
    regios = sorted({regio for _, regio in oud})
    kaart = Spread(
        codes,
        np.array([regios.index(regio) for _, regio in oud]),
        weights(codes, postcodes),
    )
    apply_mergers(herindelingen)
    erbij = sorted({h.nieuw for h in herindelingen} - set(codes))
    return Country(kaart, [*codes, *erbij], regios, herindelingen)
