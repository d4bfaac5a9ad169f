"""The term of five years: give notice, and delete whose term is over."""

from typing import Any

from django.core.management import BaseCommand, CommandParser
from django.utils import timezone

from sonar.handelingen.wissen import BEWAARTERMIJN, kondig_aan, te_wissen, wis
from sonar.levering import haal_weg
from sonar.models import Wisbewijs


class Command(BaseCommand):
    """To be run every night; without --uitvoeren it only says what it would do."""

    help = f"Kondig aan en wis wie {BEWAARTERMIJN} jaar geleden is uitgeschreven."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--uitvoeren", action="store_true", help="Wis echt.")

    def handle(self, *args: Any, uitvoeren: bool, **options: Any) -> None:
        vandaag = timezone.localdate()
        personen = list(te_wissen(vandaag))
        if not uitvoeren:
            self.stdout.write(f"Te wissen: {len(personen)} personen. Wis met --uitvoeren.")
            return
        self.stdout.write(f"Aangekondigd: {kondig_aan(vandaag)} personen.")
        for persoon in personen:
            haal_weg(persoon)
            bewijs = wis(
                werkzoekende=persoon,
                aanleiding=Wisbewijs.Aanleiding.BEWAARTERMIJN,
                medewerker=None,
                moment=timezone.now(),
            )
            self.stdout.write(f"Gewist: werkzoekende {bewijs.persoon}, {bewijs}.")
        self.stdout.write(f"Gewist: {len(personen)} personen.")
