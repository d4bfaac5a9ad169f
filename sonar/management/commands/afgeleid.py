"""Check the derived tables against the facts, or make them anew."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sonar.projections import AFGELEID, NietDeEigenaarError


class Command(BaseCommand):
    """`manage.py afgeleid [--herstel]`."""

    help = "Controleert of telperioden, telkenmerken en klantstanden zeggen wat de feiten zeggen."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--herstel", action="store_true", help="Maak ze eerst opnieuw.")

    def handle(self, *args: Any, herstel: bool, **options: Any) -> None:
        fouten = []
        for naam, afgeleid in AFGELEID.items():
            if herstel:
                try:
                    afgeleid.herbereken()
                except NietDeEigenaarError as fout:
                    raise CommandError(str(fout)) from fout
            aantal, verschillen = afgeleid.vergelijk()
            if verschillen:
                fouten.append(f"De {naam} kloppen niet: {verschillen} ontbreken of zijn te veel.")
            else:
                self.stdout.write(f"De {naam} zijn gelijk aan de feiten: {aantal}.")
        if fouten:
            raise CommandError(
                f"{' '.join(fouten)} Maak ze opnieuw met --herstel, en zoek uit wat er langs de "
                "triggers schreef."
            )
