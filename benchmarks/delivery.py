"""What delivering costs: `python -m benchmarks.delivery`, on a database with a simulated country.

`manage.py simuleer --landelijk [--schaal F]` makes one. Delivers the last day of 2023KW03: the
first time, nothing changed, one profile, a profile in each region, the next day, and everybody
again, which then finds nothing to change. All of it is rolled back. Prints machine, versions,
candidates, seconds, CPU seconds (what a machine with nothing else to do would need about) and peak
memory of this process and of its PostgreSQL backend.
"""

import datetime
import os
import resource
import sys
import time
from pathlib import Path

from django.db import connection, transaction
from django.db.models import F, QuerySet

from benchmarks.runner.machine import databank, machine
from kandidatenverkenner.ontvangst.receive import Ontvangstbericht
from sonar.levering.feed import lever
from sonar.levering.leverbaar import te_leveren
from sonar.models import Klantprofiel
from sonar.rapportage.tellen.kwartaal import Kwartaal


def backend() -> tuple[float, float]:
    """CPU seconds and peak MiB of the backend of this connection, its share of buffers included."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        proc = Path(f"/proc/{cursor.fetchone()[0]}")
    delen = (proc / "stat").read_text(encoding="ascii").rpartition(")")[2].split()
    regels = (proc / "status").read_text(encoding="ascii").splitlines()
    piek = next(int(regel.split()[1]) / 1024 for regel in regels if regel.startswith("VmHWM"))
    return (int(delen[11]) + int(delen[12])) / os.sysconf("SC_CLK_TCK"), piek


sys.stdout.write(f"{machine(databank())}\n")
PEILDATUM = Kwartaal.lees("2023KW03").peildatum


def meet(naam: str, dag: datetime.date = PEILDATUM, *, alles: bool = False) -> Ontvangstbericht:
    """Deliver, and print what it did and cost."""
    eerder, _ = backend()
    begin, begin_cpu = time.perf_counter(), time.process_time()
    ontvangst = lever(dag, alles=alles).ontvangst
    seconden, cpu = time.perf_counter() - begin, time.process_time() - begin_cpu
    later, _ = backend()
    sys.stdout.write(
        f"{naam}: {seconden:.2f} s ({cpu:.2f} s CPU Python, {later - eerder:.2f} s CPU backend): "
        f"{ontvangst.nieuw:,} nieuw, {ontvangst.gewijzigd:,} gewijzigd, "
        f"{ontvangst.ongewijzigd:,} ongewijzigd, {ontvangst.ingetrokken:,} ingetrokken; "
        f"load {os.getloadavg()[0]:.1f}\n"
    )
    sys.stdout.flush()
    return ontvangst


def verander(profielen: QuerySet[Klantprofiel]) -> None:
    """Other hours, so that something of them has to be shown anew."""
    profielen.update(uren_min=F("uren_max"))


with transaction.atomic():
    meet("eerste levering")
    meet("niets veranderd")
    getoond = te_leveren(PEILDATUM).filter(uren_max__gt=F("uren_min"))
    een_per_regio = {regio: nummer for nummer, regio in getoond.values_list("pk", "regio")}
    verander(Klantprofiel.objects.filter(pk=getoond[0].pk))
    meet("een verandering")
    verander(Klantprofiel.objects.filter(pk__in=een_per_regio.values()))
    meet(f"een verandering in elk van {len(een_per_regio)} regio's")
    meet("een dag later", PEILDATUM + datetime.timedelta(days=1))
    weer = meet("alles vergelijken", PEILDATUM + datetime.timedelta(days=1), alles=True)
    anders = weer.nieuw + weer.gewijzigd + weer.ingetrokken
    _, piek = backend()
    transaction.set_rollback(True)
zelf = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
sys.stdout.write(
    f"{Klantprofiel.objects.count():,} klantprofielen; piek {zelf:.0f} MiB Python, {piek:.0f} MiB "
    f"backend; anders na alles vergelijken: {anders}\n"
)
if anders:
    raise SystemExit("Wat veranderde en alles leveren gaven niet hetzelfde.")
