"""The public overview in a real Chromium: axe, the keyboard, a phone, zoom, print."""

import datetime

import pytest
from axe_playwright_python.sync_playwright import Axe

from kandidatenverkenner.overzicht.build import maak_overzicht
from tests.kandidatenverkenner.bouwers import CODES, lever, profiel


pytestmark = pytest.mark.django_db(transaction=True)
BREED, HALF, SMAL = (
    {"width": 1280, "height": 900},
    {"width": 640, "height": 450},  # 1280 at 200%
    {"width": 320, "height": 700},
)
ADRESSEN = [
    "/overzicht",
    "/overzicht#filters",
    "/overzicht?regio=AM19&sector=G",
    "/overzicht?regio=AM01",
    "/overzicht?regio=AM21&sector=I",
    "/overzicht?sector=onzin",
]


@pytest.fixture
def overzicht():
    """Enough people for long charts with a part to be opened."""
    taken = [(f"taak-{nummer:02}", f"taak nummer {nummer:02}", "") for nummer in range(14)]
    lever(
        *(profiel(taaksoorten=(code,)) for code, *_ in taken for _ in range(12)),
        *(profiel(sectoren=("56", "I"), taaksoorten=()) for _ in range(25)),
        *(profiel(regio="AM21", opleidingsniveau="5") for _ in range(30)),
        codes=CODES | {"taaksoort": [*CODES["taaksoort"], *taken]},
    )
    maak_overzicht(
        moment=datetime.datetime(2026, 1, 1, 3, tzinfo=datetime.UTC),
        peildatum=datetime.date(2026, 1, 1),
        opnieuw=False,
    )


@pytest.mark.parametrize("kleur", ["light", "dark"])
@pytest.mark.parametrize("venster", [BREED, HALF, SMAL], ids=["breed", "200%", "smal"])
def test_the_overview_is_accessible(open_pagina, overzicht, venster, kleur):
    # The page has no script; axe is one.
    pagina = open_pagina(venster=venster, kleur=kleur)

    for adres in ADRESSEN:
        pagina.goto(adres)
        gebreken = Axe().run(pagina).response["violations"]
        assert not [(een["id"], een["nodes"][0]["html"]) for een in gebreken], adres
        assert pagina.evaluate("document.documentElement.scrollWidth") <= venster["width"]
    assert not pagina.meldingen
    assert not pagina.context.cookies()


def test_somebody_with_a_keyboard_chooses_a_region(open_pagina, overzicht):
    pagina = open_pagina(venster=BREED, javascript=False)
    pagina.goto("/overzicht")

    pagina.keyboard.press("Tab")
    assert pagina.locator(":focus").inner_text() == "Naar de inhoud"
    pagina.get_by_label("Arbeidsmarktregio").focus()
    pagina.keyboard.type("Haag")
    for _ in range(6):
        pagina.keyboard.press("Tab")
    assert pagina.locator(":focus").inner_text() == "Toon"
    pagina.keyboard.press("Enter")

    pagina.get_by_role("heading", name="30 mensen in Haaglanden").wait_for()
    assert "regio=AM21" in pagina.url


def test_the_keyboard_reaches_every_region_once_and_sees_where_it_is(open_pagina, overzicht):
    pagina = open_pagina(venster=BREED)
    pagina.goto("/overzicht")
    bereikt = []

    for _ in range(80):
        pagina.keyboard.press("Tab")
        tekst, adres, omlijnd = pagina.evaluate(
            "(e => [e.textContent, e.getAttribute('href'),"
            " getComputedStyle(e).outlineStyle])(document.activeElement)"
        )
        if tekst == "Tabel als Parquet":
            break
        assert omlijnd != "none", tekst
        bereikt.append(adres)

    for regio in ("AM19", "AM21", "AM01"):
        assert bereikt.count(f"/overzicht?regio={regio}") == 1


def test_somebody_clicks_on_the_map_and_in_a_chart(open_pagina, overzicht):
    pagina = open_pagina(venster=BREED, javascript=False)
    pagina.goto("/overzicht")

    pagina.locator(".landkaart a").filter(has_text="Haaglanden").click()
    pagina.get_by_role("heading", name="30 mensen in Haaglanden").wait_for()
    pagina.get_by_role("link", name="Verwijder Arbeidsmarktregio: Haaglanden").click()
    pagina.get_by_text("Toon nog 5").click()
    pagina.get_by_role("link", name="Taak nummer 13").click()

    assert pagina.get_by_role("heading", name="12 mensen").is_visible()


def test_on_paper_the_numbers_stay_and_the_filters_go(open_pagina, overzicht):
    pagina = open_pagina(venster=BREED, javascript=False)
    pagina.goto("/overzicht?regio=AM21")
    pagina.emulate_media(media="print")

    assert not pagina.locator("form").is_visible()
    assert not pagina.get_by_role("link", name="Log in").is_visible()
    assert pagina.get_by_role("heading", name="30 mensen in Haaglanden").is_visible()
    assert pagina.get_by_role("table").first.is_visible()
