"""The candidates of the measurement, brought in by the door, and the questions that are asked."""

import datetime
import random
import uuid
from collections.abc import Iterator

from kandidatenverkenner.models import Codelijsten, Facet
from kandidatenverkenner.ontvangst.profiel import Kandidaatprofiel, Taal
from kandidatenverkenner.ontvangst.receive import (
    Kenmerkwaarde,
    Plaats,
    ontvang,
    ontvang_codelijsten,
)
from kandidatenverkenner.search_index.query import SearchQuery


PEILDATUM = datetime.date(2026, 1, 1)
# Groups: sets of candidates that are only ever published together.
SCHRIJVERS = 4  # each has a group, the first ones
# The others take turns when lag is measured. Somebody who is rewritten a hundred times in a second
# is looked up through a hundred dead rows (on a replica an index forgets none before a VACUUM);
# a delivery writes a person once.
GROEPEN = 34
LEDEN = 20  # of a group: as many as a page shows
# With fewer, a region holds hardly anybody beside its group, and the door hides what those have.
MINSTE_PROFIELEN = 1_500
STEMPELS = 5  # a publication gives its whole group the next one
# As many codes as the lists of the product have.
AANTALLEN = {
    Facet.REGIO: 35,
    Facet.OPLEIDINGSNIVEAU: 7,
    Facet.SECTOR: 107,
    Facet.TAAKSOORT: 44,
    Facet.VAARDIGHEID: 167,
    Facet.COMPETENTIE: 25,
    Facet.AFFINITEIT: 52,
    Facet.RIJBEWIJS: 16,
    Facet.VERVOERMIDDEL: 6,
    Facet.TAAL: 32,
}


def lid(groep: int, nummer: int) -> uuid.UUID:
    """The number of a member of a group."""
    return uuid.UUID(int=(groep + 1) << 64 | nummer)


def vul(aantal: int) -> None:
    """So many candidates, of whom some stand in groups. The same every run."""
    extra = [("affiniteit", f"stempel-{stempel}") for stempel in range(STEMPELS)]
    extra += [("affiniteit", "bevestigd")]  # who is written while a primary is lost
    codes = [(facet.value, _code(facet, plek)) for facet in AANTALLEN for plek in _alle(facet)]
    ontvang_codelijsten(
        [
            Kenmerkwaarde(facet=facet, code=code, naam=f"woord {code}", groep="")
            for facet, code in codes + extra
        ],
        [Plaats(code="GM0001", naam="Ergens", regio="01", breedtegraad=52.0, lengtegraad=5.0)],
    )
    ontvang(_profielen(aantal), peildatum=PEILDATUM)


def _alle(facet: Facet) -> range:
    return range(1, AANTALLEN[facet] + 1)


def _code(facet: Facet, plek: int) -> str:
    return str(plek) if facet == Facet.OPLEIDINGSNIVEAU else f"{facet[:1]}{plek:02}"


def _profielen(aantal: int) -> Iterator[Kandidaatprofiel]:
    dobbel = random.Random(2020)  # noqa: S311 - to repeat, not to hide

    def enkele(facet: Facet, hoogste: int) -> tuple[str, ...]:
        plekken = dobbel.sample(_alle(facet), dobbel.randint(1, hoogste))
        return tuple(_code(facet, plek) for plek in plekken)

    for nummer in range(aantal):
        groep, plek = divmod(nummer, LEDEN)
        is_lid = groep < GROEPEN
        yield Kandidaatprofiel(
            id=lid(groep, plek) if is_lid else uuid.UUID(int=dobbel.getrandbits(128)),
            regio=_code(Facet.REGIO, groep + 1 if is_lid else dobbel.randint(1, 35)),
            opleidingsniveau=_code(Facet.OPLEIDINGSNIVEAU, dobbel.randint(1, 7)),
            diploma=dobbel.random() < 0.5,
            vaardigheden=enkele(Facet.VAARDIGHEID, 8),
            competenties=enkele(Facet.COMPETENTIE, 5),
            affiniteiten=("stempel-0",) if is_lid else enkele(Facet.AFFINITEIT, 3),
            sectoren=enkele(Facet.SECTOR, 4),
            taaksoorten=enkele(Facet.TAAKSOORT, 5),
            uren_min=dobbel.randint(1, 16),
            uren_max=dobbel.randint(16, 40),
            beschikbaar_vanaf=None,
            reisafstand=dobbel.randint(5, 60),
            vervoermiddelen=enkele(Facet.VERVOERMIDDEL, 2),
            rijbewijzen=enkele(Facet.RIJBEWIJS, 2),
            talen=(Taal(code=_code(Facet.TAAL, 1), mondeling="3", schriftelijk="2"),),
        )


def per_stempel(lijsten: Codelijsten, groep: int) -> dict[str, SearchQuery]:
    """For each stamp how many have it in the region of a group: nobody else there has a stamp."""
    nummer = {code: kenmerk.id for code, kenmerk in lijsten.per_facet[Facet.AFFINITEIT].items()}
    regio = lijsten.per_facet[Facet.REGIO][_code(Facet.REGIO, groep + 1)].id
    return {
        str(stempel): SearchQuery(
            choices={
                Facet.REGIO.value: frozenset([regio]),
                Facet.AFFINITEIT.value: frozenset([nummer[f"stempel-{stempel}"]]),
            }
        )
        for stempel in range(STEMPELS)
    }


def vragen(lijsten: Codelijsten, aantal: int, zaad: int) -> list[SearchQuery]:
    """A region and one to three facets, as benchmarks/search.py asks."""
    dobbel = random.Random(zaad)  # noqa: S311
    facetten = [
        Facet.TAAKSOORT,
        Facet.SECTOR,
        Facet.UREN,
        Facet.OPLEIDINGSNIVEAU,
        Facet.VAARDIGHEID,
    ]
    uit = []
    for _ in range(aantal):
        keuzen = {}
        for facet in [Facet.REGIO, *dobbel.sample(facetten, dobbel.randint(1, 3))]:
            nummers = [kenmerk.id for kenmerk in lijsten.per_facet[facet].values()]
            keuzen[facet.value] = frozenset(dobbel.sample(nummers, dobbel.randint(1, 3)))
        uit.append(SearchQuery(choices=keuzen))
    return uit
