"""Which table is asked for: a region and a quarter, checked."""

import datetime
import re
from dataclasses import dataclass

from django.utils import timezone

from sonar.models import Arbeidsmarktregio
from sonar.rapportage.feiten import Vraag, eerst_geboekt
from sonar.rapportage.kwartaal import Kwartaal
from sonar.rapportage.stromen import controleer_telling
from sonar.rapportage.telling import Kwartaaltelling, Telregel, kwartaaltelling
from sonar.rapportage.uitsplitsing import UITSPLITSINGEN, splits_uit


class OnbekendRapportError(Exception):
    """There is no such table; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Rapport:
    """A table and the quarter it is of."""

    kwartaal: Kwartaal
    telling: Kwartaaltelling


def maak_rapport(
    *,
    regio: str,
    kwartaal: str,
    vandaag: datetime.date,
    bekend_op: datetime.datetime | None = None,
) -> Rapport:
    """Count what was asked for, and check it. Raises OnbekendRapportError with a Dutch sentence.

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
    telling = kwartaaltelling(gevonden, gelezen.peildatum, bekend_op)
    controleer_telling(telling)
    return Rapport(gelezen, telling)


def maak_uitsplitsing(rapport: Rapport, naam: str) -> list[Telregel]:
    """The same people told apart, the total last. Raises OnbekendRapportError for no such way."""
    if naam not in UITSPLITSINGEN:
        raise OnbekendRapportError(
            f"De uitsplitsing {naam[:20]!r} ken ik niet. Kies uit: {', '.join(UITSPLITSINGEN)}."
        )
    telling = rapport.telling
    vraag = Vraag(telling.peildatum, telling.bekend_op)
    regels = splits_uit(UITSPLITSINGEN[naam], telling.regio, vraag)
    controleer_telling(telling, regels)
    return [*regels, telling.totaal]


def lees_bekend_op(gevraagd: str, nu: datetime.datetime) -> datetime.datetime:
    """Read an ISO moment; a day alone means its end, here. Raises OnbekendRapportError."""
    try:
        moment = datetime.datetime.fromisoformat(gevraagd)
        if len(gevraagd) == len("2021-01-05"):
            moment += datetime.timedelta(days=1)
    except (ValueError, OverflowError) as fout:
        raise OnbekendRapportError(
            f"Het moment {gevraagd[:30]!r} ken ik niet. Schrijf een dag, zoals 2021-01-05, of een "
            "dag en een tijd, zoals 2021-01-05T09:30."
        ) from fout
    if timezone.is_naive(moment):
        moment = timezone.make_aware(moment)
    if moment > nu:
        raise OnbekendRapportError(
            f"Het moment {gevraagd[:30]!r} is nog niet voorbij: wat dan bekend is, weet niemand."
        )
    eerste = eerst_geboekt()
    if eerste is None or moment < eerste:
        raise OnbekendRapportError(f"Op {gevraagd[:30]!r} stond er nog niets in Sonar.")
    return moment
