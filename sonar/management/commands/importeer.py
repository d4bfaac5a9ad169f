"""Read a Sonar dashboard export or VUM profiles into Sonar."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from sonar.models import Medewerker
from sonar.toegang import mag, medewerker_van
from sonar.uitwisseling.dashboard import OnbekendBestandError, read_rows, to_change
from sonar.uitwisseling.vum import from_vum
from sonar.uitwisseling.wijziging import ImportedChange, apply_line


class Command(BaseCommand):
    """A dry run with a report per line; with --uitvoeren all or nothing per line.

    The report names parts (telefoon, opleidingen) and nothing of what is in them.

    A line that was read before says 'ongewijzigd' the next time, so after an interruption one
    simply starts again.
    """

    help = (
        "Lees een dashboardexport (xlsx, csv) of VUM-profielen (json). Zonder --uitvoeren: proef."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("bestand", type=Path)
        parser.add_argument(
            "--medewerker", required=True, help="Gebruikersnaam van wie het bestand inleest."
        )
        parser.add_argument("--uitvoeren", action="store_true", help="Wijzig echt.")

    def handle(
        self, *args: Any, bestand: Path, medewerker: str, uitvoeren: bool, **options: Any
    ) -> None:
        wie = self._medewerker(medewerker)
        geteld: Counter[str] = Counter()
        try:
            for nummer, wijziging in _regels(bestand):
                verslag = apply_line(
                    nummer, wijziging, medewerker=wie, moment=timezone.now(), echt=uitvoeren
                )
                geteld[verslag.uitkomst] += 1
                self.stdout.write(str(verslag))
        except OnbekendBestandError as fout:
            raise CommandError(str(fout)) from fout
        kop = "Ingelezen" if uitvoeren else "Proef (er is niets gewijzigd)"
        self.stdout.write(
            f"{kop}: {geteld['gewijzigd']} gewijzigd, {geteld['ongewijzigd']} ongewijzigd, "
            f"{geteld['fout']} met een fout."
        )

    def _medewerker(self, gebruikersnaam: str) -> Medewerker:
        gevonden = Medewerker.objects.filter(account__username=gebruikersnaam).first()
        wie = medewerker_van(gevonden.account, timezone.localdate()) if gevonden else None
        if wie is None:
            raise CommandError(f"Er is geen medewerker {gebruikersnaam} die Sonar in mag.")
        if not mag(wie, "wijzigen", "klantprofiel"):
            raise CommandError(f"Een {wie.get_rol_display()} wijzigt geen klantprofielen.")
        return wie


def _regels(bestand: Path) -> Iterator[tuple[int, ImportedChange]]:
    """The lines of the file, whichever kind it is."""
    if bestand.suffix.lower() != ".json":
        for nummer, regel in read_rows(bestand):
            yield nummer, to_change(regel)
        return
    try:
        profielen = json.loads(bestand.read_text(encoding="utf-8"))
    except (OSError, ValueError) as fout:
        raise OnbekendBestandError(f"Dit bestand kan ik niet lezen: {bestand.name}.") from fout
    if not isinstance(profielen, list) or not all(isinstance(p, dict) for p in profielen):
        raise OnbekendBestandError("Een VUM-bestand is een lijst met profielen.")
    for nummer, profiel in enumerate(profielen, start=1):
        yield nummer, from_vum(profiel)
