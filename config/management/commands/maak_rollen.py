"""Give every process its own rights in the database."""

from typing import Any

from django.core.management import BaseCommand

from config.database_roles import create_roles


class Command(BaseCommand):
    """Make the roles, or put them right. To be run after every migrate."""

    help = "Geef elk proces (sonar, kandidatenverkenner) zijn eigen rechten in de database."

    def handle(self, *args: Any, **options: Any) -> None:
        for rol, aantal in create_roles().items():
            self.stdout.write(f"{rol}: mag {aantal} tabellen lezen.")
