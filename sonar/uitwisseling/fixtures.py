"""Read the code lists of fixtures/ into the database."""

import csv
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

from django.db import transaction
from django.db.models import Model

from sonar.models import (
    Affiniteit,
    Arbeidsmarktregio,
    Competentie,
    Gemeente,
    Organisatie,
    Postcodegebied,
    Sector,
    Taaksoort,
    Taal,
    Vaardigheid,
)


Rij = dict[str, str]
FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"


def _zoals_het_staat(rij: Rij) -> dict[str, object]:
    return dict(rij)


# In the order in which they refer to each other: file, model, and what a line becomes.
LIJSTEN: list[tuple[str, type[Model], Callable[[Rij], dict[str, object]]]] = [
    ("arbeidsmarktregios", Arbeidsmarktregio, _zoals_het_staat),
    (
        "gemeenten",
        Gemeente,
        lambda rij: {
            "code": rij["code"],
            "naam": rij["naam"],
            "arbeidsmarktregio_id": rij["arbeidsmarktregio"],
            "breedtegraad": Decimal(rij["breedtegraad"]),
            "lengtegraad": Decimal(rij["lengtegraad"]),
        },
    ),
    (
        "sectoren",
        Sector,
        lambda rij: {
            "code": rij["code"],
            "naam": rij["naam"],
            "sectie_id": rij["sectie"] or None,
        },
    ),
    ("competenties", Competentie, _zoals_het_staat),
    ("vaardigheden", Vaardigheid, _zoals_het_staat),
    ("affiniteiten", Affiniteit, _zoals_het_staat),
    ("taaksoorten", Taaksoort, _zoals_het_staat),
    ("talen", Taal, _zoals_het_staat),
]


def _rijen(map_: Path, naam: str) -> Iterator[Rij]:
    with (map_ / f"{naam}.csv").open(encoding="utf-8", newline="") as bestand:
        yield from csv.DictReader(bestand)


@transaction.atomic
def load_fixtures(map_: Path = FIXTURES) -> dict[str, int]:
    """Add what is new and change what differs; nothing is removed. Answer rows read per list.

    A value that somebody added on the screens stays. Raises FileNotFoundError or KeyError when a
    list or a column is missing; then nothing is written.
    """
    aantallen = {
        naam: _laad(model, map(regel, _rijen(map_, naam))) for naam, model, regel in LIJSTEN
    }
    Postcodegebied.objects.all().delete()  # ranges have no code of their own: replaced as a whole
    gebieden = Postcodegebied.objects.bulk_create(
        Postcodegebied(gemeente_id=rij["gemeente"], van=int(rij["van"]), tot=int(rij["tot"]))
        for rij in _rijen(map_, "postcodegebieden")
    )
    return aantallen | {"postcodegebieden": len(gebieden), "organisaties": _laad_organisaties()}


def _laad(model: type[Model], regels: Iterator[dict[str, object]]) -> int:
    waarden = [model(**regel) for regel in regels]
    velden = [veld.name for veld in model._meta.concrete_fields if not veld.primary_key]
    model._default_manager.bulk_create(
        waarden, update_conflicts=True, unique_fields=["code"], update_fields=velden
    )
    return len(waarden)


def _laad_organisaties() -> int:
    """UWV, and a gemeentelijke dienst for every gemeente."""
    organisaties = [Organisatie(soort=Organisatie.Soort.UWV, naam="UWV")]
    organisaties += [
        Organisatie(
            soort=Organisatie.Soort.GEMEENTE, naam=f"Gemeente {gemeente.naam}", gemeente=gemeente
        )
        for gemeente in Gemeente.objects.order_by("code")
    ]
    # A row that is there keeps its name: the functioneel beheerder may have changed it.
    Organisatie.objects.bulk_create(organisaties, ignore_conflicts=True)
    return len(organisaties)
