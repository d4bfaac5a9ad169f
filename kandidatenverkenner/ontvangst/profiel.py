"""The candidate in one table: what may come in, and how employers are told of it.

Sonar has a table of its own (`profielvelden`). That there are two is the wall: what has no row and
no field here cannot be shown, whatever the supplier sends. A test compares the names.
"""

import datetime
import enum
import uuid
from collections.abc import Callable, Iterable
from dataclasses import KW_ONLY, dataclass
from typing import Any

from kandidatenverkenner.models import Facet
from kandidatenverkenner.privacy.threshold import IN_WOORDEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Taal:
    """Command of a language, on the scale 1 (none) to 4 (excellent)."""

    code: str
    mondeling: str
    schriftelijk: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Kandidaatprofiel:
    """Everything a supplier can say about a candidate. What has no field here cannot leak."""

    id: uuid.UUID
    regio: str
    opleidingsniveau: str
    diploma: bool
    vaardigheden: tuple[str, ...]
    competenties: tuple[str, ...]
    affiniteiten: tuple[str, ...]
    sectoren: tuple[str, ...]
    taaksoorten: tuple[str, ...]
    uren_min: int
    uren_max: int
    beschikbaar_vanaf: datetime.date | None
    reisafstand: int
    vervoermiddelen: tuple[str, ...]
    rijbewijzen: tuple[str, ...]
    talen: tuple[Taal, ...]


class Zeldzaam(enum.Enum):
    """What becomes of a value that fewer than ten of a region have (`suppression`)."""

    BLIJFT = "blijft"  # a region has as many people as it has
    WEG = "weg"  # left out
    EEN_VAN = "een van"  # everybody has one: at least two values are left out together
    TEN_MINSTE_EEN = "ten minste een"  # everybody has one or more: never a single value
    JA_NEE = "ja of nee"  # when one answer is rare, nobody of the region shows any
    RUIMER = "ruimer"  # told more widely
    UREN = "uren"  # from and to, told more widely together
    TALEN = "talen"  # the level goes before the language


class Soort(enum.Enum):
    """What kind of value it is."""

    CODE = "code"  # one code of a facet
    CODES = "codes"  # codes of a facet
    TALEN = "talen"  # codes of a facet, each with levels
    JA_NEE = "ja of nee"
    GETAL = "getal"
    DATUM = "datum"


class Plek(enum.Enum):
    """Where the page of a candidate shows a field."""

    HOOFD = "hoofd"  # a part of its own, with all values
    ZIJ = "zij"  # a line beside it


def _een(waarde: Any) -> Iterable[str]:
    return (waarde,)


def _alle(waarde: Any) -> Iterable[str]:
    codes: Iterable[str] = waarde
    return codes


def _van_talen(waarde: Any) -> Iterable[str]:
    return (taal.code for taal in waarde)


CODES: dict[Soort, Callable[[Any], Iterable[str]]] = {
    Soort.CODE: _een,
    Soort.CODES: _alle,
    Soort.TALEN: _van_talen,
}


@dataclass(frozen=True, slots=True)
class Profielveld:
    """A field of a candidate, as employers are told of it."""

    naam: str  # in Kandidaatprofiel; of a column also in Kandidaat and Aanlevering
    soort: Soort
    zeldzaam: Zeldzaam
    _: KW_ONLY
    api: str = ""  # the name in the API, where that differs
    facet: Facet | None = None  # codes are attributes of this facet
    kolom: bool = False  # has a column of its own
    label: str = ""  # the heading on the page of a candidate
    bij: str = ""  # told together with this field, without a heading of its own
    uitleg: str = ""  # of the API
    plek: Plek | None = None  # None: the page tells it in words of its own

    @property
    def api_naam(self) -> str:
        """The name in the API."""
        return self.api or self.naam


