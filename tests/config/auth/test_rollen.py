"""The second wall: what a process may do is written in the database."""

import os
import subprocess
import sys

import pytest
from django.apps import apps
from django.conf import settings
from django.db import ProgrammingError, connection, transaction

from config.database_roles import (
    KANDIDATENVERKENNER,
    RECHTEN,
    SONAR,
    all_tables,
    create_roles,
    right_on,
)
from tests.aanmelden import code, met_tweede_factor
from tests.bouwers import medewerker, zichtbare_klant
from tests.kandidatenverkenner.bouwers import werkgeversaccount


pytestmark = [pytest.mark.django_db, pytest.mark.postgres15]
BINNEN = sorted(
    model._meta.db_table
    for model in apps.get_models(include_auto_created=True)
    if model._meta.app_label == "sonar"
)


def word(rol):
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {rol}")


def probeer(opdracht):
    """The rows, or None when the role may not."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(opdracht)
            return cursor.fetchall() if cursor.description else []
    except ProgrammingError as fout:
        assert "permission denied" in str(fout)  # noqa: PT017 - or it was another fault
        return None


def test_the_tests_run_as_the_application():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, rolsuper FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (SONAR, False)


@pytest.mark.parametrize("tabel", BINNEN)
def test_the_kandidatenverkenner_reads_no_table_of_sonar(tabel):
    word(KANDIDATENVERKENNER)

    for opdracht in (f"SELECT 1 FROM {tabel}", f"DELETE FROM {tabel}", f"TRUNCATE {tabel}"):  # noqa: S608
        assert probeer(opdracht) is None


def test_the_kandidatenverkenner_has_no_secrets_of_caseworkers_either():
    met_tweede_factor(medewerker().account)
    werkgever = met_tweede_factor(werkgeversaccount())
    word(KANDIDATENVERKENNER)

    assert probeer("SELECT id FROM auth_user") == [(werkgever.pk,)]
    assert probeer("SELECT user_id FROM mfa_authenticator") == [(werkgever.pk,)]
    gewijzigd = probeer("UPDATE mfa_authenticator SET data = '{}' RETURNING user_id")
    assert gewijzigd == [(werkgever.pk,)]
    assert probeer("SELECT 1 FROM django_session") is None
    assert probeer("SELECT 1 FROM config_cache") is None
    assert probeer("SELECT 1 FROM django_admin_log") is None
    assert probeer("SELECT 1 FROM auth_group") is None


AANMELDEN = """
import sys
import django
from django.conf import settings
databank = settings.DATABASES["default"]
databank["NAME"] = sys.argv[1]
databank.setdefault("OPTIONS", {})["assume_role"] = "kandidatenverkenner_proces"
settings.ALLOWED_HOSTS = ["testserver"]
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
django.setup()
from django.test import Client
client = Client()
eerst = client.post("/inloggen", {"login": sys.argv[2], "password": sys.argv[3]})
klaar = client.post("/inloggen/code", {"code": sys.argv[4]})
print(eerst.url, klaar.url, client.get("/verzoeken").status_code)
"""


@pytest.mark.django_db(transaction=True)
def test_an_employer_signs_in_where_no_session_of_a_caseworker_can_be_read():
    account = met_tweede_factor(werkgeversaccount(wachtwoord="geheim-voor-tests"))
    opdracht = [sys.executable, "-W", "ignore", "-c", AANMELDEN]
    wie = [connection.settings_dict["NAME"], account.username, "geheim-voor-tests", code()]

    klaar = subprocess.run(  # noqa: S603
        [*opdracht, *wie],
        cwd=settings.BASE_DIR,
        env=os.environ | {"SITE": "kandidatenverkenner"},
        capture_output=True,
        check=False,
        text=True,
    )

    assert klaar.stdout.split() == ["/inloggen/code", "/kandidaten", "200"], klaar.stderr[-500:]


def test_the_kandidatenverkenner_reads_the_overview_and_not_what_it_was_made_from(client):
    word(KANDIDATENVERKENNER)

    assert client.get("/overzicht").status_code == 200
    assert client.get("/overzicht/tabel.csv").status_code == 200
    assert probeer("SELECT 1 FROM kandidatenverkenner_overzichtrij") == []
    assert probeer("SELECT 1 FROM kandidatenverkenner_overzicht") == []
    assert probeer("SELECT 1 FROM kandidatenverkenner_overzichtregio") is None
    assert probeer("SELECT 1 FROM kandidatenverkenner_overzichtgroep") is None
    assert probeer("DELETE FROM kandidatenverkenner_overzichtrij") is None


def test_the_kandidatenverkenner_does_not_write_what_comes_from_sonar():
    zichtbare_klant()
    word(KANDIDATENVERKENNER)

    assert probeer("SELECT 1 FROM kandidatenverkenner_kandidaat") is not None
    assert probeer("DELETE FROM kandidatenverkenner_kandidaat") is None
    assert probeer("UPDATE kandidatenverkenner_kenmerk SET naam = 'x'") is None
    # With what is too rare to be shown.
    assert probeer("SELECT 1 FROM kandidatenverkenner_aanlevering") is None


def test_sonar_adds_to_the_log_and_takes_nothing_off():
    for opdracht in ("UPDATE sonar_verwerking SET persoon = 1", "DELETE FROM sonar_verwerking"):
        assert probeer(opdracht) is None
    assert probeer("TRUNCATE sonar_verwerking") is None
    assert probeer("SET session_replication_role = replica") is None
    assert probeer("DELETE FROM django_admin_log") is None


def test_somebody_decided_about_every_table():
    with connection.cursor() as cursor:
        bekend = set(connection.introspection.table_names(cursor))

    assert {tabel for tabel, _ in all_tables()} == bekend
    for rol in RECHTEN:
        for tabel, app in all_tables():
            assert right_on(rol, tabel, app) is not None
    eigen = {app for _, app in all_tables()} | bekend
    assert all(set(rechten) <= eigen for rechten in RECHTEN.values())


def test_a_second_time_changes_nothing(als_eigenaar):
    als_eigenaar()

    assert create_roles() == create_roles()
