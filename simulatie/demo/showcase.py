"""Work for the accounts of the demonstration: an office where nothing happens explains nothing."""

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from kandidatenverkenner.models import Kandidaat, Werkgeversaccount
from kandidatenverkenner.verzoeken.contact import dien_in
from sonar.handelingen.bemiddeling.contactverzoeken import antwoord_werkgever, vraag_klant
from sonar.handelingen.bemiddeling.voordragen import draag_voor
from sonar.handelingen.dossier.overdragen import bied_aan
from sonar.handelingen.toezicht.noodtoegang import neem_noodtoegang
from sonar.models import (
    Medewerker,
    Sector,
    Traject,
    Uitgave,
    Vaardigheid,
    Vacature,
    Werkzoekende,
)
from sonar.models.cijfers.uitgave import LETTERLIJK_KWARTAAL
from sonar.rapportage.tabellen.tabel import Editie
from sonar.rapportage.uitgeven.samenstellen import ReleaseRequest
from sonar.rapportage.uitgeven.uitgeven import keur_goed, stel_voor
from sonar.toegang import zichtbare_werkzoekenden


DAG, UUR = datetime.timedelta(days=1), datetime.timedelta(hours=1)
DEMO_REGION = "AM19"
# The goal, the days since it began, the result (empty: it still runs), and its activities.
TRAJECTEN = [
    ("Werken in het groen", 200, "", ["begeleiding", "training"]),
    ("Een baan in een winkel", 150, "", ["jobcoaching"]),
    ("Eerst wennen aan een werkritme", 90, "", ["werkervaring", "begeleiding"]),
    ("Werken in een magazijn", 400, "Begonnen bij een groothandel.", ["proefplaatsing"]),
    ("Een baan in de keuken", 60, "", ["training", "proefplaatsing"]),
    ("Administratief werk dicht bij huis", 30, "", ["begeleiding"]),
]
GESPREKKEN = [
    ("gesprek", 45, "Samen het klantprofiel doorgenomen. Wil graag buiten werken."),
    ("telefoon", 20, "Gevraagd hoe de eerste week ging. Dat ging goed."),
    ("bericht", 6, "Uitnodiging voor de banenmarkt gestuurd."),
]
BANEN = [
    ("Groothandel De Haven", "magazijnmedewerker", "25.5", 30),
    ("Kwekerij De Linde", "medewerker kas", "16", 12),
]
VERZOEKEN = [
    ("Vakkenvuller", "Wij zoeken iemand voor de ochtenden.", 4),
    ("Medewerker bediening", "Kan de kandidaat op zaterdag een dag meelopen?", 1),
    ("Inpakker", "", 0),
]
# The request that the adviser answered.
BEANTWOORD = ("Orderpicker", "Kan de kandidaat langskomen?", 12)


@transaction.atomic
def prepare_work(moment: datetime.datetime) -> None:
    """Work of the last months in the lists of each account, once.

    Nothing in it changes a profile or a registration, so every figure stays the publication's.
    """
    if Traject.objects.exists():
        return
    leiden, uwv, adviseur = (
        Medewerker.objects.get(account__username=naam) for naam in ("leiden", "uwv", "adviseur")
    )
    eigen, van_uwv = _klanten(leiden, moment), _klanten(uwv, moment)
    _dienstverlening(leiden, eigen, moment)
    _dienstverlening(uwv, van_uwv, moment)
    bied_aan(
        werkzoekende=van_uwv[-1],
        naar=leiden.organisatie,
        reden="De klant krijgt vanaf volgende maand een uitkering van de gemeente.",
        medewerker=uwv,
        moment=moment,
    )
    neem_noodtoegang(
        medewerker=leiden,
        persoon=van_uwv[-2].pk,
        reden="De klant staat aan de balie en zijn klantmanager is er vandaag niet.",
        moment=moment,
    )
    _vacature(adviseur, [*eigen[:2], van_uwv[0]], moment)
    _contactverzoeken([*eigen[2:4], van_uwv[1]], adviseur, moment)


def publish_figures(moment: datetime.datetime) -> None:
    """The quarter as UWV published it, at /cijfers for everybody, once."""
    if Uitgave.objects.exists():
        return
    auditor, collega = (
        Medewerker.objects.get(account__username=naam) for naam in ("auditor", "collega")
    )
    vraag = ReleaseRequest(
        DEMO_REGION, LETTERLIJK_KWARTAAL, Editie.LETTERLIJK, None, bekend_op=moment
    )
    voorstel = stel_voor(vraag=vraag, medewerker=auditor)
    keur_goed(uitgave=voorstel, medewerker=collega, moment=moment)


