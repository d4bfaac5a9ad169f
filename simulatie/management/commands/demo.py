"""From nothing to a working miniature: install the data, say welcome, serve."""

import argparse
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from simulatie.demo import site
from simulatie.demo.accounts import welcome


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
        address = f"http://{site.HOST}:{settings.PORT}"
        if serveer:
            site.require_free_port(settings.PORT, "make demo")
        with site.until_stopped(self.stdout):
            start = time.monotonic()
            site.migrate(self.stdout)
            site.fill(self.stdout, self.stderr)
            self.stdout.write(f"Klaar in {time.monotonic() - start:.0f} seconden.")
            self.stdout.write(welcome(address))
            if serveer:
                self.stdout.write(f"De site staat op {address}. Stop met Ctrl-C.")
                site.serve(_granian(settings.PORT))


def _granian(port: int) -> list[str]:
    """The web server, as in production."""
    options = f"--interface wsgi --host {site.HOST} --port {port} --log-level error"
    options += " --workers 2 --blocking-threads 2"
    return ["-m", "granian", *options.split(), "config.wsgi:application"]
