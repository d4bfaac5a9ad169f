"""Web workers as benchmarks/search.py measures them: cold start, memory, and how much they search.

Run as a module this is such a worker: a process with an index of its own, which has imported all
that a worker of the Kandidatenverkenner has. It reads from standard input how many threads, for how
many seconds, whether PostgreSQL is asked too, and on which cores; it answers with what it did.

Of one thread, two threads and two processes, in turns. What two cores do against one is measured
with each process on a core of its own, and what serves it in PostgreSQL on the same core: left
free, one process keeps a core and a half busy, so that two cannot do twice as much.
"""

import json
import os
import statistics
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import psutil
from django.conf import settings
from django.db import connection

import config.wsgi  # noqa: F401 - what a worker has imported
from benchmarks.runner.database import schrijf, vragen
from kandidatenverkenner.models import Codelijsten
from kandidatenverkenner.search_index import engine
from kandidatenverkenner.search_index.memory.answer import QueryExecution
from kandidatenverkenner.search_index.query import SearchQuery


BEURTEN = 5  # half a minute later a shared machine is another one


class Manier(NamedTuple):
    """So many processes of so many threads; whether PostgreSQL is asked, and on which cores."""

    processen: int
    draden: int
    met_postgres: bool = True
    vast: bool = False  # the first process on the first core, the second on the second


EEN, DRADEN, TWEE = Manier(1, 1), Manier(1, 2), Manier(2, 1)
INDEX, TWEE_INDEX = Manier(1, 1, met_postgres=False), Manier(2, 1, met_postgres=False)
KERN, TWEE_KERNEN = Manier(1, 1, vast=True), Manier(2, 1, vast=True)


