"""Publish the figures of a quarter: propose, look, approve, and write the release as a folder."""

import argparse
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from sonar.models import Medewerker, Uitgave
from sonar.rapportage.tabellen.tabel import Editie
from sonar.rapportage.tellen.aanvraag import OnbekendRapportError
from sonar.rapportage.uitgeven.archive import FolderExistsError, write_folder
from sonar.rapportage.uitgeven.manifest import MANIFEST
from sonar.rapportage.uitgeven.release_format import UnknownFormatError
from sonar.rapportage.uitgeven.remake import compare
from sonar.rapportage.uitgeven.samenstellen import ReleaseRequest, UitgaveGeweigerdError
from sonar.rapportage.uitgeven.signing import public_key
from sonar.rapportage.uitgeven.uitgeven import (
    keur_goed,
    manifest_digest,
    open_uitgave,
    stel_voor,
    trek_in,
)
from sonar.toegang import medewerker_van


REFUSALS = (UitgaveGeweigerdError, OnbekendRapportError, FolderExistsError, UnknownFormatError)


class Command(BaseCommand):
    """`publiceer voorstel | bekijk | goedkeuren | intrekken | uitpakken | controleer | sleutel`."""

    help = "Geeft de cijfers van een kwartaal uit: een stelt voor, een ander keurt goed."

    def add_arguments(self, parser: CommandParser) -> None:
        stappen = parser.add_subparsers(dest="stap", required=True, metavar="stap")
        voorstel = stappen.add_parser("voorstel", help="Tel en leg klaar voor goedkeuring.")
        voorstel.add_argument("--regio", required=True, help="Code van de regio, zoals AM19.")
        voorstel.add_argument("--kwartaal", required=True, help="Kwartaal, zoals 2020KW04.")
        voorstel.add_argument("--editie", required=True, help=", ".join(Editie))
        voorstel.add_argument("--soort", help="Vanaf nummer 2: correctie of revisie.")
        _wie(voorstel)
        for stap, uitleg in (
            ("bekijk", "Toon wat er is voorgesteld of uitgegeven."),
            ("goedkeuren", "Keur een voorstel van een ander goed; daarna verandert het nooit."),
            ("intrekken", "Trek een voorstel in."),
            ("controleer", "Maak de uitgave opnieuw uit de gegevens en vergelijk."),
        ):
            deel = stappen.add_parser(stap, help=uitleg)
            deel.add_argument("uitgave", help="Kenmerk, zoals 2020KW04-AM19-openbaar-1.")
            _wie(deel)
        uitpakken = stappen.add_parser("uitpakken", help="Schrijf een uitgave als map.")
        uitpakken.add_argument("uitgave", help="Kenmerk, zoals 2020KW04-AM19-openbaar-1.")
        uitpakken.add_argument("--uit", type=Path, required=True, help="Map die er nog niet is.")
        _wie(uitpakken)
        stappen.add_parser("sleutel", help="Toon de openbare sleutel.")

    def handle(self, *args: Any, stap: str, **opties: Any) -> None:
        doe: dict[str, Callable[[dict[str, Any]], None]] = {
            "voorstel": self._voorstel,
            "bekijk": self._bekijk,
            "goedkeuren": self._goedkeuren,
            "intrekken": self._intrekken,
            "uitpakken": self._uitpakken,
            "controleer": self._controleer,
            "sleutel": self._sleutel,
        }
        try:
            doe[stap](opties)
        except REFUSALS as fout:
            raise CommandError(str(fout)) from fout

    def _voorstel(self, opties: dict[str, Any]) -> None:
        if opties["editie"] not in set(Editie):
            raise CommandError(
                f"De editie {opties['editie'][:20]!r} ken ik niet. Kies uit: {', '.join(Editie)}."
            )
        vraag = ReleaseRequest(
            regio=opties["regio"],
            kwartaal=opties["kwartaal"],
            editie=Editie(opties["editie"]),
            soort=opties["soort"],
            bekend_op=timezone.now(),
        )
        uitgave = stel_voor(vraag=vraag, medewerker=lees_medewerker(opties))
        self.stdout.write(f"Voorgesteld: {uitgave.kenmerk}, manifest {manifest_digest(uitgave)}.")
        self._toon_wijzigingen(uitgave)

    def _bekijk(self, opties: dict[str, Any]) -> None:
        uitgave = lees_uitgave(opties)
        bestanden = open_uitgave(
            uitgave=uitgave, medewerker=lees_medewerker(opties), moment=timezone.now()
        )
        stand = "goedgekeurd" if uitgave.is_goedgekeurd else "voorstel"
        self.stdout.write(
            f"{uitgave.kenmerk} ({stand}, {uitgave.soort}), manifest {manifest_digest(uitgave)}"
        )
        for bron in json.loads(bestanden[MANIFEST])["resources"]:
            self.stdout.write(f"  {bron['path']}  {bron['bytes']} bytes  {bron['hash']}")
        tabel = next(inhoud for naam, inhoud in bestanden.items() if naam.endswith(".csv"))
        self.stdout.write(tabel.decode("utf-8").replace("\r\n", "\n"))
        self._toon_wijzigingen(uitgave)

    def _goedkeuren(self, opties: dict[str, Any]) -> None:
        uitgave = keur_goed(
            uitgave=lees_uitgave(opties), medewerker=lees_medewerker(opties), moment=timezone.now()
        )
        self.stdout.write(f"Goedgekeurd: {uitgave.kenmerk}, manifest {manifest_digest(uitgave)}.")

    def _intrekken(self, opties: dict[str, Any]) -> None:
        uitgave = lees_uitgave(opties)
        trek_in(uitgave=uitgave, medewerker=lees_medewerker(opties))
        self.stdout.write(f"Ingetrokken: {uitgave.kenmerk}.")

    def _uitpakken(self, opties: dict[str, Any]) -> None:
        uitgave = lees_uitgave(opties)
        if not uitgave.is_goedgekeurd:
            raise CommandError(
                f"{uitgave.kenmerk} is nog een voorstel. Laat het eerst goedkeuren; "
                "met 'bekijk' ziet u wat erin staat."
            )
        bestanden = open_uitgave(
            uitgave=uitgave, medewerker=lees_medewerker(opties), moment=timezone.now()
        )
        try:
            write_folder(bestanden, opties["uit"])
        except OSError as fout:
            raise CommandError(
                f"De map {opties['uit']} kan ik niet schrijven. Bestaat de map erboven, "
                "en mag u daar schrijven?"
            ) from fout
        self.stdout.write(f"Geschreven: {opties['uit']}, {len(bestanden)} bestanden.")

    def _controleer(self, opties: dict[str, Any]) -> None:
        lees_medewerker(opties)
        uitgave = lees_uitgave(opties)
        found = compare(uitgave)
        if found.different:
            raise CommandError(
                f"{uitgave.kenmerk} komt nu anders uit: {', '.join(found.different)}. De gegevens "
                "of het programma zijn sindsdien veranderd; de uitgave zelf niet."
            )
        if not found.by_library:
            self.stdout.write(f"{uitgave.kenmerk} komt opnieuw op dezelfde bytes uit.")
            return
        self.stdout.write(
            f"{uitgave.kenmerk} komt opnieuw op dezelfde cijfers uit. Deze bestanden zijn gemaakt "
            "met een andere versie van een bibliotheek, en hebben daarom andere bytes:"
        )
        for naam, waarom in sorted(found.by_library.items()):
            self.stdout.write(f"- {naam}: {waarom}")

    def _sleutel(self, opties: dict[str, Any]) -> None:
        self.stdout.write(public_key().decode("ascii"), ending="")

    def _toon_wijzigingen(self, uitgave: Uitgave) -> None:
        for zin in json.loads(bytes(uitgave.manifest))["uitgave"]["wijzigingen"]:
            self.stdout.write(f"- {zin}")


def _wie(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--medewerker", required=True, help="Gebruikersnaam van wie dit doet.")


def lees_medewerker(opties: dict[str, Any]) -> Medewerker:
    naam = opties["medewerker"]
    gevonden = Medewerker.objects.filter(account__username=naam).first()
    wie = medewerker_van(gevonden.account, timezone.localdate()) if gevonden else None
    if wie is None:
        raise CommandError(f"Er is geen medewerker {naam} die Sonar in mag.")
    return wie


def lees_uitgave(opties: dict[str, Any]) -> Uitgave:
    delen = re.fullmatch(r"(\w{8})-(AM\d\d)-([a-z]{1,10})-(\d{1,4})", opties["uitgave"], re.ASCII)
    gevonden = (
        Uitgave.objects.filter(
            kwartaal=delen[1], regio=delen[2], editie=delen[3], nummer=int(delen[4])
        ).first()
        if delen
        else None
    )
    if gevonden is None:
        raise CommandError(
            f"De uitgave {opties['uitgave'][:40]!r} is er niet. "
            "Een kenmerk ziet eruit als 2020KW04-AM19-openbaar-1."
        )
    return gevonden
