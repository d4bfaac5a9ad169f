"""Read the code lists of fixtures/ into the database."""

from typing import Any

from django.core.management.base import BaseCommand

from sonar.uitwisseling.fixtures import load_fixtures


class Command(BaseCommand):
    """`manage.py laad_fixtures`."""

    help = "Laadt gemeenten, organisaties en codelijsten uit fixtures/."

    def handle(self, *args: Any, **options: Any) -> None:
        aantallen = load_fixtures()
        self.stdout.write(
            "Codelijsten geladen: "
            + ", ".join(f"{aantal} {naam}" for naam, aantal in aantallen.items())
            + "."
        )
