"""Signing in: a password and a code, closed after five tries, ended with account or role."""

import threading
import time

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_login_failed
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from config.auth.second_factor import use_code
from sonar.models import Medewerker
from tests.aanmelden import SLEUTEL, code, met_tweede_factor
from tests.bouwers import medewerker
from tests.kandidatenverkenner.bouwers import werkgeversaccount
from tests.sonar.schermen import LIJST, aan_het_werk


pytestmark = pytest.mark.django_db
WACHTWOORD = "geheim-voor-tests"


@pytest.fixture(autouse=True)
def _nobody_has_tried_before():
    cache.clear()


@pytest.fixture
def collega():
    wie = medewerker()
    wie.account.set_password(WACHTWOORD)
    wie.account.save()
    return wie.account


@pytest.fixture
def werkgever():
    return werkgeversaccount(wachtwoord=WACHTWOORD)


def wachtwoord(client, account, *, woord=WACHTWOORD, next_=""):
    return client.post("/inloggen", {"login": account.username, "password": woord, "next": next_})


def test_a_password_and_a_code(client, werkgever):
    eerst = wachtwoord(client, werkgever, next_="/kandidaten?regio=AM19")
    assert eerst.url == "/inloggen/code"
    assert client.get("/kandidaten").status_code == 302  # a password alone is not enough

    klaar = client.post("/inloggen/code", {"code": code()})

    assert klaar.url == "/kandidaten?regio=AM19"
    assert client.get("/kandidaten").status_code == 200
    assert client.get("/inloggen").status_code == 302
    client.get("/uitloggen")
    assert client.get("/kandidaten").status_code == 200  # a link does not sign one out
    assert client.post("/uitloggen").url == "/"
    assert client.get("/kandidaten").status_code == 302


def test_a_code_is_good_once(werkgever):
    cijfers = code()
    for keer, status in ((1, 302), (2, 200)):
        client = Client()
        wachtwoord(client, werkgever)
        assert client.post("/inloggen/code", {"code": cijfers}).status_code == status, keer


def test_a_code_is_good_once_at_whichever_door(collega, werkgever):
    for account, binnen in ((collega, LIJST), (werkgever, "/kandidaten")):
        met_tweede_factor(account)
        cijfers = code()
        eerste, tweede = Client(), Client()
        for client in (eerste, tweede):
            wachtwoord(client, account)
        assert eerste.post("/inloggen/code", {"code": cijfers}).status_code == 302
        cache.clear()  # as in the other process, and half a minute later

        for _ in range(6):  # it is no wrong try, so it closes nothing
            antwoord = tweede.post("/inloggen/code", {"code": f"{cijfers[:3]} {cijfers[3:]}"})
            assert "Deze code is al gebruikt. Wacht tot" in antwoord.text
        assert tweede.get(binnen).status_code == 302

        assert tweede.post("/inloggen/code", {"code": code(later=30)}).status_code == 302
        assert tweede.get(binnen).status_code == 200


def test_a_code_is_remembered_as_long_as_it_is_good(werkgever):
    assert use_code(werkgever, "123456")
    assert not use_code(werkgever, "123-456")
    factor = Authenticator.objects.get(user=werkgever)
    assert 89 < factor.data["gebruikt"]["123456"] - time.time() <= 90
    factor.data["gebruikt"]["123456"] = time.time() - 1
    factor.save()

    assert use_code(werkgever, "654321")
    assert set(Authenticator.objects.get(user=werkgever).data["gebruikt"]) == {"654321"}


@pytest.mark.django_db(transaction=True)
def test_of_many_who_use_a_code_at_once_one_gets_in():
    account = werkgeversaccount(wachtwoord=WACHTWOORD)
    gelukt = []

    def probeer():
        gelukt.append(use_code(account, "123456"))
        connection.close()

    samen(probeer, 6)

    assert sorted(gelukt) == [False] * 5 + [True]


