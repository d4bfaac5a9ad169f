"""A session is good as long as Django's own is, and who it is of is looked up at every page."""

import datetime
import os
import socket

import pytest
from django.contrib.auth import SESSION_KEY, get_user_model
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models.functions import Now

from config.sessies import SessionStore


@pytest.fixture
def iemand():
    return get_user_model().objects.create_user("iemand")


def sessie_van(account):
    sessie = SessionStore()
    sessie[SESSION_KEY] = str(account.pk)
    sessie.create()
    return sessie.session_key


@pytest.mark.django_db
def test_what_was_kept_is_read_in_one_query(iemand, django_assert_num_queries):
    sleutel = sessie_van(iemand)

    with django_assert_num_queries(1):
        assert dict(SessionStore(sleutel).items()) == {SESSION_KEY: str(iemand.pk)}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "verander",
    [
        lambda rij: rij.update(expire_date=Now() - datetime.timedelta(seconds=1)),
        lambda rij: rij.delete(),
        lambda rij: rij.update(session_data="niet van ons"),
    ],
    ids=["ended", "gone", "forged"],
)
def test_a_session_that_ended_holds_nothing(iemand, verander):
    sleutel = sessie_van(iemand)
    verander(Session.objects.filter(pk=sleutel))

    assert dict(SessionStore(sleutel).items()) == {}


@pytest.mark.django_db
def test_a_key_that_is_nobodys_is_not_taken_over(iemand):
    bedacht = SessionStore("zelf-bedachte-sleutel")
    assert SESSION_KEY not in bedacht

    bedacht["iets"] = 1
    bedacht.save()

    assert bedacht.session_key not in (None, "zelf-bedachte-sleutel")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "verander",
    [
        lambda account: account.set_password("een-ander-wachtwoord"),
        lambda account: setattr(account, "is_active", False),
    ],
    ids=["another password", "put out"],
)
def test_a_page_sees_at_once_what_changed_of_an_account(client, iemand, verander):
    client.force_login(iemand)
    assert client.get("/lijsten").url == "/tweede-stap/instellen"  # known, and no second factor yet
    verander(iemand)
    iemand.save()

    assert client.get("/lijsten").url.startswith("/inloggen")


@pytest.mark.django_db
def test_a_session_of_somebody_who_is_gone_is_nobodys(client, iemand):
    client.force_login(iemand)
    sessie = client.session
    sessie[SESSION_KEY] = str(iemand.pk + 1)
    sessie.save()

    assert client.get("/lijsten").url.startswith("/inloggen")


@pytest.mark.django_db(transaction=True)
def test_a_session_is_read_when_the_connection_was_gone(iemand):
    sleutel = sessie_van(iemand)
    with socket.socket(fileno=os.dup(connection.connection.fileno())) as draad:
        draad.shutdown(socket.SHUT_RDWR)

    assert SESSION_KEY in SessionStore(sleutel)
