"""The second wall: what a process may do is written in the database."""

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction

from config.rollen import KANDIDATENVERKENNER, RECHTEN, SONAR, maak_rollen, recht, tabellen
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
    medewerker()
    werkgever = werkgeversaccount()
    word(KANDIDATENVERKENNER)

    assert probeer("SELECT id FROM auth_user") == [(werkgever.pk,)]
    assert probeer("SELECT 1 FROM django_admin_log") is None
    assert probeer("SELECT 1 FROM auth_group") is None


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

    assert {tabel for tabel, _ in tabellen()} == bekend
    for rol in RECHTEN:
        for tabel, app in tabellen():
            assert recht(rol, tabel, app) is not None
    eigen = {app for _, app in tabellen()} | bekend
    assert all(set(rechten) <= eigen for rechten in RECHTEN.values())


def test_a_second_time_changes_nothing(als_eigenaar):
    als_eigenaar()

    assert maak_rollen() == maak_rollen()
