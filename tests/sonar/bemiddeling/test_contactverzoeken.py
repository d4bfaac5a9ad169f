"""What employers ask of a region: it arrives, is answered, and does not wait unseen."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from kandidatenverkenner.models import Contactverzoek, Werkgeversaccount
from sonar.handelingen.bemiddeling.contactverzoeken import (
    EERST_VRAGEN,
    antwoord_werkgever,
    vraag_klant,
)
from sonar.levering.feed import lever
from sonar.models import Medewerker, Verwerking, Verzoekstap
from sonar.toezicht.inzage import inzage
from tests.bouwers import medewerker, uwv, zichtbare_klant
from tests.kandidatenverkenner.bouwers import aangemeld
from tests.sonar.schermen import aan_het_werk


pytestmark = [pytest.mark.django_db, pytest.mark.postgres15]
NU = datetime.datetime(2021, 1, 5, 9, tzinfo=datetime.UTC)


@pytest.fixture
def adviseur():
    return medewerker(uwv(), rol=Medewerker.Rol.ADVISEUR)


def test_a_request_of_an_employer_arrives_and_is_answered(adviseur):
    persoon = zichtbare_klant(achternaam="Gevraagd")
    lever(timezone.localdate())
    werkgever = aangemeld(Client())
    werkgever.post(
        werkgever.van(persoon.klantprofiel.kandidaatnummer) + "/contact",
        {"vacature": "Inpakker", "bericht": "Vanaf mei"},
    )
    client = aan_het_werk(adviseur)

    posten = {post.wat: post.aantal for post in client.get("/sonar/").context["werkvoorraad"]}
    assert posten["Contactverzoeken van werkgevers"] == 1
    lijst = client.get("/sonar/contactverzoeken/")
    assert "Gevraagd" in lijst.text
    assert "Vanaf mei" in lijst.text
    verzoek = Contactverzoek.objects.get()
    client.post("/sonar/contactverzoeken/", {"verzoek": verzoek.pk, "stand": "in-behandeling"})
    assert "In behandeling" in werkgever.get("/verzoeken").text
    client.post(
        "/sonar/contactverzoeken/",
        {"verzoek": verzoek.pk, "gevraagd_op": timezone.localdate().isoformat()},
    )
    client.post("/sonar/contactverzoeken/", {"verzoek": verzoek.pk, "stand": "contact"})

    tekst = werkgever.get("/verzoeken").text
    assert "brengt u in contact" in tekst
    assert "Gevraagd" not in tekst.replace("Gevraagd op", "")
    te_laat = client.post(
        "/sonar/contactverzoeken/", {"verzoek": verzoek.pk, "stand": "wil-niet"}, follow=True
    )
    assert "al beantwoord" in te_laat.text


def test_what_waits_too_long_is_seen_by_adviser_and_teamleider(adviseur):
    persoon = zichtbare_klant()
    lever(timezone.localdate())
    werkgever = aangemeld(Client())
    werkgever.post(
        werkgever.van(persoon.klantprofiel.kandidaatnummer) + "/contact", {"vacature": "Inpakker"}
    )
    Contactverzoek.objects.update(uiterlijk_op=datetime.date(2020, 1, 1))

    for wie, wat in (
        (adviseur, "Contactverzoeken die te laat zijn"),
        (
            medewerker(rol=Medewerker.Rol.TEAMLEIDER),
            "Contactverzoeken in de regio die te laat zijn",
        ),
    ):
        posten = {p.wat: p.aantal for p in aan_het_werk(wie).get("/sonar/").context["werkvoorraad"]}
        assert posten[wat] == 1
    leider = aan_het_werk(medewerker(rol=Medewerker.Rol.TEAMLEIDER))
    [post] = [p for p in leider.get("/sonar/").context["werkvoorraad"] if p.wat == wat]
    team = leider.get(post.adres.split("#")[0])
    assert 'id="te-laat"' in team.text
    assert "Inpakker" in team.text
    assert persoon.achternaam not in team.text  # whom it is about, is for the adviser
    ander = medewerker(uwv(), rol=Medewerker.Rol.ADVISEUR, regio="AM21")
    assert "Inpakker" not in aan_het_werk(ander).get("/sonar/contactverzoeken/").text
    nummer = Contactverzoek.objects.get().pk
    with pytest.raises(ValidationError):
        antwoord_werkgever(nummer, medewerker=ander, stand="contact", moment=NU)


# --- the client is asked first ---

DAG = datetime.timedelta(days=1)
VANDAAG = NU.date()


@pytest.fixture
def verzoek():
    """Of yesterday, for a client of the region."""
    persoon = zichtbare_klant()
    een = van_een_werkgever(persoon.klantprofiel.kandidaatnummer)
    een.werkzoekende = persoon
    return een


def van_een_werkgever(kandidaat, **velden):
    aangemeld(Client())
    account = Werkgeversaccount.objects.get()
    return Contactverzoek.objects.create(
        werkgever=account.werkgever,
        account=account.account,
        kandidaat=kandidaat,
        regio="AM19",
        vacature="Inpakker",
        ingediend_op=NU - DAG,
        uiterlijk_op=VANDAAG + DAG,
        **velden,
    )


def neem(verzoek, wie):
    antwoord_werkgever(verzoek.pk, medewerker=wie, stand="in-behandeling", moment=NU)


def vraag(verzoek, wie, dag=VANDAAG):
    vraag_klant(verzoek.pk, medewerker=wie, dag=dag, moment=NU)


def stappen(verzoek):
    rijen = Verzoekstap.objects.filter(contactverzoek=verzoek.pk).order_by("pk")
    return list(rijen.values_list("soort", "dag", "medewerker"))


@pytest.mark.parametrize("stand", ["contact", "wil-niet"])
def test_what_only_the_client_can_say_is_asked_first(adviseur, verzoek, stand):
    neem(verzoek, adviseur)

    with pytest.raises(ValidationError) as fout:
        antwoord_werkgever(verzoek.pk, medewerker=adviseur, stand=stand, moment=NU)
    verzoek.refresh_from_db()
    assert fout.value.messages == [EERST_VRAGEN]
    assert (verzoek.stand, verzoek.beantwoord_op) == ("in-behandeling", None)

    ander = medewerker(uwv(), rol=Medewerker.Rol.ADVISEUR)
    vraag(verzoek, ander, VANDAAG - DAG)
    vraag(verzoek, ander)
    antwoord_werkgever(verzoek.pk, medewerker=adviseur, stand=stand, moment=NU)

    assert stappen(verzoek) == [
        ("in-behandeling", VANDAAG, adviseur.pk),
        ("klant-gevraagd", VANDAAG - DAG, ander.pk),
        ("klant-gevraagd", VANDAAG, ander.pk),
        ("beantwoord", VANDAAG, adviseur.pk),
    ]


@pytest.mark.parametrize("stand", ["past-niet", "niet-bereikt", "niet-beschikbaar"])
def test_what_the_adviser_knows_needs_no_question(adviseur, verzoek, stand):
    antwoord_werkgever(verzoek.pk, medewerker=adviseur, stand=stand, moment=NU)

    verzoek.refresh_from_db()
    assert verzoek.stand == stand
    assert stappen(verzoek) == [("beantwoord", VANDAAG, adviseur.pk)]


def test_a_question_about_a_search_has_nobody_to_ask(adviseur):
    verzoek = van_een_werkgever(None, zoekvraag="in deze regio")
    neem(verzoek, adviseur)

    with pytest.raises(ValidationError, match="geen klant"):
        vraag(verzoek, adviseur)
    antwoord_werkgever(verzoek.pk, medewerker=adviseur, stand="contact", moment=NU)

    verzoek.refresh_from_db()
    assert verzoek.stand == "contact"


@pytest.mark.parametrize(("dagen", "wat"), [(1, "toekomst"), (-2, "binnenkwam")])
def test_the_day_lies_between_the_request_and_today(adviseur, verzoek, dagen, wat):
    neem(verzoek, adviseur)

    with pytest.raises(ValidationError, match=wat):
        vraag(verzoek, adviseur, VANDAAG + dagen * DAG)

    assert len(stappen(verzoek)) == 1


def test_only_of_a_request_in_hand_of_the_own_region_and_once_a_day(adviseur, verzoek):
    with pytest.raises(ValidationError, match="eerst in behandeling"):
        vraag(verzoek, adviseur)
    neem(verzoek, adviseur)
    with pytest.raises(ValidationError, match="niet van uw regio"):
        vraag(verzoek, medewerker(uwv(), rol=Medewerker.Rol.ADVISEUR, regio="AM21"))
    vraag(verzoek, adviseur)
    with pytest.raises(ValidationError, match="al vastgelegd"):
        vraag(verzoek, adviseur)
    antwoord_werkgever(verzoek.pk, medewerker=adviseur, stand="wil-niet", moment=NU)
    with pytest.raises(ValidationError, match="al beantwoord"):
        vraag(verzoek, adviseur, VANDAAG - DAG)


def test_who_may_not_be_seen_cannot_be_asked(adviseur, verzoek):
    neem(verzoek, adviseur)
    type(verzoek.werkzoekende).objects.update(afgeschermd=True)

    with pytest.raises(ValidationError, match="geen klant"):
        vraag(verzoek, adviseur)


def test_each_step_is_in_the_log_and_told_to_the_client_without_a_name(adviseur, verzoek):
    neem(verzoek, adviseur)
    vraag(verzoek, adviseur)

    klant = verzoek.werkzoekende
    regels = Verwerking.objects.filter(persoon=klant.pk, handeling="wijzigen", grond="bemiddeling")
    assert regels.filter(medewerker=adviseur).count() == 2
    [stappen_] = [rijen for soort, rijen in inzage(klant) if "stappen" in soort]
    assert stappen_[1]["soort"] == "klant gevraagd"
    assert "adviseur" in stappen_[1]["medewerker"]
    assert adviseur.naam() not in str(stappen_)


@pytest.mark.parametrize(
    ("velden", "wat"),
    [
        ({"soort": "iets"}, "gevraagd_is_een_klant"),
        ({"soort": "klant-gevraagd", "werkzoekende": None}, "gevraagd_is_een_klant"),
        ({"soort": "klant-gevraagd"}, "een_per_dag"),
        ({"soort": "beantwoord"}, "een_antwoord"),
    ],
)
def test_the_database_keeps_the_rules_of_a_step(adviseur, verzoek, velden, wat):
    neem(verzoek, adviseur)
    vraag(verzoek, adviseur)
    antwoord_werkgever(verzoek.pk, medewerker=adviseur, stand="contact", moment=NU)
    stap = Verzoekstap.objects.first()
    stap.pk = None
    for veld, waarde in velden.items():
        setattr(stap, veld, waarde)

    with pytest.raises(IntegrityError, match=wat), transaction.atomic():
        stap.save(force_insert=True)


def test_the_page_says_when_the_client_was_asked_and_by_whom(adviseur, verzoek):
    client, adres = aan_het_werk(adviseur), "/sonar/contactverzoeken/"
    collega = medewerker(uwv(), rol=Medewerker.Rol.ADVISEUR)
    collega.account.first_name = "Ilse"
    collega.account.save()

    def doe(**velden):
        return client.post(adres, {"verzoek": verzoek.pk, **velden}, follow=True).text

    assert 'name="gevraagd_op"' not in client.get(adres).text
    assert 'name="gevraagd_op"' in doe(stand="in-behandeling")
    assert EERST_VRAGEN in doe(stand="contact")
    assert "zoals 31-12-2025" in doe(gevraagd_op="morgen")
    assert "Vul in op welke dag u de klant vroeg." in doe(gevraagd_op="")
    vraag_klant(verzoek.pk, medewerker=collega, dag=VANDAAG, moment=NU)
    assert "Klant gevraagd op dinsdag 5 januari door Ilse" in client.get(adres).text
    antwoord = doe(stand="wil-niet")
    assert "5 januari door Ilse" in antwoord
    assert f"door {adviseur.naam()}" in antwoord
