"""The teamleider says each quarter who still works here; who is not confirmed, is out."""

import datetime

import pytest

from sonar.handelingen.hercertificeren import beeindig_toegang, bevestig
from sonar.models import Medewerker
from sonar.toegang import medewerker_van
from tests.bouwers import PEILDATUM, gemeentelijke_dienst, medewerker, uwv
from tests.sonar.schermen import LIJST, aan_het_werk


pytestmark = pytest.mark.django_db
TEAM = "/sonar/team/"


def teamleider(organisatie=None):
    return medewerker(organisatie, rol=Medewerker.Rol.TEAMLEIDER)


def test_a_quarter_from_today_and_not_a_day_longer():
    wie = medewerker()

    bevestig(medewerker=wie, vandaag=PEILDATUM)

    assert medewerker_van(wie.account, PEILDATUM + datetime.timedelta(days=91)) == wie
    assert medewerker_van(wie.account, PEILDATUM + datetime.timedelta(days=92)) is None
    beeindig_toegang(medewerker=wie, vandaag=PEILDATUM)
    assert medewerker_van(wie.account, PEILDATUM) is None


def test_on_the_screen():
    wie, leider = medewerker(), teamleider()
    collega, aan_de_leiding = aan_het_werk(wie), aan_het_werk(leider)
    assert collega.get(LIJST).status_code == 200

    aan_de_leiding.post(TEAM, {"medewerker": wie.pk, "besluit": "beeindig"})
    assert collega.get(LIJST).status_code == 302  # the very next click
    assert "geen toegang" in aan_de_leiding.get(TEAM).text

    aan_de_leiding.post(TEAM, {"medewerker": wie.pk, "besluit": "bevestig"})
    assert aan_het_werk(wie).get(LIJST).status_code == 200


@pytest.mark.parametrize("wie", ["zichzelf", "ander team", "uwv", "niemand"])
def test_only_of_ones_own_team_and_never_of_oneself(wie):
    leider = teamleider()
    nummer = {
        "zichzelf": lambda: leider.pk,
        "ander team": lambda: medewerker(gemeentelijke_dienst("GM0537")).pk,
        "uwv": lambda: medewerker(uwv()).pk,
        "niemand": lambda: "x" * 30,
    }[wie]()

    antwoord = aan_het_werk(leider).post(TEAM, {"medewerker": nummer, "besluit": "bevestig"})

    assert antwoord.status_code == 404


def test_who_is_nearly_out_stands_on_the_first_page():
    leider = teamleider()
    medewerker()
    medewerker(bevestigd_tot=datetime.date(2020, 1, 1))

    posten = aan_het_werk(leider).get("/sonar/").context["werkvoorraad"]

    assert {post.wat: post.aantal for post in posten}["Collega's te bevestigen"] == 1
