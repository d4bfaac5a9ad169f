"""Contact requests of employers and their answers. No source has published figures of this.

For some of the people put forward, the employer had asked: an adviser then brought both together
on the day that the client said yes. Other requests came to nothing, or wait for an answer.
"""

import datetime
from dataclasses import dataclass, replace

import numpy as np

from kandidatenverkenner.models import Contactverzoek
from kandidatenverkenner.verzoeken.termijn import is_werkdag, uiterlijk
from simulatie.bulk.copy_writer import (
    MISSING,
    CopyColumn,
    as_bytes,
    copy_columns,
    dates,
    integers,
    texts,
    timestamps,
)
from simulatie.werkgevers.source import Array, Source
from simulatie.werkgevers.werkgevers import ACCOUNT, DAY, HOUR, EmployerAccounts, in_office_hours


# The share of voordrachten that began with a request of an employer with an account. It gives
# about a hundred placements in two years, of which Trouw wrote in 2019.
DEEL_OP_VERZOEK = 0.1
# For each of those so many came to nothing, and so many were about a search without result.
VERGEEFS, OVER_EEN_ZOEKVRAAG = 4.0, 0.5
OPEN_PER_WERKGEVER = 0.12
DEEL_OP_TIJD = 0.85
STANDEN = (
    "ingediend",
    "in-behandeling",
    "contact",
    "wil-niet",
    "past-niet",
    "niet-bereikt",
    "niet-beschikbaar",
)
INGEDIEND, IN_BEHANDELING, CONTACT = range(3)
# How often each of the other answers.
WAAROM_NIET = (0.3, 0.27, 0.18, 0.25)
BERICHTEN = (
    "",
    "Wij maken graag kennis met deze kandidaat.",
    "Het werk kan in overleg worden ingericht.",
    "Proefplaatsing is mogelijk.",
    "Er is een vaste begeleider op de werkvloer.",
)
ZOEKVRAAG = "in deze regio; soort werk: nog niemand gevonden"


@dataclass(frozen=True, slots=True)
class Verzoeken:
    """Requests as arrays; `kandidaat` is (n, 16) bytes and counts where `over` is true."""

    werkgever: Array
    kandidaat: Array
    over: Array
    regio: Array
    titel: Array
    dag: Array
    stand: Array
    antwoord: Array  # the day of the answer, or MISSING

    def waar(self, masker: Array) -> "Verzoeken":
        """Some of them, or all of them in another order."""
        return Verzoeken(*(getattr(self, naam)[masker] for naam in Verzoeken.__slots__))

    def __len__(self) -> int:
        """How many."""
        return len(self.dag)


class WorkingDays:
    """The working days around a period, to count with at once."""

    def __init__(self, eerste: int, slot: int) -> None:
        nul = datetime.date(1970, 1, 1)
        dagen = [
            dag
            for dag in range(eerste - 60, slot + 30)
            if is_werkdag(nul + datetime.timedelta(days=dag))
        ]
        self._dagen = np.array(dagen)
        self._uiterlijk = np.array(
            [(uiterlijk(nul + datetime.timedelta(days=dag)) - nul).days for dag in dagen]
        )

    def na(self, dagen: Array, hoeveel: Array) -> Array:
        """So many working days later (or earlier); 0 is the day itself, or the one before it."""
        plaats = np.searchsorted(self._dagen, dagen, "right") - 1
        uitkomst: Array = self._dagen[np.clip(plaats + hoeveel, 0, len(self._dagen) - 1)]
        return uitkomst

    def uiterlijk(self, dagen: Array) -> Array:
        """The last day for an answer to what was asked on these working days."""
        uitkomst: Array = self._uiterlijk[np.searchsorted(self._dagen, dagen)]
        return uitkomst


