"""`make dev`: a change is seen at once, and only who sits at this machine gets to see the code."""

import http.client
import os
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.bouwers import werkzoekende
from tests.config.running_site import eventually, free_port, running


ROOT = Path(__file__).resolve().parents[2]
PARTS = ("config", "kandidatenverkenner", "sonar", "simulatie", "fixtures", "manage.py")


@contextmanager
def development(project):
    """The site as `make dev` starts it, in a copy of the project."""
    for part in PARTS:
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy2
        copy(ROOT / part, project / part)
    werkzoekende()  # so it is not empty, and need not be filled
    port = free_port()
    with running(["manage.py", "dev"], cwd=project, DEBUG="ja", PORT=str(port)) as process:
        address = f"http://127.0.0.1:{port}"
        eventually(lambda: page(f"{address}/inloggen"), process)
        yield address, process


def page(address):
    """What stands there, or nothing."""
    try:
        with urllib.request.urlopen(address) as answer:  # noqa: S310
            return answer.read().decode()
    except (urllib.error.URLError, http.client.HTTPException, ConnectionError):
        return ""


def replace(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.django_db(transaction=True)
def test_a_changed_template_stylesheet_or_module_is_seen_at_once(tmp_path):
    with development(tmp_path) as (address, process):
        login, style = f"{address}/inloggen", f"{address}/static/kandidatenverkenner/stijl.css"
        assert "Wat nieuw is" not in page(login)
        assert "--wat-nieuw-is" not in page(style)

        templates = tmp_path / "config" / "templates" / "account"
        replace(templates / "login.html", "<h1>", "<h1>Wat nieuw is ")
        eventually(lambda: "<h1>Wat nieuw is " in page(login), process)

        folder = tmp_path / "kandidatenverkenner" / "static" / "kandidatenverkenner"
        with (folder / "stijl.css").open("a", encoding="utf-8") as stylesheet:
            stylesheet.write(":root { --wat-nieuw-is: 1px }\n")
        eventually(lambda: "--wat-nieuw-is" in page(style), process)

        assert not page(f"{address}/wat-nieuw-is")
        replace(tmp_path / "config" / "urls.py", '"inloggen",', '"wat-nieuw-is",')
        eventually(lambda: page(f"{address}/wat-nieuw-is"), process)


RENDERED = """
import django
django.setup()
from kandidatenverkenner.views.zoeken import context, facets
for kept in (facets._parts, context._plaatsen):
    print(kept.cache_parameters()["maxsize"] > 0, end=" ")
"""


def test_what_a_template_made_is_kept_in_memory_only_where_no_template_changes():
    for debug, kept in (("nee", "True True "), ("ja", "False False ")):
        environment = {"DJANGO_SETTINGS_MODULE": "config.settings", "DEBUG": debug}
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-W", "ignore", "-c", RENDERED],
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], **environment},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout == kept


@pytest.mark.django_db(transaction=True)
def test_the_toolbar_opens_under_our_own_policy(tmp_path, chromium):
    with development(tmp_path) as (address, _):
        tab = chromium.new_page()
        complaints = []
        tab.on("console", lambda said: complaints.append(said.text))
        answer = tab.goto(f"{address}/inloggen")
        assert "script-src 'self'" in answer.headers["content-security-policy"]
        tab.locator("#djdt-TemplatesPanel a").click()
        tab.locator("#TemplatesPanel").get_by_text("account/login.html").first.wait_for()
        tab.close()
    assert not complaints
