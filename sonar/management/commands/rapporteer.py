"""Count a quarter of a region and write the table down."""

import os
import tempfile
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from sonar.rapportage.export.formats import FORMATS
from sonar.rapportage.tabellen.lijst import Cijferlijst, Cijfers
from sonar.rapportage.tabellen.lijsten import as_cijfers
from sonar.rapportage.tellen.aanvraag import (
    LAND,
    STROMEN,
    TABEL,
    Aanvraag,
    OnbekendRapportError,
    Rapport,
    make_rapport,
    read_bekend_op,
    read_lijst,
)
from sonar.rapportage.tellen.controle import KloptNietError
from sonar.rapportage.tellen.uitsplitsing import UITSPLITSINGEN
from sonar.rules.gemeentelijst import INDELINGEN, TOEN


class Command(BaseCommand):
    """`manage.py rapporteer --regio AM19 --kwartaal 2020KW04 --formaat csv --uit PAD`."""

    help = "Telt per gemeente wie bekend is in Sonar, met en zonder klantprofiel."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--regio", default="", help="Code van de regio, zoals AM19.")
        parser.add_argument("--kwartaal", required=True, help="Kwartaal, zoals 2020KW04.")
        parser.add_argument("--formaat", default="csv", help=", ".join(FORMATS))
        parser.add_argument("--uit", default="-", help="Bestand; - is het scherm.")
        parser.add_argument(
            "--bekend-op", help="Zoals het toen bekend was: 2021-01-05 of 2021-01-05T09:30."
        )
        parser.add_argument(
            "--indeling",
            default=TOEN,
            help=f"De gemeenten van de peildatum of van vandaag: {', '.join(INDELINGEN)}.",
        )
        anders = parser.add_mutually_exclusive_group()
        anders.add_argument(
            "--uitsplitsing",
            dest="lijst",
            help=f"In plaats van per gemeente: {', '.join(UITSPLITSINGEN)}.",
        )
        anders.add_argument(
            "--stromen",
            dest="lijst",
            action="store_const",
            const=STROMEN,
            help="Per gemeente wie erbij kwam en wie wegging sinds het vorige kwartaal.",
        )
        anders.add_argument(
            "--landelijk",
            dest="lijst",
            action="store_const",
            const=LAND,
            help="Een rij per regio, en het land; zonder --regio.",
        )

    def handle(self, *args: Any, formaat: str, uit: str, **opties: Any) -> None:
        if formaat not in FORMATS:
            raise CommandError(
                f"Het formaat {formaat[:20]!r} ken ik niet. Kies uit: {', '.join(FORMATS)}."
            )
        if uit == "-" and not FORMATS[formaat].readable:
            raise CommandError(
                f"Een {formaat}-bestand past niet op het scherm. Geef met --uit een bestand op."
            )
        nu = timezone.now()
        try:
            rapport = make_rapport(
                Aanvraag(
                    regio=opties["regio"],
                    kwartaal=opties["kwartaal"],
                    vandaag=timezone.localdate(nu),
                    bekend_op=read_bekend_op(opties["bekend_op"], nu),
                    indeling=opties["indeling"],
                    soort=read_lijst(opties["lijst"]) if opties["lijst"] else TABEL,
                )
            )
        except (OnbekendRapportError, KloptNietError) as fout:
            raise CommandError(str(fout)) from fout
        cijfers = as_cijfers(rapport)
        inhoud = FORMATS[formaat].write(cijfers)
        if uit == "-":
            self.stdout.write(inhoud.decode("utf-8"), ending="")
        else:
            _schrijf(Path(uit), inhoud)
        self.stderr.write(_samenvatting(rapport, cijfers))  # stdout may be the table itself


def _samenvatting(rapport: Rapport, cijfers: Cijfers) -> str:
    """What was counted, in a sentence."""
    if isinstance(cijfers, Cijferlijst):
        return f"{cijfers.titel}: {cijfers.onder}. {cijfers.uitleg}"
    telling = rapport.telling
    return (
        f"{telling.regio} {rapport.kwartaal.code}: {telling.bekend} van de {telling.doelgroep} "
        f"mensen in het doelgroepregister zijn bekend in Sonar "
        f"({telling.percentage_bekend or 0}%)."
    )


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
