"""Employers of the simulated country: what they asked agrees with what happened inside."""

import datetime
import hashlib
import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Count
from django.http import QueryDict
from django.utils import timezone

from kandidatenverkenner.bezoek import BREEDTE, DEKKING, PER_DAG
from kandidatenverkenner.models import (
    Bezoek,
    Codelijsten,
    Contactverzoek,
    Lijstregel,
    Werkgever,
    Werkgeversaccount,
    Zoekopdracht,
    Zoekteller,
)
from kandidatenverkenner.termijn import is_werkdag, uiterlijk
from kandidatenverkenner.zoeken.filters import FACETTEN, Kandidaatfilter
from sonar.levering import lever
from sonar.models import Vacature, Vaststelling, Voordracht
from sonar.uitwisseling.fixtures import laad_fixtures


SLOT = datetime.date(2023, 9, 30)
TABELLEN = (Werkgever, Contactverzoek, Bezoek, Zoekteller, Zoekopdracht, Lijstregel)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("eigenaar")]


def simuleer(seed=4, schaal="0.03"):
    uit = io.StringIO()
    call_command("simuleer", "--landelijk", "--schaal", schaal, "--seed", str(seed), stdout=uit)
    return uit.getvalue()


def op(moment):
    return timezone.localdate(moment)


def test_employers_have_a_number_and_people_who_may_sign_in():
    simuleer()
    werkgevers = Werkgever.objects.prefetch_related("accounts__account").order_by("pk")

    assert len(werkgevers) > 50
    for werkgever in werkgevers:
        werkgever.full_clean()
        rollen = [account.rol for account in werkgever.accounts.all()]
        assert rollen.count("beheerder") == 1
        assert not any(een.account.has_usable_password() for een in werkgever.accounts.all())
        assert not any(een.account.is_staff for een in werkgever.accounts.all())
    binnen = werkgevers.filter(soort="werkgever")
    assert set(binnen.values_list("naam", flat=True)) <= set(
        Vacature.objects.values_list("werkgever", flat=True)
    )
    assert werkgevers.filter(soort="intermediair").exists()


def test_requests_keep_the_rules_of_the_kandidatenverkenner():
    simuleer()
    verzoeken = Contactverzoek.objects.select_related("werkgever").order_by("pk")

    assert len(verzoeken) > 40
    assert {verzoek.stand for verzoek in verzoeken} > {"contact", "wil-niet", "past-niet"}
    accounts = dict(Werkgeversaccount.objects.values_list("account", "werkgever"))
    for verzoek in verzoeken:
        verzoek.full_clean()
        dag = op(verzoek.ingediend_op)
        assert is_werkdag(dag)
        assert verzoek.uiterlijk_op == uiterlijk(dag)
        assert verzoek.werkgever.gecontroleerd_op < verzoek.ingediend_op
        assert accounts[verzoek.account_id] == verzoek.werkgever_id
        if verzoek.beantwoord_op:
            assert verzoek.ingediend_op < verzoek.beantwoord_op
            assert is_werkdag(op(verzoek.beantwoord_op))
        else:
            assert SLOT - dag < datetime.timedelta(days=14)


def test_most_answers_are_in_time_and_not_all():
    simuleer()
    klaar = Contactverzoek.objects.filter(beantwoord_op__isnull=False)

    op_tijd = [op(verzoek.beantwoord_op) <= verzoek.uiterlijk_op for verzoek in klaar]

    assert 0.7 < sum(op_tijd) / len(op_tijd) < 0.97


def test_who_was_brought_together_was_put_forward_on_that_day():
    simuleer()
    samen = Contactverzoek.objects.filter(stand="contact", kandidaat__isnull=False)

    assert samen.count() > 10
    for verzoek in samen.select_related("werkgever"):
        dag = op(verzoek.beantwoord_op)
        voordrachten = Voordracht.objects.filter(
            werkzoekende__klantprofiel__kandidaatnummer=verzoek.kandidaat,
            vacature__werkgever=verzoek.werkgever.naam,
            vacature__titel=verzoek.vacature,
            akkoord_op__gte=dag,
            # The answer of a yes in a weekend was given on the working day before it.
            akkoord_op__lte=dag + datetime.timedelta(days=5),
        )
        assert voordrachten.exists()


def test_only_candidates_who_could_be_seen_are_asked_for():
    simuleer()
    anders = Contactverzoek.objects.filter(kandidaat__isnull=False).exclude(stand="contact")

    assert anders.exists()
    for verzoek in anders:
        gezien = Vaststelling.objects.filter(klantprofiel__kandidaatnummer=verzoek.kandidaat)
        assert gezien.geldig_op(op(verzoek.ingediend_op)).exists()


def test_ordinary_use_raises_no_alarm():
    simuleer()
    per_dag = Bezoek.objects.order_by().values("werkgever", "dag")

    assert Bezoek.objects.count() > 300
    assert max(rij["n"] for rij in per_dag.annotate(n=Count("pk"))) < PER_DAG
    assert max(rij["n"] for rij in per_dag.annotate(n=Count("regio", distinct=True))) < BREEDTE
    per_werkgever = Bezoek.objects.order_by().values("werkgever").annotate(n=Count("pk"))
    assert max(rij["n"] for rij in per_werkgever) < DEKKING[0]
    for verzoek in Contactverzoek.objects.filter(
        kandidaat__isnull=False, ingediend_op__date__gt=SLOT - datetime.timedelta(days=80)
    ):
        assert Bezoek.objects.filter(
            werkgever=verzoek.werkgever_id,
            kandidaat=verzoek.kandidaat,
            moment__lt=verzoek.ingediend_op,
        ).exists()


def test_kept_searches_can_be_asked():
    simuleer()
    lever(SLOT)
    codelijsten = Codelijsten.lees()

    opdrachten = Zoekopdracht.objects.order_by("pk")

    assert len(opdrachten) > 20
    for opdracht in opdrachten:
        vraag = QueryDict(opdracht.vraag)
        assert all(vraag[facet] in codelijsten.per_facet[facet] for facet in vraag)
        assert Kandidaatfilter.lees(vraag).is_valid()
    assert set(Zoekteller.objects.values_list("facet", flat=True)) <= set(FACETTEN)


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
    laad_fixtures()

    call_command(
        "simuleer_werkgevers", "--van", "2023-01-01", "--tot", "2023-09-30", stdout=io.StringIO()
    )

    assert not Werkgever.objects.exists()
    assert not Contactverzoek.objects.exists()


def test_a_period_has_to_be_long_enough():
    with pytest.raises(CommandError, match="60 dagen"):
        call_command("simuleer_werkgevers", "--van", "2023-09-01", "--tot", "2023-09-30")
