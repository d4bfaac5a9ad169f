"""The feed of a country: what is read in bulk is what is read of one profile, row for row."""

import io

import pytest
from django.core.management import call_command
from django.db import connection

from kandidatenverkenner.models import Kandidaat
from kandidatenverkenner.ontvangst.staging import WOORDEN
from sonar.handelingen.toezicht.vastleggen import controleer, leg_vast
from sonar.levering.anonimisering import Profielgegevens
from sonar.levering.feed import lees, lever, te_leveren
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


def genormaliseerd(gegevens):
    """Without the order, which no rule depends on."""
    return {
        naam: sorted(waarde) if isinstance(waarde, (list, tuple)) else waarde
        for naam in Profielgegevens.__dataclass_fields__
        for waarde in [getattr(gegevens, naam)]
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

    gelezen = {nummer: (regio, gegevens) for nummer, regio, gegevens in lees(profielen)}

    een_voor_een = {profiel.pk: profiel for profiel in profielen}
    assert len(gelezen) > 300
    assert gelezen.keys() == een_voor_een.keys()
    for nummer, profiel in een_voor_een.items():
        regio, gegevens = gelezen[nummer]
        assert regio == profiel.regio
        assert genormaliseerd(gegevens) == genormaliseerd(Profielgegevens.van(profiel))
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

    [(nummer, regio, gegevens)] = lees(te_leveren(PEILDATUM))

    assert (nummer, regio) == (Klantprofiel.objects.get().pk, "AM19")
    assert gegevens.opleidingen == [("4", True), ("5", False), ("2", True)]
    assert gegevens.talen == [("nld", "3", "2")]
    assert (gegevens.sectoren, gegevens.secties) == (["47"], ["G"])


def test_the_words_of_a_delivery_are_those_of_a_rename():
    zichtbare_klant()
    lever(PEILDATUM)

    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT tekst::text, to_tsvector('dutch', {WOORDEN})::text "  # noqa: S608
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
