"""Stop the PostgreSQL that the project brings itself."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection


class Command(BaseCommand):
    """`manage.py stop`, behind `make stop`."""

    help = "Stopt de eigen PostgreSQL van het project."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.DATABASES["default"]["ENGINE"] != "config.postgres":
            self.stdout.write("DATABASE_URL wijst een andere server aan; die laat ik draaien.")
            return
        # With DATABASE_URL this module is not imported.
        from config.postgres import server  # noqa: PLC0415

        gestopt = server.stop(Path(connection.settings_dict["HOST"]).absolute())
        self.stdout.write("PostgreSQL is gestopt." if gestopt else "PostgreSQL draaide niet.")
