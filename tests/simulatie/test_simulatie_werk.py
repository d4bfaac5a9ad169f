"""What people do in the simulated country: work, trajecten, and how they come to a job."""

import datetime
import io
from decimal import Decimal
from functools import cache

import numpy as np
import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import F, Q
from psycopg.types.numeric import NumericBinaryLoader

from simulatie.bulk.copy_writer import MISSING, tenths
from simulatie.land.banen import Banen
from simulatie.land.levens import day_number, holds_on, invent_lives
from simulatie.land.stromen import EERSTE, LAATSTE, quarterly_flows
from simulatie.land.verdeling import Spread, distribute
from simulatie.land.werk.bedrijven import BRANCHES, invent_bedrijven
from simulatie.land.werk.vacatures import FUNCTIES
from simulatie.land.werk.werk import bekende_banen, working_day
from simulatie.regio.werelden import WERELDEN
from sonar.models import (
    Activiteit,
    Contactmoment,
    Inschrijving,
    Medewerker,
    Plaatsing,
    Traject,
    Vacature,
    Vaststelling,
    Voordracht,
)


SLOT = LAATSTE.peildatum
PEIL = day_number(datetime.date(2020, 12, 31))


@cache
def levens(seed=1):
    """Four gemeenten in two regions, at the full size of the country."""
    kans = np.random.default_rng(seed)
    kaart = Spread([f"GM000{n}" for n in range(4)], np.array([0, 1, 1, 0]), np.arange(1.0, 5.0))
    reeks = quarterly_flows(EERSTE, LAATSTE, 1, kans)
    cellen = distribute(239_008, kaart, ({"GM0001": (9, 9, 9, 9)}, 50), kans)
    return reeks, invent_lives(reeks, kaart, cellen, PEIL, kans)