def test_the_code_that_set_up_the_app_is_used_by_that(client, collega):
    wachtwoord(client, collega)
    sleutel = client.get("/tweede-stap/instellen").context["form"].secret
    cijfers = code(sleutel)
    client.post("/tweede-stap/instellen", {"code": cijfers})
    ander = Client()
    wachtwoord(ander, collega)

    antwoord = ander.post("/inloggen/code", {"code": cijfers})

    assert "al gebruikt" in antwoord.text
    assert ander.post("/inloggen/code", {"code": code(sleutel, later=30)}).status_code == 302


def test_a_used_code_does_not_sign_in_again_for_what_matters(client, werkgever):
    cijfers = code()
    wachtwoord(client, werkgever)
    client.post("/inloggen/code", {"code": cijfers})
    cache.clear()

    antwoord = client.post("/inloggen/opnieuw/code", {"code": cijfers})

    assert "al gebruikt" in antwoord.text
    assert client.post("/inloggen/opnieuw/code", {"code": code(later=30)}).status_code == 302


def test_a_wrong_password_or_code_gets_a_sentence(client, werkgever):
    mis = wachtwoord(client, werkgever, woord="mis")
    assert "gebruikersnaam" in mis.text.lower()
    assert "mis" not in mis.context["form"].data.get("login")

    wachtwoord(client, werkgever)
    mis = client.post("/inloggen/code", {"code": "000000"})
    assert mis.status_code == 200
    assert mis.context["form"].errors
    assert client.get("/kandidaten").status_code == 302


def test_nobody_is_sent_to_another_site_after_signing_in(client, werkgever):
    wachtwoord(client, werkgever, next_="https://elders.example/")

    assert client.post("/inloggen/code", {"code": code()}).url == "/kandidaten"


def test_after_five_tries_the_account_is_closed_for_whoever_tries(werkgever):
    for _ in range(5):
        wachtwoord(Client(), werkgever, woord="mis")

    antwoord = wachtwoord(Client(), werkgever)

    assert antwoord.status_code in {200, 429}
    assert "_auth_user_id" not in Client().session


def test_after_five_tries_the_right_password_does_not_help(client, werkgever):
    for _ in range(5):
        wachtwoord(client, werkgever, woord="mis")

    antwoord = wachtwoord(client, werkgever)

    assert antwoord.status_code == 200
    assert antwoord.context["form"].errors
    assert client.get("/inloggen/code").status_code == 302  # there is no second step to take


@pytest.mark.parametrize("schrijf", [str.upper, lambda naam: naam.replace("s", "\u017f")])
def test_another_spelling_of_the_same_account_is_no_new_count(client, schrijf):
    account = werkgeversaccount(wachtwoord=WACHTWOORD)
    account.username = "bus-sen"
    account.save()
    for poging in range(5):
        account.username = schrijf("bus-sen") if poging % 2 else "bus-sen"
        wachtwoord(Client(), account, woord="mis")

    account.username = "bus-sen"

    assert wachtwoord(client, account).context["form"].errors


@pytest.mark.django_db(transaction=True)
def test_a_burst_of_tries_gets_no_more_than_five():
    account = werkgeversaccount(wachtwoord=WACHTWOORD)
    gekeken = []  # a signal for each password that was compared and wrong

    def tel(**_):
        gekeken.append(1)

    def probeer():
        wachtwoord(Client(), account, woord="mis")
        connection.close()

    user_login_failed.connect(tel)
    samen(probeer, 12)
    user_login_failed.disconnect(tel)

    assert len(gekeken) <= 5
    for _ in range(5):
        wachtwoord(Client(), account, woord="mis")
    assert wachtwoord(Client(), account).status_code == 200  # closed


@pytest.mark.django_db(transaction=True)
def test_of_many_who_take_an_expired_turn_one_gets_it():
    cache.set("beurt", "verlopen", timeout=-10)
    gekregen = []

    def neem():
        gekregen.append(cache.add("beurt", "mijn"))
        connection.close()

    with transaction.atomic():
        assert cache.add("beurt", "van mij")
        draad = threading.Thread(target=neem)
        draad.start()
        wacht_tot_iemand_wacht()
    draad.join()
    samen(neem, 4)

    assert gekregen == [False] * 5
    assert cache.get("beurt") == "van mij"


