"""From a form to the first search: the address confirmed, the organisation looked at."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.db import connection
from django.utils import timezone

from config.database_roles import KANDIDATENVERKENNER
from kandidatenverkenner.accounts.aanmelden import bevestig
from kandidatenverkenner.models import Werkgever, Werkgeversaccount
from kandidatenverkenner.verzoeken.aanmeldingen import aanmeldingen, beslis_aanmelding
from tests.kandidatenverkenner.bouwers import codelijsten, lever, profiel, werkgeversaccount


pytestmark = pytest.mark.django_db
GEGEVEN = {
    "kvk_nummer": "12345678",
    "naam": "Bakkerij Bolus",
    "soort": "werkgever",
    "regio": "AM19",
    "email": "Ik@voorbeeld.nl",
    "wachtwoord": "een-goed-wachtwoord",
}


@pytest.fixture(autouse=True)
def _lijsten():
    codelijsten()


def vraag(client, **velden):
    return client.post("/aanmelden", GEGEVEN | velden)


def link():
    return re.search(r"http://testserver(/aanmelden/\S+)", mail.outbox[-1].body)[1]


def test_from_the_form_to_the_first_search(client):
    assert "Kijk in uw e-mail" in vraag(client).text
    account = get_user_model().objects.get()
    assert (account.username, account.is_active) == ("ik@voorbeeld.nl", False)
    assert aanmeldingen("AM19") == []  # nobody is bothered before the address is confirmed

    # A mail scanner opens every link: that confirms nothing.
    assert "Bevestig uw e-mailadres" in client.get(link()).text
    account.refresh_from_db()
    assert not account.is_active
    assert "is bevestigd" in client.post(link()).text
    account.refresh_from_db()
    assert account.is_active
    client.force_login(account)
    assert client.get("/kandidaten").status_code == 302  # first the second step
    session = client.session
    session["tweede_factor"] = True
    session.save()
    wacht = client.get("/kandidaten")
    assert (wacht.status_code, "Nog even geduld" in wacht.text) == (403, True)

    (aanmelding,) = aanmeldingen("AM19")
    assert (aanmelding.kvk_nummer, aanmelding.email) == ("12345678", "ik@voorbeeld.nl")
    assert aanmeldingen("AM21") == []
    beslis_aanmelding(aanmelding.nummer, regio="AM19", toelaten=True, moment=timezone.localtime())
    lever(profiel())
    assert client.get("/kandidaten").status_code == 200
    assert aanmeldingen("AM19") == []


def test_who_is_turned_away_leaves_nothing_behind(client):
    vraag(client)
    client.post(link())

    beslis_aanmelding(Werkgever.objects.get().pk, regio="AM19", toelaten=False, moment=None)

    assert not Werkgever.objects.exists()
    account = get_user_model().objects.get()
    assert (account.email, account.is_active, account.has_usable_password()) == ("", False, False)
    assert "ik@" not in account.username


def test_a_second_of_the_organisation_waits_for_the_first(client):
    gebruiker = werkgeversaccount()
    kvk = gebruiker.werkgeversaccount.werkgever.kvk_nummer
    vraag(client, kvk_nummer=kvk, naam="Een andere naam")
    client.post(link())
    nieuw = Werkgeversaccount.objects.get(account__username="ik@voorbeeld.nl")
    assert (nieuw.rol, nieuw.is_toegelaten) == ("gebruiker", False)
    assert nieuw.werkgever.naam != "Een andere naam"

    client.force_login(gebruiker)
    assert "Wacht op toelating" in client.get("/organisatie").text
    client.post("/organisatie", {"collega": nieuw.pk, "wat": "toelaten"})
    nieuw.refresh_from_db()
    assert nieuw.is_toegelaten
    client.post("/organisatie", {"collega": nieuw.pk, "wat": "weigeren"})
    nieuw.refresh_from_db()
    assert not nieuw.is_toegelaten


def test_only_a_beheerder_lets_people_in_and_only_colleagues(client):
    gebruiker, vreemde = werkgeversaccount(), werkgeversaccount("Ander")
    Werkgeversaccount.objects.filter(account=vreemde).update(toegelaten_op=None)
    client.force_login(gebruiker)

    client.post("/organisatie", {"collega": vreemde.werkgeversaccount.pk, "wat": "toelaten"})
    client.post("/organisatie", {"collega": "onzin", "wat": "toelaten"})

    assert Werkgeversaccount.objects.get(account=vreemde).toegelaten_op is None


def test_the_answer_tells_nobody_who_has_an_account(client):
    nieuw = vraag(client)
    client.post(link())
    nog_eens = vraag(client)

    assert nieuw.text == nog_eens.text
    assert "U hebt al een account" in mail.outbox[-1].body
    assert get_user_model().objects.count() == 1


def test_who_lost_the_link_asks_anew_and_the_last_link_holds(client):
    vraag(client)
    oud = link()
    vraag(client, naam="Bakkerij Bolus en zonen", wachtwoord="een-ander-wachtwoord")

    assert client.post(oud).status_code == 404
    assert client.post(link()).status_code == 200
    account = get_user_model().objects.get()
    assert account.check_password("een-ander-wachtwoord")
    assert Werkgever.objects.get().naam == "Bakkerij Bolus en zonen"


def test_the_first_who_confirms_is_the_beheerder(client):
    vraag(client, email="iemand@anders.nl")  # may not even be of this organisation
    vraag(client)
    client.post(link())

    rollen = dict(Werkgeversaccount.objects.values_list("account__username", "rol"))
    assert rollen == {"iemand@anders.nl": "gebruiker", "ik@voorbeeld.nl": "beheerder"}
    assert len(aanmeldingen("AM19")) == 1


def test_the_name_of_a_medewerker_is_taken_and_that_is_not_told(client):
    get_user_model().objects.create_user("ik@voorbeeld.nl", is_staff=True)
    with connection.cursor() as cursor:  # as the internet-facing process, which sees no medewerker
        cursor.execute(f"SET ROLE {KANDIDATENVERKENNER}")
    assert not get_user_model().objects.exists()

    assert "Kijk in uw e-mail" in vraag(client).text

    assert "U hebt al een account" in mail.outbox[-1].body
    assert not Werkgeversaccount.objects.exists()


def test_a_number_may_be_typed_with_spaces(client):
    assert vraag(client, kvk_nummer="12 34 56 78").status_code == 200
    assert Werkgever.objects.get().kvk_nummer == "12345678"


@pytest.mark.parametrize(
    ("veld", "waarde", "zin"),
    [
        ("kvk_nummer", "1234567", "acht cijfers"),
        ("kvk_nummer", "00000000", "bestaat niet"),
        ("email", "onzin", "e-mailadres"),
        ("wachtwoord", "wachtwoord", "Dit wachtwoord"),
        ("regio", "AM99", "regio"),
        ("naam", "", "Vul de naam van uw organisatie in"),
        ("soort", "", "Kies voor wie u zoekt"),
    ],
)
def test_what_is_wrong_is_said_beside_what_was_typed(client, veld, waarde, zin):
    antwoord = vraag(client, **{veld: waarde})

    assert antwoord.status_code == 422
    assert zin in antwoord.text
    if veld != "naam":
        assert "Bakkerij Bolus" in antwoord.text
    assert "een-goed-wachtwoord" not in antwoord.text
    assert not mail.outbox


@pytest.mark.parametrize("bewijs", ["onzin", "a:b:c"])
def test_a_link_that_we_did_not_send_opens_nothing(client, bewijs):
    vraag(client)

    assert client.get(f"/aanmelden/{bewijs}").status_code == 404
    assert not get_user_model().objects.get().is_active


def test_an_old_link_does_not_bring_back_who_was_put_out(client):
    vraag(client)
    bewijs = link().rsplit("/", 1)[1]
    account = get_user_model().objects.get()
    account.last_login = timezone.localtime()
    account.save()

    assert not bevestig(bewijs, timezone.localtime())
