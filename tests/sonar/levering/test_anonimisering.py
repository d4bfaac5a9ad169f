"""What leaves Sonar, column by column."""

import dataclasses
import datetime

import pytest
from django.apps import apps
from django.db.models import Value

from kandidatenverkenner.ontvangst.profiel import Kandidaatprofiel
from sonar.levering.anonimisering import anonimiseer
from sonar.levering.behandeling import BEHANDELING, BINNEN
from sonar.levering.inhoud import read_content
from sonar.models import Inschrijving, Klantprofiel, Taal
from tests.bouwers import PEILDATUM, volledig_klantprofiel, zichtbare_klant


# These say nothing about a person.
NASLAG = {
    "affiniteit",
    "arbeidsmarktregio",
    "competentie",
    "gemeente",
    "organisatie",
    "postcodegebied",
    "sector",
    "taaksoort",
    "taal",
    "vaardigheid",
}
MODELLEN = [
    model
    for model in apps.get_app_config("sonar").get_models()
    if model._meta.model_name not in NASLAG
]


@pytest.mark.parametrize("model", MODELLEN, ids=lambda model: model.__name__)
def test_every_column_has_a_behandeling(model):
    kolommen = {veld.name for veld in (*model._meta.concrete_fields, *model._meta.many_to_many)}

    assert model in BINNEN or set(BEHANDELING.get(model, {})) == kolommen


def test_there_is_no_behandeling_of_what_is_not_there():
    assert set(BEHANDELING) | BINNEN == set(MODELLEN)
    assert not set(BEHANDELING) & BINNEN


GEHEIM = {
    "voornamen": "Zonnebloem",
    "voorvoegsel": "van der",
    "achternaam": "Waterlelie",
    "geboortedatum": datetime.date(1987, 6, 5),
    "geslacht": "2",
    "straat": "Sterrenkroosstraat",
    "huisnummer": 90210,
    "toevoeging": "bis",
    "postcode": "2311QX",
    "plaats": "Leidschendorp",
    "telefoon": "0612345678",
    "email": "lelie@example.org",
}


def test_nothing_that_tells_who_it_is_leaves(db):
    persoon = zichtbare_klant(**GEHEIM)
    profiel = persoon.klantprofiel
    profiel.toelichting = "Heeft een jobcoach"
    profiel.save()

    tekst = repr(anoniem(profiel))

    geheim = [*map(str, GEHEIM.values()), persoon.bsn, "jobcoach", "participatiewet", "Verkoper"]
    geheim += ["GM0546", "Leiden", str(PEILDATUM.year - 30)]
    # two characters of these could stand in any code
    assert not [iets for iets in geheim if len(iets) > 3 and iets in tekst]


def test_the_profile_has_no_field_for_what_may_not_leave():
    velden = {veld.name for veld in dataclasses.fields(Kandidaatprofiel)}

    assert velden == {
        "id",
        "regio",
        "opleidingsniveau",
        "diploma",
        "vaardigheden",
        "competenties",
        "affiniteiten",
        "sectoren",
        "taaksoorten",
        "uren_min",
        "uren_max",
        "beschikbaar_vanaf",
        "reisafstand",
        "vervoermiddelen",
        "rijbewijzen",
        "talen",
    }


def anoniem(profiel):
    dit = Klantprofiel.objects.filter(pk=profiel.pk).annotate(regio=Value("AM19"))
    [(_, regio, gegevens)] = read_content(dit)
    return anonimiseer(gegevens, regio=regio, peildatum=PEILDATUM)


def test_the_highest_education_leaves_and_anders_says_least(db):
    profiel = volledig_klantprofiel()
    profiel.opleidingen.create(niveau="9", naam="Iets anders", status="1", diploma=True)
    profiel.opleidingen.create(niveau="5", status="2", diploma=False)

    kandidaat = anoniem(profiel)

    assert (kandidaat.opleidingsniveau, kandidaat.diploma) == ("5", False)


def test_each_language_keeps_its_own_levels_and_each_education_its_own_diploma(db):
    profiel = volledig_klantprofiel()
    Taal.objects.bulk_create(Taal(code=code, naam=code) for code in ("eng", "pol", "ara"))
    profiel.talen.all().delete()
    gesproken = [("pol", "1", "3"), ("ara", "3", "1"), ("nld", "2", "3"), ("eng", "3", "2")]
    for code, mondeling, schriftelijk in gesproken:
        profiel.talen.create(taal_id=code, mondeling=mondeling, schriftelijk=schriftelijk)
    profiel.opleidingen.all().delete()
    for niveau, diploma in (("2", True), ("5", False), ("4", True)):
        profiel.opleidingen.create(niveau=niveau, status="1", diploma=diploma)

    kandidaat = anoniem(profiel)

    talen = [(taal.code, taal.mondeling, taal.schriftelijk) for taal in kandidaat.talen]
    assert talen == sorted(gesproken)
    assert (kandidaat.opleidingsniveau, kandidaat.diploma) == ("5", False)


def test_what_somebody_does_not_master_stays_inside(db):
    profiel = volledig_klantprofiel()
    profiel.competenties.update(beheersing="3")

    assert anoniem(profiel).competenties == ()


def test_a_division_brings_its_section(db):
    assert anoniem(volledig_klantprofiel()).sectoren == ("47", "G")


@pytest.mark.parametrize(
    ("vanaf", "verwacht"),
    [
        (None, None),
        (datetime.date(2020, 5, 17), None),
        (PEILDATUM, None),
        (datetime.date(2021, 3, 17), datetime.date(2021, 3, 1)),
    ],
)
def test_the_day_on_which_somebody_can_start_becomes_a_month(db, vanaf, verwacht):
    assert anoniem(volledig_klantprofiel(beschikbaar_vanaf=vanaf)).beschikbaar_vanaf == verwacht


def test_travel_distance_leaves_in_kilometres(db):
    assert anoniem(volledig_klantprofiel(reisafstand="4")).reisafstand == 25


def test_the_number_is_not_that_of_the_person(db):
    profiel = volledig_klantprofiel()

    assert anoniem(profiel).id == profiel.kandidaatnummer
    assert Inschrijving.objects.get().pk != profiel.kandidaatnummer


def test_a_profile_without_hours_cannot_leave(db):
    profiel = volledig_klantprofiel()
    Klantprofiel.objects.update(uren_min=None, uren_max=None)
    profiel.refresh_from_db()

    with pytest.raises(ValueError, match="niet volledig"):
        anoniem(profiel)
