"""What is counted is what the facts say: after every change, whoever makes it and however."""

import datetime
import itertools
import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import (
    ProgrammingError,
    close_old_connections,
    connection,
    connections,
    transaction,
)
from hypothesis import given, settings, strategies as st
from hypothesis.extra.django import TestCase

from sonar.handelingen.rechten.wissen import wis
from sonar.models import (
    Arbeidsmarktregio,
    Doelgroepregistratie,
    Inschrijving,
    Klantprofiel,
    Organisatie,
    Telperiode,
    Vaststelling,
    Werkzoekende,
    Wisbewijs,
)
from sonar.projections import TELPERIODEN
from sonar.rapportage.tellen.feiten import AsOf
from sonar.rapportage.tellen.telling import count_gemeenten, kwartaaltelling
from tests.bouwers import (
    PEILDATUM,
    doelgroepregistratie,
    een_bsn,
    gemeente,
    gemeentelijke_dienst,
    inschrijving,
    uwv,
    werkzoekende,
    zichtbare_klant,
)
from tests.sonar.klok import uur
from tests.sonar.werkelijkheid import DAG, GEBEURTENIS, GESCHIEDENISSEN, Werkelijkheid


EEN_DAG = datetime.timedelta(days=1)
pytestmark = pytest.mark.postgres15


def gelijk():
    aantal, verschillen = TELPERIODEN.vergelijk()
    assert verschillen == 0
    assert aantal == Telperiode.objects.count()
    return aantal


@pytest.mark.proof
class TestTegenDeFeiten(TestCase):
    @settings(max_examples=GESCHIEDENISSEN)
    @given(st.lists(GEBEURTENIS, max_size=14), DAG)
    def test_after_every_event_they_are_those_of_the_facts(self, gebeurtenissen, dag):
        wereld = Werkelijkheid()
        for n, gebeurtenis in enumerate(gebeurtenissen):
            wereld.doe(n, gebeurtenis)
            gelijk()
            perioden = list(
                Telperiode.objects.order_by("bsn_zoeksleutel", "ingangsdatum").values_list(
                    "bsn_zoeksleutel", "ingangsdatum", "einddatum"
                )
            )
            for een, ander in itertools.pairwise(perioden):
                assert een[0] != ander[0] or een[2] <= ander[1]

        # The quick way and the facts themselves, each to the cell.
        toen = AsOf(dag, uur(len(gebeurtenissen)))
        assert count_gemeenten(AsOf(dag)) == count_gemeenten(toen)
        for regio in Arbeidsmarktregio.objects.order_by("code"):
            nu, uit_feiten = (
                kwartaaltelling(regio, AsOf(dag, v.bekend_op)) for v in (AsOf(dag), toen)
            )
            assert (nu.regels, nu.doelgroep, nu.bekend) == (
                uit_feiten.regels,
                uit_feiten.doelgroep,
                uit_feiten.bekend,
            )


PROFIELDELEN = (
    "opleiding",
    "competentiebeheersing",
    "taalbeheersing",
    *(
        f"klantprofiel_{deel}"
        for deel in ("vaardigheden", "affiniteiten", "sectoren", "taaksoorten")
    ),
)


def met_profiel():
    return Telperiode.objects.filter(met_profiel=True)


def een_land(personen=3):
    for _ in range(personen):
        klant = zichtbare_klant()
    return klant


@pytest.mark.django_db
@pytest.mark.parametrize(
    "doe",
    [
        lambda _: Inschrijving.objects.update(einddatum=PEILDATUM + EEN_DAG),
        lambda _: Inschrijving.objects.update(gemeente=gemeente("GM0537")),
        lambda _: Inschrijving.objects.update(organisatie=uwv()),
        lambda _: Inschrijving.objects.all().delete(),
        lambda _: Doelgroepregistratie.objects.update(gemeente=gemeente("GM0537")),
        lambda _: Doelgroepregistratie.objects.all().delete(),
        lambda _: Vaststelling.objects.update(einddatum=PEILDATUM),
        lambda _: Vaststelling.objects.all().delete(),
        lambda _: Organisatie.objects.update(soort="uwv", gemeente=None),
        lambda klant: Inschrijving.objects.filter(werkzoekende=klant).update(
            werkzoekende=werkzoekende()
        ),
        lambda klant: Klantprofiel.objects.filter(werkzoekende=klant).update(
            werkzoekende=werkzoekende()
        ),
        lambda klant: Vaststelling.objects.filter(klantprofiel__werkzoekende=klant).update(
            klantprofiel=Klantprofiel.objects.create(werkzoekende=werkzoekende())
        ),
    ],
)
def test_one_statement_about_everybody_is_followed(doe):
    klant = een_land()
    ervoor = sorted(map(str, Telperiode.objects.values_list()))

    doe(klant)

    gelijk()
    assert sorted(map(str, Telperiode.objects.values_list())) != ervoor


