"""Fills the database of the demonstration and serves the site, as long as nobody stops it."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.base import OutputWrapper
from django.db import connection, connections
from django.utils import timezone
from rich.console import Console

from config.checks import refusal
from config.database_roles import KANDIDATENVERKENNER, SONAR, create_roles
from simulatie.demo.accounts import PublicSiteError, create_accounts
from simulatie.demo.showcase import DEMO_REGION, prepare_work, publish_figures
from sonar.models.cijfers.uitgave import LETTERLIJK_KWARTAAL


HOST = "127.0.0.1"


@contextmanager
def until_stopped(stdout: OutputWrapper) -> Iterator[None]:
    """End quietly when asked to, and stop the PostgreSQL of the project if it started here."""
    for asked in (signal.SIGTERM, signal.SIGINT):
        signal.signal(asked, signal.default_int_handler)
    ran_already = _postgres_runs()
    try:
        yield
    except KeyboardInterrupt:
        stdout.write("\nGestopt.")
    finally:
        connections.close_all()
        if not ran_already:
            call_command("stop", stdout=stdout)


def _postgres_runs() -> bool:
    """Whether the database runs already. The server behind DATABASE_URL always does."""
    if settings.DATABASES["default"]["ENGINE"] != "config.postgres":
        return True
    # With DATABASE_URL this module is not imported.
    from config.postgres import server  # noqa: PLC0415

    return server.find_running(Path(connection.settings_dict["HOST"]).absolute()) is not None


def migrate(stdout: OutputWrapper) -> None:
    """Make the tables and the roles, or bring them up to date."""
    stdout.write("Tabellen bijwerken ...")
    with Console(stderr=True).status("PostgreSQL starten en tabellen bijwerken"):
        if sentence := refusal():
            raise CommandError(sentence)
        call_command("migrate", verbosity=0)
    create_roles()


def fill(stdout: OutputWrapper, stderr: OutputWrapper) -> None:
    """The region of the demonstration, its accounts and their work. What is there stays."""
    call_command("laad_fixtures", stdout=stdout)
    call_command(
        "simuleer",
        f"--regio={DEMO_REGION}",
        f"--kwartaal={LETTERLIJK_KWARTAAL}",
        "--seed=1",
        "--indien-leeg",
        stdout=stdout,
    )
    call_command("lever", stdout=stdout, stderr=stderr)
    call_command("plant_lokprofielen", stdout=stdout)
    call_command("maak_overzicht", "--opnieuw", stdout=stdout)
    try:
        stdout.write(f"Proefaccounts: {create_accounts()}.")
    except PublicSiteError as error:
        raise CommandError(str(error)) from error
    prepare_work(timezone.localtime())
    publish_figures(timezone.localtime())


def require_free_port(port: int, command: str) -> None:
    """Refuse a port where another program answers, or that we may not use."""
    with socket.socket() as knock, socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            # Binding is not enough: a server that shares its port lets others bind it as well.
            is_free = knock.connect_ex((HOST, port)) != 0
            trial.bind((HOST, port))
        except OSError:
            is_free = False
    if not is_free:
        other = port + 1 if port < 65535 else 8000
        raise CommandError(
            f"Poort {port} is niet vrij. Stop wat daar draait, of kies een andere: "
            f"PORT={other} {command}"
        )


def serve(command: Sequence[str]) -> None:
    """Run this web server until somebody interrupts. It ends before this function does."""
    # The site has fewer rights than the owner of the tables, who fills them.
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_ROL": SONAR if settings.MET_SONAR else KANDIDATENVERKENNER,
    }
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, *command], cwd=settings.BASE_DIR, env=environment
    )
    try:
        if process.wait():
            raise CommandError("De webserver is onverwacht gestopt; hierboven staat waarom.")
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        process.wait()
