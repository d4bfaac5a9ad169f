"""An employer asks to meet a candidate; the clock is of working days."""

import datetime
import re
import uuid

import pytest
from django.db import IntegrityError
from django.utils import timezone
from hypothesis import given, strategies as st

from kandidatenverkenner.models import Contactverzoek
from kandidatenverkenner.verzoeken.contact import beantwoord
from kandidatenverkenner.verzoeken.termijn import is_werkdag, uiterlijk, werkdagen_over
from tests.kandidatenverkenner.bouwers import aangemeld, lever, profiel, werkgeversaccount


pytestmark = pytest.mark.usefixtures("few_are_shown")
EEN = uuid.UUID(int=1)


@pytest.mark.parametrize(
    ("gevraagd", "uiterlijk_op"),
    [
        ("2021-01-05", "2021-01-07"),  # Tuesday
        ("2021-01-08", "2021-01-12"),  # Friday: over the weekend
        ("2021-01-09", "2021-01-12"),  # Saturday
        ("2021-04-01", "2021-04-07"),  # before Easter: neither Good Friday nor Monday
        ("2021-05-04", "2021-05-07"),  # 5 May, in every year
        ("2020-12-24", "2020-12-29"),
        ("2021-04-26", "2021-04-29"),  # Koningsdag
    ],
)
def test_two_working_days(gevraagd, uiterlijk_op):
    assert uiterlijk(datetime.date.fromisoformat(gevraagd)).isoformat() == uiterlijk_op


@given(st.dates(datetime.date(2019, 1, 1), datetime.date(2035, 1, 1)), st.integers(1, 9))
def test_so_many_working_days_and_the_last_is_one(dag, aantal):
    laatste = uiterlijk(dag, aantal)

    dagen = [dag + datetime.timedelta(days=n) for n in range(1, (laatste - dag).days + 1)]
    assert sum(map(is_werkdag, dagen)) == aantal
    assert is_werkdag(laatste)


@given(st.dates(datetime.date(2019, 1, 1), datetime.date(2035, 1, 1)), st.integers(1, 9))
def test_the_clock_counts_down_the_days_it_was_given(dag, aantal):
    laatste = uiterlijk(dag, aantal)

    assert werkdagen_over(dag, laatste) == aantal
    assert werkdagen_over(laatste, laatste) == 0
    assert werkdagen_over(laatste + datetime.timedelta(days=3), laatste) == 0


@pytest.fixture
def werkgever(client, db):
    lever(profiel(id=EEN))
    return aangemeld(client)


def test_from_the_candidate_to_the_list(werkgever):
    assert werkgever.van(EEN) + "/contact" in werkgever.get(werkgever.van(EEN)).text
    formulier = werkgever.get(werkgever.van(EEN) + "/contact").text
    assert "<strong>Inpakken</strong>, Holland Rijnland, 16 tot 24 uur per week" in formulier

    antwoord = werkgever.post(
        werkgever.van(EEN) + "/contact",
        {"vacature": "Inpakker", "bericht": "Graag snel"},
        follow=True,
    )

    assert "Inpakker" in antwoord.text
    assert "U krijgt uiterlijk" in antwoord.text
    assert "nog 2 werkdagen" in antwoord.text
    assert "Uw verzoek is verstuurd" in antwoord.text
    assert "Uw verzoek is verstuurd" not in werkgever.get("/verzoeken").text  # said once
    verzoek = Contactverzoek.objects.get()
    assert (verzoek.kandidaat, verzoek.regio, verzoek.stand) == (EEN, "AM19", "ingediend")
    assert verzoek.uiterlijk_op == uiterlijk(timezone.localdate())


def test_without_a_vacature_there_is_no_request(werkgever):
    antwoord = werkgever.post(werkgever.van(EEN) + "/contact", {"bericht": "blijft staan"})

    assert antwoord.status_code == 422
    assert "Vul in voor welke vacature" in antwoord.text
    assert 'aria-describedby="id_vacature_helptext id_vacature_error"' in antwoord.text
    assert "blijft staan" in antwoord.text
    assert not Contactverzoek.objects.exists()


