"""Bring the public overview up to date; meant for a clock that strikes once a night."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from kandidatenverkenner.overzicht.build import AlGemaaktError, maak_overzicht


class Command(BaseCommand):
    """`manage.py maak_overzicht`."""

    help = "Werkt het openbare overzicht bij. Bedoeld voor elke nacht, op een vast uur."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--opnieuw",
            action="store_true",
            help="Ook als er vandaag al een overzicht is gemaakt.",
        )

    def handle(self, *args: Any, opnieuw: bool, **options: Any) -> None:
        moment = timezone.now()
        try:
            bericht = maak_overzicht(
                moment=moment, peildatum=timezone.localdate(moment), opnieuw=opnieuw
            )
        except AlGemaaktError as fout:
            raise CommandError(str(fout)) from fout
        self.stdout.write(
            f"Overzicht: {bericht.mensen} mensen uit {bericht.regios} regio's in {bericht.rijen} "
            f"rijen; {bericht.nieuw_geteld} rijen zijn nu geteld, de andere bleven gelijk."
        )
