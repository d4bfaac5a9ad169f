"""Who fits best: from memory and from PostgreSQL, as a plain loop over everybody ranks them."""

import datetime
import os
import random
import uuid

import numpy as np
import pytest
from django.http import QueryDict
from hypothesis import given, settings, strategies as st

from kandidatenverkenner.models import Facet
from kandidatenverkenner.ontvangst.receive import ontvang, trek_in
from kandidatenverkenner.search_index import sql
from kandidatenverkenner.search_index.memory import matches
from kandidatenverkenner.search_index.memory.answer import QueryExecution
from kandidatenverkenner.search_index.memory.columns import ColumnStore, RowBatch
from kandidatenverkenner.search_index.memory.index import Index
from kandidatenverkenner.search_index.memory.loader import Vocabulary
from kandidatenverkenner.search_index.memory.snapshot import Snapshot
from kandidatenverkenner.search_index.query import SearchQuery, Volgorde
from kandidatenverkenner.search_index.wensen import POINTS, Wens
from kandidatenverkenner.zoeken.filters import Kandidaatfilter
from tests.kandidatenverkenner.bouwers import PEILDATUM, codelijsten, lever, profiel
from tests.kandidatenverkenner.search.test_zoeken import (
    BANDEN,
    CODES,
    GISTEREN,
    PROFIELEN,
    ZOEKVRAGEN,
    alle_codes,
    als_adres,
    voldoet,
)


pytestmark = pytest.mark.usefixtures("few_are_shown")
NU = datetime.datetime(2021, 1, 1, 12, tzinfo=datetime.UTC)
VRAGEN = int(os.environ.get("VRAGEN", "200"))
# Worked out on a map: Den Haag, of the only other region nearby, lies 16,2 km from Leiden.
NAAR_LEIDEN = {"AM19": 0, "AM21": 17, "AM01": 190}
EEN_PER_GROEP = ["uren", "regio", "opleidingsniveau"]
HOOGTE = ["1", "2", "4", "5"]


# --- the plain scorer: what a person with a list and a pencil does ---


def passende(een, wensen):
    """Per wish, those of one group together: its key and codes, and whether somebody fits."""
    per_sleutel = {}
    for wens in wensen:
        sleutel, waarde = wens.split(":")
        per_sleutel.setdefault(sleutel, []).append(waarde)
    uit = []
    for sleutel, waarden in per_sleutel.items():
        goed = [heeft(een, sleutel, waarde) for waarde in waarden]
        if sleutel in EEN_PER_GROEP:
            uit.append((sleutel, tuple(waarden), any(goed)))
        else:
            uit += [(sleutel, (w,), g) for w, g in zip(waarden, goed, strict=True)]
    return uit


def heeft(een, sleutel, waarde):
    if sleutel == "beschikbaar":
        return str(een.beschikbaar_vanaf or "") <= waarde
    if sleutel == "gemeente":
        assert waarde == "GM0546"
        return een.reisafstand >= NAAR_LEIDEN[een.regio]
    if sleutel == "opleidingsniveau":
        return een.opleidingsniveau in HOOGTE[HOOGTE.index(waarde) :]
    return (sleutel, waarde) in alle_codes(een)


def punten(een, zoekvraag):
    """Wishes, and each choice beside another choice of a list, unless it is a wish too."""
    wensen = list(zoekvraag.get("wens", ()))
    som = sum(POINTS[sleutel] for sleutel, _, goed in passende(een, wensen) if goed)
    for facet, codes in zoekvraag.items():
        if facet in CODES and facet not in EEN_PER_GROEP and len(codes) > 1:
            for code in codes:
                if f"{facet}:{code}" not in wensen and (facet, code) in alle_codes(een):
                    som += POINTS[facet]
    return som


def op_volgorde(profielen, zoekvraag, ouder=()):
    goed = [een for een in profielen if voldoet(een, zoekvraag, behalve="wens")]
    return sorted(goed, key=lambda een: (-punten(een, zoekvraag), een.id in ouder, een.id))


MOGELIJK = [
    *(f"{facet}:{code}" for facet in CODES for code, *_ in CODES[facet] if facet in POINTS),
    *(f"uren:{band}" for band in BANDEN),
    "gemeente:GM0546",
    "beschikbaar:2021-02-28",
    "beschikbaar:2021-03-01",
]
# What is no filter, is no wish.
MOGELIJK = [wens for wens in MOGELIJK if not wens.startswith(("taal:", "vervoermiddel:"))]
WENSEN = st.lists(st.sampled_from(MOGELIJK), min_size=1, max_size=8, unique=True)
AFSTANDEN = st.sampled_from([5, 15, 17, 25, 200])


