"""Breakdowns and flows, against plain Python; and that nothing goes out that does not add up."""

import dataclasses
import datetime
from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings, strategies as st
from hypothesis.extra.django import TestCase

from sonar.models import Arbeidsmarktregio, Sector
from sonar.rapportage.tellen.controle import (
    KloptNietError,
    check_land,
    check_stromen,
    check_telling,
)
from sonar.rapportage.tellen.feiten import AsOf
from sonar.rapportage.tellen.stromen import Stroom, of_regio, stromen
from sonar.rapportage.tellen.telling import Telregel, kwartaaltelling
from sonar.rapportage.tellen.uitsplitsing import UITSPLITSINGEN, break_down
from tests.bouwers import (
    PEILDATUM,
    doelgroepregistratie,
    gemeente,
    inschrijving,
    medewerker,
    vaststelling,
    volledig_klantprofiel,
    werkzoekende,
    zichtbare_klant,
)
from tests.sonar.werkelijkheid import GESCHIEDENISSEN


CODES = ["GM0546", "GM0537", "GM0518"]
DAG = datetime.timedelta(days=1)
VRAAG = AsOf(PEILDATUM)


def regio(code="AM19"):
    for van in CODES:
        gemeente(van)
    return Arbeidsmarktregio.objects.get(code=code)


def per_code(naam, gebied=None):
    regels = break_down(UITSPLITSINGEN[naam], gebied, VRAAG)
    return {regel.code: regel.totaal for regel in regels if regel.totaal}


# --- breakdowns ---


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("geboren", "code"),
    [
        (datetime.date(1994, 1, 1), "0-26"),
        (datetime.date(1993, 12, 31), "27-39"),
        (datetime.date(1981, 1, 1), "27-39"),
        (datetime.date(1980, 12, 31), "40-49"),
        (datetime.date(1961, 1, 1), "50-59"),
        (datetime.date(1960, 12, 31), "60"),
    ],
)
def test_the_age_is_that_of_the_peildatum(geboren, code):
    zichtbare_klant(geboortedatum=geboren)
    assert per_code("leeftijd") == {code: 1}


@pytest.mark.django_db
def test_the_highest_level_counts_and_anders_is_the_lowest():
    zichtbare_klant()
    zichtbare_klant().klantprofiel.opleidingen.create(niveau="6")
    zichtbare_klant().klantprofiel.opleidingen.create(niveau="9")
    zichtbare_klant().klantprofiel.opleidingen.all().delete()
    zichtbare_klant().klantprofiel.opleidingen.update(niveau="9")

    assert per_code("opleidingsniveau") == {"0": 1, "4": 2, "6": 1, "geen": 1}


@pytest.mark.django_db
def test_who_wants_several_sectors_stands_in_one_row():
    zichtbare_klant().klantprofiel.sectoren.add("G")  # 47 is in G
    Sector.objects.create(code="I", naam="Horeca")
    zichtbare_klant().klantprofiel.sectoren.add("I")
    zichtbare_klant().klantprofiel.sectoren.clear()

    assert per_code("sector") == {"G": 1, "meer": 1, "geen": 1}
    namen = {regel.code: regel.naam for regel in break_down(UITSPLITSINGEN["sector"], None, VRAAG)}
    assert namen["G"] == "Groot- en detailhandel"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("dagen", "code"), [(None, "nu"), (0, "nu"), (1, "kwartaal"), (92, "kwartaal"), (93, "later")]
)
def test_available_from_the_peildatum_on(dagen, code):
    vanaf = None if dagen is None else PEILDATUM + dagen * DAG
    persoon = werkzoekende()
    inschrijving(persoon)
    doelgroepregistratie(persoon.bsn)
    volledig_klantprofiel(persoon, beschikbaar_vanaf=vanaf)

    assert per_code("beschikbaarheid") == {code: 1}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("grondslag", "code"),
    [
        ("wajong", "wajong"),
        ("wsw-indicatie", "wsw"),
        ("wiw-id-baan", "wsw"),
        ("praktijkroute", "participatiewet"),
        ("participatiewet", "participatiewet"),
        ("vso-pro", "vso-pro"),
        ("voorziening", "voorziening"),
    ],
)
def test_each_ground_has_its_group(grondslag, code):
    persoon = werkzoekende()
    inschrijving(persoon)
    doelgroepregistratie(persoon.bsn, grondslag=grondslag)

    assert per_code("grondslag") == {code: 1}
    assert UITSPLITSINGEN["grondslag"].namen[code]


@pytest.mark.django_db
def test_every_way_adds_up_to_the_region_and_the_country():
    regio()
    for code in (*CODES, CODES[0]):
        persoon = werkzoekende()
        inschrijving(persoon, code=code)
        doelgroepregistratie(persoon.bsn, code=code)
    zichtbare_klant()

    tellingen = [kwartaaltelling(r, VRAAG) for r in Arbeidsmarktregio.objects.order_by("pk")]
    assert [telling.totaal.totaal for telling in tellingen] == [4, 1]
    for telling in tellingen:
        check_telling(
            telling, *(break_down(hoe, telling.regio, VRAAG) for hoe in UITSPLITSINGEN.values())
        )
    for hoe in UITSPLITSINGEN.values():
        land = Telregel.som("NL", "Nederland", break_down(hoe, None, VRAAG))
        check_land(tellingen, land)


