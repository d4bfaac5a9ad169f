"""Ordinary use of Sonar in four weeks, as lines of the verwerkingslog.

Klantmanagers open their own clients and page through their list, look for people who may be there
already, are ill and have a colleague who looks after their clients; advisers rank people for a
vacature and open some. No source has published this: each number here is an assumption.
"""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

import numpy as np

from simulatie.land.verdeling import Array
from simulatie.land.werk.bediening import ServiceRow
from sonar.models import Inschrijving, Klantprofiel, Medewerker


SECOND = 1_000_000  # the log counts microseconds
BEZOEKEN_PER_DAG, DEEL_WIJZIGT = 9, 0.2
DEEL_GEWEIGERD, DEEL_NOODTOEGANG = 0.004, 0.004
# How often a working day has a look at the own list, and how often a walk through all of it.
DEEL_LIJST, DEEL_HELE_LIJST, BLADZIJDE = 0.5, 0.002, 25
ZOEKVRAGEN_PER_DAG, DEEL_VREEMD_GEVONDEN = 0.4, 0.15
# Days a week that people work, and the length of an illness in working days.
DAGEN_PER_WEEK, DEEL_ZIEK, ZIEKTEDAGEN = (3, 4, 4, 5, 5), 0.12, (2, 15)
WAARNEMINGEN_PER_DAG = 3
VACATURES_PER_DAG, RANGLIJST, GEOPEND_PER_DAG = 1.0, 20, 8
# (what, why): a line says one of these.
SOORTEN = (
    ("inzien", "eigen-klant"),
    ("wijzigen", "eigen-klant"),
    ("lijst", "eigen-klant"),
    ("geweigerd", "geen"),
    ("inzien", "noodtoegang"),
    ("gezocht", "zoekvraag"),
    ("lijst", "bemiddeling"),
    ("inzien", "bemiddeling"),
)
INZIEN, WIJZIGEN, LIJST, GEWEIGERD, NOODTOEGANG, GEZOCHT, RANG, BEMIDDELD = range(len(SOORTEN))


@dataclass(frozen=True, slots=True)
class LogLines:
    """Lines as arrays: microseconds since 1970, medewerker, person, and a place in `SOORTEN`."""

    moment: Array
    wie: Array
    persoon: Array
    soort: Array

    @classmethod
    def samen(cls, delen: Sequence["LogLines"]) -> "LogLines":
        """All of them, in the order of time."""
        naast = [np.concatenate([getattr(deel, f.name) for deel in delen]) for f in fields(cls)]
        volgorde = np.lexsort(naast[::-1])
        return cls(*(kolom[volgorde] for kolom in naast))


@dataclass(frozen=True, slots=True)
class Staffing:
    """The people at work: klantmanagers with a caseload and their dienst, and advisers."""

    klantmanagers: Array
    caseload: ServiceRow
    dienst: Array
    iedereen: Array
    adviseurs: Array
    te_bemiddelen: ServiceRow  # of each adviser, the people of the region

    @classmethod
    def lees(cls, tot: datetime.date) -> "Staffing":
        """Read it as it is on the day after the four weeks."""
        caseload: dict[int, list[int]] = {}
        for wie, persoon in (
            Inschrijving.objects.geldig_op(tot)
            .filter(klantmanager__isnull=False)
            .order_by("pk")
            .values_list("klantmanager", "werkzoekende")
        ):
            caseload.setdefault(wie, []).append(persoon)
        waar = {
            pk: (organisatie, regio)
            for pk, organisatie, regio in Medewerker.objects.order_by("pk").values_list(
                "pk", "organisatie", "arbeidsmarktregio"
            )
        }
        diensten = {plek: nummer for nummer, plek in enumerate(sorted(set(waar.values())))}
        nummers = sorted(caseload)
        van_regio: dict[str, list[int]] = {}
        for persoon, regio in (
            Klantprofiel.objects.filter(uren_max__isnull=False, bemiddelregio__isnull=False)
            .order_by("pk")
            .values_list("werkzoekende", "bemiddelregio")
        ):
            van_regio.setdefault(str(regio), []).append(persoon)
        adviseurs = [
            pk
            for pk in Medewerker.objects.filter(rol=Medewerker.Rol.ADVISEUR)
            .order_by("pk")
            .values_list("pk", flat=True)
            if waar[pk][1] in van_regio
        ]
        return cls(
            klantmanagers=np.array(nummers),
            caseload=ServiceRow.van([caseload[een] for een in nummers]),
            dienst=np.array([diensten[waar[een]] for een in nummers]),
            iedereen=np.array(sorted({een for lijst in caseload.values() for een in lijst})),
            adviseurs=np.array(adviseurs),
            te_bemiddelen=ServiceRow.van([van_regio[waar[pk][1]] for pk in adviseurs]),
        )


