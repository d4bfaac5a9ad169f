"""Browsers of one's own, and what they are checked with."""

import pytest
from axe_playwright_python.sync_playwright import Axe


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
