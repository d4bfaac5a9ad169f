"""Of two who do the same thing for an organisation at the same moment, one is the last."""

import datetime
import uuid

import pytest

from kandidatenverkenner.bewaren.lijsten import bewaar, maak_lijst
from kandidatenverkenner.bewaren.zoekopdrachten import bewaar_zoekopdracht
from kandidatenverkenner.models import Contactverzoek, Lijst, Lijstregel, Werkgever, Zoekopdracht
from kandidatenverkenner.verzoeken.aanmeldingen import beslis_aanmelding
from kandidatenverkenner.verzoeken.contact import beantwoord
from tests.kandidatenverkenner.bouwers import aangemeld, lever, profiel, werkgeversaccount
from tests.together import crossing


pytestmark = pytest.mark.django_db(transaction=True)
NU = datetime.datetime(2021, 3, 1, 12, tzinfo=datetime.UTC)
EEN, TWEE = uuid.UUID(int=1), uuid.UUID(int=2)


def test_the_last_list_is_made_once(monkeypatch):
    monkeypatch.setattr("kandidatenverkenner.bewaren.lijsten.MEESTE_LIJSTEN", 1)
    wie = werkgeversaccount().werkgeversaccount.werkgever_id

    melding = crossing(lambda: maak_lijst(wie, "Winkel", NU), lambda: maak_lijst(wie, "Keuken", NU))

    assert melding == ["U hebt al 1 lijsten. Verwijder er eerst een."]
    assert Lijst.objects.get().naam == "Winkel"


def test_the_last_place_on_a_list_is_taken_once(monkeypatch):
    monkeypatch.setattr("kandidatenverkenner.bewaren.lijsten.MEESTE_REGELS", 1)
    lijst = maak_lijst(werkgeversaccount().werkgeversaccount.werkgever_id, "Winkel", NU)

    melding = crossing(lambda: bewaar(lijst, EEN, NU), lambda: bewaar(lijst, TWEE, NU))

    assert melding == ["Deze lijst is vol: er staan al 1 kandidaten op."]
    assert Lijstregel.objects.get().kandidaat == EEN


def test_the_last_search_is_kept_once(monkeypatch):
    monkeypatch.setattr("kandidatenverkenner.bewaren.zoekopdrachten.MEEST", 1)
    wie = werkgeversaccount().pk

    def houd(naam):
        bewaar_zoekopdracht(
            account_id=wie, naam=naam, vraag="regio=AM19", met_mail=False, moment=NU
        )

    assert crossing(lambda: houd("een"), lambda: houd("twee")) is not None
    assert Zoekopdracht.objects.get().naam == "een"


def test_a_request_is_answered_once(client):
    lever(profiel(id=EEN))
    werkgever = aangemeld(client)
    werkgever.post(werkgever.van(EEN) + "/contact", {"vacature": "Inpakker"})
    nummer = Contactverzoek.objects.get().pk

    def antwoord(stand):
        beantwoord(nummer, regio="AM19", stand=stand, moment=NU)

    assert crossing(lambda: antwoord("contact"), lambda: antwoord("past-niet")) is not None
    assert Contactverzoek.objects.get().stand == "contact"


def test_an_organisation_that_was_let_in_is_not_sent_away():
    wie = werkgeversaccount().werkgeversaccount.werkgever
    Werkgever.objects.filter(pk=wie.pk).update(regio="AM19", gecontroleerd_op=None)

    def beslis(toelaten):
        beslis_aanmelding(wie.pk, regio="AM19", toelaten=toelaten, moment=NU)

    assert crossing(lambda: beslis(True), lambda: beslis(False)) is not None
    assert Werkgever.objects.get(pk=wie.pk).gecontroleerd_op == NU
