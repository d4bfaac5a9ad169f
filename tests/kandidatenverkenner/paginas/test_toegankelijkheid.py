"""Every page in a real Chromium: axe finds nothing, at every width and in both colour schemes."""

import datetime
import uuid

import pytest
from axe_playwright_python.sync_playwright import Axe

from kandidatenverkenner.bewaren.lijsten import bewaar, maak_lijst
from kandidatenverkenner.bewaren.zoekopdrachten import bewaar_zoekopdracht
from kandidatenverkenner.models import Kandidaat
from tests.aanmelden import code
from tests.browser.conftest import AXE_OPTIES
from tests.kandidatenverkenner.bouwers import (
    CODES,
    account,
    lever,
    nummer_van,
    profiel,
    werkgeversaccount,
)


pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("few_are_shown"),
]
EEN = uuid.UUID(int=1)
VOOR_IEDEREEN = [
    "/",
    "/inloggen",
    "/wachtwoord-vergeten",
    "/api/v1/",
    "/toegankelijkheid",
    "/aanmelden",
    "/bestaat-niet",
]
VOOR_WERKGEVERS = [
    "/kandidaten",
    "/kandidaten#filters",
    "/kandidaten?regio=AM19&vaardigheid=kassa&vaardigheid=ramen&gemeente=GM0546&afstand=15",
    "/kandidaten?pagina=2",
    "/kandidaten?regio=AM99",
    "/kandidaten?regio=AM01&zoekterm=kassa",
    "/kandidaten?zoekterm=kassaa&volgorde=match",
    "/kandidaten?sector=I&wens=vaardigheid:kassa&wens=rijbewijs:B&wens=gemeente:GM0546",
    "/servicepunt?regio=AM01&zoekterm=kassa",
    "/lijsten",
    "/zoekopdrachten",
    "/vergelijken",
    "/organisatie",
    "/sleutels",
    "/verzoeken",
    f"/kandidaten/{uuid.UUID(int=99)}",
]
BREED, SMAL = {"width": 1280, "height": 900}, {"width": 320, "height": 700}


def log_in(pagina, gebruiker):
    pagina.goto("/inloggen")
    pagina.get_by_label("Gebruikersnaam").fill(gebruiker.username)
    pagina.get_by_label("Wachtwoord").fill("geheim-voor-tests")
    pagina.get_by_role("button", name="Inloggen").click()
    pagina.get_by_label("Code").fill(code())
    pagina.get_by_role("button", name="Verder").click()


def veel_kandidaten():
    lever(
        profiel(id=EEN, vaardigheden=("kassa", "ramen"), rijbewijzen=("B",)),
        *(
            profiel(vaardigheden=(code,), sectoren=("I", "56"))
            for code, *_ in CODES["vaardigheid"] * 6
        ),
    )


def bewaard(gebruiker):
    """A list with a candidate who is there, one who is not, and one more; and a kept search."""
    werkgever = gebruiker.werkgeversaccount.werkgever
    nu = datetime.datetime(2021, 1, 1, tzinfo=datetime.UTC)
    lijst = maak_lijst(werkgever.pk, "Winkel", nu)
    ander = Kandidaat.objects.exclude(pk=EEN).first().pk
    for kandidaat in (EEN, ander, uuid.UUID(int=404)):
        bewaar(lijst, kandidaat, nu)
    bewaar_zoekopdracht(
        account_id=gebruiker.pk, naam="Ramen", vraag="vaardigheid=ramen", met_mail=True, moment=nu
    )
    nummers = [nummer_van(een, gebruiker) for een in (EEN, ander)]
    return lijst, "&".join(f"kandidaat={nummer}" for nummer in nummers)


def zonder_gebreken(pagina, venster):
    gebreken = Axe().run(pagina, options=AXE_OPTIES).response["violations"]
    assert not [(een["id"], een["nodes"][0]["html"]) for een in gebreken]
    # WCAG 1.4.10: nothing scrolls sideways, not even at 320 px.
    assert pagina.evaluate("document.documentElement.scrollWidth") <= venster["width"]
    # A strict Content-Security-Policy reports what it stops here.
    assert not [tekst for tekst in pagina.meldingen if "Content Security Policy" in tekst]


@pytest.mark.parametrize("kleur", ["light", "dark"])
@pytest.mark.parametrize("venster", [BREED, SMAL], ids=["breed", "smal"])
def test_every_page_is_accessible(open_pagina, venster, kleur):
    veel_kandidaten()
    pagina = open_pagina(venster=venster, kleur=kleur)

    for adres in VOOR_IEDEREEN:
        pagina.goto(adres)
        zonder_gebreken(pagina, venster)
    log_in(pagina, account("geheim-voor-tests"))
    assert "hoort niet bij een werkgever" in pagina.content()
    zonder_gebreken(pagina, venster)
    if venster == SMAL:  # the one in the page
        pagina.locator("main").get_by_role("button", name="Uitloggen").click()
    else:
        pagina.get_by_role("button", name="Uitloggen").first.click()
    gebruiker = werkgeversaccount(wachtwoord="geheim-voor-tests")
    log_in(pagina, gebruiker)
    nummer = nummer_van(EEN, gebruiker)
    lijst, gekozen = bewaard(gebruiker)
    van_een = [
        f"/kandidaten/{nummer}?vaardigheid=kassa&wens=rijbewijs:AM",
        f"/kandidaten/{nummer}/contact",
        "/lijsten",
        f"/lijsten/{lijst.pk}",
        f"/kandidaten/{nummer}?lijst={lijst.pk}",
        f"/vergelijken?{gekozen}",
        f"/contact?{gekozen}",
        "/zoekopdrachten?regio=AM19",
    ]
    for adres in VOOR_WERKGEVERS + van_een:
        pagina.goto(adres)
        zonder_gebreken(pagina, venster)


