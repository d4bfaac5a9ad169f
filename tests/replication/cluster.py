"""A primary and its streaming replicas on this machine, each in a directory of its own."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import psycopg

from config.postgres.server import PROGRAMS, system_user


NAMEN = ("een", "twee", "drie")
# The same on all of them: any can be the primary tomorrow. A replica finds the primary by itself,
# because of all hosts only the primary takes writes.
INSTELLINGEN = """
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
wal_log_hints = on
wal_keep_size = '2GB'
wal_sender_timeout = '5s'
wal_receiver_timeout = '5s'
wal_retrieve_retry_interval = '100ms'
hot_standby_feedback = on
synchronous_commit = on
primary_conninfo = 'host={hosts} port={poorten} user=postgres connect_timeout=2 \
target_session_attrs=read-write'
"""
SYNCHROON = "synchronous_standby_names = 'ANY 1 (een, twee, drie)'\n"
WACHT_SECONDEN = 60


@dataclass(frozen=True, slots=True)
class Server:
    """One of the set: its name, its directory, and its port on 127.0.0.1."""

    naam: str
    map: Path
    poort: int


class Stel:
    """Three servers. `weg` stops and removes them, whatever state they are in."""

    def __init__(self, plek: Path, *, naar_schijf: bool) -> None:
        self.plek, self.naar_schijf = plek, naar_schijf
        self._gebruiker = system_user()
        if self._gebruiker:
            shutil.chown(plek, self._gebruiker)
        self.servers = [
            Server(naam, plek / naam, poort)
            for naam, poort in zip(NAMEN, _vrije_poorten(), strict=True)
        ]
        self.primair = self.servers[0]

    @property
    def replicas(self) -> list[Server]:
        """Those that follow."""
        return [server for server in self.servers if server is not self.primair]

    def url(self, *servers: Server) -> str:
        """For DATABASE_URL: these, in this order; without any the whole set, the primary first."""
        wie = servers or (self.primair, *self.replicas)
        hosts = ",".join(f"127.0.0.1:{server.poort}" for server in wie)
        return f"postgresql://postgres@{hosts}/postgres"

    def maak(self, vul: Callable[[], Any]) -> None:
        """The primary, what `vul` puts in it, and then the replicas, that copy it."""
        hosts = ",".join("127.0.0.1" for _ in self.servers)
        poorten = ",".join(str(server.poort) for server in self.servers)
        map_ = str(self.primair.map)
        self._doe(
            "initdb", "-D", map_, "--auth=trust", "--encoding=utf8", "-U", "postgres", *self._sync
        )
        instellingen = INSTELLINGEN.format(hosts=hosts, poorten=poorten)
        if not self.naar_schijf:
            instellingen += "fsync = off\n"
        self._schrijf_bij(self.primair, instellingen)
        self.start(self.primair)
        vul()
        for server in self.replicas:
            self._kopieer(server)
            self.start(server)
        for server in self.servers:
            self._schrijf_bij(server, SYNCHROON)
            self.vraag(server, "SELECT pg_reload_conf()")
        self.wacht_op_replicas()

    def start(self, server: Server) -> None:
        """Start it, when nothing of it is left running, and wait until it answers."""
        self.wacht_op_einde(server)
        wat = f"-p {server.poort} -c cluster_name={server.naam}"
        verslag = str(server.map / "log")
        try:
            self._doe("pg_ctl", "-D", str(server.map), "-w", "-o", wat, "-l", verslag, "start")
        except RuntimeError as fout:
            regels = Path(verslag).read_text(encoding="utf-8").splitlines()
            raise RuntimeError("\n".join(regels[-20:])) from fout

    def dood(self, server: Server) -> None:
        """SIGKILL to its first process; the others notice, and stop."""
        os.kill(self._pid(server), signal.SIGKILL)

    def vraag(self, server: Server, opdracht: str) -> tuple[Any, ...]:
        """The first row of the answer of one server."""
        with psycopg.connect(self.url(server), autocommit=True, connect_timeout=2) as verbinding:
            antwoord = verbinding.execute(opdracht)
            return (antwoord.description and antwoord.fetchone()) or ()

    def is_er(self, server: Server) -> bool:
        """Whether it answers."""
        try:
            return self.vraag(server, "SELECT 1") == (1,)
        except psycopg.OperationalError:
            return False

    def promoveer(self) -> None:
        """Make the replica that has most the primary.

        With `ANY 1` whatever was acknowledged stands on one of them at least, and so on that one.
        """
        ontvangen = "SELECT pg_last_wal_receive_lsn() - '0/0'"
        verste = max(self.replicas, key=lambda server: int(self.vraag(server, ontvangen)[0]))
        (gelukt,) = self.vraag(verste, f"SELECT pg_promote(true, {WACHT_SECONDEN})")
        if not gelukt:
            raise RuntimeError("De replica wordt geen primary.")
        self.primair = verste

    def neem_terug(self, server: Server) -> bool:
        """A primary that was lost comes back as a replica, without what only it had.

        True when it could be rewound; False when it lacked the log for that, and was copied anew.
        """
        self.wacht_op_einde(server)
        # It reads where the new history begins from what a checkpoint wrote.
        self.vraag(self.primair, "CHECKPOINT")
        teruggespoeld = self._spoel_terug(server)
        if not teruggespoeld:
            shutil.rmtree(server.map)
            self._kopieer(server)
        self.start(server)
        self.wacht_op_replicas()
        return teruggespoeld

    def _spoel_terug(self, server: Server) -> bool:
        """It recovers first, and may throw away what it needs after: `wal_keep_size` prevents it,
        up to that size."""
        bron = f"host=127.0.0.1 port={self.primair.poort} user=postgres dbname=postgres"
        try:
            self._doe(
                "pg_rewind", f"--target-pgdata={server.map}", f"--source-server={bron}", *self._sync
            )
        except RuntimeError:
            return False
        (server.map / "standby.signal").touch()
        return True

    def _kopieer(self, server: Server) -> None:
        """A replica of the primary as it is now."""
        van = ["-h", "127.0.0.1", "-p", str(self.primair.poort), "-U", "postgres"]
        self._doe("pg_basebackup", "-D", str(server.map), *van, "-c", "fast", *self._sync)
        (server.map / "standby.signal").touch()

    @property
    def _sync(self) -> list[str]:
        return [] if self.naar_schijf else ["--no-sync"]

    def wacht_op_replicas(self) -> None:
        """Until every replica follows, and has shown all that is there now."""
        nodig = len(self.replicas)
        wacht_tot(
            lambda: (
                self.vraag(
                    self.primair,
                    "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming' "
                    "AND sync_state = 'quorum' AND replay_lsn >= pg_current_wal_flush_lsn()",
                )
                == (nodig,)
            ),
            "replicas die bij zijn",
        )

    def cpu(self, server: Server) -> float:
        """Seconds of processor that the processes of this server that live now have used."""
        tijd = 0.0
        for proces in self._kinderen(server):
            try:
                gebruikt = proces.cpu_times()
                tijd += gebruikt.user + gebruikt.system
            except psutil.Error:
                pass  # it just ended
        return tijd

    def weg(self) -> None:
        """Stop them all at once; remove the directories."""
        for server in self.servers:
            for proces in self._kinderen(server):
                with contextlib.suppress(psutil.Error):  # gone already
                    proces.send_signal(signal.SIGQUIT)
        wacht_tot(
            lambda: not any(self._kinderen(server) for server in self.servers),
            "het einde van de servers",
        )
        shutil.rmtree(self.plek)

    def wacht_op_einde(self, server: Server) -> None:
        """Of all its processes; the first is remembered in a file, also when it was killed."""
        slot = server.map / "postmaster.pid"
        wacht_tot(
            lambda: (
                not self._kinderen(server)
                and not (slot.exists() and psutil.pid_exists(self._pid(server)))
            ),
            "het einde van een oude server",
        )

    def _pid(self, server: Server) -> int:
        return int((server.map / "postmaster.pid").read_text(encoding="utf-8").split()[0])

    def _kinderen(self, server: Server) -> list[psutil.Process]:
        """All processes of a server: each has its directory for working directory."""
        uit = []
        for proces in psutil.process_iter(["name"]):
            try:
                if proces.info["name"] == "postgres" and proces.cwd() == str(server.map):
                    uit.append(proces)
            except psutil.Error:
                continue
        return uit

    def _doe(self, programma: str, *argumenten: str) -> None:
        with (self.plek / f"{programma}.uit").open("w+", encoding="utf-8") as uit:
            klaar = subprocess.run(  # noqa: S603 - our own programs and arguments
                [PROGRAMS / programma, *argumenten],
                cwd=self.plek,
                user=self._gebruiker,
                stdout=uit,
                stderr=subprocess.STDOUT,
                timeout=600,
                check=False,
            )
            if klaar.returncode:
                uit.seek(0)
                raise RuntimeError(f"{programma}: {uit.read()}")

    def _schrijf_bij(self, server: Server, tekst: str) -> None:
        with (server.map / "postgresql.conf").open("a", encoding="utf-8") as bestand:
            bestand.write(tekst)


def wacht_tot(is_zover: Callable[[], bool], waarop: str) -> None:
    """Raises TimeoutError after a minute."""
    einde = time.monotonic() + WACHT_SECONDEN
    while not is_zover():
        if time.monotonic() > einde:
            raise TimeoutError(f"Te lang gewacht op {waarop}.")
        time.sleep(0.02)


def _vrije_poorten() -> list[int]:
    deuren = [socket.socket() for _ in NAMEN]
    for deur in deuren:
        deur.bind(("127.0.0.1", 0))
    poorten = [deur.getsockname()[1] for deur in deuren]
    for deur in deuren:
        deur.close()
    return poorten