def ordinary_use(wie: Staffing, dagen: Array, kans: np.random.Generator) -> list[LogLines]:
    """The lines of everybody; `dagen` are the midnights of the working days."""
    ziek = _ziek(len(wie.klantmanagers), len(dagen), kans)
    er = _aanwezig(len(wie.klantmanagers), len(dagen), kans) & ~ziek
    return [
        *_eigen_klanten(wie, er, dagen, kans),
        *_eigen_lijst(wie, er, dagen, kans),
        *_gezocht(wie, er, dagen, kans),
        *_waarneming(wie, ziek, er, dagen, kans),
        *_adviseurs(wie, dagen, kans),
    ]


def _aanwezig(mensen: int, dagen: int, kans: np.random.Generator) -> Array:
    """Everybody has the same days off every week."""
    vrij = 5 - kans.choice(DAGEN_PER_WEEK, mensen)
    rang = kans.random((mensen, 5)).argsort(axis=1)
    werkt: Array = rang >= vrij[:, None]
    return werkt[:, np.arange(dagen) % 5]


def _ziek(mensen: int, dagen: int, kans: np.random.Generator) -> Array:
    begin = kans.integers(0, dagen, mensen)
    einde = begin + kans.integers(*ZIEKTEDAGEN, mensen)
    dag = np.arange(dagen)
    ziek: Array = (dag >= begin[:, None]) & (dag < einde[:, None])
    return ziek & (kans.random(mensen) < DEEL_ZIEK)[:, None]


def _keren(er: Array, gemiddeld: float, kans: np.random.Generator) -> tuple[Array, Array]:
    """The people and days of a table of counts, each as often as its count."""
    mens, dag = np.nonzero(er)
    aantal = kans.poisson(gemiddeld, len(mens))
    return np.repeat(mens, aantal), np.repeat(dag, aantal)


def _overdag(dag: Array, kans: np.random.Generator) -> Array:
    moment: Array = dag + kans.integers(7 * 3600 * SECOND, 16 * 3600 * SECOND, len(dag))
    return moment


def _eigen_klanten(
    wie: Staffing, er: Array, dagen: Array, kans: np.random.Generator
) -> Iterator[LogLines]:
    """Now and then a wrong number, or noodtoegang for a stranger."""
    mens, dag = _keren(er, BEZOEKEN_PER_DAG, kans)
    n = len(mens)
    lot = kans.random(n)
    soort = np.where(kans.random(n) < DEEL_WIJZIGT, WIJZIGEN, INZIEN)
    soort = np.where(lot < DEEL_GEWEIGERD + DEEL_NOODTOEGANG, NOODTOEGANG, soort)
    soort = np.where(lot < DEEL_GEWEIGERD, GEWEIGERD, soort)
    eigen = wie.caseload.kies(mens, kans.integers(2**31, size=n))
    vreemd = kans.choice(wie.iedereen, n)
    persoon = np.where((soort == GEWEIGERD) | (soort == NOODTOEGANG), vreemd, eigen)
    yield LogLines(_overdag(dagen[dag], kans), wie.klantmanagers[mens], persoon, soort)