def test_the_same_question_twice_is_one_question(werkgever):
    for _ in range(2):
        antwoord = werkgever.post(werkgever.van(EEN) + "/contact", {"vacature": "Inpakker"})

    assert "al gevraagd voor deze vacature" in antwoord.text
    assert Contactverzoek.objects.count() == 1


def test_who_is_not_there_cannot_be_asked(werkgever):
    adres = f"/kandidaten/{uuid.UUID(int=2)}/contact"

    assert werkgever.get(adres).status_code == 404
    assert werkgever.post(adres, {"vacature": "Inpakker"}).status_code == 404


def stap(client):
    """Which step of the request has come, as the page says it."""
    return re.search(r'aria-current="step">([^<]+)<', client.get("/verzoeken").text)[1]


def test_the_employer_follows_a_request_to_its_answer(werkgever):
    werkgever.post(werkgever.van(EEN) + "/contact", {"vacature": "Inpakker", "bericht": "Graag"})
    verzoek = Contactverzoek.objects.get()
    assert stap(werkgever) == "Ingediend"

    antwoorden = [("in-behandeling", "In behandeling"), ("wil-niet", "Antwoord")]
    for stand, woorden in antwoorden:
        beantwoord(verzoek.pk, regio="AM19", stand=stand, moment=timezone.localtime())
        assert stap(werkgever) == woorden
    blad = werkgever.get("/verzoeken").text
    assert "Beantwoord (1)" in blad
    assert "De kandidaat wil dit niet.</strong> De kandidaat kiest zelf." in blad
    assert "Wacht op antwoord" not in blad
    assert f'<a href="{werkgever.van(EEN)}">Inpakken</a>, Holland Rijnland, 16 tot 24' in blad
    lever()
    assert "Deze kandidaat staat niet meer in de Kandidatenverkenner" in (
        werkgever.get("/verzoeken").text
    )


def test_an_answer_that_is_late_is_called_late(werkgever):
    werkgever.post(werkgever.van(EEN) + "/contact", {"vacature": "Inpakker"})
    Contactverzoek.objects.update(uiterlijk_op=timezone.localdate() - datetime.timedelta(days=1))

    blad = werkgever.get("/verzoeken").text

    assert "antwoord moeten krijgen. Bel het werkgeversservicepunt in uw regio." in blad


@pytest.mark.parametrize("aantal", [1, 9])
def test_more_requests_ask_the_database_no_more(werkgever, aantal, django_assert_num_queries):
    for nummer in range(aantal):
        werkgever.post(werkgever.van(EEN) + "/contact", {"vacature": f"Inpakker {nummer}"})
    werkgever.get("/verzoeken")

    # session, account, employer, requests, who is still there, the lists of codes
    with django_assert_num_queries(6):
        assert werkgever.get("/verzoeken").text.count("Inpakker") >= aantal


def test_another_employer_does_not_see_it(werkgever, client):
    werkgever.post(werkgever.van(EEN) + "/contact", {"vacature": "Inpakker"})
    client.force_login(werkgeversaccount("Ander"))

    assert "Inpakker" not in client.get("/verzoeken").text


@pytest.mark.parametrize("adres", ["/verzoeken", f"/kandidaten/{EEN}/contact"])
def test_without_an_account_one_signs_in_first(client, db, adres):
    assert client.get(adres).url.startswith("/inloggen")


def test_an_answer_has_a_moment(db):
    account = werkgeversaccount()
    with pytest.raises(IntegrityError, match="antwoord_heeft_een_moment"):
        Contactverzoek.objects.create(
            werkgever=account.werkgeversaccount.werkgever,
            account=account,
            kandidaat=EEN,
            regio="AM19",
            vacature="x",
            ingediend_op=datetime.datetime(2021, 1, 1, tzinfo=datetime.UTC),
            uiterlijk_op=datetime.date(2021, 1, 1),
            stand="contact",
        )
