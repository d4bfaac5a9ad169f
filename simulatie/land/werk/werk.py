"""Facts of each person that services and work depend on. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from django.db.models import Model

from simulatie.bulk.copy_writer import MISSING, CopyColumn, chunks
from simulatie.land.banen import Banen
from simulatie.land.levens import Levens
from simulatie.land.verdeling import Array
from simulatie.regio.profielen import UREN


BLOCK = 100_000
# An assumption: how often people without a profile work so many hours.
UREN_ZONDER_PROFIEL = (0.05, 0.08, 0.12, 0.18, 0.12, 0.2, 0.13, 0.12)


@dataclass(frozen=True, slots=True)
class Wensen:
    """Per person: the number of the kind of work, and the most hours a week."""

    wereld: Array
    uren: Array


@dataclass(frozen=True, slots=True)
class Werk:
    """Per person the life, the region (by number) and the wishes; and all jobs.

    Sonar can know of these jobs: they lie within the inschrijving.
    """

    leven: Levens
    regio: Array
    wensen: Wensen
    banen: Banen
    eerste: int  # the first day and the last one that are simulated
    slot: int


Tabel: TypeAlias = tuple[type[Model], Sequence[str], Iterator[list[CopyColumn]]]


def wensen(
    personen: int,
    met_profiel: tuple[Array, Array, Array],
    werelden: Array,
    kans: np.random.Generator,
) -> Wensen:
    """`met_profiel`: people with a profile, their kind of work and most hours; the others draw."""
    wie, wereld_van, uren_van = met_profiel
    wereld = kans.choice(len(werelden), personen, p=werelden)
    uren = kans.choice(np.array(UREN), personen, p=UREN_ZONDER_PROFIEL)
    wereld[wie], uren[wie] = wereld_van, uren_van
    return Wensen(wereld, uren)


def bekende_banen(leven: Levens) -> Banen:
    """The jobs of the people whom Sonar knows, as long as it knows them."""
    van = np.where(leven.bekend, leven.van, MISSING)
    return leven.banen.binnen(van, leven.tot)


def day_between(van: Array, tot: Array, kans: np.random.Generator) -> Array:
    """A day from `van` up to `tot` for each, or `van` where no day lies between."""
    ruimte = np.maximum(tot - van, 1)
    dagen: Array = van + (kans.random(len(van)) * ruimte).astype(np.int64)
    return dagen


def working_day(dagen: Array, vroegst: Array) -> Array:
    """The Friday before a weekend, unless that is before `vroegst`."""
    # The first of January 1970 was a Thursday.
    dag = (dagen + 3) % 7
    vrijdag = dagen - np.maximum(dag - 4, 0)
    return np.where(vrijdag < vroegst, dagen, vrijdag)


def table_chunks(aantal: int) -> Iterator[slice]:
    """Pieces of a table that fit in memory."""
    return chunks(aantal, BLOCK)