def _klanten(medewerker: Medewerker, moment: datetime.datetime) -> list[Werkzoekende]:
    """Clients of the own caseload whom employers see, always the same ones."""
    getoond = Kandidaat.objects.values_list("pk", flat=True)
    zichtbaar = zichtbare_werkzoekenden(medewerker, moment)
    return list(zichtbaar.filter(klantprofiel__kandidaatnummer__in=set(getoond)).order_by("pk")[:9])


def _dienstverlening(
    medewerker: Medewerker, klanten: list[Werkzoekende], moment: datetime.datetime
) -> None:
    vandaag = moment.date()
    van_ons = {"organisatie": medewerker.organisatie}
    for klant, (doel, dagen, resultaat, activiteiten) in zip(klanten, TRAJECTEN, strict=False):
        einde = vandaag - 35 * DAG if resultaat else None
        status = "uitgevoerd" if resultaat else "actief"
        periode = {"status": status, "ingangsdatum": vandaag - dagen * DAG, "einddatum": einde}
        traject = klant.trajecten.create(doel=doel, resultaat=resultaat, **periode, **van_ons)
        for soort in activiteiten:
            traject.activiteiten.create(soort=soort, **periode)
        for wijze, geleden, verslag in GESPREKKEN:
            klant.contactmomenten.create(
                medewerker=medewerker, wijze=wijze, datum=vandaag - geleden * DAG, verslag=verslag
            )
    for klant, (werkgever, functie, uren, geleden) in zip(klanten[3:], BANEN, strict=False):
        klant.plaatsingen.create(
            werkgever=werkgever,
            functie=functie,
            uren_per_week=uren,
            ingangsdatum=vandaag - geleden * DAG,
            **van_ons,
        )


def _vacature(
    adviseur: Medewerker, klanten: Iterable[Werkzoekende], moment: datetime.datetime
) -> None:
    """A vacature with demands, and a few people put forward for it."""
    vacature = Vacature.objects.create(
        titel="Vakkenvuller",
        werkgever="Voorbeeldbedrijf",
        arbeidsmarktregio=adviseur.arbeidsmarktregio,
        ingevoerd_door=adviseur,
        uren_min=16,
        uren_max=24,
    )
    vacature.vereist.set(Vaardigheid.objects.filter(naam="vakken vullen"))
    vacature.sectoren.set(Sector.objects.filter(code="47"))
    for klant in klanten:
        draag_voor(
            vacature=vacature,
            persoon=klant.pk,
            akkoord_op=moment.date(),
            medewerker=adviseur,
            moment=moment,
        )


def _contactverzoeken(
    klanten: list[Werkzoekende], adviseur: Medewerker, moment: datetime.datetime
) -> None:
    """Requests of the employer of the demonstration: one too late, one nearly, one of today.

    The client of the first one was asked and has not answered; an older request was answered.
    """
    nummers = [_dien_in(*een, moment) for een in zip(klanten, VERZOEKEN, strict=True)]
    op = moment - 3 * DAG
    antwoord_werkgever(nummers[0], medewerker=adviseur, stand="in-behandeling", moment=op)
    vraag_klant(nummers[0], medewerker=adviseur, dag=timezone.localdate(op), moment=op)
    eerder = _dien_in(klanten[0], BEANTWOORD, moment)
    op = moment - 11 * DAG
    antwoord_werkgever(eerder, medewerker=adviseur, stand="in-behandeling", moment=op)
    vraag_klant(eerder, medewerker=adviseur, dag=timezone.localdate(op), moment=op)
    antwoord_werkgever(eerder, medewerker=adviseur, stand="wil-niet", moment=op + UUR)


def _dien_in(klant: Werkzoekende, wat: tuple[str, str, int], moment: datetime.datetime) -> int:
    """Ask for this client, so many days ago; answer the number of the request."""
    vacature, bericht, dagen = wat
    verzoek = dien_in(
        account=Werkgeversaccount.objects.get(account__username="werkgever"),
        kandidaat=klant.klantprofiel.kandidaatnummer,
        vacature=vacature,
        bericht=bericht,
        moment=moment - dagen * DAG,
    )
    return verzoek.pk
