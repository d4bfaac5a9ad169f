"""Every state of a page in a real Chromium: errors, nobody found, limits, waiting, made, gone.

Each is looked at by axe in light and dark, at a desk and at 320 pixels: what may not be seen on a
good day, is seen here.
"""

import datetime
import uuid

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.utils import timezone

from kandidatenverkenner.bewaren.lijsten import bewaar, maak_lijst, noteer
from kandidatenverkenner.bewaren.zoekopdrachten import bewaar_zoekopdracht, stopadres
from kandidatenverkenner.models import Bezoek, Contactverzoek, Kandidaat, Werkgeversaccount
from kandidatenverkenner.privacy import visits as bezoek
from kandidatenverkenner.views.zoeken import pages as zoekpaginas
from tests.kandidatenverkenner.bouwers import (
    CODES,
    account,
    lever,
    nummer_van,
    profiel,
    werkgeversaccount,
)
from tests.kandidatenverkenner.paginas.test_toegankelijkheid import BREED, SMAL, zonder_gebreken


pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("few_are_shown")]
EEN = uuid.UUID(int=1)
VEEL_FILTERS = (
    "/kandidaten?regio=AM19&regio=AM21&taaksoort=inpakken&taaksoort=schoonmaken&sector=G&sector=I"
    "&uren=13-20&uren=21-28&opleidingsniveau=1&opleidingsniveau=2&vaardigheid=kassa"
    "&vaardigheid=ramen&vaardigheid=vakken-vullen&competentie=24120&affiniteit=dieren"
    "&affiniteit=koken&rijbewijs=B&gemeente=GM0546&afstand=50&beschikbaar=2030-01-01"
    "&wens=competentie:24105&wens=vaardigheid:heftruck&volgorde=match"
)


@pytest.fixture
def venster(live_server, chromium):
    """A window of somebody who signed in before, or of nobody."""

    def openen(gebruiker=None):
        context = chromium.new_context(base_url=live_server.url, viewport=BREED)
        if gebruiker:
            koekje = {"name": "sessionid", "value": _sessie(gebruiker), "url": live_server.url}
            context.add_cookies([koekje])
        pagina = context.new_page()
        pagina.meldingen = []
        pagina.on("console", lambda melding: pagina.meldingen.append(melding.text))
        pagina.on("request", lambda verzoek: gevraagd.append(verzoek.url))
        return pagina

    gevraagd = []
    yield openen
    # Nothing is fetched from anybody else.
    assert not [url for url in gevraagd if not url.startswith((live_server.url, "data:"))]


def _sessie(gebruiker):
    from django.test import Client  # noqa: PLC0415

    client = Client()
    client.force_login(gebruiker)
    return client.cookies["sessionid"].value


def bekijk(pagina, staat):
    """This state, in both colour schemes and both widths; `staat` is what must be there to see."""
    pagina.get_by_text(staat).locator("visible=true").first.wait_for()
    for kleur in ("light", "dark"):
        pagina.emulate_media(color_scheme=kleur)
        for maat in (BREED, SMAL):
            pagina.set_viewport_size(maat)
            zonder_gebreken(pagina, maat)
    pagina.emulate_media(color_scheme="light")
    pagina.set_viewport_size(BREED)


def verstuur(pagina, knop):
    pagina.get_by_role("button", name=knop, exact=True).click()


def bezoeken(gebruiker, aantal):
    nu = timezone.localtime()
    Bezoek.objects.bulk_create(
        Bezoek(
            werkgever=gebruiker.werkgeversaccount.werkgever,
            account=gebruiker,
            kandidaat=uuid.uuid4(),
            regio="AM19",
            dag=timezone.localdate(nu),
            moment=nu - datetime.timedelta(hours=1),
            wijze="pagina",
        )
        for _ in range(aantal)
    )


