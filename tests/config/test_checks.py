"""A database of before 0.2.0, or one half made: refused with a sentence, and nothing is written."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.core.management.base import OutputWrapper, SystemCheckError
from django.db import OperationalError, connection, connections
from django.db.migrations.recorder import MigrationRecorder

from config import checks
from config.database_roles import CIJFERS, KANDIDATENVERKENNER
from simulatie.demo import site


pytestmark = pytest.mark.postgres15

VAN_VOOR = [
    ("config", "0001_cache"),
    ("config", "0002_cache_buiten"),
    ("kandidatenverkenner", "0001_initial"),
    ("kandidatenverkenner", "0002_zoekteller"),
    ("kandidatenverkenner", "0012_aanlevering"),
    ("sonar", "0001_extensies"),
    ("sonar", "0026_afgeschermd_niet_getoond"),
]
ONS = [
    ("config", "0001_initial"),
    ("kandidatenverkenner", "0001_initial"),
    ("kandidatenverkenner", "0002_sql"),
    ("sonar", "0001_initial"),
    ("sonar", "0002_sql"),
]
GEWEIGERD = [
    pytest.param(VAN_VOOR, "van voor versie 0.2.0 en wordt niet bijgewerkt", id="van voor 0.2.0"),
    pytest.param(VAN_VOOR[:1], "van voor versie 0.2.0", id="van voor 0.2.0, na een stap gestopt"),
    pytest.param(VAN_VOOR[2:3], "kandidatenverkenner.0002_sql niet", id="half, van toen of van nu"),
    pytest.param(VAN_VOOR[2:4], "van voor versie 0.2.0", id="van voor 0.2.0, zonder Sonar"),
    pytest.param(ONS[:-1], "sonar.0001_initial is uitgevoerd en sonar.0002_sql niet", id="half"),
    pytest.param([*ONS, ("sonar", "0099_later")], "sonar.0099_later", id="van een latere versie"),
]


@pytest.fixture
def uitgevoerd(eigenaar):
    """Say which of our migrations ran."""

    def zet(stappen):
        recorder = MigrationRecorder(connection)
        recorder.migration_qs.filter(app__in=checks.OURS).delete()
        for stap in stappen:
            recorder.record_applied(*stap)

    return zet


def inhoud():
    with connection.cursor() as cursor:
        cursor.execute("SELECT array_agg(relname::text ORDER BY 1) FROM pg_class")
        (tabellen,) = cursor.fetchone()
    return tabellen, sorted(MigrationRecorder(connection).applied_migrations())


@pytest.mark.django_db
@pytest.mark.parametrize(("stappen", "zin"), GEWEIGERD)
def test_it_is_refused_everywhere_and_nothing_is_written(stappen, zin, uitgevoerd):
    uitgevoerd(stappen)
    ervoor = inhoud()

    for doe in (
        lambda: call_command("check", databases=["default"]),
        lambda: call_command("migrate", skip_checks=False, verbosity=0),
        lambda: call_command("migrate", "sonar", skip_checks=False, verbosity=0),
        lambda: site.migrate(OutputWrapper(io.StringIO())),
    ):
        with pytest.raises((SystemCheckError, CommandError)) as geweigerd:
            doe()
        assert zin in str(geweigerd.value)
        assert "Er is niets gewijzigd." in str(geweigerd.value)
    assert zin in checks.refusal_to_serve()
    assert inhoud() == ervoor


@pytest.mark.django_db
def test_what_is_of_this_version_is_not_refused():
    call_command("check", databases=["default"])
    assert checks.refusal() is checks.refusal_to_serve() is None


@pytest.mark.django_db
def test_a_new_database_is_not_refused(uitgevoerd):
    uitgevoerd([])
    assert checks.refusal() is checks.refusal_to_serve() is None


@pytest.mark.django_db
def test_who_stopped_between_two_apps_goes_on_but_does_not_serve(uitgevoerd):
    uitgevoerd(ONS[:3])
    assert checks.refusal() is None
    assert "sonar.0001_initial is nog niet uitgevoerd" in checks.refusal_to_serve()


@pytest.mark.django_db
def test_every_process_starts_with_the_rights_it_has():
    for rol in (KANDIDATENVERKENNER, CIJFERS):
        with connection.cursor() as cursor:
            cursor.execute(f"SET ROLE {rol}")
        assert checks.refusal_to_serve() is None


def test_a_database_that_is_down_does_not_stop_the_site(monkeypatch, django_db_blocker):
    monkeypatch.setitem(
        connections.databases, "weg", connection.settings_dict | {"NAME": "bestaat_niet"}
    )
    with django_db_blocker.unblock():
        with pytest.raises(OperationalError):
            connections["weg"].ensure_connection()
        assert checks.refusal_to_serve("weg") is None
    del connections["weg"]
