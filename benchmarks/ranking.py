"""Who fits a vacature best: `python -m benchmarks.ranking [candidates] [vacatures]`.

On the database of `make data`, copied to so many candidates (500.000). Asks for the best hundred of
so many random vacatures (300): a region or the whole country, up to two things that must be, three
to eight wishes, hours, a gemeente to travel to and a day to begin; with the points and, of each of
the hundred, which wishes fit. First it is looked whether the first thirty are ranked by memory and
by PostgreSQL as by a plain loop over all candidates in Python. Prints machine, versions, n, p50,
p95, p99 and ratios: of the ranking alone, with the look whether anything changed, and with the rows
of a page of twenty and the reasons in words.
"""

import datetime
import random
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

from django.http import QueryDict
from django.utils.http import urlencode

from benchmarks.runner.database import Duur, meetdatabase, schrijf
from benchmarks.runner.machine import databank, machine
from kandidatenverkenner.models import Facet, Kandidaat
from kandidatenverkenner.search_index import sql
from kandidatenverkenner.search_index.memory.answer import QueryExecution
from kandidatenverkenner.search_index.memory.index import Index
from kandidatenverkenner.search_index.query import RankedHit, SearchQuery
from kandidatenverkenner.search_index.wensen import Oordeel
from kandidatenverkenner.zoeken.codelists import Lijsten, lees_lijsten
from kandidatenverkenner.zoeken.filters import Kandidaatfilter


ZAAD, BESTE, PAGINA, PROEF = 2020, 100, 20, 30
NU = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
MOET = [Facet.TAAKSOORT, Facet.SECTOR, Facet.RIJBEWIJS, Facet.OPLEIDINGSNIVEAU]
GRAAG = [Facet.TAAKSOORT, Facet.VAARDIGHEID, Facet.VAARDIGHEID, Facet.SECTOR, Facet.COMPETENTIE]


def vacatures(lijsten: Lijsten, aantal: int) -> list[SearchQuery]:
    """The same every run; as an address would say them."""
    dobbel = random.Random(ZAAD)  # noqa: S311 - chance, not cryptography
    codes = {naam: list(waarden) for naam, waarden in lijsten.codelijsten.per_facet.items()}
    uit = []
    for _ in range(aantal):
        delen = [
            (str(f), dobbel.choice(codes[f])) for f in dobbel.sample(MOET, dobbel.randint(0, 2))
        ]
        if dobbel.random() < 0.5:
            delen.append(("regio", dobbel.choice(codes["regio"])))
        for _ in range(dobbel.randint(3, 8)):
            facet = dobbel.choice(GRAAG)
            delen.append(("wens", f"{facet}:{dobbel.choice(codes[facet])}"))
        delen.append(("wens", f"uren:{dobbel.choice(codes['uren'])}"))
        delen.append(("wens", f"gemeente:{dobbel.choice(list(lijsten.plaatsen))}"))
        delen.append(("wens", f"beschikbaar:2021-{dobbel.randint(1, 12):02}-01"))
        uit.append(Kandidaatfilter(QueryDict(urlencode(delen)), lijsten).vraag)
    return uit


def met_de_hand(vraag: SearchQuery, iedereen: Sequence[Kandidaat]) -> list[RankedHit]:
    """Every candidate looked at, one by one."""
    wensen, gewogen = vraag.weighed(), []
    for een in iedereen:
        eigen = set(een.kenmerken)
        if all(eigen & keus for keus in vraag.choices.values()):
            past = [_past(wens, een, eigen) for wens in wensen]
            punten = sum(w.punten for w, goed in zip(wensen, past, strict=True) if goed)
            gewogen.append((-punten, -een.gewijzigd_op.toordinal(), een.id, tuple(past)))
    return [RankedHit(nummer, -punten, past) for punten, _, nummer, past in sorted(gewogen)[:BESTE]]


def _past(wens: Any, een: Kandidaat, eigen: set[int]) -> bool:
    if wens.uiterlijk:
        return (een.beschikbaar_vanaf or datetime.date.min) <= wens.uiterlijk
    if wens.km_to:
        return any(een.reisafstand >= km for regio, km in wens.km_to if regio in eigen)
    return bool(eigen & wens.any_of)


def controleer(index: Index, gesteld: Sequence[SearchQuery]) -> None:
    """Memory, PostgreSQL and the loop have the same order, points and reasons; or stop."""
    velden = ("kenmerken", "beschikbaar_vanaf", "reisafstand", "gewijzigd_op")
    iedereen = list(Kandidaat.objects.only(*velden).order_by())
    for vraag in gesteld:
        verwacht = met_de_hand(vraag, iedereen)
        if index.ranking(vraag, count=BESTE, moment=NU) != verwacht:
            raise SystemExit(f"Het geheugen rangschikt anders: {vraag}")
        if sql.ranking(vraag, count=BESTE) != verwacht:
            raise SystemExit(f"PostgreSQL rangschikt anders: {vraag}")


def meet(naam: str, wat: Callable[[SearchQuery], object], gesteld: Sequence[SearchQuery]) -> Duur:
    """A line of percentiles."""
    duur = []
    for vraag in gesteld:
        begin = time.perf_counter()
        wat(vraag)
        duur.append(time.perf_counter() - begin)
    gemeten = Duur.van(duur)
    schrijf(f"{naam:34} {gemeten}")
    return gemeten


def main() -> None:
    """Fill, check, measure, print."""
    gegeven = [int(een) for een in sys.argv[1:]]
    aantal, hoeveel = [*gegeven, *(500_000, 300)[len(gegeven) :]]
    schrijf(machine(databank()))
    with meetdatabase(aantal):
        lijsten = lees_lijsten()
        gesteld = vacatures(lijsten, hoeveel)
        index = Index()
        index.rebuild(NU)
        controleer(index, gesteld[:PROEF])
        schrijf(
            f"{Kandidaat.objects.count():,} kandidaten; de beste {BESTE} van {PROEF} vacatures "
            "zijn in het geheugen, in PostgreSQL en met de hand dezelfde, met dezelfde redenen"
        )
        stand = index.snapshot(NU)

        def rang(vraag: SearchQuery) -> list[RankedHit]:
            return QueryExecution(stand, vraag).ranking(BESTE)

        def bladzijde(vraag: SearchQuery) -> object:
            rijen = index.page(vraag, slice(0, PAGINA), NU)
            return [[w.naam for w in Oordeel.over(vraag.wensen, rij).past] for rij in rijen]

        meet("(warm)", rang, gesteld[:50])
        alleen = meet("ranking alone, with reasons", rang, gesteld)
        meet(
            "ranking, up to date",
            lambda vraag: index.ranking(vraag, count=BESTE, moment=NU),
            gesteld,
        )
        meet(f"a page of {PAGINA} with its reasons", bladzijde, gesteld)
        sql = meet(
            "PostgreSQL",
            lambda v: sql.ranking(v, count=BESTE),
            gesteld[: max(20, hoeveel // 10)],
        )
        schrijf(f"PostgreSQL / geheugen {sql.p50 / alleen.p50:.0f}x (p50)")


if __name__ == "__main__":
    main()
