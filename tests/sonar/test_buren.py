"""The neighbours themselves: they are there, they notice, and they are gone afterwards."""

import datetime

import pytest
from django.db import connection

from sonar.handelingen.dossier import overdragen, overlijden
from sonar.handelingen.dossier.overdragen import bied_aan, weiger
from sonar.handelingen.dossier.overlijden import verwerk_overlijden
from sonar.models import (
    Doelgroepregistratie,
    Geschiedenis,
    Inschrijving,
    OutboxEntry,
    Overdracht,
    Werkzoekende,
)
from sonar.toegang import ontvangen_overdrachten
from tests.bouwers import PEILDATUM, gemeentelijke_dienst, inschrijving, medewerker, zichtbare_klant
from tests.sonar.buren import is_act


pytestmark = pytest.mark.django_db
NU = datetime.datetime(2021, 1, 5, 9, tzinfo=datetime.UTC)


def test_an_act_that_ends_everything_is_noticed(monkeypatch):
    """The mutation of toetsen.md: without whom it is about, one death ends every registration."""
    klant = zichtbare_klant()

    class Ieder:
        def __init__(self, model):
            self.objects = self
            self.model = model

        def lopend(self):
            return self

        def filter(self, **_):
            return self.model.objects.filter(einddatum=None)

    monkeypatch.setattr(overlijden, "Inschrijving", Ieder(Inschrijving))

    with pytest.raises(AssertionError, match=r"raakt een ander aan.*sonar_inschrijving"):
        verwerk_overlijden(werkzoekende=klant, per=PEILDATUM)


def test_answering_another_offer_is_noticed(monkeypatch):
    leiden, katwijk = medewerker(), medewerker(gemeentelijke_dienst("GM0537"))
    klant = inschrijving(None, leiden.organisatie, klantmanager=leiden).werkzoekende
    aanbod = bied_aan(
        werkzoekende=klant,
        naar=katwijk.organisatie,
        reden="verhuisd",
        medewerker=leiden,
        moment=NU - datetime.timedelta(hours=1),
    )

    def zonder_nummer(overdracht, medewerker, moment):
        return ontvangen_overdrachten(medewerker).open().filter(aangeboden_op__lte=moment).first()

    monkeypatch.setattr(overdragen, "_vergrendeld", zonder_nummer)

    with pytest.raises(AssertionError, match=r"raakt een ander aan.*sonar_overdracht"):
        weiger(overdracht=aanbod, antwoord="woont hier niet", medewerker=katwijk, moment=NU)


def test_nobody_sees_them_and_nothing_is_left_of_them(buren):
    klant = zichtbare_klant()
    rol = connection.connection.cursor().execute("SELECT current_user").fetchone()
    regels = OutboxEntry.objects.count()

    verwerk_overlijden(werkzoekende=klant, per=PEILDATUM)

    assert buren.acts == 1
    assert Werkzoekende.objects.get() == klant
    assert Doelgroepregistratie.objects.count() == Inschrijving.objects.count() == 1
    assert not Overdracht.objects.exists()
    assert not Geschiedenis.objects.exclude(werkzoekende__in=[klant.pk]).exists()
    assert OutboxEntry.objects.count() > regels
    assert not OutboxEntry.objects.exclude(persoon=klant.pk).filter(persoon__isnull=False).exists()
    assert connection.connection.cursor().execute("SELECT current_user").fetchone() == rol


def test_every_act_that_a_test_or_screen_names_is_watched():
    from sonar.admin.dossier import klantprofiel, werkzoekende  # noqa: PLC0415

    for module, naam in (
        (klantprofiel, "vaststellen"),
        (werkzoekende, "verwerk_overlijden"),
    ):
        assert getattr(module, naam).is_watched
    assert verwerk_overlijden.is_watched
    assert not is_act(verwerk_overlijden)
