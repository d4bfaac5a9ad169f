"""Kill -9 at any step of publishing: there is no release, or a whole one."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from sonar.models import Medewerker, Uitgave, Uitgavebestand
from sonar.rapportage.uitgeven import verify as verifieer_uitgave
from sonar.rapportage.uitgeven.manifest import MANIFEST, sha256_hex
from sonar.rapportage.uitgeven.signing import public_key
from tests.bouwers import medewerker, zichtbare_klant


ROOT = Path(__file__).resolve().parents[3]
KENMERK = "2020KW04-AM19-intern-1"
VOORSTEL = ["voorstel", "--regio", "AM19", "--kwartaal", "2020KW04", "--editie", "intern"]
BESTANDEN = 7

# The command in a process of its own, that kills itself at the given event: a question to the
# database, or something that happens to a file. Python's own hooks; nothing of ours is replaced.
PUBLICEER = """
import os, signal, sys
import django
from django.conf import settings
databank, bij, teller = sys.argv[1], int(sys.argv[2]), 0
settings.DATABASES["default"]["NAME"] = databank
django.setup()
from django.core.management import call_command
from django.db import connection
import sonar.management.commands.publiceer

def tel():
    global teller
    teller += 1
    if teller == bij:
        os.kill(os.getpid(), signal.SIGKILL)

def vraag(execute, *wat):
    antwoord = execute(*wat)
    tel()
    return antwoord

def gebeurtenis(naam, wat):
    if naam in {"os.mkdir", "os.rename", "open"} and ".uitgave-" in str(wat[0]):
        tel()

sys.addaudithook(gebeurtenis)
with connection.execute_wrapper(vraag):
    call_command("publiceer", *sys.argv[3:])
"""


def publiceer(*wat, bij):
    """Whether it came to its end; otherwise it was killed at event number `bij`."""
    klaar = subprocess.run(  # noqa: S603
        [
            sys.executable,
            "-W",
            "ignore",
            "-c",
            PUBLICEER,
            connection.settings_dict["NAME"],
            str(bij),
            *map(str, wat),
        ],
        check=False,
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"},
    )
    assert klaar.returncode in {0, -signal.SIGKILL}, klaar.stderr
    return klaar.returncode == 0


def sla_telkens_dood(*wat, stap, gaaf):
    """Kill it later every time until it comes to its end; answer how often it was killed."""
    bij = 1
    while not publiceer(*wat, bij=bij):
        gaaf()
        bij += stap
    return (bij - 1) // stap


@pytest.mark.django_db(transaction=True)
def test_killed_at_any_step_there_is_no_release_or_a_whole_one(tmp_path):
    zichtbare_klant()
    een, ander = (medewerker(rol=Medewerker.Rol.AUDITOR).account.get_username() for _ in range(2))

    def geen_voorstel():
        assert not Uitgave.objects.exists()
        assert not Uitgavebestand.objects.exists()

    assert sla_telkens_dood(*VOORSTEL, "--medewerker", een, stap=3, gaaf=geen_voorstel) >= 3
    voorgesteld = Uitgave.objects.get()
    assert voorgesteld.bestanden.count() == BESTANDEN

    def nog_voorstel():
        uitgave = Uitgave.objects.get()
        assert (uitgave.goedgekeurd_op, uitgave.handtekening) == (None, None)

    wat = ("goedkeuren", KENMERK, "--medewerker", ander)
    assert sla_telkens_dood(*wat, stap=3, gaaf=nog_voorstel) >= 2
    assert Uitgave.objects.get().is_goedgekeurd

    doel = tmp_path / "uitgave"
    (tmp_path / "sleutel.pem").write_bytes(public_key())
    sleutel = verifieer_uitgave.read_key(tmp_path / "sleutel.pem")

    def geen_of_een_hele():
        if doel.exists():  # killed after it got its name
            assert not verifieer_uitgave.check([doel], sleutel, None)
            shutil.rmtree(doel)

    wat = ("uitpakken", KENMERK, "--uit", doel, "--medewerker", ander)
    assert sla_telkens_dood(*wat, stap=4, gaaf=geen_of_een_hele) >= 3
    assert not verifieer_uitgave.check([doel], sleutel, None)
    assert sha256_hex((doel / MANIFEST).read_bytes()) == sha256_hex(bytes(voorgesteld.manifest))


WEGSCHRIJVEN = """
import os, signal, sys
from pathlib import Path
from sonar.rapportage.uitgeven.archive import write_folder
bij, teller = int(sys.argv[2]), 0

def gebeurtenis(naam, wat):
    global teller
    if naam in {"os.mkdir", "os.rename", "open", "os.remove", "os.rmdir"}:
        teller += 1
        if teller == bij:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(gebeurtenis)
write_folder({f"{n}.csv": b"x" * 100_000 for n in range(4)}, Path(sys.argv[1]))
"""


def test_a_folder_is_there_as_a_whole_or_not_at_all(tmp_path):
    doel, bij, standen = tmp_path / "map", 0, set()
    code = -signal.SIGKILL
    while code == -signal.SIGKILL:
        bij += 1
        code = subprocess.run(  # noqa: S603
            [sys.executable, "-c", WEGSCHRIJVEN, doel, str(bij)], check=False, cwd=ROOT
        ).returncode
        standen.add(doel.exists())
        if doel.exists():
            assert [pad.stat().st_size for pad in sorted(doel.iterdir())] == [100_000] * 4
            for pad in doel.iterdir():
                pad.unlink()
            doel.rmdir()
    assert (code, standen) == (0, {False, True})
    assert bij > 8
