"""Vacatures, the people put forward for them, and the jobs that followed.

A filled vacature belongs to a job that somebody found: the same employer, the same work, hours
around those of the job. How many jobs are found in this way is not published.
"""

from dataclasses import dataclass

import numpy as np

from simulatie.bulk.copy_writer import MISSING
from simulatie.land.banen import Banen
from simulatie.land.levens import VOLLEDIG
from simulatie.land.verdeling import Array
from simulatie.land.werk.bedrijven import Bedrijven
from simulatie.land.werk.werk import Werk, day_between
from simulatie.regio.profielen import UREN


# The share found by way of a vacature, of the jobs found by people whose profile employers see.
DEEL_VIA_VACATURE = 0.4
# For every filled vacature so many were withdrawn, and so many are open at the end.
INGETROKKEN_PER_VERVULDE, OPEN_PER_VERVULDE = 0.3, 0.09
# So many people are sought in vain for each state; about four in ten of them can come.
VERGEEFS = {"vervuld": 4.0, "ingetrokken": 2.5, "open": 3.5}
# How often a job is the kind of work that somebody wants most.
DEEL_GEWENST = 0.75
FUNCTIES = 4
STANDEN = ("open", "vervuld", "ingetrokken")
OPEN, VERVULD, INGETROKKEN = range(3)
VOORDRACHTSTANDEN = ("voorgedragen", "gesprek", "geplaatst", "afgewezen")
VOORGEDRAGEN, GESPREK, GEPLAATST, AFGEWEZEN = range(4)
REDENEN = ("ander-gekozen", "past-niet", "klant-ziet-af", "uren", "reizen", "vervallen")
# How often each, for a vacature that is open, filled, withdrawn.
REDENKANSEN = (
    (0.1, 0.35, 0.25, 0.12, 0.18, 0.0),
    (0.55, 0.17, 0.12, 0.06, 0.1, 0.0),
    (0.0, 0.15, 0.1, 0.05, 0.05, 0.65),
)


@dataclass(frozen=True, slots=True)
class Aanstellingen:
    """The content of a job: employer and function by number, tenths of hours a week."""

    bedrijf: Array
    wereld: Array
    functie: Array
    tienden: Array


@dataclass(frozen=True, slots=True)
class Vacatures:
    """Vacatures as arrays, the oldest first."""

    regio: Array
    wereld: Array
    bedrijf: Array
    functie: Array
    uren_min: Array
    uren_max: Array
    stand: Array


@dataclass(frozen=True, slots=True)
class Voordrachten:
    """By day; `vacature` is a place in Vacatures."""

    vacature: Array
    persoon: Array
    akkoord: Array
    dag: Array
    stand: Array
    reden: Array


def invent_aanstellingen(
    werk: Werk, bedrijven: Bedrijven, kans: np.random.Generator
) -> Aanstellingen:
    """For each job of `werk.banen`; nobody works more hours than wanted."""
    wie = werk.banen.persoon
    n = len(wie)
    werelden = bedrijven.aantal.shape[1]
    ander = kans.integers(werelden, size=n)
    wereld = np.where(kans.random(n) < DEEL_GEWENST, werk.wensen.wereld[wie], ander)
    deel = kans.choice(np.array([1.0, 0.9, 0.8, 0.65, 0.5]), n, p=[0.4, 0.2, 0.2, 0.1, 0.1])
    # Whole and half hours.
    tienden = (5 * np.rint(2 * deel * werk.wensen.uren[wie])).astype(np.int64).clip(40, 400)
    return Aanstellingen(
        bedrijven.kies(werk.regio[wie], wereld, kans),
        wereld,
        kans.integers(FUNCTIES, size=n),
        tienden,
    )


def found_by_vacature(werk: Werk, kans: np.random.Generator) -> Array:
    """The places of the jobs that were found by way of a vacature."""
    banen, leven = werk.banen, werk.leven
    wie = banen.persoon
    zichtbaar = _zichtbaar(werk, wie, banen.van - 1) & (leven.vastgesteld[wie] <= banen.van - 7)
    lot = kans.random(len(wie)) < DEEL_VIA_VACATURE
    return np.flatnonzero(banen.gevonden & zichtbaar & lot & (banen.van <= werk.slot))


