"""What is hidden and can be worked out: each attack finds it where it is not hidden well."""

import dataclasses
import datetime

import pytest

from kandidatenverkenner.privacy.canaries import plant_lokprofielen
from tests.attacks import inference as afleiden, side_doors as deuren
from tests.attacks.limits import GRENZEN
from tests.attacks.population import echt, getoond
from tests.kandidatenverkenner.bouwers import lever, profiel
from tests.kandidatenverkenner.privacy.test_aanvallen import NU, bevolking, houden


SECTIES = {"47": "G", "46": "G", "56": "I"}


def zonder(profielen, veld, code):
    """As shown by whoever leaves out one value and nothing else."""
    return [dataclasses.replace(een, **{veld: getattr(een, veld) - {code}}) for een in profielen]


def test_a_single_hidden_value_is_found_at_whoever_shows_nothing():
    mensen = echt([profiel(taaksoorten=("keukenwerk",)), profiel(), profiel()])

    leeg, _ = afleiden.verborgen_waarden(zonder(mensen, "taaksoort", "keukenwerk"), mensen, SECTIES)
    assert (leeg.waarde, leeg.n, leeg.houdt) == (1, 1, False)
    ook = zonder(zonder(mensen, "taaksoort", "keukenwerk"), "taaksoort", "inpakken")
    assert afleiden.verborgen_waarden(ook, mensen, SECTIES)[0].waarde == 0


def test_a_single_hidden_division_is_found_under_its_section():
    mensen = echt([profiel(sectoren=("G", "46")), profiel(sectoren=("G", "47"))])

    _, sectie = afleiden.verborgen_waarden(zonder(mensen, "sector", "46"), mensen, SECTIES)

    assert (sectie.waarde, sectie.houdt) == (1, False)
    horeca = echt([profiel(sectoren=("I", "56"))])
    # The only division there is: it says no more than the section.
    assert afleiden.verborgen_waarden(zonder(horeca, "sector", "56"), horeca, SECTIES)[1].n == 0


def test_a_rare_number_is_found():
    mensen = echt([*(profiel() for _ in range(10)), profiel(reisafstand=60)])

    assert afleiden.zeldzame_kolommen(mensen).waarde == 1
    assert afleiden.zeldzame_kolommen(mensen[:10]).waarde == 0


def test_who_knows_two_things_and_who_knows_the_day():
    mensen = echt([profiel(vaardigheden=("kassa",)), profiel(vaardigheden=("ramen",)), profiel()])

    assert round(afleiden.zoekvraag(mensen).waarde, 2) == 0.33
    maandag, dinsdag = datetime.date(2021, 3, 1), datetime.date(2021, 3, 2)
    dagen = [("AM19", maandag), ("AM19", maandag), ("AM19", dinsdag), ("AM21", maandag)]
    assert afleiden.nieuwkomers(dagen).waarde == 0.5


def test_what_was_shown_before_is_known_to_whoever_kept_it():
    mensen = echt([profiel(), profiel()])

    nu = zonder(mensen, "taaksoort", "inpakken")

    assert afleiden.eerder_getoond(mensen, nu, mensen).waarde == 2
    assert afleiden.eerder_getoond(nu, nu, mensen).waarde == 0


@pytest.mark.django_db
def test_the_product_gives_nothing_of_it_away():
    mensen = bevolking(150)
    lever(*mensen)
    zichtbaar, daarvoor = getoond(), echt(mensen)
    assert afleiden.zeldzame_kolommen(daarvoor).waarde > 0  # there was something to hide

    houden(
        afleiden.zeldzame_kolommen(zichtbaar),
        *afleiden.verborgen_waarden(zichtbaar, daarvoor, SECTIES),
    )


@pytest.mark.django_db
def test_all_doors_have_one_limit_and_friends_have_each_their_own():
    lever(*bevolking(330))

    gevonden = houden(deuren.alle_deuren(NU), deuren.samenspannen(NU, 2))

    assert gevonden == {"dag.deuren": 100, "dag.samen": 200}


@pytest.mark.django_db
def test_a_canary_is_mailed_and_looks_like_the_others(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    lever(*bevolking(60))
    plant_lokprofielen()
    lever(*bevolking(60)[20:])

    houden(deuren.gemaild(NU), deuren.lokprofielen_te_zien())


@pytest.mark.django_db
def test_saved_searches_and_fingerprints_tell_no_more_than_a_page():
    lever(*bevolking(60))

    gevonden = houden(deuren.bewaarde_zoekopdrachten(NU), deuren.etags(NU))

    assert gevonden["opdracht.tellingen"] > 10
    assert gevonden["samen.etag"] == 0


def test_every_limit_has_words():
    assert all(grens.wat for grens in GRENZEN.values())
    assert all(isinstance(grens.hoogste, int | float | None) for grens in GRENZEN.values())
