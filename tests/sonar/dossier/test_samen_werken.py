"""Two people at one dossier, versions that can be read, and people who may be registered twice."""

import pytest
from django.utils import timezone

from sonar.models import Profielversie, Verwerking, Werkzoekende, Zoekdag
from sonar.readable import momentopname, wijzigingen
from tests.bouwers import (
    PEILDATUM,
    gemeentelijke_dienst,
    inschrijving,
    medewerker,
    volledig_klantprofiel,
    werkzoekende,
)
from tests.sonar.schermen import (
    NIEUW,
    aan_het_werk,
    klant_adres,
    nieuwe_klant,
    profiel_adres,
    profielformulier,
)


pytestmark = pytest.mark.django_db


@pytest.fixture
def wie():
    return medewerker()


@pytest.fixture
def client(wie):
    return aan_het_werk(wie)


def gezien(client, adres):
    """What the form that somebody opened, knows of its subject."""
    return client.get(adres).context["gezien"]


def fouten(antwoord):
    return " ".join(antwoord.context["adminform"].form.non_field_errors())


def test_the_second_is_told_what_changed_and_loses_nothing(client):
    profiel = volledig_klantprofiel()
    adres = profiel_adres(profiel)
    mijn, van_collega = gezien(client, adres), gezien(client, adres)
    client.post(adres, profielformulier(profiel, _gezien=van_collega, uren_max=30))

    antwoord = client.post(
        adres, profielformulier(profiel, _gezien=mijn, toelichting="lang getypt")
    )

    assert "Een collega heeft dit intussen gewijzigd" in fouten(antwoord)
    assert "Maximaal aantal uren per week: was 24, is nu 30." in fouten(antwoord)
    assert antwoord.context["adminform"].form["toelichting"].value() == "lang getypt"
    profiel.refresh_from_db()
    assert (profiel.uren_max, profiel.toelichting) == (30, "")

    nog_eens = profielformulier(
        profiel, _gezien=antwoord.context["gezien"], toelichting="lang getypt"
    )
    assert client.post(adres, nog_eens).status_code == 302
    profiel.refresh_from_db()
    assert (profiel.uren_max, profiel.toelichting) == (30, "lang getypt")


def test_a_row_that_a_colleague_added_counts_too(client):
    profiel = volledig_klantprofiel()
    adres = profiel_adres(profiel)
    mijn = gezien(client, adres)
    profiel.opleidingen.create(niveau="2")

    antwoord = client.post(adres, profielformulier(profiel, _gezien=mijn, uren_max=30))

    assert "Opleidingen: was" in fouten(antwoord)


def test_the_same_holds_for_the_client(client):
    klant = inschrijving().werkzoekende
    mijn = gezien(client, klant_adres(klant))
    Werkzoekende.objects.filter(pk=klant.pk).update(telefoon="0600000000")
    formulier = nieuwe_klant(
        **{
            "_gezien": mijn,
            "inschrijvingen-INITIAL_FORMS": "1",
            "inschrijvingen-0-id": klant.inschrijvingen.get().pk,
            "inschrijvingen-0-werkzoekende": klant.pk,
        }
    )

    antwoord = client.post(klant_adres(klant), formulier)

    assert "Telefoon: was -, is nu 0600000000." in fouten(antwoord)


def test_what_was_seen_by_nobody_or_forged_does_not_break(client):
    profiel = volledig_klantprofiel()

    for token in ("", "onzin", "a:b:c"):
        formulier = profielformulier(profiel, _gezien=token, uren_max=28)
        assert client.post(profiel_adres(profiel), formulier).status_code == 302


def test_versions_tell_what_changed_and_who_did_it(client, wie):
    profiel = volledig_klantprofiel()
    adres = profiel_adres(profiel)
    client.post(adres, profielformulier(profiel))
    client.post(adres, profielformulier(profiel))  # nothing changed: no version
    profiel.refresh_from_db()
    client.post(adres, profielformulier(profiel, uren_max=30, vaardigheden=[]))

    assert Profielversie.objects.count() == 2
    tekst = client.get(f"/sonar/klantprofielen/{profiel.pk}/versies/").text
    assert "was <del>24</del>, werd <ins>30</ins>" in tekst
    assert "was <del>vakken vullen</del>, werd <ins>-</ins>" in tekst
    assert "klantmanager, Gemeente Leiden" in tekst
    assert wie.account.username not in tekst.split("<main")[-1].split("Ingelogd als")[-1][200:]


def test_of_a_list_a_version_tells_what_came_and_what_went():
    oud = {"taaksoorten": "inpakken; sorteren", "sector": "Landbouw, bosbouw", "uren": "-"}
    nieuw = {"taaksoorten": "sorteren; vegen; wassen", "sector": "Winkel, markt", "uren": "24"}

    [taken, sector, uren] = wijzigingen(oud, nieuw)

    assert (taken.erbij, taken.weg) == (["vegen", "wassen"], ["inpakken"])
    assert (sector.erbij, sector.weg, sector.was) == ([], [], "Landbouw, bosbouw")
    assert (uren.was, uren.wordt) == ("-", "24")


