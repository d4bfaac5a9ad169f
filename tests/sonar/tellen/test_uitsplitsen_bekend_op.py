"""Breakdowns of then as they were known then: whatever a profile says since."""

import datetime
from collections import Counter

import pytest
from django.db import ProgrammingError, connection, transaction
from hypothesis import given, settings, strategies as st
from hypothesis.extra.django import TestCase

from sonar.handelingen.rechten.wissen import wis
from sonar.models import Klantprofiel, Sector, Telkenmerk, Wisbewijs
from sonar.rapportage.tellen.feiten import AsOf
from sonar.rapportage.tellen.uitsplitsing import UITSPLITSINGEN, break_down
from tests.bouwers import (
    PEILDATUM,
    doelgroepregistratie,
    inschrijving,
    leeg_klantprofiel,
    vaststelling,
    werkzoekende,
)
from tests.sonar.klok import het_is, zet_klok
from tests.sonar.werkelijkheid import GESCHIEDENISSEN


pytestmark = pytest.mark.postgres15
DAG = datetime.timedelta(days=1)
GEBOREN = {"tot 27": datetime.date(2000, 5, 1), "60+": datetime.date(1950, 5, 1)}
BESCHIKBAAR = [None, PEILDATUM + 30 * DAG, PEILDATUM + 300 * DAG]


def moment(n):
    """Noon, so many days after the first: the peildatum is the fourth day."""
    return datetime.datetime(2020, 12, 28, 12, tzinfo=datetime.UTC) + n * DAG


# --- the oracle: every state that there was, and a plain rule which of them is asked ---


def gevraagd(standen, peildatum, bekend_op):
    """The last state of the peildatum that was known; else the first that was."""
    bekend = [(op, stand) for op, stand in standen if bekend_op is None or op <= bekend_op]
    toen = [stand for op, stand in bekend if op.date() <= peildatum]
    return toen[-1] if toen else bekend[0][1]


def codes(stand, peildatum):
    niveaus = ["0" if niveau == "9" else niveau for niveau in stand["niveaus"]]
    secties = {{"47": "G"}.get(sector, sector) for sector in stand["sectoren"]}
    jaren = peildatum.year - stand["geboren"].year
    jaren -= (peildatum.month, peildatum.day) < (stand["geboren"].month, stand["geboren"].day)
    vanaf = stand["vanaf"]
    return {
        "opleidingsniveau": max(niveaus, default="geen"),
        "sector": ("geen" if not secties else next(iter(secties)) if len(secties) == 1 else "meer"),
        "leeftijd": "0-26" if jaren < 27 else "60",
        "beschikbaarheid": (
            "geen"
            if not stand["profiel"]
            else "nu"
            if vanaf is None or vanaf <= peildatum
            else "kwartaal"
            if vanaf <= peildatum + 92 * DAG
            else "later"
        ),
    }


class Wereld:
    """Does each event in the database, and keeps the state of each person beside it."""

    def __init__(self):
        zet_klok()
        het_is(moment(-1))
        for code, sectie in (("G", None), ("I", None), ("47", "G")):
            Sector.objects.get_or_create(code=code, defaults={"naam": code, "sectie_id": sectie})
        self.personen = []
        self.standen = []
        for _ in range(2):
            persoon = werkzoekende(geboortedatum=GEBOREN["tot 27"])
            inschrijving(persoon)
            doelgroepregistratie(persoon.bsn, grondslag="wajong")
            self.personen.append(persoon)
            stand = {
                "profiel": False,
                "niveaus": (),
                "sectoren": (),
                "vanaf": None,
                "geboren": GEBOREN["tot 27"],
                "grondslag": "wajong",
            }
            self.standen.append([(moment(-1), stand)])

    def doe(self, dag, wie, wat, waarde):
        het_is(moment(dag))
        persoon = self.personen[wie]
        oud = self.standen[wie][-1][1]
        if wat == "grondslag":
            nieuw = {"grondslag": ("wajong", "vso-pro")[waarde % 2]}
            persoon.doelgroepregistraties.update(**nieuw)
        elif wat == "geboren":
            type(persoon).objects.filter(pk=persoon.pk).update(
                geboortedatum=GEBOREN["60+" if waarde % 2 else "tot 27"]
            )
            nieuw = {"geboren": GEBOREN["60+" if waarde % 2 else "tot 27"]}
        else:
            nieuw = {"profiel": True} | self._in_profiel(persoon, wat, waarde)
        self.standen[wie].append((moment(dag), oud | nieuw))

    def _in_profiel(self, persoon, wat, waarde):
        profiel = Klantprofiel.objects.filter(werkzoekende=persoon).first()
        profiel = profiel or leeg_klantprofiel(persoon)
        if wat == "niveaus":
            niveaus = ((), ("9",), ("4", "2"), ("6",))[waarde]
            profiel.opleidingen.all().delete()
            for niveau in niveaus:
                profiel.opleidingen.create(niveau=niveau)
            return {"niveaus": niveaus}
        if wat == "sectoren":
            sectoren = ((), ("47",), ("47", "G"), ("I", "G"))[waarde]
            profiel.sectoren.set(Sector.objects.filter(pk__in=sectoren))
            return {"sectoren": sectoren}
        vanaf = BESCHIKBAAR[waarde % 3]
        Klantprofiel.objects.filter(pk=profiel.pk).update(beschikbaar_vanaf=vanaf)
        return {"vanaf": vanaf}


