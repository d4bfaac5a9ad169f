"""The klantprofiel: filled in, completed, vastgesteld, taken back."""

import pytest
from django.utils import timezone

from sonar.models import Klantprofiel, Medewerker, Taal, Vaststelling
from tests.bouwers import (
    inschrijving,
    leeg_klantprofiel,
    medewerker,
    vaststelling,
    volledig_klantprofiel,
)
from tests.kandidatenverkenner.bouwers import gezocht
from tests.sonar.schermen import aan_het_werk, klant_adres, profiel_adres, profielformulier


pytestmark = pytest.mark.django_db


@pytest.fixture
def wie():
    return medewerker()


@pytest.fixture
def leiden(wie):
    return aan_het_werk(wie)


def meldingen(antwoord):
    return " ".join(str(melding) for melding in antwoord.context["messages"])


def test_a_profile_begins_at_its_client(leiden):
    klant = inschrijving().werkzoekende
    adres = f"/sonar/sonar/werkzoekende/{klant.pk}/klantprofiel/"

    eerste = leiden.post(adres, follow=True)
    tweede = leiden.post(adres)

    klantprofiel = Klantprofiel.objects.get(werkzoekende=klant)
    assert eerste.redirect_chain == [(profiel_adres(klantprofiel), 302)]
    assert tweede.url == profiel_adres(klantprofiel)
    assert leiden.get(adres).status_code == 405


def test_the_screen_says_whose_it_is_and_everything_that_misses(leiden):
    antwoord = leiden.get(profiel_adres(leeg_klantprofiel()))

    assert "Klantprofiel van Noor Testpersoon" in antwoord.text
    assert antwoord.context["volledigheid"] == 0
    assert len(antwoord.context["ontbreekt"]) == 8
    for deel in antwoord.context["onderdelen"]:
        assert deel.ontbreekt
        assert deel.wat in antwoord.text
        assert f'id="{deel.anker}"' in antwoord.text  # the link leads somewhere


def test_what_most_searches_asked_stands_first(leiden):
    vandaag = timezone.localdate()
    for facet in ("sector", "sector", "vaardigheid"):
        gezocht(facet, dag=vandaag)

    antwoord = leiden.get(profiel_adres(leeg_klantprofiel()))

    assert [(deel.naam, deel.gemist) for deel in antwoord.context["onderdelen"]][:3] == [
        ("beroepssectoren", 2),
        ("vaardigheden", 1),
        ("opleiding", 0),
    ]
    assert "filterden hier de laatste 30 dagen 2 keer op" in antwoord.text


def test_free_text_is_looked_at_while_it_is_typed(leiden):
    def nagekeken(tekst):
        antwoord = leiden.post("/sonar/nakijken/", {"tekst": tekst, "namen": "Noor Testpersoon"})
        return antwoord.json()["bevindingen"]

    assert nagekeken("Werkt graag in een klein team.") == []
    assert "naam van de klant" in nagekeken("Noor werkt graag buiten")[0]
    assert "gezondheid" in nagekeken("Heeft epilepsie")[0]
    assert nagekeken("x" * 20_000) == []
    assert leiden.get("/sonar/nakijken/?tekst=epilepsie").status_code == 405
    for rol in set(Medewerker.Rol.values) - {"klantmanager"}:
        ander = aan_het_werk(medewerker(rol=rol))
        assert ander.post("/sonar/nakijken/", {"tekst": "epilepsie"}).status_code == 403


def test_the_name_is_not_in_the_title_or_the_address(leiden):
    antwoord = leiden.get(profiel_adres(leeg_klantprofiel()))

    titel = antwoord.text.split("<title>")[1].split("</title>")[0]
    assert "Testpersoon" not in titel
    assert "Testpersoon" not in antwoord.request["PATH_INFO"]


def test_a_profile_is_filled_in(leiden):
    klantprofiel = volledig_klantprofiel(uren_min=8, uren_max=12)
    formulier = profielformulier(
        klantprofiel,
        uren_min=20,
        uren_max=28,
        vervoermiddelen=["3", "5"],
        rijbewijzen=["B"],
        toelichting="Werkt graag in de ochtend.",
    )

    antwoord = leiden.post(profiel_adres(klantprofiel), formulier, follow=True)

    assert "Het klantprofiel is opgeslagen" in meldingen(antwoord)
    nu = Klantprofiel.objects.get()
    assert (nu.uren_min, nu.uren_max, nu.rijbewijzen) == (20, 28, ["B"])
    assert nu.vervoermiddelen == ["3", "5"]
    assert not Vaststelling.objects.exists()