def _eigen_lijst(
    wie: Staffing, er: Array, dagen: Array, kans: np.random.Generator
) -> Iterator[LogLines]:
    """A page of it, or all of it: one line for everybody on the page, at one moment."""
    mens, dag = np.nonzero(er & (kans.random(er.shape) < DEEL_LIJST))
    heel = kans.random(len(mens)) < DEEL_HELE_LIJST / DEEL_LIJST
    lang = wie.caseload.aantal[mens]
    aantal = np.where(heel, lang, np.minimum(lang, BLADZIJDE))
    eerste = (kans.random(len(mens)) * (lang - aantal + 1)).astype(np.int64)
    bij = np.repeat(np.arange(len(mens)), aantal)
    plek = np.arange(len(bij)) - np.repeat(np.cumsum(aantal) - aantal, aantal)
    moment = _overdag(dagen[dag], kans)[bij] + plek
    persoon = wie.caseload.kies(mens[bij], eerste[bij] + plek)
    yield LogLines(moment, wie.klantmanagers[mens[bij]], persoon, np.full(len(bij), LIJST))


def _gezocht(
    wie: Staffing, er: Array, dagen: Array, kans: np.random.Generator
) -> Iterator[LogLines]:
    """Searches whether a person is here already: mostly with a colleague, sometimes elsewhere."""
    mens, dag = _keren(er, ZOEKVRAGEN_PER_DAG, kans)
    collega = _collega(wie.dienst, mens, kans)
    hier = wie.caseload.kies(collega, kans.integers(2**31, size=len(mens)))
    elders = kans.choice(wie.iedereen, len(mens))
    persoon = np.where(kans.random(len(mens)) < DEEL_VREEMD_GEVONDEN, elders, hier)
    moment = _overdag(dagen[dag], kans)
    yield LogLines(moment, wie.klantmanagers[mens], persoon, np.full(len(mens), GEZOCHT))


def _waarneming(
    wie: Staffing, ziek: Array, er: Array, dagen: Array, kans: np.random.Generator
) -> Iterator[LogLines]:
    """Looks of the colleague of the same dienst who replaces somebody, with noodtoegang."""
    mens, dag = _keren(ziek, WAARNEMINGEN_PER_DAG, kans)
    # The same colleague the whole time.
    collega = _collega(wie.dienst, np.arange(len(wie.dienst)), kans)[mens]
    kan = (collega != mens) & er[collega, dag]
    mens, dag, collega = mens[kan], dag[kan], collega[kan]
    persoon = wie.caseload.kies(mens, kans.integers(2**31, size=len(mens)))
    moment = _overdag(dagen[dag], kans)
    yield LogLines(moment, wie.klantmanagers[collega], persoon, np.full(len(mens), NOODTOEGANG))


def _collega(dienst: Array, mens: Array, kans: np.random.Generator) -> Array:
    """A colleague of the same dienst for each, or themselves if they work alone."""
    volgorde = np.argsort(dienst, kind="stable")
    aantal = np.bincount(dienst)
    begin = np.cumsum(aantal) - aantal
    bij = dienst[mens]
    keus = begin[bij] + (kans.random(len(mens)) * aantal[bij]).astype(np.int64)
    collega: Array = volgorde[keus]
    return collega


def _adviseurs(wie: Staffing, dagen: Array, kans: np.random.Generator) -> Iterator[LogLines]:
    """A ranking for a vacature is a list; some of it is opened."""
    if not len(wie.adviseurs):
        return
    er = _aanwezig(len(wie.adviseurs), len(dagen), kans)
    mens, dag = _keren(er, VACATURES_PER_DAG, kans)
    bij = np.repeat(np.arange(len(mens)), RANGLIJST)
    moment = _overdag(dagen[dag], kans)[bij] + np.arange(len(bij)) % RANGLIJST
    persoon = wie.te_bemiddelen.kies(mens[bij], kans.integers(2**31, size=len(bij)))
    yield LogLines(moment, wie.adviseurs[mens[bij]], persoon, np.full(len(bij), RANG))
    mens, dag = _keren(er, GEOPEND_PER_DAG, kans)
    persoon = wie.te_bemiddelen.kies(mens, kans.integers(2**31, size=len(mens)))
    moment = _overdag(dagen[dag], kans)
    yield LogLines(moment, wie.adviseurs[mens], persoon, np.full(len(mens), BEMIDDELD))
