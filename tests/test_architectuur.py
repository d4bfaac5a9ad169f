"""What the linters cannot check: the wall between both sides, and the size of a file."""

import ast
import re
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from django.apps import apps


ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ["config", "sonar", "kandidatenverkenner", "simulatie", "tests", "benchmarks"]
KANDIDATENVERKENNER = sorted((ROOT / "kandidatenverkenner").rglob("*.py"))
TEKST = sorted(
    pad
    for soort in ("*.html", "*.css", "*.js", "*.txt")
    for pad in (ROOT / "kandidatenverkenner").rglob(soort)
)


@pytest.mark.parametrize("path", KANDIDATENVERKENNER, ids=lambda p: str(p.relative_to(ROOT)))
def test_kandidatenverkenner_does_not_name_sonar(path):
    """import-linter reads imports; a model can also be reached by its name in a string."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = {
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node)
    }
    strings = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in docstrings
    }
    assert not {text for text in strings if re.search(r"\bsonar(_|\b)", text)}


@pytest.mark.parametrize("path", TEKST, ids=lambda p: str(p.relative_to(ROOT)))
def test_the_pages_of_kandidatenverkenner_do_not_link_to_sonar(path):
    assert not re.search(r"\bsonar(_|/|:)", path.read_text(encoding="utf-8"))


def test_kandidatenverkenner_runs_without_sonar():
    """As in production: installed alone, in a fresh process where importing sonar fails."""
    code = """
import sys
sys.modules["sonar"] = None
import django
django.setup()
import importlib, pkgutil
import kandidatenverkenner
for module in pkgutil.walk_packages(kandidatenverkenner.__path__, "kandidatenverkenner."):
    importlib.import_module(module.name)
from django.apps import apps
from django.urls import resolve, Resolver404
resolve("/kandidaten")
resolve("/api/v1/kandidaten")
assert not apps.is_installed("sonar")
assert not apps.is_installed("django.contrib.admin")
try:
    resolve("/sonar/")
except Resolver404:
    print("alleen")
"""
    klaar = subprocess.run(  # noqa: S603
        [sys.executable, "-W", "ignore", "-c", code],
        check=True,
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={
            "SITE": "kandidatenverkenner",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PATH": "/usr/bin:/bin",
        },
    )
    assert klaar.stdout.strip() == "alleen"


def test_no_relation_crosses_the_wall():
    """An account is Django's; everything else of the outside stays outside."""
    for model in apps.get_app_config("kandidatenverkenner").get_models():
        for field in model._meta.get_fields():
            if field.is_relation and field.related_model:
                assert field.related_model._meta.app_label in {"kandidatenverkenner", "auth"}, field


@pytest.mark.parametrize("package", PACKAGES)
def test_no_file_is_too_long(package):
    sizes = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for soort in ("*.py", "*.js", "*.css", "*.html")
        for path in (ROOT / package).rglob(soort)
        if "migrations" not in path.parts
    }
    assert not {path: lines for path, lines in sizes.items() if lines > 400}


def test_no_file_is_named_after_nothing():
    verboden = {"utils", "helpers", "common", "base", "services", "exceptions"}
    namen = {
        pad
        for package in ("config", "sonar", "kandidatenverkenner", "tests")
        for pad in (ROOT / package).rglob("*.py")
        if pad.stem in verboden
    }
    # Django asks a database backend for a module `base`; `exceptions` is DRF's own word for the
    # answers to a request that fails.
    assert namen <= {
        ROOT / "config" / "postgres" / "base.py",
        ROOT / "kandidatenverkenner" / "api" / "exceptions.py",
    }


MOST_MODULES = 12


def modules():
    """Every module of ours, except migrations and `__init__` files."""
    return [
        path
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        if "migrations" not in path.parts and path.stem != "__init__"
    ]


def test_no_room_is_too_full():
    rooms = Counter(str(path.parent.relative_to(ROOT)) for path in modules())

    assert {room: number for room, number in rooms.items() if number > MOST_MODULES} == {}


def test_every_room_says_what_it_is_for():
    for room in {path.parent for path in modules()} - {ROOT / "tests"}:
        if "tests" in room.relative_to(ROOT).parts[:1] or room.name == "commands":
            continue
        door = room / "__init__.py"
        assert door.exists(), room
        assert ast.get_docstring(ast.parse(door.read_text(encoding="utf-8"))), door


def test_every_word_in_the_name_of_a_file_is_craft_or_domain():
    words = tomllib.loads((ROOT / "tests" / "file_names.toml").read_text(encoding="utf-8"))
    craft, domain = set(words["craft"].split()), set(words["domain"].split())
    used = {
        word
        for path in [*modules(), *ROOT.glob("*/sql/*.sql")]
        if path.relative_to(ROOT).parts[0] != "tests"
        for part in path.relative_to(ROOT).with_suffix("").parts
        for word in part.strip("_").split("_")
    }

    assert craft & domain == set()
    assert used - craft - domain == set()
