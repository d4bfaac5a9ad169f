"""More than one machine, on this one: `python -m tests.replication.run [--rondes 5] [--klein]`.

Starts a primary and two streaming replicas (own directories under a temporary one, own ports on
127.0.0.1, gone at the end, also after Ctrl-C), and processes that search as a web worker does. Says
whether a reader ever saw half a publication, how long it takes from commit to visible, what one and
two replicas answer, and what is lost and how long it takes when the primary is killed. Ends with
code 1 when something that may not happen, happened.

Synchronous: the answer to a COMMIT waits until one replica has it on disk as well (ANY 1).
"""

import argparse
import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.runner.machine import machine
from tests.replication import trials as proeven
from tests.replication.candidates import MINSTE_PROFIELEN
from tests.replication.cluster import Server, Stel
from tests.replication.trials import percentielen


WORTEL = Path(__file__).resolve().parents[2]


def zeg(tekst: str) -> None:
    sys.stdout.write(f"{tekst}\n")
    sys.stdout.flush()


def omgeving(stel: Stel, lezen: Server | None = None) -> dict[str, str]:
    """The environment of a process of the product; it searches at `lezen`."""
    uit = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": stel.url(*stel.servers),
        "SITE": "kandidatenverkenner",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        # Not the keys of the installation in var/.
        "SECRET_KEY": "meting",
        "KANDIDAAT_SLEUTEL": "meting",
    }
    return uit | ({"DATABASE_URL_LEZEN": stel.url(lezen)} if lezen else {})


class Werker:
    """A process of tests/replication/reader.py."""

    def __init__(self, stel: Stel, lezen: Server | None = None) -> None:
        self.proces = subprocess.Popen(
            [sys.executable, "-m", "tests.replication.reader"],
            cwd=WORTEL,
            env=omgeving(stel, lezen),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,  # Ctrl-C is for whoever started it
        )

    def __call__(self, doe: str, **opdracht: Any) -> dict[str, Any]:
        """Let it do something; its answer. Raises MisError when it fell."""
        invoer, uitvoer = self.proces.stdin, self.proces.stdout
        if invoer is None or uitvoer is None:
            raise RuntimeError("Zonder pijpen gestart.")
        invoer.write(json.dumps({"doe": doe, **opdracht}) + "\n")
        invoer.flush()
        if not (regel := uitvoer.readline()):
            raise proeven.MisError(f"Een lezer viel om bij {doe}.")
        antwoord: dict[str, Any] = json.loads(regel)
        return antwoord

    def weg(self) -> None:
        """End it, whatever it does."""
        self.proces.kill()
        self.proces.communicate()


@contextmanager
def stel_met_lezers(keuzes: argparse.Namespace) -> Iterator[tuple[Stel, list[Werker]]]:
    """Three servers with candidates, and three readers: two at one replica, one at the other."""
    werkers: list[Werker] = []
    stel = Stel(
        Path(tempfile.mkdtemp(prefix="replicas-", dir=keuzes.map)), naar_schijf=not keuzes.klein
    )
    try:
        stel.maak(lambda: vul(stel, keuzes.profielen, werkers))
        een, ander = stel.replicas
        lezers = [Werker(stel, een), Werker(stel, ander), Werker(stel, een)]
        werkers += lezers
        for lezer in lezers:
            lezer("wees", **_geduld(keuzes))
            gelezen = lezer("lees")
        zeg(
            f"index: gelezen van een replica in {gelezen['seconden']:.1f} s, blijvend "
            f"{gelezen['bytes'] / 2**20:.1f} MiB ({gelezen['bytes'] / keuzes.profielen:.0f} bytes "
            f"een profiel), piek {gelezen['piek'] / 2**20:.0f} MiB"
        )
        yield stel, lezers
    finally:
        for werker in werkers:
            werker.weg()
        stel.weg()


def _geduld(keuzes: argparse.Namespace) -> dict[str, float]:
    return proeven.HAASTIG if keuzes.klein else proeven.GEWOON


def vul(stel: Stel, profielen: int, werkers: list[Werker]) -> None:
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "-v0"],
        cwd=WORTEL,
        env=omgeving(stel),
        check=True,
        timeout=300,
    )
    vuller = Werker(stel)
    werkers.append(vuller)
    gevuld = vuller("vul", aantal=profielen)
    zeg(
        f"vullen door de deur: {profielen:,} profielen in {gevuld['seconden']:.1f} s, "
        f"{profielen / gevuld['seconden']:,.0f} rijen/s; tabel en indexen "
        f"{gevuld['tabel'] / profielen:.0f} bytes een profiel"
    )


def toon_vertraging(naam: str, uit: proeven.Vertraging) -> None:
    for vanaf, waarden in (("COMMIT weg", uit.na_verzoek), ("COMMIT klaar", uit.na_antwoord)):
        p50, p95, p99 = percentielen(waarden)
        zeg(
            f"{naam}, van {vanaf} tot zichtbaar: n={len(waarden)} p50 {p50:.2f} p95 {p95:.2f} "
            f"p99 {p99:.2f} ms ({uit.uit_databank} terwijl de index opnieuw werd gelezen)"
        )