@pytest.mark.parametrize(
    ("anders", "melding"),
    [
        ({"uren_min": 30, "uren_max": 20}, "Vul bij de uren allebei in"),
        ({"uren_min": "", "uren_max": 20}, "Vul bij de uren allebei in"),
        ({"uren_min": "veel"}, "geheel getal"),
        ({"rijbewijzen": ["Z"]}, "Z"),
        ({"vaardigheden": ["bestaat-niet"]}, "bestaat-niet"),
        ({"opleidingen-0-status": "2"}, "Een diploma past niet"),
        ({"reisafstand": "0"}, "0"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_saved(leiden, anders, melding):
    klantprofiel = volledig_klantprofiel()
    formulier = profielformulier(klantprofiel, toelichting="nieuw getypt", **anders)

    antwoord = leiden.post(profiel_adres(klantprofiel), formulier)

    assert antwoord.status_code == 200
    assert melding in antwoord.text
    assert "nieuw getypt" in antwoord.text
    assert Klantprofiel.objects.get().toelichting == ""


def test_what_is_wrong_with_the_hours_is_said_at_the_hours(leiden):
    klantprofiel = volledig_klantprofiel()

    for minimum, maximum in ((30, 10), ("", 10), (16, 41)):
        formulier = profielformulier(klantprofiel, uren_min=minimum, uren_max=maximum)
        fouten = (
            leiden.post(profiel_adres(klantprofiel), formulier).context["adminform"].form.errors
        )
        assert set(fouten) == {"uren_max"}, (minimum, maximum)
        assert "Vul bij de uren allebei in" in fouten["uren_max"][0]


def test_opslaan_en_vaststellen(leiden, wie):
    klantprofiel = volledig_klantprofiel()
    formulier = profielformulier(klantprofiel, uren_max=32, _vaststellen="ja")

    antwoord = leiden.post(profiel_adres(klantprofiel), formulier, follow=True)

    assert "opgeslagen en vastgesteld" in meldingen(antwoord)
    assert Vaststelling.objects.get().vastgesteld_door == wie
    assert Klantprofiel.objects.get().uren_max == 32
    assert antwoord.context["lopend"]


def test_vaststellen_of_what_is_not_complete_says_why_and_keeps_what_was_typed(leiden):
    klantprofiel = leeg_klantprofiel()
    formulier = profielformulier(klantprofiel, toelichting="een begin", _vaststellen="ja")

    antwoord = leiden.post(profiel_adres(klantprofiel), formulier, follow=True)

    assert "kan nog niet worden vastgesteld" in meldingen(antwoord)
    assert "Voeg een opleiding toe" in meldingen(antwoord)
    assert not Vaststelling.objects.exists()
    assert Klantprofiel.objects.get().toelichting == "een begin"


def test_intrekken(leiden):
    klantprofiel = volledig_klantprofiel()
    adres = profiel_adres(klantprofiel)
    leiden.post(adres, profielformulier(klantprofiel, _vaststellen="ja"))

    antwoord = leiden.post(adres, profielformulier(klantprofiel, _intrekken="ja"), follow=True)

    assert "opgeslagen en ingetrokken" in meldingen(antwoord)
    assert not antwoord.context["lopend"]


def test_a_profile_that_loses_a_part_is_taken_back_with_a_word(leiden):
    klantprofiel = volledig_klantprofiel()
    adres = profiel_adres(klantprofiel)
    leiden.post(adres, profielformulier(klantprofiel, _vaststellen="ja"))

    antwoord = leiden.post(adres, profielformulier(klantprofiel, taaksoorten=[]), follow=True)

    assert "niet meer volledig en is daarom ingetrokken" in meldingen(antwoord)
    assert not antwoord.context["lopend"]


def test_the_page_of_the_client_shows_how_far_the_profile_is(leiden):
    klantprofiel = volledig_klantprofiel()
    antwoord = leiden.get(klant_adres(klantprofiel.werkzoekende))

    assert "Volledig voor 100%" in antwoord.text
    assert "Klantprofiel openen" in antwoord.text


@pytest.mark.parametrize("lijst", ["vaardigheid", "affiniteit", "taaksoort", "sector"])
def test_search_as_you_type_in_the_lists(leiden, lijst):
    volledig_klantprofiel()
    veld = {"vaardigheid": "vaardigheden", "affiniteit": "affiniteiten", "sector": "sectoren"}
    antwoord = leiden.get(
        "/sonar/autocomplete/",
        {
            "app_label": "sonar",
            "model_name": "klantprofiel",
            "field_name": veld.get(lijst, "taaksoorten"),
            "term": {"vaardigheid": "vak", "affiniteit": "dier", "sector": "47"}.get(lijst, "inp"),
        },
    )

    assert len(antwoord.json()["results"]) == 1


def test_who_may_only_read_reads_words_and_no_codes(leiden):
    klantprofiel = volledig_klantprofiel(vervoermiddelen=["1", "3"], rijbewijzen=["B"])
    klantprofiel.talen.get_or_create(
        taal=Taal.objects.get(code="nld"), defaults={"mondeling": "3", "schriftelijk": "2"}
    )
    vaststelling(klantprofiel)

    for rol in ("teamleider", "adviseur"):
        lezer = aan_het_werk(medewerker(rol=rol))
        tekst = lezer.get(profiel_adres(klantprofiel)).text
        for woord in ("auto, fiets", "B (auto)", "Nederlands", "Kwaliteit leveren"):
            assert woord in tekst, (rol, woord)
        for lijst in ("taal", "competentie"):
            assert f"/sonar/sonar/{lijst}/" not in tekst, rol