@pytest.mark.parametrize("javascript", [True, False], ids=["met script", "zonder script"])
@pytest.mark.parametrize("venster", [BREED, SMAL], ids=["breed", "smal"])
def test_somebody_searches_with_and_without_script(open_pagina, venster, javascript):
    veel_kandidaten()
    pagina = open_pagina(venster=venster, javascript=javascript)
    log_in(pagina, werkgeversaccount(wachtwoord="geheim-voor-tests"))

    if venster == SMAL:
        pagina.get_by_role("link", name="Filters").click()
    pagina.get_by_label("Holland Rijnland").check()
    pagina.get_by_text("Vaardigheden", exact=True).first.click()
    pagina.get_by_label("Ramen wassen").check()
    pagina.get_by_role("button", name="Toon resultaten").click()

    pagina.get_by_role("heading", name="7 kandidaten", exact=True).wait_for()
    assert "vaardigheid=ramen" in pagina.url
    pagina.locator(".kaart a").first.click()
    pagina.get_by_role("heading", name="Beschikbaarheid").wait_for()
    pagina.get_by_role("link", name="Terug naar de resultaten").click()
    pagina.get_by_role("link", name="als wens (ramen wassen)").click()
    pagina.get_by_role("heading", name="25 kandidaten", exact=True).wait_for()
    pagina.get_by_text("Een wens laat niemand weg").wait_for()
    assert pagina.locator(".kaart").first.get_by_text("Past bij uw zoekvraag").is_visible()
    pagina.get_by_role("link", name="als eis (ramen wassen)").click()
    pagina.get_by_role("heading", name="7 kandidaten", exact=True).wait_for()
    pagina.get_by_role("link", name="Verwijder filter Vaardigheden: ramen wassen").click()
    pagina.get_by_role("heading", name="25 kandidaten", exact=True).wait_for()


def test_results_change_in_place_and_what_was_opened_stays_open(open_pagina):
    veel_kandidaten()
    pagina = open_pagina(venster=BREED)
    log_in(pagina, werkgeversaccount(wachtwoord="geheim-voor-tests"))
    pagina.evaluate("window.zelfdeBlad = true")

    pagina.get_by_text("Vaardigheden", exact=True).first.click()
    pagina.get_by_label("Ramen wassen").check()
    pagina.get_by_role("status").filter(has_text="7 kandidaten").wait_for(state="attached")
    pagina.get_by_label("Kassa bedienen").check()
    pagina.get_by_role("status").filter(has_text="13 kandidaten").wait_for(state="attached")
    pagina.get_by_role("link", name="Beste match").click()
    pagina.wait_for_url("**volgorde=match**")

    assert pagina.evaluate("window.zelfdeBlad")
    zonder_gebreken(pagina, BREED)
    # The keyboard goes on where it was; where that is gone, at the results.
    waar = "document.activeElement.id"
    pagina.get_by_role("link", name="Nieuwste").focus()
    pagina.keyboard.press("Enter")
    pagina.wait_for_url(lambda adres: "volgorde" not in adres)
    assert pagina.evaluate(waar) == "volgorde-nieuwste"
    pagina.get_by_label("Kassa bedienen").focus()
    pagina.keyboard.press("Space")
    pagina.get_by_role("status").filter(has_text="7 kandidaten").wait_for(state="attached")
    assert pagina.evaluate(waar) == "vaardigheid-kassa"
    pagina.get_by_role("link", name="Verwijder filter Vaardigheden: ramen wassen").focus()
    pagina.keyboard.press("Enter")
    pagina.get_by_role("status").filter(has_text="25 kandidaten").wait_for(state="attached")
    assert pagina.evaluate(waar) == "resultaten"
    pagina.go_back()
    pagina.get_by_role("heading", name="7 kandidaten", exact=True).wait_for()


def test_who_chooses_on_before_the_answer_came_loses_nothing(open_pagina):
    veel_kandidaten()
    pagina = open_pagina(venster=BREED)
    log_in(pagina, werkgeversaccount(wachtwoord="geheim-voor-tests"))
    opgehouden = []

    def houd_de_eerste_op(route):
        if opgehouden:
            route.continue_()
        else:
            opgehouden.append(route)

    pagina.get_by_text("Vaardigheden", exact=True).first.click()
    pagina.route("**/kandidaten?**", houd_de_eerste_op)
    with pagina.expect_request("**/kandidaten?**"):
        pagina.get_by_label("Holland Rijnland").check()
    pagina.get_by_label("Ramen wassen").check()

    pagina.get_by_role("status").filter(has_text="7 kandidaten").wait_for(state="attached")
    assert pagina.get_by_label("Holland Rijnland").is_checked()
    assert pagina.get_by_label("Ramen wassen").is_checked()
    assert len(opgehouden) == 1


def test_a_long_list_narrows_while_typing(open_pagina):
    codes = [(f"taak-{nummer:02}", f"taak nummer {nummer:02}", "") for nummer in range(30)]
    lever(*(profiel(taaksoorten=(code,)) for code, *_ in codes), codes=CODES | {"taaksoort": codes})
    pagina = open_pagina(venster=BREED)
    log_in(pagina, werkgeversaccount(wachtwoord="geheim-voor-tests"))

    pagina.get_by_text("Toon nog 24").click()
    pagina.get_by_label("Zoek in soort taken").fill("nummer 29")

    assert pagina.get_by_label("Taak nummer 29").is_visible()
    assert not pagina.get_by_label("Taak nummer 28").is_visible()
    assert pagina.get_by_text("1 van 24").is_visible()
    zonder_gebreken(pagina, BREED)
