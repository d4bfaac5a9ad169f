"""With another BSN somebody counts otherwise from now on; what was counted before stays."""

import datetime

import pytest

from sonar.handelingen.rechten.wissen import wis
from sonar.models import (
    Arbeidsmarktregio,
    Bsncorrectie,
    Doelgroepregistratie,
    Geschiedenis,
    Uitgave,
    Wisbewijs,
)
from sonar.projections import AFGELEID
from sonar.rapportage.herleiden.cijfer import cijfer_van
from sonar.rapportage.herleiden.herleiding import herleid
from sonar.rapportage.herleiden.telplekken import telplekken
from sonar.rapportage.herleiden.wie import Cel
from sonar.rapportage.tellen.feiten import AsOf
from sonar.rapportage.tellen.telling import kwartaaltelling
from sonar.rapportage.tellen.uitsplitsing import UITSPLITSINGEN, break_down
from sonar.toezicht.inzage import inzage
from tests.bouwers import (
    PEILDATUM,
    doelgroepregistratie,
    een_bsn,
    inschrijving,
    werkzoekende,
    zichtbare_klant,
)
from tests.sonar.cijfers.test_herleiden import VANDAAG, auditor, geef_uit, lees_cijfer
from tests.sonar.klok import BEGIN, het_is, uur, zet_klok
from tests.sonar.rechten.test_bsn_verbeteren import klant, leider, verbeter, wie


__all__ = ["klant", "leider", "wie"]  # fixtures
pytestmark = [pytest.mark.django_db, pytest.mark.postgres15]


@pytest.fixture
def klok(db):
    zet_klok()


def geteld(bekend_op=None):
    regio = Arbeidsmarktregio.objects.get(code="AM19")
    telling = kwartaaltelling(regio, AsOf(PEILDATUM, bekend_op))
    per_leeftijd = break_down(UITSPLITSINGEN["leeftijd"], regio, AsOf(PEILDATUM, bekend_op))
    return (telling.regels, telling.doelgroep, telling.bekend, str(per_leeftijd))


def kern(uitkomst):
    return uitkomst[1:3]


@pytest.mark.parametrize("mee", [True, False])
@pytest.mark.parametrize("kent_het_juiste", [True, False])
def test_what_was_known_before_stays_as_it_was(klok, klant, wie, leider, mee, kent_het_juiste):
    bsn = een_bsn()
    doelgroepregistratie(klant.bsn)
    if kent_het_juiste:
        doelgroepregistratie(bsn)
    het_is(uur(1))
    ervoor = geteld(), geteld(uur(0))
    assert kern(ervoor[0]) == (1 + kent_het_juiste, 1)

    verbeter(klant, wie, leider, mee=mee, bsn=bsn)

    assert geteld(uur(0)) == ervoor[1]
    assert geteld() == geteld(uur(1))
    assert {naam: een.vergelijk()[1] for naam, een in AFGELEID.items()} == dict.fromkeys(
        AFGELEID, 0
    )
    # Of the register: the entry that is the client's, once, and that of somebody else.
    assert kern(geteld()) == ((1, 1) if mee else (1 + kent_het_juiste, int(kent_het_juiste)))


def test_what_was_known_goes_with_the_right_person(klok, klant, wie, leider):
    """Also when the one whose number it really is, becomes a client."""
    oud = klant.bsn
    doelgroepregistratie(oud)
    het_is(uur(1))
    verbeter(klant, wie, leider, mee=False)
    het_is(uur(2))
    ander = werkzoekende(bsn=oud)
    inschrijving(ander, klantmanager=wie)
    ander.inschrijvingen.update(gemeente="GM0546", ingangsdatum=datetime.date(2018, 5, 1))
    het_is(uur(3))
    ander.inschrijvingen.update(ingangsdatum=datetime.date(2018, 6, 1))

    def versies(persoon):
        return [
            rij["ingangsdatum"]
            for soort, rijen in inzage(persoon)
            if soort == Geschiedenis._meta.verbose_name_plural
            for rij in rijen
            if rij["soort"] == "inschrijving"
        ]

    assert len(versies(klant)) == 1
    assert "2019" in versies(klant)[0]
    assert len(versies(ander)) == 1
    assert "2018" in versies(ander)[0]


@pytest.mark.parametrize("mee", [True, False])
def test_who_is_forgotten_leaves_nothing_under_the_wrong_number(klok, klant, wie, leider, mee):
    oud = klant.bsn_zoeksleutel
    doelgroepregistratie(klant.bsn)
    het_is(uur(1))
    verbeter(klant, wie, leider, mee=mee)
    ervoor = kern(geteld(uur(0)))
    het_is(uur(2))
    klant.inschrijvingen.update(einddatum=PEILDATUM + datetime.timedelta(days=1))
    wis(
        werkzoekende=klant,
        aanleiding=Wisbewijs.Aanleiding.VERZOEK,
        medewerker=None,
        moment=uur(2),
    )

    assert kern(geteld(uur(0))) == ervoor
    assert not Bsncorrectie.objects.exists()
    assert not Geschiedenis.objects.exclude(feit=0)
    assert Doelgroepregistratie.objects.filter(werkzoekende_id=oud).exists() == (not mee)
    assert Geschiedenis.objects.filter(werkzoekende_id=oud).exists() == (not mee)


def genoemd(cijfer):
    return {persoon.nummer for persoon in herleid(cijfer=cijfer, medewerker=auditor())}


@pytest.mark.parametrize("mee", [True, False])
def test_every_release_and_breakdown_still_leads_to_the_client_and_back(
    klok, klant, wie, leider, mee
):
    doelgroepregistratie(klant.bsn)
    geef_uit()
    totaal, leeftijd = Cel("", "AM19", "totaal"), Cel("AM19", "27-39", "totaal", "leeftijd")
    het_is(uur(1))
    verbeter(klant, wie, leider, mee=mee)
    het_is(uur(2))
    verbeter(klant, wie, leider, mee=mee)  # and once more: that was not the right one either
    ander = zichtbare_klant()
    geef_uit(soort="correctie", op=uur(3))

    eerste, tweede = Uitgave.objects.order_by("nummer")
    assert genoemd(cijfer_van(eerste, totaal)) == {klant.pk}
    assert genoemd(cijfer_van(tweede, totaal)) == {ander.pk} | ({klant.pk} if mee else set())
    toen = lees_cijfer(leeftijd, kwartaal="2020KW04", vandaag=VANDAAG, bekend_op=BEGIN)
    assert genoemd(toen) == {klant.pk}
    verwacht = {eerste.kenmerk, tweede.kenmerk} if mee else {eerste.kenmerk}
    assert {telling.uitgave.kenmerk for telling in telplekken(klant)} == verwacht
