"""Search over HTTP: `python -m benchmarks.http_load [candidates] [clients] [seconds]`.

On the database of `make data`, copied to so many candidates (250.000). Starts the site of employers
as in production (SITE=kandidatenverkenner, granian, WSGI, two workers of two threads; the role of
the site, the log of searches, sessions and limits on), and asks it the questions of
benchmarks/search.py, everybody over one connection that stays open: the API with a key, the page
with a session. The limit of 120 requests a minute stays on: there are as many employers as it
takes. The client is asyncio on raw sockets, and shares the cores with the server and PostgreSQL:
besides times, the CPU that each of the three took for a request is printed, which says more on a
machine that does something else too.

It is not named http.py: scripts here find each other by name, and would find that one for Python's.
"""

import asyncio
import functools
import itertools
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import granian
import psutil
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.sessions.backends.cache import SessionStore
from django.db import connection
from django.utils import timezone

from benchmarks.runner.database import Duur, Vraag, meetdatabase, schrijf, vragen
from benchmarks.runner.machine import databank, machine
from config.auth.middleware import SEEN
from config.database_roles import KANDIDATENVERKENNER, create_roles
from kandidatenverkenner.accounts.api_keys import GELDIG, key_fingerprint
from kandidatenverkenner.models import Apisleutel, Codelijsten, Werkgever, Werkgeversaccount


WERKGEVERS = 1_500  # 120 a minute each: 3.000 requests a second
WARM = 3  # seconds that are not measured
WORTEL = Path(__file__).resolve().parent.parent


@dataclass
class Opbrengst:
    """What came back while measuring."""

    duur: list[float] = field(default_factory=list)  # seconds
    statussen: Counter[int] = field(default_factory=Counter)
    bytes: int = 0


def maak_klanten() -> tuple[list[str], list[str]]:
    """Employers; the answer is a key and a cookie of each."""
    nu, gebruikers = timezone.localtime(), get_user_model()
    namen = [f"meting{nummer}" for nummer in range(WERKGEVERS)]
    accounts = gebruikers.objects.bulk_create(gebruikers(username=n) for n in namen)
    werkgevers = Werkgever.objects.bulk_create(
        Werkgever(kvk_nummer=f"{70_000_000 + nummer}", naam=naam, gecontroleerd_op=nu)
        for nummer, naam in enumerate(namen)
    )
    Werkgeversaccount.objects.bulk_create(
        Werkgeversaccount(account=account, werkgever=werkgever, toegelaten_op=nu)
        for account, werkgever in zip(accounts, werkgevers, strict=True)
    )
    sleutels = [f"kv_{naam}" for naam in namen]
    Apisleutel.objects.bulk_create(
        Apisleutel(
            account=account,
            naam="meting",
            vingerafdruk=key_fingerprint(sleutel),
            bereik=[Apisleutel.Bereik.ZOEKEN],
            gemaakt_op=nu,
            verloopt_op=timezone.localdate() + GELDIG,
        )
        for account, sleutel in zip(accounts, sleutels, strict=True)
    )
    return sleutels, [_sessie(account) for account in accounts[:400]]


def _sessie(account) -> str:
    """Signed in, with a second factor, as allauth leaves it on the site of employers."""
    settings.SESSION_CACHE_ALIAS = "buiten"
    sessie = SessionStore()
    sessie[SESSION_KEY] = str(account.pk)
    sessie[BACKEND_SESSION_KEY] = "config.auth.backends.PreparedBackend"
    sessie[HASH_SESSION_KEY] = account.get_session_auth_hash()
    sessie[SEEN] = True
    sessie.create()
    return str(sessie.session_key)


@contextmanager
def server(poort: int) -> Iterator[psutil.Process]:
    """The site, as the demonstration starts it, on the database that is measured."""
    opties = f"--interface wsgi --host 127.0.0.1 --port {poort} --log-level error"
    opties += " --workers 2 --blocking-threads 2"
    opdracht = [sys.executable, "-m", "granian", *opties.split(), "meetsite:application"]
    omgeving = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_ROL": KANDIDATENVERKENNER,
        "SITE": "kandidatenverkenner",
        "MEET_DATABASE": connection.settings_dict["NAME"],
        "PYTHONPATH": f"{WORTEL}{os.pathsep}{WORTEL / 'benchmarks'}",
    }
    proces = subprocess.Popen(opdracht, cwd=WORTEL, env=omgeving)  # noqa: S603 - our own
    try:
        yield psutil.Process(proces.pid)
    finally:
        proces.send_signal(signal.SIGINT)
        proces.wait()


def cpu_van(proces: psutil.Process) -> float:
    """CPU seconds of a process and its children, those that ended included."""
    tijden = proces.cpu_times()
    levend = 0.0
    for kind in proces.children(recursive=True):
        try:
            levend += sum(kind.cpu_times()[:4])
        except psutil.NoSuchProcess:
            continue
    return sum(tijden[:4]) + levend