@pytest.fixture(scope="module")
def land(django_db_setup, django_db_blocker):
    """A fiftieth of the country, for all tests: each works in its own savepoint."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command(
            "simuleer",
            "--landelijk",
            "--zonder-log",
            "--schaal",
            "0.02",
            "--seed",
            "4",
            stdout=io.StringIO(),
        )
        yield
        transaction.set_rollback(True)


def test_as_many_people_have_a_job_as_was_published():
    reeks, leven = levens()
    banen = leven.banen

    for stroom in reeks:
        peil = day_number(stroom.kwartaal.peildatum)
        aan_het_werk = banen.persoon[holds_on(banen.van, banen.tot, peil)]
        assert len(aan_het_werk) == len(set(aan_het_werk.tolist())) == stroom.werkt
        assert holds_on(leven.begin, leven.eind, peil)[aan_het_werk].all()


def test_as_many_find_and_lose_a_job_in_a_quarter_as_the_flows_say():
    reeks, leven = levens()
    banen = leven.banen

    for stroom in reeks[1:]:
        van, tot = day_number(stroom.kwartaal.eerste_dag), day_number(stroom.kwartaal.peildatum)
        begon = (banen.van >= van) & (banen.van <= tot)
        assert (begon & banen.gevonden).sum() == stroom.vindt
        stopte = (banen.tot >= van) & (banen.tot <= tot)
        # Who leaves the register with a job, did not lose it.
        weg = leven.eind[banen.persoon] == banen.tot
        assert stopte.sum() == stroom.verliest + stroom.uitstroom_werkt
        assert (stopte & ~weg).sum() <= stroom.verliest


def test_nobody_has_two_jobs_at_once():
    _, leven = levens()
    banen = leven.banen

    zelfde = banen.persoon[1:] == banen.persoon[:-1]
    assert zelfde.sum() > 1_000
    assert (banen.tot[:-1][zelfde] != MISSING).all()
    assert (banen.van[1:][zelfde] >= banen.tot[:-1][zelfde]).all()
    assert ((banen.tot == MISSING) | (banen.tot > banen.van)).all()


def test_a_job_is_looked_up_by_person_and_day():
    banen = Banen(
        np.array([2, 2, 5]),
        np.array([10, 30, 1]),
        np.array([20, MISSING, 9]),
        np.ones(3, dtype=bool),
    )
    wie = np.array([2, 2, 2, 2, 5, 5, 3, 9])
    dagen = np.array([9, 10, 20, 99, 8, 9, 10, 1])

    werkt = banen.werkt_op(wie, dagen).tolist()

    assert werkt == [False, True, False, True, True, False, False, False]
    assert banen.eerste_na(wie, dagen).tolist() == [10, 30, 30, *[MISSING] * 5]


def test_sonar_knows_of_jobs_as_long_as_it_knows_the_person():
    _, leven = levens()

    banen = bekende_banen(leven)

    assert leven.bekend[banen.persoon].all()
    assert (banen.van >= leven.van[banen.persoon]).all()
    grens = leven.tot[banen.persoon]
    assert (banen.tot[grens != MISSING] != MISSING).all()
    assert (banen.tot[grens != MISSING] <= grens[grens != MISSING]).all()
    peil = day_number(SLOT)
    verwacht = leven.werkt & holds_on(leven.van, leven.tot, peil)
    assert holds_on(banen.van, banen.tot, peil).sum() == verwacht.sum() > 50_000


@pytest.mark.parametrize("getal", ["0.0", "0.5", "25.5", "36.0", "40.0", "9999.9"])
def test_hours_are_written_as_postgresql_reads_them(getal):
    kolom = tenths(np.array([int(Decimal(getal) * 10)]))

    assert NumericBinaryLoader(1700).load(kolom.content[0].tobytes()) == Decimal(getal)


def test_talks_are_on_working_days():
    dagen = np.arange(19_000, 19_700)

    werkdagen = working_day(dagen, dagen - 5)

    assert {datetime.date.fromordinal(719_163 + int(d)).weekday() for d in werkdagen} == {*range(5)}
    assert ((dagen - werkdagen) <= 2).all()
    assert (working_day(dagen, dagen) == dagen).all()


def test_every_kind_of_work_has_employers_and_names_for_jobs():
    assert set(BRANCHES) == {wereld.naam for wereld in WERELDEN}
    assert all(len(functies) == FUNCTIES for _, functies in BRANCHES.values())

    bedrijven = invent_bedrijven(np.array([3.0, 900.0]), WERELDEN, 1, np.random.default_rng(3))

    assert (bedrijven.aantal >= 1).all()
    assert len(bedrijven.naam) == bedrijven.aantal.sum() > 10_000
    assert len(set(bedrijven.naam.tolist())) == len(bedrijven.naam)
    assert bedrijven.naam.dtype.itemsize <= 120


@pytest.mark.django_db
@pytest.mark.usefixtures("land")
def test_who_was_put_forward_and_placed_has_the_job_of_the_vacature():
    geplaatst = Voordracht.objects.filter(stand="geplaatst").select_related("vacature")

    assert geplaatst.count() > 50
    for voordracht in geplaatst:
        baan = Plaatsing.objects.filter(
            werkzoekende=voordracht.werkzoekende_id,
            ingangsdatum__gt=voordracht.voorgedragen_op,
            ingangsdatum__lte=voordracht.voorgedragen_op + datetime.timedelta(days=35),
        ).get()
        vacature = voordracht.vacature
        assert (baan.werkgever, baan.functie) == (vacature.werkgever, vacature.titel)
        assert vacature.uren_min <= baan.uren_per_week <= vacature.uren_max
        assert baan.uren_per_week % Decimal("0.5") == 0


@pytest.mark.django_db
@pytest.mark.usefixtures("land")
def test_nobody_is_put_forward_who_could_not_be():
    voordrachten = Voordracht.objects.select_related("vacature", "medewerker").order_by("pk")

    assert voordrachten.count() > 150
    assert {v.stand for v in voordrachten} == set(Voordracht.Stand.values)
    for voordracht in voordrachten.order_by("?")[:80]:
        dag_ = voordracht.voorgedragen_op
        gezien = Vaststelling.objects.filter(
            klantprofiel__werkzoekende=voordracht.werkzoekende_id
        ).geldig_op(dag_)
        assert gezien.get().ingangsdatum <= voordracht.akkoord_op
        assert not Plaatsing.objects.filter(werkzoekende=voordracht.werkzoekende_id).geldig_op(dag_)
        assert voordracht.medewerker.rol == Medewerker.Rol.ADVISEUR
        assert (
            voordracht.medewerker.arbeidsmarktregio_id == voordracht.vacature.arbeidsmarktregio_id
        )
        voordracht.full_clean()


@pytest.mark.django_db
@pytest.mark.usefixtures("land")
def test_a_vacature_is_filled_by_one_person_or_by_nobody():
    alle = Vacature.objects.prefetch_related("voordrachten", "vereist", "gewenst", "taaksoorten")
    for vacature in alle.order_by("pk"):
        standen = [voordracht.stand for voordracht in vacature.voordrachten.all()]
        assert standen.count("geplaatst") == (vacature.stand == "vervuld")
        if vacature.stand != "open":
            assert set(standen) <= {"geplaatst", "afgewezen"}
        assert not set(vacature.vereist.all()) & set(vacature.gewenst.all())
        assert vacature.taaksoorten.all()
    for vacature in alle.order_by("?")[:40]:
        vacature.full_clean()
    assert set(Vacature.objects.values_list("stand", flat=True)) == set(Vacature.Stand.values)


@pytest.mark.django_db
@pytest.mark.usefixtures("land")
def test_whoever_was_responsible_then_did_the_work():
    for model, wanneer in (
        (Traject, "ingangsdatum"),
        (Plaatsing, "ingangsdatum"),
        (Contactmoment, "datum"),
    ):
        rijen = model.objects.order_by("?")[:120]
        assert len(rijen) == 120
        for rij in rijen:
            toen = Inschrijving.objects.filter(werkzoekende=rij.werkzoekende_id).geldig_op(
                getattr(rij, wanneer)
            )
            organisatie = rij.medewerker.organisatie_id if model is Contactmoment else None
            assert toen.get().organisatie_id == (organisatie or rij.organisatie_id)


@pytest.mark.django_db
@pytest.mark.usefixtures("land")
def test_a_traject_in_which_somebody_finds_work_ends_well():
    vindt = Q(werkzoekende__plaatsingen__ingangsdatum__gt=F("ingangsdatum"))
    trajecten = Traject.objects.filter(
        vindt & Q(werkzoekende__plaatsingen__ingangsdatum__lt=F("einddatum"))
    ).exclude(status="stopgezet")  # who left Sonar in the same weeks

    assert trajecten.count() > 200
    assert not trajecten.exclude(status="uitgevoerd").exists()
    assert trajecten.filter(resultaat="Aan het werk.").count() > 150
    assert set(Traject.objects.values_list("status", flat=True)) == {
        "actief",
        "passief",
        "stopgezet",
        "uitgevoerd",
    }


@pytest.mark.django_db
@pytest.mark.usefixtures("land")
def test_activities_lie_within_their_traject():
    alle = Activiteit.objects.all()

    assert alle.count() > Traject.objects.count()
    assert not alle.filter(ingangsdatum__lt=F("traject__ingangsdatum")).exists()
    assert not alle.filter(einddatum__gt=F("traject__einddatum")).exists()
    assert not alle.filter(einddatum=None, traject__einddatum__isnull=False).exists()
    assert not alle.filter(einddatum=None, status__in=["stopgezet", "uitgevoerd"]).exists()
    assert not Contactmoment.objects.filter(datum__gt=SLOT).exists()
