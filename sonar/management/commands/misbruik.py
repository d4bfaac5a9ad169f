"""List unlikely behaviour from the verwerkingslog, for the privacy officer."""

import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from sonar.toezicht.misbruik import meldingen


class Command(BaseCommand):
    """`manage.py misbruik [--van JJJJ-MM-DD] [--tot JJJJ-MM-DD]`."""

    help = "Noemt gedrag in de verwerkingslog dat vragen oproept. Een signaal is geen oordeel."

    def add_arguments(self, parser: CommandParser) -> None:
        dag = datetime.date.fromisoformat
        parser.add_argument(
            "--van", type=dag, metavar="JJJJ-MM-DD", help="Zonder: 28 dagen voor --tot."
        )
        parser.add_argument(
            "--tot", type=dag, metavar="JJJJ-MM-DD", help="Die dag zelf telt niet. Zonder: morgen."
        )

    def handle(
        self,
        *args: Any,
        van: datetime.date | None,
        tot: datetime.date | None,
        **options: Any,
    ) -> None:
        tot = tot or timezone.localdate() + datetime.timedelta(days=1)
        van = van or tot - datetime.timedelta(days=28)
        if van >= tot:
            raise CommandError("De dag na --van kan niet later zijn dan --tot. Draai ze om.")
        gevonden = meldingen(_middernacht(van), _middernacht(tot))
        for melding in gevonden:
            self.stdout.write(
                f"medewerker {melding.medewerker}: {melding.signaal.label} "
                f"({melding.aantal}; boven {melding.drempel} valt het op), "
                f"vanaf {timezone.localtime(melding.eerste):%d-%m-%Y %H:%M}"
            )
        wie = len({melding.medewerker for melding in gevonden})
        self.stdout.write(f"{len(gevonden)} signalen over {wie} medewerkers. Vraag het hun na.")


def _middernacht(dag: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(dag, datetime.time()))
