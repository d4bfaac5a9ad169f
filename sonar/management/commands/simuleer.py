"""Fill an empty database with an invented region that leads to published figures."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sonar.management.balk import Balk
from sonar.simulatie.simuleren import NietLeegError, Opdracht, SimulatieError, Verslag, simuleer


class Command(BaseCommand):
    """`manage.py simuleer`."""

    help = "Vult een lege database met een verzonnen regio die op de cijfers uitkomt."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--regio", required=True, metavar="AM19", help="De arbeidsmarktregio.")
        parser.add_argument(
            "--kwartaal", required=True, metavar="2020KW04", help="De laatste dag telt."
        )
        parser.add_argument(
            "--seed", type=_aantal, default=1, help="Hetzelfde getal geeft dezelfde mensen."
        )
        parser.add_argument(
            "--cijfers",
            type=Path,
            metavar="PAD.csv",
            help="De tabel waar de simulatie op uitkomt, zoals de publicatie. Alleen voor AM19 in "
            "2020KW04 wordt die meegeleverd.",
        )
        parser.add_argument(
            "--doelgroep",
            type=_aantal,
            metavar="N",
            help="Hoeveel mensen in het doelgroepregister staan. Zonder: zoveel dat 68%% van hen "
            "bekend is in Sonar, zoals in de publicatie.",
        )
        parser.add_argument(
            "--indien-leeg",
            action="store_true",
            help="Doe niets als er al mensen in de database staan; anders is dat een fout.",
        )

    def handle(self, *args: Any, indien_leeg: bool, **options: Any) -> None:
        namen = ("regio", "kwartaal", "seed", "cijfers", "doelgroep")
        opdracht = Opdracht(**{naam: options[naam] for naam in namen})
        try:
            with Balk() as balk:
                verslag = simuleer(opdracht, balk)
        except NietLeegError as fout:
            if not indien_leeg:
                raise CommandError(
                    f"{fout} Er is niets veranderd. Begin met een nieuwe database (een andere "
                    "PGDATA of DATABASE_URL), of geef --indien-leeg om dit over te slaan."
                ) from fout
            self.stdout.write(f"{fout} Er is niets veranderd.")
        except SimulatieError as fout:
            raise CommandError(str(fout)) from fout
        else:
            self.stdout.write(_vertel(verslag))


def _aantal(tekst: str) -> int:
    if not (tekst.isascii() and tekst.isdigit() and len(tekst) < 10):
        raise argparse.ArgumentTypeError(f"'{tekst}' is geen geheel getal van 0 of meer")
    return int(tekst)


def _vertel(verslag: Verslag) -> str:
    anderen = verslag.werkzoekenden - verslag.bekend
    geladen = "De codelijsten uit fixtures/ zijn geladen.\n" if verslag.fixtures_geladen else ""
    return (
        f"{geladen}"
        f"{verslag.regio} op {verslag.peildatum:%d-%m-%Y} is gesimuleerd:\n"
        f"- {_nl(verslag.doelgroep)} mensen in het doelgroepregister;\n"
        f"- {_nl(verslag.bekend)} van hen zijn bekend in Sonar, "
        f"{_nl(verslag.met_profiel)} met een vastgesteld klantprofiel;\n"
        f"- {_nl(anderen)} andere mensen in Sonar, die op die dag niet meetellen: vertrokken, "
        "uit de doelgroep of er nooit in;\n"
        f"- {_nl(verslag.klantprofielen)} klantprofielen, met de concepten en de ingetrokken "
        "profielen erbij."
    )


def _nl(aantal: int) -> str:
    """1254 -> '1.254'."""
    return f"{aantal:,}".replace(",", ".")