def test_who_asks_for_an_account(venster):
    lever(profiel())
    pagina = venster()
    pagina.goto("/aanmelden")
    verstuur(pagina, "Account aanvragen")
    bekijk(pagina, "Er klopt iets niet")
    pagina.goto("/aanmelden/geen-bewijs")
    bekijk(pagina, "Deze link werkt niet meer")
    pagina.goto("/zoekopdrachten/stop/geen-bewijs")
    bekijk(pagina, "Deze link klopt niet")
    pagina.goto("/inloggen")
    pagina.get_by_label("Gebruikersnaam").fill("niemand")
    pagina.get_by_label("Wachtwoord").fill("onzin")
    verstuur(pagina, "Inloggen")
    bekijk(pagina, "Inloggen")
    pagina.set_viewport_size(SMAL)
    pagina.goto("/")
    verstuur(pagina, "Menu")
    zonder_gebreken(pagina, SMAL)
    pagina.keyboard.press("Escape")
    assert not pagina.get_by_role("link", name="Inloggen", exact=True).is_visible()


def test_who_forgot_the_password(venster, mailoutbox, settings, live_server):
    settings.SITE_ADRES = live_server.url
    werkgeversaccount(email="ik@voorbeeld.nl")
    pagina = venster()
    for staat in ["Er klopt iets niet", *["Kijk in uw e-mail"] * 3, "Wacht een uur"]:
        pagina.goto("/wachtwoord-vergeten")
        if "niet" not in staat:
            pagina.get_by_label("Uw e-mailadres").fill("ik@voorbeeld.nl")
        verstuur(pagina, "Stuur mij een link")
        bekijk(pagina, staat)
    pagina.goto(next(woord for woord in mailoutbox[-1].body.split() if woord.startswith("http")))
    bekijk(pagina, "Nieuw wachtwoord kiezen")
    verstuur(pagina, "Wachtwoord wijzigen")
    bekijk(pagina, "Er klopt iets niet")
    for label in ("Nieuw wachtwoord", "Nieuw wachtwoord, nog een keer"):
        pagina.get_by_label(label, exact=True).fill("een-goed-wachtwoord")
    verstuur(pagina, "Wachtwoord wijzigen")
    bekijk(pagina, "Uw wachtwoord is gewijzigd")
    pagina.goto("/wachtwoord-vergeten/onzin/onzin")
    bekijk(pagina, "Deze link werkt niet meer")


def test_who_confirms_and_who_waits(venster, mailoutbox):
    lever(profiel())
    pagina = venster()
    pagina.goto("/aanmelden")
    for label, waarde in {
        "KvK-nummer": "12345678",
        "Naam van de organisatie": "Bakkerij Bolus",
        "Uw e-mailadres": "ik@voorbeeld.nl",
        "Wachtwoord": "een-goed-wachtwoord",
    }.items():
        pagina.get_by_label(label).fill(waarde)
    pagina.get_by_label("Voor mijn eigen organisatie").check()
    pagina.get_by_label("In welke arbeidsmarktregio?").select_option("AM19")
    verstuur(pagina, "Account aanvragen")
    bekijk(pagina, "Kijk in uw e-mail")
    (link,) = (woord for woord in mailoutbox[-1].body.split() if woord.startswith("http"))
    pagina.goto(link)
    bekijk(pagina, "Is dit uw e-mailadres?")
    verstuur(pagina, "Bevestig uw e-mailadres")
    bekijk(pagina, "Uw e-mailadres is bevestigd")

    pagina.get_by_role("link", name="Inloggen", exact=True).last.click()
    pagina.get_by_label("Gebruikersnaam").fill("ik@voorbeeld.nl")
    pagina.get_by_label("Wachtwoord").fill("een-goed-wachtwoord")
    verstuur(pagina, "Inloggen")
    bekijk(pagina, "Stel uw tweede stap in")
    pagina.get_by_label("Code").fill("onzin")
    verstuur(pagina, "Instellen")
    bekijk(pagina, "Stel uw tweede stap in")
    wacht = werkgeversaccount()
    werkgever = wacht.werkgeversaccount.werkgever
    Werkgeversaccount.objects.filter(account=wacht).update(toegelaten_op=None)
    pagina = venster(wacht)
    pagina.goto("/kandidaten")
    bekijk(pagina, "De beheerder van")
    type(werkgever).objects.filter(pk=werkgever.pk).update(gecontroleerd_op=None, regio="AM19")
    pagina.goto("/kandidaten")
    bekijk(pagina, "Een adviseur van het werkgeversservicepunt controleert of")
    pagina = venster(account())
    pagina.goto("/kandidaten")
    bekijk(pagina, "hoort niet bij een werkgever")


