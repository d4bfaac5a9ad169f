"""Search over HTTP: `python -m benchmarks.http_load [candidates] [clients] [seconds]`.

On the database of `make data`, copied to so many candidates (250.000). Starts the site of employers
as in production (SITE=kandidatenverkenner, granian, WSGI, two workers of two threads; the role of
the site, the log of searches, sessions and limits on), and asks it the questions of
benchmarks/search.py, everybody over one connection that stays open: the API with a key, the page
with a session. The limit of 120 requests a minute stays on: there are as many employers as it
takes. The client is asyncio on raw sockets, and shares the cores with the server and PostgreSQL:
besides times, the CPU that each of the three took for a request is printed, which says more on a
machine that does something else too. Beside each line stands its floor (runner/http_floor.py),
asked in turns in the same run: the API may take 6 times its processor time, the page 10.
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


EMPLOYERS = 1_500  # 120 a minute each: 3.000 requests a second
WARM_UP = 3  # seconds that are not measured
TURNS = 3  # of the line and its floor
# times the floor's processor time, at most
GOALS = {"API": 6, "page": 10}
ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Yield:
    """What came back while measuring, and what it took."""

    durations: list[float] = field(default_factory=list)  # seconds
    statuses: Counter[int] = field(default_factory=Counter)
    bytes: int = 0
    elapsed: float = 0.0  # seconds
    cpu_client: float = 0.0
    cpu_site: float = 0.0
    cpu_postgres: float = 0.0

    @property
    def count(self) -> int:
        """How many answers."""
        return len(self.durations)

    @property
    def cpu(self) -> float:
        """Milliseconds of processor time for an answer: site and PostgreSQL."""
        return (self.cpu_site + self.cpu_postgres) / self.count * 1000

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.count / self.elapsed


def make_clients() -> tuple[list[str], list[str]]:
    """Employers; the answer is a key and a cookie of each."""
    now, users = timezone.localtime(), get_user_model()
    names = [f"meting{number}" for number in range(EMPLOYERS)]
    accounts = users.objects.bulk_create(users(username=name) for name in names)
    employers = Werkgever.objects.bulk_create(
        Werkgever(kvk_nummer=f"{70_000_000 + number}", naam=name, gecontroleerd_op=now)
        for number, name in enumerate(names)
    )
    Werkgeversaccount.objects.bulk_create(
        Werkgeversaccount(account=account, werkgever=employer, toegelaten_op=now)
        for account, employer in zip(accounts, employers, strict=True)
    )
    keys = [f"kv_{name}" for name in names]
    Apisleutel.objects.bulk_create(
        Apisleutel(
            account=account,
            naam="meting",
            vingerafdruk=key_fingerprint(key),
            bereik=[Apisleutel.Bereik.ZOEKEN],
            gemaakt_op=now,
            verloopt_op=timezone.localdate() + GELDIG,
        )
        for account, key in zip(accounts, keys, strict=True)
    )
    return keys, [_session(account) for account in accounts[:400]]


def _session(account) -> str:
    """Signed in, with a second factor, as allauth leaves it on the site of employers."""
    settings.SESSION_CACHE_ALIAS = "buiten"
    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = "config.auth.backends.EmployerBackend"
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session[SEEN] = True
    session.create()
    return str(session.session_key)


@contextmanager
def server(port: int, root: Path = ROOT) -> Iterator[psutil.Process]:
    """The site, as the demonstration starts it, on the database that is measured."""
    options = f"--interface wsgi --host 127.0.0.1 --port {port} --log-level error"
    options += " --workers 2 --blocking-threads 2"
    command = [
        sys.executable,
        "-m",
        "granian",
        *options.split(),
        "benchmarks.runner.http_site:application",
    ]
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_ROL": KANDIDATENVERKENNER,
        "SITE": "kandidatenverkenner",
        "MEET_DATABASE": connection.settings_dict["NAME"],
        "PYTHONPATH": str(root),
    }
    process = subprocess.Popen(command, cwd=root, env=environment)  # noqa: S603 - our own
    try:
        yield psutil.Process(process.pid)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()


def cpu_of(process: psutil.Process | None) -> float:
    """CPU seconds of a process and its children, also of children that ended."""
    if process is None:
        return 0.0
    times = process.cpu_times()
    alive = 0.0
    for child in process.children(recursive=True):
        try:
            alive += sum(child.cpu_times()[:4])
        except psutil.NoSuchProcess:
            continue
    return sum(times[:4]) + alive


def postgres() -> psutil.Process | None:
    """The postmaster, where it runs on this machine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    return psutil.Process(pid).parent() if psutil.pid_exists(pid) else None


async def ask_one(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, message: bytes
) -> tuple[int, int]:
    """Status and number of bytes of one answer."""
    writer.write(message)
    head = await reader.readuntil(b"\r\n\r\n")
    place = head.lower().index(b"content-length:") + 15
    length = int(head[place : head.index(b"\r", place)])
    await reader.readexactly(length)
    return int(head[9:12]), length


