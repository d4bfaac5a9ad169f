"""The feed of a country: what is read in bulk is what is read of one profile, row for row."""

import io

import pytest
from django.core.management import call_command
from django.db import connection

from kandidatenverkenner.models import Kandidaat
from kandidatenverkenner.ontvangst.staging import WORDS_OF_CANDIDATE
from sonar.handelingen.toezicht.vastleggen import controleer, leg_vast
from sonar.levering.feed import lever
from sonar.levering.inhoud import read_content
from sonar.levering.leverbaar import te_leveren
from sonar.models import (
    Competentiebeheersing,
    Grond,
    Handeling,
    Klantprofiel,
    Opleiding,
    Verwerking,
)
from sonar.rapportage.tellen.kwartaal import Kwartaal
from sonar.rules.volledigheid import ontbrekende_onderdelen
from tests.bouwers import PEILDATUM, zichtbare_klant


pytestmark = pytest.mark.django_db
SLOT = Kwartaal.lees("2023KW03").peildatum


def een_voor_een_gelezen(profiel):
    """The same content by the objects, a query a part: what reading in bulk is compared with."""
    sectoren = list(profiel.sectoren.all())
    talen = list(profiel.talen.all())
    beheerst = profiel.competenties.filter(beheersing__in=["1", "2"])
    return {
        "kandidaatnummer": profiel.kandidaatnummer,
        "uren_min": profiel.uren_min,
        "uren_max": profiel.uren_max,
        "beschikbaar_vanaf": profiel.beschikbaar_vanaf,
        "reisafstand": profiel.reisafstand,
        "vervoermiddelen": sorted(profiel.vervoermiddelen),
        "rijbewijzen": sorted(profiel.rijbewijzen),
        "vaardigheden": sorted(een.pk for een in profiel.vaardigheden.all()),
        "affiniteiten": sorted(een.pk for een in profiel.affiniteiten.all()),
        "taaksoorten": sorted(een.pk for een in profiel.taaksoorten.all()),
        "sectoren": sorted(sector.pk for sector in sectoren),
        "sectoren__sectie": sorted(sector.sectie_id for sector in sectoren if sector.sectie_id),
        "opleidingen__niveau": sorted(een.niveau for een in profiel.opleidingen.all()),
        "opleidingen__diploma": sorted(een.diploma for een in profiel.opleidingen.all()),
        "competenties__competentie": sorted(een.competentie_id for een in beheerst),
        "talen__taal": sorted(taal.taal_id for taal in talen),
        "talen__mondeling": sorted(taal.mondeling for taal in talen),
        "talen__schriftelijk": sorted(taal.schriftelijk for taal in talen),
    }


def genormaliseerd(gegevens):
    """Without the order, which no rule depends on."""
    return {
        pad: sorted(waarde) if isinstance(waarde, list) else waarde
        for pad, waarde in gegevens.waarden.items()
    }


def test_reading_in_bulk_gives_what_reading_one_by_one_gives(eigenaar):
    call_command(
        "simuleer",
        "--landelijk",
        "--zonder-log",
        "--schaal",
        "0.004",
        "--seed",
        "3",
        stdout=io.StringIO(),
    )
    Opleiding.objects.filter(pk__in=range(1, 9)).delete()
    Competentiebeheersing.objects.filter(klantprofiel__in=range(100, 400)).update(beheersing="3")
    profielen = te_leveren(SLOT)

    gelezen = {nummer: (regio, gegevens) for nummer, regio, gegevens in read_content(profielen)}

    een_voor_een = {profiel.pk: profiel for profiel in profielen}
    assert len(gelezen) > 300
    assert gelezen.keys() == een_voor_een.keys()
    for nummer, profiel in een_voor_een.items():
        regio, gegevens = gelezen[nummer]
        assert regio == profiel.regio
        assert genormaliseerd(gegevens) == een_voor_een_gelezen(profiel)
        assert gegevens.ingevulde_onderdelen() == profiel.ingevulde_onderdelen()
    onvolledig = {
        nummer
        for nummer, profiel in een_voor_een.items()
        if ontbrekende_onderdelen(profiel.ingevulde_onderdelen())
    }

    bericht = lever(SLOT)

    assert onvolledig
    assert set(bericht.onvolledig) == onvolledig
    geleverd = set(Kandidaat.objects.values_list("pk", flat=True))
    assert geleverd == {
        profiel.kandidaatnummer
        for nummer, profiel in een_voor_een.items()
        if nummer not in onvolledig
    }
    assert Verwerking.objects.count() == len(geleverd) == bericht.ontvangst.nieuw


def test_the_parts_of_an_opleiding_and_a_taal_stay_together():
    persoon = zichtbare_klant()
    persoon.klantprofiel.opleidingen.create(niveau="5", status="2", diploma=False)
    persoon.klantprofiel.opleidingen.create(niveau="2", status="1", diploma=True)

    [(nummer, regio, gegevens)] = read_content(te_leveren(PEILDATUM))

    assert (nummer, regio) == (Klantprofiel.objects.get().pk, "AM19")
    assert gegevens["opleidingen__niveau"] == ["4", "5", "2"]
    assert gegevens["opleidingen__diploma"] == [True, False, True]
    delen = (gegevens[f"talen__{deel}"] for deel in ("taal", "mondeling", "schriftelijk"))
    assert list(zip(*delen, strict=True)) == [("nld", "3", "2")]
    assert (gegevens["sectoren"], gegevens["sectoren__sectie"]) == (["47"], ["G"])


@pytest.mark.usefixtures("few_are_shown")
def test_the_words_of_a_delivery_are_those_of_a_rename():
    zichtbare_klant()
    lever(PEILDATUM)

    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT tekst::text, to_tsvector('dutch', {WORDS_OF_CANDIDATE})::text "  # noqa: S608
            f"FROM {Kandidaat._meta.db_table} bron"
        )
        [(geleverd, hernoemd)] = cursor.fetchall()

    assert geleverd == hernoemd
    assert "'vull'" in geleverd


def _gelezen(cursor):
    """Rows read by going through the whole log; holds what this session did before the test too."""
    cursor.execute(
        "SELECT seq_tup_read FROM pg_stat_xact_user_tables WHERE relname = 'sonar_verwerking'"
    )
    return cursor.fetchall()


def test_a_line_of_the_log_is_added_without_reading_the_log(eigenaar):
    """Statistics of an empty table made every line read all lines before it."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE sonar_verwerking")
        eerder = _gelezen(cursor)
        leg_vast(
            medewerker=None,
            personen=dict.fromkeys(range(1, 301), Grond.OPDRACHT),
            handeling=Handeling.LEVERING,
        )

        assert _gelezen(cursor) == eerder
    assert controleer() == 300
    assert list(Verwerking.objects.order_by("id").values_list("persoon", flat=True)) == [
        *range(1, 301)
    ]
