"""The region of a profile: that of the latest registration, and the database keeps it."""

import datetime
import io

import pytest
from django.core.management import call_command
from django.db import connection

from simulatie.bulk.indexes import SUSPENDED_TRIGGERS
from sonar.models import Arbeidsmarktregio, Gemeente, Klantprofiel
from tests.bouwers import gemeentelijke_dienst, inschrijving, volledig_klantprofiel, werkzoekende


pytestmark = [pytest.mark.django_db, pytest.mark.postgres15]


def regio(profiel):
    return Klantprofiel.objects.values_list("bemiddelregio", flat=True).get(pk=profiel.pk)


def test_a_profile_is_of_the_region_of_the_latest_registration():
    eerder = Klantprofiel.objects.create(werkzoekende=werkzoekende())
    assert regio(eerder) is None
    inschrijving(eerder.werkzoekende, van=datetime.date(2019, 1, 1), tot=datetime.date(2020, 1, 1))
    assert regio(eerder) == "AM19"

    haag = gemeentelijke_dienst("GM0518")
    nieuw = inschrijving(eerder.werkzoekende, haag, code="GM0518", van=datetime.date(2020, 1, 1))
    den_haag = haag.gemeente.arbeidsmarktregio_id
    assert regio(eerder) == den_haag != "AM19"
    assert regio(Klantprofiel.objects.create(werkzoekende=inschrijving().werkzoekende)) == "AM19"

    nieuw.gemeente_id = "GM0546"
    nieuw.save()
    assert regio(eerder) == "AM19"
    nieuw.gemeente_id = "GM0518"
    nieuw.save()
    nieuw.delete()
    assert regio(eerder) == "AM19"


def test_a_form_that_was_open_during_a_transfer_does_not_bring_the_region_back():
    profiel = volledig_klantprofiel(inschrijving(tot=datetime.date(2020, 1, 1)).werkzoekende)
    oud = Klantprofiel.objects.get(pk=profiel.pk)
    inschrijving(
        profiel.werkzoekende,
        gemeentelijke_dienst("GM0518"),
        code="GM0518",
        van=datetime.date(2020, 1, 1),
    )

    oud.save()

    assert regio(oud) != "AM19"


def test_a_gemeente_that_goes_to_another_region_takes_its_profiles_along():
    mijn = volledig_klantprofiel(inschrijving().werkzoekende)
    weg = inschrijving(tot=datetime.date(2020, 1, 1)).werkzoekende
    haag = gemeentelijke_dienst("GM0518")
    inschrijving(weg, haag, code="GM0518", van=datetime.date(2020, 1, 1))
    verhuisd = volledig_klantprofiel(weg)
    den_haag = haag.gemeente.arbeidsmarktregio_id
    Arbeidsmarktregio.objects.get_or_create(code="AM02", defaults={"naam": "Andere regio"})

    Gemeente.objects.filter(code="GM0546").update(arbeidsmarktregio="AM02")

    assert (regio(mijn), regio(verhuisd)) == ("AM02", den_haag)


def test_a_profile_gets_its_region_without_reading_all_registrations(eigenaar):
    """The plan of a trigger, made when the tables were empty, read all of them for every row."""
    mensen = [inschrijving().werkzoekende for _ in range(12)]
    with connection.cursor() as cursor:

        def gelezen():
            cursor.execute(
                "SELECT seq_tup_read FROM pg_stat_xact_user_tables "
                "WHERE relname = 'sonar_inschrijving'"
            )
            return cursor.fetchall()

        cursor.execute("ANALYZE sonar_inschrijving")
        # That one reads it once a statement, and these few rows without the index.
        cursor.execute("ALTER TABLE sonar_klantprofiel DISABLE TRIGGER klantstand_bij")
        eerder = gelezen()
        Klantprofiel.objects.bulk_create(Klantprofiel(werkzoekende=mens) for mens in mensen)

        assert gelezen() == eerder
    assert set(Klantprofiel.objects.values_list("bemiddelregio", flat=True)) == {"AM19"}


@pytest.mark.usefixtures("eigenaar")
def test_a_national_load_writes_what_the_database_would_have_kept():
    """It puts the triggers aside: without an index they would read all registrations a profile."""
    call_command(
        "simuleer", "--landelijk", "--zonder-log", "--schaal", "0.01", stdout=io.StringIO()
    )

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), count(*) FILTER (WHERE bemiddelregio_id = "
            "sonar_regio_van(werkzoekende_id)), count(DISTINCT bemiddelregio_id) "
            "FROM sonar_klantprofiel"
        )
        aantal, goed, regios = cursor.fetchone()
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgenabled <> 'O'")
        assert not cursor.fetchall()
        cursor.execute(
            "SELECT count(*) FROM pg_trigger WHERE tgname = ANY(%s)", [list(SUSPENDED_TRIGGERS)]
        )
        assert cursor.fetchone()[0] >= len(SUSPENDED_TRIGGERS)
    assert aantal == goed > 1_000
    assert regios == 35
