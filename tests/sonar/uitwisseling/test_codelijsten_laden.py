"""fixtures/ into the database, once and again."""

import shutil

import pytest
from django.core.management import call_command

from sonar.models import (
    Affiniteit,
    Arbeidsmarktregio,
    Competentie,
    Gemeente,
    Organisatie,
    Postcodegebied,
    Sector,
    Taaksoort,
    Taal,
    Vaardigheid,
)
from sonar.uitwisseling.fixtures import FIXTURES, load_fixtures


pytestmark = [pytest.mark.django_db, pytest.mark.postgres15]


def test_everything_an_empty_database_needs(capsys):
    call_command("laad_fixtures")

    assert "355 gemeenten" in capsys.readouterr().out
    assert Arbeidsmarktregio.objects.count() == 35
    assert Gemeente.objects.get(code="GM0546").bevat_postcode("2311AA")
    assert not Gemeente.objects.get(code="GM0546").bevat_postcode("2221AA")
    assert Organisatie.objects.count() == 356
    assert Sector.objects.filter(sectie=None).count() == 21
    assert Competentie.objects.count() == 25
    assert Vaardigheid.objects.count() >= 150
    assert Affiniteit.objects.count() >= 40
    assert Taaksoort.objects.count() >= 30
    assert Taal.objects.filter(code="nld").exists()


def test_loading_again_gives_the_same():
    eerst = load_fixtures()
    gebieden = Postcodegebied.objects.count()

    assert load_fixtures() == eerst
    assert Postcodegebied.objects.count() == gebieden
    assert Organisatie.objects.count() == 356


def test_what_somebody_added_stays_and_what_differs_is_put_right():
    load_fixtures()
    Vaardigheid.objects.create(code="bijen-houden", naam="bijen houden", groep="Dieren")
    Gemeente.objects.filter(code="GM0546").update(naam="Leyden")
    Organisatie.objects.filter(gemeente="GM0546").update(naam="Serviceplein Leiden")

    load_fixtures()

    assert Vaardigheid.objects.filter(code="bijen-houden").exists()
    assert Gemeente.objects.get(code="GM0546").naam == "Leiden"
    assert Organisatie.objects.get(gemeente="GM0546").naam == "Serviceplein Leiden"


def test_a_list_that_misses_leaves_the_database_as_it_was(tmp_path):
    shutil.copytree(FIXTURES, tmp_path / "fixtures")
    (tmp_path / "fixtures" / "talen.csv").unlink()

    with pytest.raises(FileNotFoundError):
        load_fixtures(tmp_path / "fixtures")

    assert not Gemeente.objects.exists()
