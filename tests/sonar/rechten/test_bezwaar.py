"""Who does not want to be shown is gone at once, and no delivery brings anybody back."""

import datetime
import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from kandidatenverkenner.models import Kandidaat
from sonar.handelingen.dossier.vaststellen import BezwaarLooptError, vaststellen
from sonar.handelingen.rechten.bezwaar import hef_bezwaar_op, leg_bezwaar_vast
from sonar.levering.feed import haal_weg, lever
from sonar.models import (
    Medewerker,
    Werkzoekende,
)
from tests.bouwers import (
    PEILDATUM,
    gemeentelijke_dienst,
    inschrijving,
    medewerker,
    vaststelling,
    zichtbare_klant,
)
from tests.sonar.schermen import aan_het_werk


pytestmark = [pytest.mark.django_db, pytest.mark.postgres15]
NU = datetime.datetime(2021, 1, 5, 9, tzinfo=datetime.UTC)
DAG = datetime.timedelta(days=1)


def test_who_objects_is_gone_at_once_and_stays_away():
    wie = medewerker()
    klant = zichtbare_klant()
    klant.inschrijvingen.update(klantmanager=wie)
    lever(timezone.localdate())
    assert Kandidaat.objects.count() == 1

    aan_het_werk(wie).post(f"/sonar/personen/{klant.pk}/bezwaar/")

    assert Kandidaat.objects.count() == 0  # before any delivery
    with pytest.raises(BezwaarLooptError):
        vaststellen(klantprofiel=klant.klantprofiel, medewerker=wie, per=PEILDATUM)
    vaststelling(klant.klantprofiel, van=timezone.localdate() + DAG, door=wie)
    lever(timezone.localdate() + DAG)
    assert Kandidaat.objects.count() == 0  # even if somebody went past the screens


def test_who_objected_is_gone_before_any_other_work_of_a_delivery(monkeypatch):
    """Also when the rest of it fails, and when the objection came past the screens."""
    klant = zichtbare_klant()
    lever(timezone.localdate())
    klant.bezwaren.create(ingangsdatum=PEILDATUM, vastgelegd_door=medewerker())

    def stuk(*_, **__):
        raise RuntimeError("de levering is stuk")

    monkeypatch.setattr("sonar.levering.feed.ontvang_codelijsten", stuk)
    with pytest.raises(RuntimeError):
        lever(timezone.localdate())

    assert Kandidaat.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_who_objects_while_a_delivery_runs_is_not_brought_back():
    klant = zichtbare_klant()
    wie = medewerker()
    stappen = []

    def bezwaar(*_):
        """Between reading the profile and writing it down: a second connection."""
        if not stappen:
            stappen.append("bezwaar")
            draad = threading.Thread(target=maak_bezwaar)
            draad.start()
            draad.join()

    def maak_bezwaar():
        leg_bezwaar_vast(werkzoekende=klant, medewerker=wie, per=timezone.localdate())
        haal_weg(klant)
        connection.close()

    lever(timezone.localdate(), bezwaar)

    assert stappen == ["bezwaar"]
    assert Kandidaat.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_an_objection_waits_for_a_delivery_that_is_writing():
    klant = zichtbare_klant()
    lever(timezone.localdate())
    Kandidaat.objects.all().delete()

    def maak_bezwaar():
        haal_weg(klant)
        connection.close()

    draad = threading.Thread(target=maak_bezwaar)
    with transaction.atomic():
        lever(timezone.localdate())
        draad.start()
        with connection.cursor() as cursor:
            while (
                not draad.is_alive()
                or not cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted").fetchone()
            ):
                pass
    draad.join()

    assert Kandidaat.objects.count() == 0


def test_an_objection_can_be_lifted():
    wie = medewerker()
    klant = zichtbare_klant()
    klant.inschrijvingen.update(klantmanager=wie)
    client = aan_het_werk(wie)
    adres = f"/sonar/personen/{klant.pk}/bezwaar/"
    client.post(adres)

    client.post(adres, {"hef_op": "ja"})

    assert not klant.bezwaren.filter(einddatum=None).exists()
    vaststellen(klantprofiel=klant.klantprofiel, medewerker=wie, per=timezone.localdate())


def test_an_objection_runs_once():
    klant = inschrijving().werkzoekende
    wie = medewerker()
    een = leg_bezwaar_vast(werkzoekende=klant, medewerker=wie, per=PEILDATUM)

    assert leg_bezwaar_vast(werkzoekende=klant, medewerker=wie, per=PEILDATUM + DAG) == een
    hef_bezwaar_op(werkzoekende=klant, per=PEILDATUM + DAG)
    leg_bezwaar_vast(werkzoekende=klant, medewerker=wie, per=PEILDATUM + DAG)
    assert klant.bezwaren.count() == 2
    with pytest.raises(IntegrityError, match="bezwaar_een_tegelijk"):
        klant.bezwaren.create(ingangsdatum=PEILDATUM, vastgelegd_door=wie)


@pytest.mark.parametrize("rol", ["teamleider", "adviseur", "auditor"])
def test_the_buttons_are_of_who_may_change_the_person(rol):
    elders = inschrijving(None, gemeentelijke_dienst("GM0537"), code="GM0537").werkzoekende
    client = aan_het_werk(medewerker(rol=Medewerker.Rol(rol)))

    for knop in ("bezwaar", "inzage", "wissen"):
        antwoord = client.post(f"/sonar/personen/{elders.pk}/{knop}/", {"zeker": "ja"})
        assert antwoord.status_code in {403, 404}
    assert Werkzoekende.objects.filter(pk=elders.pk).exists()
    assert not elders.bezwaren.exists()
