"""Whose client somebody is and how the profile stands: after every change, as the facts say."""

import datetime
import threading

import pytest
from django.db import ProgrammingError, close_old_connections, connection, connections, transaction
from hypothesis import given, settings, strategies as st
from hypothesis.extra.django import TestCase

from sonar.admin.client_list import gezocht
from sonar.handelingen.rechten.wissen import wis
from sonar.models import (
    Arbeidsmarktregio,
    Competentiebeheersing,
    Gemeente,
    Inschrijving,
    Klantprofiel,
    Klantstand,
    Opleiding,
    Vaststelling,
    Werkzoekende,
    Wisbewijs,
)
from sonar.models.klantstand import VOLLEDIG
from sonar.projections import KLANTSTANDEN
from tests.bouwers import (
    PEILDATUM,
    gemeente,
    inschrijving,
    leeg_klantprofiel,
    medewerker,
    uwv,
    vaststelling,
    volledig_klantprofiel,
    werkzoekende,
    zichtbare_klant,
)
from tests.sonar.klok import uur
from tests.sonar.schermen import aan_het_werk
from tests.sonar.werkelijkheid import GEBEURTENIS, GESCHIEDENISSEN, Werkelijkheid


EEN_DAG = datetime.timedelta(days=1)
pytestmark = pytest.mark.postgres15


def gelijk():
    aantal, verschillen = KLANTSTANDEN.vergelijk()
    assert verschillen == 0
    assert aantal == Klantstand.objects.count()
    return aantal


class TestTegenDeFeiten(TestCase):
    @settings(max_examples=GESCHIEDENISSEN)
    @given(st.lists(GEBEURTENIS, max_size=14))
    def test_after_every_event_they_are_those_of_the_facts(self, gebeurtenissen):
        wereld = Werkelijkheid()
        for n, gebeurtenis in enumerate(gebeurtenissen):
            wereld.doe(n, gebeurtenis)
            gelijk()
        laatste = {
            rij.werkzoekende_id: rij for rij in Inschrijving.objects.order_by("ingangsdatum")
        }
        assert {
            stand.pk: (stand.organisatie_id, stand.gemeente_id, stand.einddatum)
            for stand in Klantstand.objects.all()
        } == {
            wie: (rij.organisatie_id, rij.gemeente_id, rij.einddatum)
            for wie, rij in laatste.items()
        }


def leeg(lijst):
    return lambda _: getattr(Klantprofiel, lijst).through.objects.all().delete()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "doe",
    [
        lambda _: Inschrijving.objects.update(einddatum=PEILDATUM + EEN_DAG),
        lambda _: Inschrijving.objects.update(gemeente=gemeente("GM0537")),
        lambda _: Inschrijving.objects.update(organisatie=uwv()),
        lambda _: Inschrijving.objects.update(klantmanager=medewerker()),
        lambda _: Inschrijving.objects.all().delete(),
        lambda _: Gemeente.objects.update(arbeidsmarktregio="AM01"),
        lambda _: Werkzoekende.objects.update(achternaam="Zwart"),
        lambda _: Werkzoekende.objects.update(voornamen="Zoë"),
        lambda _: Werkzoekende.objects.update(voorvoegsel="van der"),
        lambda _: Werkzoekende.objects.update(afgeschermd=True),
        lambda _: Werkzoekende.objects.update(overleden_op=PEILDATUM),
        lambda _: Vaststelling.objects.update(einddatum=PEILDATUM),
        lambda _: Vaststelling.objects.all().delete(),
        lambda _: Klantprofiel.objects.update(besproken_op=PEILDATUM - EEN_DAG),
        lambda _: Klantprofiel.objects.update(uren_min=None, uren_max=None),
        lambda _: Klantprofiel.objects.update(reisafstand=""),
        lambda _: Competentiebeheersing.objects.update(beheersing="3"),
        lambda _: Competentiebeheersing.objects.all().delete(),
        lambda _: Opleiding.objects.all().delete(),
        leeg("vaardigheden"),
        leeg("affiniteiten"),
        leeg("sectoren"),
        leeg("taaksoorten"),
        lambda klant: Inschrijving.objects.filter(werkzoekende=klant).update(
            werkzoekende=werkzoekende()
        ),
        lambda klant: Klantprofiel.objects.filter(werkzoekende=klant).update(
            werkzoekende=inschrijving().werkzoekende
        ),
    ],
)
def test_one_statement_about_everybody_is_followed(doe):
    Arbeidsmarktregio.objects.create(code="AM01", naam="Groningen")
    for _ in range(3):
        klant = zichtbare_klant()
    assert set(Klantstand.objects.values_list("ingevuld", flat=True)) == {VOLLEDIG}
    ervoor = sorted(map(str, Klantstand.objects.values_list()))

    doe(klant)

    gelijk()
    assert sorted(map(str, Klantstand.objects.values_list())) != ervoor


