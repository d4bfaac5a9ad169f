"""Who lets employers in, who looks into alarms, and that a client hears which employers looked."""

import datetime

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from kandidatenverkenner.models import Alarm, Werkgever, Werkgeversaccount
from sonar.levering.feed import lever
from sonar.models import Medewerker
from tests.bouwers import (
    doelgroepregistratie,
    gemeentelijke_dienst,
    inschrijving,
    medewerker,
    uwv,
    vaststelling,
    volledig_klantprofiel,
    werkzoekende,
)
from tests.kandidatenverkenner.bouwers import aangemeld, werkgeversaccount
from tests.sonar.schermen import aan_het_werk


pytestmark = pytest.mark.django_db
NU = datetime.datetime(2021, 3, 1, 12, tzinfo=datetime.UTC)


def adviseur(regio="AM19"):
    return aan_het_werk(medewerker(uwv(), rol=Medewerker.Rol.ADVISEUR, regio=regio))


@pytest.fixture
def wachtend():
    werkgever = Werkgever.objects.create(kvk_nummer="12345678", naam="Bolus", regio="AM19")
    account = get_user_model().objects.create_user(username="a@b.nl", email="a@b.nl")
    Werkgeversaccount.objects.create(account=account, werkgever=werkgever, toegelaten_op=NU)
    return werkgever


def test_an_adviser_of_the_region_lets_an_employer_in(wachtend):
    client = adviseur()
    posten = {post.wat: post.aantal for post in client.get("/sonar/").context["werkvoorraad"]}
    assert posten["Werkgevers te controleren"] == 1
    assert "12345678" in client.get("/sonar/werkgevers/").text

    client.post("/sonar/werkgevers/", {"nummer": wachtend.pk, "besluit": "toelaten"})

    wachtend.refresh_from_db()
    assert wachtend.gecontroleerd_op is not None
    assert "Er wacht geen werkgever" in client.get("/sonar/werkgevers/").text


def test_an_adviser_of_another_region_does_not(wachtend):
    client = adviseur("AM21")

    antwoord = client.post(
        "/sonar/werkgevers/", {"nummer": wachtend.pk, "besluit": "toelaten"}, follow=True
    )

    assert "wacht niet (meer) op controle" in antwoord.text
    assert "12345678" not in antwoord.text
    wachtend.refresh_from_db()
    assert wachtend.gecontroleerd_op is None


@pytest.mark.parametrize(("besluit", "open_"), [("in-orde", True), ("sluiten", False)])
def test_the_privacy_officer_looks_into_an_alarm(besluit, open_):
    werkgever = werkgeversaccount().werkgeversaccount.werkgever
    alarm = Alarm.objects.create(werkgever=werkgever, soort="tempo", dag=NU.date(), moment=NU)
    client = aan_het_werk(medewerker(rol=Medewerker.Rol.PRIVACY_OFFICER))
    assert "te veel kandidaten in korte tijd" in client.get("/sonar/alarmen/").text

    client.post("/sonar/alarmen/", {"nummer": alarm.pk, "besluit": besluit})

    werkgever.refresh_from_db()
    assert (werkgever.gecontroleerd_op is not None) == open_
    assert "Er is geen alarm" in client.get("/sonar/alarmen/").text
    nog_eens = client.post("/sonar/alarmen/", {"nummer": alarm.pk, "besluit": besluit}, follow=True)
    assert "al afgehandeld" in nog_eens.text


def test_a_client_hears_which_employers_opened_the_profile():
    leiden = gemeentelijke_dienst()
    ik = medewerker(leiden)
    persoon = werkzoekende()
    inschrijving(persoon, leiden, klantmanager=ik)
    doelgroepregistratie(persoon.bsn)
    vaststelling(volledig_klantprofiel(persoon))
    lever(timezone.localdate())
    werkgever = aangemeld(Client())
    assert werkgever.get(werkgever.van(persoon.klantprofiel.kandidaatnummer)).status_code == 200

    client = aan_het_werk(ik)

    assert "Bakkerij Bolus" in client.get(f"/sonar/personen/{persoon.pk}/rechten/").text
    inzage = client.post(f"/sonar/personen/{persoon.pk}/inzage/", {"json": "ja"}).json()
    (regel,) = inzage["werkgevers die het profiel openden, zonder naam"]
    assert regel["werkgever"] == "Bakkerij Bolus"
