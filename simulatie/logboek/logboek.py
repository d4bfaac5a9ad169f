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

from simulatie.land.verdeling import Array
from simulatie.logboek.gewoon_gebruik import (
    GEZOCHT,
    NOODTOEGANG,
    RANG,
    SECOND,
    SOORTEN,
    LogLines,
    Staffing,
    ordinary_use,
)
from sonar.models import Medewerker, Verwerking


WEEKS = 4
BEROEMD, KIJKERS = 3, 8
# How many are planted.
MISUSERS = BEROEMD * KIJKERS + 6
# Every kind of misuse that is planted: what it does, in people a day, days, and seconds between.
SNEL = (3_000, 1, 1)  # the one day of 2024
TRAAG = (400, 10, 11)  # the two weeks of 2019: one every eleven seconds, no alarm
SLUIPEND = (5, 7 * WEEKS, 3_000)  # nearly ordinary, under every limit of a day
NOOD = (2, 7 * WEEKS, 5_000)  # with a reason every time, for clients of no colleague
RANGLIJSTEN = (600, 3, 2)  # an adviser who makes rankings until the region has been seen


@dataclass(frozen=True, slots=True)
class LogTruth:
    """The truth about one medewerker: kind of misuse, first and last microsecond, lines."""

    medewerker: int
    soort: str
    eerste: int
    laatste: int
    regels: int


class LogNotEmptyError(Exception):
    """The log holds lines already; invented ones may not follow them."""


class TooFewMedewerkersError(Exception):
    """The simulated country is too small; the message is a Dutch sentence."""


@transaction.atomic
def simulate_log(tot: datetime.date, seed: int) -> list[LogTruth]:
    """Write four weeks that end the day before `tot`; answer what was planted.

    Needs a simulated country and the owner of the tables. Raises LogNotEmptyError and
    TooFewMedewerkersError.
    """
    if Verwerking.objects.exists():
        raise LogNotEmptyError("De verwerkingslog is niet leeg: er komt niets verzonnens bij.")
    kans = np.random.default_rng([seed, 3])
    begin = tot - datetime.timedelta(weeks=WEEKS)
    nul = datetime.datetime.combine(begin, datetime.time(), datetime.UTC)
    dagen = np.array(
        [
            round((nul + datetime.timedelta(days=dag)).timestamp()) * SECOND
            for dag in range(7 * WEEKS)
            if (begin + datetime.timedelta(days=dag)).weekday() < 5
        ]
    )
    wie = Staffing.lees(tot)
    if len(wie.klantmanagers) < MISUSERS:
        raise TooFewMedewerkersError(
            "Er zijn te weinig klantmanagers met klanten om er misbruik onder te verbergen. "
            "Simuleer het land met een grotere --schaal, of met --zonder-log."
        )
    gewoon = ordinary_use(wie, dagen, kans)
    geplant = list(_misbruik(wie, dagen, kans))
    _schrijf(LogLines.samen([*gewoon, *(regels for _, regels in geplant)]))
    return [
        LogTruth(
            int(regels.wie[0]),
            soort,
            int(regels.moment.min()),
            int(regels.moment.max()),
            len(regels.wie),
        )
        for soort, regels in geplant
    ]


