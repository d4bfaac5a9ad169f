"""An employer asks to meet a candidate; the clock is of working days."""

import datetime
import uuid

import pytest
from django.db import IntegrityError
from django.utils import timezone
from hypothesis import given, strategies as st

from kandidatenverkenner.models import Contactverzoek
from kandidatenverkenner.termijn import is_werkdag, uiterlijk
from tests.kandidatenverkenner.bouwers import aangemeld, lever, profiel, werkgeversaccount


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


@pytest.fixture
def werkgever(client, db):
    lever(profiel(id=EEN))
    return aangemeld(client)


def test_from_the_candidate_to_the_list(werkgever):
    assert werkgever.van(EEN) + "/contact" in werkgever.get(werkgever.van(EEN)).text
    assert "Contact aanvragen" in werkgever.get(werkgever.van(EEN) + "/contact").text

    antwoord = werkgever.post(
        werkgever.van(EEN) + "/contact",
        {"vacature": "Inpakker", "bericht": "Graag snel"},
        follow=True,
    )

    assert "Inpakker" in antwoord.text
    assert "U krijgt uiterlijk" in antwoord.text
    verzoek = Contactverzoek.objects.get()
    assert (verzoek.kandidaat, verzoek.regio, verzoek.stand) == (EEN, "AM19", "ingediend")
    assert verzoek.uiterlijk_op == uiterlijk(timezone.localdate())


def test_without_a_vacature_there_is_no_request(werkgever):
    antwoord = werkgever.post(werkgever.van(EEN) + "/contact", {"bericht": "blijft staan"})

    assert "Vul in voor welke vacature" in antwoord.text
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
