"""What employers ask of a region: it arrives, is answered, and does not wait unseen."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from kandidatenverkenner.models import Contactverzoek
from sonar.handelingen.contactverzoeken import antwoord_werkgever
from sonar.levering import lever
from sonar.models import Medewerker
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
