"""From nothing to a working miniature: install the data, say welcome, serve."""

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, connections
from django.utils import timezone
from rich.console import Console

from config.checks import refusal
from config.database_roles import KANDIDATENVERKENNER, SONAR, create_roles
from simulatie.demo.accounts import OpenbareSiteError, maak_accounts, welkom
from simulatie.demo.showcase import PROEFREGIO, geef_cijfers_uit, leg_werk_klaar
from sonar.models.cijfers.uitgave import LETTERLIJK_KWARTAAL


HOST = "127.0.0.1"


class Command(BaseCommand):
    """`manage.py demo`, behind `make demo` and `make data`."""

    help = "Vult de database met de proefregio en start de site. Kan altijd opnieuw."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--serveer",
            action=argparse.BooleanOptionalAction,
            default=True,
            help="Start de site na het vullen (--no-serveer: alleen vullen).",
        )

    def handle(self, *args: Any, serveer: bool, **options: Any) -> None:
        # An asked end is an ordinary end: what was started is stopped.
        for sein in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sein, signal.default_int_handler)
        adres = f"http://{HOST}:{settings.PORT}"
        if serveer:
            _eis_vrije_poort(settings.PORT)
        liep_al = _loopt_al()
        try:
            self._vul()
            self.stdout.write(welkom(adres))
            if serveer:
                self.stdout.write(f"De site staat op {adres}. Stop met Ctrl-C.")
                _serveer(settings.PORT)
        except KeyboardInterrupt:
            self.stdout.write("\nGestopt.")
        finally:
            connections.close_all()
            if not liep_al:
                call_command("stop", stdout=self.stdout)

    def _vul(self) -> None:
        begin = time.monotonic()
        self.stdout.write("Tabellen bijwerken ...")
        with Console(stderr=True).status("PostgreSQL starten en tabellen bijwerken"):
            if sentence := refusal():
                raise CommandError(sentence)
            call_command("migrate", verbosity=0)
        create_roles()
        call_command("laad_fixtures", stdout=self.stdout)
        call_command(
            "simuleer",
            f"--regio={PROEFREGIO}",
            f"--kwartaal={LETTERLIJK_KWARTAAL}",
            "--seed=1",
            "--indien-leeg",
            stdout=self.stdout,
        )
        call_command("lever", stdout=self.stdout, stderr=self.stderr)
        call_command("plant_lokprofielen", stdout=self.stdout)
        call_command("maak_overzicht", "--opnieuw", stdout=self.stdout)
        try:
            self.stdout.write(f"Proefaccounts: {maak_accounts()}.")
        except OpenbareSiteError as fout:
            raise CommandError(str(fout)) from fout
        leg_werk_klaar(timezone.localtime())
        geef_cijfers_uit(timezone.localtime())
        self.stdout.write(f"Klaar in {time.monotonic() - begin:.0f} seconden.")


def _loopt_al() -> bool:
    """Whether the database ran before we came; one that is not ours always did."""
    if settings.DATABASES["default"]["ENGINE"] != "config.postgres":
        return True
    # Not imported where DATABASE_URL points to another server.
    from config.postgres import server  # noqa: PLC0415

    return server.lopend(Path(connection.settings_dict["HOST"]).absolute()) is not None


def _eis_vrije_poort(poort: int) -> None:
    """Refuse a port on which somebody answers, or that we may not have."""
    with socket.socket() as klop, socket.socket() as proef:
        proef.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            # Knock too: a server that shares its port lets others bind it as well.
            vrij = klop.connect_ex((HOST, poort)) != 0
            proef.bind((HOST, poort))
        except OSError:
            vrij = False
    if not vrij:
        ander = poort + 1 if poort < 65535 else 8000
        raise CommandError(
            f"Poort {poort} is niet vrij. Stop wat daar draait, of kies een andere: "
            f"PORT={ander} make demo"
        )


def _serveer(poort: int) -> None:
    """Serve until somebody interrupts; the server ends before this function does."""
    opties = f"--interface wsgi --host {HOST} --port {poort} --log-level error"
    opties += " --workers 2 --blocking-threads 2"
    opdracht = [sys.executable, "-m", "granian", *opties.split(), "config.wsgi:application"]
    # The site itself has fewer rights than who fills it.
    omgeving = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_ROL": SONAR if settings.MET_SONAR else KANDIDATENVERKENNER,
    }
    proces = subprocess.Popen(opdracht, cwd=settings.BASE_DIR, env=omgeving)  # noqa: S603
    try:
        if proces.wait():
            raise CommandError("De webserver is onverwacht gestopt; hierboven staat waarom.")
    finally:
        if proces.poll() is None:
            proces.send_signal(signal.SIGINT)
        proces.wait()
