"""Employers of the simulated country: the same every time, and only where there are none."""

import hashlib
import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from kandidatenverkenner.models import (
    Bezoek,
    Contactverzoek,
    Lijstregel,
    Werkgever,
    Zoekopdracht,
    Zoekteller,
)
from sonar.models import Vacature
from sonar.uitwisseling.fixtures import load_fixtures


TABELLEN = (Werkgever, Contactverzoek, Bezoek, Zoekteller, Zoekopdracht, Lijstregel)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("eigenaar")]


def simuleer(seed=4, schaal="0.003"):
    call_command(
        "simuleer",
        "--landelijk",
        "--zonder-log",
        "--schaal",
        schaal,
        "--seed",
        str(seed),
        stdout=io.StringIO(),
    )


def _vingerafdruk():
    som = hashlib.sha256()
    with connection.cursor() as cursor:
        for model in TABELLEN:
            kolommen = ", ".join(
                veld.column
                for veld in model._meta.concrete_fields
                # The sequence of accounts goes on after a rollback.
                if veld.name != "account"
            )
            cursor.execute(f"SELECT {kolommen} FROM {model._meta.db_table} ORDER BY id")  # noqa: S608
            som.update(repr(cursor.fetchall()).encode())
    return som.hexdigest()


def test_the_same_seed_gives_the_same_employers():
    afdrukken = []
    for seed in (1, 1, 2):
        with transaction.atomic():
            simuleer(seed)
            afdrukken.append(_vingerafdruk())
            transaction.set_rollback(True)

    assert afdrukken[0] == afdrukken[1] != afdrukken[2]


def test_nothing_comes_beside_real_employers():
    Werkgever.objects.create(kvk_nummer="12345678", naam="Echt")

    with pytest.raises(CommandError, match="werkgevers"):
        simuleer(schaal="0.002")

    # Whole: then there is no country either.
    assert not Vacature.objects.exists()
    assert Werkgever.objects.count() == 1


def test_where_no_work_is_offered_there_are_no_employers():
    load_fixtures()

    call_command(
        "simuleer_werkgevers", "--van", "2023-01-01", "--tot", "2023-09-30", stdout=io.StringIO()
    )

    assert not Werkgever.objects.exists()
    assert not Contactverzoek.objects.exists()


def test_a_period_has_to_be_long_enough():
    with pytest.raises(CommandError, match="60 dagen"):
        call_command("simuleer_werkgevers", "--van", "2023-09-01", "--tot", "2023-09-30")
