"""Fixtures of every test: the settings are those of production, and carelessness fails."""

import datetime
import ipaddress
import os
import random
import shutil
import socket
import sys
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management.commands import flush
from django.db import connection, connections, models, transaction
from django.template.base import Node
from hypothesis import HealthCheck, settings as hypothesis_settings
from playwright.sync_api import sync_playwright

from config.database_roles import SONAR, create_roles
from kandidatenverkenner.ontvangst import suppression
from kandidatenverkenner.search_index import engine
from kandidatenverkenner.search_index.memory.index import Index


# No clock decides, and a world in the database is slow to draw. Each example shares the fixtures of
# its test: what it writes it clears away itself.
hypothesis_settings.register_profile(
    "database",
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.function_scoped_fixture,
    ],
)
hypothesis_settings.load_profile("database")

EIGEN_TEMPLATES = (
    str(Path(django_settings.BASE_DIR) / "kandidatenverkenner"),
    str(Path(django_settings.BASE_DIR) / "sonar"),
)


class OnbekendeVariabele(str):
    """Stands in for `string_if_invalid`: a test fails when one of our templates lacks a variable.

    Django's own admin templates do use variables that do not exist.
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
    # When no test needs a database, there is no test database; leave the real one alone.
    if str(connection.settings_dict["NAME"]).startswith("test_"):
        with django_db_blocker.unblock():
            create_roles()


class EagerEngine(engine.SearchEngine):
    """The engine of the site, which builds its index before the first answer instead of after it.

    It builds in the connection of the test: a thread would see nothing that was not committed.
    """

    def _ask(self, from_memory, from_database):
        if django_settings.ZOEKEN_IN_GEHEUGEN and self.index.wants_rebuild:
            self.index.rebuild(engine.now())
        return super()._ask(from_memory, from_database)

    def _rebuild_in_background(self):
        """The next question builds it."""


@pytest.fixture(autouse=True)
def _every_test_its_own_index(monkeypatch):
    """An index would remember what the test before it rolled back.

    Within one test it is kept up from the change log, as on the site. Only a savepoint that is
    rolled back after a search would be remembered: no test does that.
    """
    monkeypatch.setattr(engine, "ENGINE", EagerEngine(Index()))


@pytest.fixture
def sql_answers(settings):
    """PostgreSQL answers every search, as when there is no index yet."""
    settings.ZOEKEN_IN_GEHEUGEN = False


@pytest.fixture
def few_are_shown(monkeypatch):
    """A handful of candidates keep all their values: the test is about something else than rarity.

    In production a value that fewer than ten of a region have is left out.
    """
    monkeypatch.setattr(suppression, "MINSTENS", 1)


@pytest.fixture(autouse=True)
def _as_the_application(_django_db_helper, request):
    """The test has the rights of the site, not those of the owner of the tables."""
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


@pytest.fixture(scope="module")
def shared_world(django_db_setup, django_db_blocker):
    """What a fixture of the module builds is there for all its tests; each rolls back to it."""
    with django_db_blocker.unblock(), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"SET ROLE {SONAR}")
        yield
        transaction.set_rollback(True)


def word_eigenaar():
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


@pytest.fixture
def als_eigenaar(_as_the_application):
    """Call it, once the data of the test exist, to do what only the owner of the tables can do."""
    return word_eigenaar


@pytest.fixture
def eigenaar(als_eigenaar):
    """The whole test is the work of an administrator."""
    als_eigenaar()


# Django makes these itself, after the migrations; no test changes them.
STAYS = {"auth_permission", "django_content_type"}


def empty_the_tables():
    """Delete the rows of the few tables that have any.

    Django would truncate every table, and then make its permissions again: that takes longer than
    most tests. Neither triggers nor foreign keys are asked: everything goes.
    """
    tables = set(connection.introspection.django_table_names(only_existing=True)) - STAYS
    filled = " UNION ALL ".join(
        f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table})"  # noqa: S608 - our own names
        for table in sorted(tables)
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(filled)
        for (table,) in cursor.fetchall():
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608


@pytest.fixture(autouse=True, scope="session")
def _the_owner_empties_the_tables():
    """After a test that commits: the application has no right to do this."""
    original = flush.Command.handle

    def handle(self, **options):
        word_eigenaar()
        if options["reset_sequences"]:
            original(self, **options)
        else:
            empty_the_tables()

    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(flush.Command, "handle", handle)
        yield


@pytest.fixture(autouse=True)
def _undefined_template_variables_fail(monkeypatch):
    from django.template import engines  # noqa: PLC0415

    for each in engines.all():
        monkeypatch.setattr(each.engine, "string_if_invalid", OnbekendeVariabele("%s"))


@pytest.fixture(autouse=True)
def _unordered_querysets_are_shuffled(monkeypatch):
    """A queryset without an order has another order in each test."""
    origineel = models.QuerySet._fetch_all

    def _fetch_all(self):
        vers = self._result_cache is None
        origineel(self)
        if vers and isinstance(self._result_cache, list) and not self.ordered:
            random.shuffle(self._result_cache)

    monkeypatch.setattr(models.QuerySet, "_fetch_all", _fetch_all)


@pytest.fixture(autouse=True)
def _a_datetime_is_not_a_date(monkeypatch):
    """Django would silently cut off the time, in any time zone."""
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
    """A hash that is slow to guess is slow to test."""
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


@pytest.fixture(scope="module")
def browser_of_the_module():
    """One Chromium for the tests of a module: to start it takes longer than to open a page."""
    if CHROMIUM is None:
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail("REQUIRE_BROWSER=1 en geen Chromium gevonden: apt-get install chromium")
        pytest.skip("geen Chromium op deze machine (apt-get install chromium)")
    with pytest.MonkeyPatch.context() as monkeypatch, sync_playwright() as playwright:
        # Playwright's own loop runs in this thread; Django would take that for an async view.
        monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_OPTIES)
        yield browser
        browser.close()
        # Inside that loop Django keeps a separate connection; nothing else closes it.
        connections.close_all()


@pytest.fixture
def chromium(browser_of_the_module):
    """Debian's Chromium. Without it a test is skipped, or fails when REQUIRE_BROWSER=1."""
    yield browser_of_the_module
    for context in browser_of_the_module.contexts:
        context.close()
