"""The nightly batch, from delivered candidates to the table that everybody may have."""

import datetime
import uuid
from itertools import count

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.db.models import Sum

from kandidatenverkenner.models import (
    URENBANDEN,
    Codelijsten,
    Overzicht,
    Overzichtgroep,
    Overzichtregio,
    Overzichtrij,
)
from kandidatenverkenner.overzicht.build import AlGemaaktError, maak_overzicht
from kandidatenverkenner.overzicht.personen import BREDER
from tests.kandidatenverkenner.bouwers import CODES, lever, profiel


pytestmark = pytest.mark.django_db
DAG = datetime.date(2026, 1, 1)
nummers = count(1)


def mensen(aantal, **velden):
    return [profiel(id=uuid.UUID(int=next(nummers)), **velden) for _ in range(aantal)]


def nacht(dagen=0, *, opnieuw=False):
    dag = DAG + datetime.timedelta(dagen)
    moment = datetime.datetime.combine(dag, datetime.time(3), tzinfo=datetime.UTC)
    return maak_overzicht(moment=moment, peildatum=dag, opnieuw=opnieuw)


def tabel(*velden):
    return sorted(Overzichtrij.objects.values_list(*velden, "aantal"))


def test_people_who_are_alike_stand_in_a_row_that_tells_everything():
    lever(*mensen(12))

    bericht = nacht()

    (rij,) = Overzichtrij.objects.all()
    assert (rij.regio, rij.aantal, rij.peildatum) == ("AM19", 12, DAG)
    assert (rij.opleidingsniveau, rij.uren, rij.sector) == ("2", "21-28", "47")
    assert (rij.taaksoort, rij.vaardigheidsgroep) == ("inpakken", "Winkel")
    assert (bericht.regios, bericht.rijen, bericht.mensen) == (1, 1, 12)


def test_a_region_with_nine_people_is_not_shown():
    lever(*mensen(9), *mensen(10, regio="AM21"))

    nacht()

    assert tabel("regio") == [("AM21", 10)]


def test_a_value_of_too_few_people_is_told_wider():
    lever(*mensen(12), *mensen(6, sectoren=("G",)), *mensen(6, opleidingsniveau="1"))

    nacht()

    assert tabel("sector")[0][1] >= 10
    assert {"1", "6"}.isdisjoint(dict(tabel("opleidingsniveau")))
    assert Overzichtrij.objects.aggregate(alle=Sum("aantal"))["alle"] == 24


def test_of_several_values_the_one_that_is_common_in_the_region_counts():
    lever(
        *mensen(15, taaksoorten=("schoonmaken",)),
        *mensen(10, taaksoorten=("inpakken", "keukenwerk", "schoonmaken")),
        *mensen(11, taaksoorten=("inpakken", "keukenwerk", "schoonmaken"), regio="AM21"),
    )

    nacht()

    assert tabel("regio", "taaksoort") == [("AM19", "schoonmaken", 25), ("AM21", "inpakken", 11)]


def test_of_skills_the_group_with_most_of_them_counts():
    lever(*mensen(10, vaardigheden=("heftruck", "ramen", "kassa", "vakken-vullen")))

    nacht()

    assert tabel("vaardigheidsgroep") == [("Winkel", 10)]


def test_a_profile_without_a_part_is_counted_and_the_part_not_told():
    lever(*mensen(10, taaksoorten=(), sectoren=(), vaardigheden=()))

    nacht()

    assert tabel("sector", "taaksoort", "vaardigheidsgroep") == [("", "", "", 10)]


def test_the_same_candidates_give_the_same_table():
    lever(*mensen(40, taaksoorten=("inpakken",)), *mensen(40, opleidingsniveau="4"))
    nacht()
    eerst = tabel("sector", "taaksoort", "uren", "opleidingsniveau")
    Overzichtrij.objects.all().delete()
    Overzichtregio.objects.all().delete()
    Overzicht.objects.all().delete()

    nacht()

    assert tabel("sector", "taaksoort", "uren", "opleidingsniveau") == eerst