@pytest.mark.django_db
def test_another_bsn_brings_another_person():
    klant = een_land()
    nieuw = een_bsn()
    doelgroepregistratie(nieuw, code="GM0537")
    klant.bsn = nieuw
    klant.save()

    gelijk()
    bekend = Telperiode.objects.filter(registergemeente="GM0537", gemeente="GM0546")
    assert set(bekend.values_list("bsn_zoeksleutel", flat=True)) == {klant.bsn_zoeksleutel}


@pytest.mark.django_db
@pytest.mark.usefixtures("eigenaar")
def test_whatever_comes_first_when_somebody_is_deleted():
    klant = een_land()
    assert klant.klantprofiel.pk
    with connection.cursor() as cursor:  # the foreign keys are looked at later
        cursor.execute("DELETE FROM sonar_klantprofiel WHERE werkzoekende_id = %s", [klant.pk])
        assert met_profiel().count() == 2
        cursor.execute("DELETE FROM sonar_werkzoekende WHERE id = %s", [klant.pk])
        gelijk()
        assert not Telperiode.objects.filter(
            bsn_zoeksleutel=klant.bsn_zoeksleutel, gemeente__isnull=False
        ).exists()
        cursor.execute("DELETE FROM sonar_inschrijving WHERE werkzoekende_id = %s", [klant.pk])
        cursor.execute(
            "DELETE FROM sonar_vaststelling WHERE klantprofiel_id = %s", [klant.klantprofiel.pk]
        )
        for deel in PROFIELDELEN:
            cursor.execute(
                f"DELETE FROM sonar_{deel} WHERE klantprofiel_id = %s",  # noqa: S608
                [klant.klantprofiel.pk],
            )
    gelijk()


@pytest.mark.django_db
def test_of_who_is_deleted_no_period_stays():
    klant = een_land()
    klant.inschrijvingen.update(einddatum=PEILDATUM + EEN_DAG)
    wis(
        werkzoekende=klant,
        aanleiding=Wisbewijs.Aanleiding.VERZOEK,
        medewerker=None,
        moment=uur(2),
    )

    gelijk()
    assert not Telperiode.objects.filter(bsn_zoeksleutel=klant.bsn_zoeksleutel).exists()


@pytest.mark.django_db
def test_what_does_not_count_writes_nothing():
    een_land()

    def geschreven():
        with connection.cursor() as cursor:
            cursor.execute("SELECT DISTINCT cmin::text FROM sonar_telperiode ORDER BY 1")
            return cursor.fetchall()

    ervoor = geschreven()
    Inschrijving.objects.update(klantmanager=None)
    Doelgroepregistratie.objects.update(grondslag="wajong")
    Werkzoekende.objects.update(telefoon="")

    assert geschreven() == ervoor


@pytest.mark.django_db(transaction=True)
def test_two_who_write_about_one_person_at_once_are_both_seen():
    """The second has not seen the row of the first when it wrote its own."""
    gemeentelijke_dienst()
    persoon = werkzoekende()
    register = doelgroepregistratie(persoon.bsn)
    klaar = threading.Event()

    def de_ander():
        try:
            Doelgroepregistratie.objects.filter(pk=register.pk).update(gemeente=gemeente("GM0537"))
        finally:
            close_old_connections()
            connections.close_all()
            klaar.set()

    gemeente("GM0537")
    with transaction.atomic():
        inschrijving(persoon)
        ander = threading.Thread(target=de_ander)
        ander.start()
        # It cannot end before we do: it waits for this person.
        assert not klaar.wait(0.5)
    ander.join()

    gelijk()
    periode = Telperiode.objects.exclude(gemeente=None).get()
    assert (periode.registergemeente_id, periode.gemeente_id) == ("GM0537", "GM0546")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "opdracht",
    [
        "UPDATE sonar_telperiode SET met_profiel = true",
        "DELETE FROM sonar_telperiode",
        "SELECT sonar_telperioden_bij(NULL)",
    ],
)
def test_the_application_cannot_write_them(opdracht):
    een_land()
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(opdracht)


@pytest.mark.django_db
def test_who_goes_past_the_triggers_is_found_and_it_is_mended(als_eigenaar, capsys):
    een_land()
    call_command("afgeleid")
    assert "gelijk aan de feiten" in capsys.readouterr().out
    with pytest.raises(CommandError, match="eigenaar van de tabellen"), transaction.atomic():
        call_command("afgeleid", herstel=True)

    als_eigenaar()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        Vaststelling.objects.filter(pk=Vaststelling.objects.order_by("pk")[0].pk).delete()
        cursor.execute("SET LOCAL session_replication_role = origin")
    with pytest.raises(CommandError, match="kloppen niet"):
        call_command("afgeleid")

    call_command("afgeleid", herstel=True)
    assert "gelijk aan de feiten" in capsys.readouterr().out
    assert met_profiel().count() == 2