def invent_vacatures(
    werk: Werk, aanstellingen: Aanstellingen, bedrijven: Bedrijven, kans: np.random.Generator
) -> tuple[Vacatures, Voordrachten]:
    """All vacatures, with the people put forward."""
    vervuld = found_by_vacature(werk, kans)
    banen = werk.banen.waar(vervuld)
    geplaatst = _geplaatst(werk, banen, kans)
    n = len(vervuld)
    weg, nog = round(n * INGETROKKEN_PER_VERVULDE), round(n * OPEN_PER_VERVULDE)
    # The other vacatures follow these: where many are filled, many are open.
    zoals = kans.integers(max(n, 1), size=weg + nog)
    regio = werk.regio[banen.persoon]
    regio = np.concatenate([regio, regio[zoals]])
    wereld = aanstellingen.wereld[vervuld]
    wereld = np.concatenate([wereld, wereld[zoals]])
    stand = np.repeat([VERVULD, INGETROKKEN, OPEN], [n, weg, nog])
    bedrijf = bedrijven.kies(regio, wereld, kans)
    bedrijf[:n] = aanstellingen.bedrijf[vervuld]
    functie = kans.integers(FUNCTIES, size=len(regio))
    functie[:n] = aanstellingen.functie[vervuld]
    laag = kans.choice(np.array(UREN), len(regio))
    laag[:n] = aanstellingen.tienden[vervuld] // 10
    hoog = laag.copy()
    hoog[:n] = -(-aanstellingen.tienden[vervuld] // 10)
    begin, eind = _looptijd(werk, geplaatst, stand, kans)
    volgorde = np.argsort(begin, kind="stable")
    plaats = np.empty_like(volgorde)
    plaats[volgorde] = np.arange(len(volgorde))
    vacatures = Vacatures(
        regio,
        wereld,
        bedrijf,
        functie,
        np.maximum(laag - kans.choice(np.array([0, 4, 8]), len(laag)), 1),
        np.minimum(hoog + kans.choice(np.array([0, 4, 8]), len(hoog)), 40),
        stand,
    )
    vergeefs = _vergeefs(werk, vacatures, (begin, eind), kans)
    voordrachten = _samen(geplaatst, vergeefs)
    gesorteerd = Vacatures(*(getattr(vacatures, naam)[volgorde] for naam in Vacatures.__slots__))
    return gesorteerd, _genummerd(voordrachten, plaats)


def _zichtbaar(werk: Werk, wie: Array, dagen: Array) -> Array:
    """Whether employers saw the profile of these people on these days."""
    leven = werk.leven
    van, tot = leven.vastgesteld[wie], leven.ingetrokken[wie]
    zichtbaar: Array = (
        (leven.profiel[wie] == VOLLEDIG) & (van <= dagen) & ((tot == MISSING) | (tot > dagen))
    )
    return zichtbaar


def _geplaatst(werk: Werk, banen: Banen, kans: np.random.Generator) -> Voordrachten:
    """The people who got the job: put forward in the weeks before it, with a visible profile."""
    n = len(banen.persoon)
    vroegst = np.maximum(werk.leven.vastgesteld[banen.persoon], banen.van - 35)
    dag = day_between(vroegst, banen.van - 2, kans)
    akkoord = np.maximum(dag - kans.integers(0, 8, n), vroegst)
    stand = np.full(n, GEPLAATST)
    return Voordrachten(np.arange(n), banen.persoon, akkoord, dag, stand, np.full(n, MISSING))


def _looptijd(
    werk: Werk, geplaatst: Voordrachten, stand: Array, kans: np.random.Generator
) -> tuple[Array, Array]:
    """From which day until which day each vacature was open."""
    n, totaal = len(geplaatst.dag), len(stand)
    begin = kans.integers(werk.eerste, max(werk.slot - 90, werk.eerste + 1), totaal)
    begin = np.where(stand == OPEN, werk.slot - kans.integers(7, 75, totaal), begin)
    begin[:n] = geplaatst.akkoord - kans.integers(0, 30, n)
    eind = begin + kans.integers(14, 90, totaal)
    eind[:n] = geplaatst.dag + kans.integers(1, 7, n)
    return begin, np.where(stand == OPEN, werk.slot + 1, np.minimum(eind, werk.slot + 1))


def _vergeefs(
    werk: Werk, vacatures: Vacatures, looptijd: tuple[Array, Array], kans: np.random.Generator
) -> Voordrachten:
    """Others of the region who want this kind of work, were visible and had no job."""
    gemiddeld = np.array([VERGEEFS[stand] for stand in STANDEN])[vacatures.stand]
    vacature = np.repeat(np.arange(len(gemiddeld)), kans.poisson(gemiddeld))
    persoon = _zoek(werk, vacatures.regio[vacature], vacatures.wereld[vacature], kans)
    dag = day_between(looptijd[0][vacature], looptijd[1][vacature], kans)
    kan = (persoon != MISSING) & (dag <= werk.slot)
    kan &= _zichtbaar(werk, np.maximum(persoon, 0), dag)
    kan &= ~werk.banen.werkt_op(np.maximum(persoon, 0), dag)
    vacature, persoon, dag = vacature[kan], persoon[kan], dag[kan]
    n = len(dag)
    open_ = vacatures.stand[vacature] == OPEN
    loopt = np.where(kans.random(n) < 0.7, VOORGEDRAGEN, GESPREK)
    stand = np.where(open_ & (kans.random(n) < 0.75), loopt, AFGEWEZEN)
    reden = np.full(n, MISSING)
    for nummer, verdeling in enumerate(REDENKANSEN):
        deze = vacatures.stand[vacature] == nummer
        reden[deze] = kans.choice(len(REDENEN), int(deze.sum()), p=verdeling)
    akkoord = np.maximum(dag - kans.integers(0, 8, n), werk.leven.vastgesteld[persoon])
    return Voordrachten(
        vacature, persoon, akkoord, dag, stand, np.where(stand == AFGEWEZEN, reden, MISSING)
    )


def _zoek(werk: Werk, regio: Array, wereld: Array, kans: np.random.Generator) -> Array:
    """Somebody with a profile in each region and kind of work, or MISSING."""
    werelden = int(werk.wensen.wereld.max(initial=0)) + 1
    mensen = np.flatnonzero(werk.leven.profiel == VOLLEDIG)
    groep = werk.regio[mensen] * werelden + werk.wensen.wereld[mensen]
    mensen = mensen[np.argsort(groep, kind="stable")]
    groepen = int(werk.regio.max(initial=0) + 1) * werelden
    aantal = np.bincount(groep, minlength=groepen)
    begin = np.cumsum(aantal) - aantal
    gezocht = regio * werelden + wereld
    plek = begin[gezocht] + (kans.random(len(gezocht)) * aantal[gezocht]).astype(np.int64)
    leeg = aantal[gezocht] == 0
    if not len(mensen):
        return np.full(len(gezocht), MISSING)
    return np.where(leeg, MISSING, mensen[np.minimum(plek, len(mensen) - 1)])


def _samen(een: Voordrachten, twee: Voordrachten) -> Voordrachten:
    """Both together; only the first time that a person was put forward for a vacature."""
    alle = [
        np.concatenate([getattr(een, naam), getattr(twee, naam)]) for naam in Voordrachten.__slots__
    ]
    vacature, persoon = alle[:2]
    sleutel = vacature * (int(persoon.max(initial=0)) + 1) + persoon
    _, eerste = np.unique(sleutel, return_index=True)
    return Voordrachten(*(kolom[eerste] for kolom in alle))


def _genummerd(voordrachten: Voordrachten, plaats: Array) -> Voordrachten:
    """By day, with the vacatures at their new places."""
    volgorde = np.lexsort((voordrachten.persoon, voordrachten.dag))
    kolommen = [getattr(voordrachten, naam)[volgorde] for naam in Voordrachten.__slots__]
    return Voordrachten(plaats[kolommen[0]], *kolommen[1:])
