"""Search in memory beside its peers: `python benchmarks/zoeken.py [250000] [300] [--peers all]`.

On a copy of the database of `make data` with so many candidates over all regions (dropped at the
end). First it is looked whether everybody has the same answers: total, counts of all facets, page.
Then each is asked the same questions (a region and one to three facets, half of them with words),
for so many seconds; the ratio is of the p50 on the questions that both were asked. A slow peer gets
fewer questions: see n. Everybody fetches the rows of the page from PostgreSQL.

Then ours alone: other kinds of question, the physical floor (the bytes that a question needs at
least, over the memory bandwidth of this machine), from commit to visible, and workers: cold start,
memory, and searches a second of one thread, two threads, two processes, and one and two cores.

Above 300,000 only the peers that are built quickly are asked, or those of `--peers`. From a million
on the table has no GIN indexes and no text, so that it can be filled in minutes: then `gin` and
`m2m` cannot be asked.
`pip install -r benchmarks/requirements.txt` first.
"""

import argparse
import gc
import random
import statistics
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version

import numpy as np
import psutil
from django.conf import settings
from django.db import connection
from meetdatabase import ZAAD, Duur, meetdatabase, schrijf, vragen
from zoekwerkers import bij_werkers

from benchmarks.waarop import databank, machine
from benchmarks.zoekpeers import ANDERE, Gegevens, Geheugen, QueryExecution
from kandidatenverkenner.models import Codelijsten, Facet, Kandidaat
from kandidatenverkenner.search_index import engine as zoekbron
from kandidatenverkenner.search_index.memory.answer import QueryExecution as Uitwerking
from kandidatenverkenner.search_index.memory.index import Index
from kandidatenverkenner.search_index.memory.scratch import popcount as tel_bits
from kandidatenverkenner.search_index.query import SearchQuery
from kandidatenverkenner.zoeken.codelists import bekende_woorden
from kandidatenverkenner.zoeken.spelling import KORTSTE, lees_zoekterm


GROOT = 1_000_000  # from here on the table is bare
RONDES = 3  # ours is asked so many times at least
VEEL = 300_000  # up to here everybody is asked; building all of them takes minutes
GOEDKOOP = "roaring,tantivy"
Vrager = Callable[[SearchQuery], QueryExecution]


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


def vergelijk(wij: Vrager, ander: Vrager, gesteld: list[SearchQuery], seconden: float) -> int:
    """Ask both the same; how many. Ends the run at the first difference."""
    einde = time.perf_counter() + seconden
    geteld = 0
    for vraag in gesteld:
        geteld += 1
        (totaal, per_kenmerk, bladzijde), hoort = ander(vraag), wij(vraag)
        if (totaal, dict(per_kenmerk), list(bladzijde)) != (hoort[0], dict(hoort[1]), hoort[2]):
            raise SystemExit(f"Niet gelijk: {vraag}")
        if time.perf_counter() > einde:
            break
    return geteld


def bij_peers(keuzes: argparse.Namespace, gegevens: Gegevens, wij: Geheugen) -> None:
    """Build each, compare, measure, and print a line.

    Ours is asked the same before the first and after each: a shared machine has slow half minutes.
    """
    gesteld = [een.vraag for een in vragen(gegevens.lijsten, keuzes.vragen)]
    onze = [meet(wij, gesteld, 600)]
    for naam in keuzes.peers:
        begin = time.perf_counter()
        peer = ANDERE[naam](gegevens)
        gebouwd = time.perf_counter() - begin
        welke = [i for i, een in enumerate(gesteld) if peer.met_woorden or not een.zoekterm]
        hier = [gesteld[i] for i in welke]
        gelijk = vergelijk(wij, peer, hier[: keuzes.gelijk], keuzes.seconden)
        meting = meet(peer, hier, keuzes.seconden)
        onze.append(meet(wij, gesteld, 600))
        wij_p50 = statistics.median(onze[-1].duur[i] for i in welke[: len(meting.duur)])
        schrijf(
            f"{peer.naam:22} {meting}  {statistics.median(meting.duur) / wij_p50:7.1f}x  "
            f"(gebouwd in {gebouwd:.0f} s, {gelijk} antwoorden gelijk"
            f"{'' if peer.met_woorden else '; zonder woorden'})"
        )
    while len(onze) < RONDES:
        onze.append(meet(wij, gesteld, 600))
    schrijf(f"{wij.naam:22} {Meting.samen(onze)}")


def soorten(
    gesteld: list[SearchQuery], lijsten: Codelijsten
) -> Iterator[tuple[str, list[SearchQuery]]]:
    """The same questions, of one kind."""
    regios = [kenmerk.id for kenmerk in lijsten.per_facet[Facet.REGIO].values()]
    facetten = [replace(vraag, zoekterm="") for vraag in gesteld]
    yield "geen filter", [SearchQuery()] * 100
    yield "regio en facetten", facetten
    yield "tekst en facetten", [replace(een, zoekterm="winkel of klanten") for een in facetten]
    zonder = [een.zonder(Facet.REGIO) for een in facetten]
    yield "facetten zonder regio", zonder
    woorden = _woorden(lijsten, 100)
    yield "alleen tekst", [SearchQuery(zoekterm=woord) for woord in woorden]
    yield (
        "afstand en facetten",
        [
            replace(een, binnen=frozenset(regios[plek % 30 : plek % 30 + 5]))
            for plek, een in enumerate(zonder)
        ],
    )
    yield "bladzijde 10", facetten


