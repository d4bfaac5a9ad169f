"""The whole country: stocks and flows as published, mergers on their dates, one region exact."""

import datetime
import hashlib
import io
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.utils import IntegrityError
from hypothesis import given, settings, strategies as st
from stdnum.nl import bsn as elfproef

from simulatie.bulk.copy_writer import MISSING
from simulatie.bulk.indexes import CONSTRAINTS, INDEXES, without_indexes
from simulatie.land.levens import VOLLEDIG, day_number, holds_on, invent_lives
from simulatie.land.mensen import bsns
from simulatie.land.regels import Herindeler, inschrijvingen, registraties
from simulatie.land.simuleren import ALL_TABLES, CountryRequest
from simulatie.land.stromen import (
    EERSTE,
    INSTROOM,
    LAATSTE,
    UITSTROOM,
    VERLIEST,
    VINDT,
    published_flows,
    quarterly_flows,
)
from simulatie.land.verdeling import Spread, distribute, proportional
from simulatie.land.verslag import counted, register_flows
from sonar.models import (
    Doelgroepregistratie,
    Gemeente,
    Inschrijving,
    Klantprofiel,
    Medewerker,
    Organisatie,
    Postcodegebied,
    Vaardigheid,
    Vaststelling,
    Werkzoekende,
)
from sonar.rapportage.tellen.kwartaal import Kwartaal
from sonar.rules.volledigheid import ontbrekende_onderdelen
from sonar.uitwisseling.fixtures import load_fixtures
from sonar.uitwisseling.herindelingen import apply_mergers, read_mergers


PEILDATUM = datetime.date(2020, 12, 31)
PEIL = day_number(PEILDATUM)
CELLEN = {"GM0001": (214, 41, 414, 119), "GM0002": (1, 15, 25, 9)}


def simuleer(*argumenten):
    uit = io.StringIO()
    call_command("simuleer", "--landelijk", "--zonder-log", "--schaal=.01", *argumenten, stdout=uit)
    return uit.getvalue()


@given(seed=st.integers(0, 2**32))
@settings(max_examples=40)
def test_every_quarter_stays_in_the_published_bands(seed):
    reeks = quarterly_flows(EERSTE, LAATSTE, 1, np.random.default_rng(seed))

    for vorige, stroom in pairwise(reeks):
        for aantal, (laagst, hoogst) in (
            (stroom.instroom, INSTROOM),
            (stroom.uitstroom, UITSTROOM),
            (stroom.vindt, VINDT),
            (stroom.verliest, VERLIEST),
        ):
            assert laagst <= aantal <= hoogst
        assert stroom.personen == vorige.personen + stroom.instroom - stroom.uitstroom
        van_buiten = stroom.instroom_werkt - stroom.uitstroom_werkt
        assert stroom.werkt == vorige.werkt + van_buiten + stroom.vindt - stroom.verliest


@given(seed=st.integers(0, 2**32))
@settings(max_examples=40)
def test_stocks_are_those_of_the_publications(seed):
    flows = quarterly_flows(EERSTE, LAATSTE, 1, np.random.default_rng(seed))
    reeks = {flow.kwartaal: flow for flow in flows}

    for kwartaal, (personen, werkt) in published_flows().items():
        assert reeks[kwartaal].personen == pytest.approx(personen, rel=0.005)
        if werkt:
            assert reeks[kwartaal].werkt == pytest.approx(werkt, rel=0.005)
    assert reeks[Kwartaal(2020, 4)].personen == 239_008


@given(totaal=st.integers(0, 10_000), gewicht=st.lists(st.floats(0.1, 900), min_size=1))
def test_parts_add_up_to_the_whole(totaal, gewicht):
    delen = proportional(totaal, np.array(gewicht))

    assert delen.sum() == totaal
    assert (delen >= 0).all()


@cache
def land(seed=1):
    """Five gemeenten in two regions, at the full size of the country."""
    kans = np.random.default_rng(seed)
    kaart = Spread([f"GM000{n}" for n in range(5)], np.array([0, 1, 1, 0, 0]), np.arange(1.0, 6.0))
    reeks = quarterly_flows(EERSTE, LAATSTE, 1, kans)
    cellen = distribute(239_008, kaart, (CELLEN, 1_300), kans)
    return reeks, cellen, invent_lives(reeks, kaart, cellen, PEIL, kans)


