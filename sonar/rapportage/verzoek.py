"""Which table is asked for: a region and a quarter, checked."""

import datetime
import re
from dataclasses import dataclass

from sonar.models import Arbeidsmarktregio
from sonar.rapportage.kwartaal import Kwartaal
from sonar.rapportage.telling import Kwartaaltelling, kwartaaltelling


class OnbekendRapportError(Exception):
    """There is no such table; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Rapport:
    """A table and the quarter it is of."""

    kwartaal: Kwartaal
    telling: Kwartaaltelling


def maak_rapport(*, regio: str, kwartaal: str, vandaag: datetime.date) -> Rapport:
    """Count what was asked for. Raises OnbekendRapportError with a sentence in Dutch.

    A quarter that has not ended cannot be counted: its peildatum is still to come.
    """
    try:
        gelezen = Kwartaal.lees(kwartaal)
    except ValueError as fout:
        raise OnbekendRapportError(str(fout)) from fout
    if gelezen.peildatum >= vandaag:
        raise OnbekendRapportError(
            f"Het kwartaal {gelezen.code} is nog niet voorbij. "
            f"Het laatste dat geteld kan worden is {Kwartaal.van(vandaag).vorige.code}."
        )
    bestaanbaar = re.fullmatch(r"AM[0-9]{2}", regio)
    gevonden = Arbeidsmarktregio.objects.filter(code=regio).first() if bestaanbaar else None
    if gevonden is None:
        raise OnbekendRapportError(
            f"De regio {regio[:20]!r} ken ik niet. Schrijf de code van een arbeidsmarktregio, "
            "zoals AM19 voor Holland Rijnland."
        )
    return Rapport(gelezen, kwartaaltelling(gevonden, gelezen.peildatum))
