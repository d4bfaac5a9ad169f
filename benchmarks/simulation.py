"""What simulating the country costs: `python -m benchmarks.simulation [schaal ...]`.

People, services, the log and employers, all quarters, as the command does. Needs an empty, migrated
database and leaves it empty: all of it is rolled back. Prints machine, versions, rows, seconds,
CPU seconds (what a machine with nothing else to do would need about), and the peak memory of this
process and of its PostgreSQL backend; with more than one schaal the ratio to the first.
"""

import os
import resource
import sys
import time
from pathlib import Path

from django.db import connection, transaction

from benchmarks.runner.machine import databank, machine
from simulatie.land.simuleren import CountryRequest, simulate_country
from simulatie.logboek.logboek import simulate_log
from simulatie.werkgevers.simuleren import simulate_werkgevers
from sonar.models import Verwerking


def stil(wat: str, gedaan: int, totaal: int) -> None:
    """Nobody watches a measurement."""


def backend() -> tuple[float, float]:
    """CPU seconds and peak MiB of the backend of this connection, its share of buffers included."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        proc = Path(f"/proc/{cursor.fetchone()[0]}")
    delen = (proc / "stat").read_text(encoding="ascii").rpartition(")")[2].split()
    regels = (proc / "status").read_text(encoding="ascii").splitlines()
    piek = next(int(regel.split()[1]) / 1024 for regel in regels if regel.startswith("VmHWM"))
    return (int(delen[11]) + int(delen[12])) / os.sysconf("SC_CLK_TCK"), piek


def meet(schaal: float) -> tuple[float, float, int]:
    """Simulate once and print a line; seconds, CPU seconds and rows."""
    eerder, _ = backend()
    begin, begin_cpu = time.perf_counter(), time.process_time()
    with transaction.atomic():
        opdracht = CountryRequest(schaal=schaal)
        verslag = simulate_country(opdracht, stil)
        van, tot = opdracht.van.eerste_dag, opdracht.tot.peildatum
        simulate_log(tot, opdracht.seed)
        buiten, _ = simulate_werkgevers(van, tot, seed=opdracht.seed)
        log = Verwerking.objects.count()
        seconden, cpu = time.perf_counter() - begin, time.process_time() - begin_cpu
        later, piek = backend()
        transaction.set_rollback(True)
    zelf = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    mensen = verslag.rijen["sonar_werkzoekende"]
    rijen = sum(verslag.rijen.values()) + sum(buiten.values()) + log
    sys.stdout.write(
        f"schaal {schaal:g}: {mensen:,} werkzoekenden, {rijen:,} rijen, {seconden:.1f} s "
        f"({cpu:.1f} s CPU Python, {later - eerder:.1f} s CPU backend), "
        f"{rijen / seconden:,.0f} rijen/s; piek {zelf:.0f} MiB Python, {piek:.0f} MiB backend; "
        f"load na afloop {os.getloadavg()[0]:.1f}\n"
    )
    sys.stdout.flush()
    return seconden, cpu + later - eerder, rijen


sys.stdout.write(f"{machine(databank())}\n")
gemeten = [meet(schaal) for schaal in map(float, sys.argv[1:] or ["1"])]
for seconden, cpu, rijen in gemeten[1:]:
    meer = rijen / gemeten[0][2]
    tijd, reken = seconden / gemeten[0][0], cpu / gemeten[0][1]
    sys.stdout.write(
        f"tegen de eerste: {meer:.2f} x de rijen, {tijd:.2f} x de tijd, {reken:.2f} x de CPU; "
        f"{tijd / meer:.2f} x de tijd per rij, {reken / meer:.2f} x de CPU per rij\n"
    )
