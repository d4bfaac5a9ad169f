"""The product without invented people: installed without Faker and without simulatie/."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sonar.uitwisseling.fixtures import load_fixtures
from tests.bouwers import zichtbare_klant
from tests.config.running_site import SECRETS, database_url


ROOT = Path(__file__).resolve().parents[2]
PARTS = ("config", "kandidatenverkenner", "sonar", "fixtures", "manage.py")
RUN = """
import importlib, pkgutil, sys
sys.modules["faker"] = None
import django
django.setup()
from django.apps import apps
from django.core.management import call_command, get_commands
from django.test import Client
for product in ("config", "sonar", "kandidatenverkenner"):
    package = importlib.import_module(product)
    for module in pkgutil.walk_packages(package.__path__, f"{product}."):
        importlib.import_module(module.name)
assert "simulatie" not in sys.modules and not apps.is_installed("simulatie")
assert not {"demo", "dev", "code", "simuleer"} & get_commands().keys()
call_command("migrate", verbosity=0)
call_command("maak_rollen")
call_command("laad_fixtures")
call_command("lever", "--alles")
call_command("maak_overzicht", "--opnieuw")
asked = ("--regio=AM19", "--kwartaal=2020KW04", "--formaat=csv", "--uit=cijfers.csv")
call_command("rapporteer", *asked)
client = Client(headers={"host": "localhost"})
for page in sys.argv[1:]:
    answer = client.get(page)
    print("page", page, answer.status_code, answer.headers.get("Location", ""))
"""
PAGES = {
    "/": (200, ""),
    "/inloggen": (200, ""),
    "/kandidaten": (302, "/inloggen?next=/kandidaten"),
    "/overzicht": (200, ""),
    "/cijfers": (200, ""),
    "/sonar/": (302, "/sonar/login/?next=/sonar/"),
    "/api/v1/openapi.json": (200, ""),
    "/api/v1/kandidaten": (401, ""),
}


@pytest.mark.django_db(transaction=True)
def test_the_product_runs_without_the_simulation(tmp_path):
    load_fixtures()
    zichtbare_klant()
    for part in PARTS:
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy2
        copy(ROOT / part, tmp_path / part)

    done = subprocess.run(  # noqa: S603
        [sys.executable, "-W", "ignore", "-c", RUN, *PAGES],
        cwd=tmp_path,
        env={
            "PATH": "/usr/bin:/bin",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": database_url(),
            **{name: f"only-for-this-test-{name}" for name in SECRETS},
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    lines = [line for line in done.stdout.splitlines() if line.startswith("page ")]
    assert lines == [f"page {page} {status} {to}" for page, (status, to) in PAGES.items()]
    assert "1 nieuw" in done.stdout
    counted = (tmp_path / "cijfers.csv").read_text(encoding="utf-8-sig").splitlines()
    assert counted[-1].startswith("AM19,TOTAAL AMR,1,0,0,0,1")
