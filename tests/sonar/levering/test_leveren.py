"""From vastgesteld to visible, and back."""

import datetime

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kandidatenverkenner.models import Kandidaat
from sonar.handelingen.dossier.intrekken import intrekken
from sonar.handelingen.toezicht.vastleggen import controleer
from sonar.levering.feed import lever
from sonar.models import Doelgroepregistratie, Inschrijving, Klantprofiel, Verwerking
from tests.bouwers import (
    PEILDATUM,
    doelgroepregistratie,
    gemeentelijke_dienst,
    inschrijving,
    uwv,
    vaststelling,
    volledig_klantprofiel,
    zichtbare_klant,
)


pytestmark = [
    pytest.mark.django_db,
    pytest.mark.postgres15,
    pytest.mark.usefixtures("few_are_shown"),
]


def geleverd():
    return set(Kandidaat.objects.values_list("pk", flat=True))


def test_a_profile_that_is_vastgesteld_stands_there_after_the_delivery():
    persoon = zichtbare_klant()

    bericht = lever(PEILDATUM)

    assert geleverd() == {persoon.klantprofiel.kandidaatnummer}
    assert (bericht.ontvangst.nieuw, bericht.onvolledig) == (1, [])
    assert Kandidaat.objects.get().regio == "AM19"


def test_a_second_delivery_changes_nothing():
    zichtbare_klant()
    lever(PEILDATUM)

    ontvangst = lever(PEILDATUM, alles=True).ontvangst

    assert (ontvangst.nieuw, ontvangst.gewijzigd, ontvangst.ongewijzigd) == (0, 0, 1)


def test_a_change_arrives_with_the_next_delivery():
    persoon = zichtbare_klant()
    lever(PEILDATUM)
    Klantprofiel.objects.filter(pk=persoon.klantprofiel.pk).update(uren_min=30, uren_max=36)

    assert lever(PEILDATUM).ontvangst.gewijzigd == 1
    assert Kandidaat.objects.get().uren_max == 36


@pytest.mark.parametrize(
    "gebeurtenis",
    [
        lambda persoon: intrekken(klantprofiel=persoon.klantprofiel, per=PEILDATUM),
        lambda _: Inschrijving.objects.update(einddatum=PEILDATUM),
        lambda _: Doelgroepregistratie.objects.update(einddatum=PEILDATUM),
    ],
    ids=["ingetrokken", "uitgeschreven", "uit de doelgroep"],
)
def test_who_may_no_longer_be_shown_is_withdrawn(gebeurtenis):
    persoon = zichtbare_klant()
    lever(PEILDATUM)

    gebeurtenis(persoon)

    assert lever(PEILDATUM).ontvangst.ingetrokken == 1
    assert not geleverd()


def test_a_concept_is_not_delivered():
    volledig_klantprofiel()
    doelgroepregistratie(Klantprofiel.objects.get().werkzoekende.bsn)

    lever(PEILDATUM)

    assert not geleverd()


def test_who_is_not_in_the_doelgroep_is_not_delivered():
    vaststelling(volledig_klantprofiel())

    lever(PEILDATUM)

    assert not geleverd()


def test_after_a_transfer_the_number_and_the_region_stay_right():
    persoon = zichtbare_klant()
    Inschrijving.objects.update(einddatum=datetime.date(2020, 6, 1))
    inschrijving(persoon, uwv(), code="GM0518", van=datetime.date(2020, 6, 1))

    lever(PEILDATUM)

    assert Kandidaat.objects.get(pk=persoon.klantprofiel.kandidaatnummer).regio == "AM21"


def test_a_vastgesteld_profile_that_nobody_could_find_is_named_and_not_delivered(capsys):
    persoon = zichtbare_klant()
    persoon.klantprofiel.taaksoorten.clear()

    call_command("lever", "--peildatum", "2020-12-31")

    uit, fout = capsys.readouterr()
    assert "0 nieuw" in uit
    assert f"klantprofiel {persoon.klantprofiel.pk}" in fout
    assert not geleverd()


def test_the_command_says_what_it_did(capsys):
    zichtbare_klant()

    call_command("lever", "--peildatum", "2020-12-31")

    assert capsys.readouterr().out == (
        "Geleverd per 31-12-2020: 1 nieuw, 0 gewijzigd, 0 ongewijzigd, 0 ingetrokken.\n"
    )


def test_the_number_of_queries_does_not_grow_with_the_number_of_people():
    zichtbare_klant()
    lever(PEILDATUM)

    def vragen(aantal):
        for _ in range(aantal):
            zichtbare_klant()
        with CaptureQueriesContext(connection) as gesteld:
            lever(PEILDATUM)
        return len(gesteld)

    assert vragen(1) == vragen(20)


def test_two_organisations_deliver_side_by_side():
    zichtbare_klant()
    ander = zichtbare_klant()
    ander.inschrijvingen.update(organisatie=gemeentelijke_dienst("GM0537"))

    assert lever(PEILDATUM).ontvangst.nieuw == 2


def test_a_delivery_is_written_in_the_log_for_whom_something_became_visible():
    klant, ander = zichtbare_klant(), zichtbare_klant()
    lever(PEILDATUM)
    assert set(Verwerking.objects.values_list("persoon", "handeling", "grond", "medewerker")) == {
        (persoon.pk, "levering", "opdracht", None) for persoon in (klant, ander)
    }

    Klantprofiel.objects.filter(werkzoekende=ander).update(uren_max=30)
    lever(PEILDATUM)

    personen = list(Verwerking.objects.order_by("id").values_list("persoon", flat=True))
    assert personen[2:] == [ander.pk]
    assert controleer() == 3