def in_cellen(leven):
    """Counted by person from the periods, as (gemeente, cel) on the day of the publication."""
    register, sonar = registraties(leven, PEIL), inschrijvingen(leven, PEIL)
    er = np.zeros(len(leven.begin), dtype=bool)
    er[register.persoon[holds_on(register.van, register.tot, PEIL)]] = True
    nu = sonar.waar(holds_on(sonar.van, sonar.tot, PEIL))
    nu = nu.waar(er[nu.persoon])
    met = holds_on(leven.vastgesteld, leven.ingetrokken, PEIL)[nu.persoon]
    telling = np.zeros((5, 4), dtype=int)
    np.add.at(telling, (nu.gemeente, 2 * nu.uwv + ~met), 1)
    return telling


def test_the_region_of_the_publication_is_exact():
    _, cellen, leven = land()

    telling = in_cellen(leven)

    assert {f"GM000{n}": tuple(telling[n]) for n in (1, 2)} == CELLEN
    assert (telling == cellen[:, :4]).all()
    assert cellen.sum() == 239_008


def test_the_register_counts_what_the_flows_say():
    reeks, _, leven = land()

    for stroom in reeks:
        begin, eind = day_number(stroom.kwartaal.eerste_dag), day_number(stroom.kwartaal.peildatum)
        assert holds_on(leven.begin, leven.eind, eind).sum() == stroom.personen
        if stroom.instroom:
            kwam = (leven.begin >= begin) & (leven.begin <= eind)
            assert kwam.sum() == stroom.instroom
            assert ((leven.eind >= begin) & (leven.eind <= eind)).sum() == stroom.uitstroom
    assert leven.werkt.sum() == reeks[-1].werkt


def test_nobody_has_a_profile_before_or_after_being_registered():
    _, _, leven = land()
    heeft = leven.profiel == VOLLEDIG

    assert (leven.vastgesteld[heeft] >= np.maximum(leven.begin, leven.van)[heeft]).all()
    for grens in (leven.eind, leven.tot):
        eindigt = heeft & (grens != MISSING) & (grens <= day_number(LAATSTE.peildatum))
        assert (leven.ingetrokken[eindigt] != MISSING).all()
        assert (leven.ingetrokken[eindigt] <= grens[eindigt]).all()


def test_numbers_are_different_and_pass_the_elfproef():
    nummers = [bytes(rij).decode() for rij in bsns(3_000, np.random.default_rng(2))]

    assert len(set(nummers)) == 3_000
    assert all(elfproef.is_valid(nummer) and nummer.startswith("9") for nummer in nummers)


def test_a_merger_closes_the_row_and_opens_the_next_in_the_new_gemeente():
    _, _, leven = land()
    fusie = next(h for h in read_mergers() if h.naam == "Dijk en Waard")
    nummers = {fusie.opgeheven: 3, fusie.nieuw: 5}
    voor = registraties(leven, PEIL)

    na = Herindeler([fusie], nummers, np.zeros(len(leven.begin))).pas_toe(voor)

    grens = day_number(fusie.datum)
    assert not holds_on(na.van, na.tot, grens)[na.gemeente == 3].any()
    oud = holds_on(voor.van, voor.tot, grens) & (voor.gemeente == 3)
    nieuw = holds_on(na.van, na.tot, grens) & (na.gemeente == 5)
    assert set(voor.persoon[oud]) == set(na.persoon[nieuw])
    voor_nu, na_nu = (holds_on(een.van, een.tot, grens - 1).sum() for een in (voor, na))
    assert na_nu == voor_nu
    assert (na.van[na.gemeente == 5] >= grens).all()


def test_the_inhabitants_of_a_split_gemeente_go_to_each_part():
    delen = [h for h in read_mergers() if h.opgeheven == "GM0788"]
    nummers = {"GM0788": 0} | {h.nieuw: n for n, h in enumerate(delen, 1)}
    lot = (np.arange(1_000) + 0.5) / 1_000

    waar = Herindeler(delen, nummers, lot).nu(np.zeros(1_000, dtype=int), np.arange(1_000))

    assert np.bincount(waar, minlength=5)[1:].tolist() == [10 * h.deel for h in delen]


