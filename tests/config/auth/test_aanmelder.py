"""The session of an account is looked up at every page: on the site of employers in one query."""

import pytest
from django.contrib.auth import SESSION_KEY, get_user_model

from kandidatenverkenner.accounts.aanmelden import account_van, werkgeversaccount_van
from kandidatenverkenner.models import Werkgever, Werkgeversaccount


VAN_WERKGEVERS = "config.auth.backends.EmployerBackend"


@pytest.fixture
def iemand(settings, client):
    """Signed in, without a second factor: then every page sends on to get one."""
    settings.AUTHENTICATION_BACKENDS = [VAN_WERKGEVERS]
    account = get_user_model().objects.create_user("iemand")
    client.force_login(account)
    assert client.get("/lijsten").url == "/tweede-stap/instellen"
    return account


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
    verander(iemand)
    iemand.save()

    assert client.get("/lijsten").url.startswith("/inloggen")


@pytest.mark.django_db
def test_a_session_of_somebody_who_is_gone_is_nobodys(client, iemand):
    sessie = client.session
    sessie[SESSION_KEY] = str(iemand.pk + 1)
    sessie.save()

    assert client.get("/lijsten").url.startswith("/inloggen")


@pytest.mark.django_db
def test_whoever_is_signed_in_comes_with_the_organisation(django_assert_num_queries):
    account = get_user_model().objects.create_user("werkgever")
    werkgever = Werkgever.objects.create(kvk_nummer="12345678", naam="Bakker")
    Werkgeversaccount.objects.create(account=account, werkgever=werkgever)
    with django_assert_num_queries(1):
        gevonden = werkgeversaccount_van(account_van(account.pk))
    assert gevonden.werkgever == werkgever
    assert gevonden.account.werkgeversaccount is gevonden

    zonder = get_user_model().objects.get(pk=account.pk)
    with django_assert_num_queries(1):
        assert werkgeversaccount_van(zonder) == gevonden


@pytest.mark.django_db
def test_an_account_of_nobody_here_has_no_organisation():
    iemand = account_van(get_user_model().objects.create_user("iemand").pk)
    assert werkgeversaccount_van(iemand) is None
    assert account_van(iemand.pk + 1) is None
