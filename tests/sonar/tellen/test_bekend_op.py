"""As it was known on a day: the count after corrections, against an oracle of plain snapshots."""

import datetime
from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction
from hypothesis import given, settings, strategies as st
from hypothesis.extra.django import TestCase

from sonar.handelingen.rechten.wissen import wis
from sonar.models import (
    Arbeidsmarktregio,
    Geschiedenis,
    Inschrijving,
    Wisbewijs,
)
from sonar.rapportage.tellen.feiten import AsOf
from sonar.rapportage.tellen.telling import kwartaaltelling
from tests.bouwers import (
    PEILDATUM,
    gemeente,
    inschrijving,
    medewerker,
    werkzoekende,
    zichtbare_klant,
)
from tests.sonar.klok import het_is, uur, zet_klok
from tests.sonar.werkelijkheid import DAG, GEBEURTENIS, GESCHIEDENISSEN, REGIO, Werkelijkheid, geldt


@pytest.fixture
def klok(db):
    zet_klok()


def regio():
    gemeente()
    return Arbeidsmarktregio.objects.get(code="AM19")


# --- the oracle: everything that was known, after each moment ---


def orakel(feiten, dag):
    op_de_dag = {
        (soort, wie): (code, bij_uwv)
        for (soort, _), (wie, periode, code, bij_uwv) in feiten.items()
        if geldt(periode, dag)
    }
    geteld, doelgroep, bekend = Counter(), 0, 0
    for wie in range(3):
        waar, register = op_de_dag.get(("inschrijving", wie)), op_de_dag.get(("doelgroep", wie))
        if register and register[0] in REGIO:
            doelgroep += 1
            bekend += waar is not None
        if waar and register and waar[0] in REGIO:
            soort = "uwv" if waar[1] else "gemeente"
            met = "met" if ("vaststelling", wie) in op_de_dag else "zonder"
            geteld[waar[0], f"{soort}_{met}_profiel"] += 1
    return geteld, doelgroep, bekend


def uitkomst(telling):
    geteld = Counter()
    for regel in telling.regels:
        for soort in ("gemeente", "uwv"):
            for met in ("met", "zonder"):
                naam = f"{soort}_{met}_profiel"
                geteld[regel.code, naam] += regel.aantal(soort, met_profiel=met == "met")
    return +geteld, telling.doelgroep, telling.bekend


@pytest.mark.proof
class TestTegenHetOrakel(TestCase):
    @settings(max_examples=GESCHIEDENISSEN)
    @given(st.lists(GEBEURTENIS, max_size=14), DAG)
    def test_every_moment_as_it_was_known_then(self, gebeurtenissen, dag):
        wereld, n = Werkelijkheid(), 0
        for gebeurtenis in gebeurtenissen:
            n += gebeurtenis["later"]
            wereld.doe(n, gebeurtenis)

        for moment, feiten in wereld.bekend.items():
            for seconden in (0, 1800):  # what is known, stays known until the next moment
                toen = uur(moment) + datetime.timedelta(seconds=seconden)
                assert uitkomst(kwartaaltelling(regio(), AsOf(dag, toen))) == orakel(feiten, dag)
        assert uitkomst(kwartaaltelling(regio(), AsOf(dag))) == orakel(wereld.feiten, dag)


# --- what people expect ---


def totaal(bekend_op=None):
    return kwartaaltelling(regio(), AsOf(PEILDATUM, bekend_op)).totaal.totaal


def test_a_correction_does_not_change_what_was_known(klok):
    klant = zichtbare_klant()
    het_is(uur(1))
    klant.inschrijvingen.update(einddatum=PEILDATUM)

    assert (totaal(uur(0)), totaal(uur(1)), totaal()) == (1, 0, 0)


def test_who_is_forgotten_still_counts_but_is_nobody(klok):
    klant = zichtbare_klant()
    het_is(uur(1))
    klant.inschrijvingen.update(einddatum=PEILDATUM + datetime.timedelta(days=1))
    het_is(uur(2))
    wis(
        werkzoekende=klant,
        aanleiding=Wisbewijs.Aanleiding.VERZOEK,
        medewerker=None,
        moment=uur(2),
    )

    assert (totaal(uur(0)), totaal(uur(1)), totaal(uur(2))) == (1, 1, 0)
    versies = Geschiedenis.objects.all()
    assert versies.count() == 4
    assert len({versie.werkzoekende_id for versie in versies}) == 1
    assert not versies.filter(werkzoekende_id=klant.bsn_zoeksleutel).exists()
    assert not versies.exclude(grondslag="").exists()
    assert not versies.exclude(feit=0).exists()


def test_what_does_not_count_makes_no_version(klok):
    rij = inschrijving()
    het_is(uur(1))
    rij.klantmanager = medewerker()
    rij.save()

    assert not Geschiedenis.objects.exists()


def test_within_one_transaction_only_the_outcome_was_ever_known(klok):
    rij = inschrijving()
    rij.einddatum = PEILDATUM
    rij.save()

    assert not Geschiedenis.objects.exists()


def test_a_program_cannot_say_when_it_knew(klok):
    het_is(uur(3))
    rij = inschrijving()
    Inschrijving.objects.filter(pk=rij.pk).update(geboekt_op=uur(-100))
    rij.refresh_from_db()
    assert rij.geboekt_op == uur(3)

    rij.pk = None
    rij.werkzoekende = werkzoekende()
    rij.geboekt_op = uur(-100)
    rij.save()
    rij.refresh_from_db()
    assert rij.geboekt_op == uur(3)


def test_a_writer_that_began_earlier_does_not_turn_time_around(klok):
    het_is(uur(5))
    rij = inschrijving()
    het_is(uur(4))
    Inschrijving.objects.filter(pk=rij.pk).update(einddatum=PEILDATUM)

    rij.refresh_from_db()
    versie = Geschiedenis.objects.get()
    assert versie.geboekt_op == uur(5) < versie.vervallen_op == rij.geboekt_op


@pytest.mark.parametrize("doe", ["update", "delete"])
def test_the_application_cannot_rewrite_the_history(klok, doe):
    zichtbare_klant().inschrijvingen.update(einddatum=PEILDATUM)
    vraag = {
        "update": "UPDATE sonar_geschiedenis SET vervallen_op = now()",
        "delete": "DELETE FROM sonar_geschiedenis",
    }
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(vraag[doe])


# --- the command ---


def rapporteer(**anders):
    call_command("rapporteer", regio="AM19", kwartaal="2020KW04", **anders)


def test_the_command_counts_as_it_was_known(klok, capsys):
    klant = zichtbare_klant()
    het_is(uur(1))
    klant.inschrijvingen.update(einddatum=PEILDATUM)

    rapporteer(bekend_op="2021-01-05")
    assert capsys.readouterr().out.splitlines()[-1] == "AM19,TOTAAL AMR,0,0,0,0,0"
    rapporteer(bekend_op="2021-01-05T10:30:00+01:00")
    assert capsys.readouterr().out.splitlines()[-1] == "AM19,TOTAAL AMR,1,0,0,0,1"


@pytest.mark.parametrize(
    ("moment", "melding"),
    [
        ("5 januari", "Het moment '5 januari' ken ik niet"),
        ("2021-02-31", "Het moment '2021-02-31' ken ik niet"),
        ("2190-01-01", "nog niet voorbij"),
        ("2019-01-01", "stond er nog niets in Sonar"),
    ],
)
def test_a_moment_that_cannot_be_asked_gets_a_sentence(klok, moment, melding):
    zichtbare_klant()
    with pytest.raises(CommandError, match=melding):
        rapporteer(bekend_op=moment)
