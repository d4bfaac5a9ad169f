"""Every row stands for ten people, in every night and after every subtraction."""

import datetime
import itertools
import json
import random
from collections import Counter, defaultdict

from hypothesis import given, settings, strategies as st

from kandidatenverkenner.overzicht.nightly import NightlyRow, Regio, by_row, movers
from kandidatenverkenner.overzicht.partition import PARTS, WEIGHTS, K, Record, from_json, showable


DAG = datetime.date(2026, 1, 1)
VEEL = settings(max_examples=150)


def persoon(nummer, *codes):
    """Somebody with these exact codes; of a part with two steps the first is the first letter."""
    paths = {}
    for deel, code in zip(PARTS, codes, strict=True):
        paths[deel] = ((code[0], code) if len(WEIGHTS[deel]) == 2 else (code,)) if code else ()
    return Record(nummer, paths)


def regio_van(personen, dag=DAG):
    """A region on its first night."""
    regio = Regio()
    regio.update(personen, dag)
    return regio


def eerste_nacht(personen, dag):
    regio = regio_van(personen, dag)
    return regio.tree, regio.rows


def bewaard_en_gelezen(regio):
    """As it comes back from the database."""
    tree = json.loads(json.dumps(regio.tree.to_json(), sort_keys=True))
    return Regio(from_json(tree), dict(regio.rows), frozenset(regio.gezien))


def dobbelsteen(zaad):
    return random.Random(zaad)  # noqa: S311 - chance, not cryptography


def trekking(zaad, aantal, *, vanaf=0, breed=3):
    """People drawn at random; the first values are far more common than the last."""
    dobbel = dobbelsteen(zaad)

    def code():
        keuze = min(int(dobbel.expovariate(1)), breed)
        return ["", "a1", "a2", "b1", "b2", "c1"][keuze + 1 if dobbel.random() < 0.95 else 0]

    return [persoon(vanaf + nr, *(code() for _ in PARTS)) for nr in range(aantal)]


def rij_van(tree, iemand):
    """The row that somebody falls in."""
    while tree.part:
        branches = tree.branches()
        tree = branches.get(tree.code_of(iemand, tree.part), branches[""])
    return tree.key


def past(key, iemand):
    """Whether what a row tells is true of somebody."""
    return all(
        not code or code in iemand.paths[deel] for deel, code in zip(PARTS, key, strict=True)
    )


def deelsommen(rijen):
    """Every number that a filter on one or two parts gives."""
    sommen = Counter()
    for key, aantal in rijen.items():
        verteld = [(deel, code) for deel, code in zip(PARTS, key, strict=True) if code]
        for hoeveel in (0, 1, 2):
            for keuze in itertools.combinations(verteld, hoeveel):
                sommen[keuze] += aantal
    return sommen


populaties = st.builds(
    trekking, st.integers(0, 10**6), st.integers(0, 260), breed=st.integers(0, 3)
)


@VEEL
@given(personen=populaties)
def test_every_person_stands_in_one_row_and_every_row_holds_ten(personen):
    tree, rijen = eerste_nacht(personen, DAG)

    assert all(rij.count >= K for rij in rijen.values())
    geteld = Counter(nummer for rij in rijen.values() for nummer in rij.fingerprints)
    wie = {iemand.fingerprint: iemand for iemand in personen}
    assert set(geteld.values()) <= {1}
    assert set(geteld) == (set(wie) if len(personen) >= K else set())
    for key, rij in rijen.items():
        assert all(past(key, wie[nummer]) for nummer in rij.fingerprints)
    assert len({leaf.key for leaf in tree.leaves()}) == len(tree.leaves())


@VEEL
@given(personen=populaties)
def test_no_filter_and_nothing_that_is_left_of_one_is_about_fewer_than_ten(personen):
    _, rijen = eerste_nacht(personen, DAG)
    sommen = deelsommen({key: rij.count for key, rij in rijen.items()})

    for keuze, aantal in sommen.items():
        assert aantal >= K
        # The rest of the region, and the rest of any wider filter.
        for wijder in (keuze[:-1], keuze[1:], ()):
            assert sommen[wijder] - aantal == 0 or sommen[wijder] - aantal >= K


@VEEL
@given(personen=populaties, zaad=st.integers(0, 99))
def test_the_order_of_the_people_makes_no_difference(personen, zaad):
    geschud = dobbelsteen(zaad).sample(personen, len(personen))

    tree, rijen = eerste_nacht(personen, DAG)
    anders, andere_rijen = eerste_nacht(geschud, DAG)

    assert tree.to_json() == anders.to_json()
    assert rijen == andere_rijen