VELDEN: tuple[Profielveld, ...] = (
    Profielveld(
        "regio",
        Soort.CODE,
        Zeldzaam.BLIJFT,
        facet=Facet.REGIO,
        kolom=True,
        label="Regio",
        uitleg="Arbeidsmarktregio waarin de kandidaat woont.",
    ),
    Profielveld(
        "opleidingsniveau",
        Soort.CODE,
        Zeldzaam.EEN_VAN,
        facet=Facet.OPLEIDINGSNIVEAU,
        kolom=True,
        label="Opleiding",
        uitleg=f"Hoogste opleidingsniveau. Leeg bij minder dan {IN_WOORDEN} mensen in de regio.",
    ),
    Profielveld(
        "diploma",
        Soort.JA_NEE,
        Zeldzaam.JA_NEE,
        kolom=True,
        label="Diploma",
        bij="opleidingsniveau",
        uitleg="Of die opleiding met een diploma is afgesloten.",
    ),
    Profielveld(
        "taaksoorten",
        Soort.CODES,
        Zeldzaam.TEN_MINSTE_EEN,
        facet=Facet.TAAKSOORT,
        label="Soort taken",
        plek=Plek.HOOFD,
    ),
    Profielveld(
        "vaardigheden",
        Soort.CODES,
        Zeldzaam.TEN_MINSTE_EEN,
        facet=Facet.VAARDIGHEID,
        label="Vaardigheden",
        plek=Plek.HOOFD,
    ),
    Profielveld(
        "competenties",
        Soort.CODES,
        Zeldzaam.TEN_MINSTE_EEN,
        facet=Facet.COMPETENTIE,
        label="Competenties",
        plek=Plek.HOOFD,
    ),
    Profielveld(
        "affiniteiten",
        Soort.CODES,
        Zeldzaam.TEN_MINSTE_EEN,
        facet=Facet.AFFINITEIT,
        label="Affiniteiten",
        plek=Plek.HOOFD,
    ),
    Profielveld(
        "sectoren",
        Soort.CODES,
        Zeldzaam.TEN_MINSTE_EEN,
        facet=Facet.SECTOR,
        label="Beroepssectoren",
        uitleg="Secties en afdelingen van SBI 2008.",
        plek=Plek.HOOFD,
    ),
    Profielveld(
        "beschikbaar_vanaf",
        Soort.DATUM,
        Zeldzaam.RUIMER,
        api="beschikbaarVanaf",
        kolom=True,
        label="Vanaf",
        uitleg="Eerste dag van de maand; null is per direct.",
        plek=Plek.ZIJ,
    ),
    Profielveld(
        "uren_min",
        Soort.GETAL,
        Zeldzaam.UREN,
        api="urenMin",
        kolom=True,
        label="Uren",
        uitleg="Uren per week, ten minste.",
        plek=Plek.ZIJ,
    ),
    Profielveld(
        "uren_max",
        Soort.GETAL,
        Zeldzaam.UREN,
        api="urenMax",
        kolom=True,
        bij="uren_min",
        uitleg="Uren per week, hoogstens.",
    ),
    Profielveld(
        "reisafstand",
        Soort.GETAL,
        Zeldzaam.RUIMER,
        kolom=True,
        label="Reisafstand",
        uitleg="Hoe ver de kandidaat wil reizen, in km.",
        plek=Plek.ZIJ,
    ),
    Profielveld(
        "vervoermiddelen",
        Soort.CODES,
        Zeldzaam.TEN_MINSTE_EEN,
        facet=Facet.VERVOERMIDDEL,
        label="Vervoer",
        plek=Plek.ZIJ,
    ),
    Profielveld(
        "rijbewijzen",
        Soort.CODES,
        Zeldzaam.WEG,
        facet=Facet.RIJBEWIJS,
        label="Rijbewijs",
        plek=Plek.ZIJ,
    ),
    Profielveld(
        "talen",
        Soort.TALEN,
        Zeldzaam.TALEN,
        facet=Facet.TAAL,
        kolom=True,
    ),
)


def veld(naam: str) -> Profielveld:
    """The row of a field."""
    return next(een for een in VELDEN if een.naam == naam)


def kolommen() -> list[str]:
    """The fields that have a column of their own, in the order of the table."""
    return [een.naam for een in VELDEN if een.kolom]


def facets_of(zeldzaam: Zeldzaam) -> list[str]:
    """The facets of the fields of which a rare value is treated in this way."""
    return [een.facet.value for een in VELDEN if een.facet and een.zeldzaam is zeldzaam]


def fields_at(plek: Plek) -> list[Profielveld]:
    """The fields that stand in one place of the page, in the order of the table."""
    return [een for een in VELDEN if een.plek is plek]


def ja_nee() -> list[Profielveld]:
    """The fields that are yes or no."""
    return [een for een in VELDEN if een.soort is Soort.JA_NEE]
