"""Each rule of the register is hit through the database, past every form."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError

from sonar.models import (
    Doelgroepregistratie,
    Gemeente,
    Inschrijving,
    Klantprofiel,
    Organisatie,
    Postcodegebied,
    Sector,
    Werkzoekende,
    zoeksleutel,
)
from tests.bouwers import (
    PEILDATUM,
    doelgroepregistratie,
    een_bsn,
    gemeente,
    gemeentelijke_dienst,
    inschrijving,
    leeg_klantprofiel,
    uwv,
    vaststelling,
    volledig_klantprofiel,
    werkzoekende,
)


pytestmark = [pytest.mark.django_db, pytest.mark.postgres15]
BEGIN = datetime.date(2020, 1, 1)


@pytest.mark.parametrize("bsn", ["999990018", "000000000", "12345678A", "99999001"])
def test_a_bsn_that_fails_the_elfproef_is_refused(bsn):
    with pytest.raises(ValidationError, match="geen geldig burgerservicenummer") as fout:
        werkzoekende(bsn=bsn)
    assert bsn not in str(fout.value)


def test_a_bsn_stands_once():
    persoon = werkzoekende()
    with pytest.raises(IntegrityError, match="unique"):
        werkzoekende(bsn=persoon.bsn)


@pytest.mark.parametrize("postcode", ["2311", "0311AA", "2311aa", "AA2311"])
def test_a_postcode_has_four_digits_and_two_letters(postcode):
    with pytest.raises(IntegrityError, match="werkzoekende_postcode"):
        werkzoekende(postcode=postcode)


def test_a_birth_date_lies_after_1900():
    with pytest.raises(IntegrityError, match="werkzoekende_geboortedatum"):
        werkzoekende(geboortedatum=datetime.date(1899, 12, 31))


def test_what_a_person_is_called_in_lists_says_nothing_of_the_person():
    persoon = werkzoekende(achternaam="Zonderling")
    inschrijving(persoon)
    for ding in (persoon, persoon.inschrijvingen.get(), leeg_klantprofiel(persoon)):
        assert str(ding).split()[-1].isdigit()
        assert "Zonderling" not in str(ding)
        assert persoon.bsn not in str(ding)


def test_two_open_registrations_are_refused():
    persoon = werkzoekende()
    inschrijving(persoon, gemeentelijke_dienst())
    with pytest.raises(IntegrityError, match="inschrijving_een_tegelijk"):
        inschrijving(persoon, uwv(), van=PEILDATUM)


def test_a_registration_may_follow_on_the_day_the_other_ends():
    persoon = werkzoekende()
    inschrijving(persoon, gemeentelijke_dienst(), van=BEGIN, tot=PEILDATUM)
    inschrijving(persoon, uwv(), van=PEILDATUM)

    geldig = Inschrijving.objects.geldig_op(PEILDATUM)
    assert [regel.organisatie.soort for regel in geldig] == ["uwv"]


def test_somebody_who_leaves_on_the_peildatum_is_not_there():
    inschrijving(van=BEGIN, tot=PEILDATUM)

    assert not Inschrijving.objects.geldig_op(PEILDATUM).exists()
    assert Inschrijving.objects.geldig_op(PEILDATUM - datetime.timedelta(days=1)).exists()
    assert Inschrijving.objects.geldig_op(BEGIN).exists()
    assert not Inschrijving.objects.geldig_op(BEGIN - datetime.timedelta(days=1)).exists()


@pytest.mark.parametrize("eind", [BEGIN, BEGIN - datetime.timedelta(days=1)])
def test_a_registration_does_not_end_before_it_begins(eind):
    with pytest.raises((IntegrityError, DataError)):
        inschrijving(van=BEGIN, tot=eind)


@pytest.mark.parametrize("eind", [BEGIN, BEGIN - datetime.timedelta(days=1)])
def test_a_doelgroepregistratie_does_not_end_before_it_begins(eind):
    with pytest.raises((IntegrityError, DataError)):
        doelgroepregistratie(een_bsn(), van=BEGIN, tot=eind)


@pytest.mark.parametrize("eind", [BEGIN, BEGIN - datetime.timedelta(days=1)])
def test_a_vaststelling_does_not_end_before_it_begins(eind):
    with pytest.raises((IntegrityError, DataError)):
        vaststelling(volledig_klantprofiel(), van=BEGIN, tot=eind)


def test_end_before_begin_gets_a_sentence():
    regel = inschrijving()
    regel.einddatum = regel.ingangsdatum
    with pytest.raises(ValidationError, match="De einddatum ligt na de ingangsdatum"):
        regel.full_clean()


def test_a_second_open_registration_gets_a_sentence():
    eerste = inschrijving()
    tweede = Inschrijving(
        werkzoekende=eerste.werkzoekende,
        organisatie=uwv(),
        gemeente=eerste.gemeente,
        ingangsdatum=PEILDATUM,
    )
    with pytest.raises(ValidationError, match="al een inschrijving"):
        tweede.full_clean()


def test_the_register_knows_people_whom_sonar_does_not():
    bsn = een_bsn()
    doelgroepregistratie(bsn)

    sleutel = zoeksleutel(bsn)
    assert not Werkzoekende.objects.filter(bsn_zoeksleutel=sleutel).exists()
    assert Doelgroepregistratie.objects.filter(werkzoekende=sleutel).exists()


def test_somebody_stands_in_the_register_once_at_a_time():
    bsn = een_bsn()
    doelgroepregistratie(bsn)
    with pytest.raises(IntegrityError, match="doelgroepregistratie_een_tegelijk"):
        doelgroepregistratie(bsn, van=PEILDATUM)


def test_a_profile_is_vastgesteld_once_at_a_time():
    profiel = volledig_klantprofiel()
    vaststelling(profiel)
    with pytest.raises(IntegrityError, match="vaststelling_een_tegelijk"):
        vaststelling(profiel, van=PEILDATUM)


def test_a_postcode_of_another_gemeente_gets_a_sentence():
    regel = Inschrijving(
        werkzoekende=werkzoekende(postcode="2311AA"),
        organisatie=gemeentelijke_dienst("GM0537"),
        gemeente=gemeente("GM0537"),
        ingangsdatum=BEGIN,
    )
    with pytest.raises(ValidationError, match="De postcode van het adres ligt niet"):
        regel.full_clean()


def test_where_somebody_lived_before_need_not_fit_the_address_of_now():
    regel = Inschrijving(
        werkzoekende=werkzoekende(postcode="2311AA"),
        organisatie=gemeentelijke_dienst("GM0537"),
        gemeente=gemeente("GM0537"),
        ingangsdatum=BEGIN,
        einddatum=PEILDATUM,
    )
    regel.full_clean()


@pytest.mark.parametrize(("van", "tot"), [(24, 16), (0, 16), (16, 41), (None, 16), (16, None)])
def test_hours_are_both_given_and_in_order(van, tot):
    with pytest.raises(IntegrityError, match="klantprofiel_uren"):
        volledig_klantprofiel(uren_min=van, uren_max=tot)


@pytest.mark.parametrize(
    ("veld", "waarde"),
    [("reisafstand", "0"), ("vervoermiddelen", ["7"]), ("rijbewijzen", ["B", "Z"])],
)
def test_codes_come_from_their_list(veld, waarde):
    with pytest.raises(IntegrityError, match=f"klantprofiel_{veld}_uit_de_lijst"):
        volledig_klantprofiel(**{veld: waarde})


def test_a_person_has_one_klantprofiel():
    profiel = leeg_klantprofiel()
    with pytest.raises(IntegrityError, match="unique"):
        Klantprofiel.objects.create(werkzoekende=profiel.werkzoekende)


def test_a_diploma_does_not_go_with_an_education_that_was_broken_off():
    with pytest.raises(IntegrityError, match="opleiding_diploma"):
        leeg_klantprofiel().opleidingen.create(niveau="4", status="2", diploma=True)


@pytest.mark.parametrize(("niveau", "status"), [("7", "1"), ("4", "9")])
def test_an_education_has_a_level_and_a_state_from_the_list(niveau, status):
    with pytest.raises(IntegrityError, match="opleiding_codes_uit_de_lijst"):
        leeg_klantprofiel().opleidingen.create(niveau=niveau, status=status)


def test_a_competentie_and_a_taal_stand_once():
    profiel = volledig_klantprofiel()
    with pytest.raises(IntegrityError, match="competentiebeheersing_een_per_competentie"):
        profiel.competenties.create(competentie_id="24120")


def test_a_taal_stands_once():
    profiel = volledig_klantprofiel()
    with pytest.raises(IntegrityError, match="taalbeheersing_een_per_taal"):
        profiel.talen.create(taal_id="nld", mondeling="1", schriftelijk="1")


def test_mastery_comes_from_the_list():
    profiel = volledig_klantprofiel()
    with pytest.raises(IntegrityError, match="competentiebeheersing_uit_de_lijst"):
        profiel.competenties.update(beheersing="6")


def test_command_of_a_language_comes_from_the_list():
    profiel = volledig_klantprofiel()
    with pytest.raises(IntegrityError, match="taalbeheersing_uit_de_lijst"):
        profiel.talen.update(mondeling="5")


def test_there_is_one_uwv():
    uwv()
    with pytest.raises(IntegrityError, match="organisatie_er_is_een_uwv"):
        Organisatie.objects.create(soort="uwv", naam="Nog een UWV")


def test_a_gemeentelijke_dienst_has_a_gemeente():
    with pytest.raises(IntegrityError, match="organisatie_gemeente_alleen_bij_gemeente"):
        Organisatie.objects.create(soort="gemeente", naam="Nergens")


def test_a_gemeente_is_keyed_on_its_cbs_code():
    with pytest.raises(IntegrityError, match="gemeente_code_is_cbs_code"):
        Gemeente.objects.filter(pk=gemeente().pk).update(code="0546")


def test_a_gemeente_lies_in_the_netherlands():
    with pytest.raises(IntegrityError, match="gemeente_ligt_in_nederland"):
        Gemeente.objects.filter(pk=gemeente().pk).update(breedtegraad=4, lengtegraad=52)


def test_a_postcode_belongs_to_one_gemeente():
    gemeente("GM0546")
    with pytest.raises(IntegrityError, match="postcode_in_een_gemeente"):
        Postcodegebied.objects.create(gemeente=gemeente("GM0537"), van=2300, tot=2311)


def test_a_postcode_range_runs_upwards():
    with pytest.raises((IntegrityError, DataError)):
        Postcodegebied.objects.create(gemeente=gemeente(), van=2400, tot=2399)


@pytest.mark.parametrize(("code", "sectie"), [("Z", None), ("47", None), ("4", "G")])
def test_a_sector_is_a_section_or_a_division_of_one(code, sectie):
    Sector.objects.create(code="G", naam="Groot- en detailhandel")
    with pytest.raises(IntegrityError, match="sector_is_sectie_of_afdeling"):
        Sector.objects.create(code=code, naam="Iets", sectie_id=sectie)