def toon_doorvoer(stel: Stel, lezers: Sequence[Werker], seconden: float) -> None:
    een, ander, ook_een = lezers
    opstellingen = {
        "1 lezer, 1 replica": [een],
        "2 lezers, 1 replica": [een, ook_een],
        "2 lezers, 2 replicas": [een, ander],
    }
    eerste = 0.0
    for naam, wie in opstellingen.items():
        uit = proeven.doorvoer(stel, wie, seconden)
        eerste = eerste or uit.per_seconde
        p50, p95, p99 = percentielen(uit.duur)
        servers = ", ".join(f"{wat} {ms:.2f}" for wat, ms in uit.cpu_servers.items())
        zeg(
            f"{naam}: {uit.per_seconde:.0f} zoekvragen/s ({uit.per_seconde / eerste:.2f}x), "
            f"n={len(uit.duur)} p50 {p50:.2f} p95 {p95:.2f} p99 {p99:.2f} ms; processor per vraag: "
            f"lezer {uit.cpu_lezer:.2f} ms, servers {servers} ms"
        )


def toon_omslagen(stel: Stel, lezers: Sequence[Werker], rondes: int, seconden: float) -> None:
    uit = []
    for ronde in range(rondes):
        een = proeven.omslag(stel, lezers, seconden)
        uit.append(een)
        zeg(
            f"omslag {ronde + 1}: {een.bevestigd} bevestigd, 0 verloren; {een.onzeker} zonder "
            f"antwoord, waarvan {een.toch_vastgelegd} vastgelegd; ontdekt na {een.ontdekt:.2f} s, "
            f"primary na {een.gepromoveerd:.2f}, schrijven na {een.schrijven:.2f}, langste gat in "
            f"het lezen {een.lezen:.2f} s ({een.mislukt} vragen mislukt); "
            f"oude terug als replica in {een.terug:.1f} s, "
            f"{'teruggespoeld' if een.teruggespoeld else 'opnieuw gekopieerd'}"
        )
    zeg(
        f"omslagen: n={len(uit)}, {sum(een.bevestigd for een in uit)} bevestigd en 0 verloren; "
        f"schrijven na hoogstens {max(een.schrijven for een in uit):.2f} s, lezen na hoogstens "
        f"{max(een.lezen for een in uit):.2f} s (mag {proeven.BINNEN:.0f})"
    )


def meet(keuzes: argparse.Namespace) -> None:
    fsync = "fsync uit" if keuzes.klein else "fsync aan"
    zeg(f"{machine(fsync)}; servers, lezers en schrijvers op dezelfde cores")
    with stel_met_lezers(keuzes) as (stel, lezers):
        (versie,) = stel.vraag(stel.primair, "SHOW server_version")
        zeg(f"PostgreSQL {versie}: een primary, twee replicas, synchroon ANY 1")
        een, replica = lezers[0], stel.replicas[0]
        proeven.bezig_op_de_primary(stel, replica)
        zeg("een lopende transactie houdt de cursor op de replica tegen: ja")
        uit = proeven.halve_publicaties(stel, lezers, keuzes.seconden)
        zeg(
            f"halve publicaties gezien: {uit['half']} in {uit['geheugen']} antwoorden uit het "
            f"geheugen, {uit['databank']} van de replica en {uit['bladzijden']} bladzijden, "
            f"tijdens {uit['publicaties']} publicaties ({uit['gezien']} keer anders)"
        )
        toon_vertraging(
            "vertraging, rustig", proeven.vertraging(stel, een, keuzes.metingen, schrijvers=0)
        )
        toon_vertraging(
            f"vertraging, {proeven.SCHRIJVERS} schrijvers van groepen van 20 erbij",
            proeven.vertraging(stel, een, keuzes.metingen, schrijvers=proeven.SCHRIJVERS),
        )
        toon_doorvoer(stel, lezers, keuzes.seconden)
        proeven.achterop(stel, replica, een, _geduld(keuzes))
        zeg("een replica die achterloopt, wordt verlaten, en weer gelezen als zij bij is: ja")
        weg = proeven.zonder_replica(stel, replica, een)
        zeg(
            f"een replica valt weg: langste gat {weg['gat']:.2f} s, geen mislukte vraag; weer uit "
            f"het geheugen (van de primary) na {weg['geheugen']:.1f} s, en van de replica "
            f"{weg['terug']:.1f} s nadat die terug is"
        )
        toon_omslagen(stel, lezers, keuzes.rondes, min(keuzes.seconden, 2.0))
        zeg(
            "een oude primary die ook zijn log kwijt is, volgt weer na "
            f"{proeven.terug_zonder_log(stel):.1f} s, opnieuw gekopieerd"
        )


def main() -> None:
    vraag = argparse.ArgumentParser(description="Meet een primary met twee replicas.")
    vraag.add_argument("--profielen", type=int, default=50_000)
    vraag.add_argument("--rondes", type=int, default=5, help="hoe vaak de primary valt")
    vraag.add_argument("--seconden", type=float, default=8.0, help="van elke meting")
    vraag.add_argument("--metingen", type=int, default=500, help="van de vertraging")
    vraag.add_argument("--map", help="waar de servers tijdelijk staan")
    vraag.add_argument("--klein", action="store_true", help="zonder fsync en met haast")
    keuzes = vraag.parse_args()
    if keuzes.profielen < MINSTE_PROFIELEN:
        vraag.error(f"--profielen: ten minste {MINSTE_PROFIELEN}")
    # Errors of a writer whose server is killed are counted, and need no message.
    logging.getLogger("psycopg").setLevel(logging.ERROR)
    # Also when somebody ends it politely everything is cleaned up.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        meet(keuzes)
    except proeven.MisError as fout:
        raise SystemExit(f"MIS: {fout}") from fout


if __name__ == "__main__":
    main()
