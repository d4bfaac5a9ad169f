"""Employers with a KvK number and accounts. All of it is assumed: see docs/simulatie.md."""

from dataclasses import dataclass

import numpy as np
from django.contrib.auth import get_user_model

from kandidatenverkenner.models import Werkgever, Werkgeversaccount
from simulatie.bulk.copy_writer import MISSING, as_bytes, copy_columns, integers, texts, timestamps
from simulatie.werkgevers.source import Array, Source


# The share with an account, of the employers that ever offered work by way of an adviser;
# and the intermediaries besides them.
DEEL_MET_ACCOUNT, INTERMEDIAIRS_PER_WERKGEVER = 0.35, 0.04
DEEL_WACHT_OP_CONTROLE = 0.02
COLLEGAS = 0.6  # on average, beside the first of an employer
# The Chamber of Commerce never gave out numbers from here on; the demonstration has 90000001.
EERSTE_KVK = 95_000_000
# Bytes of the id of an account: Django's ids are narrower than ours.
ACCOUNT = 4
HOUR = 3_600 * 1_000_000
DAY = 24 * HOUR


@dataclass(frozen=True, slots=True)
class EmployerAccounts:
    """Employers and their accounts; the id of an employer is its place + 1. In days from 1970."""

    bron: Array  # place of the employer in the source, MISSING for an intermediary
    regio: Array
    sinds: Array  # from when they may search; MISSING: nobody looked at them yet
    account: Array  # id of the account of somebody, and the place of the employer
    van: Array

    def iemand(self, werkgevers: Array, kans: np.random.Generator) -> Array:
        """The place (in `account`) of a colleague at each of these employers."""
        aantal = np.bincount(self.van, minlength=len(self.regio))
        begin = np.cumsum(aantal) - aantal
        keus: Array = begin[werkgevers] + (
            kans.random(len(werkgevers)) * aantal[werkgevers]
        ).astype(np.int64)
        return keus


def in_office_hours(dagen: Array, kans: np.random.Generator) -> Array:
    """A moment (microseconds since 1970, UTC) between nine and five on each of these days."""
    uitkomst: Array = dagen * DAY + kans.integers(8 * HOUR, 15 * HOUR, len(dagen))
    return uitkomst


def create_werkgevers(
    bron: Source, periode: tuple[int, int], kans: np.random.Generator
) -> tuple[EmployerAccounts, dict[str, int]]:
    """Write employers and their accounts; answer them, and the rows per table."""
    eerste, slot = periode
    gekozen = np.flatnonzero(kans.random(len(bron.namen)) < DEEL_MET_ACCOUNT)
    tussen = round(len(gekozen) * INTERMEDIAIRS_PER_WERKGEVER)
    wie = np.concatenate([gekozen, np.full(tussen, MISSING)])
    n = len(wie)
    regio = np.concatenate([bron.regio[gekozen], kans.integers(len(bron.regios), size=tussen)])
    sinds = kans.integers(eerste, slot - 30, n)
    wacht = kans.random(n) < DEEL_WACHT_OP_CONTROLE
    nieuw = np.where(wacht, MISSING, sinds)
    aantal = 1 + kans.poisson(COLLEGAS, n)
    van = np.repeat(np.arange(n), aantal)
    eerste_van = np.cumsum(aantal) - aantal
    rijen = {
        "werkgever": _werkgevers(bron, wie, regio, nieuw, kans),
        "account": len(van),
    }
    accounts = _accounts(van, np.arange(len(van)) - eerste_van[van])
    toegelaten = in_office_hours(np.where(wacht, slot - 5, sinds)[van], kans)
    rollen = np.where(np.isin(np.arange(len(van)), eerste_van), b"beheerder", b"gebruiker")
    rijen["werkgeversaccount"] = copy_columns(
        Werkgeversaccount,
        ("account", "werkgever", "rol", "toegelaten_op"),
        [
            [
                integers(accounts, ACCOUNT),
                integers(van + 1, 8),
                texts(rollen),
                timestamps(toegelaten),
            ]
        ],
    )
    return EmployerAccounts(wie, regio, nieuw, accounts, van), rijen


def _werkgevers(
    bron: Source, wie: Array, regio: Array, sinds: Array, kans: np.random.Generator
) -> int:
    n = len(wie)
    namen = [
        bron.namen[plaats] if plaats != MISSING else f"Bemiddelingsbureau {nummer}"
        for nummer, plaats in enumerate(wie.tolist(), start=1)
    ]
    nummers = (EERSTE_KVK + kans.permutation(n)).astype("S8")
    soort = np.where(wie == MISSING, b"intermediair", b"werkgever")
    gezien = np.where(sinds == MISSING, MISSING, in_office_hours(sinds, kans))
    return copy_columns(
        Werkgever,
        ("kvk_nummer", "naam", "soort", "regio", "gecontroleerd_op"),
        [
            [
                texts(nummers),
                texts(as_bytes(namen)),
                texts(soort),
                texts(as_bytes(bron.regios)[regio]),
                timestamps(gezien),
            ]
        ],
    )


def _accounts(van: Array, hoeveelste: Array) -> Array:
    """Make accounts that nobody can sign in with; answer their ids."""
    model = get_user_model()
    adressen = [
        f"contact{nummer + 1}@werkgever{werkgever + 1}.example.com"
        for werkgever, nummer in zip(van.tolist(), hoeveelste.tolist(), strict=True)
    ]
    gemaakt = model._default_manager.bulk_create(
        [model(username=adres, email=adres, password="!gesimuleerd") for adres in adressen],  # noqa: S106
        batch_size=5_000,
    )
    return np.array([account.pk for account in gemaakt], dtype=np.int64)
