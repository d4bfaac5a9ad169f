"""Fill an empty database with an invented region or country that leads to published figures."""

import argparse
import io
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from simulatie.land.simuleren import CountryRequest, simulate_country
from simulatie.land.stromen import EERSTE, LAATSTE
from simulatie.land.verslag import comparison_page
from simulatie.regio.simuleren import (
    NotEmptyError,
    RegionRequest,
    RegionSummary,
    SimulationError,
    simulate_region,
)
from sonar.management.progress import ProgressBar
from sonar.rapportage.tellen.kwartaal import Kwartaal


class Command(BaseCommand):
    """`manage.py simuleer`."""

    help = "Vult een lege database met een verzonnen regio of land; dat komt op de cijfers uit."

    def add_arguments(self, parser: CommandParser) -> None:
        wat = parser.add_mutually_exclusive_group(required=True)
        wat.add_argument("--regio", metavar="AM19", help="De arbeidsmarktregio.")
        wat.add_argument("--landelijk", action="store_true", help="Heel Nederland.")
        parser.add_argument("--kwartaal", metavar="2020KW04", help="De laatste dag telt.")
        parser.add_argument(
            "--van", type=_kwartaal, default=EERSTE, metavar="2019KW01", help="Bij --landelijk."
        )
        parser.add_argument(
            "--tot", type=_kwartaal, default=LAATSTE, metavar="2023KW03", help="Bij --landelijk."
        )
        parser.add_argument(
            "--schaal",
            type=float,
            default=1.0,
            metavar="F",
            help="Bij --landelijk: hoeveel maal zo groot als Nederland. 10 is tien keer, 0.01 "
            "een honderdste.",
        )
        parser.add_argument(
            "--verslag",
            type=Path,
            metavar="PAD.md",
            help="Bij --landelijk: schrijf hier de vergelijking met de gepubliceerde cijfers.",
        )
        parser.add_argument(
            "--waarheid",
            type=Path,
            metavar="MAP",
            help="Bij --landelijk: in deze map (anders: var) komt wie misbruik maakt, in "
            "misbruik.json (in de verwerkingslog) en misbruik_werkgevers.json.",
        )
        parser.add_argument(
            "--zonder-log",
            action="store_true",
            help="Bij --landelijk: laat de verwerkingslog leeg, en schrijf niets in var.",
        )
        parser.add_argument(
            "--seed", type=_count, default=1, help="Hetzelfde getal geeft dezelfde mensen."
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
            type=_count,
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
        try:
            with ProgressBar() as balk:
                verteld = _land(options, balk) if options["landelijk"] else _regio(options, balk)
        except NotEmptyError as fout:
            if not indien_leeg:
                raise CommandError(
                    f"{fout} Er is niets veranderd. Begin met een nieuwe database (een andere "
                    "PGDATA of DATABASE_URL), of geef --indien-leeg om dit over te slaan."
                ) from fout
            self.stdout.write(f"{fout} Er is niets veranderd.")
        except SimulationError as fout:
            raise CommandError(str(fout)) from fout
        else:
            self.stdout.write(verteld)


def _regio(options: dict[str, Any], balk: ProgressBar) -> str:
    if not options["kwartaal"]:
        raise CommandError("Geef bij --regio ook --kwartaal, zoals 2020KW04.")
    namen = ("regio", "kwartaal", "seed", "cijfers", "doelgroep")
    return _summary(simulate_region(RegionRequest(**{naam: options[naam] for naam in namen}), balk))


def _land(options: dict[str, Any], balk: ProgressBar) -> str:
    namen = ("van", "tot", "seed", "schaal")
    opdracht = CountryRequest(**{naam: options[naam] for naam in namen})
    buiten, log = io.StringIO(), io.StringIO()
    van, tot, seed = opdracht.van.eerste_dag, opdracht.tot.peildatum, opdracht.seed
    map_ = options["waarheid"] or (None if options["zonder_log"] else Path("var"))
    if map_:
        map_.mkdir(parents=True, exist_ok=True)
    with transaction.atomic():
        verslag = simulate_country(opdracht, balk)
        balk("Verwerkingslog en werkgevers", 0, 2)
        if not options["zonder_log"]:
            pad = (map_ or Path("var")) / "misbruik.json"
            call_command("simuleer_log", tot=tot, waarheid=pad, seed=seed, stdout=log)
        balk("Verwerkingslog en werkgevers", 1, 2)
        # A command of its own, because it writes on the other side of the wall.
        call_command(
            "simuleer_werkgevers",
            van=van,
            tot=tot,
            waarheid=map_ / "misbruik_werkgevers.json" if map_ else None,
            seed=seed,
            stdout=buiten,
        )
        balk("Verwerkingslog en werkgevers", 2, 2)
        if options["verslag"]:
            pagina = comparison_page(opdracht, verslag, buiten.getvalue())
            options["verslag"].write_text(pagina, encoding="utf-8")
    laatste = verslag.stromen[-1]
    tabellen = "\n".join(
        f"- {_dotted(aantal)} in {tabel};" for tabel, aantal in verslag.rijen.items()
    )
    return (
        f"Nederland is gesimuleerd, van {opdracht.van.code} tot en met {opdracht.tot.code}. "
        f"Op {opdracht.tot.peildatum:%d-%m-%Y} zijn er {_dotted(laatste.personen)} mensen in het "
        f"doelgroepregister; {_dotted(laatste.werkt)} van hen werken. Rijen:\n{tabellen}\n"
        f"In de verwerkingslog: {log.getvalue().strip() or 'niets.'}\n"
        f"Aan de kant van de werkgevers:\n{buiten.getvalue()}"
    )


def _kwartaal(tekst: str) -> Kwartaal:
    try:
        return Kwartaal.lees(tekst)
    except ValueError as fout:
        raise argparse.ArgumentTypeError(str(fout)) from fout


def _count(tekst: str) -> int:
    if not (tekst.isascii() and tekst.isdigit() and len(tekst) < 10):
        raise argparse.ArgumentTypeError(f"'{tekst}' is geen geheel getal van 0 of meer")
    return int(tekst)


def _summary(verslag: RegionSummary) -> str:
    anderen = verslag.werkzoekenden - verslag.bekend
    geladen = "De codelijsten uit fixtures/ zijn geladen.\n" if verslag.fixtures_geladen else ""
    return (
        f"{geladen}"
        f"{verslag.regio} op {verslag.peildatum:%d-%m-%Y} is gesimuleerd:\n"
        f"- {_dotted(verslag.doelgroep)} mensen in het doelgroepregister;\n"
        f"- {_dotted(verslag.bekend)} van hen zijn bekend in Sonar, "
        f"{_dotted(verslag.met_profiel)} met een vastgesteld klantprofiel;\n"
        f"- {_dotted(anderen)} andere mensen in Sonar, die op die dag niet meetellen: vertrokken, "
        "uit de doelgroep of er nooit in;\n"
        f"- {_dotted(verslag.klantprofielen)} klantprofielen, met de concepten en de ingetrokken "
        "profielen erbij."
    )


def _dotted(aantal: int) -> str:
    """1254 -> '1.254'."""
    return f"{aantal:,}".replace(",", ".")