def vraag_van(zoekvraag):
    filterset = Kandidaatfilter.read(QueryDict(als_adres(zoekvraag)))
    assert not filterset.fouten, filterset.fouten
    return filterset.vraag


def gelezen_index():
    index = Index()
    index.rebuild(NU)
    return index


def zelfde(index, zoekvraag, profielen, ouder=()):
    """Order, ties, points and reasons, in memory, in PostgreSQL and by hand."""
    vraag, verwacht = vraag_van(zoekvraag), op_volgorde(profielen, zoekvraag, ouder)
    for aantal in (3, 200):
        rangen = index.ranking(vraag, count=aantal, moment=NU)
        assert rangen == sql.ranking(vraag, count=aantal)
        assert [(rang.kandidaat, rang.points) for rang in rangen] == [
            (een.id, punten(een, zoekvraag)) for een in verwacht[:aantal]
        ]
        nummers = index.ids(vraag, count=aantal, moment=NU)
        assert nummers == sql.ids(vraag, count=aantal) == [r.kandidaat for r in rangen]
    gewenst = len(vraag.wensen)
    for rang, een in zip(rangen, verwacht[:200], strict=True):
        redenen = passende(een, zoekvraag["wens"])
        assert [(w.sleutel, w.codes) for w in vraag.wensen] == [(s, c) for s, c, _ in redenen]
        assert list(rang.fits[:gewenst]) == [goed for *_, goed in redenen]


@pytest.mark.django_db
@pytest.mark.postgres15
@settings(max_examples=60)
@given(
    eerst=PROFIELEN,
    dan=PROFIELEN,
    zoekvragen=st.lists(st.tuples(ZOEKVRAGEN, WENSEN), min_size=2, max_size=4),
    afstand=st.lists(AFSTANDEN, min_size=60, max_size=60),
)
def test_the_order_is_that_of_a_plain_scorer_before_and_after_changes(
    eerst, dan, zoekvragen, afstand
):
    codelijsten()
    eerst, dan = (
        [vervang(een, reisafstand=km) for een, km in zip(lijst, afstand, strict=False)]
        for lijst in (eerst, dan)
    )
    # Who stayed as in the example before this one, would keep its date.
    ontvang([], peildatum=GISTEREN)
    ontvang(eerst, peildatum=GISTEREN)
    index = gelezen_index()
    vragen = [
        een | {"wens": wensen, "volgorde": "match"}
        for een, wensen in zoekvragen
        if '"' not in een.get("zoekterm", "") and "plek" not in een
    ]
    for vraag in vragen:
        zelfde(index, vraag, eerst)

    ontvang([*eerst[::2], *dan], peildatum=PEILDATUM)
    weg = {een.id for een in dan[::3]}
    trek_in(weg)
    er_nog = [een for een in [*eerst[::2], *dan] if een.id not in weg]
    for vraag in vragen:
        zelfde(index, vraag, er_nog, ouder={een.id for een in eerst})


def vervang(een, **velden):
    return type(een)(**{veld: getattr(een, veld) for veld in een.__slots__} | velden)


@pytest.mark.django_db
def test_random_vacatures_among_many():
    dobbel = random.Random(2020)  # noqa: S311 - to repeat, not to hide
    lijst = {facet: [code for code, *_ in waarden] for facet, waarden in CODES.items()}

    def enkele(facet, hoogste):
        return tuple(sorted(dobbel.sample(lijst[facet], dobbel.randint(0, hoogste))))

    profielen = [
        profiel(
            id=uuid.UUID(int=dobbel.getrandbits(128)),
            regio=dobbel.choice(lijst["regio"]),
            opleidingsniveau=dobbel.choice(lijst["opleidingsniveau"]),
            vaardigheden=enkele("vaardigheid", 3),
            taaksoorten=enkele("taaksoort", 2),
            sectoren=enkele("sector", 2),
            competenties=enkele("competentie", 2),
            rijbewijzen=enkele("rijbewijs", 2),
            uren_min=dobbel.randint(1, 20),
            uren_max=dobbel.randint(20, 40),
            reisafstand=dobbel.choice([5, 15, 17, 25, 200]),
        )
        for _ in range(300)
    ]
    lever(*profielen)
    index = gelezen_index()
    for _ in range(VRAGEN):
        facetten = dobbel.sample(
            ["regio", "taaksoort", "vaardigheid", "sector"], dobbel.randint(0, 2)
        )
        moet = {facet: dobbel.sample(lijst[facet], dobbel.randint(1, 2)) for facet in facetten}
        wensen = dobbel.sample(MOGELIJK, dobbel.randint(1, 10))
        zelfde(index, moet | {"wens": wensen, "volgorde": "match"}, profielen)


