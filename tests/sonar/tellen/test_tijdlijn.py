"""The time line and the country, against the table of each quarter."""

import datetime

import pytest
from hypothesis import given, settings, strategies as st
from hypothesis.extra.django import TestCase

from sonar.models import Arbeidsmarktregio
from sonar.rapportage.tellen.feiten import AsOf
from sonar.rapportage.tellen.kwartaal import Kwartaal
from sonar.rapportage.tellen.telling import kwartaaltelling
from sonar.rapportage.tellen.tijdlijn import TimelinePoint, per_regio, tijdlijn
from tests.bouwers import (
    doelgroepregistratie,
    een_bsn,
    gemeente,
    inschrijving,
    leeg_klantprofiel,
    medewerker,
    vaststelling,
    werkzoekende,
    zichtbare_klant,
)


KWARTALEN = [Kwartaal(jaar, nummer) for jaar in (2019, 2020) for nummer in (1, 2, 3, 4)]
GRENZEN = [kwartaal.peildatum for kwartaal in KWARTALEN]
DAG = st.builds(
    lambda grens, dagen: grens + datetime.timedelta(days=dagen),
    st.sampled_from(GRENZEN),
    st.integers(-1, 1),
)
CODES = ["GM0546", "GM0537", "GM0518"]


@st.composite
def perioden(draw):
    """Up to three periods that do not overlap; the last may be open."""
    dagen = sorted(draw(st.sets(DAG, max_size=6)))
    paren = [*zip(dagen[::2], dagen[1::2], strict=False)]
    return [*paren, (dagen[-1], None)] if len(dagen) % 2 else paren


LEVEN = st.tuples(perioden(), perioden(), perioden(), st.sampled_from(CODES))


def schrijf_op(leven, door):
    persoon = werkzoekende()
    ingeschreven, register, vastgesteld, code = leven
    for van, tot in ingeschreven:
        inschrijving(persoon, code=code, van=van, tot=tot)
    for van, tot in register:
        doelgroepregistratie(persoon.bsn, code=code, van=van, tot=tot)
    profiel = leeg_klantprofiel(persoon)
    for van, tot in vastgesteld:
        vaststelling(profiel, van=van, tot=tot, door=door)


class TestTegenDeTelling(TestCase):
    @settings(max_examples=40)
    @given(st.lists(LEVEN, max_size=5))
    def test_every_quarter_and_region_as_in_its_own_table(self, levens):
        for code in CODES:
            gemeente(code)
        door = medewerker()
        for leven in levens:
            schrijf_op(leven, door)

        for regio in Arbeidsmarktregio.objects.order_by("code"):
            verwacht = []
            for kwartaal in KWARTALEN:
                totaal = kwartaaltelling(regio, AsOf(kwartaal.peildatum)).totaal
                verwacht.append(TimelinePoint(totaal.totaal, totaal.met_profiel))
                assert per_regio(kwartaal).get(regio.code, TimelinePoint()) == verwacht[-1]
            assert tijdlijn(regio.code, KWARTALEN) == verwacht


@pytest.mark.django_db
def test_one_query_for_one_and_for_forty_quarters(django_assert_num_queries):
    zichtbare_klant()
    doelgroepregistratie(een_bsn())
    reeks = [Kwartaal(jaar, nummer) for jaar in range(2014, 2024) for nummer in (1, 2, 3, 4)]

    for kwartalen in (reeks[-1:], reeks):
        with django_assert_num_queries(1):
            standen = tijdlijn("AM19", kwartalen)
        assert standen[-1] == TimelinePoint(totaal=1, met_profiel=1)
    with django_assert_num_queries(1):
        assert per_regio(reeks[-1]) == {"AM19": TimelinePoint(1, 1)}


@pytest.mark.django_db
def test_a_region_without_people_has_a_line_of_nothing():
    assert tijdlijn("AM19", KWARTALEN) == [TimelinePoint()] * len(KWARTALEN)
    assert TimelinePoint().deel is None
    assert TimelinePoint(200, 1).deel == 1  # a half is rounded up