def test_a_version_speaks_words_and_no_codes(client):
    profiel = volledig_klantprofiel(vervoermiddelen=["1", "3"], rijbewijzen=["B"])

    inhoud = momentopname(profiel)

    assert inhoud["vervoermiddelen"] == "auto; fiets"
    assert inhoud["rijbewijzen"] == "B (auto)"


def test_an_employer_sees_this_and_no_more(client):
    profiel = volledig_klantprofiel(toelichting="Geheim voor collega's")

    tekst = client.get(f"/sonar/klantprofielen/{profiel.pk}/voorbeeld/").text

    for woord in ("vakken vullen", "Holland Rijnland", "16 tot 24", "Kwaliteit leveren"):
        assert woord in tekst, woord
    for woord in ("Geheim voor", "Testpersoon", "Breestraat", "Leiden", "Verkoper"):
        assert woord not in tekst.split('id="content-main"')[1], woord


def test_a_profile_that_misses_something_has_no_example_but_says_what(client):
    profiel = volledig_klantprofiel()
    profiel.vaardigheden.clear()

    tekst = client.get(f"/sonar/klantprofielen/{profiel.pk}/voorbeeld/").text

    assert "Kies ten minste één vaardigheid" in tekst


@pytest.mark.parametrize("pagina", ["voorbeeld", "versies"])
def test_the_pages_beside_the_form_are_for_who_sees_the_person(pagina):
    profiel = volledig_klantprofiel()
    vreemde = aan_het_werk(medewerker(gemeentelijke_dienst("GM0537")))

    assert vreemde.get(f"/sonar/klantprofielen/{profiel.pk}/{pagina}/").status_code == 404
    assert vreemde.get(f"/sonar/klantprofielen/0/{pagina}/").status_code == 404


def test_what_is_not_agreed_with_the_client_is_not_vastgesteld(client):
    profiel = volledig_klantprofiel(besproken_op=None)
    formulier = profielformulier(profiel, besproken_op="", _vaststellen="ja")

    antwoord = client.post(profiel_adres(profiel), formulier, follow=True)

    assert "Vul in wanneer u dit klantprofiel met de klant hebt besproken" in antwoord.text
    morgen = timezone.localdate() + timezone.timedelta(days=1)
    formulier["besproken_op"] = f"{morgen:%d-%m-%Y}"
    client.post(profiel_adres(profiel), formulier)
    assert not profiel.vaststellingen.exists()


def test_a_warning_stands_where_the_text_is(client):
    profiel = volledig_klantprofiel(toelichting="Testpersoon heeft last van autisme.")

    tekst = client.get(profiel_adres(profiel)).text

    assert "Hier staat de naam van de klant" in tekst
    assert "gezondheid (heeft last van autisme)" in tekst


def test_somebody_who_may_be_known_gets_a_second_look(client):
    werkzoekende(achternaam="Proefpersoon")  # born on the same day as who is registered
    formulier = nieuwe_klant()

    antwoord = client.post(NIEUW, formulier)

    assert "deze achternaam en geboortedatum" in fouten(antwoord)
    assert "Toch inschrijven" in antwoord.text
    assert Werkzoekende.objects.count() == 1
    assert client.post(NIEUW, formulier | {"iemand_anders": "on"}).status_code == 302
    assert Werkzoekende.objects.count() == 2


def test_who_may_be_the_same_person_is_proposed_and_written_down(client, wie):
    bekend = werkzoekende(achternaam="Proefpersoon")
    inschrijving(bekend, gemeentelijke_dienst("GM0537"), code="GM0537")

    antwoord = client.post(NIEUW, nieuwe_klant())

    assert [vondst.klant for vondst in antwoord.context["dubbelen"]] == [bekend]
    assert "Noor Proefpersoon" in antwoord.text
    assert "Gemeente Katwijk" in antwoord.text
    regel = Verwerking.objects.get()
    assert (regel.persoon, regel.handeling, regel.grond, regel.medewerker) == (
        bekend.pk,
        "gezocht",
        "zoekvraag",
        wie,
    )
    assert Zoekdag.objects.get().aantal == 1  # the form is no way around the limit of a day


@pytest.mark.parametrize("soort", ["afgeschermd", "overleden"])
def test_registering_tells_nothing_of_whom_one_may_not_know(client, soort):
    velden = {"afgeschermd": True} if soort == "afgeschermd" else {"overleden_op": PEILDATUM}
    geheim = werkzoekende(achternaam="Proefpersoon", **velden)
    inschrijving(geheim, gemeentelijke_dienst("GM0537"), code="GM0537")

    zelfde_naam = client.post(NIEUW, nieuwe_klant())
    assert zelfde_naam.status_code == 302  # as if nobody had that name
    zelfde_nummer = client.post(NIEUW, nieuwe_klant(bsn=geheim.bsn, achternaam="Anders"))

    assert "burgerservicenummer staat al in Sonar" in zelfde_nummer.text
    assert zelfde_nummer.context["dubbelen"] == []
    assert "Noor" not in zelfde_nummer.text
    assert zelfde_nummer.text.count(geheim.bsn) == 1  # what was typed, in its box
    assert Verwerking.objects.get(persoon=geheim.pk).handeling == "geweigerd"
