"""A real Chromium: Debian's, driven by Playwright."""

import os
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright


OPTIES = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
CHROMIUM = shutil.which("chromium")

# Playwright runs an event loop of its own in this thread; Django asks about it and need not.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def chromium():
    if CHROMIUM is None:
        assert not os.environ.get("REQUIRE_BROWSER"), (
            "REQUIRE_BROWSER=1 en geen Chromium gevonden: apt-get install chromium"
        )
        pytest.skip("geen Chromium op deze machine (apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIES)
        yield browser
        browser.close()


@pytest.fixture
def venster(chromium):
    """Open a browser of one's own: own cookies, Dutch, this size."""
    geopend = []

    def open_(**opties):
        context = chromium.new_context(
            locale="nl-NL", timezone_id="Europe/Amsterdam", **{"viewport": BUREAU} | opties
        )
        context.set_default_timeout(15_000)
        geopend.append(context)
        return context

    yield open_
    for context in geopend:
        context.close()


BUREAU = {"width": 1280, "height": 900}
TELEFOON = {"width": 390, "height": 844}


@pytest.fixture
def toegankelijk():
    """Fail on anything that axe-core finds on a page."""
    axe = Axe()

    def controleer(pagina, naam):
        fouten = axe.run(pagina).response["violations"]
        assert not fouten, (
            naam
            + ": "
            + "; ".join(f"{fout['id']}: {fout['nodes'][0]['target']}" for fout in fouten)
        )

    return controleer
