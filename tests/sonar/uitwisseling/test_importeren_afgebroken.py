"""Kill -9 while a file is read in: each line is whole or not there, and one starts again."""

import signal
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from sonar.models import Klantprofiel
from tests.bouwers import codelijsten, inschrijving, medewerker
from tests.sonar.uitwisseling.test_importeren import als_csv, importeer, regel


# The command in a process of its own, that kills itself at a question to the database.
IMPORTEER = """
import os, signal, sys
import django
from django.conf import settings
settings.DATABASES["default"]["NAME"], bij, teller = sys.argv[1], int(sys.argv[2]), 0
django.setup()
from django.core.management import call_command
from django.db import connection

def vraag(execute, *wat):
    global teller
    antwoord = execute(*wat)
    teller += 1
    if teller == bij:
        os.kill(os.getpid(), signal.SIGKILL)
    return antwoord

with connection.execute_wrapper(vraag):
    call_command("importeer", *sys.argv[3:])
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("bij", [25, 60, 110])
def test_killed_at_any_moment_a_line_is_whole_or_not_there_and_one_starts_again(
    tmp_path, capsys, bij
):
    codelijsten()
    wie = medewerker()
    mensen = [inschrijving(klantmanager=wie).werkzoekende for _ in range(5)]
    pad = als_csv(tmp_path, *(regel(mens) for mens in mensen))
    gedood = subprocess.run(  # noqa: S603
        [
            *(sys.executable, "-W", "ignore", "-c", IMPORTEER),
            *(connection.settings_dict["NAME"], str(bij), str(pad)),
            *(f"--medewerker={wie.account.username}", "--uitvoeren"),
        ],
        cwd=settings.BASE_DIR,
        capture_output=True,
        check=False,
    )
    assert gedood.returncode == -signal.SIGKILL

    klaar = 0
    for profiel in Klantprofiel.objects.order_by("pk"):
        klaar += 1
        assert (profiel.uren_max, profiel.opleidingen.count(), profiel.talen.count()) == (24, 1, 1)
        assert profiel.versies.count() == 1
    uit = importeer(capsys, pad, wie, "--uitvoeren")
    assert f"{5 - klaar} gewijzigd, {klaar} ongewijzigd, 0 met een fout" in uit
    assert Klantprofiel.objects.count() == 5
