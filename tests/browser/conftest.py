"""A separate browser window for each person, and what checks its pages."""

import pytest
from axe_playwright_python.sync_playwright import Axe


# Only violations, and no style sheets: axe would fetch those into the page, and the
# Content-Security-Policy forbids that.
AXE_OPTIES = {"preload": False, "resultTypes": ["violations"]}


@pytest.fixture
def venster(chromium):
    """Open a separate window: its own cookies, Dutch, this size. Its console must stay silent."""
    geopend, meldingen = [], []

    def meld(melding):
        waar = melding.page.url if melding.page else ""
        # The browser reports a refused page as an error; only report what a page itself lacks.
        if melding.type in {"error", "warning"} and melding.location["url"] != waar:
            meldingen.append(f"{waar}: {melding.text}")

    def open_(**opties):
        context = chromium.new_context(
            locale="nl-NL", timezone_id="Europe/Amsterdam", **{"viewport": BUREAU} | opties
        )
        context.set_default_timeout(15_000)
        context.on("console", meld)
        context.on("weberror", lambda fout: meldingen.append(str(fout.error)))
        geopend.append(context)
        return context

    yield open_
    for context in geopend:
        context.close()
    assert not meldingen, "\n".join(meldingen)


BUREAU = {"width": 1280, "height": 900}
TELEFOON = {"width": 390, "height": 844}


@pytest.fixture
def toegankelijk():
    """Fail on anything that axe-core finds on a page."""
    axe = Axe()

    def controleer(pagina, naam):
        fouten = axe.run(pagina, options=AXE_OPTIES).response["violations"]
        assert not fouten, (
            naam
            + ": "
            + "; ".join(f"{fout['id']}: {fout['nodes'][0]['target']}" for fout in fouten)
        )

    return controleer
