"""Fill an empty Kandidatenverkenner with invented employers, beside a simulated country."""

import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.simulatie.nabootsen import (
    NietLeegError,
    geplaatst_na_verzoek,
    simuleer_werkgevers,
)


class Command(BaseCommand):
    """`manage.py simuleer_werkgevers --van JJJJ-MM-DD --tot JJJJ-MM-DD [--seed N]`."""

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

    def handle(
        self, *args: Any, van: datetime.date, tot: datetime.date, seed: int, **options: Any
    ) -> None:
        if (tot - van).days < 60:
            raise CommandError("Kies een periode van 60 dagen of meer.")
        try:
            rijen = simuleer_werkgevers(van, tot, seed=seed)
        except NietLeegError as fout:
            raise CommandError(f"{fout} Er is niets veranderd.") from fout
        for tabel, aantal in rijen.items():
            self.stdout.write(f"- {aantal:,} in {tabel};".replace(",", "."))
        self.stdout.write(
            f"Plaatsingen in de laatste twee jaar die begonnen met een contactverzoek: "
            f"{geplaatst_na_verzoek(tot)}."
        )