def test_no_count_is_forgotten_because_many_others_are_kept():
    cache.set("geteld", 5, timeout=300)
    cache.set("oud", 1, timeout=-300)
    for nummer in range(320):
        cache.set(f"a{nummer}", 1, timeout=300)

    assert cache.get("geteld") == 5
    assert cache.get("a0") == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM config_cache WHERE cache_key LIKE '%%:oud'")
        assert cursor.fetchone() == (0,)


def wacht_tot_iemand_wacht():
    """Until another connection waits for what this transaction has locked."""
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted")
            if cursor.fetchone():
                return


def samen(doe, aantal):
    draden = [threading.Thread(target=doe) for _ in range(aantal)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()


def test_who_has_no_second_factor_gets_one_first_and_nothing_else(client, collega):
    antwoord = wachtwoord(client, collega, next_=LIJST)
    assert antwoord.url == LIJST
    for adres in (LIJST, "/sonar/", "/kandidaten", "/"):
        assert client.get(adres).url == "/tweede-stap/instellen"

    assert Client().get("/tweede-stap/instellen").url.startswith("/inloggen")
    pagina = client.get("/tweede-stap/instellen")
    assert pagina.status_code == 200, pagina.url
    sleutel = pagina.context["form"].secret
    assert sleutel in pagina.text
    fout = client.post("/tweede-stap/instellen", {"code": "000000"})
    assert fout.context["form"].errors
    klaar = client.post("/tweede-stap/instellen", {"code": code(sleutel)}, follow=True)

    assert "herstelcodes" in klaar.text
    assert client.get(LIJST).status_code == 200
    codes = klaar.context["unused_codes"]
    assert len(codes) == 10
    ander = Client()
    wachtwoord(ander, collega)
    assert ander.post("/inloggen/code", {"code": codes[0]}).status_code == 302
    assert ander.get(LIJST).status_code == 200
    nog_eens = Client()
    wachtwoord(nog_eens, collega)
    assert nog_eens.post("/inloggen/code", {"code": codes[0]}).status_code == 200  # once


def test_the_second_factor_cannot_be_taken_away_by_whoever_has_the_password(client, werkgever):
    wachtwoord(client, werkgever)
    client.post("/inloggen/code", {"code": code()})

    for adres in ("/tweede-stap/klaar", "/tweede-stap/uitzetten", "/tweede-stap"):
        client.post(adres)

    assert Authenticator.objects.filter(user=werkgever, type="totp").exists()


def test_the_secrets_are_not_in_the_database_as_themselves(werkgever):
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(data::text, ' ') FROM mfa_authenticator")
        inhoud = cursor.fetchone()[0]

    assert SLEUTEL not in inhoud


def test_a_caseworker_lands_on_the_first_page_of_sonar(client, collega):
    assert wachtwoord(client, collega).url == "/sonar/"


def test_a_session_ends_with_the_account(collega):
    client = aan_het_werk(collega.medewerker)
    assert client.get(LIJST).status_code == 200

    get_user_model().objects.filter(pk=collega.pk).update(is_active=False)

    assert client.get(LIJST).status_code == 302


@pytest.mark.parametrize(
    "anders",
    [{"rol": Medewerker.Rol.TEAMLEIDER}, {"bevestigd_tot": timezone.localdate()}],
    ids=["rol", "bevestiging"],
)
def test_a_session_ends_with_the_role(collega, anders):
    client = aan_het_werk(collega.medewerker)
    assert client.get(LIJST).status_code == 200

    Medewerker.objects.filter(account=collega).update(**anders)

    assert client.get(LIJST).status_code == 302


def test_nobody_signs_up(client):
    for adres in ("/registreren", "/account/signup/", "/inloggen/nieuw", "/accounts/signup/"):
        assert client.get(adres).status_code == 404
