"""What makes carelessness impossible in every test."""

import datetime
import ipaddress
import os
import random
import shutil
import socket
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management.commands import flush
from django.db import connection, connections, models
from django.template.base import Node
from playwright.sync_api import sync_playwright

from config.database_roles import SONAR, create_roles
from kandidatenverkenner.ontvangst import suppression as zeldzaam


EIGEN_TEMPLATES = (
    str(Path(settings.BASE_DIR) / "kandidatenverkenner"),
    str(Path(settings.BASE_DIR) / "sonar"),
)


class OnbekendeVariabele(str):
    """Stands in for `string_if_invalid`: a variable that one of our templates does not get, fails.

    Django's own admin templates do use variables that are not there.
    """

    __slots__ = ()

    def __mod__(self, variabele):
        frame = sys._getframe()
        while frame:
            node = frame.f_locals.get("self")
            if isinstance(node, Node) and getattr(node, "origin", None):
                assert not node.origin.name.startswith(EIGEN_TEMPLATES), (
                    f"{node.origin.name}: {{{{ {variabele} }}}} is niet gegeven"
                )
                break
            frame = frame.f_back
        return ""


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    # Without a test that needs one there is no test database; the real one is left alone.
    if str(connection.settings_dict["NAME"]).startswith("test_"):
        with django_db_blocker.unblock():
            create_roles()


@pytest.fixture(autouse=True)
def _every_test_its_own_data(settings):
    """An index in memory would remember what a test rolls back; test_geheugen.py makes its own."""
    settings.ZOEKEN_IN_GEHEUGEN = False


@pytest.fixture(autouse=True)
def _a_handful_is_shown(monkeypatch):
    """Tests deliver a handful; that fewer than ten are hidden, is for test_zeldzaam.py."""
    monkeypatch.setattr(zeldzaam, "MINSTENS", 1)


@pytest.fixture(autouse=True)
def _as_the_application(_django_db_helper, request):
    """With the rights that the site has, not those of the owner of the tables."""
    if not {"db", "transactional_db"} & set(request.fixturenames) and not any(
        request.node.iter_markers("django_db")
    ):
        yield
        return
    opties = connection.settings_dict.setdefault("OPTIONS", {})
    opties["assume_role"] = SONAR
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {SONAR}")
    yield
    del opties["assume_role"]


def word_eigenaar():
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


@pytest.fixture
def als_eigenaar(_as_the_application):
    """For what only the owner of the tables can do; called once the world of the test is there."""
    return word_eigenaar


@pytest.fixture
def eigenaar(als_eigenaar):
    """The whole test is the work of an administrator."""
    als_eigenaar()


@pytest.fixture(autouse=True, scope="session")
def _the_owner_empties_the_tables():
    """After a test that commits, Django truncates: that is not a right of the application."""
    origineel = flush.Command.handle

    def handle(self, **opties):
        word_eigenaar()
        return origineel(self, **opties)

    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(flush.Command, "handle", handle)
        yield


@pytest.fixture(autouse=True)
def _undefined_template_variables_fail(monkeypatch):
    from django.template import engines  # noqa: PLC0415

    for engine in engines.all():
        monkeypatch.setattr(engine.engine, "string_if_invalid", OnbekendeVariabele("%s"))


@pytest.fixture(autouse=True)
def _unordered_querysets_are_shuffled(monkeypatch):
    """What has no order in the code has none in a test."""
    origineel = models.QuerySet._fetch_all

    def _fetch_all(self):
        vers = self._result_cache is None
        origineel(self)
        if vers and isinstance(self._result_cache, list) and not self.ordered:
            random.shuffle(self._result_cache)

    monkeypatch.setattr(models.QuerySet, "_fetch_all", _fetch_all)


@pytest.fixture(autouse=True)
def _a_datetime_is_not_a_date(monkeypatch):
    """Django would cut off the time in silence, in whatever time zone."""
    origineel = models.DateField.to_python

    def to_python(self, value):
        assert type(self) is not models.DateField or not isinstance(value, datetime.datetime), (
            f"{self.name}: een datetime in een DateField"
        )
        return origineel(self, value)

    monkeypatch.setattr(models.DateField, "to_python", to_python)


def _is_van_deze_machine(adres):
    if not isinstance(adres, tuple):
        return True  # a socket in the file system
    try:
        return ipaddress.ip_address(adres[0]).is_loopback
    except ValueError:
        return adres[0] == "localhost"


@pytest.fixture(autouse=True, scope="session")
def _sockets_stay_on_this_machine():
    origineel = socket.socket.connect

    def connect(self, adres):
        assert _is_van_deze_machine(adres), "een test praat alleen met deze machine"
        return origineel(self, adres)

    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(socket.socket, "connect", connect)
        yield


@pytest.fixture(autouse=True)
def _passwords_are_cheap(settings):
    """What makes a password slow to guess makes a test slow to run."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


CHROMIUM = shutil.which("chromium")
CHROMIUM_OPTIES = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture
def chromium(monkeypatch):
    """Debian's Chromium. Without it a test is skipped, or fails when REQUIRE_BROWSER=1."""
    if CHROMIUM is None:
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail("REQUIRE_BROWSER=1 en geen Chromium gevonden: apt-get install chromium")
        pytest.skip("geen Chromium op deze machine (apt-get install chromium)")
    # Playwright's own loop runs in this thread; Django would take that for an async view.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_OPTIES)
        yield browser
        browser.close()
        # Beside that loop Django keeps a connection of its own, that nobody else closes.
        connections.close_all()