@VEEL
@given(personen=populaties)
def test_a_layout_that_was_stored_is_the_same_layout(personen):
    tree, _ = eerste_nacht(personen, DAG)

    terug = from_json(json.loads(json.dumps(tree.to_json(), sort_keys=True)))

    assert terug.to_json() == tree.to_json()
    for iemand in personen:
        assert rij_van(terug, iemand) == rij_van(tree, iemand)


@given(st.dictionaries(st.text("abcde", max_size=1), st.integers(0, 30), max_size=6))
def test_values_that_get_a_row_leave_a_rest_of_ten_or_nobody(aantallen):
    codes = showable(aantallen)

    rest = sum(aantallen.values()) - sum(aantallen[code] for code in codes)
    assert all(code and aantallen[code] >= K for code in codes)
    assert not codes or rest == 0 or rest >= K


def test_the_tree_goes_as_deep_as_the_number_of_people_allows():
    tree, rijen = eerste_nacht([persoon(nr, "a1", "b1", "c1", "a1", "b1") for nr in range(K)], DAG)

    assert list(rijen) == [("a1", "b1", "c1", "a1", "b1")]
    assert len(tree.leaves()) > 1  # somebody else tomorrow has a place, though not a number


def test_one_of_ten_who_differs_makes_the_row_tell_less():
    groep = [persoon(nr, "a1", "b1", "c1", "a1", "b1") for nr in range(K - 1)]

    _, rijen = eerste_nacht([*groep, persoon(99, "b1", "b1", "c2", "a1", "b1")], DAG)

    assert list(rijen) == [("", "b1", "c", "a1", "b1")]


# --- One night after another ------------------------------------------------------------------


def nachten(zaad, aantal, stappen):
    """A population that changes: per night so many leave, come, and change."""
    dobbel = dobbelsteen(zaad)
    personen = trekking(zaad, aantal)
    nummer = itertools.count(10_000)
    yield personen
    for weg, erbij, anders in stappen:
        dobbel.shuffle(personen)
        personen = personen[weg:]
        for plek in range(min(anders, len(personen))):
            oud, nieuw = personen[plek], trekking(next(nummer), 1)[0]
            personen[plek] = Record(oud.fingerprint, nieuw.paths)
        personen = [
            *personen,
            *(trekking(next(nummer), 1, vanaf=next(nummer))[0] for _ in range(erbij)),
        ]
        yield personen


@st.composite
def reeksen(draw):
    stap = st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(0, 30))
    return list(
        nachten(
            draw(st.integers(0, 10**6)), draw(st.integers(0, 220)), draw(st.lists(stap, max_size=6))
        )
    )


def draai(reeks):
    """The region after each of these nights, and whether it was looked at."""
    regio = Regio()
    for nummer, personen in enumerate(reeks):
        regio = bewaard_en_gelezen(regio)
        gekeken = regio.update(personen, DAG + datetime.timedelta(nummer))
        yield gekeken, regio


@VEEL
@given(reeks=reeksen())
def test_every_row_of_every_night_holds_ten_and_is_little_behind(reeks):
    for personen, (gekeken, regio) in zip(reeks, draai(reeks), strict=True):
        assert all(rij.count >= K for rij in regio.rows.values())
        groepen = by_row(regio.tree, personen)
        assert set(regio.rows) <= set(groepen)
        for key, groep in groepen.items():
            achter = movers(regio.rows.get(key), groep)
            # Nine of its own; and nine who came and nine who went since the region was looked at.
            assert achter <= (K - 1 if gekeken else 3 * (K - 1))


@VEEL
@given(reeks=reeksen())
def test_a_night_in_which_anything_changes_is_about_ten_people_who_moved(reeks):
    """The attack: somebody came on a quiet day, and that same night a row changed."""
    gezien, vorige = {}, Regio()
    for personen, (gekeken, regio) in zip(reeks, draai(reeks), strict=True):
        nu = {wie.fingerprint: rij_van(vorige.tree, wie) for wie in personen}
        verhuisd = {nr for nr in gezien | nu if gezien.get(nr) != nu.get(nr)}
        if not gekeken:
            assert regio.rows == vorige.rows
        else:
            assert len(verhuisd) >= K
            gezien = {wie.fingerprint: rij_van(regio.tree, wie) for wie in personen}
        vorige = bewaard_en_gelezen(regio)


