"""A forgotten password: the same answer for whoever asks, and a link that is good once, an hour."""

import logging
import re
import threading

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.cache import cache
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test import Client
from django.utils import timezone

from config.database_roles import KANDIDATENVERKENNER
from kandidatenverkenner.accounts import password_reset as wachtwoord
from kandidatenverkenner.accounts.api_keys import maak_sleutel, sleutel_van
from tests.aanmelden import code, met_tweede_factor
from tests.bouwers import medewerker
from tests.kandidatenverkenner.bouwers import lever, profiel, werkgeversaccount


pytestmark = pytest.mark.django_db
OUD, NIEUW = "geheim-voor-tests", "een-ander-wachtwoord"
ADRES = "ik@voorbeeld.nl"
VERGETEN = "/wachtwoord-vergeten"


@pytest.fixture(autouse=True)
def _nobody_has_asked_before(settings):
    cache.clear()
    settings.SITE_ADRES = "https://site.example"


@pytest.fixture
def ik():
    account = werkgeversaccount(wachtwoord=OUD, email=ADRES)
    account.username = ADRES
    account.save()
    return account


def vraag(client, adres=ADRES):
    return client.post(VERGETEN, {"email": adres})


def link():
    """What stands in the last e-mail, as a path."""
    return re.search(rf"https://site\.example({VERGETEN}/\S+)", mail.outbox[-1].body)[1]


def open_link(client, weg=None):
    """The page of the form, and the address that it has."""
    antwoord = client.get(weg or link(), follow=True)
    return antwoord, antwoord.redirect_chain[-1][0] if antwoord.redirect_chain else None


def kies(client, weg, woord=NIEUW, nog_eens=None):
    return client.post(
        weg, {"new_password1": woord, "new_password2": woord if nog_eens is None else nog_eens}
    )


def log_in(client, woord, *, later=0):
    client.post("/inloggen", {"login": ADRES, "password": woord})
    client.post("/inloggen/code", {"code": code(later=later)})
    return "_auth_user_id" in client.session


def test_from_the_forgotten_password_to_signing_in(client, ik):
    assert f'href="{VERGETEN}"' in client.get("/inloggen").text
    assert "Kijk in uw e-mail" in vraag(client, "IK@Voorbeeld.nl").text
    assert mail.outbox[-1].to == [ADRES]

    _, weg = open_link(client)
    klaar = kies(client, weg)

    assert "Uw wachtwoord is gewijzigd" in klaar.text
    assert mail.outbox[-1].subject == "Uw wachtwoord is gewijzigd"
    assert not log_in(Client(), OUD)
    assert log_in(Client(), NIEUW, later=30)


def test_the_answer_tells_nobody_who_has_an_account(client, ik):
    bekend, onbekend = vraag(client), vraag(client, "niemand@voorbeeld.nl")

    assert (bekend.status_code, bekend.text) == (onbekend.status_code, onbekend.text)
    assert [bericht.to for bericht in mail.outbox] == [[ADRES], ["niemand@voorbeeld.nl"]]
    assert "geen account" in mail.outbox[-1].body
    assert len({bericht.subject for bericht in mail.outbox}) == 1


def test_the_answer_asks_the_database_as_much_of_whoever_it_is(
    client, ik, django_assert_num_queries
):
    for adres in (ADRES, "niemand@voorbeeld.nl"):
        with django_assert_num_queries(1):
            wachtwoord.stuur_link(adres)


@pytest.mark.parametrize("wie", ["medewerker", "nog niet bevestigd", "eruit gezet", "van niemand"])
def test_who_may_not_sign_in_here_gets_no_link(client, ik, wie):
    if wie == "medewerker":
        ik.werkgeversaccount.delete()
        ik.is_staff = True
    elif wie == "van niemand":
        ik.werkgeversaccount.delete()
    else:
        ik.is_active = False
        ik.last_login = timezone.localtime() if wie == "eruit gezet" else None
    ik.save()

    antwoord = vraag(client)

    assert "Kijk in uw e-mail" in antwoord.text
    assert VERGETEN not in mail.outbox[-1].body