def test_every_facet_is_worth_something():
    assert set(POINTS) == {*Facet.values, "gemeente", "beschikbaar"}


# --- the arithmetic alone, on more than a handful and with points that carry ---


def rijen_van(toeval, nummers):
    """Some candidates, as columns and as people: number, attributes, day, km."""
    mensen = [
        (
            int(toeval.integers(0, 2**62)) << 64 | nummer,
            sorted({int(k) for k in toeval.integers(1, 12, toeval.integers(0, 8))}),
            int(toeval.integers(1, 4)),
            int(toeval.choice([5, 15, 50])),
        )
        for nummer in nummers
    ]
    kolommen = RowBatch(
        id_high=np.array([een[0] >> 64 for een in mensen], np.uint64),
        id_low=np.array([een[0] & (2**64 - 1) for een in mensen], np.uint64),
        modified_day=np.array([een[2] for een in mensen], np.int32),
        available_day=np.zeros(len(mensen), np.int32),
        travel_km=np.array([een[3] for een in mensen], np.int16),
        lengths=np.array([len(een[1]) for een in mensen], np.intp),
        flat=np.array([k for een in mensen for k in een[1]], np.uint16),
    )
    return mensen, kolommen


@pytest.mark.parametrize("breed", [0, 99], ids=["on all words", "on those of the regions"])
@settings(max_examples=60)
@given(
    zaad=st.integers(0, 10**6),
    hoeveel=st.sampled_from([0, 1, 63, 200, 700]),
    aantal=st.sampled_from([1, 2, 7, 100, 400]),
    regio=st.sampled_from([set(), {1}, {1, 3}]),
)
def test_the_best_by_planes_are_the_best_by_sorting(
    breed, monkeypatch, zaad, hoeveel, aantal, regio
):
    monkeypatch.setattr(matches, "BROAD", breed)
    toeval = np.random.default_rng(zaad)
    eerst, gelezen = rijen_van(toeval, range(hoeveel))
    later, erbij = rijen_van(toeval, range(hoeveel, hoeveel + hoeveel // 3))
    kolommen = ColumnStore(gelezen, {"regio": [1, 2, 3, 4], "overig": range(5, 13)})
    weg = {een[0] for een in eerst[::4]}
    beeld = kolommen.apply(kolommen.initial_view, weg, erbij)
    mensen = [
        een for een in [*eerst, *later] if een[0] not in weg and (not regio or regio & set(een[1]))
    ]
    wensen = [
        Wens(sleutel, (), "", any_of=frozenset({nummer, nummer + 1}))
        for nummer, sleutel in enumerate(toeval.choice(sorted(POINTS), toeval.integers(1, 11)), 1)
    ]
    wensen.append(Wens("gemeente", (), "", km_to=((1, 0), (2, 15), (3, 49), (4, 60))))
    keuzen = {"regio": frozenset(regio)} if regio else {}
    vraag = SearchQuery(choices=keuzen, volgorde=Volgorde.MATCH, wensen=tuple(wensen))
    stand = Snapshot(kolommen, beeld, Vocabulary({}, [], {}, {}), NU, 0, frozenset())

    rangen = QueryExecution(stand, vraag).ranking(aantal)
    nummers = QueryExecution(stand, vraag).ids(aantal)

    def past(een):
        kan_reizen = [een[3] >= km and regio in een[1] for regio, km in wensen[-1].km_to]
        return [*(bool(wens.any_of & set(een[1])) for wens in wensen[:-1]), any(kan_reizen)]

    som = {
        een[0]: sum(w.points for w, goed in zip(wensen, past(een), strict=True) if goed)
        for een in mensen
    }
    verwacht = sorted(mensen, key=lambda een: (-som[een[0]], -een[2], een[0]))[:aantal]
    assert [rang.kandidaat.int for rang in rangen] == [een[0] for een in verwacht]
    assert [rang.points for rang in rangen] == [som[een[0]] for een in verwacht]
    assert [list(rang.fits) for rang in rangen] == [past(een) for een in verwacht]
    assert nummers == [rang.kandidaat for rang in rangen]