@pytest.mark.django_db
def test_what_does_not_count_writes_nothing():
    zichtbare_klant()

    def geschreven():
        with connection.cursor() as cursor:
            cursor.execute("SELECT ctid::text, xmin::text, cmin::text FROM sonar_klantstand")
            return cursor.fetchall()

    ervoor = geschreven()
    Werkzoekende.objects.update(telefoon="")
    Klantprofiel.objects.update(toelichting="")
    Opleiding.objects.update(naam="")

    assert geschreven() == ervoor


@pytest.mark.django_db
def test_of_many_times_vastgesteld_the_last_three_are_kept():
    profiel = volledig_klantprofiel(inschrijving().werkzoekende)
    for jaar in range(5):
        vaststelling(
            profiel,
            van=datetime.date(2015 + jaar, 1, 1),
            tot=datetime.date(2015 + jaar, 6, 1),
        )

    gelijk()
    with connection.cursor() as cursor:
        cursor.execute("SELECT vastgesteld::text FROM sonar_klantstand")
        assert cursor.fetchone()[0].count("2015") == 0


@pytest.mark.django_db
def test_who_is_erased_is_gone_here_too():
    klant = zichtbare_klant()
    Inschrijving.objects.update(einddatum=PEILDATUM)

    wis(
        werkzoekende=klant,
        aanleiding=Wisbewijs.Aanleiding.VERZOEK,
        medewerker=None,
        moment=uur(2),
    )

    assert gelijk() == 0


@pytest.mark.django_db(transaction=True)
def test_two_who_write_about_one_person_at_once_are_both_seen():
    """The second has not seen the row of the first when it wrote its own."""
    profiel = leeg_klantprofiel(inschrijving().werkzoekende)
    klaar = threading.Event()

    def de_ander():
        try:
            Klantprofiel.objects.filter(pk=profiel.pk).update(reisafstand="3")
        finally:
            close_old_connections()
            connections.close_all()
            klaar.set()

    with transaction.atomic():
        Opleiding.objects.create(klantprofiel=profiel, niveau="3")
        ander = threading.Thread(target=de_ander)
        ander.start()
        # It cannot end before we do: it waits for this person.
        assert not klaar.wait(0.5)
    ander.join()

    gelijk()
    assert Klantstand.objects.get().ingevuld == 1 + 128


@pytest.mark.django_db
@pytest.mark.parametrize(
    "opdracht",
    [
        "UPDATE sonar_klantstand SET organisatie_id = 1",
        "DELETE FROM sonar_klantstand",
        "SELECT sonar_klantstanden_bij(NULL)",
    ],
)
def test_the_application_cannot_write_them(opdracht):
    zichtbare_klant()
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(opdracht)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("term", "gevonden"),
    [
        ("jans", True),
        ("JANSEN, an", True),
        ("an van", True),
        ("zoë", True),
        ("ansen", False),
        ("jan%", False),
        ("_ansen", False),
        ("jansen piet", False),
        ("\0", True),
    ],
)
def test_every_word_begins_a_part_of_the_name(term, gevonden):
    inschrijving(werkzoekende(voornamen="Anna Zoë", voorvoegsel="van", achternaam="Jansen"))

    assert gezocht(Klantstand.objects.all(), term).exists() == gevonden


@pytest.mark.django_db
def test_the_list_is_leafed_through_sorted_and_shown_whole():
    klantmanager = medewerker()
    for n in range(52):
        inschrijving(
            werkzoekende(
                achternaam=f"Naam{n:02}", geboortedatum=datetime.date(2000 - n % 40, 1, 1)
            ),
            klantmanager=klantmanager,
        )
    client = aan_het_werk(klantmanager)

    def namen(vraag):
        lijst = client.get(f"/sonar/sonar/werkzoekende/{vraag}").context["cl"]
        assert lijst.result_count == 52
        return [klant.achternaam for klant in lijst.result_list]

    alle = [f"Naam{n:02}" for n in range(52)]
    assert namen("") == alle[:50]
    assert namen("?p=2") == alle[50:]
    assert namen("?all=") == alle
    assert namen("?o=-0") == alle[:1:-1]
    assert namen("?o=1")[:2] == ["Naam39", "Naam38"]
    for onzin in ("?p=3", "?p=-1", "?p=0", "?p=x", "?o=9", "?achternaam__x=1"):
        antwoord = client.get(f"/sonar/sonar/werkzoekende/{onzin}", follow=True)
        assert antwoord.status_code == 200
        assert "Naam10" in antwoord.text, onzin
