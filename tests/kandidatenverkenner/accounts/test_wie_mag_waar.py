"""Every address of Kandidatenverkenner x every kind of visitor, against a table of its own."""

import datetime
import uuid

import pytest
from django.contrib.auth import get_user_model
from django.urls import URLPattern, reverse
from django.utils import timezone

from kandidatenverkenner import urls
from kandidatenverkenner.accounts.api_keys import maak_sleutel
from kandidatenverkenner.bewaren.lijsten import bewaar, maak_lijst
from kandidatenverkenner.bewaren.zoekopdrachten import bewaar_zoekopdracht
from kandidatenverkenner.models import Apisleutel, Werkgeversaccount
from kandidatenverkenner.verzoeken.contact import dien_in
from tests.kandidatenverkenner.bouwers import (
    account,
    lever,
    nummer_van,
    profiel,
    werkgeversaccount,
)


pytestmark = pytest.mark.django_db
EEN = uuid.UUID("1e2cd23a-53a2-5f3b-9d52-1d9a6ea7a001")
TOEN = datetime.datetime(2021, 1, 1, tzinfo=datetime.UTC)
IEDEREEN, WERKGEVER, BEHEERDER = "iedereen", "werkgever", "beheerder"
# page: who gets it
PAGINAS = {
    "start": IEDEREEN,
    "toegankelijkheid": IEDEREEN,
    "overzicht": IEDEREEN,
    "overzicht-csv": IEDEREEN,
    "overzicht-csvw": IEDEREEN,
    "overzicht-parquet": IEDEREEN,
    "aanmelden": IEDEREEN,
    "bevestigen": IEDEREEN,
    "wachtwoord-vergeten": IEDEREEN,
    "nieuw-wachtwoord": IEDEREEN,
    "stop": IEDEREEN,
    "api": IEDEREEN,
    "kandidaten": WERKGEVER,
    "kandidaat": WERKGEVER,
    "contact": WERKGEVER,
    "contact-met-meer": WERKGEVER,
    "bewaren": WERKGEVER,
    "servicepunt": WERKGEVER,
    "zoekopdrachten": WERKGEVER,
    "zoekopdracht": WERKGEVER,
    "vergelijken": WERKGEVER,
    "lijsten": WERKGEVER,
    "lijst": WERKGEVER,
    "organisatie": WERKGEVER,
    "verzoeken": WERKGEVER,
    "sleutels": BEHEERDER,
}
# address of the API: what a key must be made for
API = {
    "api-kandidaten": "zoeken",
    "api-zoekopdrachten": "zoeken",
    "api-zoekopdracht": "zoeken",
    "api-kandidaat": "kandidaat",
    "api-contactverzoeken": "contact",
    "api-contactverzoek": "contact",
    "vum-matches": "vum",
    "vum-profiel": "vum",
}
VUM = {"vum-matches", "vum-profiel"}
# The description is everybody's; what is not there says so to everybody.
OPEN_API = {"api-beschrijving", None}
DINGEN = {"nummer": str(uuid.UUID(int=7)), "bewijs": "x", "uidb64": "x", "token": "x"}


def alle_patronen(patronen=urls.urlpatterns):
    for patroon in patronen:
        if isinstance(patroon, URLPattern):
            yield patroon
        else:
            yield from alle_patronen(patroon.url_patterns)


def namen():
    return [patroon.name for patroon in alle_patronen()]


def adres(naam, nummer=DINGEN["nummer"]):
    (patroon,) = (een for een in alle_patronen() if een.name == naam)
    gaten = {gat: DINGEN[gat] for gat in patroon.pattern.converters}
    if "nummer" in gaten:
        gaten["nummer"] = nummer
    return reverse(f"kandidatenverkenner:{naam}", kwargs=gaten)


def niemand():
    return None


def zonder_tweede_factor():
    return get_user_model().objects.create_user(username="zonder-tweede-factor")


def zonder_werkgever():
    return account()


def medewerker():
    gebruiker = account()
    gebruiker.is_staff = True
    gebruiker.save()
    return gebruiker


def niet_toegelaten():
    gebruiker = werkgeversaccount()
    Werkgeversaccount.objects.update(toegelaten_op=None)
    return gebruiker


def gebruiker():
    wie = werkgeversaccount()
    Werkgeversaccount.objects.update(rol=Werkgeversaccount.Rol.GEBRUIKER)
    return wie


def beheerder():
    return werkgeversaccount()


BEZOEKERS = [
    niemand,
    zonder_tweede_factor,
    zonder_werkgever,
    medewerker,
    niet_toegelaten,
    gebruiker,
    beheerder,
]
BINNEN = {WERKGEVER: {gebruiker, beheerder}, BEHEERDER: {beheerder}, IEDEREEN: set(BEZOEKERS)}


def test_every_address_is_in_the_table():
    assert set(namen()) == PAGINAS.keys() | API.keys() | OPEN_API


