"""The figures for everybody in a real Chromium: axe, the slider, no cookie, and without script."""

import pytest

from tests.sonar.cijfers.test_cijfers_openbaar import KENMERK, maak_uitgaven


pytestmark = pytest.mark.django_db(transaction=True)
ADRESSEN = [
    "/cijfers",
    "/cijfers?regio=AM19&kwartaal=2020KW04&naast=2020KW03&sorteer=-deel",
    "/cijfers?regio=AM19&kwartaal=2020KW04&naast=AM21&kaart=nederland",
    "/cijfers?regio=AM01",
    "/cijfers/uitgaven",
    f"/cijfers/uitgaven/{KENMERK}",
    "/cijfers/controleren",
    "/cijfers/uitgaven/geen",
]
VENSTERS = [
    {"viewport": {"width": 1280, "height": 900}},
    {"viewport": {"width": 320, "height": 700}},
    {"viewport": {"width": 640, "height": 450}, "color_scheme": "dark"},
]


@pytest.mark.parametrize("raam", VENSTERS, ids=["breed", "smal", "donker, 200%"])
def test_every_page_passes_axe_and_leaves_no_cookie(live_server, venster, toegankelijk, raam):
    maak_uitgaven()
    context = venster(**raam)
    pagina = context.new_page()
    for adres in ADRESSEN:
        pagina.goto(f"{live_server.url}{adres}")
        for meer in pagina.locator("summary").all():
            meer.click()
        toegankelijk(pagina, adres)
        breed = pagina.evaluate("document.documentElement.scrollWidth")
        assert breed == raam["viewport"]["width"], adres
    assert not context.cookies()


def test_the_slider_goes_through_the_quarters_that_are_out(live_server, venster):
    maak_uitgaven()
    pagina = venster().new_page()
    pagina.goto(f"{live_server.url}/cijfers?regio=AM19&kwartaal=2020KW04")

    pagina.get_by_label("Schuif door de kwartalen").press("ArrowLeft")

    pagina.get_by_role("heading", name="Derde kwartaal 2020 · Holland Rijnland").wait_for()
    assert pagina.url.endswith("?regio=AM19&kwartaal=2020KW03")
    with pagina.expect_download() as gehaald:
        pagina.get_by_role("link", name="CSV").click()
    assert gehaald.value.suggested_filename == "klantprofielen_2020KW03_AM19_openbaar.csv"


def test_everything_can_be_done_without_script(live_server, venster):
    maak_uitgaven()
    pagina = venster(java_script_enabled=False).new_page()
    pagina.goto(f"{live_server.url}/cijfers?regio=AM19")

    pagina.get_by_role("link", name="Totaal", exact=True).click()
    assert pagina.locator("th[aria-sort=descending]").inner_text().startswith("Totaal")
    pagina.get_by_label("Vergelijk met").select_option("AM21")
    pagina.get_by_role("button", name="Toon").click()
    assert pagina.get_by_role("heading", name="Naast elkaar").is_visible()
    pagina.get_by_role("link", name="Alle uitgaven", exact=True).click()
    pagina.get_by_role("link", name=KENMERK).click()
    assert pagina.get_by_role("heading", name=KENMERK).is_visible()
    pagina.get_by_role("link", name="Bekijk dit kwartaal").click()
    assert "Vierde kwartaal 2020" in pagina.locator("#welk").inner_text()
