"""On what a measurement ran: the line that every benchmark prints first."""

import os
import platform
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

from django.db import connection


def processor() -> str:
    """Name, family, model and cache: of one name there are some that differ by a factor three."""
    regels = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    delen = (regel.partition(":") for regel in regels)
    gezegd = {naam.strip(): waarde.strip() for naam, _, waarde in delen}
    return (
        f"{gezegd['model name']}, family {gezegd['cpu family']}, model {gezegd['model']}, "
        f"cache {gezegd['cache size']}"
    )


def machine(*ook: str) -> str:
    """System, cores, memory, how busy it is, and versions; `ook` is what else there is to name."""
    met = ""
    with suppress(OSError, KeyError):  # known of Linux on an ordinary processor
        geheugen = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
        met = f" ({processor()}), {geheugen:.0f} GiB"
    versies = [f"{naam} {version(naam)}" for naam in ("numpy", "psycopg")]
    return (
        f"{platform.platform()}, {os.cpu_count()} cores{met}, load {os.getloadavg()[0]:.1f}; "
        f"{', '.join([f'Python {platform.python_version()}', *versies, *ook])}"
    )


def databank() -> str:
    """The version of the server that is measured."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        (versie,) = cursor.fetchone()
    return f"PostgreSQL {versie}"
