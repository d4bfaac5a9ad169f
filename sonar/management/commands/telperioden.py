"""Check that what is counted is what the facts say, or make it anew."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sonar.rapportage.telperioden import NietDeEigenaarError, herbereken, vergelijk


class Command(BaseCommand):
    """`manage.py telperioden [--herstel]`."""

    help = "Controleert of de telperioden precies zeggen wat de feiten zeggen."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--herstel", action="store_true", help="Maak ze eerst opnieuw.")

    def handle(self, *args: Any, herstel: bool, **options: Any) -> None:
        if herstel:
            try:
                herbereken()
            except NietDeEigenaarError as fout:
                raise CommandError(str(fout)) from fout
        aantal, verschillen = vergelijk()
        if verschillen:
            raise CommandError(
                f"De telperioden kloppen niet: {verschillen} ontbreken of zijn te veel. Maak ze "
                "opnieuw met --herstel, en zoek uit wat er langs de triggers schreef."
            )
        self.stdout.write(f"De telperioden zijn gelijk aan de feiten: {aantal}.")
