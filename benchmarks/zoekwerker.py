"""A web worker as benchmarks/zoeken.py measures it: one process, with an index of its own.

It has imported all that a worker of the Kandidatenverkenner has (SITE=kandidatenverkenner).

Reads from standard input how many threads, for how many seconds, whether PostgreSQL is asked too,
and on which cores; answers with what it did.
"""

import json
import os
import sys
import threading
import time
from pathlib import Path

import psutil
from django.conf import settings
from django.db import connection
from meetdatabase import vragen

import config.wsgi  # noqa: F401 - what a worker has imported
from kandidatenverkenner.models import Codelijsten
from kandidatenverkenner.search_index import engine as zoekbron
from kandidatenverkenner.search_index.memory.answer import QueryExecution
from kandidatenverkenner.search_index.query import SearchQuery


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
    stand = zoekbron.ENGINE.index.stand(zoekbron.nu())
    gesteld = [een.vraag for een in vragen(lijsten, 500)]
    gedaan = [0] * draden

    def zoek(vraag: SearchQuery) -> None:
        if met_postgres:
            zoekbron.zoek(vraag, lijsten, vanaf=0, aantal=20)
        else:
            antwoord = QueryExecution(stand, vraag)
            antwoord.nummers(20)
            antwoord.telling(lijsten)

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
    index = zoekbron.ENGINE.index
    connection.ensure_connection()
    proces = psutil.Process()
    leeg = proces.memory_full_info().uss
    begin = time.perf_counter()
    index.lees_alles(zoekbron.nu())
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
