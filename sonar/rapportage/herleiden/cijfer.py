"""One figure of a table: what it is of, what it says, and the question it answers."""

import datetime
from dataclasses import dataclass, replace

from django.utils import timezone

from sonar.models import Uitgave
from sonar.rapportage.herleiden.wie import BEKEND, DOELGROEP, Cel
from sonar.rapportage.tabellen.kolommen import KOLOMMEN
from sonar.rapportage.tabellen.lijsten import STROOMKOLOMMEN
from sonar.rapportage.tabellen.tabel import Editie, exact_tabel
from sonar.rapportage.tellen.aanvraag import (
    LAND,
    LIJSTEN,
    STROMEN,
    TABEL,
    Aanvraag,
    OnbekendRapportError,
    Rapport,
    make_rapport,
)
from sonar.rapportage.tellen.controle import KloptNietError
from sonar.rapportage.tellen.feiten import AsOf
from sonar.rapportage.tellen.telling import NEDERLAND
from sonar.rapportage.tellen.uitsplitsing import UITSPLITSINGEN
from sonar.rapportage.uitgeven.samenstellen import tabel_van
from sonar.rules.gemeentelijst import NU, TOEN, indeling_op


REGISTER = {
    DOELGROEP: "In het doelgroepregister",
    BEKEND: "In het doelgroepregister en bekend in Sonar",
}
KOPPEN = {kolom.naam: kolom.volle_kop for kolom in KOLOMMEN} | REGISTER
STROOMKOPPEN = {naam: kop for naam, kop, _ in STROOMKOLOMMEN}


@dataclass(frozen=True, slots=True)
class Cijfer:
    """A cell of a table that was counted, with its words."""

    cel: Cel
    rapport: Rapport
    rij: str  # the name of the row
    kop: str
    waarde: int
    uitgave: Uitgave | None = None

    @property
    def vragen(self) -> tuple[AsOf, AsOf]:
        """The question of its quarter, and that of the one before."""
        bekend_op = self.rapport.telling.bekend_op
        kwartaal = self.rapport.kwartaal
        return (
            AsOf(kwartaal.peildatum, bekend_op),
            AsOf(kwartaal.vorige.peildatum, bekend_op, "begin"),
        )

    @property
    def omschrijving(self) -> str:
        """Which figure it is, in words."""
        lijst = "" if self.cel.soort == TABEL else f"{LIJSTEN[self.cel.soort]}: "
        kop = self.kop if self.kop.startswith("UWV") else self.kop[:1].lower() + self.kop[1:]
        return f"{lijst}{self.rij}, {kop}"


def lees_cijfer(
    cel: Cel,
    *,
    kwartaal: str,
    vandaag: datetime.date,
    bekend_op: datetime.datetime | None = None,
    indeling: str = TOEN,
) -> Cijfer:
    """Count a cell, as it is known now or was at `bekend_op`; with NU in the gemeenten of today.

    Raises OnbekendRapportError with a sentence in Dutch for one that there is not.
    """
    koppen = STROOMKOPPEN if cel.soort == STROMEN else KOPPEN
    if cel.soort not in {TABEL, STROMEN, *UITSPLITSINGEN}:
        raise OnbekendRapportError(f"De lijst {cel.soort[:20]!r} heeft geen cijfers van mensen.")
    if cel.kolom not in koppen or (cel.soort != TABEL and cel.kolom in REGISTER):
        raise OnbekendRapportError(
            f"De kolom {cel.kolom[:30]!r} ken ik niet. Kies uit: {', '.join(koppen)}."
        )
    rapport = _rapport(cel, Aanvraag(cel.regio, kwartaal, vandaag, bekend_op, indeling, cel.soort))
    if indeling == NU:
        cel = replace(cel, wanneer=indeling_op(vandaag))
    rijen = _rijen(cel, rapport)
    if cel.rij not in rijen or (cel.kolom in REGISTER and not cel.is_totaal):
        raise OnbekendRapportError(
            f"De rij {cel.rij[:20]!r} staat niet in deze tabel. Kies uit: {', '.join(rijen)}."
        )
    naam, waarden = rijen[cel.rij]
    return Cijfer(cel, rapport, naam, koppen[cel.kolom], waarden[cel.kolom])


def cijfer_van(uitgave: Uitgave, cel: Cel) -> Cijfer:
    """A cell of an internal release, as it was known when that was made.

    Raises OnbekendRapportError for a cell that is not in it, and KloptNietError when the facts of
    that moment do not give the published figure.
    """
    if uitgave.editie != Editie.INTERN:
        raise OnbekendRapportError(
            "Alleen een cijfer van een interne uitgave is te herleiden: een openbaar cijfer is "
            "beschermd."
        )
    gevonden = lees_cijfer(
        Cel(uitgave.regio_id, cel.rij, cel.kolom),
        kwartaal=uitgave.kwartaal,
        vandaag=timezone.localdate(uitgave.bekend_op),
        bekend_op=uitgave.bekend_op,
    )
    bewaard = tabel_van(uitgave)
    geteld = exact_tabel(gevonden.rapport, kolommen=bewaard.kolommen)
    if (bewaard.alle_rijen, bewaard.doelgroep) != (geteld.alle_rijen, geteld.doelgroep):
        raise KloptNietError(
            f"De uitgave {uitgave.kenmerk} zegt iets anders dan de gegevens van toen. Vraag de "
            "functioneel beheerder dit uit te zoeken."
        )
    return Cijfer(
        gevonden.cel, gevonden.rapport, gevonden.rij, gevonden.kop, gevonden.waarde, uitgave
    )


def _rapport(cel: Cel, aanvraag: Aanvraag) -> Rapport:
    """The table in which the cell stands."""
    if cel.regio != NEDERLAND:
        return make_rapport(aanvraag)
    if cel.soort != TABEL or not cel.is_totaal:
        raise OnbekendRapportError(
            "Van het hele land is er een totaal. Kies voor iets anders een regio, zoals AM19."
        )
    return make_rapport(replace(aanvraag, regio="", soort=LAND))


def _rijen(cel: Cel, rapport: Rapport) -> dict[str, tuple[str, dict[str, int]]]:
    """Of every row its name and its numbers by column."""
    if cel.soort == STROMEN:
        stromen = rapport.stromen
        rijen = {s.code: (s.naam, {k: getattr(s, k) for k in STROOMKOPPEN}) for s in stromen}
        som = {k: sum(getattr(s, k) for s in stromen) for k in STROOMKOPPEN}
        return {**rijen, rapport.telling.regio.code: ("TOTAAL AMR", som)}
    telling = rapport.telling
    regels = [*telling.regels, telling.totaal] if cel.soort == TABEL else rapport.uitsplitsing
    rijen = {
        regel.code: (regel.naam, {kolom.naam: kolom.waarde(regel) for kolom in KOLOMMEN})
        for regel in regels
    }
    rijen[telling.regio.code][1].update({DOELGROEP: telling.doelgroep, BEKEND: telling.bekend})
    return rijen
