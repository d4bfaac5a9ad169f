"""Every screen of Sonar of every role in a real Chromium: axe-core and the console are silent."""

import pytest

from tests.browser.conftest import BUREAU, TELEFOON
from tests.sonar.drukte import druk, schermen, werkplek
from tests.sonar.schermen import aan_het_werk
from tests.sonar.toegang.toegang_orakel import ROLLEN


pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.schermen]

# What is done beside a client: axe looks at it on a telephone too.
ONDERWEG = {"index", "sonar_werkzoekende_add", "sonar_werkzoekende_change", "dienstverlening"} | {
    "sonar_klantprofiel_change",
    "sonar_contactmoment_add",
    "sonar_vacature_add",
    "bemiddelen",
    "contactverzoeken",
}
ZIJWAARTS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def pagina_van(context, live_server, ik):
    """A window in which this medewerker has signed in."""
    koekje = aan_het_werk(ik).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": koekje, "url": live_server.url}])
    return context.new_page()


@pytest.mark.parametrize("rol", ROLLEN)
def test_every_screen_of_a_role(rol, live_server, venster, toegankelijk):
    ik = werkplek(rol)
    klant = druk(ik, 2)
    pagina = pagina_van(venster(), live_server, ik)

    for route, adres in schermen(rol, klant):
        antwoord = pagina.goto(f"{live_server.url}{adres}")
        assert antwoord.status == 200, route
        toegankelijk(pagina, route)
        pagina.set_viewport_size(TELEFOON)
        assert pagina.evaluate(ZIJWAARTS) == 0, f"{route} schuift op een telefoon opzij"
        if route in ONDERWEG:
            toegankelijk(pagina, f"{route}, telefoon")
        pagina.set_viewport_size(BUREAU)
