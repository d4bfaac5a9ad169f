"""Trajecten with their activities, and when client and klantmanager spoke.

No source has published this: each number here is an assumption, as docs/simulatie.md says.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from simulatie.bulk.copy_writer import MISSING, CopyColumn, as_bytes, dates, integers, texts
from simulatie.land.levens import CONCEPT, GEEN_PROFIEL, VOLLEDIG
from simulatie.land.verdeling import Array
from simulatie.land.werk.bediening import Bediening
from simulatie.land.werk.werk import Tabel, Werk, day_between, table_chunks, working_day
from sonar.models import Activiteit, Contactmoment, Traject


# The shares of people without a profile, with a concept and with a profile who ever had a
# traject: a profile is made as a part of it.
DEEL_MET_TRAJECT = {GEEN_PROFIEL: 0.25, CONCEPT: 0.5, VOLLEDIG: 0.8}
DEEL_TWEEDE = 0.25
DUUR = (60, 270)  # at least, and on average so many days more
DAGEN_PER_CONTACT = 75
DEEL_INTAKE = 0.9
STATUSSEN = ("actief", "passief", "stopgezet", "uitgevoerd")
ACTIEF, PASSIEF, STOPGEZET, UITGEVOERD = range(4)
NAAR_WERK, WERK_HOUDEN = (0, 1, 2, 3, 4), 5
DOELEN = (
    "Aan het werk bij een reguliere werkgever",
    "Aan het werk met begeleiding van een jobcoach",
    "Werkervaring opdoen",
    "Werkfit worden",
    "Een opleiding afronden en daarna werken",
    "Het werk houden",
)
# The first is for people who found work, the last for people who had it, the others for the rest.
RESULTATEN = (
    "Aan het werk.",
    "Werkfit: kan bemiddeld worden.",
    "Certificaat gehaald.",
    "Werkervaring opgedaan.",
    "Weet welk werk past.",
    "Heeft het werk gehouden.",
)
SOORTEN = ("training", "proefplaatsing", "jobcoaching", "werkervaring", "begeleiding", "anders")
# How often each kind, when looking for work and when keeping it.
SOORTEN_ZOEKT = (0.25, 0.12, 0.08, 0.18, 0.32, 0.05)
SOORTEN_WERKT = (0.1, 0.0, 0.6, 0.0, 0.25, 0.05)
OMSCHRIJVINGEN = (
    "",
    "In een groep, twee ochtenden per week",
    "Bij een leerwerkbedrijf in de regio",
    "Afspraken op papier en besproken",
    "Samen met de werkgever",
)
WIJZEN = ("gesprek", "telefoon", "bericht")
INTAKE = "Kennismaking. Besproken wat de dienst kan doen en wat de klant wil."
VERSLAGEN = (
    "Voortgang besproken. Gaat goed; volgende afspraak gemaakt.",
    "Samen vacatures bekeken. Klant denkt na over twee ervan.",
    "Klant belt af en maakt een nieuwe afspraak.",
    "Klantprofiel doorgenomen en bijgewerkt.",
    "Afspraken gemaakt over uren en reistijd.",
    "Gesproken over een proefplaatsing.",
    "Klant wil rustig opbouwen in uren.",
    "Werkgever gesproken; klant is daar tevreden over.",
)


@dataclass(frozen=True, slots=True)
class Trajecten:
    """Trajecten as arrays; `resultaat` is a place in `RESULTATEN`, or MISSING."""

    persoon: Array
    van: Array
    tot: Array
    status: Array
    doel: Array
    resultaat: Array


def invent_trajecten(werk: Werk, kans: np.random.Generator) -> Trajecten:
    """Many people have one traject, some a second; a found job ends it well."""
    leven = werk.leven
    kans_op = np.array([DEEL_MET_TRAJECT[soort] for soort in sorted(DEEL_MET_TRAJECT)])
    wie = np.flatnonzero(leven.bekend & (kans.random(len(leven.van)) < kans_op[leven.profiel]))
    heeft = leven.vastgesteld[wie] != MISSING
    begin = np.where(
        heeft,
        leven.vastgesteld[wie] - kans.integers(0, 120, len(wie)),
        leven.van[wie] + kans.exponential(120, len(wie)).astype(np.int64),
    )
    eerste = _trajecten(werk, wie, np.maximum(begin, leven.van[wie]), kans)
    weer = (eerste.tot != MISSING) & (kans.random(len(eerste.persoon)) < DEEL_TWEEDE)
    later = eerste.tot[weer] + 30 + kans.exponential(200, int(weer.sum())).astype(np.int64)
    tweede = _trajecten(werk, eerste.persoon[weer], later, kans)
    return Trajecten(
        *(
            np.concatenate([getattr(eerste, naam), getattr(tweede, naam)])
            for naam in ("persoon", "van", "tot", "status", "doel", "resultaat")
        )
    )


def _trajecten(werk: Werk, wie: Array, begin: Array, kans: np.random.Generator) -> Trajecten:
    """A traject that begins on these days, where there are two weeks for it."""
    leven, na_slot = werk.leven, werk.slot + 1
    grens = np.where(leven.tot[wie] == MISSING, na_slot + 1, leven.tot[wie])
    past = begin + 14 < np.minimum(grens, na_slot)
    wie, begin, grens = wie[past], begin[past], grens[past]
    n = len(wie)
    minst, gemiddeld = DUUR
    eind = begin + minst + kans.exponential(gemiddeld, n).astype(np.int64)
    baan = werk.banen.eerste_na(wie, begin)
    vindt = (baan != MISSING) & (baan < eind)
    eind = np.where(vindt, baan + kans.integers(1, 45, n), eind)
    afgebroken = eind > grens
    eind = np.minimum(eind, grens)
    loopt = eind > werk.slot
    lot = kans.random(n)
    status = np.where(lot < 0.55, UITGEVOERD, STOPGEZET)
    status = np.where(vindt, UITGEVOERD, np.where(afgebroken, STOPGEZET, status))
    status = np.where(loopt, np.where(lot < 0.8, ACTIEF, PASSIEF), status)
    werkt = werk.banen.werkt_op(wie, begin)
    doel = np.where(werkt, WERK_HOUDEN, kans.choice(np.array(NAAR_WERK), n))
    laatste = len(RESULTATEN) - 1
    anders = np.where(werkt, laatste, kans.integers(1, laatste, n))
    resultaat = np.where(vindt & ~werkt, 0, anders)
    return Trajecten(
        wie,
        begin,
        np.where(loopt, MISSING, eind),
        status,
        doel,
        np.where(status == UITGEVOERD, resultaat, MISSING),
    )


def tables(
    werk: Werk, trajecten: Trajecten, bediening: Bediening, kans: np.random.Generator
) -> Sequence[Tabel]:
    """Rows of Traject, Activiteit and Contactmoment."""
    return [
        (
            Traject,
            (
                "werkzoekende",
                "organisatie",
                "doel",
                "status",
                "ingangsdatum",
                "einddatum",
                "resultaat",
            ),
            _trajectrijen(trajecten, bediening),
        ),
        (
            Activiteit,
            ("traject", "soort", "omschrijving", "status", "ingangsdatum", "einddatum"),
            _activiteiten(trajecten, werk.slot, kans),
        ),
        (
            Contactmoment,
            ("werkzoekende", "medewerker", "datum", "wijze", "verslag"),
            _contactmomenten(werk, trajecten, bediening, kans),
        ),
    ]


def _trajectrijen(trajecten: Trajecten, bediening: Bediening) -> Iterator[list[CopyColumn]]:
    organisatie = bediening.organisatie(bediening.toen(trajecten.persoon, trajecten.van))
    doelen, statussen = as_bytes(DOELEN), as_bytes(STATUSSEN)
    # MISSING is the last one: nothing.
    resultaten = as_bytes((*RESULTATEN, ""))
    plaats = np.where(trajecten.resultaat == MISSING, len(resultaten) - 1, trajecten.resultaat)
    for stuk in table_chunks(len(organisatie)):
        yield [
            integers(bediening.nummer[trajecten.persoon[stuk]], 8),
            integers(organisatie[stuk], 8),
            texts(doelen[trajecten.doel[stuk]]),
            texts(statussen[trajecten.status[stuk]]),
            dates(trajecten.van[stuk]),
            dates(trajecten.tot[stuk]),
            texts(resultaten[plaats[stuk]]),
        ]


def _activiteiten(
    trajecten: Trajecten, slot: int, kans: np.random.Generator
) -> Iterator[list[CopyColumn]]:
    aantal = 1 + kans.poisson(1.3, len(trajecten.van))
    bij = np.repeat(np.arange(len(aantal)), aantal)
    n = len(bij)
    grens = np.where(trajecten.tot[bij] == MISSING, slot + 2, trajecten.tot[bij])
    van = day_between(trajecten.van[bij], np.minimum(grens, slot) - 1, kans)
    tot = np.minimum(van + 14 + kans.exponential(60, n).astype(np.int64), grens)
    loopt = tot > slot
    status = np.where(kans.random(n) < 0.85, UITGEVOERD, STOPGEZET)
    status = np.where(loopt, np.where(trajecten.status[bij] == PASSIEF, PASSIEF, ACTIEF), status)
    tot = np.where(loopt, MISSING, tot)
    zoekt = kans.choice(len(SOORTEN), n, p=SOORTEN_ZOEKT)
    houdt = kans.choice(len(SOORTEN), n, p=SOORTEN_WERKT)
    soort = np.where(trajecten.doel[bij] == WERK_HOUDEN, houdt, zoekt)
    wat = kans.integers(len(OMSCHRIJVINGEN), size=n)
    soorten, statussen = as_bytes(SOORTEN), as_bytes(STATUSSEN)
    omschrijvingen = as_bytes(OMSCHRIJVINGEN)
    for stuk in table_chunks(n):
        yield [
            integers(bij[stuk] + 1, 8),
            texts(soorten[soort[stuk]]),
            texts(omschrijvingen[wat[stuk]]),
            texts(statussen[status[stuk]]),
            dates(van[stuk]),
            dates(tot[stuk]),
        ]


def _contactmomenten(
    werk: Werk, trajecten: Trajecten, bediening: Bediening, kans: np.random.Generator
) -> Iterator[list[CopyColumn]]:
    """A first talk, and talks during a traject, with the klantmanager of that day."""
    leven = werk.leven
    nieuw = np.flatnonzero(leven.bekend & (kans.random(len(leven.van)) < DEEL_INTAKE))
    grens = np.where(trajecten.tot == MISSING, werk.slot + 1, trajecten.tot)
    bij = np.repeat(
        np.arange(len(grens)), kans.poisson((grens - trajecten.van) / DAGEN_PER_CONTACT)
    )
    persoon = np.concatenate([nieuw, trajecten.persoon[bij]])
    dagen = np.concatenate([leven.van[nieuw], day_between(trajecten.van[bij], grens[bij], kans)])
    dagen = working_day(dagen, leven.van[persoon])
    verslagen = as_bytes((INTAKE, *VERSLAGEN))
    welk = 1 + kans.integers(len(VERSLAGEN), size=len(persoon))
    wijze = kans.choice(len(WIJZEN), len(persoon), p=(0.4, 0.4, 0.2))
    welk[: len(nieuw)], wijze[: len(nieuw)] = 0, 0
    volgorde = np.lexsort((persoon, dagen))
    persoon, dagen, welk, wijze = (rij[volgorde] for rij in (persoon, dagen, welk, wijze))
    wijzen = as_bytes(WIJZEN)
    for stuk in table_chunks(len(persoon)):
        yield [
            integers(bediening.nummer[persoon[stuk]], 8),
            integers(bediening.collega(bediening.toen(persoon[stuk], dagen[stuk])), 8),
            dates(dagen[stuk]),
            texts(wijzen[wijze[stuk]]),
            texts(verslagen[welk[stuk]]),
        ]
