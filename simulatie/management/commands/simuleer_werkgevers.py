"""Fill an empty Kandidatenverkenner with invented employers, beside a simulated country."""

import datetime
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from simulatie.werkgevers.simuleren import (
    NotEmptyError,
    placed_after_contactverzoek,
    simulate_werkgevers,
)


class Command(BaseCommand):
    """`manage.py simuleer_werkgevers --van JJJJ-MM-DD --tot JJJJ-MM-DD [--waarheid PAD.json]`."""

    help = (
        "Verzint werkgevers met accounts, zoekvragen en contactverzoeken bij een gesimuleerd land. "
        "`simuleer --landelijk` doet dit ook."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        dag = datetime.date.fromisoformat
        parser.add_argument("--van", type=dag, required=True, metavar="JJJJ-MM-DD")
        parser.add_argument(
            "--tot", type=dag, required=True, metavar="JJJJ-MM-DD", help="De laatste dag."
        )
        parser.add_argument(
            "--seed", type=int, default=1, help="Hetzelfde getal, dezelfde werkgevers."
        )
        parser.add_argument(
            "--waarheid",
            type=Path,
            metavar="PAD.json",
            help="Hier komt welke werkgevers de Kandidatenverkenner leeghalen.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        van, tot, waarheid = options["van"], options["tot"], options["waarheid"]
        if (tot - van).days < 60:
            raise CommandError("Kies een periode van 60 dagen of meer.")
        if waarheid and not waarheid.parent.is_dir():
            raise CommandError(f"De map {waarheid.parent} is er niet. Maak die eerst.")
        try:
            rijen, geplant = simulate_werkgevers(van, tot, seed=options["seed"])
        except NotEmptyError as fout:
            raise CommandError(f"{fout} Er is niets veranderd.") from fout
        for tabel, aantal in rijen.items():
            self.stdout.write(f"- {aantal:,} in {tabel};".replace(",", "."))
        if waarheid:
            regels = [asdict(een) for een in geplant]
            waarheid.write_text(json.dumps(regels, indent=1) + "\n", encoding="utf-8")
        self.stdout.write(f"Werkgevers die de Kandidatenverkenner leeghalen: {len(geplant)}.")
        self.stdout.write(
            f"Plaatsingen in de laatste twee jaar die begonnen met een contactverzoek: "
            f"{placed_after_contactverzoek(tot)}."
        )
