"""The question to the page with figures: the address holds all of it."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone

from sonar.rapportage.tabellen.vergelijking import GEMEENTE, SORTEERBAAR
from sonar.rapportage.tellen.aanvraag import (
    Aanvraag,
    OnbekendRapportError,
    Rapport,
    make_rapport,
    read_bekend_op,
)
from sonar.rapportage.tellen.kwartaal import Kwartaal
from sonar.rules.gemeentelijst import TOEN


KAARTEN = {"regio": "De gemeenten van de regio", "nederland": "Alle regio's"}


@dataclass(frozen=True, slots=True)
class FigureQuery:
    """A view of the figures. Empty fields are left out of the address."""

    regio: str
    kwartaal: str
    naast: str = ""  # another quarter, or another region, to compare with
    sorteer: str = GEMEENTE
    aflopend: bool = False
    kaart: str = "regio"
    indeling: str = TOEN
    bekend: str = ""  # a day, or a moment: as it was known then; empty: as it is known now

    def adres(self, **anders: str | bool) -> str:
        """The address of this view, with something changed."""
        vraag = replace(self, **anders) if anders else self  # type: ignore[arg-type]
        delen = [("regio", vraag.regio), ("kwartaal", vraag.kwartaal)]
        if vraag.naast:
            delen.append(("naast", vraag.naast))
        if vraag.indeling != TOEN:
            delen.append(("indeling", vraag.indeling))
        if vraag.bekend:
            delen.append(("bekend", vraag.bekend))
        return f"?{urlencode([*delen, *vraag.blijft])}"

    @property
    def blijft(self) -> list[tuple[str, str]]:
        """The parts of the address that stay when the form chooses another region or quarter."""
        delen = []
        if self.aflopend or self.sorteer != GEMEENTE:
            delen.append(("sorteer", f"-{self.sorteer}" if self.aflopend else self.sorteer))
        if self.kaart != "regio":
            delen.append(("kaart", self.kaart))
        return delen

    @property
    def naast_is_regio(self) -> bool:
        """Whether the comparison is with another region, and not with another quarter."""
        return bool(re.fullmatch(r"AM[0-9]{2}", self.naast))


def read_query(gevraagd: QueryDict, *, regio: str, kwartaal: str) -> FigureQuery:
    """Read an address; without a region or quarter in it, the given ones hold.

    Raises OnbekendRapportError with a sentence in Dutch. Whether the region and the quarters
    exist is asked later, when they are counted.
    """
    sorteer = gevraagd.get("sorteer", GEMEENTE)
    aflopend, kolom = sorteer.startswith("-"), sorteer.removeprefix("-")
    if kolom not in SORTEERBAAR:
        raise OnbekendRapportError(
            f"Op {kolom[:30]!r} kan ik niet sorteren. Klik op de kop van een kolom."
        )
    kaart = gevraagd.get("kaart", "regio")
    if kaart not in KAARTEN:
        raise OnbekendRapportError(f"De kaart {kaart[:30]!r} ken ik niet. Kies regio of nederland.")
    vraag = FigureQuery(
        regio=gevraagd.get("regio", regio),
        kwartaal=gevraagd.get("kwartaal", kwartaal),
        naast=gevraagd.get("naast", ""),
        sorteer=kolom,
        aflopend=aflopend,
        kaart=kaart,
        indeling=gevraagd.get("indeling", TOEN),
        bekend=gevraagd.get("bekend", ""),
    )
    if vraag.naast and vraag.naast in {vraag.regio, vraag.kwartaal}:
        raise OnbekendRapportError(
            "Dat is dezelfde tabel. Kies om te vergelijken een ander kwartaal of een andere regio."
        )
    return vraag


def count_reports(vraag: FigureQuery, nu: datetime.datetime) -> tuple[Rapport, Rapport | None]:
    """Count the table and the one beside it, both as known at the same moment.

    Raises OnbekendRapportError with a sentence in Dutch.
    """
    aanvraag = Aanvraag(
        regio=vraag.regio,
        kwartaal=vraag.kwartaal,
        vandaag=timezone.localdate(nu),
        bekend_op=read_bekend_op(vraag.bekend, nu),
        indeling=vraag.indeling,
    )
    rapport = make_rapport(aanvraag)
    if not vraag.naast:
        return rapport, None
    if vraag.naast_is_regio:
        return rapport, make_rapport(replace(aanvraag, regio=vraag.naast))
    return rapport, make_rapport(replace(aanvraag, kwartaal=vraag.naast))


def quarters_between(eerste: Kwartaal, laatste: Kwartaal, lengte: int) -> Sequence[Kwartaal]:
    """The quarters from the first to the last, in the order of time; the last ones if too many."""
    kwartalen = [laatste]
    while kwartalen[-1] > eerste and len(kwartalen) < lengte:
        kwartalen.append(kwartalen[-1].vorige)
    return kwartalen[::-1]