def test_opening_the_link_changes_nothing_and_can_be_done_again(client, ik):
    vraag(client)
    weg = link()
    for lezer in (Client(), Client()):  # a mail scanner, and then its owner
        pagina, _ = open_link(lezer, weg)
        assert "Nieuw wachtwoord kiezen" in pagina.text

    ik.refresh_from_db()
    assert ik.check_password(OUD)


def test_the_token_stands_in_no_address_title_or_page(client, ik):
    vraag(client)
    bewijs = link().rsplit("/", 1)[1]

    pagina, weg = open_link(client)

    assert pagina.status_code == 200
    assert bewijs not in weg
    assert bewijs not in pagina.text
    assert pagina["Referrer-Policy"] == "same-origin"
    assert "no-store" in pagina["Cache-Control"]


def test_a_link_is_good_once(client, ik):
    vraag(client)
    eerste = link()
    vraag(client)
    tweede = link()
    ander, derde = Client(), Client()
    _, weg = open_link(client, eerste)
    _, weg_van_ander = open_link(ander, eerste)
    assert kies(client, weg).status_code == 200

    assert kies(ander, weg_van_ander, "nog-een-wachtwoord").status_code == 404
    for oud in (eerste, tweede):
        pagina, _ = open_link(derde, oud)
        assert pagina.status_code == 404
        assert "Deze link werkt niet meer" in pagina.text
    ik.refresh_from_db()
    assert ik.check_password(NIEUW)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_use_a_link_at_once_one_succeeds():
    account = werkgeversaccount(wachtwoord=OUD, email=ADRES)
    bewijs = wachtwoord.bewijzen.make_token(account)
    gelukt = []

    def probeer(woord):
        gelukt.append(wachtwoord.stel_in(account.pk, bewijs, woord))
        connection.close()

    draden = [threading.Thread(target=probeer, args=(f"{NIEUW}-{n}",)) for n in range(4)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()

    assert sorted(gelukt) == [False, False, False, True]


def test_a_link_is_good_for_an_hour(client, ik, settings):
    assert settings.PASSWORD_RESET_TIMEOUT == 60 * 60
    vraag(client)
    assert "binnen een uur" in mail.outbox[-1].body

    settings.PASSWORD_RESET_TIMEOUT = -1

    assert open_link(client)[0].status_code == 404


@pytest.mark.parametrize("na", ["eruit gezet", "ingelogd"])
def test_a_link_ends_with_what_happens_to_the_account(client, ik, na):
    vraag(client)
    _, weg = open_link(client)
    if na == "ingelogd":
        assert log_in(Client(), OUD)
    else:
        get_user_model().objects.filter(pk=ik.pk).update(is_active=False)

    assert kies(client, weg).status_code == 404
    ik.refresh_from_db()
    assert ik.check_password(OUD)


def test_every_session_ends(client, ik):
    lever(profiel())
    ander = Client()
    for browser in (ander, client):
        browser.force_login(met_tweede_factor(ik))
    assert ander.get("/kandidaten").status_code == 200
    ik.last_login = None
    ik.save()
    vraag(client)

    _, weg = open_link(client)
    klaar = kies(client, weg)

    assert klaar.status_code == 200
    assert "Uitloggen" not in klaar.text
    for browser in (ander, client):
        assert browser.get("/kandidaten").status_code == 302


def test_the_second_step_and_the_keys_of_programs_stay(client, ik):
    nu = timezone.localtime()
    sleutel = maak_sleutel(account=ik, naam="Planning", bereik=["zoeken"], moment=nu)
    vraag(client)
    _, weg = open_link(client)
    kies(client, weg)

    assert "Sleutels voor programma's blijven werken" in mail.outbox[-1].body
    assert sleutel_van(sleutel, timezone.localdate(nu))
    assert Authenticator.objects.filter(user=ik, type="totp").exists()
    client.post("/inloggen", {"login": ADRES, "password": NIEUW})
    assert client.get("/kandidaten").status_code == 302  # not without the code


def test_who_tried_too_often_before_is_not_shut_out(client, ik):
    for _ in range(6):
        client.post("/inloggen", {"login": ADRES.upper(), "password": "mis"})
    assert not log_in(Client(), OUD)
    vraag(client)
    _, weg = open_link(client)
    kies(client, weg)

    assert log_in(Client(), NIEUW)


@pytest.mark.parametrize("adres", [ADRES, "niemand@voorbeeld.nl"])
def test_three_an_hour_to_one_address_whoever_it_is_of(ik, adres):
    for _ in range(3):
        assert vraag(Client(), adres).status_code == 200
    vierde = vraag(Client(), adres.upper())

    assert vierde.status_code == 429
    assert "Wacht een uur" in vierde.text
    assert len(mail.outbox) == 3
    assert vraag(Client(), "een.ander@voorbeeld.nl").status_code == 200


def test_twenty_an_hour_from_one_place(client):
    for nummer in range(20):
        assert vraag(client, f"a{nummer}@voorbeeld.nl").status_code == 200

    assert vraag(client, "b@voorbeeld.nl").status_code == 429


@pytest.mark.parametrize(
    ("adres", "zin"), [("", "Vul uw e-mailadres in"), ("onzin", "naam@bedrijf.nl")]
)
def test_what_is_wrong_with_the_address_is_said_beside_it(client, adres, zin):
    antwoord = vraag(client, adres)

    assert antwoord.status_code == 422
    assert zin in antwoord.context["form"].errors["email"][0]
    assert 'aria-invalid="true"' in antwoord.text
    assert not mail.outbox


@pytest.mark.parametrize(
    ("woord", "nog_eens", "veld", "zin"),
    [
        ("", "", "new_password1", "Kies een wachtwoord"),
        (NIEUW, "", "new_password2", "Typ het wachtwoord nog een keer"),
        (NIEUW, "iets-anders-getypt", "new_password2", "een ander wachtwoord dan het eerste"),
        ("wachtwoord", None, "new_password1", "Dit wachtwoord"),
        (ADRES, None, "new_password1", "lijkt te veel"),
    ],
)
def test_what_is_wrong_with_the_password_is_said_beside_it(client, ik, woord, nog_eens, veld, zin):
    vraag(client)
    _, weg = open_link(client)

    antwoord = kies(client, weg, woord, nog_eens)

    assert antwoord.status_code == 422
    assert zin in " ".join(antwoord.context["form"].errors[veld])
    assert list(antwoord.context["form"].errors) == ([veld] if woord else [veld, "new_password2"])
    assert "<title>Fout: " in antwoord.text
    assert NIEUW not in antwoord.text
    assert kies(client, weg).status_code == 200  # the link still holds


@pytest.mark.parametrize("deel", ["onzin", "MQ", "w6k", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5"])
def test_a_link_that_we_did_not_send_opens_nothing(client, ik, deel):
    for bewijs in ("kiezen", "onzin", "abc-def"):
        assert client.get(f"{VERGETEN}/{deel}/{bewijs}").status_code == 404
        assert kies(client, f"{VERGETEN}/{deel}/{bewijs}").status_code == 404


def test_what_is_logged_names_nobody(client, ik, caplog):
    caplog.set_level(logging.INFO)
    vraag(client)
    _, weg = open_link(client)
    kies(client, weg)

    assert f"Account {ik.pk} koos een nieuw wachtwoord" in caplog.text
    assert ADRES not in caplog.text
    assert logging.getLogger("django.wachtwoord").isEnabledFor(logging.INFO)


def test_without_a_mail_server_that_is_said_and_no_address_is_logged(
    client, ik, caplog, monkeypatch
):
    def weiger(*_):
        raise OSError(ADRES)

    vraag(client)
    _, weg = open_link(client)
    monkeypatch.setattr(EmailBackend, "send_messages", weiger)

    for adres in (ADRES, "niemand@voorbeeld.nl"):
        antwoord = vraag(client, adres)
        assert antwoord.status_code == 503
        assert "kunnen nu geen e-mail versturen" in antwoord.text
    assert "Uw wachtwoord is gewijzigd" in kies(client, weg).text

    assert "ging niet weg" in caplog.text
    assert ADRES not in caplog.text


def test_the_internet_facing_process_may_do_it(ik):
    wie = medewerker().account
    wie.email = "hij@voorbeeld.nl"
    wie.save()
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {KANDIDATENVERKENNER}")

    for adres in ("hij@voorbeeld.nl", ADRES):
        wachtwoord.stuur_link(adres)
    bewijs = link().rsplit("/", 1)[1]

    assert VERGETEN not in mail.outbox[0].body
    assert wachtwoord.stel_in(ik.pk, bewijs, NIEUW)