def test_searching_with_everything_and_with_nothing(venster):
    wie = werkgeversaccount()
    pagina = venster(wie)
    pagina.goto("/kandidaten")
    bekijk(pagina, "Er staan nu geen kandidaten")
    lever(
        *(
            profiel(vaardigheden=tuple(code for code, *_ in CODES["vaardigheid"]), sectoren=("G",))
            for _ in range(3)
        )
    )
    for adres, staat in [
        (VEEL_FILTERS, "Wis alle filters"),
        ("/kandidaten?regio=AM19&affiniteit=koken", "Niemand voldoet aan alles wat u vraagt"),
        ("/kandidaten?zoekterm=xyzxyz&regio=AM01", "Niemand voldoet aan wat u vraagt"),
        ("/kandidaten?regio=onzin&pagina=x&afstand=3&zoekterm=kassaa", "Niet alles in uw zoek"),
        ("/kandidaten?pagina=99", "Dit is de laatste"),
        ("/overzicht", "Er staan nu geen mensen in het overzicht"),
        ("/overzicht?regio=onzin", "Niet alles in uw vraag is begrepen"),
        ("/bestaat-niet", "Deze pagina bestaat niet"),
        (f"/kandidaten/{uuid.uuid4()}", "Deze kandidaat is niet beschikbaar"),
        ("/lijsten/404", "Deze lijst is er niet"),
        ("/vergelijken?kandidaat=onzin", "Kies eerst kandidaten"),
        ("/lijsten", "Uw eerste lijst"),
        ("/zoekopdrachten", "Nog geen zoekopdracht"),
        ("/verzoeken", "Nog geen verzoeken"),
    ]:
        pagina.goto(adres)
        bekijk(pagina, staat)


def test_forms_that_are_refused_and_what_was_made(venster):
    lever(profiel(id=EEN))
    wie = werkgeversaccount()
    nummer = nummer_van(EEN, wie)
    pagina = venster(wie)
    for adres, knop, staat in [
        (f"/kandidaten/{nummer}/contact", "Verzoek versturen", "Er klopt iets niet"),
        ("/servicepunt?regio=AM01", "Vraag versturen", "Er klopt iets niet"),
        ("/sleutels", "Sleutel maken", "Er klopt iets niet"),
        ("/lijsten", "Lijst maken", "Geef de lijst een naam"),
        ("/zoekopdrachten?regio=AM19", "Bewaren", "Geef de zoekopdracht een naam"),
        (f"/kandidaten/{nummer}", "Bewaren", "De kandidaat is niet bewaard"),
    ]:
        pagina.goto(adres)
        verstuur(pagina, knop)
        bekijk(pagina, staat)
    pagina.goto("/sleutels")
    pagina.get_by_label("Voor welk programma?").fill("Planning")
    verstuur(pagina, "Sleutel maken")
    bekijk(pagina, "u ziet hem niet nog een keer")
    pagina.goto("/lijsten")
    pagina.get_by_label("Naam van een nieuwe lijst").fill("Leeg")
    verstuur(pagina, "Lijst maken")
    bekijk(pagina, "De lijst is gemaakt")
    pagina.goto("/zoekopdrachten?regio=AM19")
    pagina.get_by_label("Naam").fill("Regio")
    verstuur(pagina, "Bewaren")
    bekijk(pagina, "is bewaard")
    pagina.goto(f"/kandidaten/{nummer}/contact")
    pagina.get_by_label("Voor welke vacature?").fill("Inpakker")
    verstuur(pagina, "Verzoek versturen")
    bekijk(pagina, "Uw verzoek is verstuurd")


