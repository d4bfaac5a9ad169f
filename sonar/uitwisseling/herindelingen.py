"""Municipal mergers: which gemeente went into which, and on what date."""

import csv
import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from sonar.models import Gemeente, Organisatie, Postcodegebied
from sonar.uitwisseling.fixtures import FIXTURES


@dataclass(frozen=True, slots=True)
class Herindeling:
    """On `datum` all or part of a gemeente went into another one."""

    datum: datetime.date
    opgeheven: str
    nieuw: str
    naam: str
    arbeidsmarktregio: str
    deel: int  # percent of the people
    postcodes: tuple[int, ...]  # empty: all of the gemeente


def read_mergers(map_: Path = FIXTURES) -> list[Herindeling]:
    """All mergers, oldest first. Raises FileNotFoundError, KeyError or ValueError."""
    with (map_ / "herindelingen.csv").open(encoding="utf-8", newline="") as bestand:
        herindelingen = [
            Herindeling(
                datum=datetime.date.fromisoformat(rij["datum"]),
                opgeheven=rij["opgeheven"],
                nieuw=rij["nieuw"],
                naam=rij["naam"],
                arbeidsmarktregio=rij["arbeidsmarktregio"],
                deel=int(rij["deel"]),
                postcodes=tuple(map(int, rij["postcodes"].split())),
            )
            for rij in csv.DictReader(bestand)
        ]
    return sorted(herindelingen, key=lambda rij: (rij.datum, rij.opgeheven, rij.nieuw))


@transaction.atomic
def apply_mergers(herindelingen: Iterable[Herindeling]) -> None:
    """Make the gemeenten that are new, with their dienst, and give them the postcodes.

    The gemeente that ended stays: its old registrations keep their place. Twice is once.
    """
    for herindeling in herindelingen:
        oud = Gemeente.objects.get(code=herindeling.opgeheven)
        nieuw, _ = Gemeente.objects.get_or_create(
            code=herindeling.nieuw,
            defaults={
                "naam": herindeling.naam,
                "arbeidsmarktregio_id": herindeling.arbeidsmarktregio,
                "breedtegraad": Decimal(oud.breedtegraad),
                "lengtegraad": Decimal(oud.lengtegraad),
            },
        )
        Organisatie.objects.get_or_create(
            gemeente=nieuw,
            defaults={"soort": Organisatie.Soort.GEMEENTE, "naam": f"Gemeente {nieuw.naam}"},
        )
        gebieden = Postcodegebied.objects.filter(gemeente=oud)
        if herindeling.postcodes:
            gebieden = gebieden.filter(van__in=herindeling.postcodes)
        gebieden.update(gemeente=nieuw)