GEBEURTENIS = st.tuples(
    st.integers(0, 1),
    st.integers(0, 1),
    st.sampled_from(["geboren", "grondslag", "niveaus", "sectoren", "vanaf"]),
    st.integers(0, 3),
)


@pytest.mark.proof
class TestTegenHetOrakel(TestCase):
    @settings(max_examples=GESCHIEDENISSEN)
    @given(st.lists(GEBEURTENIS, max_size=10))
    def test_every_breakdown_of_every_moment(self, gebeurtenissen):
        wereld, dag = Wereld(), 0
        for verder, *gebeurtenis in gebeurtenissen:
            dag += verder
            wereld.doe(dag, *gebeurtenis)

        peildatums = [PEILDATUM - 2 * DAG, PEILDATUM, PEILDATUM + 2 * DAG]
        bekend = [None, *(moment(n) for n in range(-1, dag + 1))]
        for peildatum in peildatums:
            for bekend_op in bekend:
                verwacht = [
                    codes(gevraagd(standen, peildatum, bekend_op), peildatum)
                    # The register says itself since when: the last known counts.
                    | {"grondslag": gevraagd(standen, datetime.date.max, bekend_op)["grondslag"]}
                    for standen in wereld.standen
                ]
                for naam in UITSPLITSINGEN:
                    regels = break_down(UITSPLITSINGEN[naam], None, AsOf(peildatum, bekend_op))
                    geteld = Counter({regel.code: regel.totaal for regel in regels})
                    assert +geteld == Counter(van[naam] for van in verwacht), (naam, bekend_op)


# --- what people expect ---


def niveaus(bekend_op=None):
    regels = break_down(UITSPLITSINGEN["opleidingsniveau"], None, AsOf(PEILDATUM, bekend_op))
    return {regel.code: regel.totaal for regel in regels if regel.totaal}


def een_klant():
    zet_klok()
    het_is(moment(0))
    persoon = werkzoekende()
    inschrijving(persoon)
    doelgroepregistratie(persoon.bsn)
    profiel = leeg_klantprofiel(persoon)
    profiel.opleidingen.create(niveau="2")
    return profiel


@pytest.mark.django_db
def test_a_diploma_of_later_does_not_change_the_quarter():
    profiel = een_klant()
    het_is(moment(20))
    profiel.opleidingen.create(niveau="6")

    assert niveaus() == niveaus(moment(20)) == niveaus(moment(1)) == {"2": 1}
    assert Telkenmerk.objects.count() == 2


@pytest.mark.django_db
def test_who_was_entered_later_counts_as_first_known():
    profiel = een_klant()
    het_is(moment(20))
    ander = werkzoekende()
    inschrijving(ander, van=PEILDATUM)
    doelgroepregistratie(ander.bsn)
    leeg_klantprofiel(ander).opleidingen.create(niveau="4")
    vaststelling(profiel)

    assert niveaus() == {"2": 1, "4": 1}
    assert niveaus(moment(1)) == {"2": 1}


@pytest.mark.django_db
def test_of_who_is_deleted_nothing_stays():
    profiel = een_klant()
    het_is(moment(1))
    profiel.opleidingen.create(niveau="6")
    profiel.werkzoekende.inschrijvingen.update(einddatum=PEILDATUM + DAG)
    het_is(moment(6))
    wis(
        werkzoekende=profiel.werkzoekende,
        aanleiding=Wisbewijs.Aanleiding.VERZOEK,
        medewerker=None,
        moment=moment(6),
    )

    assert not Telkenmerk.objects.exists()
    assert niveaus(moment(1)) == {"geen": 1}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "opdracht",
    [
        "UPDATE sonar_telkenmerk SET niveau = ''",
        "DELETE FROM sonar_telkenmerk",
        "SELECT sonar_telkenmerken_bij(NULL)",
    ],
)
def test_the_application_cannot_rewrite_what_was_known(opdracht):
    een_klant()
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(opdracht)