async def client(port: int, messages: Iterator[bytes], end: float, result: Yield) -> None:
    """Ask, wait for the answer, ask again, until it is time."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**20)
    while time.perf_counter() < end:
        begin = time.perf_counter()
        status, length = await ask_one(reader, writer, next(messages))
        result.durations.append(time.perf_counter() - begin)
        result.statuses[status] += 1
        result.bytes += length
    writer.close()


def load(
    port: int, messages: Iterator[bytes], clients: int, seconds: float, result: Yield | None = None
) -> Yield:
    """So many clients at once, for so long; what comes back is added to the result."""
    result = result or Yield()

    async def together() -> None:
        end = time.perf_counter() + seconds
        await asyncio.gather(*(client(port, messages, end, result) for _ in range(clients)))

    asyncio.run(together())
    return result


def api_messages(questions: list[Vraag], keys: list[str]) -> Iterator[bytes]:
    """As a program sends them, without end; the employers take turns."""
    return itertools.cycle(
        f"GET /api/v1/kandidaten?{urlencode(question.codes, doseq=True)} HTTP/1.1\r\n"
        f"Host: localhost\r\nAuthorization: Bearer {key}\r\n"
        "Accept: application/json\r\n\r\n".encode()
        for question, key in zip(itertools.cycle(questions), keys, strict=False)
    )


def page_messages(questions: list[Vraag], cookies: list[str]) -> Iterator[bytes]:
    """As a browser sends them, without end."""
    return itertools.cycle(
        f"GET /kandidaten?{urlencode(question.codes, doseq=True)} HTTP/1.1\r\n"
        f"Host: localhost\r\nCookie: sessionid={cookie}\r\nAccept: text/html\r\n\r\n".encode()
        for question, cookie in zip(questions, itertools.cycle(cookies), strict=False)
    )


def floor_messages(size: int, kenmerken: list[int], keys: list[str]) -> Iterator[bytes]:
    """Requests to the floor, for a body of this size, without end."""
    return itertools.cycle(
        f"GET /floor?kenmerk={kenmerk}&bytes={size} HTTP/1.1\r\n"
        f"Host: localhost\r\nAuthorization: Bearer {key}\r\n"
        "Accept: application/json\r\n\r\n".encode()
        for kenmerk, key in zip(itertools.cycle(kenmerken), keys, strict=False)
    )


def wait_until_ready(site: psutil.Process, port: int, messages: Iterator[bytes]) -> None:
    """Until both workers have read their index: then they do nothing when nobody asks."""
    end = time.perf_counter() + 120
    while time.perf_counter() < end:
        with socket.socket() as knock:
            is_open = knock.connect_ex(("127.0.0.1", port)) == 0
        if is_open:
            load(port, messages, 8, 0.5)
            before = cpu_of(site)
            time.sleep(0.5)
            if cpu_of(site) - before < 0.1:
                return
        time.sleep(0.1)


def measure(
    loading: Callable[[float, Yield], Yield], seconds: float, site: psutil.Process, result: Yield
) -> None:
    """Load for so long, and add what the client, the site and PostgreSQL took."""
    database = postgres()
    before = time.process_time(), cpu_of(site), cpu_of(database)
    begin = time.perf_counter()
    loading(seconds, result)
    result.elapsed += time.perf_counter() - begin
    result.cpu_client += time.process_time() - before[0]
    result.cpu_site += cpu_of(site) - before[1]
    result.cpu_postgres += cpu_of(database) - before[2]
    if set(result.statuses) != {200}:
        raise SystemExit(f"Niet alleen 200: {dict(result.statuses)}")


def show(name: str, result: Yield) -> None:
    """Print a line: requests a second, times, CPU of each for a request."""
    own, web, pg = (
        spent / result.count * 1000
        for spent in (result.cpu_client, result.cpu_site, result.cpu_postgres)
    )
    schrijf(
        f"{name:28} {result.rate:7.1f}/s  {Duur.van(result.durations)}  "
        f"CPU a request: site {web:.2f}, PostgreSQL {pg:.2f}, client {own:.2f} ms "
        f"(= {os.cpu_count() * 1000 / (web + pg + own):.0f}/s on idle cores); "
        f"{result.bytes / result.count / 1000:.1f} kB"
    )


def main() -> None:
    """Fill, serve, ask, print."""
    given = [int(number) for number in sys.argv[1:]]
    count, clients, seconds = [*given, *(250_000, 8, 15)[len(given) :]]
    schrijf(machine(databank(), f"granian {granian.__version__}"))
    with meetdatabase(count):
        keys, cookies = make_clients()
        create_roles()
        questions = vragen(Codelijsten.lees(), 600)
        kenmerken = list(Codelijsten.lees().op_nummer)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        messages = {"API": api_messages(questions, keys), "page": page_messages(questions, cookies)}
        with server(port) as site:
            wait_until_ready(site, port, messages["API"])
            schrijf(f"{count:,} kandidaten, {EMPLOYERS} werkgevers, {seconds} s per regel")
            for name, how_many in itertools.product(messages, sorted({1, clients})):
                warm = load(port, messages[name], how_many, WARM_UP)
                floor = floor_messages(warm.bytes // warm.count, kenmerken, keys)
                load(port, floor, how_many, 1)
                line, beside = Yield(), Yield()
                for _ in range(TURNS):
                    for asked, result in ((messages[name], line), (floor, beside)):
                        loading = functools.partial(load, port, asked, how_many)
                        measure(loading, seconds / TURNS, site, result)
                show(f"{name}, {how_many} at once", line)
                show(f"  floor of {name}", beside)
                schrijf(
                    f"  {line.cpu / beside.cpu:.1f} times the floor's processor time (goal: "
                    f"{GOALS[name]}), {line.rate / beside.rate:.2f} of its requests a second"
                )


if __name__ == "__main__":
    main()
