"""The code lists and the places, read again only when they changed: for every search."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from kandidatenverkenner.database import routers
from kandidatenverkenner.database.prepared import fetch_rows
from kandidatenverkenner.models import Codelijsten, CodelistVersion, Plaats
from kandidatenverkenner.zoeken.spelling import woorden_in


_VRAAG = f"SELECT merk FROM {CodelistVersion._meta.db_table}"  # noqa: S608 - our own name


@dataclass(frozen=True, slots=True, eq=False)
class Lijsten:
    """What can be searched for, at one moment. Shared by all threads: nobody changes it."""

    codelijsten: Codelijsten
    plaatsen: Mapping[str, Plaats]  # code -> place, by name


def lees_lijsten() -> Lijsten:
    """As they are now. One query when they are as they were, three when they changed."""
    # First the mark: what changes after it, is read now and again the next time.
    return _lees(_merk())


def _merk() -> uuid.UUID | None:
    """A trigger gives the lists another one at every change."""
    rijen = fetch_rows(_VRAAG, alias=routers.read_alias())
    return rijen[0][0] if rijen else None


@lru_cache(maxsize=2)
def _lees(merk: uuid.UUID | None) -> Lijsten:  # noqa: ARG001 - what it is kept under
    rijen = Plaats.objects.order_by("naam", "code")
    return Lijsten(Codelijsten.lees(), {plaats.code: plaats for plaats in rijen})


@lru_cache(maxsize=2)
def bekende_woorden(codelijsten: Codelijsten) -> frozenset[str]:
    """Every word in the names of what can be found, in lower case."""
    return woorden_in(
        f"{kenmerk.naam} {kenmerk.groep}" for kenmerk in codelijsten.op_nummer.values()
    )