def samenhang(mensen, bladen_toen, bladen_nu):
    """Rows of both nights that share a possible person, put together: what can be compared.

    Anybody who could exist is tried, so it does not lean on how the tree was made.
    """
    ouder = {}

    def kop(ding):
        while ouder.setdefault(ding, ding) != ding:
            ding = ouder[ding]
        return ding

    for iemand in mensen:
        ouder[kop(("toen", bladen_toen(iemand)))] = kop(("nu", bladen_nu(iemand)))
    groepen = defaultdict(lambda: ([], []))
    for ding in list(ouder):
        groepen[kop(ding)][ding[0] == "nu"].append(ding[1])
    return groepen.values()


@settings(max_examples=60)
@given(reeks=reeksen())
def test_two_tables_subtracted_are_about_ten_people_or_about_nobody(reeks):
    """The attack: somebody keeps the table of every night and subtracts whatever can be."""
    codes = ["", "a1", "a2", "b1", "b2"]
    mogelijk = [persoon(-1, *keuze) for keuze in itertools.product(codes, repeat=len(PARTS))]
    vorige = Regio()
    for _, regio in draai(reeks):
        groepen = samenhang(
            mogelijk,
            lambda iemand, tree=vorige.tree: rij_van(tree, iemand),
            lambda iemand, tree=regio.tree: rij_van(tree, iemand),
        )
        for toen, nu in groepen:
            # One of both nights has this group as a single row: nothing overlaps crosswise.
            assert len(toen) == 1 or len(nu) == 1
            verschil = optellen(vorige.rows, toen)
            verschil.subtract(optellen(regio.rows, nu))
            wie = [nummer for nummer, keer in verschil.items() if keer]
            assert not wie or len(wie) >= K
        vorige = bewaard_en_gelezen(regio)


def optellen(rijen, sleutels):
    """Who were counted in these rows, as often as they were."""
    return Counter(nr for key in sleutels if key in rijen for nr in rijen[key].fingerprints)


def test_one_who_comes_and_one_who_goes_are_not_seen():
    personen = trekking(5, 200)
    regio = regio_van(personen)

    for anders in (personen[1:], [*personen, *trekking(6, 1, vanaf=900)]):
        morgen = bewaard_en_gelezen(regio)
        assert not morgen.update(anders, DAG + datetime.timedelta(1))
        assert morgen == regio


def test_the_ninth_is_still_hidden_and_the_tenth_brings_a_new_number():
    groep = [persoon(nr, "a1", "a1", "a1", "a1", "a1") for nr in range(30)]
    regio = regio_van(groep[:12])
    (key,) = regio.rows
    morgen = DAG + datetime.timedelta(1)

    regio.update(groep[:21], morgen)
    assert (regio.rows[key].count, regio.rows[key].peildatum) == (12, DAG)
    regio.update(groep[:22], morgen)
    assert (regio.rows[key].count, regio.rows[key].peildatum) == (22, morgen)


def test_ten_who_move_in_a_region_change_no_row_that_fewer_moved_in():
    groep = [persoon(nr, "a1", "a1", "a1", "a1", "a1") for nr in range(40)]
    ander = [persoon(100 + nr, "b1", "a1", "a1", "a1", "a1") for nr in range(40)]
    regio = regio_van([*groep[:20], *ander[:20]])
    rijen = dict(regio.rows)

    assert regio.update([*groep[:26], *ander[:26]], DAG + datetime.timedelta(1))
    assert regio.rows == rijen
    assert regio.update([*groep[:36], *ander[:26]], DAG + datetime.timedelta(2))
    assert sorted(rij.count for rij in regio.rows.values()) == [20, 36]


def test_a_row_that_becomes_too_small_joins_the_rest():
    groep = [persoon(nr, "a1", "a1", "a1", "a1", "a1") for nr in range(20)]
    ander = [persoon(100 + nr, "b1", "a1", "a1", "a1", "a1") for nr in range(15)]
    regio = regio_van([*groep, *ander])
    assert sorted(rij.count for rij in regio.rows.values()) == [15, 20]

    regio.update([*groep, *ander[:4]], DAG + datetime.timedelta(1))

    assert {key[0]: rij.count for key, rij in regio.rows.items()} == {"": 24}


def test_somebody_who_stands_in_a_row_twice_counts_as_one_who_moved():
    rij = NightlyRow(DAG, (1, 1, 2, 3))

    assert movers(rij, [persoon(2, *[""] * 5), persoon(3, *[""] * 5)]) == 1


def test_a_region_that_falls_under_ten_is_shown_no_more():
    personen = trekking(3, 40)
    regio = regio_van(personen)
    assert regio.rows
    morgen = DAG + datetime.timedelta(1)

    regio.update(personen[:6], morgen)
    assert not regio.rows
    # Back again it tells no more than its number: the rows of before could be subtracted.
    regio.update(personen, morgen)
    (terug,) = regio.rows.values()
    assert terug.count == 40