def write_verzoeken(
    bron: Source, er: EmployerAccounts, periode: tuple[int, int], kans: np.random.Generator
) -> tuple[Verzoeken, int]:
    """Write the requests; answer them with how many there are."""
    werkdagen = WorkingDays(*periode)
    gelukt = _gelukt(bron, er, werkdagen, kans)
    n = len(gelukt)
    delen = [
        gelukt,
        _beantwoord(bron, er, (round(VERGEEFS * n), periode), werkdagen, kans),
        _zonder_kandidaat(bron, er, (round(OVER_EEN_ZOEKVRAAG * n), periode), werkdagen, kans),
        _open(bron, er, periode[1], werkdagen, kans),
    ]
    alle = Verzoeken(
        *(np.concatenate([getattr(deel, naam) for deel in delen]) for naam in Verzoeken.__slots__)
    )
    alle = alle.waar(_een_tegelijk(alle))
    alle = alle.waar(np.argsort(alle.dag, kind="stable"))
    return alle, _write(alle, bron, er, werkdagen, kans)


def _gelukt(
    bron: Source, er: EmployerAccounts, werkdagen: WorkingDays, kans: np.random.Generator
) -> Verzoeken:
    """Requests some working days before the client agreed to be put forward."""
    voor = bron.voorgedragen
    plaats = np.full(len(bron.namen), MISSING)
    met = er.bron != MISSING
    plaats[er.bron[met]] = np.flatnonzero(met)
    wie = plaats[voor.werkgever]
    wacht = np.where(
        kans.random(len(wie)) < DEEL_OP_TIJD,
        kans.integers(0, 3, len(wie)),
        kans.integers(3, 7, len(wie)),
    )
    antwoord = werkdagen.na(voor.akkoord, np.zeros(len(wie), dtype=np.int64))
    dag = werkdagen.na(antwoord, -wacht)
    sinds = er.sinds[np.maximum(wie, 0)]
    kan = (wie != MISSING) & (sinds != MISSING) & (dag > sinds)
    kan &= kans.random(len(wie)) < DEEL_OP_VERZOEK
    n = int(kan.sum())
    return Verzoeken(
        wie[kan],
        voor.kandidaat[kan],
        np.ones(n, dtype=np.bool_),
        voor.regio[kan],
        voor.titel[kan],
        dag[kan],
        np.full(n, CONTACT),
        antwoord[kan],
    )


def _gevraagd(
    bron: Source, wie: Array, er: EmployerAccounts, dag: Array, kans: np.random.Generator
) -> Verzoeken:
    """Requests for somebody of their region who was visible on the day; not answered yet."""
    regio = er.regio[wie]
    kandidaat = bron.kandidaten.zoek(regio, dag, kans)
    kan = (kandidaat != MISSING) & (er.sinds[wie] != MISSING) & (dag > er.sinds[wie])
    titel = kans.integers(max(len(bron.titels), 1), size=len(wie))
    return Verzoeken(
        wie[kan],
        bron.kandidaten.nummer[kandidaat[kan]],
        np.ones(int(kan.sum()), dtype=np.bool_),
        regio[kan],
        titel[kan],
        dag[kan],
        np.full(int(kan.sum()), INGEDIEND),
        np.full(int(kan.sum()), MISSING),
    )


def _beantwoord(
    bron: Source,
    er: EmployerAccounts,
    hoeveel: tuple[int, tuple[int, int]],
    werkdagen: WorkingDays,
    kans: np.random.Generator,
) -> Verzoeken:
    """Requests answered in a period without a meeting; mostly within two working days."""
    n, (eerste, slot) = hoeveel
    if not len(er.regio):
        n = 0
    wie = kans.integers(max(len(er.regio), 1), size=n)
    dag = werkdagen.na(kans.integers(eerste, slot - 12, n), np.zeros(n, dtype=np.int64))
    gevraagd = _gevraagd(bron, wie, er, dag, kans)
    n = len(gevraagd)
    laat = kans.random(n) >= DEEL_OP_TIJD
    wacht = np.where(laat, kans.integers(3, 7, n), kans.integers(0, 3, n))
    stand = CONTACT + 1 + kans.choice(len(WAAROM_NIET), n, p=WAAROM_NIET)
    return replace(gevraagd, stand=stand, antwoord=werkdagen.na(gevraagd.dag, wacht))


