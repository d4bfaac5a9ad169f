"""The page with figures in a real Chromium: axe in every state, with keys, without script."""

import datetime
import re

import pytest
from django.test import Client

from sonar.models import Medewerker
from tests.aanmelden import met_tweede_factor
from tests.bouwers import (
    doelgroepregistratie,
    gemeente,
    inschrijving,
    medewerker,
    werkzoekende,
    zichtbare_klant,
)


pytestmark = pytest.mark.django_db(transaction=True)
PAGINA = "/sonar/cijfers/"
STATEN = [
    "",
    "?regio=AM19&kwartaal=2020KW02&naast=2019KW04&sorteer=-deel",
    "?regio=AM19&kwartaal=2020KW04&naast=AM21&kaart=nederland",
    "?regio=AM21&kwartaal=2019KW01&indeling=nu",
    "?regio=AM19&kwartaal=2018KW01",
    "?regio=AM99",
]
VENSTERS = [
    {"viewport": {"width": 1280, "height": 900}},
    {"viewport": {"width": 320, "height": 700}},  # also 1280 at 400%
    {"viewport": {"width": 640, "height": 450}, "color_scheme": "dark"},  # 1280 at 200%
]


@pytest.fixture
def auditor(live_server):
    """An address and the cookie of somebody who signed in; a region with people since 2019."""
    gemeente("GM0537")
    gemeente("GM0518")
    zichtbare_klant()
    for van in (datetime.date(2019, 8, 1), datetime.date(2020, 11, 2)):
        persoon = werkzoekende()
        inschrijving(persoon, van=van)
        doelgroepregistratie(persoon.bsn)
    client = Client()
    client.force_login(met_tweede_factor(medewerker(rol=Medewerker.Rol.AUDITOR).account))
    return live_server.url, client.cookies["sessionid"].value


@pytest.fixture
def open_als_auditor(auditor, venster):
    def openen(adres="", **opties):
        url, sleutel = auditor
        raam = venster(**opties)
        raam.add_cookies([{"name": "sessionid", "value": sleutel, "url": url}])
        pagina = raam.new_page()
        pagina.meldingen = []
        pagina.on("console", lambda melding: pagina.meldingen.append(melding.text))
        pagina.goto(f"{url}{PAGINA}{adres}")
        return pagina

    return openen


@pytest.mark.parametrize("raam", VENSTERS, ids=["breed", "smal", "donker, 200%"])
def test_every_state_passes_axe(open_als_auditor, toegankelijk, raam):
    pagina = open_als_auditor(**raam)
    for staat in STATEN:
        pagina.goto(pagina.url.split("?")[0] + staat)
        for meer in pagina.locator("summary").all():
            meer.click()
        toegankelijk(pagina, staat)
        # WCAG 1.4.10: wide tables and drawings scroll in their own box, the page does not.
        assert pagina.evaluate("document.documentElement.scrollWidth") == raam["viewport"]["width"]
    assert not [tekst for tekst in pagina.meldingen if "Content Security Policy" in tekst]


def test_the_slider_goes_through_the_quarters_with_keys(open_als_auditor, toegankelijk):
    pagina = open_als_auditor("?regio=AM19&kwartaal=2020KW04")
    schuif = pagina.get_by_label("Schuif door de kwartalen")
    schuif.focus()

    pagina.keyboard.press("ArrowLeft")
    pagina.keyboard.press("ArrowLeft")

    pagina.get_by_role("heading", name="Tweede kwartaal 2020").wait_for()
    assert pagina.url.endswith("?regio=AM19&kwartaal=2020KW02")
    assert schuif.evaluate("schuif => schuif === document.activeElement")
    assert schuif.get_attribute("aria-valuetext") == "Tweede kwartaal 2020"
    assert pagina.get_by_label("Kwartaal", exact=True).input_value() == "2020KW02"
    assert pagina.get_by_role("status").text_content().startswith("Tweede kwartaal 2020")
    assert "kwartaal=2020KW02" in pagina.get_by_role("link", name="CSV").get_attribute("href")
    toegankelijk(pagina, "na het schuiven")
    # The address is the view: opened again, it is the same.
    getoond = _zonder_openingen(pagina)
    pagina.reload()
    assert _zonder_openingen(pagina) == getoond


