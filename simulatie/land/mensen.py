"""Names, numbers, addresses and dates of birth for everybody at once. Faker fills pools only."""

import random
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from simulatie.bulk.copy_writer import (
    MISSING,
    CopyColumn,
    as_bytes,
    booleans,
    chunks,
    dates,
    fixed_width,
    integers,
    texts,
)
from simulatie.land.levens import GRONDSLAG, Levens
from simulatie.land.verdeling import Array
from simulatie.regio.personen import (
    LEEFTIJDEN,
    MAN,
    ONBEKEND,
    OUDSTE,
    POSTCODELETTERS,
    UNUSED_PAIRS,
    VROUW,
    NamePools,
    email_spelling,
    name_pools,
)
from sonar.bsn import versleutel, zoeksleutel


WEIGHTS = np.array([9, 8, 7, 6, 5, 4, 3, 2])
MAX_BSN = 9_000_000
BLOCK = 200_000


class TooManyPeopleError(Exception):
    """More people are asked for than there are test numbers."""


def bsns(aantal: int, kans: np.random.Generator) -> Array:
    """Different numbers that pass the elfproef, as (aantal, 9) digits in ASCII.

    Those that begin with a 9 are for tests. Raises TooManyPeopleError.
    """
    if aantal > MAX_BSN:
        raise TooManyPeopleError(
            f"Voor {aantal} mensen zijn er niet genoeg testnummers. Kies een kleinere --schaal."
        )
    # A step that shares no factor with 10 million visits every number once.
    stap, begin = 7_000_003 + 20 * int(kans.integers(10_000)), int(kans.integers(10_000_000))
    tellers = (begin + stap * np.arange(aantal * 11 // 10 + 1_000)) % 10_000_000
    acht = 90_000_000 + tellers
    cijfers = acht[:, None] // 10 ** np.arange(7, -1, -1) % 10
    rest = (cijfers * WEIGHTS).sum(axis=1) % 11
    goed = rest < 10
    uitkomst = np.column_stack([cijfers[goed], rest[goed]])[:aantal]
    return (uitkomst + ord("0")).astype(np.uint8)


def zoeksleutels(nummers: Array) -> Array:
    """The fingerprints of BSNs, as (aantal, 16) bytes."""
    sleutels = b"".join(zoeksleutel(bytes(rij).decode()).bytes for rij in nummers)
    return np.frombuffer(sleutels, dtype=np.uint8).reshape(-1, 16)


def _versleuteld(nummers: Array) -> Array:
    kluis = b"".join(versleutel(bytes(rij).decode()) for rij in nummers)
    return np.frombuffer(kluis, dtype=np.uint8).reshape(len(nummers), -1)


def geboortedagen(leven: Levens, slot: int, kans: np.random.Generator) -> Array:
    """Days of birth that fit the grondslag of each person."""
    eerste = np.where(leven.begin == MISSING, leven.van, leven.begin)
    eerste = np.where(leven.bekend, np.minimum(eerste, leven.van), eerste)
    dagen = np.zeros(len(eerste), dtype=np.int64)
    lot = kans.random(len(eerste))
    for nummer, naam in [*enumerate(GRONDSLAG), (-1, None)]:
        nooit = leven.begin == MISSING
        masker = nooit if naam is None else (leven.grondslag == nummer) & ~nooit
        jongste, oudste, laatste_jaar = LEEFTIJDEN[naam]
        vroegst = np.maximum(eerste - int((oudste + 1) * 365.25), slot - int(OUDSTE * 365.25))
        laatst = eerste - int(jongste * 365.25) - 2
        if laatste_jaar:
            laatst = np.minimum(laatst, int((laatste_jaar + 1 - 1970) * 365.25) - 1)
        vroegst = np.minimum(vroegst, laatst)
        dagen = np.where(masker, vroegst + (lot * (laatst - vroegst + 1)).astype(np.int64), dagen)
    return dagen


class Adressen:
    """Postcodes of gemeenten, by their number; a gemeente without any borrows `anders`."""

    def __init__(
        self, plaatsen: Sequence[str], postcodes: Mapping[int, Sequence[int]], anders: int
    ) -> None:
        self.plaatsen = as_bytes(plaatsen)
        lijsten = [postcodes.get(nummer) or [anders] for nummer in range(len(plaatsen))]
        self._begin = np.cumsum([0, *map(len, lijsten)])[:-1]
        self._aantal = np.array([len(lijst) for lijst in lijsten])
        self._cijfers = np.concatenate([np.array(lijst) for lijst in lijsten])
        paren = [
            a + b for a in POSTCODELETTERS for b in POSTCODELETTERS if a + b not in UNUSED_PAIRS
        ]
        self._letters = as_bytes(paren)

    def trek(self, gemeente: Array, kans: np.random.Generator) -> Array:
        """A postcode in each of these gemeenten."""
        plek = (kans.random(len(gemeente)) * self._aantal[gemeente]).astype(np.int64)
        cijfers = self._cijfers[self._begin[gemeente] + plek].astype("S4")
        letters = self._letters[kans.integers(len(self._letters), size=len(gemeente))]
        return np.char.add(cijfers, letters)


def columns(
    mensen: tuple[Array, Array, Array],
    adressen: Adressen,
    kans: np.random.Generator,
) -> Iterator[list[CopyColumn]]:
    """Blocks of the columns of Werkzoekende after `id`, in the order of `inboeken.TABLES`.

    `mensen` is per person the BSN, the day of birth and the gemeente of the address.
    """
    bron = name_pools(random.Random(int(kans.integers(2**32))))
    for stuk in chunks(len(mensen[0]), BLOCK):
        yield _block((mensen[0][stuk], mensen[1][stuk], mensen[2][stuk]), adressen, bron, kans)


def _block(
    mensen: tuple[Array, Array, Array],
    adressen: Adressen,
    bron: NamePools,
    kans: np.random.Generator,
) -> list[CopyColumn]:
    bsn, geboren, gemeente = mensen
    n = len(bsn)
    man = kans.random(n) < 0.57
    voornaam, eerste = _voornamen(man, bron, kans)
    achter = kans.integers(len(bron.achternamen), size=n)
    geslacht = np.where(man, MAN.encode(), VROUW.encode())
    geslacht[kans.random(n) >= 0.99] = ONBEKEND.encode()
    toevoeging = as_bytes(["A", "B", "C", "bis", "2"])[kans.integers(5, size=n)]
    toevoeging[kans.random(n) >= 0.08] = b""
    # Mobile numbers begin with 061 to 065 or 068, so 060 reaches nobody.
    telefoon = np.char.mod("060%07d", kans.integers(10_000_000, size=n)).astype(np.bytes_)
    telefoon[kans.random(n) >= 0.95] = b""
    return [
        fixed_width(_versleuteld(bsn)),
        fixed_width(zoeksleutels(bsn)),
        texts(voornaam),
        texts(as_bytes([voor for voor, _ in bron.achternamen])[achter]),
        texts(as_bytes([naam for _, naam in bron.achternamen])[achter]),
        dates(geboren),
        texts(geslacht),
        texts(as_bytes(bron.straten)[kans.integers(len(bron.straten), size=n)]),
        integers(kans.triangular(1, 20, 260, n).astype(np.int64), 4),
        texts(toevoeging),
        texts(adressen.trek(gemeente, kans)),
        texts(adressen.plaatsen[gemeente]),
        texts(telefoon),
        texts(
            _email(
                eerste,
                as_bytes([email_spelling(naam) for _, naam in bron.achternamen])[achter],
                kans,
            )
        ),
        booleans(np.zeros(n, dtype=np.bool_)),
    ]


def _voornamen(man: Array, bron: NamePools, kans: np.random.Generator) -> tuple[Array, Array]:
    """All first names, and the first one as an e-mail address writes it."""
    n = len(man)
    breedte = max(len(naam.encode()) for pool in bron.voornamen.values() for naam in pool)
    alle, eerste = np.zeros(n, f"S{2 * breedte + 1}"), np.zeros(n, f"S{breedte}")
    for sekse, masker in ((MAN, man), (VROUW, ~man)):
        pool = as_bytes(bron.voornamen[sekse])
        kort = as_bytes([email_spelling(naam) for naam in bron.voornamen[sekse]])
        hoeveel = int(masker.sum())
        een = kans.integers(len(pool), size=hoeveel)
        twee = (een + kans.integers(1, len(pool), size=hoeveel)) % len(pool)
        tweede = np.char.add(b" ", pool[twee])
        tweede[kans.random(hoeveel) >= 0.3] = b""
        alle[masker] = np.char.add(pool[een], tweede)
        eerste[masker] = kort[een]
    return alle, eerste


def _email(voornaam: Array, achternaam: Array, kans: np.random.Generator) -> Array:
    n = len(voornaam)
    nummer = kans.integers(1, 1_000, size=n).astype(np.bytes_)
    bij = np.where(kans.random(n) < 0.5, b"@example.com", b"@example.org")
    naam = np.char.add(np.char.add(voornaam, b"."), np.char.add(achternaam, nummer))
    adres = np.char.add(naam, bij)
    adres[kans.random(n) >= 0.88] = b""
    return adres
