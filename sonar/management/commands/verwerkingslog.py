"""Check the verwerkingslog, and print its anchor."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sonar.handelingen.toezicht import vastleggen


class Command(BaseCommand):
    """`manage.py verwerkingslog [--anker NUMMER:ZEGEL]`."""

    help = "Controleert de verwerkingslog en geeft het anker om elders te bewaren."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--anker", default="", help="Een anker dat eerder is bewaard.")

    def handle(self, *args: Any, anker: str, **options: Any) -> None:
        try:
            aantal = vastleggen.controleer(anker)
        except vastleggen.GebrokenLogError as fout:
            raise CommandError(str(fout)) from fout
        self.stdout.write(f"De verwerkingslog is heel: {aantal} regels.")
        self.stdout.write(f"Anker: {vastleggen.anker()}")
