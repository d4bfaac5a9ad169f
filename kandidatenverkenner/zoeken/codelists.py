"""The code lists and the places, cached for all searches until they change."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from kandidatenverkenner.database.prepared import fetch_rows
from kandidatenverkenner.models import Codelijsten, CodelistVersion, Plaats
from kandidatenverkenner.zoeken.spelling import words_in


_VERSION = f"SELECT merk FROM {CodelistVersion._meta.db_table}"  # noqa: S608 - our own name


@dataclass(frozen=True, slots=True, eq=False)
class Lijsten:
    """All codes and places of one version. All threads share it, so nobody changes it."""

    codelijsten: Codelijsten
    plaatsen: Mapping[str, Plaats]  # code -> place, by name


def lees_lijsten() -> Lijsten:
    """The current lists. One query while they stay the same, three when they changed."""
    # The version comes first: a change after it is read now, and again at the next call.
    return _read(_version())


def _version() -> uuid.UUID | None:
    """A trigger gives the lists a new version at every change."""
    rows = fetch_rows(_VERSION)
    return rows[0][0] if rows else None


@lru_cache(maxsize=2)
def _read(version: uuid.UUID | None) -> Lijsten:  # noqa: ARG001 - the key of the cache
    plaatsen = Plaats.objects.order_by("naam", "code")
    return Lijsten(Codelijsten.lees(), {plaats.code: plaats for plaats in plaatsen})


@lru_cache(maxsize=2)
def bekende_woorden(codelijsten: Codelijsten) -> frozenset[str]:
    """Every word in the names of the attributes, in lower case."""
    return words_in(f"{kenmerk.naam} {kenmerk.groep}" for kenmerk in codelijsten.op_nummer.values())
