"""The term of five years: give notice, and delete the people whose term is over."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from sonar.handelingen.rechten.wissen import BEWAARTERMIJN, kondig_aan, te_wissen, wis
from sonar.handelingen.toezicht.vastleggen import anker
from sonar.handelingen.toezicht.zoeken import vergeet_zoekdagen
from sonar.levering.feed import haal_weg
from sonar.models import Werkzoekende, Wisbewijs


class Command(BaseCommand):
    """To be run every night; without --uitvoeren it only says what it would do."""

    help = f"Kondig aan en wis wie {BEWAARTERMIJN} jaar geleden is uitgeschreven."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--uitvoeren", action="store_true", help="Wis echt.")
        parser.add_argument(
            "--bewijs",
            type=Path,
            metavar="PAD.json",
            help="Schrijf hier het bewijs van deze ronde: nummers en aantallen, geen gegevens.",
        )

    def handle(self, *args: Any, uitvoeren: bool, bewijs: Path | None, **options: Any) -> None:
        vandaag = timezone.localdate()
        personen = list(te_wissen(vandaag))
        if not uitvoeren:
            self.stdout.write(f"Te wissen: {len(personen)} personen. Wis met --uitvoeren.")
            return
        if bewijs and not bewijs.parent.is_dir():
            raise CommandError(f"De map {bewijs.parent} is er niet. Er is niets gewist.")
        self.stdout.write(f"Aangekondigd: {kondig_aan(vandaag)} personen.")
        vergeet_zoekdagen(vandaag)
        gewist = [klaar for persoon in personen if (klaar := self._wis(persoon))]
        totaal = Counter[str]()
        for een in gewist:
            totaal.update(een.aantallen)
            self.stdout.write(f"Gewist: werkzoekende {een.persoon}, {een}.")
        self.stdout.write(f"Gewist: {len(gewist)} personen, {totaal.total()} rijen.")
        self.stdout.write(f"Anker van de verwerkingslog: {anker()}")
        if bewijs:
            bewijs.write_text(_verklaring(gewist, totaal), encoding="utf-8")

    def _wis(self, persoon: Werkzoekende) -> Wisbewijs | None:
        """Each person whole or not at all; a failure for one does not stop the others."""
        try:
            with transaction.atomic():
                haal_weg(persoon)
                return wis(
                    werkzoekende=persoon,
                    aanleiding=Wisbewijs.Aanleiding.BEWAARTERMIJN,
                    medewerker=None,
                    moment=timezone.now(),
                )
        except ValidationError as fout:
            self.stderr.write(f"Niet gewist: {persoon}. {' '.join(fout.messages)}")
            return None


def _verklaring(gewist: list[Wisbewijs], totaal: Counter[str]) -> str:
    """The certificate of this run: who (by number), when, how much, and where the log stood."""
    inhoud = {
        "gewistOp": timezone.now().isoformat(timespec="seconds"),
        "aanleiding": Wisbewijs.Aanleiding.BEWAARTERMIJN.label,
        "bewaartermijnInJaren": BEWAARTERMIJN,
        "aantalPersonen": len(gewist),
        "aantalRijen": dict(sorted(totaal.items())),
        "personen": [
            {"werkzoekende": een.persoon, "wisbewijs": een.pk, "aantalRijen": een.aantallen}
            for een in gewist
        ],
        "ankerVerwerkingslog": anker(),
    }
    return json.dumps(inhoud, indent=1) + "\n"
