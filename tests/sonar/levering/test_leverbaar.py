"""Who may be delivered: the queryset, the reasons and the delivery say the same of any dossier."""

import datetime

import pytest
from hypothesis import given, settings, strategies as st

from kandidatenverkenner.models import Kandidaat
from sonar.levering import leverbaar
from sonar.levering.feed import lever
from sonar.levering.leverbaar import VOORWAARDEN, Reden, te_leveren, waarom_niet
from sonar.models import Doelgroepregistratie, Inschrijving, Vaststelling
from tests.bouwers import PEILDATUM, medewerker, werkzoekende, zichtbare_klant


pytestmark = pytest.mark.django_db
DAG = datetime.timedelta(days=1)
# A period around the peildatum: it holds the day, ended before or on it, or has yet to begin.
PERIODEN = {
    "loopt": (PEILDATUM - 9 * DAG, None),
    "eindigt morgen": (PEILDATUM - 9 * DAG, PEILDATUM + DAG),
    "begint vandaag": (PEILDATUM, None),
    "eindigt vandaag": (PEILDATUM - 9 * DAG, PEILDATUM),
    "begint morgen": (PEILDATUM + DAG, None),
    "is er niet": None,
}
GELDT = {"loopt", "eindigt morgen", "begint vandaag"}
perioden = st.sampled_from(sorted(PERIODEN))
dossiers = st.fixed_dictionaries(
    {
        "vaststelling": perioden,
        "inschrijving": perioden,
        "doelgroep": perioden,
        "afgeschermd": st.booleans(),
        "overleden": st.booleans(),
        "bezwaar": st.sampled_from(["loopt", "eindigt vandaag", "is er niet"]),
        "mist": st.sampled_from(["", "uren", "taaksoorten", "competenties"]),
    }
)


def zet(rijen, naam):
    """Make the period of these rows the named one."""
    if PERIODEN[naam] is None:
        rijen.delete()
    else:
        rijen.update(ingangsdatum=PERIODEN[naam][0], einddatum=PERIODEN[naam][1])


def dossier(vaststelling, inschrijving, doelgroep, afgeschermd, overleden, bezwaar, mist):
    persoon = zichtbare_klant()
    profiel = persoon.klantprofiel
    zet(Vaststelling.objects.filter(klantprofiel=profiel), vaststelling)
    zet(Inschrijving.objects.filter(werkzoekende=persoon), inschrijving)
    zet(
        Doelgroepregistratie.objects.filter(werkzoekende=persoon.bsn_zoeksleutel),
        doelgroep,
    )
    if PERIODEN[bezwaar]:
        van, tot = PERIODEN[bezwaar]
        persoon.bezwaren.create(ingangsdatum=van, einddatum=tot, vastgelegd_door=medewerker())
    persoon.afgeschermd = afgeschermd
    persoon.overleden_op = PEILDATUM if overleden else None
    persoon.save()
    if mist == "uren":
        profiel.uren_min = profiel.uren_max = None
        profiel.save()
    elif mist == "taaksoorten":
        profiel.taaksoorten.clear()
    elif mist:
        profiel.competenties.update(beheersing="3")
    return persoon


def verwacht(wat):
    """The reasons by the dossier itself, without asking the database."""
    redenen = {
        Reden.ONVOLLEDIG: wat["mist"] != "",
        Reden.NIET_VASTGESTELD: wat["vaststelling"] not in GELDT,
        Reden.NIET_INGESCHREVEN: wat["inschrijving"] not in GELDT,
        Reden.GEEN_DOELGROEP: wat["doelgroep"] not in GELDT,
        Reden.AFGESCHERMD: wat["afgeschermd"],
        Reden.BEZWAAR: wat["bezwaar"] == "loopt",
        Reden.OVERLEDEN: wat["overleden"],
    }
    return [reden for reden, is_zo in redenen.items() if is_zo]


@settings(max_examples=40, derandomize=True)
@given(groep=st.lists(dossiers, min_size=1, max_size=4))
def test_what_is_said_of_a_dossier_is_what_the_delivery_does(groep):
    personen = [(dossier(**wat), wat) for wat in groep]

    redenen = {persoon.pk: waarom_niet(persoon.pk, PEILDATUM) for persoon, _ in personen}
    lever(PEILDATUM)

    geleverd = set(Kandidaat.objects.values_list("pk", flat=True))
    in_beeld = set(te_leveren(PEILDATUM).values_list("werkzoekende", flat=True))
    for persoon, wat in personen:
        assert redenen[persoon.pk] == verwacht(wat)
        assert (persoon.klantprofiel.kandidaatnummer in geleverd) == (not redenen[persoon.pk])
        assert (persoon.pk in in_beeld) == (not set(redenen[persoon.pk]) - {Reden.ONVOLLEDIG})


def test_without_a_profile_that_is_the_one_reason():
    assert waarom_niet(werkzoekende().pk, PEILDATUM) == [Reden.GEEN_PROFIEL]


def test_every_reason_is_a_sentence_and_has_a_condition():
    assert all(reden.label.endswith(".") for reden in Reden)
    assert set(Reden) - set(VOORWAARDEN) == {Reden.GEEN_PROFIEL, Reden.ONVOLLEDIG}


@pytest.mark.parametrize("reden", VOORWAARDEN)
def test_delivery_screen_and_reasons_follow_a_condition_that_goes(reden, monkeypatch):
    """Sabotage: without its row in the one table nobody keeps the rule any more."""
    alles_goed = {
        "vaststelling": "loopt",
        "inschrijving": "loopt",
        "doelgroep": "loopt",
        "afgeschermd": False,
        "overleden": False,
        "bezwaar": "is er niet",
        "mist": "",
    }
    fout = {
        Reden.NIET_VASTGESTELD: {"vaststelling": "is er niet"},
        Reden.GEEN_DOELGROEP: {"doelgroep": "is er niet"},
        Reden.NIET_INGESCHREVEN: {"inschrijving": "eindigt vandaag"},
        Reden.AFGESCHERMD: {"afgeschermd": True},
        Reden.BEZWAAR: {"bezwaar": "loopt"},
        Reden.OVERLEDEN: {"overleden": True},
    }
    persoon = dossier(**alles_goed | fout[reden])
    assert waarom_niet(persoon.pk, PEILDATUM) == [reden]
    assert lever(PEILDATUM).ontvangst.nieuw == 0

    monkeypatch.setattr(
        leverbaar, "VOORWAARDEN", {een: wat for een, wat in VOORWAARDEN.items() if een != reden}
    )

    assert waarom_niet(persoon.pk, PEILDATUM) == []
    assert te_leveren(PEILDATUM).filter(werkzoekende=persoon).exists()
    if reden != Reden.NIET_INGESCHREVEN:  # nobody has a region who is registered nowhere
        assert lever(PEILDATUM, alles=True).ontvangst.nieuw == 1
