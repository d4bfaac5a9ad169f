"""What delivering costs: `python benchmarks/leveren.py`, on a database with a simulated country.

`manage.py simuleer --landelijk [--schaal F]` makes one. Delivers the last day of 2023KW03 and rolls
it back. Prints machine, versions, candidates, seconds, CPU seconds (what a machine with nothing
else to do would need about) and peak memory of this process and of its PostgreSQL backend.
"""

import os
import platform
import resource
import sys
import time
from pathlib import Path


sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django


django.setup()

import psycopg  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from sonar.levering import lever  # noqa: E402
from sonar.models import Klantprofiel  # noqa: E402
from sonar.rapportage.kwartaal import Kwartaal  # noqa: E402


def backend() -> tuple[float, float]:
    """CPU seconds and peak MiB of the backend of this connection, its share of buffers included."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        proc = Path(f"/proc/{cursor.fetchone()[0]}")
    delen = (proc / "stat").read_text(encoding="ascii").rpartition(")")[2].split()
    regels = (proc / "status").read_text(encoding="ascii").splitlines()
    piek = next(int(regel.split()[1]) / 1024 for regel in regels if regel.startswith("VmHWM"))
    return (int(delen[11]) + int(delen[12])) / os.sysconf("SC_CLK_TCK"), piek


with connection.cursor() as cursor:
    cursor.execute("SHOW server_version")
    server = cursor.fetchone()[0]
sys.stdout.write(
    f"{platform.platform()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; "
    f"Python {platform.python_version()}, psycopg {psycopg.__version__}, PostgreSQL {server}\n"
)
peildatum = Kwartaal.lees("2023KW03").peildatum
with transaction.atomic():
    eerder, _ = backend()
    begin, begin_cpu = time.perf_counter(), time.process_time()
    bericht = lever(peildatum)
    seconden, cpu = time.perf_counter() - begin, time.process_time() - begin_cpu
    # A second delivery of the same data, as every night.
    begin = time.perf_counter()
    weer = lever(peildatum)
    nogmaals = time.perf_counter() - begin
    later, piek = backend()
    transaction.set_rollback(True)
zelf = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
sys.stdout.write(
    f"{Klantprofiel.objects.count():,} klantprofielen, {bericht.ontvangst.nieuw:,} kandidaten: "
    f"{seconden:.1f} s (Python {cpu:.1f} s CPU); nogmaals, {weer.ontvangst.ongewijzigd:,} "
    f"ongewijzigd: {nogmaals:.1f} s; backend {later - eerder:.1f} s CPU voor allebei; "
    f"piek {zelf:.0f} MiB Python, {piek:.0f} MiB backend\n"
)
