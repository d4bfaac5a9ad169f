"""Terms, limits, words and heights have one home: changed there, all that depends on it follows."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from kandidatenverkenner.api.views import contactverzoeken as api
from kandidatenverkenner.models import Aanlevering, Facet, Kandidaat, Kenmerk
from kandidatenverkenner.ontvangst import receive, staging, suppression
from kandidatenverkenner.overzicht import partition
from kandidatenverkenner.privacy import threshold, visits
from kandidatenverkenner.search_index import wensen, words
from kandidatenverkenner.search_index.memory.loader import read_vocabulary
from kandidatenverkenner.verzoeken import termijn
from kandidatenverkenner.zoeken.codelists import lees_lijsten
from kandidatenverkenner.zoeken.wishes import parse_wensen
from simulatie.werkgevers import misbruik
from sonar.models import Medewerker, Opleidingsniveau
from tests.bouwers import medewerker
from tests.kandidatenverkenner.bouwers import codelijsten, lever, profiel, werkgeversaccount
from tests.sonar.schermen import aan_het_werk


# --- the term ---


@pytest.mark.parametrize("adres", ["/", "/verzoeken", "/servicepunt", "/api/v1/"])
@pytest.mark.django_db
def test_pages_follow_the_term(client, monkeypatch, adres):
    client.force_login(werkgeversaccount())
    assert re.search(r"binnen (twee|2) werkdagen", client.get(adres).text)

    monkeypatch.setattr(termijn, "WERKDAGEN", 3)

    assert re.search(r"binnen (drie|3) werkdagen", client.get(adres).text)


@pytest.mark.parametrize(
    ("rol", "adres"),
    [
        (Medewerker.Rol.ADVISEUR, "/sonar/contactverzoeken/"),
        (Medewerker.Rol.TEAMLEIDER, "/sonar/verantwoording/"),
    ],
)
@pytest.mark.django_db
def test_screens_of_sonar_follow_the_term(monkeypatch, rol, adres):
    client = aan_het_werk(medewerker(rol=rol))
    assert "binnen twee werkdagen" in client.get(adres).text

    monkeypatch.setattr(termijn, "WERKDAGEN", 1)

    assert "binnen een werkdag" in client.get(adres).text


def test_no_template_types_the_term_itself():
    """But the statement of accessibility, which has a term of its own."""
    wortel = Path(settings.BASE_DIR)
    paden = [*(wortel / "sonar").rglob("*.html"), *(wortel / "kandidatenverkenner").rglob("*.html")]

    getypt = {pad.name for pad in paden if re.search(r"(twee|\b2) werkdagen", pad.read_text())}

    assert len(paden) > 50
    assert getypt == {"toegankelijkheid.html"}
    assert (
        termijn.in_woorden() in Path(api.__file__).read_text()
        or "in_woorden()" in Path(api.__file__).read_text()
    )


# --- the limits ---


def test_limits_have_one_owner():
    assert partition.K == threshold.MINSTENS
    assert suppression.MINSTENS == threshold.MINSTENS
    assert misbruik.PER_DAG is visits.PER_DAG
    assert threshold.IN_WOORDEN == "tien"
    assert f"minder dan {threshold.IN_WOORDEN} mensen" in receive.VELDEN[1].uitleg


# --- the words ---


@pytest.mark.django_db
@pytest.mark.usefixtures("few_are_shown")
def test_what_finds_somebody_is_the_same_wherever_it_is_asked():
    codelijsten()
    lever(profiel())
    [nummers] = Kandidaat.objects.values_list("kenmerken", flat=True)
    per_kenmerk = receive._woorden()
    geleverd = Aanlevering.objects.get().woorden

    assert geleverd == " . ".join(per_kenmerk[n] for n in nummers if n in per_kenmerk)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {staging.WORDS_OF_CANDIDATE} FROM {Kandidaat._meta.db_table} bron")  # noqa: S608
        assert cursor.fetchall() == [(geleverd,)]
        cursor.execute("SELECT to_tsvector('dutch', %s)::text", [geleverd])
        assert cursor.fetchone() == tuple(Kandidaat.objects.values_list("tekst", flat=True))
    kassa = Kenmerk.objects.get(facet=Facet.VAARDIGHEID, code="kassa")
    assert per_kenmerk[kassa.pk] == "kassa bedienen Winkel"
    assert kassa.pk in read_vocabulary().postings["winkel"]
    uren = Kenmerk.objects.filter(facet=Facet.UREN).values_list("pk", flat=True)
    assert uren
    assert not set(uren) & set(per_kenmerk)


def test_no_other_file_says_which_words_find_somebody():
    """The group of a skill is joined to its name in one file."""
    wortel = Path(settings.BASE_DIR) / "kandidatenverkenner"
    paden = [*wortel.rglob("*.py"), *wortel.rglob("*.sql")]

    zelf = {
        pad.name
        for pad in paden
        if "migrations" not in pad.parts and re.search(r"\|\| *\S*groep", pad.read_text())
    }

    assert zelf == {"words.sql"}
    assert words.WORDS.count("kenmerk.groep") == 1


# --- the heights ---


def test_heights_are_the_same_on_both_sides():
    niveaus = Opleidingsniveau.values

    assert Opleidingsniveau(wensen.ZONDER_HOOGTE).hoogte is None
    for niveau in Opleidingsniveau.met_hoogte():
        assert wensen.niveaus_vanaf(niveau, niveaus) == Opleidingsniveau.vanaf(niveau)
    assert Opleidingsniveau.vanaf("9") == Opleidingsniveau.vanaf("") == []
    assert wensen.niveaus_vanaf("9", niveaus) == ["9"]


@pytest.mark.django_db
def test_a_wish_follows_when_another_level_has_no_height(monkeypatch):
    codelijsten()
    [eerst] = parse_wensen(["opleidingsniveau:2"], lees_lijsten())
    assert len(eerst.any_of) == 3  # vmbo, mbo, hbo

    monkeypatch.setattr(wensen, "ZONDER_HOOGTE", "5")

    [daarna] = parse_wensen(["opleidingsniveau:2"], lees_lijsten())
    assert len(daarna.any_of) == 2
