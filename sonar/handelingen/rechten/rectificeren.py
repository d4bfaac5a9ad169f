"""Rectificeren: what a client says is wrong, what was corrected, and what the client is told."""

import calendar
import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from sonar.handelingen.bemiddeling.werkgevers import openingen
from sonar.handelingen.toezicht.vastleggen import leg_vast
from sonar.models import (
    Bsncorrectie,
    Grond,
    Handeling,
    Klantprofiel,
    Medewerker,
    Overdracht,
    Rectificatie,
    Vaststelling,
    Verwerking,
    Werkzoekende,
)
from sonar.readable import ReadableRow, momentopname, verschil


NIETS_VERBETERD = (
    "U hebt nog niets verbeterd. Verbeter eerst de gegevens van de klant, of kies 'Niet verbeterd' "
    "en leg uit waarom."
)
NIET_MEER = "Dit verzoek is al beantwoord."
BSN = "burgerservicenummer"
BESLUITEN = (Rectificatie.Stand.VERBETERD, Rectificatie.Stand.AFGEWEZEN)
BEKEND_GEMAAKT = datetime.timedelta(days=31)  # so long a colleague with a file is told


@dataclass(frozen=True, slots=True, kw_only=True)
class Besluit:
    """What the client is answered. `verbeterd` names the changes that were made for this."""

    stand: str
    antwoord: str
    verbeterd: Collection[str] = ()
    ingelicht: Sequence[str] = ()


def uiterlijk(verzoek: Rectificatie) -> datetime.date:
    """The last day for an answer: a month after it was asked (AVG article 12)."""
    gevraagd = verzoek.gevraagd_op
    jaar, maand = gevraagd.year + gevraagd.month // 12, gevraagd.month % 12 + 1
    return datetime.date(jaar, maand, min(gevraagd.day, calendar.monthrange(jaar, maand)[1]))


def vraag_rectificatie(
    *, werkzoekende: Werkzoekende, vraag: str, gevraagd_op: datetime.date, medewerker: Medewerker
) -> Rectificatie:
    """Write down what the client asked. Raises ValidationError with what is wrong."""
    verzoek = Rectificatie(
        werkzoekende=werkzoekende,
        vraag=vraag.strip(),
        gevraagd_op=gevraagd_op,
        vastgelegd_door=medewerker,
        voor=_dossier(werkzoekende),
    )
    verzoek.full_clean()
    with transaction.atomic():
        verzoek.save()
        _leg_vast(verzoek, medewerker)
    return verzoek


def verbeteringen(verzoek: Rectificatie) -> list[tuple[str, str, str]]:
    """What was corrected: (name, was, became). While a request waits: all that changed since."""
    if verzoek.stand == Rectificatie.Stand.OPEN:
        return verschil(verzoek.voor, _dossier(verzoek.werkzoekende))
    return verschil(verzoek.voor, verzoek.na)


@transaction.atomic
def beantwoord(
    *,
    verzoek: Rectificatie,
    besluit: Besluit,
    medewerker: Medewerker,
    moment: datetime.datetime,
) -> Rectificatie:
    """Answer the client; the copy of the dossier as it was is not kept any longer.

    Raises ValidationError when nothing was corrected, without an answer, or for a second answer.
    """
    open_ = Rectificatie.objects.select_for_update(of=("self",)).filter(
        pk=verzoek.pk, stand=Rectificatie.Stand.OPEN
    )
    mijn = open_.first()
    if mijn is None or besluit.stand not in BESLUITEN:
        raise ValidationError(NIET_MEER)
    is_verbeterd = besluit.stand == Rectificatie.Stand.VERBETERD
    anders = [
        regel for regel in verbeteringen(mijn) if is_verbeterd and regel[0] in besluit.verbeterd
    ]
    if is_verbeterd and not anders:
        raise ValidationError(NIETS_VERBETERD)
    mijn.stand = besluit.stand
    mijn.voor = {naam: was for naam, was, _ in anders}
    mijn.na = {naam: werd for naam, _, werd in anders}
    mijn.antwoord = besluit.antwoord.strip()
    mijn.ontvangers = list(besluit.ingelicht) if is_verbeterd else []
    mijn.beantwoord_door = medewerker
    mijn.beantwoord_op = moment
    mijn.full_clean()
    mijn.save()
    _leg_vast(mijn, medewerker)
    return mijn


def ontvangers(klant: Werkzoekende, peildatum: datetime.date) -> list[str]:
    """Who got data of this client before, so who should hear of a correction (AVG article 19)."""
    uit = []
    lopend = Vaststelling.objects.geldig_op(peildatum).filter(klantprofiel__werkzoekende=klant)
    if lopend.exists():
        keken = len({werkgever for _, werkgever in openingen(klant.pk)})
        uit.append(
            f"werkgevers in de Kandidatenverkenner ({keken} openden het profiel): zij zien het "
            "verbeterde profiel na de volgende levering"
        )
    voordrachten = klant.voordrachten.select_related("vacature").order_by("pk")
    uit += [f"{voordracht.vacature.werkgever}, na een voordracht" for voordracht in voordrachten]
    aanbod = Overdracht.objects.open().filter(werkzoekende=klant).select_related("naar")
    uit += [f"{overdracht.naar}, bij een aangeboden overdracht" for overdracht in aanbod]
    bestanden = Verwerking.objects.filter(
        persoon=klant.pk, handeling=Handeling.UITVOER, medewerker__isnull=False
    ).select_related("medewerker__organisatie", "organisatie")
    uit += [
        f"{regel.wie_toen()}, met een bestand van {regel.tijdstip:%d-%m-%Y}"
        for regel in bestanden.order_by("pk")
    ]
    return list(dict.fromkeys(uit))


def verbeterd_na_uitvoer(medewerker: Medewerker, moment: datetime.datetime) -> list[int]:
    """The clients whose data this medewerker took out in a file and that were corrected since."""
    recent = Rectificatie.objects.filter(
        stand=Rectificatie.Stand.VERBETERD, beantwoord_op__gt=moment - BEKEND_GEMAAKT
    ).values_list("werkzoekende_id", "beantwoord_op")
    uitgevoerd = Verwerking.objects.filter(medewerker=medewerker, handeling=Handeling.UITVOER)
    return sorted(
        {
            persoon
            for persoon, verbeterd_op in recent
            if uitgevoerd.filter(persoon=persoon, tijdstip__lt=verbeterd_op).exists()
        }
    )


def _dossier(werkzoekende: Werkzoekende) -> ReadableRow:
    """What the client and the klantprofiel say now."""
    klant = Werkzoekende.objects.get(pk=werkzoekende.pk)
    profiel = Klantprofiel.objects.filter(werkzoekende=werkzoekende.pk).first()
    # That the number is another one, and not which.
    nummer = Bsncorrectie.objects.filter(
        werkzoekende=werkzoekende.pk, stand=Bsncorrectie.Stand.DOORGEVOERD
    )
    laatste = nummer.aggregate(op=Max("besloten_op"))["op"]
    bsn = {BSN: f"verbeterd op {timezone.localtime(laatste):%d-%m-%Y %H:%M}"} if laatste else {}
    return momentopname(klant) | bsn | (momentopname(profiel) if profiel else {})


def _leg_vast(verzoek: Rectificatie, medewerker: Medewerker) -> None:
    leg_vast(
        medewerker=medewerker,
        personen={verzoek.werkzoekende_id: Grond.AVG},
        handeling=Handeling.WIJZIGEN,
    )
