"""From a figure to the people in it and why, and from a person to the published figures."""

import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from sonar.management.commands.publiceer import lees_medewerker, lees_uitgave
from sonar.rapportage.export.csv import rows_to_csv
from sonar.rapportage.herleiden.cijfer import Cijfer, cijfer_van, lees_cijfer
from sonar.rapportage.herleiden.herleiding import Feit, HerleidenGeweigerdError, herleid
from sonar.rapportage.herleiden.telplekken import herleid_persoon
from sonar.rapportage.herleiden.wie import Cel
from sonar.rapportage.tellen.aanvraag import TABEL, OnbekendRapportError, read_bekend_op
from sonar.rapportage.tellen.controle import KloptNietError
from sonar.rules.gemeentelijst import INDELINGEN, TOEN


FEITEN = ("inschrijving", "doelgroep", "vaststelling")
VAN_EEN_FEIT = ("regel", "waar", "vanaf", "tot", "geboekt_op", "vervallen_op")
KOPPEN = ("werkzoekende", *(f"{feit}_{kolom}" for feit in FEITEN for kolom in VAN_EEN_FEIT))


class Command(BaseCommand):
    """`herleid cel | persoon`."""

    help = "Toont wie in een cijfer telt en waarom, of in welke uitgegeven cijfers iemand telt."

    def add_arguments(self, parser: CommandParser) -> None:
        wat = parser.add_subparsers(dest="wat", required=True, metavar="wat")
        cel = wat.add_parser("cel", help="Wie telt in een cijfer, als CSV.")
        cel.add_argument("--regio", default="", help="Code van de regio, zoals AM19.")
        cel.add_argument("--kwartaal", default="", help="Kwartaal, zoals 2020KW04.")
        cel.add_argument("--bekend-op", help="Zoals het toen bekend was: 2021-01-05.")
        cel.add_argument("--indeling", default=TOEN, help=", ".join(INDELINGEN))
        cel.add_argument("--uitgave", help="In plaats daarvan: kenmerk van een interne uitgave.")
        cel.add_argument("--lijst", default=TABEL, help="tabel, stromen, of een uitsplitsing.")
        cel.add_argument("--rij", required=True, help="Code: gemeente, of regio voor het totaal.")
        cel.add_argument("--kolom", required=True, help="Zoals in het CSV-bestand, of doelgroep.")
        persoon = wat.add_parser("persoon", help="In welke uitgegeven cijfers iemand telt.")
        persoon.add_argument("nummer", type=int, help="Nummer van de werkzoekende.")
        for deel in (cel, persoon):
            deel.add_argument("--medewerker", required=True, help="Gebruikersnaam van wie vraagt.")

    def handle(self, *args: Any, wat: str, **opties: Any) -> None:
        try:
            if wat == "cel":
                self._cel(opties)
            else:
                self._persoon(opties)
        except (OnbekendRapportError, KloptNietError, HerleidenGeweigerdError) as fout:
            raise CommandError(str(fout)) from fout

    def _cel(self, opties: dict[str, Any]) -> None:
        medewerker = lees_medewerker(opties)
        cijfer = _cijfer(opties)
        personen = herleid(cijfer=cijfer, medewerker=medewerker)
        rijen = [
            [persoon.wie, *(w for naam in FEITEN for w in _rij(getattr(persoon, naam)))]
            for persoon in personen
        ]
        self.stdout.write(rows_to_csv([KOPPEN, *rijen]).decode("utf-8"), ending="")
        self.stderr.write(f"{cijfer.omschrijving}: {cijfer.waarde}, alle {len(personen)} gevonden.")

    def _persoon(self, opties: dict[str, Any]) -> None:
        medewerker = lees_medewerker(opties)
        tellingen = herleid_persoon(nummer=opties["nummer"], medewerker=medewerker)
        if tellingen is None:
            raise CommandError("Dit nummer heeft niemand die deze medewerker kan herleiden.")
        for telling in tellingen:
            for plek in telling.plekken:
                self.stdout.write(
                    f"{telling.uitgave.kenmerk}: {plek.rij}, {plek.kop}: {plek.getoond}"
                )
        self.stderr.write(f"{len(tellingen)} uitgaven.")


def _cijfer(opties: dict[str, Any]) -> Cijfer:
    cel = Cel(opties["regio"], opties["rij"], opties["kolom"], opties["lijst"])
    if opties["uitgave"]:
        return cijfer_van(lees_uitgave(opties), cel)
    nu = timezone.now()
    bekend = opties["bekend_op"]
    return lees_cijfer(
        cel,
        kwartaal=opties["kwartaal"],
        vandaag=timezone.localdate(nu),
        bekend_op=read_bekend_op(bekend, nu),
        indeling=opties["indeling"],
    )


def _rij(feit: Feit | None) -> list[str]:
    if feit is None:
        return [""] * len(VAN_EEN_FEIT)
    return [
        str(feit.nummer or ""),
        feit.waar,
        feit.ingangsdatum.isoformat(),
        feit.einddatum.isoformat() if feit.einddatum else "",
        _moment(feit.geboekt_op),
        _moment(feit.vervallen_op) if feit.vervallen_op else "",
    ]


def _moment(moment: datetime.datetime) -> str:
    return timezone.localtime(moment).isoformat(timespec="seconds")
