"""Whatever the table, the lives give exactly that table when somebody else counts them."""

import datetime
import random
from collections import Counter
from itertools import pairwise

from hypothesis import given, settings, strategies as st

from simulatie.regio.cijfers import SOORTEN, Gemeentecijfers
from simulatie.regio.levensloop import (
    EERSTE_PEILDATUM,
    LAATSTE_PEILDATUM,
    Inschrijfregel,
    Registerregel,
    _register,
    levenslopen,
)


aantal = st.integers(0, 12)


@st.composite
def tabellen(draw):
    codes = draw(
        st.lists(st.sampled_from([f"GM{n:04}" for n in range(9)]), unique=True, min_size=1)
    )
    return [Gemeentecijfers(code, *(draw(aantal) for _ in SOORTEN)) for code in codes]


peildata = st.dates(EERSTE_PEILDATUM, LAATSTE_PEILDATUM)


def geldig(regels, datum):
    return [r for r in regels if r.van <= datum and (r.tot is None or r.tot > datum)]


def telling(levens, datum):
    """Count as the report does, one person at a time."""
    cellen, register = Counter(), Counter()
    for leven in levens:
        in_register = geldig(leven.register, datum)
        register.update(regel.gemeente for regel in in_register)
        for inschrijving in geldig(leven.inschrijvingen, datum) if in_register else []:
            met = "met" if geldig(leven.vaststellingen, datum) else "zonder"
            cellen[inschrijving.gemeente, f"{inschrijving.soort}_{met}_profiel"] += 1
    return cellen, register


def bedacht(cijfers, peildatum, seed, *, extra=5):
    bekend = sum(rij.totaal for rij in cijfers)
    return levenslopen(
        cijfers,
        doelgroep=bekend + extra,
        peildatum=peildatum,
        kans=random.Random(seed),  # noqa: S311
    )


@given(tabellen(), peildata, st.integers(0, 2**32), st.integers(0, 30))
@settings(max_examples=60)
def test_the_lives_give_the_table(cijfers, peildatum, seed, extra):
    levens = bedacht(cijfers, peildatum, seed, extra=extra)

    cellen, register = telling(levens, peildatum)

    assert cellen == Counter(
        {(rij.gemeente, soort): getattr(rij, soort) for rij in cijfers for soort in SOORTEN}
    )
    assert register.total() == sum(rij.totaal for rij in cijfers) + extra
    alleen_register = [leven for leven in levens if not leven.inschrijvingen]
    assert sum(len(geldig(leven.register, peildatum)) for leven in alleen_register) == extra


@given(tabellen(), peildata, st.integers(0, 2**32))
@settings(max_examples=60)
def test_no_life_is_impossible(cijfers, peildatum, seed):
    for leven in bedacht(cijfers, peildatum, seed):
        for regels in (leven.inschrijvingen, leven.register, leven.vaststellingen):
            for regel in regels:
                assert datetime.date(2014, 1, 1) <= regel.van <= peildatum
                assert regel.tot is None or regel.van < regel.tot <= peildatum
            for eerder, later in pairwise(regels):
                assert eerder.tot is not None
                assert eerder.tot <= later.van
        assert all(regel.van >= datetime.date(2015, 1, 1) for regel in leven.register)
        for tijdvak in leven.vaststellingen:
            assert leven.profiel == "volledig"
            assert geldig(leven.inschrijvingen, tijdvak.van)
            assert geldig(leven.register, tijdvak.van)
        if not (geldig(leven.inschrijvingen, peildatum) and geldig(leven.register, peildatum)):
            assert not geldig(leven.vaststellingen, peildatum)


def test_every_kind_of_life_occurs():
    """A hundred of each in a region of three gemeenten."""
    peildatum = datetime.date(2020, 12, 31)
    cijfers = [Gemeentecijfers(f"GM000{n}", 100, 100, 100, 100) for n in range(3)]
    levens = bedacht(cijfers, peildatum, 1, extra=600)
    bekend = [leven for leven in levens if leven.inschrijvingen]

    def zijn_er(*voorwaarden):
        return sum(all(waar(leven) for waar in voorwaarden) for leven in bekend) >= 10

    def ingeschreven(leven):
        return geldig(leven.inschrijvingen, peildatum)

    def in_register(leven):
        return geldig(leven.register, peildatum)

    assert zijn_er(lambda leven: not ingeschreven(leven))
    assert zijn_er(ingeschreven, lambda leven: leven.register and not in_register(leven))
    assert zijn_er(ingeschreven, lambda leven: not leven.register)
    assert zijn_er(in_register, lambda leven: leven.profiel == "concept")
    assert zijn_er(
        in_register,
        lambda leven: leven.vaststellingen and not geldig(leven.vaststellingen, peildatum),
    )
    assert zijn_er(lambda leven: len({regel.gemeente for regel in leven.inschrijvingen}) > 1)
    assert zijn_er(lambda leven: [r.soort for r in leven.inschrijvingen] == ["uwv", "gemeente"])
    assert zijn_er(lambda leven: [r.soort for r in leven.inschrijvingen] == ["gemeente", "uwv"])
    assert zijn_er(lambda leven: len(leven.vaststellingen) > 1)


def test_whom_the_register_alone_knows_is_sometimes_let_go():
    levens = bedacht(
        [Gemeentecijfers("GM0001", 0, 0, 0, 0)], datetime.date(2020, 12, 31), 1, extra=200
    )

    assert len(levens) == 224
    assert all(not leven.inschrijvingen for leven in levens)


def test_the_same_seed_gives_the_same_lives():
    cijfers = [Gemeentecijfers("GM0001", 9, 9, 9, 9), Gemeentecijfers("GM0002", 9, 9, 9, 9)]
    peildatum = datetime.date(2020, 12, 31)

    assert bedacht(cijfers, peildatum, 1) == bedacht(cijfers, peildatum, 1)
    assert bedacht(cijfers, peildatum, 1) != bedacht(cijfers, peildatum, 2)


def test_the_register_follows_somebody_who_moves():
    verhuizing, van, tot = (datetime.date(jaar, 1, 1) for jaar in (2018, 2016, 2020))
    woonde = Inschrijfregel("GM0001", "uwv", van, verhuizing)
    woont = Inschrijfregel("GM0002", "uwv", verhuizing, None)

    assert _register("wajong", [woonde, woont], van, tot) == (
        Registerregel("GM0001", "wajong", van, verhuizing),
        Registerregel("GM0002", "wajong", verhuizing, tot),
    )


def test_who_left_the_register_before_moving_has_one_row():
    van, uit, verhuizing = (datetime.date(jaar, 1, 1) for jaar in (2016, 2017, 2018))
    woonde = Inschrijfregel("GM0001", "uwv", van, verhuizing)
    woont = Inschrijfregel("GM0002", "uwv", verhuizing, None)

    assert _register("wajong", [woonde, woont], van, uit) == (
        Registerregel("GM0001", "wajong", van, uit),
    )
