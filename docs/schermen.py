"""Make the screenshots of docs/schermen.md anew, from the demonstration.

    make demo                              (in one window)
    .venv/bin/python docs/schermen.py      (in another)

A code of the second step is good for one time in 30 seconds; each account signs in once.
"""

import datetime
import os
import shutil
import sys
import uuid
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright


HIER = Path(__file__).resolve().parent
sys.path.insert(0, str(HIER.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django  # noqa: E402


django.setup()

from simulatie.demo.accounts import WACHTWOORD, WERKGEVER, code  # noqa: E402


SITE = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
BUREAU: ViewportSize = {"width": 1280, "height": 900}
TELEFOON: ViewportSize = {"width": 390, "height": 844}
Stap = Callable[[Page], object]


def naar(adres: str) -> Stap:
    """Go to an address of the site."""
    return lambda pagina: pagina.goto(f"{SITE}{adres}")


def via(selector: str) -> Stap:
    """Follow the first link or button that this selector finds."""

    def klik(pagina: Page) -> None:
        pagina.locator(selector).first.click()
        pagina.wait_for_load_state("networkidle")

    return klik


def vul(**velden: str) -> Stap:
    """Fill in fields by their name."""

    def invullen(pagina: Page) -> None:
        for naam, waarde in velden.items():
            pagina.locator(f"[name={naam}]").last.fill(waarde)

    return invullen


def kies_alle(pagina: Page) -> None:
    """Tick every box of a list."""
    for vakje in pagina.locator("input[name=kandidaat][type=checkbox]").all():
        vakje.check()


def wijzig_profiel(pagina: Page) -> None:
    """Two versions of the open profile: one as it is, and one with another first day."""
    pagina.go_back()
    for dag in ("", "01-02-2027"):
        pagina.locator("[name=beschikbaar_vanaf]").fill(dag)
        pagina.get_by_role("button", name="Opslaan", exact=True).click()
        pagina.get_by_text("Het klantprofiel is opgeslagen").wait_for()


def typ_toelichting(pagina: Page) -> None:
    """What does not belong there is said at once."""
    pagina.locator("[name=toelichting]").press_sequentially("Kan door epilepsie niet autorijden.")
    pagina.get_by_text("iets over gezondheid").wait_for()


def draag_voor(pagina: Page) -> None:
    """Put the best client forward for the first vacature."""
    pagina.goto(f"{SITE}/sonar/sonar/vacature/")
    EERSTE_RIJ(pagina)
    via("a[href*=bemiddelen]")(pagina)
    vandaag = datetime.datetime.now(datetime.UTC).strftime("%d-%m-%Y")
    pagina.locator("[name=akkoord_op]").first.fill(vandaag)
    pagina.get_by_role("button", name="Voordragen").first.click()
    pagina.get_by_text("De klant is voorgedragen").wait_for()


def op_een_telefoon(pagina: Page) -> None:
    """From here on, until `breed`."""
    pagina.set_viewport_size(TELEFOON)


def breed(pagina: Page) -> None:
    """From here on."""
    pagina.set_viewport_size(BUREAU)


def donker(pagina: Page) -> None:
    """From here on, until `licht`."""
    pagina.emulate_media(color_scheme="dark")


def licht(pagina: Page) -> None:
    """From here on."""
    pagina.emulate_media(color_scheme="light")


def op_papier(pagina: Page) -> None:
    """As it is printed, until `op_scherm`."""
    pagina.set_viewport_size({"width": 794, "height": 1123})  # A4
    pagina.emulate_media(media="print")


def op_scherm(pagina: Page) -> None:
    """From here on."""
    pagina.emulate_media(media="screen")
    pagina.set_viewport_size(BUREAU)


def vraag_contact(pagina: Page) -> None:
    """Send the request whose form is open; or look, when it was sent at an earlier time."""
    pagina.locator("[name=vacature]").fill("Medewerker magazijn")
    pagina.locator("form.formulier button").click()
    pagina.goto(f"{SITE}/verzoeken")


def bewaar_zoekopdracht(pagina: Page) -> None:
    """Keep the search whose form is open; or look, when it was kept at an earlier time."""
    pagina.locator("[name=naam]").fill("Winkel in Holland Rijnland")
    pagina.get_by_role("button", name="Bewaren").click()
    pagina.goto(f"{SITE}/zoekopdrachten")


VERSTUUR = via("form.formulier button")
VEEL_FILTERS = (
    "/kandidaten?regio=AM19&sector=G&uren=29-36&uren=37-40&opleidingsniveau=2&opleidingsniveau=4"
    "&rijbewijs=AM&rijbewijs=B&gemeente=GM0546&afstand=15&zoekterm=kassa&wens=sector:C&volgorde=match"
)
EERSTE_RIJ = via("#result_list tbody th a")
KANDIDAAT = (naar("/kandidaten?regio=AM19&sector=G"), via(".kaart a"))
BEWAAR = via("form[action*=bewaren] button")
CIJFERS = "/sonar/cijfers/?regio=AM19&kwartaal=2020KW04"
HERLEIDING = (
    "/sonar/cijfers/herleiding/?regio=AM19&kwartaal=2020KW04&rij=GM1884&kolom=uwv_zonder_profiel"
)
KLANTEN = naar("/sonar/sonar/werkzoekende/?profiel=vastgesteld")

# who: the name of the picture, and the steps that lead to what it shows.
SCHERMEN: dict[str, list[tuple[str, list[Stap]]]] = {
    "": [
        ("start", [naar("/")]),
        ("overzicht", [naar("/overzicht?regio=AM19")]),
        ("inloggen", [naar("/inloggen")]),
        ("wachtwoord-vergeten", [naar("/wachtwoord-vergeten")]),
        ("aanmelden", [naar("/aanmelden")]),
        ("aanmelden-fout", [naar("/aanmelden"), vul(kvk_nummer="123"), VERSTUUR]),
        ("toegankelijkheid", [naar("/toegankelijkheid")]),
        ("bestaat-niet", [naar("/bestaat-niet")]),
    ],
    "leiden": [
        ("werkvoorraad", [naar("/sonar/")]),
        ("klanten", [KLANTEN]),
        ("klanten-onvolledig", [naar("/sonar/sonar/werkzoekende/?aandacht=onvolledig")]),
        ("nieuwe-klant", [naar("/sonar/sonar/werkzoekende/add/")]),
        ("klant", [KLANTEN, EERSTE_RIJ]),
        ("dienstverlening", [via(".klantmenu a[href*=dienstverlening]")]),
        ("overdragen", [via(".klantmenu a[href*=overdragen]")]),
        ("rechten", [via(".klantmenu a[href*=rechten]")]),
        ("rectificatie", [via("a[href*=rectificatie]")]),
        ("bsn-verbeteren", [KLANTEN, EERSTE_RIJ, via("a[href*=bsn-verbeteren]")]),
        ("klantprofiel", [KLANTEN, EERSTE_RIJ, via("form[action*=klantprofiel] button")]),
        ("voorbeeld", [via("a[href*=voorbeeld]")]),
        ("versies", [wijzig_profiel, via("a[href*=versies]")]),
        (
            "klantprofiel-onvolledig",
            [
                naar("/sonar/sonar/werkzoekende/?aandacht=onvolledig"),
                EERSTE_RIJ,
                via("form[action*=klantprofiel] button"),
            ],
        ),
        ("toelichting", [typ_toelichting]),
        (
            "traject",
            [KLANTEN, EERSTE_RIJ, via(".klantmenu a[href*=dienst]"), via("a[href*=traject]")],
        ),
        (
            "contactmoment",
            [KLANTEN, EERSTE_RIJ, via(".klantmenu a[href*=dienst]"), via("a[href*=contactmoment]")],
        ),
        ("personen-zoeken", [naar("/sonar/personen-zoeken/")]),
        ("uitvoer", [naar("/sonar/uitvoer/")]),
        ("overdrachten", [naar("/sonar/overdrachten/")]),
    ],
    "adviseur": [
        ("werkvoorraad-adviseur", [naar("/sonar/")]),
        ("vacature", [naar("/sonar/sonar/vacature/add/")]),
        ("bemiddelen", [naar("/sonar/sonar/vacature/"), EERSTE_RIJ, via("a[href*=bemiddelen]")]),
        ("contactverzoeken", [naar("/sonar/contactverzoeken/")]),
        ("vacatures", [naar("/sonar/sonar/vacature/")]),
        ("voorgedragen", [draag_voor]),
        ("werkgevers", [naar("/sonar/werkgevers/")]),
    ],
    "teamleider": [
        ("werkvoorraad-teamleider", [naar("/sonar/")]),
        ("team", [naar("/sonar/team/")]),
        ("noodtoegangen", [naar("/sonar/noodtoegangen/")]),
        ("klanten-organisatie", [naar("/sonar/sonar/werkzoekende/")]),
        ("verantwoording", [naar("/sonar/verantwoording/")]),
        ("profielkwaliteit", [naar("/sonar/profielkwaliteit/")]),
    ],
    "beheerder": [
        ("beheer", [naar("/sonar/")]),
        ("vaardigheden", [naar("/sonar/sonar/vaardigheid/")]),
        ("medewerker", [naar("/sonar/sonar/medewerker/add/")]),
    ],
    "privacy": [
        ("verwerkingslog", [naar("/sonar/sonar/verwerking/")]),
        ("alarmen", [naar("/sonar/alarmen/")]),
    ],
    "auditor": [
        ("cijfers", [naar(CIJFERS)]),
        ("cijfers-kaart", []),
        ("cijfers-vergelijken", [naar(f"{CIJFERS}&naast=2019KW04")]),
        ("uitgaven", [naar("/sonar/uitgaven/")]),
        ("cijferlijst", [naar("/sonar/cijfers/lijst/?regio=AM19&kwartaal=2020KW04")]),
        ("herleiding", [naar(HERLEIDING)]),
    ],
    WERKGEVER: [
        ("kandidaten", [naar("/kandidaten?regio=AM19")]),
        ("menu", [naar("/kandidaten"), op_een_telefoon, via(".menuknop")]),
        ("veel-filters", [breed, naar(VEEL_FILTERS)]),
        ("veel-filters-donker", [donker]),
        ("kandidaten-op-papier", [licht, op_papier]),
        ("niet-begrepen", [op_scherm, naar("/kandidaten?regio=AM99&afstand=3&pagina=x")]),
        ("zoekopdracht-bewaren", [naar("/zoekopdrachten?regio=AM19&sector=G")]),
        ("zoekopdrachten", [bewaar_zoekopdracht]),
        ("kandidaat", [*KANDIDAAT]),
        (
            "lijst",
            [
                vul(naam="Magazijn"),
                BEWAAR,
                via("a[rel=next]"),
                BEWAAR,
                via(".paneel a[href*=lijsten]"),
                kies_alle,
            ],
        ),
        ("vergelijken", [via("button[formaction*=vergelijken]")]),
        ("vergelijken-op-papier", [op_papier]),
        ("lijsten", [op_scherm, naar("/lijsten")]),
        ("servicepunt", [naar("/servicepunt")]),
        ("geen-kandidaten", [naar("/kandidaten?regio=AM19&uren=37-40&zoekterm=astronaut")]),
        ("contact", [*KANDIDAAT, via(".zij a.knop[href*=contact]")]),
        ("contact-fout", [VERSTUUR]),
        ("verzoeken", [vraag_contact]),
        ("kandidaat-weg", [naar(f"/kandidaten/{uuid.UUID(int=1)}")]),
        ("organisatie", [naar("/organisatie")]),
        ("sleutels", [naar("/sleutels")]),
    ],
}
# Too low on the page for a picture of the whole.
DEEL = {"cijfers-kaart": "#kaart", "toelichting": "fieldset:has(> .form-row [name=toelichting])"}
OP_EEN_TELEFOON = {
    "start",
    "kandidaat",
    "lijst",
    "vergelijken",
    "overzicht",
    "werkvoorraad",
    "klant",
    "klantprofiel",
    "dienstverlening",
    "bemiddelen",
    "contactverzoeken",
    "kandidaten",
}


def meld_aan(pagina: Page, wie: str) -> None:
    """Sign in as somebody of the demonstration, and keep the second step as a picture once."""
    pagina.goto(f"{SITE}/inloggen")
    pagina.get_by_label("Gebruikersnaam").fill(wie)
    pagina.get_by_label("Wachtwoord").fill(WACHTWOORD)
    pagina.keyboard.press("Enter")
    pagina.get_by_label("Code").wait_for()
    if wie == "leiden":
        beeld(pagina, "tweede-stap")
    pagina.get_by_label("Code").fill(code(datetime.datetime.now(datetime.UTC)))
    pagina.keyboard.press("Enter")
    pagina.get_by_role("button", name="Uitloggen").first.wait_for()


def maak_vacature(pagina: Page) -> None:
    """The demonstration has no vacature: an adviser enters one that asks something."""
    pagina.goto(f"{SITE}/sonar/sonar/vacature/")
    if pagina.locator("#result_list tbody th a").count():
        return
    pagina.goto(f"{SITE}/sonar/sonar/vacature/add/")
    for veld, waarde in {
        "titel": "Vakkenvuller",
        "werkgever": "Voorbeeldbedrijf",
        "uren_min": "16",
        "uren_max": "24",
    }.items():
        pagina.locator(f"[name={veld}]").fill(waarde)
    for naam, woord in {"vereist": "vakken vullen", "sectoren": "detailhandel"}.items():
        pagina.locator(f"#id_{naam} + .select2 .select2-search__field").click()
        pagina.keyboard.type(woord)
        pagina.locator(".select2-results__option--highlighted", has_text="a").wait_for()
        pagina.wait_for_timeout(600)
        pagina.keyboard.press("Enter")
    pagina.get_by_role("button", name="Opslaan", exact=True).click()


def beeld(pagina: Page, naam: str) -> None:
    """Write one picture, at most two screens high."""
    pagina.wait_for_load_state("networkidle")
    sys.stdout.write(f"{naam}\n")
    if naam in DEEL:
        pagina.locator(DEEL[naam]).screenshot(path=HIER / "beeld" / f"{naam}.png")
        return
    hoogte = pagina.evaluate("document.documentElement.scrollHeight")
    breedte = (pagina.viewport_size or BUREAU)["width"]
    pagina.screenshot(
        path=HIER / "beeld" / f"{naam}.png",
        clip={"x": 0, "y": 0, "width": breedte, "height": min(hoogte, 1800)},
        full_page=True,
    )


def maak(browser: Browser, wie: str) -> None:
    """All pictures of one account."""
    context = browser.new_context(
        locale="nl-NL", timezone_id="Europe/Amsterdam", viewport=BUREAU, color_scheme="light"
    )
    context.set_default_timeout(20_000)
    pagina = context.new_page()
    if wie:
        meld_aan(pagina, wie)
    if wie == "adviseur":
        maak_vacature(pagina)
    for naam, stappen in SCHERMEN[wie]:
        for stap in stappen:
            stap(pagina)
        beeld(pagina, naam)
        if naam in OP_EEN_TELEFOON:
            pagina.set_viewport_size(TELEFOON)
            beeld(pagina, f"{naam}-telefoon")
            pagina.set_viewport_size(BUREAU)
    context.close()


def main() -> None:
    """Make them all, or those of the accounts that are named behind the command."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("Chromium ontbreekt: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for wie in sys.argv[1:] or SCHERMEN:
            maak(browser, wie)
        browser.close()


if __name__ == "__main__":
    main()
