"""Which figures are asked for: read, counted and checked."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils import timezone

from sonar.models import Arbeidsmarktregio, Gemeente, Inschrijving
from sonar.rapportage.tellen.controle import (
    check_land,
    check_stand,
    check_stromen,
    check_telling,
)
from sonar.rapportage.tellen.feiten import AsOf, first_recorded
from sonar.rapportage.tellen.herindeling import count_every_regio, count_in_indeling
from sonar.rapportage.tellen.kwartaal import Kwartaal
from sonar.rapportage.tellen.stromen import Stroom, of_regio, stromen
from sonar.rapportage.tellen.telling import (
    NEDERLAND,
    Kwartaaltelling,
    Telregel,
    count_land,
    kwartaaltelling,
)
from sonar.rapportage.tellen.uitsplitsing import UITSPLITSINGEN, break_down
from sonar.rules.gemeentelijst import INDELINGEN, NU, TOEN, Indeling, indeling_op


TABEL, STROMEN, LAND = "tabel", "stromen", "landelijk"
LIJSTEN = {
    STROMEN: "In- en uitstroom",
    LAND: "Alle regio's van Nederland",
    **{naam: f"Naar {hoe.kop.lower()}" for naam, hoe in UITSPLITSINGEN.items()},
}


class OnbekendRapportError(Exception):
    """There is no such table; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Aanvraag:
    """What is asked for: a region and a quarter, as known when, in the gemeenten of when.

    `soort` is the TABEL, or one of LIJSTEN; of LAND the region is left open.
    """

    regio: str
    kwartaal: str
    vandaag: datetime.date
    bekend_op: datetime.datetime | None = None  # None: as it is known now
    indeling: str = TOEN
    soort: str = TABEL


@dataclass(frozen=True, slots=True)
class Rapport:
    """What was counted: the table of a quarter, and the rows of the list that was asked for."""

    kwartaal: Kwartaal
    telling: Kwartaaltelling
    indeling: str = TOEN
    soort: str = TABEL
    uitsplitsing: Sequence[Telregel] = ()  # the total last
    stromen: Sequence[Stroom] = ()
    regios: Sequence[Kwartaaltelling] = ()  # of LAND; `telling` is the country then


def make_rapport(aanvraag: Aanvraag) -> Rapport:
    """Count what was asked for, and check it. Raises OnbekendRapportError with a Dutch sentence.

    A quarter that has not ended cannot be counted: its peildatum is still to come. Nor can one
    before the data begin. With NU the people are counted in the gemeenten of today. Raises
    KloptNietError when the numbers contradict each other.
    """
    kwartaal = read_kwartaal(aanvraag.kwartaal, aanvraag.vandaag)
    if aanvraag.indeling not in INDELINGEN:
        raise OnbekendRapportError(
            f"De indeling {aanvraag.indeling[:20]!r} ken ik niet. "
            f"Kies uit: {', '.join(INDELINGEN)}."
        )
    herindelen = aanvraag.indeling == NU
    gemeenten = indeling_op(aanvraag.vandaag if herindelen else kwartaal.peildatum)
    vraag = AsOf(kwartaal.peildatum, aanvraag.bekend_op)
    if aanvraag.soort == LAND:
        regios = count_every_regio(vraag, gemeenten, herindelen=herindelen)
        rapport = Rapport(kwartaal, _land(vraag, regios), aanvraag.indeling, LAND, regios=regios)
    else:
        regio = _regio(aanvraag.regio, gemeenten)
        telling = (
            count_in_indeling(regio, vraag, gemeenten)
            if herindelen
            else kwartaaltelling(regio, vraag, gemeenten)
        )
        rapport = Rapport(kwartaal, telling, aanvraag.indeling, aanvraag.soort)
    if not rapport.telling.totaal.totaal:
        _eis_begonnen(kwartaal)
    return _gecontroleerd(rapport, vraag)


def _gecontroleerd(rapport: Rapport, vraag: AsOf) -> Rapport:
    """Count the rows of the list too, and check everything. Raises KloptNietError."""
    telling, soort = rapport.telling, rapport.soort
    if soort == LAND:
        check_land(rapport.regios, count_land(vraag))
        return rapport
    check_telling(telling)
    if soort == TABEL:
        return rapport
    if rapport.indeling != TOEN:
        wat = "In- en uitstroom" if soort == STROMEN else "Een uitsplitsing"
        raise OnbekendRapportError(
            f"{wat} is er alleen in de gemeenten van toen. Kies de indeling toen."
        )
    if soort == STROMEN:
        # The flows hold everybody whom the tables count: they begin with the totals of the quarter
        # before and end with the totals of this quarter.
        begin = AsOf(rapport.kwartaal.vorige.peildatum, vraag.bekend_op, "begin")
        vorige = kwartaaltelling(telling.regio, begin)
        alle = stromen(begin, vraag)
        hier = of_regio(alle, telling.regio)
        check_stromen(alle)
        check_stand(vorige, telling, hier)
        return replace(rapport, stromen=hier)
    regels = break_down(UITSPLITSINGEN[soort], telling.regio, vraag)
    check_telling(telling, regels)
    return replace(rapport, uitsplitsing=[*regels, telling.totaal])


def _land(vraag: AsOf, regios: Sequence[Kwartaaltelling]) -> Kwartaaltelling:
    """Every region as one table: a row for each region, and the country as its total."""
    return Kwartaaltelling(
        regio=Arbeidsmarktregio(code=NEDERLAND, naam="Nederland"),
        peildatum=vraag.peildatum,
        regels=[Telregel.som(een.regio.code, een.regio.naam, een.regels) for een in regios],
        doelgroep=sum(een.doelgroep for een in regios),
        bekend=sum(een.bekend for een in regios),
        bekend_op=vraag.bekend_op,
    )


def read_kwartaal(code: str, vandaag: datetime.date) -> Kwartaal:
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


def read_lijst(gevraagd: str) -> str:
    """The name of one of LIJSTEN. Raises OnbekendRapportError."""
    if gevraagd not in LIJSTEN:
        raise OnbekendRapportError(
            f"De lijst {gevraagd[:20]!r} ken ik niet. Kies uit: {', '.join(LIJSTEN)}."
        )
    return gevraagd


def read_bekend_op(gevraagd: str | None, nu: datetime.datetime) -> datetime.datetime | None:
    """Read an ISO moment; a day alone means its end, here; nothing means now, which is None.

    Raises OnbekendRapportError.
    """
    if not gevraagd:
        return None
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
    eerste = first_recorded()
    if eerste is None or moment < eerste:
        raise OnbekendRapportError(f"Op {gevraagd[:30]!r} stond er nog niets in Sonar.")
    return moment