def test_requests_in_every_state(venster):
    lever(profiel(id=EEN))
    wie = werkgeversaccount()
    nu = timezone.localtime()
    gisteren = timezone.localdate(nu) - datetime.timedelta(days=1)
    for stand in Contactverzoek.Stand:
        is_open = stand in {Contactverzoek.Stand.INGEDIEND, Contactverzoek.Stand.IN_BEHANDELING}
        Contactverzoek.objects.create(
            werkgever=wie.werkgeversaccount.werkgever,
            account=wie,
            kandidaat=EEN if stand != Contactverzoek.Stand.NIET_MEER_BESCHIKBAAR else uuid.uuid4(),
            regio="AM19",
            vacature=f"Vacature {stand.value}",
            bericht="Graag snel",
            ingediend_op=nu,
            uiterlijk_op=gisteren,
            stand=stand,
            beantwoord_op=None if is_open else nu,
        )
    pagina = venster(wie)
    pagina.goto("/verzoeken")
    bekijk(pagina, "U had uiterlijk")
    assert pagina.get_by_text("staat niet meer in de Kandidatenverkenner").is_visible()


def test_a_list_with_somebody_who_left_and_the_link_that_ends_the_mail(venster):
    lever(profiel(id=EEN), profiel())
    wie = werkgeversaccount()
    nu = timezone.localtime()
    lijst = maak_lijst(wie.werkgeversaccount.werkgever_id, "Winkel", nu)
    ander = Kandidaat.objects.exclude(pk=EEN).get().pk
    for kandidaat in (EEN, ander):
        bewaar(lijst, kandidaat, nu)
    noteer(lijst, ander, "Kan op zaterdag")
    opdracht = bewaar_zoekopdracht(
        account_id=wie.pk, naam="Regio", vraag="regio=AM19", met_mail=True, moment=nu
    )
    lever(profiel(id=EEN))
    pagina = venster(wie)
    pagina.goto(f"/lijsten/{lijst.pk}")
    bekijk(pagina, "Niet meer beschikbaar")
    assert pagina.get_by_text("Uw notitie: Kan op zaterdag").is_visible()
    nummers = [nummer_van(een, wie) for een in (EEN, ander)]
    pagina.goto("/vergelijken?" + "&".join(f"kandidaat={nummer}" for nummer in nummers))
    bekijk(pagina, "Kies eerst kandidaten")
    pagina = venster()
    pagina.goto(stopadres([opdracht]))
    bekijk(pagina, "Geen e-mail meer?")
    verstuur(pagina, "Stop deze e-mail")
    bekijk(pagina, "U krijgt hierover geen e-mail meer")


def ga_naar(pagina, rol, naam):
    """Press Tab until the focus is there, and see that it shows."""
    doel = pagina.get_by_role(rol, name=naam, exact=True)
    for _ in range(120):
        pagina.keyboard.press("Tab")
        if doel.evaluate_all("alle => alle.includes(document.activeElement)"):
            stijl = "getComputedStyle(document.activeElement)"
            assert pagina.evaluate(f"{stijl}.outlineStyle") == "solid"
            assert pagina.evaluate(f"parseFloat({stijl}.outlineWidth)") >= 2
            return
    raise AssertionError(f"met Tab niet te bereiken: {naam}")


