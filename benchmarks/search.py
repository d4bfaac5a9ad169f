"""Search in memory: `python -m benchmarks.search [250000] [300] [--seconden 15]`.

Works on a copy of the database of `make data` with so many candidates over all regions; the copy is
dropped at the end. It asks so many questions (a region and one to three facets, half of them with
words), then other kinds of question. It measures the physical floor (the bytes that a question
needs at least, over the memory bandwidth of this machine), the time from commit to visible, and
workers: cold start, memory, and searches a second of one thread, two threads, two processes, one
core and two. docs/zoeken.md holds what six other engines did with the same questions.

From a million on the table has no GIN indexes and no text, so that it can be filled in minutes.
"""

import argparse
import datetime
import gc
import random
import statistics
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import psutil
from django.conf import settings
from django.db import connection

from benchmarks.runner.database import ZAAD, Duur, meetdatabase, schrijf, vragen
from benchmarks.runner.machine import databank, machine
from benchmarks.search_workers import bij_werkers
from kandidatenverkenner.models import Codelijsten, Facet, Kandidaat
from kandidatenverkenner.search_index import engine
from kandidatenverkenner.search_index.memory.answer import QueryExecution as Execution
from kandidatenverkenner.search_index.memory.index import Index
from kandidatenverkenner.search_index.memory.scratch import popcount
from kandidatenverkenner.search_index.query import SearchQuery
from kandidatenverkenner.zoeken.codelists import bekende_woorden
from kandidatenverkenner.zoeken.spelling import KORTSTE, correct_spelling


GROOT = 1_000_000  # from here on the table is bare
RONDES = 3  # so many times all questions are asked
PAGINA = 20


@dataclass(frozen=True)
class Meting:
    """How long each question took, and what a question took of a processor on average."""

    duur: list[float]  # seconds
    python: float  # milliseconds
    postgres: float

    @classmethod
    def samen(cls, rondes: Sequence["Meting"]) -> "Meting":
        """Of all rounds, which are equally long."""
        return cls(
            [een for ronde in rondes for een in ronde.duur],
            statistics.mean(ronde.python for ronde in rondes),
            statistics.mean(ronde.postgres for ronde in rondes),
        )

    def __str__(self) -> str:
        return f"{Duur.van(self.duur)}  CPU {self.python:6.2f} + PG {self.postgres:6.2f} ms"


def meet(
    vraag_aan: Callable[[SearchQuery], object], gesteld: list[SearchQuery], seconden: float
) -> Meting:
    """Ask one after the other until they or the time is up.

    On a machine that is busy with something else, the processor time says more than the clock.
    """
    for vraag in gesteld[:5]:
        vraag_aan(vraag)
    # As config/wsgi.py does: what a peer was built from is not looked through for garbage.
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000, 20, 50)
    duur: list[float] = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    # Its clock ticks a hundred times a second: over all questions that is enough.
    databank = psutil.Process(pid)
    voor = time.process_time(), sum(databank.cpu_times()[:2])
    einde = time.perf_counter() + seconden
    for vraag in gesteld:
        begin = time.perf_counter()
        vraag_aan(vraag)
        nu = time.perf_counter()
        duur.append(nu - begin)
        if nu > einde and len(duur) > 1:
            break
    na = time.process_time(), sum(databank.cpu_times()[:2])
    python, postgres = (
        (later - eerder) / len(duur) * 1000 for eerder, later in zip(voor, na, strict=True)
    )
    return Meting(duur, python, postgres)


class Geheugen:
    """The index, asked for the first page."""

    def __init__(self, lijsten: Codelijsten, index: Index, nu: datetime.datetime) -> None:
        self.lijsten, self.index, self.nu = lijsten, index, nu

    def __call__(self, vraag: SearchQuery) -> object:
        return self.index.search(vraag, self.lijsten, lambda _: slice(0, PAGINA), self.nu)


def bij_vragen(wij: Geheugen, hoeveel: int) -> None:
    """Ask all of them some times: a shared machine has slow half minutes."""
    gesteld = [een.vraag for een in vragen(wij.lijsten, hoeveel)]
    schrijf(f"{'geheugen':22} {Meting.samen([meet(wij, gesteld, 600) for _ in range(RONDES)])}")


