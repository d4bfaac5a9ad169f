"""From one organisation to another: offered, and accepted or refused; history stays."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from sonar.handelingen.dossier.overdragen import bied_aan, neem_aan, trek_in, weiger
from sonar.models import Inschrijving, Medewerker, Overdracht, Verwerking
from sonar.toegang import mag_zien
from tests.bouwers import gemeentelijke_dienst, inschrijving, medewerker, uwv
from tests.sonar.schermen import aan_het_werk


pytestmark = [pytest.mark.django_db, pytest.mark.postgres15]
NU = datetime.datetime(2021, 1, 5, 9, tzinfo=datetime.UTC)
VANDAAG = NU.date()


@pytest.fixture
def leiden():
    return medewerker(gemeentelijke_dienst())


@pytest.fixture
def katwijk():
    return medewerker(gemeentelijke_dienst("GM0537"))


def een_klant(wie, **anders):
    return inschrijving(None, wie.organisatie, klantmanager=wie, **anders).werkzoekende


def aanbod(wie, naar, klant=None, **anders):
    """An hour ago: an offer of a neighbour may have come in since."""
    eerder = NU - datetime.timedelta(hours=1)
    gegevens = {"naar": naar.organisatie, "reden": "verhuisd", "medewerker": wie, "moment": eerder}
    return bied_aan(werkzoekende=klant or een_klant(wie), **gegevens | anders)


def test_accepting_moves_the_client_and_keeps_the_history(leiden, katwijk):
    overdracht = aanbod(leiden, katwijk)
    klant = overdracht.werkzoekende
    assert mag_zien(leiden, klant, NU)
    assert not mag_zien(katwijk, klant, NU)

    neem_aan(overdracht=overdracht, medewerker=katwijk, moment=NU)

    assert not mag_zien(leiden, klant, NU)
    assert mag_zien(katwijk, klant, NU)
    nieuw, oud = klant.inschrijvingen.order_by("-ingangsdatum")
    assert (oud.organisatie, oud.einddatum) == (leiden.organisatie, VANDAAG)
    assert (nieuw.organisatie, nieuw.ingangsdatum, nieuw.einddatum) == (
        katwijk.organisatie,
        VANDAAG,
        None,
    )
    assert (nieuw.klantmanager, nieuw.gemeente_id) == (katwijk, "GM0537")


def test_to_uwv_the_client_stays_where_the_client_lives(leiden):
    ontvanger = medewerker(uwv(), rol=Medewerker.Rol.TEAMLEIDER)
    overdracht = aanbod(leiden, ontvanger)

    neem_aan(overdracht=overdracht, medewerker=ontvanger, moment=NU)

    nieuw = overdracht.werkzoekende.inschrijvingen.get(einddatum=None)
    assert (nieuw.gemeente_id, nieuw.klantmanager) == ("GM0546", None)


def test_refusing_needs_a_reason_and_moves_nobody(leiden, katwijk):
    overdracht = aanbod(leiden, katwijk)
    with pytest.raises(ValidationError, match="Schrijf op waarom"):
        weiger(overdracht=overdracht, antwoord=" ", medewerker=katwijk, moment=NU)

    weiger(overdracht=overdracht, antwoord="woont hier niet", medewerker=katwijk, moment=NU)

    assert mag_zien(leiden, overdracht.werkzoekende, NU)
    assert Inschrijving.objects.count() == 1


def test_an_answer_comes_once(leiden, katwijk):
    overdracht = aanbod(leiden, katwijk)
    trek_in(overdracht=overdracht, medewerker=leiden, moment=NU)

    for antwoord in (
        lambda: neem_aan(overdracht=overdracht, medewerker=katwijk, moment=NU),
        lambda: weiger(overdracht=overdracht, antwoord="nee", medewerker=katwijk, moment=NU),
        lambda: trek_in(overdracht=overdracht, medewerker=leiden, moment=NU),
    ):
        with pytest.raises(ValidationError, match="al beantwoord"):
            antwoord()
    assert Inschrijving.objects.get().organisatie == leiden.organisatie


@pytest.mark.parametrize("wie", ["wie aanbiedt", "derde", "auditor"])
def test_nobody_else_answers(leiden, katwijk, wie):
    overdracht = aanbod(leiden, katwijk)
    ander = {
        "wie aanbiedt": lambda: leiden,
        "derde": lambda: medewerker(gemeentelijke_dienst("GM0518")),
        "auditor": lambda: medewerker(katwijk.organisatie, rol=Medewerker.Rol.AUDITOR),
    }[wie]()

    with pytest.raises(ValidationError):
        neem_aan(overdracht=overdracht, medewerker=ander, moment=NU)


def test_one_offers_ones_own_clients_to_another_and_once(leiden, katwijk):
    klant = een_klant(leiden)
    with pytest.raises(ValidationError, match="eigen caseload"):
        aanbod(katwijk, leiden, klant)
    with pytest.raises(ValidationError, match="andere organisatie"):
        aanbod(leiden, leiden, klant)
    aanbod(leiden, katwijk, klant)
    with pytest.raises(ValidationError, match="al aangeboden"):
        aanbod(leiden, katwijk, klant)


def test_the_database_holds_to_one_offer_at_a_time(leiden, katwijk):
    overdracht = aanbod(leiden, katwijk)
    with pytest.raises(IntegrityError, match="overdracht_een_aanbod_tegelijk"):
        Overdracht.objects.create(
            werkzoekende=overdracht.werkzoekende,
            van=leiden.organisatie,
            naar=katwijk.organisatie,
            reden="nog eens",
            aangeboden_door=leiden,
            aangeboden_op=NU,
        )


def test_who_was_registered_today_moves_today(leiden, katwijk):
    klant = een_klant(leiden, van=VANDAAG)

    neem_aan(overdracht=aanbod(leiden, katwijk, klant), medewerker=katwijk, moment=NU)

    assert klant.inschrijvingen.get().organisatie == katwijk.organisatie


@pytest.mark.parametrize("soort", ["afgeschermd", "overleden"])
def test_whom_few_may_know_is_not_in_the_list_of_a_whole_organisation(leiden, katwijk, soort):
    klant = een_klant(leiden)
    overdracht = aanbod(leiden, katwijk, klant)
    velden = {"afgeschermd": True} if soort == "afgeschermd" else {"overleden_op": VANDAAG}
    type(klant).objects.filter(pk=klant.pk).update(**velden)
    leider = medewerker(katwijk.organisatie, rol=Medewerker.Rol.TEAMLEIDER)

    assert "Testpersoon" not in aan_het_werk(katwijk).get("/sonar/overdrachten/").text
    with pytest.raises(ValidationError):
        neem_aan(overdracht=overdracht, medewerker=katwijk, moment=NU)
    gezien = "Testpersoon" in aan_het_werk(leider).get("/sonar/overdrachten/").text
    assert gezien == (soort == "afgeschermd")


def test_who_offered_hears_the_answer_also_when_the_client_is_gone(leiden, katwijk):
    ja, nee = aanbod(leiden, katwijk), aanbod(leiden, katwijk)
    hier = aan_het_werk(leiden)
    assert "Wacht op een antwoord" in hier.get("/sonar/overdrachten/").text
    neem_aan(overdracht=ja, medewerker=katwijk, moment=NU)
    weiger(overdracht=nee, antwoord="woont hier niet", medewerker=katwijk, moment=NU)

    def posten(client):
        return {post.wat: post.aantal for post in client.get("/sonar/").context["werkvoorraad"]}

    assert posten(hier)["Antwoorden op een overdracht"] == 2
    collega = aan_het_werk(medewerker(leiden.organisatie))
    assert "Antwoorden op een overdracht" not in posten(collega)
    pagina = hier.get("/sonar/overdrachten/").text
    assert "Geweigerd: woont hier niet" in pagina
    assert "Aangenomen" in pagina
    assert "Testpersoon" not in pagina  # the client is no longer ours
    for overdracht in (ja, nee):
        hier.post("/sonar/overdrachten/", {"overdracht": overdracht.pk, "gelezen": "ja"})
    assert "Antwoorden op een overdracht" not in posten(hier)
    weigering = collega.post("/sonar/overdrachten/", {"overdracht": ja.pk, "gelezen": "ja"})
    assert weigering.status_code == 404


def test_on_the_screens(leiden, katwijk):
    klant = een_klant(leiden)
    hier, daar = aan_het_werk(leiden), aan_het_werk(katwijk)
    adres = f"/sonar/personen/{klant.pk}/overdragen/"

    leeg = hier.post(adres, {})
    assert leeg.context["form"].errors
    hier.post(adres, {"naar": katwijk.organisatie.pk, "reden": "verhuisd"})
    assert "Aangeboden aan Gemeente Katwijk" in hier.get(adres).text
    hier.post(adres, {"trek_in": "ja"})
    hier.post(adres, {"naar": katwijk.organisatie.pk, "reden": "verhuisd"})

    posten = {post.wat: post.aantal for post in daar.get("/sonar/").context["werkvoorraad"]}
    assert posten["Aangeboden klanten"] == 1
    lijst = daar.get("/sonar/overdrachten/")
    assert "Testpersoon" in lijst.text
    assert Verwerking.objects.filter(medewerker=katwijk, grond="overdracht").exists()
    nummer = Overdracht.objects.open().get().pk
    fout = daar.post("/sonar/overdrachten/", {"overdracht": nummer, "weiger": "ja"}, follow=True)
    assert "Schrijf op waarom" in fout.text
    daar.post("/sonar/overdrachten/", {"overdracht": nummer, "neem_aan": "ja"})

    assert daar.get(f"/sonar/sonar/werkzoekende/{klant.pk}/change/").status_code == 200
    assert "Testpersoon" not in hier.get(adres, follow=True).text
    assert daar.post("/sonar/overdrachten/", {"overdracht": "x"}).status_code == 404


@pytest.mark.parametrize("waar", ["nergens", "bij een ander"])
def test_whoever_is_no_longer_registered_where_the_offer_came_from_is_not_taken_over(
    leiden, katwijk, waar
):
    overdracht = aanbod(leiden, katwijk)
    klant = overdracht.werkzoekende
    if waar == "nergens":
        klant.inschrijvingen.update(einddatum=VANDAAG)
    else:
        klant.inschrijvingen.update(organisatie=gemeentelijke_dienst("GM0518"))
    toen = list(Inschrijving.objects.values())

    with pytest.raises(ValidationError, match="niet meer ingeschreven bij wie de klant aanbood"):
        neem_aan(overdracht=overdracht, medewerker=katwijk, moment=NU)

    assert list(Inschrijving.objects.values()) == toen
    overdracht.refresh_from_db()
    assert (overdracht.stand, overdracht.beantwoord_op) == (Overdracht.Stand.AANGEBODEN, None)
