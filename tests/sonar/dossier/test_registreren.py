"""A caseworker registers a client; what is wrong is said in place, and nothing typed is lost."""

import threading

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.utils import timezone

from sonar.models import Doelgroepregistratie, Inschrijving, Verwerking, Werkzoekende
from tests.bouwers import (
    een_bsn,
    gemeente,
    gemeentelijke_dienst,
    inschrijving,
    medewerker,
    uwv,
    werkzoekende,
)
from tests.sonar.schermen import NIEUW, aan_het_werk, datum, klant_adres, nieuwe_klant


pytestmark = pytest.mark.django_db


@pytest.fixture
def leiden():
    return aan_het_werk(medewerker())


def fouten(antwoord):
    """All that the page says is wrong."""
    formulier = antwoord.context["adminform"].form
    teksten = [str(f) for lijst in formulier.errors.values() for f in lijst]
    for formset in antwoord.context["inline_admin_formsets"]:
        teksten += [str(f) for f in formset.formset.non_form_errors()]
        teksten += [
            str(f)
            for form in formset.formset.forms
            for lijst in form.errors.values()
            for f in lijst
        ]
    return " ".join(teksten)


def test_a_client_is_registered_in_one_go(leiden):
    antwoord = leiden.post(NIEUW, nieuwe_klant())

    assert antwoord.status_code == 302
    klant = Werkzoekende.objects.get()
    ingeschreven = klant.inschrijvingen.get()
    assert ingeschreven.organisatie == gemeentelijke_dienst()
    assert (ingeschreven.gemeente_id, ingeschreven.ingangsdatum) == ("GM0546", datum("01-02-2020"))
    register = Doelgroepregistratie.objects.get(werkzoekende=klant)
    assert (register.grondslag, register.gemeente_id) == ("wajong", "GM0546")


def test_the_gemeente_follows_from_the_postcode(leiden):
    leiden.post(NIEUW, nieuwe_klant(**{"inschrijvingen-0-gemeente": ""}))

    assert Inschrijving.objects.get().gemeente_id == "GM0546"


def test_a_postcode_and_a_bsn_are_typed_as_people_type(leiden):
    bsn = een_bsn()
    leiden.post(NIEUW, nieuwe_klant(bsn=f"{bsn[:4]}.{bsn[4:6]}.{bsn[6:]}", postcode="2311 aa"))

    klant = Werkzoekende.objects.get()
    assert (klant.bsn, klant.postcode) == (bsn, "2311AA")


def test_who_is_not_in_the_doelgroep_is_registered_all_the_same(leiden):
    leeg = dict.fromkeys(
        ["doelgroepregistraties-0-grondslag", "doelgroepregistraties-0-ingangsdatum"], ""
    )
    leiden.post(NIEUW, nieuwe_klant(**leeg))

    assert Werkzoekende.objects.count() == 1
    assert not Doelgroepregistratie.objects.exists()


def test_an_empty_form_says_what_to_fill_in_without_words_of_programmers(leiden):
    leeg = {
        naam: "" if not naam.endswith("FORMS") and "csrf" not in naam else waarde
        for naam, waarde in nieuwe_klant().items()
    }
    # What the form proposes itself, so that the row counts as not filled in.
    leeg["inschrijvingen-0-ingangsdatum"] = f"{timezone.localdate():%d-%m-%Y}"
    antwoord = leiden.post(NIEUW, leeg)

    assert antwoord.status_code == 200
    assert "Vul de inschrijving in." in fouten(antwoord)
    assert "formulier" not in fouten(antwoord)
    assert not Werkzoekende.objects.exists()


def test_uwv_registers_with_uwv():
    aan_het_werk(medewerker(uwv())).post(NIEUW, nieuwe_klant())

    assert Inschrijving.objects.get().organisatie == uwv()


