"""Which table is asked for: a region and a quarter, checked."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils import timezone

from sonar.models import Arbeidsmarktregio, Gemeente, Inschrijving
from sonar.rapportage.tellen.controle import (
    controleer_land,
    controleer_stand,
    controleer_stromen,
    controleer_telling,
)
from sonar.rapportage.tellen.feiten import AsOf, eerst_geboekt
from sonar.rapportage.tellen.herindeling import tel_alle_regios, tel_in_indeling
from sonar.rapportage.tellen.kwartaal import Kwartaal
from sonar.rapportage.tellen.stromen import Stroom, stromen, van_regio
from sonar.rapportage.tellen.telling import (
    NEDERLAND,
    Kwartaaltelling,
    Telregel,
    kwartaaltelling,
    tel_land,
)
from sonar.rapportage.tellen.uitsplitsing import UITSPLITSINGEN, splits_uit
from sonar.rules.gemeentelijst import INDELINGEN, NU, TOEN, Indeling, indeling as indeling_van


class OnbekendRapportError(Exception):
    """There is no such table; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Rapport:
    """A table, the quarter it is of, and in the gemeenten of which date."""

    kwartaal: Kwartaal
    telling: Kwartaaltelling
    indeling: str = TOEN


def maak_rapport(
    *,
    regio: str,
    kwartaal: str,
    vandaag: datetime.date,
    bekend_op: datetime.datetime | None = None,
    indeling: str = TOEN,
) -> Rapport:
    """Count what was asked for, and check it. Raises OnbekendRapportError with a Dutch sentence.

    A quarter that has not ended cannot be counted: its peildatum is still to come. Nor can one
    before the data begin. With NU the people are counted in the gemeenten of `vandaag`.
    """
    gelezen = lees_kwartaal(kwartaal, vandaag)
    eis_indeling(indeling)
    gemeenten = indeling_van(vandaag if indeling == NU else gelezen.peildatum)
    tel = tel_in_indeling if indeling == NU else kwartaaltelling
    telling = tel(_regio(regio, gemeenten), AsOf(gelezen.peildatum, bekend_op), gemeenten)
    if not telling.totaal.totaal:
        _eis_begonnen(gelezen)
    controleer_telling(telling)
    return Rapport(gelezen, telling, indeling)


def maak_landrapport(
    *,
    kwartaal: str,
    vandaag: datetime.date,
    bekend_op: datetime.datetime | None = None,
    indeling: str = TOEN,
) -> list[Rapport]:
    """Every region, checked against the country. Raises as `maak_rapport`."""
    gelezen = lees_kwartaal(kwartaal, vandaag)
    eis_indeling(indeling)
    vraag = AsOf(gelezen.peildatum, bekend_op)
    tellingen = tel_alle_regios(vraag, indeling_van(vandaag) if indeling == NU else None)
    for telling in tellingen:
        controleer_telling(telling)
    controleer_land(tellingen, tel_land(vraag))
    if not any(telling.totaal.totaal for telling in tellingen):
        _eis_begonnen(gelezen)
    return [Rapport(gelezen, telling, indeling) for telling in tellingen]


def maak_landtotaal(rapporten: Sequence[Rapport]) -> Rapport:
    """Every region as one table: a row for each region, and the country as its total."""
    eerste = rapporten[0]
    tellingen = [rapport.telling for rapport in rapporten]
    land = Kwartaaltelling(
        regio=Arbeidsmarktregio(code=NEDERLAND, naam="Nederland"),
        peildatum=eerste.telling.peildatum,
        regels=[Telregel.som(t.regio.code, t.regio.naam, t.regels) for t in tellingen],
        doelgroep=sum(telling.doelgroep for telling in tellingen),
        bekend=sum(telling.bekend for telling in tellingen),
        bekend_op=eerste.telling.bekend_op,
    )
    return replace(eerste, telling=land)