def _misbruik(
    wie: Staffing, dagen: Array, kans: np.random.Generator
) -> Iterator[tuple[str, LogLines]]:
    """The lines of each misuser, by kind."""
    daders = iter(kans.permutation(wie.klantmanagers).tolist())
    beroemd = kans.choice(wie.iedereen, BEROEMD, replace=False)
    for persoon in beroemd:
        # Somebody is in the news, and colleagues in the whole country are curious.
        dag = kans.choice(dagen)
        for _ in range(KIJKERS):
            moment = dag + kans.integers(8 * 3600, 15 * 3600, 1) * SECOND
            yield "bekend-persoon", _regels(next(daders), moment, np.array([persoon]), GEZOCHT)
    for soort, tempo, wat in (
        ("schrapen-snel", SNEL, GEZOCHT),
        ("schrapen-traag", TRAAG, GEZOCHT),
        ("sluipend", SLUIPEND, GEZOCHT),
        ("noodtoegang-elders", NOOD, NOODTOEGANG),
    ):
        yield soort, _schraap((next(daders), wat), wie.iedereen, tempo, dagen, kans)
    # Somebody keeps an eye on one ex-partner, and asks nobody: three looks in four weeks.
    moment = dagen[:: len(dagen) // 2] + 12 * 3600 * SECOND
    persoon = np.full(len(moment), kans.choice(wie.iedereen))
    yield "een-bekende", _regels(next(daders), moment, persoon, GEZOCHT)
    if len(wie.adviseurs):
        plek = int(wie.te_bemiddelen.aantal.argmax())  # where there is most to see
        begin, aantal = wie.te_bemiddelen.begin[plek], wie.te_bemiddelen.aantal[plek]
        regio = wie.te_bemiddelen.ids[begin : begin + aantal]
        dader = (int(wie.adviseurs[plek]), RANG)
        yield "ranglijsten", _schraap(dader, regio, RANGLIJSTEN, dagen, kans)


def _schraap(
    dader: tuple[int, int],
    iedereen: Array,
    tempo: tuple[int, int, int],
    dagen: Array,
    kans: np.random.Generator,
) -> LogLines:
    per_dag, hoeveel, tussen = tempo
    momenten, personen = [], []
    for dag in dagen[-hoeveel:]:
        wie = kans.permutation(iedereen)[:per_dag]
        personen.append(wie)
        momenten.append(dag + (8 * 3600 + np.arange(len(wie)) * tussen) * SECOND)
    return _regels(dader[0], np.concatenate(momenten), np.concatenate(personen), dader[1])


def _regels(wie: int, moment: Array, persoon: Array, soort: int) -> LogLines:
    return LogLines(moment, np.full(len(moment), wie), persoon, np.full(len(moment), soort))


def _schrijf(regels: LogLines) -> None:
    """Write the lines with the seals of the trigger, which is off until the last line is there."""
    tabel = Verwerking._meta.db_table
    zegel = b""
    nul = datetime.datetime.fromtimestamp(0, datetime.UTC)
    plaats = {
        wie: (rol, organisatie)
        for wie, rol, organisatie in Medewerker.objects.values_list("pk", "rol", "organisatie")
    }
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {tabel} DISABLE TRIGGER verzegel")
        with cursor.copy(
            f"COPY {tabel} (id, tijdstip, medewerker_id, persoon, handeling, grond, "
            "rol, organisatie_id, zegel) FROM STDIN (FORMAT BINARY)"
        ) as copy:
            woord, getal = "varchar", "int8"
            copy.set_types(
                [getal, "timestamptz", getal, getal, woord, woord, woord, getal, "bytea"]
            )
            kolommen = (regels.moment, regels.wie, regels.persoon, regels.soort)
            rijen = zip(*(kolom.tolist() for kolom in kolommen), strict=True)
            for nummer, (moment, wie, persoon, soort) in enumerate(rijen, start=1):
                handeling, grond = SOORTEN[soort]
                tijdstip = nul + datetime.timedelta(microseconds=moment)
                wanneer = tijdstip.isoformat(timespec="microseconds")[:26]
                inhoud = (wie, persoon, handeling, grond, *plaats[wie])
                tekst = "|".join(map(str, (nummer, wanneer, *inhoud)))
                zegel = sha256(zegel + tekst.encode()).digest()
                copy.write_row((nummer, tijdstip, *inhoud, zegel))
        # Check now, and not at the end, that every colleague exists.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(f"ALTER TABLE {tabel} ENABLE TRIGGER verzegel")
        cursor.execute(f"ANALYZE {tabel}")
