"""Count a quarter of a region and write the table down."""

import os
import tempfile
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from sonar.rapportage.export.csv import uitsplitsing_als_csv
from sonar.rapportage.export.formaten import FORMATEN
from sonar.rapportage.tabel import exacte_tabel
from sonar.rapportage.uitsplitsing import UITSPLITSINGEN
from sonar.rapportage.verzoek import (
    OnbekendRapportError,
    Rapport,
    lees_bekend_op,
    maak_rapport,
    maak_uitsplitsing,
)


LEESBAAR = ("csv", "json")  # text: may be written on the screen


class Command(BaseCommand):
    """`manage.py rapporteer --regio AM19 --kwartaal 2020KW04 --formaat csv --uit PAD`."""

    help = "Telt per gemeente wie bekend is in Sonar, met en zonder klantprofiel."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--regio", required=True, help="Code van de regio, zoals AM19.")
        parser.add_argument("--kwartaal", required=True, help="Kwartaal, zoals 2020KW04.")
        parser.add_argument("--formaat", default="csv", help=", ".join(FORMATEN))
        parser.add_argument("--uit", default="-", help="Bestand; - is het scherm.")
        parser.add_argument(
            "--bekend-op", help="Zoals het toen bekend was: 2021-01-05 of 2021-01-05T09:30."
        )
        parser.add_argument(
            "--uitsplitsing", help=f"In plaats van per gemeente: {', '.join(UITSPLITSINGEN)}."
        )

    def handle(
        self, *args: Any, regio: str, kwartaal: str, formaat: str, uit: str, **options: Any
    ) -> None:
        if formaat not in FORMATEN:
            raise CommandError(
                f"Het formaat {formaat[:20]!r} ken ik niet. Kies uit: {', '.join(FORMATEN)}."
            )
        rapport = _rapport(regio, kwartaal, options.get("bekend_op"))
        if uit == "-" and formaat not in LEESBAAR:
            raise CommandError(
                f"Een {formaat}-bestand past niet op het scherm. Geef met --uit een bestand op."
            )
        inhoud = _inhoud(rapport, formaat, options.get("uitsplitsing"))
        if uit == "-":
            self.stdout.write(inhoud.decode("utf-8"), ending="")
        else:
            _schrijf(Path(uit), inhoud)
        telling = rapport.telling
        self.stderr.write(  # stdout may be the table itself
            f"{telling.regio} {rapport.kwartaal.code}: {telling.bekend} van de {telling.doelgroep} "
            f"mensen in het doelgroepregister zijn bekend in Sonar "
            f"({telling.percentage_bekend or 0}%).",
        )


def _rapport(regio: str, kwartaal: str, bekend_op: str | None) -> Rapport:
    try:
        return maak_rapport(
            regio=regio,
            kwartaal=kwartaal,
            vandaag=timezone.localdate(),
            bekend_op=lees_bekend_op(bekend_op, timezone.now()) if bekend_op else None,
        )
    except OnbekendRapportError as fout:
        raise CommandError(str(fout)) from fout


def _inhoud(rapport: Rapport, formaat: str, uitsplitsing: str | None) -> bytes:
    if not uitsplitsing:
        return FORMATEN[formaat](exacte_tabel(rapport))
    if formaat != "csv":
        raise CommandError("Een uitsplitsing is er alleen als csv.")
    try:
        return uitsplitsing_als_csv(uitsplitsing, maak_uitsplitsing(rapport, uitsplitsing))
    except OnbekendRapportError as fout:
        raise CommandError(str(fout)) from fout


def _schrijf(pad: Path, inhoud: bytes) -> None:
    """The whole file or none: it gets its name when it is complete."""
    try:
        with tempfile.NamedTemporaryFile(dir=pad.parent, prefix=".rapport-", delete=False) as half:
            half.write(inhoud)
        try:
            Path(half.name).chmod(0o666 & ~_umask())
            Path(half.name).replace(pad)
        except OSError:
            Path(half.name).unlink()
            raise
    except OSError as fout:
        raise CommandError(
            f"Het bestand {pad} kan ik niet schrijven. Bestaat de map, en mag u daar schrijven?"
        ) from fout


def _umask() -> int:
    """The mask of this process; it can only be read by setting it."""
    masker = os.umask(0o022)
    os.umask(masker)
    return masker