def soorten(
    gesteld: list[SearchQuery], lijsten: Codelijsten
) -> Iterator[tuple[str, list[SearchQuery]]]:
    """The same questions, of one kind."""
    regios = [kenmerk.id for kenmerk in lijsten.per_facet[Facet.REGIO].values()]
    facetten = [replace(vraag, zoekterm="") for vraag in gesteld]
    yield "geen filter", [SearchQuery()] * 100
    yield "regio en facetten", facetten
    yield "tekst en facetten", [replace(een, zoekterm="winkel of klanten") for een in facetten]
    zonder = [een.without(Facet.REGIO) for een in facetten]
    yield "facetten zonder regio", zonder
    woorden = _woorden(lijsten, 100)
    yield "alleen tekst", [SearchQuery(zoekterm=woord) for woord in woorden]
    yield (
        "afstand en facetten",
        [
            replace(een, within=frozenset(regios[plek % 30 : plek % 30 + 5]))
            for plek, een in enumerate(zonder)
        ],
    )
    yield "bladzijde 10", facetten


def bij_soorten(wij: Geheugen, gesteld: list[SearchQuery], bandbreedte: float) -> None:
    """Ours on other kinds of question, with the floor of each."""
    for naam, van_soort in soorten(gesteld, wij.lijsten):
        vrager: Callable[[SearchQuery], object] = wij
        if naam == "bladzijde 10":
            vrager = lambda vraag: wij.index.search(  # noqa: E731
                vraag, wij.lijsten, lambda _: slice(180, 200), wij.nu
            )
        meting = meet(vrager, van_soort, 30)
        vloer = statistics.median(bytes_van(wij, vraag, wij.lijsten) for vraag in van_soort)
        vloer_ms = vloer / bandbreedte * 1000
        schrijf(f"  {naam:22} {meting}  vloer {vloer_ms:7.3f} ms ({vloer / 1e6:.2f} MB)")
    bekend = bekende_woorden(wij.lijsten)
    getypt = [f"{woord[:-2]}{woord[-1]}" for woord in _woorden(wij.lijsten, 200)]

    def met_typefout(vraag: SearchQuery) -> object:
        term = correct_spelling(
            vraag.zoekterm, bekend, lambda woorden: wij.index.unknown_words(woorden, wij.nu)
        )
        return wij(replace(vraag, zoekterm=term.tekst))

    met_facetten = [
        replace(een, zoekterm=getypt[plek % len(getypt)]) for plek, een in enumerate(gesteld)
    ]
    schrijf(f"  {'typefout en facetten':22} {meet(met_typefout, met_facetten, 30)}")
    alleen = [SearchQuery(zoekterm=woord) for woord in getypt]
    schrijf(f"  {'alleen een typefout':22} {meet(met_typefout, alleen, 30)}")


def _woorden(lijsten: Codelijsten, hoeveel: int) -> list[str]:
    """Different words of the names of what can be found, long enough to be mended."""
    dobbel = random.Random(ZAAD)  # noqa: S311 - chance, not cryptography
    alle = sorted(woord for woord in bekende_woorden(lijsten) if len(woord) > KORTSTE)
    return dobbel.sample(alle, min(hoeveel, len(alle)))


def bytes_van(wij: Geheugen, vraag: SearchQuery, lijsten: Codelijsten) -> int:
    """What has to be read at least for the counts: bitmaps of the filters once, and per facet the
    bitmaps of its attributes or the rows of who is left, whichever is less."""
    stand = wij.index.snapshot(wij.nu)
    if not vraag.parts():
        return stand.view.per_kenmerk.nbytes
    matches = Execution(stand, vraag)._matches  # noqa: SLF001 - to look inside
    rij = stand.columns.width * 2
    woord = len(matches.live) * 8
    filters = sum(len(nummers) for nummers in vraag.choices.values()) + len(matches.parts)
    uit = filters * woord
    per_facet = {naam: len(waarden) for naam, waarden in lijsten.per_facet.items()}
    rest = sum(hoeveel for naam, hoeveel in per_facet.items() if naam not in vraag.choices)
    uit += min(popcount(matches.matching) * rij, rest * woord)
    for naam in vraag.choices:
        if naam == Facet.REGIO:
            uit += len(stand.view.live) * 8 * (len(matches.parts) - 1)
        else:
            uit += min(popcount(matches.without(naam)) * rij, per_facet[naam] * woord)
    return uit


