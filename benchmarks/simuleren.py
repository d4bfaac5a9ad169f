"""What simulating the country costs: `python benchmarks/simuleren.py [schaal ...]`.

Needs an empty, migrated database and leaves it empty: all of it is rolled back. Prints machine,
versions, rows, seconds, and the peak memory of this process and of its PostgreSQL backend.
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

import numpy as np  # noqa: E402
import psycopg  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from sonar.simulatie.landelijk.simuleren import Landopdracht, simuleer_land  # noqa: E402


def stil(wat: str, gedaan: int, totaal: int) -> None:
    """Nobody watches a measurement."""


def piek_van_postgresql() -> float:
    """MiB that the backend of this connection had at most, with its share of the buffers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    regels = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(regel.split()[1]) / 1024 for regel in regels if regel.startswith("VmHWM"))


def meet(schaal: float) -> None:
    """Simulate once and print a line."""
    begin = time.perf_counter()
    with transaction.atomic():
        verslag = simuleer_land(Landopdracht(schaal=schaal), stil)
        seconden = time.perf_counter() - begin
        piek = piek_van_postgresql()
        transaction.set_rollback(True)
    zelf = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    mensen, rijen = verslag.rijen["sonar_werkzoekende"], sum(verslag.rijen.values())
    sys.stdout.write(
        f"schaal {schaal:g}: {mensen:,} werkzoekenden, {rijen:,} rijen, {seconden:.1f} s, "
        f"{rijen / seconden:,.0f} rijen/s; piek {zelf:.0f} MiB Python, {piek:.0f} MiB backend\n"
    )


with connection.cursor() as cursor:
    cursor.execute("SHOW server_version")
    server = cursor.fetchone()[0]
sys.stdout.write(
    f"{platform.platform()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; "
    f"Python {platform.python_version()}, numpy {np.__version__}, psycopg {psycopg.__version__}, "
    f"PostgreSQL {server}\n"
)
for schaal in map(float, sys.argv[1:] or ["1"]):
    meet(schaal)
