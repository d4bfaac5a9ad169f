"""The site for developers: every change is seen at once."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from simulatie.demo import site
from simulatie.demo.accounts import welcome
from sonar.models import Werkzoekende


class Command(BaseCommand):
    """`manage.py dev`, behind `make dev`: Django's own server, which restarts when code changes."""

    help = "Start de site voor wie aan de code werkt; een wijziging is meteen te zien."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("Hierbij hoort DEBUG=ja. Start met: make dev")
        address = f"http://{site.HOST}:{settings.PORT}"
        site.require_free_port(settings.PORT, "make dev")
        with site.until_stopped(self.stdout):
            site.migrate(self.stdout)
            if not Werkzoekende.objects.exists():
                site.fill(self.stdout, self.stderr)
            self.stdout.write(welcome(address))
            self.stdout.write(f"De site staat op {address}. Stop met Ctrl-C.")
            site.serve(["manage.py", "runserver", f"{site.HOST}:{settings.PORT}"])
