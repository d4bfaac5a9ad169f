"""Fill an empty verwerkingslog with ordinary use and planted misuse, and write down the misuse."""

import datetime
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from simulatie.logboek.logboek import LogNotEmptyError, TooFewMedewerkersError, simulate_log
from sonar.models import Verwerking


class Command(BaseCommand):
    """`manage.py simuleer_log --tot JJJJ-MM-DD [--waarheid PAD.json] [--seed N]`."""

    help = "Vult een lege verwerkingslog met vier verzonnen weken, met misbruik erin."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--tot",
            type=datetime.date.fromisoformat,
            required=True,
            metavar="JJJJ-MM-DD",
            help="De dag na de vier weken, binnen de gesimuleerde kwartalen.",
        )
        parser.add_argument(
            "--waarheid",
            type=Path,
            default=Path("var/misbruik.json"),
            metavar="PAD.json",
            help="Hier komt wie wat deed.",
        )
        parser.add_argument("--seed", type=int, default=1, help="Hetzelfde getal, dezelfde log.")

    def handle(
        self, *args: Any, tot: datetime.date, waarheid: Path, seed: int, **options: Any
    ) -> None:
        if not waarheid.parent.is_dir():
            raise CommandError(f"De map {waarheid.parent} is er niet. Maak die eerst.")
        try:
            geplant = simulate_log(tot, seed)
        except LogNotEmptyError as fout:
            raise CommandError(f"{fout} Begin met een nieuwe database.") from fout
        except TooFewMedewerkersError as fout:
            raise CommandError(str(fout)) from fout
        regels = [asdict(een) for een in geplant]
        for regel in regels:
            for naam in ("eerste", "laatste"):
                moment = datetime.datetime.fromtimestamp(regel[naam] // 1_000_000, datetime.UTC)
                regel[naam] = moment.isoformat()
        waarheid.write_text(json.dumps(regels, indent=1) + "\n", encoding="utf-8")
        aantal = f"{Verwerking.objects.count():,}".replace(",", ".")
        self.stdout.write(
            f"{aantal} regels, waarin {len(regels)} medewerkers misbruik maken. "
            f"Wie en wat staat in {waarheid}."
        )
