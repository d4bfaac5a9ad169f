"""The first page: a count is a link, and the list behind it has exactly that many."""

import datetime

import pytest
from django.utils import timezone

from kandidatenverkenner.models import Contactverzoek
from sonar.admin.client_list import onvolledig
from sonar.models import Inschrijving, Klantprofiel, Klantstand, Medewerker, Uitvoer
from sonar.rules.profielvelden import ONDERDELEN
from tests.bouwers import (
    inschrijving,
    leeg_klantprofiel,
    medewerker,
    volledig_klantprofiel,
    werkzoekende,
)
from tests.sonar.drukte import druk, werkplek
from tests.sonar.schermen import aan_het_werk
from tests.sonar.toegang.toegang_orakel import ADVISEUR, KLANTMANAGER, PRIVACY, ROLLEN, TEAMLEIDER


pytestmark = pytest.mark.django_db

# How many a page shows that is no list of the admin.
GETOOND = {
    "contactverzoeken": lambda c: len(c["verzoeken"]),
    "overdrachten": lambda c: len(c["open"]),
    "noodtoegangen": lambda c: len(c["open"]),
    "werkgevers": lambda c: len(c["aanmeldingen"]),
    "alarmen": lambda c: len(c["alarmen"]),
    "uitvoer": lambda c: len(c["goed_te_keuren"]),
}
# What must be among those that wait, or the test would say nothing.
WACHT = {
    KLANTMANAGER: {"aandacht=verouderd", "aandacht=onvolledig", "aandacht=geplaatst", "overdracht"},
    TEAMLEIDER: {"zonder_klantmanager", "overdrachten", "noodtoegangen", "te-bevestigen"}
    | {"#te-laat", "uitvoer", "onvolledig"},
    ADVISEUR: {"contactverzoeken/?wacht=te-laat", "contactverzoeken/", "werkgevers"},
    PRIVACY: {"alarmen"},
}


def getoond(client, adres):
    antwoord = client.get(adres.split("#")[0])
    assert antwoord.status_code == 200, adres
    lijst, context = antwoord.context.get("cl"), antwoord.context
    if lijst:
        return lijst.result_count
    naam = antwoord.resolver_match.url_name
    if adres.endswith("#antwoorden"):
        return len(context["antwoorden"])
    if naam == "team":
        return len(context["te_laat" if "#" in adres else "team"])
    return GETOOND[naam](context)


def werk(ik):
    """Something of everything that waits."""
    klant = druk(ik, 3)
    vandaag = timezone.localdate()
    klantmanager = Medewerker.objects.get(pk=klant.inschrijvingen.get().klantmanager_id)
    for besproken in (None, vandaag):
        persoon = werkzoekende()
        inschrijving(persoon, klantmanager=klantmanager)
        leeg_klantprofiel(persoon) if besproken is None else volledig_klantprofiel(persoon)
    Inschrijving.objects.filter(pk=inschrijving().pk).update(klantmanager=None)
    klant.voordrachten.update(stand="geplaatst")
    klant.plaatsingen.all().delete()
    Contactverzoek.objects.filter(kandidaat=klant.klantprofiel.kandidaatnummer).update(
        uiterlijk_op=vandaag - datetime.timedelta(days=1)
    )
    Medewerker.objects.filter(pk=klantmanager.pk).update(
        bevestigd_tot=vandaag + datetime.timedelta(days=9)
    )
    Uitvoer.objects.exclude(medewerker=ik).update(aantal=51)
    # In the region of the adviser an organisation that waits to be let in.
    verzoek = Contactverzoek.objects.first()
    verzoek.werkgever.gecontroleerd_op = None
    verzoek.werkgever.save(update_fields=["gecontroleerd_op"])


@pytest.mark.parametrize("rol", ROLLEN)
def test_behind_each_count_is_a_list_of_that_length(rol):
    ik = werkplek(rol)
    werk(ik)
    client = aan_het_werk(ik)

    posten = client.get("/sonar/").context["werkvoorraad"]

    anders = {
        post.wat: (post.aantal, aantal)
        for post in posten
        if post.aantal is not None and (aantal := getoond(client, post.adres)) != post.aantal
    }
    assert not anders
    wacht = [post.adres for post in posten if post.deel == "nu"]
    assert all(post.aantal for post in posten if post.deel == "nu")
    assert not {eis for eis in WACHT.get(rol, ()) if not any(eis in adres for adres in wacht)}


def test_what_is_too_late_stands_first_with_the_clock_beside_what_waits():
    ik = werkplek(ADVISEUR)
    werk(ik)

    nu = aan_het_werk(ik).get("/sonar/").context["nu"]

    assert nu[0].te_laat
    assert "te laat" in nu[0].wat
    [verzoeken] = [post for post in nu if post.wat == "Contactverzoeken van werkgevers"]
    assert verzoeken.termijn.startswith("Eerste antwoord uiterlijk ")


def test_who_has_nothing_waiting_is_told_so():
    antwoord = aan_het_werk(werkplek(KLANTMANAGER)).get("/sonar/")

    assert antwoord.context["nu"] == []
    assert "Er wacht nu niets op u." in antwoord.text


def test_whose_access_ends_within_a_month_is_told_so():
    straks = timezone.localdate() + datetime.timedelta(days=30)

    aflopend = aan_het_werk(medewerker(bevestigd_tot=straks)).get("/sonar/")
    lang = aan_het_werk(medewerker(bevestigd_tot=straks + datetime.timedelta(days=2))).get(
        "/sonar/"
    )

    assert "Uw toegang loopt tot" in aflopend.text
    assert "Uw toegang loopt tot" not in lang.text


def haal_weg(profiel, deel):
    """The profile without this part."""
    if deel == "uren":
        profiel.uren_min = profiel.uren_max = None
    elif deel == "reisafstand":
        profiel.reisafstand = ""
    elif deel == "competenties":
        profiel.competenties.update(beheersing="3")
    elif deel == "opleiding":
        profiel.opleidingen.all().delete()
    else:
        getattr(profiel, {"beroepssectoren": "sectoren"}.get(deel, deel)).clear()
    profiel.save()


@pytest.mark.parametrize("deel", [None, *ONDERDELEN])
def test_the_list_of_incomplete_profiles_follows_the_rule_of_the_profile(deel):
    profiel = volledig_klantprofiel(inschrijving().werkzoekende)
    inschrijving()  # without a profile: that is another list
    if deel:
        haal_weg(profiel, deel)

    in_lijst = Klantstand.objects.filter(onvolledig(timezone.localdate()))

    over = set(ONDERDELEN) - Klantprofiel.objects.get().ingevulde_onderdelen()
    assert over == ({deel} if deel else set())
    assert [klant.pk for klant in in_lijst] == ([profiel.werkzoekende_id] if deel else [])