def test_the_table_of_a_day_is_made_once():
    lever(*mensen(10))
    nacht(1)

    for dagen in (1, 0):
        with pytest.raises(AlGemaaktError, match="Wacht tot morgen"):
            nacht(dagen)

    assert nacht(1, opnieuw=True).nieuw_geteld == 0
    assert nacht(2).nieuw_geteld == 0


def test_fewer_than_ten_people_change_nothing_even_when_asked_again():
    eerst = mensen(30)
    lever(*eerst)
    nacht()
    rijen = list(Overzichtrij.objects.values())

    lever(*eerst[4:], *mensen(5))
    nacht(opnieuw=True)
    nacht(1)

    assert list(Overzichtrij.objects.values()) == rijen


def test_ten_who_come_bring_a_new_number_and_a_new_date():
    eerst = mensen(30)
    lever(*eerst)
    nacht()

    lever(*eerst[4:], *mensen(10))
    nacht(1)

    (rij,) = Overzichtrij.objects.all()
    assert (rij.aantal, rij.peildatum) == (36, DAG + datetime.timedelta(1))


def test_small_changes_of_many_nights_add_up():
    groep = mensen(20)
    lever(*groep)
    nacht()
    aantallen = []
    for dag in range(1, 6):
        groep += mensen(4)
        lever(*groep)
        nacht(dag)
        aantallen.append(Overzichtrij.objects.get().aantal)

    assert aantallen == [20, 20, 32, 32, 32]


def test_a_region_where_everybody_left_is_gone():
    lever(*mensen(15))
    nacht()

    lever(*mensen(12, regio="AM21"))
    nacht(1)

    assert tabel("regio") == [("AM21", 12)]


def test_without_candidates_there_is_an_empty_table():
    assert nacht().rijen == 0
    assert Overzicht.objects.get().peildatum == DAG


def test_the_database_refuses_a_row_of_nine():
    with pytest.raises(IntegrityError, match="overzichtrij_tien_of_meer"), transaction.atomic():
        Overzichtrij.objects.create(regio="AM19", aantal=9, peildatum=DAG)


def test_the_database_refuses_the_same_row_twice():
    Overzichtrij.objects.create(regio="AM19", aantal=10, peildatum=DAG)
    with pytest.raises(IntegrityError, match="overzichtrij_een_keer"), transaction.atomic():
        Overzichtrij.objects.create(regio="AM19", aantal=11, peildatum=DAG)


def test_every_code_of_ours_holds_codes_that_exist_and_no_code_twice():
    lever()
    codelijsten = Codelijsten.lees()

    for deel, groepen in BREDER.items():
        codes = [code for _, _, binnen in groepen for code in binnen]
        assert len(codes) == len(set(codes))
        assert set(codelijsten.per_facet[deel]) <= set(codes)
        assert not {code for code, _, _ in groepen} & set(codes)
    assert [code for _, _, binnen in BREDER["uren"] for code in binnen] == [
        f"{van}-{tot}" for van, tot in URENBANDEN
    ]
    assert {code for code, *_ in CODES["opleidingsniveau"]} <= {
        code for _, _, binnen in BREDER["opleidingsniveau"] for code in binnen
    }


def test_nothing_of_a_candidate_is_kept_but_a_fingerprint():
    eerst = mensen(10)
    lever(*eerst)
    nacht()

    groep = Overzichtgroep.objects.get()
    assert len(set(groep.vingerafdrukken)) == 10
    assert not {mens.id.int for mens in eerst} & set(groep.vingerafdrukken)


def test_the_command_says_what_it_did_and_refuses_a_second_time(capsys):
    lever(*mensen(12))

    call_command("maak_overzicht")

    assert "12 mensen uit 1 regio's in 1 rijen" in capsys.readouterr().out
    with pytest.raises(CommandError, match="staat er al"):
        call_command("maak_overzicht")
    call_command("maak_overzicht", "--opnieuw")
