"""Accounts for a demonstration, only where nobody else can come."""

import socket

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.management import CommandError, call_command

from kandidatenverkenner.models import Contactverzoek, Werkgeversaccount
from simulatie.demo.accounts import (
    MEDEWERKERS,
    WACHTWOORD,
    WERKGEVER,
    PublicSiteError,
    create_accounts,
    welcome,
)
from simulatie.demo.showcase import prepare_work, publish_figures
from sonar.models import (
    Medewerker,
    Noodtoegang,
    Overdracht,
    Plaatsing,
    Traject,
    Uitgave,
    Verzoekstap,
    Voordracht,
)
from sonar.uitwisseling.fixtures import load_fixtures
from tests.bouwers import doelgroepregistratie
from tests.sonar.drukte import NU, een_klant


@pytest.mark.django_db
def test_every_account_of_the_welcome_can_sign_in_and_has_its_role():
    load_fixtures()

    assert create_accounts() == create_accounts() == 9

    for proef in MEDEWERKERS:
        account = authenticate(username=proef.gebruikersnaam, password=WACHTWOORD)
        assert account.is_staff
        assert account.medewerker.rol == proef.rol
        assert proef.gebruikersnaam in welcome("http://127.0.0.1:8000")
    assert {proef.rol for proef in MEDEWERKERS} == set(Medewerker.Rol)
    werkgever = authenticate(username=WERKGEVER, password=WACHTWOORD)
    assert not werkgever.is_staff
    assert Werkgeversaccount.objects.filter(account=werkgever).exists()


@pytest.mark.django_db
def test_there_is_work_for_every_role_and_it_comes_once():
    load_fixtures()
    create_accounts()
    for naam in ("leiden", "uwv"):
        medewerker = Medewerker.objects.get(account__username=naam)
        for _ in range(6):
            klant = een_klant(medewerker.organisatie, medewerker)
            doelgroepregistratie(klant.bsn)
    call_command("lever", "--alles")

    for _ in range(2):
        prepare_work(NU)

    assert Traject.objects.count() == 12
    assert Plaatsing.objects.count() == 4
    assert Voordracht.objects.count() == 3
    assert Contactverzoek.objects.filter(beantwoord_op=None).count() == 3
    eerder = Contactverzoek.objects.get(beantwoord_op__isnull=False)
    stappen = Verzoekstap.objects.values_list("contactverzoek", "soort")
    assert [soort for nummer, soort in stappen if nummer == eerder.pk] == [
        "in-behandeling",
        "klant-gevraagd",
        "beantwoord",
    ]
    assert {nummer for nummer, _ in stappen} - {eerder.pk} == {
        Contactverzoek.objects.get(stand="in-behandeling").pk
    }
    assert Overdracht.objects.open().count() == Noodtoegang.objects.count() == 1


@pytest.mark.django_db
def test_the_quarter_is_out_for_everybody_and_only_once(client):
    load_fixtures()
    create_accounts()
    medewerker = Medewerker.objects.get(account__username="leiden")
    doelgroepregistratie(een_klant(medewerker.organisatie, medewerker).bsn)

    for _ in range(2):
        publish_figures(NU)

    uitgave = Uitgave.objects.get()
    assert uitgave.is_goedgekeurd
    assert uitgave.voorsteller != uitgave.goedkeurder
    assert uitgave.kenmerk in client.get("/cijfers").text


def test_the_password_is_one_that_we_would_accept():
    validate_password(WACHTWOORD)


@pytest.mark.django_db
def test_a_site_that_others_can_reach_gets_no_accounts_with_a_known_password(settings):
    settings.ALLEEN_HIER = False

    with pytest.raises(PublicSiteError, match="bekend wachtwoord"):
        create_accounts()

    assert not Medewerker.objects.exists()


def test_a_port_in_use_gets_a_sentence_before_anything_is_done(settings):
    with socket.socket() as bezet:
        bezet.bind(("127.0.0.1", 0))
        bezet.listen()
        settings.PORT = bezet.getsockname()[1]

        with pytest.raises(CommandError, match=r"is niet vrij.*PORT="):
            call_command("demo")


def test_the_code_of_the_second_step_is_told_on_this_machine_only(settings, capsys):
    call_command("code")
    assert capsys.readouterr().out.strip().isdigit()

    settings.ALLEEN_HIER = False
    with pytest.raises(CommandError, match="bekend wachtwoord"):
        call_command("code")
