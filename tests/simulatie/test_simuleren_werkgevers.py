"""Employers of the simulated country: what they asked agrees with what happened inside."""

import datetime
import io
import json
from collections import defaultdict

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import Count
from django.http import QueryDict
from django.utils import timezone

from kandidatenverkenner.models import (
    Bezoek,
    Codelijsten,
    Contactverzoek,
    Werkgever,
    Werkgeversaccount,
    Zoekopdracht,
    Zoekteller,
)
from kandidatenverkenner.privacy.alarms import THRESHOLDS
from kandidatenverkenner.privacy.visits import PER_DAG
from kandidatenverkenner.verzoeken.termijn import is_werkdag, uiterlijk
from kandidatenverkenner.zoeken.filters import FACETTEN, Kandidaatfilter
from sonar.levering.feed import lever
from sonar.models import Vacature, Vaststelling, Verzoekstap, Voordracht


SLOT = datetime.date(2023, 9, 30)
pytestmark = pytest.mark.django_db


def simuleer(map_):
    opties = ["--landelijk", "--zonder-log", "--schaal=0.03", "--seed=4", f"--waarheid={map_}"]
    call_command("simuleer", *opties, stdout=io.StringIO())
    return json.loads((map_ / "misbruik_werkgevers.json").read_text())


@pytest.fixture(scope="module")
def land(django_db_setup, django_db_blocker, tmp_path_factory):
    """A thirtieth of the country, for all tests: each works in its own savepoint.

    Gives the truth about misuse.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield simuleer(tmp_path_factory.mktemp("waarheid"))
        transaction.set_rollback(True)


def op(moment):
    return timezone.localdate(moment)


def test_employers_have_a_number_and_people_who_may_sign_in(land):
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


def test_requests_keep_the_rules_of_the_kandidatenverkenner(land):
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


def test_most_answers_are_in_time_and_not_all(land):
    klaar = Contactverzoek.objects.filter(beantwoord_op__isnull=False)

    op_tijd = [op(verzoek.beantwoord_op) <= verzoek.uiterlijk_op for verzoek in klaar]

    assert 0.7 < sum(op_tijd) / len(op_tijd) < 0.97


def test_every_request_in_hand_has_its_steps_in_order(land):
    verzoeken = Contactverzoek.objects.in_bulk()
    gezet = defaultdict(list)
    for stap in Verzoekstap.objects.select_related("medewerker").order_by("moment", "pk"):
        verzoek = verzoeken[stap.contactverzoek]
        gezet[verzoek.pk].append(stap.soort)
        stap.full_clean()
        assert stap.medewerker.rol == "adviseur"
        assert stap.medewerker.arbeidsmarktregio_id == verzoek.regio
        assert stap.dag == op(stap.moment)
        assert verzoek.ingediend_op < stap.moment
        assert stap.moment <= (verzoek.beantwoord_op or stap.moment)
        assert is_werkdag(stap.dag)

    stand = {nummer: verzoek.stand for nummer, verzoek in verzoeken.items()}
    assert set(gezet) == {nummer for nummer in stand if stand[nummer] != "ingediend"}
    for nummer, soorten in gezet.items():
        klaar = ["beantwoord"] if stand[nummer] != "in-behandeling" else []
        gevraagd = ["in-behandeling", "klant-gevraagd", *klaar]
        if stand[nummer] in {"contact", "wil-niet"} and verzoeken[nummer].kandidaat:
            assert soorten == gevraagd
        else:
            assert soorten in (gevraagd, ["in-behandeling", *klaar])


def test_who_was_brought_together_was_put_forward_on_that_day(land):
    samen = Contactverzoek.objects.filter(stand="contact", kandidaat__isnull=False)

    assert samen.count() > 5
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


def test_only_candidates_who_could_be_seen_are_asked_for(land):
    anders = Contactverzoek.objects.filter(kandidaat__isnull=False).exclude(stand="contact")

    assert anders.exists()
    for verzoek in anders:
        gezien = Vaststelling.objects.filter(klantprofiel__kandidaatnummer=verzoek.kandidaat)
        assert gezien.geldig_op(op(verzoek.ingediend_op)).exists()


def test_ordinary_use_raises_no_alarm(land):
    gewoon = Bezoek.objects.exclude(werkgever__in=[een["werkgever"] for een in land]).order_by()
    per_dag = gewoon.values("werkgever", "dag")
    drempel = {een.soort.value: een.aantal for een in reversed(THRESHOLDS)}

    assert gewoon.count() > 300
    assert max(rij["n"] for rij in per_dag.annotate(n=Count("pk"))) < PER_DAG
    assert (
        max(rij["n"] for rij in per_dag.annotate(n=Count("regio", distinct=True)))
        < drempel["breedte"]
    )
    per_werkgever = gewoon.values("werkgever").annotate(n=Count("pk"))
    assert max(rij["n"] for rij in per_werkgever) < drempel["dekking"]
    for verzoek in Contactverzoek.objects.filter(
        kandidaat__isnull=False, ingediend_op__date__gt=SLOT - datetime.timedelta(days=80)
    ):
        assert Bezoek.objects.filter(
            werkgever=verzoek.werkgever_id,
            kandidaat=verzoek.kandidaat,
            moment__lt=verzoek.ingediend_op,
        ).exists()


def test_kept_searches_can_be_asked(land):
    lever(SLOT)
    codelijsten = Codelijsten.lees()

    opdrachten = Zoekopdracht.objects.order_by("pk")

    assert len(opdrachten) > 20
    for opdracht in opdrachten:
        vraag = QueryDict(opdracht.vraag)
        assert all(vraag[facet] in codelijsten.per_facet[facet] for facet in vraag)
        assert not Kandidaatfilter.read(vraag).fouten
    assert set(Zoekteller.objects.values_list("facet", flat=True)) <= set(FACETTEN)


def test_who_empties_the_kandidatenverkenner_got_no_more_than_the_limit_lets_through(land):
    assert [een["soort"] for een in land] == [
        "schrapen-snel", "schrapen-traag", "geduldig", *["verspreid"] * 8,
    ]  # fmt: skip
    for een in land:
        van_hen = Bezoek.objects.filter(werkgever=een["werkgever"])
        per_dag = van_hen.order_by().values("dag").annotate(n=Count("kandidaat", distinct=True))
        assert een["bezoeken"] <= van_hen.count()  # and what they opened as everybody does
        assert max(rij["n"] for rij in per_dag) <= PER_DAG + 2
        assert van_hen.filter(moment__time__lt="07:00").count() == 0
    snel = Bezoek.objects.filter(werkgever=land[0]["werkgever"]).order_by().values("dag")
    assert snel.annotate(n=Count("pk"), regios=Count("regio", distinct=True)).filter(
        n__gte=90, regios__gte=12
    )
