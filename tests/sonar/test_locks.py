"""Of two colleagues who decide on the same thing at the same moment, the first decides."""

import datetime

import pytest

from sonar.handelingen.dossier.overdragen import bied_aan, neem_aan, weiger
from sonar.handelingen.dossier.vaststellen import vaststellen
from sonar.handelingen.rechten.bezwaar import leg_bezwaar_vast
from sonar.handelingen.rechten.rectificeren import Besluit, beantwoord, vraag_rectificatie
from sonar.handelingen.toezicht.noodtoegang import (
    EERST_BEOORDELEN,
    MEEST_ONBEOORDEELD,
    neem_noodtoegang,
)
from sonar.handelingen.toezicht.uitvoeren import haal_op, vraag_aan
from sonar.models import Inschrijving, Noodtoegang, Overdracht, Rectificatie, Verwerking
from tests.bouwers import (
    PEILDATUM,
    gemeentelijke_dienst,
    inschrijving,
    medewerker,
    volledig_klantprofiel,
)
from tests.together import crossing


pytestmark = pytest.mark.django_db(transaction=True)
NU = datetime.datetime(2021, 1, 5, 9, tzinfo=datetime.UTC)


def test_an_offer_is_accepted_or_refused_and_not_both():
    leiden = medewerker(gemeentelijke_dienst())
    een, ander = (medewerker(gemeentelijke_dienst("GM0537")) for _ in range(2))
    klant = inschrijving(None, leiden.organisatie, klantmanager=leiden).werkzoekende
    aanbod = bied_aan(
        werkzoekende=klant, naar=een.organisatie, reden="verhuisd", medewerker=leiden, moment=NU
    )

    melding = crossing(
        lambda: neem_aan(overdracht=aanbod, medewerker=een, moment=NU),
        lambda: weiger(overdracht=aanbod, antwoord="vol", medewerker=ander, moment=NU),
    )

    assert melding is not None
    aanbod.refresh_from_db()
    assert (aanbod.stand, aanbod.beantwoord_door) == (Overdracht.Stand.AANGENOMEN, een)
    assert Inschrijving.objects.get(einddatum=None).organisatie == een.organisatie


def test_a_profile_gets_one_vaststelling():
    profiel = volledig_klantprofiel()
    wie = medewerker()

    def stel_vast():
        return vaststellen(klantprofiel=profiel, medewerker=wie, per=PEILDATUM)

    assert crossing(stel_vast, stel_vast) is None
    assert profiel.vaststellingen.count() == 1


def test_a_bezwaar_is_written_down_once():
    klant = inschrijving().werkzoekende
    wie = medewerker()

    def maak_bezwaar():
        return leg_bezwaar_vast(werkzoekende=klant, medewerker=wie, per=PEILDATUM)

    assert crossing(maak_bezwaar, maak_bezwaar) is None
    assert klant.bezwaren.count() == 1


def test_a_rectificatie_is_answered_once():
    wie, ander = medewerker(), medewerker()
    klant = inschrijving(klantmanager=wie).werkzoekende
    verzoek = vraag_rectificatie(
        werkzoekende=klant, vraag="Mijn telefoon.", gevraagd_op=PEILDATUM, medewerker=wie
    )

    def antwoord(door, tekst):
        besluit = Besluit(stand=Rectificatie.Stand.AFGEWEZEN, antwoord=tekst)
        beantwoord(verzoek=verzoek, besluit=besluit, medewerker=door, moment=NU)

    melding = crossing(lambda: antwoord(wie, "Dit klopt."), lambda: antwoord(ander, "Anders."))

    assert melding is not None
    verzoek.refresh_from_db()
    assert (verzoek.antwoord, verzoek.beantwoord_door) == ("Dit klopt.", wie)


def test_a_file_with_people_is_collected_once():
    wie = medewerker()
    inschrijving(klantmanager=wie)
    uitvoer = vraag_aan(
        medewerker=wie, moment=NU, doel="uitnodigen banenmarkt", vorm="csv", kolommen=["nummer"]
    )

    def haal():
        haal_op(uitvoer=uitvoer, medewerker=wie, moment=NU)

    assert crossing(haal, haal) == ["Dit bestand is nog niet goedgekeurd, of is al opgehaald."]
    assert Verwerking.objects.filter(handeling="uitvoer").count() == 1


def test_the_last_noodtoegang_that_may_wait_is_taken_once():
    wie = medewerker()
    elders = gemeentelijke_dienst("GM0537")
    personen = [
        inschrijving(None, elders, code="GM0537").werkzoekende
        for _ in range(MEEST_ONBEOORDEELD + 1)
    ]

    def neem(persoon):
        neem_noodtoegang(
            medewerker=wie,
            persoon=persoon.pk,
            reden="De klant staat aan de balie zonder geld.",
            moment=NU,
        )

    *eerder, een, ander = personen
    for persoon in eerder:
        neem(persoon)

    assert crossing(lambda: neem(een), lambda: neem(ander)) == [EERST_BEOORDELEN]
    assert Noodtoegang.objects.count() == MEEST_ONBEOORDEELD
