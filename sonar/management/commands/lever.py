"""Deliver the anonymous profiles to Kandidatenverkenner."""

import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from sonar.levering.feed import lever
from sonar.management.progress import ProgressBar


class Command(BaseCommand):
    """`manage.py lever`."""

    help = (
        "Levert de vastgestelde klantprofielen zonder naam aan de Kandidatenverkenner: wat sinds "
        "de vorige levering is veranderd. Wie niet meer te zien mag zijn, gaat voor."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--peildatum",
            type=datetime.date.fromisoformat,
            default=timezone.localdate(),
            metavar="JJJJ-MM-DD",
            help="De dag waarvoor wordt geleverd. Zonder peildatum: vandaag.",
        )
        parser.add_argument(
            "--alles",
            action="store_true",
            help="Vergelijk alle profielen. Het resultaat is hetzelfde, het duurt langer.",
        )

    def handle(self, *args: Any, peildatum: datetime.date, alles: bool, **options: Any) -> None:
        with ProgressBar() as balk:
            bericht = lever(peildatum, balk, alles=alles)
        ontvangst = bericht.ontvangst
        self.stdout.write(
            f"Geleverd per {peildatum:%d-%m-%Y}: {ontvangst.nieuw} nieuw, "
            f"{ontvangst.gewijzigd} gewijzigd, {ontvangst.ongewijzigd} ongewijzigd, "
            f"{ontvangst.ingetrokken} ingetrokken."
        )
        if bericht.onvolledig:
            nummers = ", ".join(str(nummer) for nummer in bericht.onvolledig[:20])
            self.stderr.write(
                f"{len(bericht.onvolledig)} vastgestelde klantprofielen zijn niet volledig en niet "
                f"geleverd. Vul ze aan: klantprofiel {nummers}."
            )