def bij_soorten(
    gegevens: Gegevens, wij: Geheugen, gesteld: list[SearchQuery], bandbreedte: float
) -> None:
    """Ours on other kinds of question, with the floor of each."""
    for naam, van_soort in soorten(gesteld, gegevens.lijsten):
        vrager: Callable[[SearchQuery], object] = wij
        if naam == "bladzijde 10":
            vrager = lambda vraag: wij.index.zoek(  # noqa: E731
                vraag, gegevens.lijsten, lambda _: slice(180, 200), wij.nu
            )
        meting = meet(vrager, van_soort, 30)
        vloer = statistics.median(bytes_van(wij, vraag, gegevens.lijsten) for vraag in van_soort)
        vloer_ms = vloer / bandbreedte * 1000
        schrijf(f"  {naam:22} {meting}  vloer {vloer_ms:7.3f} ms ({vloer / 1e6:.2f} MB)")
    bekend = bekende_woorden(gegevens.lijsten)
    getypt = [f"{woord[:-2]}{woord[-1]}" for woord in _woorden(gegevens.lijsten, 200)]

    def met_typefout(vraag: SearchQuery) -> object:
        term = lees_zoekterm(
            vraag.zoekterm, bekend, lambda woorden: wij.index.onbekend(woorden, wij.nu)
        )
        return wij(replace(vraag, zoekterm=term.tekst))

    met_facetten = [
        replace(een, zoekterm=getypt[plek % len(getypt)]) for plek, een in enumerate(gesteld)
    ]
    schrijf(f"  {'typefout en facetten':22} {meet(met_typefout, met_facetten, 30)}")
    alleen = [SearchQuery(zoekterm=woord) for woord in getypt]
    schrijf(f"  {'alleen een typefout':22} {meet(met_typefout, alleen, 30)}")


def _woorden(lijsten: Codelijsten, popcount: int) -> list[str]:
    """Different words of the names of what can be found, long enough to be mended."""
    dobbel = random.Random(ZAAD)  # noqa: S311 - chance, not cryptography
    alle = sorted(woord for woord in bekende_woorden(lijsten) if len(woord) > KORTSTE)
    return dobbel.sample(alle, min(popcount, len(alle)))


def bytes_van(wij: Geheugen, vraag: SearchQuery, lijsten: Codelijsten) -> int:
    """What has to be read at least for the counts: bitmaps of the filters once, and per facet the
    bitmaps of its attributes or the rows of who is left, whichever is less."""
    stand = wij.index.stand(wij.nu)
    if not vraag.onderdelen():
        return stand.beeld.per_kenmerk.nbytes
    zicht = Uitwerking(stand, vraag)._zicht  # noqa: SLF001 - to look inside
    rij = stand.kolommen.breedte * 2
    woord = len(zicht.levend) * 8
    filters = sum(len(nummers) for nummers in vraag.keuzen.values()) + len(zicht.delen)
    uit = filters * woord
    per_facet = {naam: len(waarden) for naam, waarden in lijsten.per_facet.items()}
    rest = sum(popcount for naam, popcount in per_facet.items() if naam not in vraag.keuzen)
    uit += min(tel_bits(zicht.alles) * rij, rest * woord)
    for naam in vraag.keuzen:
        if naam == Facet.REGIO:
            uit += len(stand.beeld.levend) * 8 * (len(zicht.delen) - 1)
        else:
            uit += min(tel_bits(zicht.zonder(naam)) * rij, per_facet[naam] * woord)
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
    vraag = SearchQuery(keuzen={"x": zonder})
    begonnen = index.totalen({"x": vraag}, nu)["x"]
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
        while index.totalen({"x": vraag}, nu)["x"] != hoort:
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
    lezer.add_argument("--peers", help=f"all (until {VEEL:,}), none, or some of {','.join(ANDERE)}")
    lezer.add_argument("--seconden", type=float, default=15, help="at most for each peer")
    lezer.add_argument("--gelijk", type=int, default=40, help="questions to compare first")
    keuzes = lezer.parse_args()
    gevraagd = keuzes.peers or ("all" if keuzes.aantal <= VEEL else GOEDKOOP)
    alle = {"all": list(ANDERE), "none": []}
    keuzes.peers = alle.get(gevraagd, gevraagd.split(","))
    return keuzes


def main() -> None:
    """Fill, compare, ask, print."""
    keuzes = lees_keuzes()
    schrijf(
        machine(
            databank(), *(f"{naam} {version(naam)}" for naam in ("duckdb", "tantivy", "pyroaring"))
        )
    )
    # The index is ours: a second one, read in the background, would be measured along.
    settings.ZOEKEN_IN_GEHEUGEN = False
    with meetdatabase(keuzes.aantal, kaal=keuzes.aantal >= GROOT):
        lijsten, index, nu = Codelijsten.lees(), Index(), zoekbron.nu()
        begin = time.perf_counter()
        index.lees_alles(nu)
        schrijf(
            f"{keuzes.aantal:,} kandidaten; index gelezen in {time.perf_counter() - begin:.2f} s, "
            f"blijvend {index.bytes / 2**20:.0f} MiB"
        )
        gegevens = Gegevens.lees(lijsten)
        wij = Geheugen(gegevens, index, nu)
        bij_peers(keuzes, gegevens, wij)
        bandbreedte = geheugenbandbreedte()
        schrijf(f"geheugen leest {bandbreedte / 1e9:.1f} GB/s met een draad; soorten vragen:")
        bij_soorten(
            gegevens, wij, [een.vraag for een in vragen(lijsten, keuzes.vragen)], bandbreedte
        )
        schrijf(f"van COMMIT tot zichtbaar  {Duur.van(zichtbaar(index, nu, 300))}")
        del gegevens, wij, index
        bij_werkers(min(2, keuzes.seconden / 4))


if __name__ == "__main__":
    main()