@pytest.mark.django_db
@pytest.mark.usefixtures("eigenaar")
def test_the_database_counts_what_was_published():
    simuleer()
    peil = quarterly_flows(EERSTE, LAATSTE, 0.01, np.random.default_rng(1))

    per_kwartaal = register_flows(CountryRequest(schaal=0.01))

    assert [personen for _, personen, _, _ in per_kwartaal] == [s.personen for s in peil]
    stroom_in = [kwam for _, _, kwam, _ in per_kwartaal][1:]
    assert stroom_in == [stroom.instroom for stroom in peil][1:]
    # Alphen and Leiden at a hundredth, rounded per cell.
    cellen = counted("AM19")
    assert cellen["GM0484", "gemeente_met_profiel"] == 2
    assert cellen["GM0546", "uwv_met_profiel"] == 7
    assert cellen["GM0546", "gemeente_zonder_profiel"] == 4


@pytest.mark.django_db
@pytest.mark.usefixtures("eigenaar")
def test_gemeenten_end_and_begin_on_the_day_of_the_merger():
    simuleer()
    for fusie in read_mergers():
        for model in (Inschrijving, Doelgroepregistratie):
            oud = model.objects.filter(gemeente=fusie.opgeheven)
            assert not oud.geldig_op(fusie.datum).exists()
        assert not Postcodegebied.objects.filter(gemeente=fusie.opgeheven).exists()
    assert Inschrijving.objects.filter(gemeente="GM1980").geldig_op(PEILDATUM).count() == 0
    assert Doelgroepregistratie.objects.filter(gemeente="GM1980").exists()
    assert Gemeente.objects.get(code="GM1980").organisatie.naam == "Gemeente Dijk en Waard"


@pytest.mark.django_db
@pytest.mark.usefixtures("eigenaar")
def test_a_simulation_that_stops_earlier_knows_no_later_merger():
    simuleer("--tot", "2021KW04")

    assert Gemeente.objects.filter(code="GM1979").exists()
    assert not Gemeente.objects.filter(code="GM1980").exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("eigenaar")
def test_everybody_who_is_registered_lives_in_their_gemeente():
    simuleer()
    slot = LAATSTE.peildatum

    geldig = Inschrijving.objects.geldig_op(slot).select_related("gemeente", "werkzoekende")
    regels = list(geldig[:150])

    assert len(regels) == 150
    for regel in regels:
        regel.clean()
        regel.werkzoekende.full_clean()


@pytest.mark.django_db
@pytest.mark.usefixtures("eigenaar")
def test_profiles_that_were_vastgesteld_miss_nothing_and_concepts_do():
    simuleer()
    vastgesteld = Klantprofiel.objects.filter(vaststellingen__isnull=False)
    concepten = Klantprofiel.objects.filter(vaststellingen__isnull=True)

    assert not any(ontbrekende_onderdelen(p.ingevulde_onderdelen()) for p in vastgesteld[:60])
    assert all(ontbrekende_onderdelen(p.ingevulde_onderdelen()) for p in concepten[:60])
    assert Vaardigheid.objects.filter(klantprofielen__in=vastgesteld).distinct().count() > 20


@pytest.mark.django_db
@pytest.mark.usefixtures("eigenaar")
def test_somebody_of_the_dienst_that_served_them_drew_it_up():
    simuleer()

    for vaststelling in Vaststelling.objects.select_related("vastgesteld_door")[:150]:
        toen = Inschrijving.objects.filter(
            werkzoekende__klantprofiel=vaststelling.klantprofiel_id
        ).geldig_op(vaststelling.ingangsdatum)
        assert toen.get().organisatie_id == vaststelling.vastgesteld_door.organisatie_id


