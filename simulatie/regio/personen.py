"""Identity for people who do not exist: names, numbers, addresses and dates of birth.

Faker is asked once, for pools; everybody is then drawn from those.
"""

import datetime
import random
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from faker import Faker
from stdnum.nl import bsn as elfproef


# Letters that a Dutch postcode uses, and the pairs that it leaves out.
POSTCODELETTERS = "ABCDEGHJKLMNPRSTVWXZ"
UNUSED_PAIRS = {"SA", "SD", "SS"}
VOORVOEGSELS = {"de", "den", "der", "het", "in", "op", "te", "ten", "ter", "van", "von", "'t"}
MAN, VROUW, ONBEKEND = "1", "2", "0"
JAAR = datetime.timedelta(days=365.25)
OUDSTE = 66

# Age in years on the first day, from and to, and the last year of birth if the law has one:
# only people who were eighteen before 2015 could come under the Wajong, the Wsw or a WIW-baan.
LEEFTIJDEN: dict[str | None, tuple[int, int, int | None]] = {
    "participatiewet": (18, 60, None),
    "vso-pro": (16, 21, None),
    "wsw-indicatie": (20, 58, 1996),
    "wajong": (18, 45, 1996),
    "wiw-id-baan": (35, 60, 1980),
    "praktijkroute": (18, 55, None),
    "voorziening": (18, 40, None),
    None: (18, 62, None),
}


@dataclass(frozen=True, slots=True)
class Woongebied:
    """A gemeente as an address needs it."""

    naam: str
    postcodes: Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Persoon:
    """The columns of a Werkzoekende to be."""

    bsn: str
    voornamen: str
    voorvoegsel: str
    achternaam: str
    geboortedatum: datetime.date
    geslacht: str
    straat: str
    huisnummer: int
    toevoeging: str
    postcode: str
    plaats: str
    telefoon: str
    email: str


@dataclass(frozen=True, slots=True)
class NamePools:
    """Pools to draw from: first names per sex, voorvoegsel with surname, streets."""

    voornamen: Mapping[str, Sequence[str]]
    achternamen: Sequence[tuple[str, str]]
    straten: Sequence[str]


def name_pools(kans: random.Random) -> NamePools:
    """Ask Faker once."""
    faker = Faker("nl_NL", use_weighting=False)
    faker.seed_instance(kans.getrandbits(32))
    voornamen = {
        MAN: _pool(faker.first_name_male, 150),
        VROUW: _pool(faker.first_name_female, 150),
    }
    achternamen = [
        naam
        for naam in map(_split_voorvoegsel, _pool(faker.last_name, 600))
        if naam[1] and " " not in naam[1]  # no Beatrix van Bourgondië
    ]
    return NamePools(voornamen, achternamen, _pool(faker.street_name, 800))


def email_spelling(naam: str) -> str:
    """A name as e-mail addresses write it: small ASCII letters, digits and dots."""
    ascii_naam = unicodedata.normalize("NFKD", naam.lower()).encode("ascii", "ignore").decode()
    return "".join(teken for teken in ascii_naam if teken.isalnum() or teken == ".")


class Population:
    """Draws people, each with a BSN that nobody else has."""

    def __init__(
        self, gebieden: Mapping[str, Woongebied], peildatum: datetime.date, kans: random.Random
    ) -> None:
        self._gebieden = gebieden
        self._peildatum = peildatum
        self._kans = kans
        self._uitgegeven: set[str] = set()
        bron = name_pools(kans)
        self._voornamen, self._straten = bron.voornamen, bron.straten
        self._achternamen = bron.achternamen

    def bsn(self) -> str:
        """A number that passes the elfproef; numbers that begin with a 9 are for tests."""
        while True:
            acht = str(self._kans.randint(90_000_000, 99_999_999))
            rest = sum(int(cijfer) * (9 - plaats) for plaats, cijfer in enumerate(acht)) % 11
            nummer = f"{acht}{rest}"
            if rest < 10 and nummer not in self._uitgegeven:
                self._uitgegeven.add(elfproef.validate(nummer))
                return nummer

    def persoon(self, gemeente: str, grondslag: str | None, eerste_dag: datetime.date) -> Persoon:
        """Somebody who lives in the gemeente and has the age for the grondslag on the first day."""
        kans, gebied = self._kans, self._gebieden[gemeente]
        sekse = MAN if kans.random() < 0.57 else VROUW
        voornamen = kans.sample(self._voornamen[sekse], k=1 + (kans.random() < 0.3))
        voorvoegsel, achternaam = kans.choice(self._achternamen)
        return Persoon(
            bsn=self.bsn(),
            voornamen=" ".join(voornamen),
            voorvoegsel=voorvoegsel,
            achternaam=achternaam,
            geboortedatum=self._geboortedatum(grondslag, eerste_dag),
            geslacht=sekse if kans.random() < 0.99 else ONBEKEND,
            straat=kans.choice(self._straten),
            huisnummer=int(kans.triangular(1, 260, 20)),
            toevoeging=kans.choice(["A", "B", "C", "bis", "2"]) if kans.random() < 0.08 else "",
            postcode=self._postcode(gebied),
            plaats=gebied.naam,
            telefoon=self._telefoon() if kans.random() < 0.95 else "",
            email=self._email(voornamen[0], achternaam) if kans.random() < 0.88 else "",
        )

    def _geboortedatum(self, grondslag: str | None, eerste_dag: datetime.date) -> datetime.date:
        jongste, oudste, laatste_jaar = LEEFTIJDEN[grondslag]
        vroegst = max(eerste_dag - (oudste + 1) * JAAR, self._peildatum - OUDSTE * JAAR)
        laatst = eerste_dag - jongste * JAAR - datetime.timedelta(days=2)
        if laatste_jaar:
            laatst = min(laatst, datetime.date(laatste_jaar, 12, 31))
        vroegst = min(vroegst, laatst)
        return vroegst + datetime.timedelta(days=self._kans.randint(0, (laatst - vroegst).days))

    def _postcode(self, gebied: Woongebied) -> str:
        van, tot = self._kans.choices(
            gebied.postcodes, weights=[tot - van + 1 for van, tot in gebied.postcodes]
        )[0]
        while True:
            letters = "".join(self._kans.choices(POSTCODELETTERS, k=2))
            if letters not in UNUSED_PAIRS:
                return f"{self._kans.randint(van, tot)}{letters}"

    def _telefoon(self) -> str:
        # Mobile numbers begin with 061 to 065 or 068, so 060 reaches nobody.
        return f"060{self._kans.randint(0, 9_999_999):07}"

    def _email(self, voornaam: str, achternaam: str) -> str:
        naam = email_spelling(f"{voornaam}.{achternaam}{self._kans.randint(1, 999)}")
        return f"{naam}@{self._kans.choice(['example.com', 'example.org'])}"


def _pool(trek: Callable[[], str], aantal: int) -> list[str]:
    """The values without repetition, in their first order."""
    return list(dict.fromkeys(trek() for _ in range(aantal)))


def _split_voorvoegsel(naam: str) -> tuple[str, str]:
    """'van der Berg' -> ('van der', 'Berg')."""
    delen = naam.split()
    aantal = next(
        (nummer for nummer, deel in enumerate(delen) if deel.lower() not in VOORVOEGSELS),
        len(delen),
    )
    return " ".join(delen[:aantal]), " ".join(delen[aantal:])