def geheugenbandbreedte() -> float:
    """Bytes a second that one thread reads from memory: the best of some."""
    veel = np.ones(2**25, np.uint64)  # 256 MB, more than any cache
    beste = np.inf
    for _ in range(5):
        begin = time.perf_counter()
        np.bitwise_or.reduce(veel)
        beste = min(beste, time.perf_counter() - begin)
    return veel.nbytes / beste


def zichtbaar(index: Index, nu: object, hoeveel: int) -> list[float]:
    """From the answer to a COMMIT of another to the first answer that has it, in seconds.

    Somebody asks without a pause; the change is one of one candidate."""
    iemand = Kandidaat.objects.order_by("pk")[hoeveel]
    zonder = frozenset({iemand.kenmerken[0]})
    vraag = SearchQuery(choices={"x": zonder})
    begonnen = index.totals({"x": vraag}, nu)["x"]
    gedaan: list[float] = []
    mag, klaar = threading.Event(), threading.Event()

    def schrijver() -> None:
        for beurt in range(hoeveel):
            mag.wait()
            mag.clear()
            eruit = iemand.kenmerken[1:] if beurt % 2 == 0 else iemand.kenmerken
            Kandidaat.objects.filter(pk=iemand.pk).update(kenmerken=eruit)
            gedaan.append(time.perf_counter())
        klaar.set()
        connection.close()

    draad = threading.Thread(target=schrijver)
    draad.start()
    duur = []
    for beurt in range(hoeveel):
        hoort = begonnen - 1 if beurt % 2 == 0 else begonnen
        mag.set()
        while index.totals({"x": vraag}, nu)["x"] != hoort:
            pass
        gezien = time.perf_counter()
        while len(gedaan) <= beurt:
            time.sleep(0.0001)
        duur.append(max(0.0, gezien - gedaan[beurt]))
    draad.join()
    return duur


def lees_keuzes() -> argparse.Namespace:
    """What is asked on the command line."""
    lezer = argparse.ArgumentParser()
    lezer.add_argument("aantal", nargs="?", type=int, default=250_000)
    lezer.add_argument("vragen", nargs="?", type=int, default=300)
    lezer.add_argument("--seconden", type=float, default=15, help="for the workers")
    return lezer.parse_args()


def main() -> None:
    """Fill, compare, ask, print."""
    keuzes = lees_keuzes()
    schrijf(machine(databank()))
    # The index is ours: a second one, read in the background, would be measured along.
    settings.ZOEKEN_IN_GEHEUGEN = False
    with meetdatabase(keuzes.aantal, kaal=keuzes.aantal >= GROOT):
        lijsten, index, nu = Codelijsten.lees(), Index(), engine.now()
        begin = time.perf_counter()
        index.rebuild(nu)
        schrijf(
            f"{keuzes.aantal:,} kandidaten; index gelezen in {time.perf_counter() - begin:.2f} s, "
            f"blijvend {index.bytes / 2**20:.0f} MiB"
        )
        wij = Geheugen(lijsten, index, nu)
        bij_vragen(wij, keuzes.vragen)
        bandbreedte = geheugenbandbreedte()
        schrijf(f"geheugen leest {bandbreedte / 1e9:.1f} GB/s met een draad; soorten vragen:")
        bij_soorten(wij, [een.vraag for een in vragen(lijsten, keuzes.vragen)], bandbreedte)
        schrijf(f"van COMMIT tot zichtbaar  {Duur.van(zichtbaar(index, nu, 300))}")
        del wij, index
        bij_werkers(min(2, keuzes.seconden / 4))


if __name__ == "__main__":
    main()