def test_from_the_search_to_a_request_with_the_keyboard_only(venster):
    lever(*(profiel(vaardigheden=(code,)) for code, *_ in CODES["vaardigheid"]))
    pagina = venster(werkgeversaccount())
    pagina.goto("/kandidaten")
    ga_naar(pagina, "link", "Naar de inhoud")
    pagina.keyboard.press("Enter")
    ga_naar(pagina, "searchbox", "Zoek op woorden")
    pagina.keyboard.type("ramen")
    pagina.keyboard.press("Enter")
    pagina.get_by_role("heading", name="1 kandidaat", exact=True).wait_for()
    ga_naar(pagina, "link", "Inpakken")
    pagina.keyboard.press("Enter")
    pagina.get_by_role("heading", name="Beschikbaarheid").wait_for()
    ga_naar(pagina, "textbox", "Naam van een nieuwe lijst")
    pagina.keyboard.type("Ramen")
    pagina.keyboard.press("Enter")
    pagina.get_by_text("De kandidaat staat op de lijst Ramen").wait_for()
    # The focus went on to where the list is named: back to the request is one way around.
    pagina.keyboard.press("Shift+Tab")
    assert pagina.evaluate("document.activeElement.textContent") == "Contact aanvragen"
    pagina.keyboard.press("Enter")
    pagina.get_by_role("heading", name="Contact aanvragen").wait_for()
    ga_naar(pagina, "textbox", "Voor welke vacature?")
    pagina.keyboard.type("Glazenwasser")
    ga_naar(pagina, "button", "Verzoek versturen")
    pagina.keyboard.press("Enter")
    pagina.get_by_text("Uw verzoek is verstuurd").wait_for()


def test_the_limits_near_and_reached(venster, monkeypatch):
    lever(profiel(id=EEN), profiel())
    wie = werkgeversaccount()
    lijst = maak_lijst(wie.werkgeversaccount.werkgever_id, "Winkel", timezone.localtime())
    pagina = venster(wie)
    bezoeken(wie, bezoek.PER_DAG - 2)
    pagina.goto(f"/kandidaten/{nummer_van(EEN, wie)}")
    bekijk(pagina, "kan vandaag nog 1 andere kandidaat bekijken")
    pagina.goto(f"/lijsten/{lijst.pk}")
    bekijk(pagina, "kan vandaag nog 1 andere kandidaat bekijken")
    pagina.goto("/organisatie")
    bekijk(pagina, f"{bezoek.PER_DAG - 1} van {bezoek.PER_DAG} kandidaten")
    bezoeken(wie, 1)
    ander = Kandidaat.objects.exclude(pk=EEN).get().pk
    pagina.goto(f"/kandidaten/{nummer_van(ander, wie)}")
    bekijk(pagina, "Meer kandidaten kan vandaag niet")
    pagina.goto(f"/kandidaten/{nummer_van(EEN, wie)}")
    bekijk(pagina, "geen andere kandidaten meer bekijken")
    monkeypatch.setattr(bezoek, "BLADZIJDEN_PER_DAG", 1)
    for _ in range(2):
        pagina.goto("/kandidaten")
    bekijk(pagina, "Meer kandidaten kan vandaag niet")


@pytest.mark.parametrize(
    ("fout", "staat"),
    [
        (SuspiciousOperation, "Wij begrijpen deze aanvraag niet"),
        (PermissionDenied, "U hebt geen toegang tot deze pagina"),
        (RuntimeError, "Er ging bij ons iets mis"),
    ],
    ids=["400", "403", "500"],
)
def test_when_it_goes_wrong(venster, monkeypatch, fout, staat):
    def stuk(*_):
        raise fout

    pagina = venster(werkgeversaccount())
    monkeypatch.setattr(zoekpaginas, "SearchPage", stuk)
    pagina.goto("/kandidaten")
    bekijk(pagina, staat)


def test_a_form_that_is_too_old(venster):
    lever(profiel())
    pagina = venster(werkgeversaccount())
    pagina.goto("/lijsten")
    pagina.evaluate(
        "document.querySelectorAll('[name=csrfmiddlewaretoken]').forEach(e => e.remove())"
    )
    verstuur(pagina, "Lijst maken")
    bekijk(pagina, "Dit formulier is verlopen")