@pytest.mark.parametrize("bezoeker", BEZOEKERS, ids=lambda een: een.__name__)
@pytest.mark.parametrize("hoe", ["get", "post"])
def test_a_page_opens_for_whom_it_is(client, bezoeker, hoe):
    lever(profiel(id=EEN))
    wie = bezoeker()
    if wie:
        client.force_login(wie)
    uitkomsten = {naam: getattr(client, hoe)(adres(naam)) for naam in PAGINAS}

    if bezoeker is zonder_tweede_factor:
        # A public page that looks at nobody's cookie opens as for everybody.
        vrij = {naam for naam in PAGINAS if naam.startswith("overzicht")}
        for naam in PAGINAS.keys() - vrij:
            assert uitkomsten[naam].url == "/tweede-stap/instellen", naam
        return
    for naam, voor in PAGINAS.items():
        antwoord = uitkomsten[naam]
        if antwoord.status_code == 405:
            continue  # nobody does that there
        if bezoeker in BINNEN[voor]:
            assert antwoord.status_code in {200, 302, 303, 404, 422}, naam
            assert not antwoord.get("Location", "").startswith("/inloggen"), naam
        elif bezoeker is niemand:
            assert antwoord.url.startswith("/inloggen?next="), naam
        else:
            assert antwoord.status_code == 403, naam
            assert "Holland Rijnland" not in antwoord.text, naam


@pytest.mark.parametrize("bezoeker", BEZOEKERS, ids=lambda een: een.__name__)
def test_the_api_opens_for_a_session_that_may(client, bezoeker):
    lever(profiel(id=EEN))
    wie = bezoeker()
    if wie:
        client.force_login(wie)
    for naam in API:
        antwoord = client.post(adres(naam)) if naam == "vum-matches" else client.get(adres(naam))
        if bezoeker is zonder_tweede_factor:
            assert antwoord.status_code == 302, naam
        elif bezoeker is niemand or naam in VUM:
            assert antwoord.status_code == 401, naam  # VUM is for programs alone
        elif bezoeker in BINNEN[WERKGEVER]:
            assert antwoord.status_code in {200, 404}, naam
        else:
            assert antwoord.status_code == 403, naam


@pytest.mark.parametrize("bereik", [*Apisleutel.Bereik.values, None])
def test_a_key_opens_what_it_was_made_for(client, bereik):
    lever(profiel(id=EEN))
    wie = gebruiker()
    sleutel = maak_sleutel(
        account=wie, naam="proef", bereik=[bereik or "zoeken"], moment=timezone.localtime()
    )
    if bereik is None:
        Apisleutel.objects.update(ingetrokken_op=timezone.localtime())
    met = {"headers": {"Authorization": f"Bearer {sleutel}"}}
    for naam, nodig in API.items():
        post = naam == "vum-matches"
        antwoord = client.post(adres(naam), **met) if post else client.get(adres(naam), **met)
        if bereik is None:
            assert antwoord.status_code == 401, naam
        elif nodig == bereik:
            assert antwoord.status_code in {200, 400, 404}, naam
        else:
            assert antwoord.status_code == 403, naam
    # And no page at all.
    for naam, voor in PAGINAS.items():
        if voor != IEDEREEN and naam != "bewaren":
            assert client.get(adres(naam), **met).url.startswith("/inloggen?next="), naam


def test_what_is_of_another_organisation_is_not_there(client):
    lever(profiel(id=EEN))
    van_een, van_ander = werkgeversaccount("Een"), werkgeversaccount("Ander")
    lijst = maak_lijst(van_een.werkgeversaccount.werkgever_id, "Winkel", TOEN)
    bewaar(lijst, EEN, TOEN)
    opdracht = bewaar_zoekopdracht(
        account_id=van_een.pk, naam="Kassa", vraag="vaardigheid=kassa", met_mail=False, moment=TOEN
    )
    verzoek = dien_in(
        account=van_een.werkgeversaccount,
        kandidaat=EEN,
        vacature="Kassamedewerker",
        bericht="",
        moment=timezone.localtime(),
    )
    dingen = {
        "kandidaat": nummer_van(EEN, van_een),
        "contact": nummer_van(EEN, van_een),
        "lijst": lijst.pk,
        "zoekopdracht": opdracht.pk,
        "api-kandidaat": nummer_van(EEN, van_een),
        "api-zoekopdracht": opdracht.pk,
        "api-contactverzoek": verzoek.pk,
    }
    for wie, is_er in ((van_een, True), (van_ander, False)):
        client.force_login(wie)
        for naam, nummer in dingen.items():
            antwoord = client.get(adres(naam, str(nummer)))
            if naam == "zoekopdracht":  # leads to the search, or back to the list
                assert ("kassa" in antwoord.url) == is_er
            else:
                assert antwoord.status_code == (200 if is_er else 404), naam