@pytest.mark.parametrize(
    ("anders", "melding"),
    [
        ({"bsn": "999990018"}, "geen geldig burgerservicenummer"),
        ({"bsn": "00000000"}, "geen geldig burgerservicenummer"),
        ({"bsn": ""}, "Dit veld is vereist"),
        ({"postcode": "2311A"}, "vier cijfers en twee hoofdletters"),
        ({"postcode": "9999ZZ"}, "De postcode van het adres ligt niet in deze gemeente"),
        (
            {"postcode": "9999ZZ", "inschrijvingen-0-gemeente": ""},
            "Bij deze postcode hoort geen gemeente",
        ),
        ({"inschrijvingen-0-gemeente": "GM0537"}, "ligt niet in deze gemeente"),
        ({"inschrijvingen-0-einddatum": "01-02-2020"}, "De einddatum ligt na de ingangsdatum"),
        ({"inschrijvingen-0-einddatum": "01-01-2019"}, "De einddatum ligt na de ingangsdatum"),
        ({"inschrijvingen-0-ingangsdatum": "morgen"}, "geldige datum"),
        ({"inschrijvingen-0-ingangsdatum": ""}, "Dit veld is vereist"),
        (
            {"doelgroepregistraties-0-einddatum": "01-01-2020"},
            "De einddatum ligt na de ingangsdatum",
        ),
        ({"doelgroepregistraties-0-grondslag": "zomaar"}, "zomaar"),
        ({"geboortedatum": "01-05-2190"}, "niet in de toekomst"),
        ({"geboortedatum": "01-05-1790"}, "na 1 januari 1900"),
        ({"huisnummer": "eén"}, "geheel getal"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(leiden, anders, melding):
    gemeente("GM0537")
    formulier = nieuwe_klant(**anders)

    antwoord = leiden.post(NIEUW, formulier)

    assert antwoord.status_code == 200
    assert melding in fouten(antwoord)
    assert not Werkzoekende.objects.exists()
    assert not Inschrijving.objects.exists()
    assert antwoord.context["adminform"].form["achternaam"].value() == "Proefpersoon"
    assert antwoord.context["adminform"].form["bsn"].value() == formulier["bsn"]


def test_a_bsn_that_exists_says_whose_it_is_as_a_search_would(leiden):
    bekend = werkzoekende(achternaam="Elders")
    inschrijving(bekend, uwv())

    antwoord = leiden.post(NIEUW, nieuwe_klant(bsn=bekend.bsn))

    assert "staat al in Sonar" in fouten(antwoord)
    assert [vondst.klant for vondst in antwoord.context["dubbelen"]] == [bekend]
    assert Verwerking.objects.get(persoon=bekend.pk).handeling == "gezocht"
    assert Werkzoekende.objects.count() == 1


def test_two_open_registrations_in_one_go_are_refused(leiden):
    tweede = {
        "inschrijvingen-TOTAL_FORMS": "2",
        "inschrijvingen-1-gemeente": "GM0546",
        "inschrijvingen-1-ingangsdatum": "01-03-2020",
        "inschrijvingen-1-einddatum": "",
    }

    antwoord = leiden.post(NIEUW, nieuwe_klant(**tweede))

    assert "overlapt een andere" in fouten(antwoord)
    assert not Werkzoekende.objects.exists()


def bestaand(klant, **anders):
    """The form of a client who is there, with one registration and no entry in the register."""
    regel = klant.inschrijvingen.get()
    velden = nieuwe_klant(
        **{
            "voornamen": klant.voornamen,
            "achternaam": klant.achternaam,
            "inschrijvingen-INITIAL_FORMS": "1",
            "inschrijvingen-0-id": str(regel.pk),
            "inschrijvingen-0-werkzoekende": str(klant.pk),
            "inschrijvingen-0-ingangsdatum": regel.ingangsdatum.strftime("%d-%m-%Y"),
            "doelgroepregistraties-0-grondslag": "",
            "doelgroepregistraties-0-ingangsdatum": "",
        }
    )
    del velden["bsn"]
    return velden | anders


def test_a_second_open_registration_of_a_client_is_refused(leiden):
    klant = inschrijving().werkzoekende
    tweede = {
        "inschrijvingen-TOTAL_FORMS": "2",
        "inschrijvingen-1-werkzoekende": str(klant.pk),
        "inschrijvingen-1-gemeente": "GM0546",
        "inschrijvingen-1-ingangsdatum": "01-03-2020",
        "inschrijvingen-1-einddatum": "",
    }

    antwoord = leiden.post(klant_adres(klant), bestaand(klant, **tweede))

    assert antwoord.status_code == 200
    assert "overlapt een andere" in fouten(antwoord)
    assert klant.inschrijvingen.count() == 1


def test_a_client_leaves(leiden):
    klant = inschrijving().werkzoekende

    leiden.post(klant_adres(klant), bestaand(klant, **{"inschrijvingen-0-einddatum": "01-06-2020"}))

    assert klant.inschrijvingen.get().einddatum == datum("01-06-2020")


def test_the_bsn_of_a_client_cannot_be_changed(leiden):
    klant = inschrijving().werkzoekende

    antwoord = leiden.post(klant_adres(klant), bestaand(klant, bsn=een_bsn(), plaats="Leiderdorp"))

    assert antwoord.status_code == 302
    opnieuw = Werkzoekende.objects.get()
    assert (opnieuw.bsn, opnieuw.plaats) == (klant.bsn, "Leiderdorp")


@pytest.mark.django_db(transaction=True)
def test_somebody_else_is_first_and_nothing_typed_is_lost(leiden, monkeypatch):
    """Between the check and the save, another caseworker registers the same BSN."""
    formulier = nieuwe_klant()
    origineel = Werkzoekende.save_base

    def ander():
        werkzoekende(bsn=formulier["bsn"])
        connection.close()

    def en_toen(self, *args, **kwargs):
        monkeypatch.setattr(Werkzoekende, "save_base", origineel)
        collega = threading.Thread(target=ander)
        collega.start()
        collega.join()
        return origineel(self, *args, **kwargs)

    monkeypatch.setattr(Werkzoekende, "save_base", en_toen)
    antwoord = leiden.post(NIEUW, formulier)

    assert antwoord.status_code == 200
    assert "staat al in Sonar" in fouten(antwoord)
    assert antwoord.context["adminform"].form["achternaam"].value() == "Proefpersoon"
    assert Werkzoekende.objects.count() == 1


def test_the_log_of_the_admin_holds_no_personal_data(leiden):
    formulier = nieuwe_klant()
    leiden.post(NIEUW, formulier)

    regel = LogEntry.objects.get()
    tekst = f"{regel.object_repr} {regel.change_message}"
    for geheim in ("bsn", "achternaam", "straat", "postcode"):
        assert formulier[geheim] not in tekst


def test_the_gemeente_is_proposed_from_the_postcode(leiden):
    gemeente()

    def voorstel(client, cijfers):
        antwoord = client.get(f"/sonar/postcodes/{cijfers}/gemeente/")
        return antwoord.json() if antwoord.status_code == 200 else antwoord.status_code

    assert voorstel(leiden, "2311") == {"code": "GM0546", "naam": "Leiden"}
    for onzin in ("9999", "0", "99999999999999999999"):
        assert voorstel(leiden, onzin) == {}
    assert voorstel(aan_het_werk(medewerker(rol="auditor")), "2311") == 403
