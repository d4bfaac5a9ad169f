"""The code lists and the places, read again only when they changed: for every search."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from kandidatenverkenner import leesplek
from kandidatenverkenner.models import Codelijsten, Kenmerk, Plaats
from kandidatenverkenner.zoeken.spelling import woorden_in


@dataclass(frozen=True, slots=True, eq=False)
class Lijsten:
    """What can be searched for, at one moment. Shared by all threads: nobody changes it."""

    codelijsten: Codelijsten
    plaatsen: Mapping[str, Plaats]  # code -> place, by name


def lees_lijsten() -> Lijsten:
    """As they are now. One query when they are as they were, three when they changed."""
    # First the fingerprint: what changes after it, is read now and again the next time.
    return _lees(*_vingerafdruk())


def _vingerafdruk() -> tuple[str, str]:
    """Of what stands in both tables: the same rows in any order, the same fingerprint."""
    with leesplek.cursor() as cursor:
        cursor.execute(
            "SELECT "  # noqa: S608 - our own names
            f"(SELECT sum(hash_record_extended(een, 0))::text FROM {Kenmerk._meta.db_table} een),"
            f"(SELECT sum(hash_record_extended(een, 0))::text FROM {Plaats._meta.db_table} een)"
        )
        kenmerken, plaatsen = cursor.fetchone()
    return str(kenmerken), str(plaatsen)


@lru_cache(maxsize=2)
def _lees(kenmerken: str, plaatsen: str) -> Lijsten:  # noqa: ARG001 - what it is kept under
    rijen = Plaats.objects.order_by("naam", "code")
    return Lijsten(Codelijsten.lees(), {plaats.code: plaats for plaats in rijen})


@lru_cache(maxsize=2)
def bekende_woorden(codelijsten: Codelijsten) -> frozenset[str]:
    """Every word in the names of what can be found, in lower case."""
    return woorden_in(
        f"{kenmerk.naam} {kenmerk.groep}" for kenmerk in codelijsten.op_nummer.values()
    )