def _zonder_openingen(pagina):
    """What is shown, without the list of who looked: looking makes that list longer."""
    regels = pagina.locator("#uitkomst").inner_text().splitlines()
    return [regel for regel in regels if "medewerker" not in regel]


def test_somebody_whose_session_ended_is_asked_to_sign_in(open_als_auditor):
    pagina = open_als_auditor("?regio=AM19&kwartaal=2020KW04")
    pagina.context.clear_cookies()

    pagina.get_by_label("Schuif door de kwartalen").press("ArrowLeft")

    pagina.wait_for_url("**/inloggen**")


def test_everything_can_be_done_without_script(open_als_auditor):
    pagina = open_als_auditor(java_script_enabled=False)
    assert pagina.get_by_label("Schuif door de kwartalen").count() == 0

    pagina.get_by_role("link", name="Derde kwartaal 2020").first.click()
    assert "Derde kwartaal 2020" in pagina.locator("#welk").inner_text()
    pagina.get_by_role("link", name="Totaal", exact=True).click()
    assert pagina.locator("th[aria-sort=descending]").inner_text().startswith("Totaal")
    pagina.get_by_role("link", name="Alle regio's", exact=True).click()
    pagina.get_by_role("link", name="Haaglanden").click()
    assert "Haaglanden" in pagina.locator("#welk").inner_text()
    pagina.get_by_label("Vergelijk met").select_option("2019KW03")
    pagina.get_by_role("button", name="Toon").click()
    assert pagina.get_by_role("heading", name=re.compile("Naast elkaar")).is_visible()
    # The order and the map that were chosen are still there.
    assert "sorteer=-totaal" in pagina.url
    assert "kaart=nederland" in pagina.url


def test_a_click_on_the_map_and_on_the_time_line_goes_there(open_als_auditor):
    pagina = open_als_auditor("?regio=AM19&kwartaal=2020KW04&kaart=nederland")

    pagina.locator(".kaart svg a", has_text="Haaglanden").locator("path").click()
    pagina.wait_for_url("**regio=AM21**")
    pagina.locator(".tijdtekening a", has_text="Eerste kwartaal 2020").locator("rect").click()
    pagina.wait_for_url("**kwartaal=2020KW01**")


def test_on_paper_are_the_figures_and_not_the_buttons(open_als_auditor):
    pagina = open_als_auditor("?regio=AM19&kwartaal=2020KW04", color_scheme="dark")
    pagina.emulate_media(media="print")

    assert pagina.locator("#tabel table").is_visible()
    assert pagina.locator(".kaart svg").first.is_visible()
    for weg in ("#keuze", ".downloads", ".stappen", ".tabs", "#header"):
        assert not pagina.locator(weg).first.is_visible()
    kleur = "element => getComputedStyle(element).color"
    assert pagina.locator("#tabel td").first.evaluate(kleur) == "rgb(0, 0, 0)"


HERLEIDING = "herleiding/?regio=AM19&kwartaal=2020KW04&rij=GM0546&kolom=totaal"


@pytest.mark.parametrize("raam", VENSTERS, ids=["breed", "smal", "donker, 200%"])
def test_from_a_number_to_its_persons_passes_axe(open_als_auditor, toegankelijk, raam):
    pagina = open_als_auditor(**raam)
    for staat in (HERLEIDING, HERLEIDING.replace("GM0546", "GM9999"), "persoon/?nummer=1"):
        pagina.goto(pagina.url.split("/sonar/")[0] + PAGINA + staat)
        toegankelijk(pagina, staat)
        assert pagina.evaluate("document.documentElement.scrollWidth") == raam["viewport"]["width"]


def test_with_the_keyboard_from_a_number_to_a_person(open_als_auditor):
    pagina = open_als_auditor("?regio=AM19&kwartaal=2020KW04")
    pagina.locator("#tabel tfoot a").last.focus()
    pagina.keyboard.press("Enter")
    pagina.wait_for_url(re.compile("herleiding"))
    assert pagina.locator(".waarom tbody tr").count() == 3
    pagina.locator(".waarom tbody a").first.focus()
    pagina.keyboard.press("Enter")
    pagina.wait_for_url(re.compile("persoon"))
    assert "telt in geen enkele uitgave" in pagina.locator("#content").inner_text()