@pytest.mark.django_db
def test_what_does_not_add_up_is_refused():
    zichtbare_klant()
    telling = kwartaaltelling(regio(), AsOf(PEILDATUM))

    with pytest.raises(KloptNietError, match="uitsplitsing"):
        check_telling(telling, [])
    with pytest.raises(KloptNietError, match="doelgroepregister"):
        check_telling(dataclasses.replace(telling, bekend=2))
    with pytest.raises(KloptNietError, match="het land"):
        check_land([telling, telling], telling.totaal)


# --- flows ---

LEVEN = st.lists(st.none() | st.sampled_from(CODES), min_size=3, max_size=3)


def leef(leven):
    """Where somebody is on each of three days; None: nowhere."""
    persoon = werkzoekende()
    doelgroepregistratie(persoon.bsn)
    for n, code in enumerate(leven):
        if code:
            dag = PEILDATUM + n * DAG
            inschrijving(persoon, code=code, van=dag, tot=dag + DAG)
    return persoon


def tussen(van, tot):
    dag = [PEILDATUM + van * DAG, PEILDATUM + tot * DAG]
    return stromen(AsOf(dag[0], naam="begin"), AsOf(dag[1], naam="eind"))


def orakel(levens, van, tot):
    geteld = Counter()
    for leven in levens:
        oud, nieuw = leven[van], leven[tot]
        geteld[oud, "begin"] += 1
        geteld[nieuw, "eind"] += 1
        if oud != nieuw:
            geteld[nieuw, "van_elders" if oud else "nieuw"] += 1
            geteld[oud, "naar_elders" if nieuw else "weg"] += 1
    return {sleutel: aantal for sleutel, aantal in geteld.items() if sleutel[0]}


@pytest.mark.proof
class TestTegenHetOrakel(TestCase):
    @settings(max_examples=GESCHIEDENISSEN)
    @given(st.lists(LEVEN, max_size=6))
    def test_who_came_and_who_went(self, levens):
        regio()
        for leven in levens:
            leef(leven)

        for van, tot in ((0, 1), (1, 2), (0, 2)):
            gevonden = tussen(van, tot)
            check_stromen(gevonden)
            uitkomst = {
                (stroom.code, veld): aantal
                for stroom in gevonden
                for veld, aantal in dataclasses.asdict(stroom).items()
                if veld not in {"code", "naam", "regio"} and aantal
            }
            assert uitkomst == orakel(levens, van, tot)


@pytest.mark.django_db
def test_the_flows_are_those_between_two_counts():
    leef([CODES[0], CODES[1], None])
    leef([None, CODES[2], CODES[0]])
    for van, tot in ((0, 1), (1, 2)):
        alle = tussen(van, tot)
        for code in ("AM19", "AM21"):
            eigen = of_regio(alle, regio(code))
            for dag, veld in ((van, "begin"), (tot, "eind")):
                telling = kwartaaltelling(regio(code), AsOf(PEILDATUM + dag * DAG))
                assert telling.totaal.totaal == sum(getattr(stroom, veld) for stroom in eigen)


def test_flows_that_contradict_are_refused():
    goed = Stroom("GM0546", "Leiden", "AM19", 1, 0, 1, 0, 0, 2)
    with pytest.raises(KloptNietError, match="verhuisde"):
        check_stromen([goed])
    with pytest.raises(KloptNietError, match="Leiden"):
        check_stromen([dataclasses.replace(goed, eind=3)])


def test_two_questions_of_one_name_are_refused():
    with pytest.raises(ValueError, match="dezelfde naam"):
        stromen(VRAAG, VRAAG)


# --- the command ---


@pytest.mark.django_db
def test_the_command_writes_a_breakdown(capsys):
    zichtbare_klant()
    vaststelling(volledig_klantprofiel(), door=medewerker())

    call_command("rapporteer", regio="AM19", kwartaal="2020KW04", uitsplitsing="leeftijd")

    regels = capsys.readouterr().out.splitlines()
    assert regels[1:] == [
        "0-26,tot 27 jaar,0,0,0,0,0",
        "27-39,27 tot 40 jaar,1,0,0,0,1",
        "40-49,40 tot 50 jaar,0,0,0,0,0",
        "50-59,50 tot 60 jaar,0,0,0,0,0",
        "60,60 jaar en ouder,0,0,0,0,0",
        "onbekend,onbekend: gewist,0,0,0,0,0",
        "AM19,TOTAAL AMR,1,0,0,0,1",
    ]


@pytest.mark.django_db
def test_a_breakdown_that_is_none_gets_a_sentence():
    regio()
    with pytest.raises(CommandError, match=r"'haarkleur' ken ik niet.*leeftijd"):
        call_command("rapporteer", regio="AM19", kwartaal="2020KW04", uitsplitsing="haarkleur")