def _vingerafdruk():
    som = hashlib.sha256()
    with connection.cursor() as cursor:
        for model in ALL_TABLES:
            naam = connection.ops.quote_name(model._meta.db_table)
            kolommen = ", ".join(
                connection.ops.quote_name(veld.column)
                for veld in model._meta.concrete_fields
                # The sequences of these go on after a rollback.
                if veld.remote_field is None
                or veld.remote_field.model not in {Medewerker, Organisatie}
            )
            cursor.execute(f"SELECT {kolommen} FROM {naam} ORDER BY id")  # noqa: S608
            som.update(repr(cursor.fetchall()).encode())
    return som.hexdigest()


@pytest.mark.django_db
@pytest.mark.usefixtures("eigenaar")
def test_the_same_seed_gives_the_same_country():
    afdrukken = []
    for seed in ("1", "1", "2"):
        with transaction.atomic():
            simuleer("--seed", seed)
            afdrukken.append(_vingerafdruk())
            transaction.set_rollback(True)

    assert afdrukken[0] == afdrukken[1] != afdrukken[2]


def _regels_van_de_database():
    tabellen = [connection.ops.quote_name(model._meta.db_table) for model in ALL_TABLES]
    with connection.cursor() as cursor:
        uitkomst = []
        for vraag in (CONSTRAINTS, INDEXES):
            cursor.execute(vraag, [tabellen])
            uitkomst.append(sorted(cursor.fetchall()))
        return uitkomst


@pytest.mark.django_db
@pytest.mark.usefixtures("eigenaar")
def test_constraints_and_indexes_are_all_back():
    voor = _regels_van_de_database()

    simuleer()

    assert _regels_van_de_database() == voor
    assert len(voor[0]) > 20


@pytest.mark.django_db
@pytest.mark.usefixtures("eigenaar")
def test_a_row_that_breaks_a_constraint_is_found_at_the_end():
    simuleer()
    persoon = Werkzoekende.objects.order_by("pk")[0]

    oud = Inschrijving.objects.filter(werkzoekende=persoon).order_by("pk")[0]
    velden = ("werkzoekende", "organisatie", "gemeente", "ingangsdatum")
    dubbel = Inschrijving(**{veld: getattr(oud, veld) for veld in velden})

    with (
        pytest.raises(IntegrityError, match="een_tegelijk"),
        transaction.atomic(),
        without_indexes([Inschrijving]),
    ):
        dubbel.save()


@pytest.mark.django_db
@pytest.mark.usefixtures("eigenaar")
def test_the_report_is_written(tmp_path):
    pad = tmp_path / "verslag.md"

    uit = simuleer("--verslag", str(pad))

    assert "Nederland is gesimuleerd" in uit
    tekst = pad.read_text(encoding="utf-8")
    assert "| 2020KW04 | 2.390 | 2.390 | +0,00% |" in tekst
    assert "| Alphen aan den Rijn | 2 / 214 |" in tekst
    assert "contactverzoek" in tekst


@pytest.mark.django_db
@pytest.mark.usefixtures("eigenaar")
@pytest.mark.parametrize(
    ("argumenten", "wat"),
    [
        (["--van", "2018KW04"], "2019KW01"),
        (["--van", "2021KW01", "--tot", "2020KW01"], "niet later"),
        (["--schaal", "0"], "--schaal"),
        (["--schaal", "nan"], "--schaal"),
    ],
)
def test_what_cannot_be_simulated_is_told(argumenten, wat):
    with pytest.raises(CommandError, match=wat):
        simuleer(*argumenten)

    assert not Werkzoekende.objects.exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("eigenaar")
def test_only_an_empty_database_is_filled():
    simuleer()

    with pytest.raises(CommandError, match="Er is niets veranderd"):
        simuleer()


@pytest.mark.django_db
@pytest.mark.usefixtures("eigenaar")
def test_merging_twice_is_merging_once():
    load_fixtures()
    apply_mergers(read_mergers())
    aantal = Gemeente.objects.count(), Organisatie.objects.count()

    apply_mergers(read_mergers())

    assert (Gemeente.objects.count(), Organisatie.objects.count()) == aantal == (360, 361)


@pytest.mark.django_db
def test_who_does_not_own_the_tables_is_told():
    with pytest.raises(CommandError, match="eigenaar"):
        simuleer()
