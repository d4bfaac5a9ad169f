"""A verwerkingslog of four weeks: ordinary use, with misuse planted in it, and the truth beside it.

The lines are sealed as the trigger seals them, so that the chain verifies; only the owner of the
table can put lines in the past, and only into an empty log.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
from django.db import connection, transaction

from sonar.models import Inschrijving, Verwerking


WEKEN = 4
BEZOEKEN_PER_DAG = 9
SECONDE = 1_000_000  # the log counts microseconds
BEROEMD, KIJKERS = 3, 8
# Every kind of misuse that is planted: what it does, in people a day, days, and seconds between.
SNEL = (3_000, 1, 1)  # the one day of 2024
TRAAG = (400, 10, 11)  # the two weeks of 2019: one every eleven seconds, no alarm
Regel = tuple[int, int, int, str, str]  # microseconds since 1970, medewerker, persoon, what, ground


@dataclass(frozen=True, slots=True)
class Waarheid:
    """Who misused what: medewerker, kind of misuse, first and last moment (microseconds), lines."""

    medewerker: int
    soort: str
    eerste: int
    laatste: int
    regels: int


class NietLeegLogError(Exception):
    """The log holds lines; invented ones do not go behind them."""


@transaction.atomic
def simuleer_log(tot: datetime.date, seed: int) -> list[Waarheid]:
    """Write four weeks that end the day before `tot`; answer what was planted.

    Needs a simulated country and the owner of the tables. Raises NietLeegLogError.
    """
    if Verwerking.objects.exists():
        raise NietLeegLogError("De verwerkingslog is niet leeg: er komt niets verzonnens bij.")
    kans = np.random.default_rng(seed)
    begin = tot - datetime.timedelta(weeks=WEKEN)
    nul = datetime.datetime.combine(begin, datetime.time(), datetime.UTC)
    caseload: dict[int, list[int]] = {}
    for wie, persoon in (
        Inschrijving.objects.geldig_op(tot)
        .filter(klantmanager__isnull=False)
        .order_by("pk")
        .values_list("klantmanager", "werkzoekende")
    ):
        caseload.setdefault(wie, []).append(persoon)
    dagen = [
        round((nul + datetime.timedelta(days=dag)).timestamp()) * SECONDE
        for dag in range(7 * WEKEN)
        if (begin + datetime.timedelta(days=dag)).weekday() < 5
    ]
    gewoon = list(_gewoon(caseload, dagen, kans))
    geplant = list(_misbruik(caseload, dagen, kans))
    _schrijf(sorted([*gewoon, *(regel for _, regels in geplant for regel in regels)]))
    return [
        Waarheid(regels[0][1], soort, min(regels)[0], max(regels)[0], len(regels))
        for soort, regels in geplant
    ]


def _gewoon(
    caseload: dict[int, list[int]], dagen: list[int], kans: np.random.Generator
) -> Iterator[Regel]:
    """Own clients in office hours; now and then a wrong number, or noodtoegang for a stranger."""
    iedereen = np.array(sorted({persoon for klanten in caseload.values() for persoon in klanten}))
    for wie, klanten in caseload.items():
        for dag in dagen:
            aantal = int(kans.poisson(BEZOEKEN_PER_DAG))
            momenten = dag + kans.integers(7 * 3600 * SECONDE, 16 * 3600 * SECONDE, aantal)
            lot = kans.random(aantal)
            eigen = kans.choice(klanten, aantal)
            vreemd = kans.choice(iedereen, aantal)
            for nummer in range(aantal):
                moment = int(momenten[nummer])
                if lot[nummer] < 0.004:
                    yield moment, wie, int(vreemd[nummer]), "geweigerd", "geen"
                elif lot[nummer] < 0.008:
                    yield moment, wie, int(vreemd[nummer]), "inzien", "noodtoegang"
                else:
                    wat = "wijzigen" if lot[nummer] > 0.8 else "inzien"
                    yield moment, wie, int(eigen[nummer]), wat, "eigen-klant"


def _misbruik(
    caseload: dict[int, list[int]], dagen: list[int], kans: np.random.Generator
) -> Iterator[tuple[str, list[Regel]]]:
    """By kind: what each of the misusers did."""
    medewerkers = np.array(sorted(caseload))
    daders = iter(kans.permutation(medewerkers).tolist())
    iedereen = np.array(sorted({persoon for klanten in caseload.values() for persoon in klanten}))
    beroemd = kans.choice(iedereen, BEROEMD, replace=False).tolist()
    for persoon in beroemd:
        # Somebody is in the news, and colleagues in the whole country are curious.
        dag = int(kans.choice(dagen))
        for _ in range(KIJKERS):
            moment = dag + int(kans.integers(8 * 3600, 15 * 3600)) * SECONDE
            yield "bekend-persoon", [(moment, next(daders), persoon, "gezocht", "zoekvraag")]
    for soort, (per_dag, hoeveel, tussen) in {"snel": SNEL, "traag": TRAAG}.items():
        yield (
            f"schrapen-{soort}",
            _schraap(next(daders), iedereen, (per_dag, tussen), dagen[-hoeveel:], kans),
        )
    # Nearly ordinary: five strangers a day, under every limit of a day.
    yield "sluipend", _schraap(next(daders), iedereen, (5, 3_000), dagen, kans)
    # Somebody keeps an eye on one ex-partner, and asks nobody: three looks in four weeks.
    wie, persoon = next(daders), int(kans.choice(iedereen))
    yield (
        "een-bekende",
        [
            (dag + 12 * 3600 * SECONDE, wie, persoon, "gezocht", "zoekvraag")
            for dag in dagen[:: len(dagen) // 2]
        ],
    )


def _schraap(
    wie: int,
    iedereen: "np.typing.NDArray[np.int64]",
    tempo: tuple[int, int],
    dagen: list[int],
    kans: np.random.Generator,
) -> list[Regel]:
    per_dag, tussen = tempo
    regels: list[Regel] = []
    for dag in dagen:
        for nummer, persoon in enumerate(kans.permutation(iedereen)[:per_dag].tolist()):
            moment = dag + (8 * 3600 + nummer * tussen) * SECONDE
            regels.append((moment, wie, persoon, "gezocht", "zoekvraag"))
    return regels


def _schrijf(regels: list[Regel]) -> None:
    """With the seals of the trigger, that is asleep until the last line is there."""
    tabel = Verwerking._meta.db_table
    zegel = b""
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {tabel} DISABLE TRIGGER verzegel")
        with cursor.copy(
            f"COPY {tabel} (id, tijdstip, medewerker_id, persoon, handeling, grond, zegel) "
            "FROM STDIN"
        ) as copy:
            for nummer, (moment, wie, persoon, handeling, grond) in enumerate(regels, start=1):
                tijdstip = datetime.datetime.fromtimestamp(0, datetime.UTC) + datetime.timedelta(
                    microseconds=moment
                )
                tekst = (
                    f"{nummer}|{tijdstip:%Y-%m-%dT%H:%M:%S.%f}|{wie}|{persoon}|{handeling}|{grond}"
                )
                zegel = sha256(zegel + tekst.encode()).digest()
                copy.write_row([nummer, tijdstip, wie, persoon, handeling, grond, zegel])
        # Whether every colleague exists, is asked now and not at the end.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(f"ALTER TABLE {tabel} ENABLE TRIGGER verzegel")
        cursor.execute(f"ANALYZE {tabel}")