class Werker:
    """A process that runs `main` of this module."""

    def __init__(self) -> None:
        self.proces = subprocess.Popen(  # noqa: S603 - our own
            [sys.executable, "-m", "benchmarks.search_workers", connection.settings_dict["NAME"]],
            env=os.environ | {"SITE": "kandidatenverkenner"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def lees(self) -> dict[str, float]:
        """What it says next."""
        uit: dict[str, float] = json.loads(self.proces.stdout.readline())
        return uit

    def begin(self, manier: Manier, seconden: float, kernen: list[int]) -> None:
        """Let it search."""
        wat = {
            "draden": manier.draden,
            "seconden": seconden,
            "met_postgres": manier.met_postgres,
            "kernen": kernen,
        }
        self.proces.stdin.write(json.dumps(wat) + "\n")
        self.proces.stdin.flush()

    def weg(self) -> None:
        """End it."""
        self.proces.kill()
        self.proces.communicate()


def bij_werkers(seconden: float) -> None:
    """Print cold start, memory, and the searches a second; each manner so many seconds a turn."""
    werkers = [Werker()]
    try:
        koud = werkers[0].lees()
        mib = {naam: koud[naam] / 2**20 for naam in ("leeg", "vol", "rss", "piek", "index")}
        schrijf(
            f"koude start {koud['seconden']:.2f} s; eigen geheugen {mib['leeg']:.0f} MiB, "
            f"met index {mib['vol']:.0f} MiB (index {mib['index']:.0f}); met wat werkers delen "
            f"{mib['rss']:.0f} MiB, piek {mib['piek']:.0f} MiB"
        )
        werkers += [Werker()]
        werkers[1].lees()
        _vergelijk(werkers, seconden)
    finally:
        for werker in werkers:
            werker.weg()


def _vergelijk(werkers: list[Werker], seconden: float) -> None:
    kernen = _kernen()
    manieren = [EEN, DRADEN, TWEE, INDEX, TWEE_INDEX]
    if len(kernen) > 1:
        manieren += [KERN, TWEE_KERNEN]
    beurten = [[_per_seconde(werkers, hoe, seconden, kernen) for hoe in manieren]
               for _ in range(BEURTEN)]  # fmt: skip
    gedaan = dict(zip(manieren, map(statistics.fmean, zip(*beurten, strict=True)), strict=True))

    def tegen(wat: Manier, een: Manier) -> str:
        return f"{gedaan[wat]:.0f} ({gedaan[wat] / gedaan[een]:.2f}x)"

    schrijf(
        f"zoekvragen per seconde, vrij over de kernen: 1 proces {gedaan[EEN]:.0f}; "
        f"met 2 draden {tegen(DRADEN, EEN)}; 2 processen {tegen(TWEE, EEN)}"
    )
    schrijf(
        f"zonder de rijen van PostgreSQL: 1 proces {gedaan[INDEX]:.0f}; "
        f"samen in twee processen {tegen(TWEE_INDEX, INDEX)}"
    )
    if KERN in gedaan:
        schrijf(
            f"proces en PostgreSQL samen op een kern: {gedaan[KERN]:.0f}; "
            f"zo op twee kernen {tegen(TWEE_KERNEN, KERN)}"
        )
    else:
        schrijf("een kern tegen twee is niet gemeten: hier is geen proces op een kern te zetten.")


def _kernen() -> list[int]:
    """Those that can be used; none where this system keeps no process on one, or where the server
    process of this connection is not ours to keep there: on another machine, of another user.
    """
    connection.ensure_connection()
    pid = connection.connection.info.backend_pid
    with suppress(AttributeError, OSError, psutil.Error):
        if psutil.Process(pid).name().startswith("postgres"):
            kernen = os.sched_getaffinity(pid)
            os.sched_setaffinity(pid, kernen)
            return sorted(kernen)
    return []


def _per_seconde(
    werkers: list[Werker], manier: Manier, seconden: float, kernen: list[int]
) -> float:
    """What they do together, at once."""
    bezig = werkers[: manier.processen]
    for plek, een in enumerate(bezig):
        een.begin(manier, seconden, [kernen[plek]] if manier.vast else [])
    return sum(een.lees()["gedaan"] for een in bezig) / seconden


def piek() -> int:
    """The most memory that this process had, in bytes. (getrusage also knows its parent.)"""
    regels = Path("/proc/self/status").read_text().splitlines()
    return next(int(regel.split()[1]) * 1024 for regel in regels if regel.startswith("VmHWM"))


def zet_op(kernen: list[int]) -> None:
    """Keep this thread, and what serves it in PostgreSQL, on these cores. None: leave it."""
    if kernen:
        connection.ensure_connection()
        for pid in (0, connection.connection.info.backend_pid):
            os.sched_setaffinity(pid, kernen)


def belast(draden: int, seconden: float, *, met_postgres: bool, kernen: list[int]) -> int:
    """How many searches so many threads do in that time; or how many without their rows."""
    lijsten = Codelijsten.lees()
    stand = engine.ENGINE.index.snapshot(engine.now())
    gesteld = [een.vraag for een in vragen(lijsten, 500)]
    gedaan = [0] * draden

    def zoek(vraag: SearchQuery) -> None:
        if met_postgres:
            engine.search(vraag, lijsten, start=0, count=20)
        else:
            antwoord = QueryExecution(stand, vraag)
            antwoord.ids(20)
            antwoord.facet_counts(lijsten)

    def werk(nummer: int) -> None:
        zet_op(kernen)
        einde = time.perf_counter() + seconden
        plek = nummer * 37
        while time.perf_counter() < einde:
            zoek(gesteld[plek % len(gesteld)])
            plek += 1
            gedaan[nummer] += 1
        connection.close()

    samen = [threading.Thread(target=werk, args=[nummer]) for nummer in range(draden)]
    for draad in samen:
        draad.start()
    for draad in samen:
        draad.join()
    return sum(gedaan)


def main() -> None:
    """Read the index, then do what is asked until there is nothing left."""
    connection.settings_dict["NAME"] = sys.argv[1]
    settings.ZOEKEN_IN_GEHEUGEN = True
    index = engine.ENGINE.index
    connection.ensure_connection()
    proces = psutil.Process()
    leeg = proces.memory_full_info().uss
    begin = time.perf_counter()
    index.rebuild(engine.now())
    gelezen = {
        "seconden": time.perf_counter() - begin,
        "leeg": leeg,
        "vol": proces.memory_full_info().uss,
        "rss": proces.memory_info().rss,
        "piek": piek(),
        "index": index.bytes,
    }
    sys.stdout.write(json.dumps(gelezen) + "\n")
    sys.stdout.flush()
    for regel in sys.stdin:
        gedaan = belast(**json.loads(regel))
        sys.stdout.write(json.dumps({"gedaan": gedaan, "rss": proces.memory_info().rss}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