def _zonder_kandidaat(
    bron: Source,
    er: EmployerAccounts,
    hoeveel: tuple[int, tuple[int, int]],
    werkdagen: WorkingDays,
    kans: np.random.Generator,
) -> Verzoeken:
    """Requests about a search that found nobody; half of them end well."""
    verzoeken = _beantwoord(bron, er, hoeveel, werkdagen, kans)
    n = len(verzoeken)
    stand = np.where(kans.random(n) < 0.5, CONTACT, STANDEN.index("niet-beschikbaar"))
    return replace(
        verzoeken,
        kandidaat=np.zeros_like(verzoeken.kandidaat),
        over=np.zeros(n, dtype=np.bool_),
        stand=stand,
    )


def _open(
    bron: Source, er: EmployerAccounts, slot: int, werkdagen: WorkingDays, kans: np.random.Generator
) -> Verzoeken:
    """Requests of the last days: waiting or in hand, some of them too long."""
    n = round(OPEN_PER_WERKGEVER * len(er.regio))
    wie = kans.integers(max(len(er.regio), 1), size=n)
    terug = -kans.choice(np.arange(6), n, p=(0.4, 0.3, 0.15, 0.08, 0.04, 0.03))
    gevraagd = _gevraagd(bron, wie, er, werkdagen.na(np.full(n, slot), terug), kans)
    in_hand = kans.random(len(gevraagd)) < 0.4
    stand = np.where(in_hand, IN_BEHANDELING, INGEDIEND)
    return replace(gevraagd, stand=stand)


def _een_tegelijk(alle: Verzoeken) -> Array:
    """The first of each: nobody asks for the same candidate and work twice."""
    sleutel = np.column_stack(
        [alle.werkgever, alle.titel, alle.kandidaat.copy().view(np.int64).reshape(-1, 2)]
    )
    _, eerste = np.unique(sleutel, axis=0, return_index=True)
    dubbel_mag = np.flatnonzero(~alle.over)
    return np.union1d(eerste, dubbel_mag)


def _write(
    alle: Verzoeken,
    bron: Source,
    er: EmployerAccounts,
    werkdagen: WorkingDays,
    kans: np.random.Generator,
) -> int:
    n = len(alle)
    wie = er.iemand(alle.werkgever, kans)
    gevraagd = in_office_hours(alle.dag, kans)
    # An answer on the same day comes after the question.
    antwoord = alle.antwoord * DAY + 15 * HOUR + kans.integers(0, HOUR, n)
    regios = as_bytes(bron.regios)[alle.regio]
    vraag = np.where(alle.over, b"", as_bytes([ZOEKVRAAG]))
    return copy_columns(
        Contactverzoek,
        (
            "werkgever",
            "account",
            "kandidaat",
            "zoekvraag",
            "regio",
            "vacature",
            "bericht",
            "ingediend_op",
            "uiterlijk_op",
            "stand",
            "beantwoord_op",
        ),
        [
            [
                integers(alle.werkgever + 1, 8),
                integers(er.account[wie], ACCOUNT),
                CopyColumn(alle.kandidaat, np.where(alle.over, 16, -1).astype(np.int32)),
                texts(vraag),
                texts(regios),
                texts(as_bytes(bron.titels)[alle.titel]),
                texts(as_bytes(BERICHTEN)[kans.integers(len(BERICHTEN), size=n)]),
                timestamps(gevraagd),
                dates(werkdagen.uiterlijk(alle.dag)),
                texts(as_bytes(STANDEN)[alle.stand]),
                timestamps(np.where(alle.antwoord == MISSING, MISSING, antwoord)),
            ]
        ],
    )
