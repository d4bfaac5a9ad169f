import datetime

import pytest

from sonar.handelingen.dossier.intrekken import intrekken
from sonar.handelingen.dossier.vaststellen import OnvolledigProfielError, vaststellen
from sonar.models import Vaststelling
from sonar.rules.profielvelden import ONDERDELEN
from sonar.rules.volledigheid import ontbrekende_onderdelen, percentage
from tests.bouwers import leeg_klantprofiel, medewerker, vaststelling, volledig_klantprofiel


VANDAAG = datetime.date(2020, 12, 31)


def test_a_complete_profile_is_vastgesteld(db):
    wie = medewerker()
    profiel = volledig_klantprofiel()

    vastgesteld = vaststellen(klantprofiel=profiel, medewerker=wie, per=VANDAAG)

    assert (vastgesteld.ingangsdatum, vastgesteld.einddatum) == (VANDAAG, None)
    assert vastgesteld.vastgesteld_door == wie


def test_a_profile_that_is_vastgesteld_stays_so(db):
    wie = medewerker()
    profiel = volledig_klantprofiel()
    eerste = vaststellen(klantprofiel=profiel, medewerker=wie, per=VANDAAG)

    tweede = vaststellen(
        klantprofiel=profiel, medewerker=wie, per=VANDAAG + datetime.timedelta(days=9)
    )

    assert tweede == eerste


def test_an_empty_profile_is_refused_and_told_everything_that_misses(db):
    with pytest.raises(OnvolledigProfielError) as fout:
        vaststellen(klantprofiel=leeg_klantprofiel(), medewerker=medewerker(), per=VANDAAG)

    assert fout.value.ontbreekt == list(ONDERDELEN)
    assert "Voeg een opleiding toe" in str(fout.value)
    assert not Vaststelling.objects.exists()


def zonder(profiel, onderdeel):
    relaties = {
        "opleiding": profiel.opleidingen.all().delete,
        "vaardigheden": profiel.vaardigheden.clear,
        "competenties": lambda: profiel.competenties.update(beheersing="3"),
        "affiniteiten": profiel.affiniteiten.clear,
        "beroepssectoren": profiel.sectoren.clear,
        "taaksoorten": profiel.taaksoorten.clear,
        "uren": lambda: vars(profiel).update(uren_min=None, uren_max=None),
        "reisafstand": lambda: vars(profiel).update(reisafstand=""),
    }
    relaties[onderdeel]()
    profiel.save()


@pytest.mark.parametrize("onderdeel", ONDERDELEN)
def test_one_part_that_misses_is_enough_to_refuse(db, onderdeel):
    profiel = volledig_klantprofiel()
    zonder(profiel, onderdeel)

    with pytest.raises(OnvolledigProfielError) as fout:
        vaststellen(klantprofiel=profiel, medewerker=medewerker(), per=VANDAAG)

    assert fout.value.ontbreekt == [onderdeel]


def test_intrekken_ends_the_period(db):
    profiel = volledig_klantprofiel()
    vaststelling(profiel, van=datetime.date(2020, 1, 1))

    assert intrekken(klantprofiel=profiel, per=VANDAAG)

    assert profiel.vaststellingen.get().einddatum == VANDAAG
    assert not intrekken(klantprofiel=profiel, per=VANDAAG)


def test_intrekken_on_the_day_itself_leaves_no_day(db):
    profiel = volledig_klantprofiel()
    vaststelling(profiel, van=VANDAAG)

    assert intrekken(klantprofiel=profiel, per=VANDAAG)

    assert not profiel.vaststellingen.exists()


def test_after_intrekken_a_profile_can_be_vastgesteld_again(db):
    profiel = volledig_klantprofiel()
    vaststelling(profiel, van=datetime.date(2020, 1, 1))
    intrekken(klantprofiel=profiel, per=datetime.date(2020, 6, 1))

    vaststellen(klantprofiel=profiel, medewerker=medewerker(), per=VANDAAG)

    assert profiel.vaststellingen.count() == 2


def test_volledigheid_counts_parts():
    assert percentage(set()) == 0
    assert percentage(set(ONDERDELEN)) == 100
    assert percentage(set(ONDERDELEN) - {"uren"}) == 87
    assert ontbrekende_onderdelen(set(ONDERDELEN) - {"uren"}) == ["uren"]


def test_volledigheid_refuses_a_part_that_does_not_exist():
    with pytest.raises(ValueError, match="schoenmaat"):
        ontbrekende_onderdelen({"schoenmaat"})