def postgres() -> psutil.Process | None:
    """The postmaster, where it runs on this machine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    return psutil.Process(pid).parent() if psutil.pid_exists(pid) else None


async def vraag_een(
    lezer: asyncio.StreamReader, schrijver: asyncio.StreamWriter, bericht: bytes
) -> tuple[int, int]:
    """Status and number of bytes of one answer."""
    schrijver.write(bericht)
    kop = await lezer.readuntil(b"\r\n\r\n")
    plek = kop.lower().index(b"content-length:") + 15
    lengte = int(kop[plek : kop.index(b"\r", plek)])
    await lezer.readexactly(lengte)
    return int(kop[9:12]), lengte


async def klant(poort: int, berichten: Iterator[bytes], einde: float, opbrengst: Opbrengst) -> None:
    """Ask, wait for the answer, ask again, until it is time."""
    lezer, schrijver = await asyncio.open_connection("127.0.0.1", poort, limit=2**20)
    while time.perf_counter() < einde:
        begin = time.perf_counter()
        status, lengte = await vraag_een(lezer, schrijver, next(berichten))
        opbrengst.duur.append(time.perf_counter() - begin)
        opbrengst.statussen[status] += 1
        opbrengst.bytes += lengte
    schrijver.close()


def belast(poort: int, berichten: Iterator[bytes], klanten: int, seconden: float) -> Opbrengst:
    """So many clients at once, for so long."""

    async def samen() -> Opbrengst:
        opbrengst, einde = Opbrengst(), time.perf_counter() + seconden
        await asyncio.gather(*(klant(poort, berichten, einde, opbrengst) for _ in range(klanten)))
        return opbrengst

    return asyncio.run(samen())


def api_vragen(gesteld: list[Vraag], sleutels: list[str]) -> Iterator[bytes]:
    """As a program sends them, without end; the employers take turns."""
    return itertools.cycle(
        f"GET /api/v1/kandidaten?{urlencode(een.codes, doseq=True)} HTTP/1.1\r\n"
        f"Host: localhost\r\nAuthorization: Bearer {sleutel}\r\n"
        "Accept: application/json\r\n\r\n".encode()
        for een, sleutel in zip(itertools.cycle(gesteld), sleutels, strict=False)
    )


def pagina_vragen(gesteld: list[Vraag], cookies: list[str]) -> Iterator[bytes]:
    """As a browser sends them, without end."""
    return itertools.cycle(
        f"GET /kandidaten?{urlencode(een.codes, doseq=True)} HTTP/1.1\r\n"
        f"Host: localhost\r\nCookie: sessionid={cookie}\r\nAccept: text/html\r\n\r\n".encode()
        for een, cookie in zip(gesteld, itertools.cycle(cookies), strict=False)
    )


def wacht_tot_klaar(site: psutil.Process, poort: int, berichten: Iterator[bytes]) -> None:
    """Until both workers have read their index: then they do nothing when nobody asks."""
    einde = time.perf_counter() + 120
    while time.perf_counter() < einde:
        with socket.socket() as klop:
            open_ = klop.connect_ex(("127.0.0.1", poort)) == 0
        if open_:
            belast(poort, berichten, 8, 0.5)
            voor = cpu_van(site)
            time.sleep(0.5)
            if cpu_van(site) - voor < 0.1:
                return
        time.sleep(0.1)


def meet(
    naam: str, belasting: Callable[[float], Opbrengst], seconden: float, site: psutil.Process
) -> None:
    """Print a line: requests a second, times, CPU of each for a request."""
    belasting(WARM)
    databank = postgres()
    voor = time.process_time(), cpu_van(site), cpu_van(databank) if databank else 0.0
    begin = time.perf_counter()
    opbrengst = belasting(seconden)
    verlopen = time.perf_counter() - begin
    na = time.process_time(), cpu_van(site), cpu_van(databank) if databank else 0.0
    aantal = len(opbrengst.duur)
    zelf, web, pg = (
        (later - eerder) / aantal * 1000 for eerder, later in zip(voor, na, strict=True)
    )
    schrijf(
        f"{naam:28} {aantal / verlopen:7.1f}/s  {Duur.van(opbrengst.duur)}  "
        f"CPU a request: site {web:.2f}, PostgreSQL {pg:.2f}, client {zelf:.2f} ms "
        f"(= {os.cpu_count() * 1000 / (web + pg + zelf):.0f}/s on idle cores); "
        f"{opbrengst.bytes / aantal / 1000:.1f} kB"
    )
    if set(opbrengst.statussen) != {200}:
        raise SystemExit(f"Niet alleen 200: {dict(opbrengst.statussen)}")


def main() -> None:
    """Fill, serve, ask, print."""
    gegeven = [int(een) for een in sys.argv[1:]]
    aantal, klanten, seconden = [*gegeven, *(250_000, 8, 15)[len(gegeven) :]]
    schrijf(machine(databank(), f"granian {granian.__version__}"))
    with meetdatabase(aantal):
        sleutels, cookies = maak_klanten()
        create_roles()
        gesteld = vragen(Codelijsten.lees(), 600)
        api, pagina = api_vragen(gesteld, sleutels), pagina_vragen(gesteld, cookies)
        with socket.socket() as vrij:
            vrij.bind(("127.0.0.1", 0))
            poort = vrij.getsockname()[1]
        with server(poort) as site:
            wacht_tot_klaar(site, poort, api)
            schrijf(f"{aantal:,} kandidaten, {WERKGEVERS} werkgevers, {seconden} s per regel")
            for naam, berichten in (("API", api), ("page", pagina)):
                for hoeveel in sorted({1, klanten}):
                    belasting = functools.partial(belast, poort, berichten, hoeveel)
                    meet(f"{naam}, {hoeveel} at once", belasting, seconden, site)


if __name__ == "__main__":
    main()