def lees_kwartaal(code: str, vandaag: datetime.date) -> Kwartaal:
    """A quarter that is over. Raises OnbekendRapportError."""
    try:
        gelezen = Kwartaal.lees(code)
    except ValueError as fout:
        raise OnbekendRapportError(str(fout)) from fout
    if gelezen.peildatum >= vandaag:
        raise OnbekendRapportError(
            f"Het kwartaal {gelezen.code} is nog niet voorbij. "
            f"Het laatste dat geteld kan worden is {Kwartaal.van(vandaag).vorige.code}."
        )
    return gelezen


def eis_indeling(indeling: str) -> None:
    """Raise OnbekendRapportError unless it is one of INDELINGEN."""
    if indeling not in INDELINGEN:
        raise OnbekendRapportError(
            f"De indeling {indeling[:20]!r} ken ik niet. Kies uit: {', '.join(INDELINGEN)}."
        )


def _regio(code: str, wanneer: Indeling) -> Arbeidsmarktregio:
    """The region, if it had gemeenten on the date."""
    bestaanbaar = re.fullmatch(r"AM[0-9]{2}", code)
    gevonden = Arbeidsmarktregio.objects.filter(code=code).first() if bestaanbaar else None
    if gevonden is None:
        raise OnbekendRapportError(
            f"De regio {code[:20]!r} ken ik niet. Schrijf de code van een arbeidsmarktregio, "
            "zoals AM19 voor Holland Rijnland."
        )
    ooit = Gemeente.objects.filter(arbeidsmarktregio=gevonden).order_by("code")
    if wanneer.afwezig.issuperset(ooit.values_list("code", flat=True)):
        raise OnbekendRapportError(
            f"De regio {gevonden.naam} ({code}) had op {wanneer.op:%d-%m-%Y} geen gemeenten. "
            "Kies een andere regio of een ander kwartaal."
        )
    return gevonden


def _eis_begonnen(kwartaal: Kwartaal) -> None:
    """Refuse a quarter in which nobody counts because the data begin later. One query."""
    begin = (
        Inschrijving.objects.order_by("ingangsdatum").values_list("ingangsdatum", flat=True).first()
    )
    if begin is None or kwartaal.peildatum < begin:
        raise OnbekendRapportError(
            f"Het kwartaal {kwartaal.code} ligt voor het begin van de gegevens"
            + (f" ({begin:%d-%m-%Y})." if begin else ": er is nog niemand ingeschreven.")
        )


def maak_uitsplitsing(rapport: Rapport, naam: str) -> list[Telregel]:
    """The same people told apart, the total last. Raises OnbekendRapportError for no such way."""
    if naam not in UITSPLITSINGEN:
        raise OnbekendRapportError(
            f"De uitsplitsing {naam[:20]!r} ken ik niet. Kies uit: {', '.join(UITSPLITSINGEN)}."
        )
    _eis_toen(rapport, "Een uitsplitsing")
    telling = rapport.telling
    vraag = AsOf(telling.peildatum, telling.bekend_op)
    regels = splits_uit(UITSPLITSINGEN[naam], telling.regio, vraag)
    controleer_telling(telling, regels)
    return [*regels, telling.totaal]


def maak_stromen(rapport: Rapport) -> list[Stroom]:
    """Who came and went since the quarter before, per gemeente of the region; checked.

    Everybody whom the tables count is in it: the first column is the totals of the quarter before,
    the last one those of this quarter. Raises
    OnbekendRapportError when asked in the gemeenten of now.
    """
    _eis_toen(rapport, "In- en uitstroom")
    telling = rapport.telling
    eind = AsOf(telling.peildatum, telling.bekend_op)
    begin = AsOf(rapport.kwartaal.vorige.peildatum, telling.bekend_op, "begin")
    alle = stromen(begin, eind)
    hier = van_regio(alle, telling.regio)
    controleer_stromen(alle)
    controleer_stand(kwartaaltelling(telling.regio, begin), telling, hier)
    return hier


def _eis_toen(rapport: Rapport, wat: str) -> None:
    if rapport.indeling != TOEN:
        raise OnbekendRapportError(
            f"{wat} is er alleen in de gemeenten van toen. Kies de indeling toen."
        )


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
