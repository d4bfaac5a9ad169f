"""Tables beside the publication: each column carries its own heading and meaning."""

from collections.abc import Sequence
from dataclasses import dataclass

from sonar.rapportage.tabellen.tabel import Tabel, in_cijfers


Cel = str | int | None
ONBEKEND = "-"


@dataclass(frozen=True, slots=True)
class Lijstkolom:
    """A column: its name in a file, its heading, what it means, and whether it is a percentage."""

    naam: str
    kop: str
    definitie: str
    procent: bool = False


@dataclass(frozen=True, slots=True)
class Cijferlijst:
    """A list of figures, in the order in which it is shown. Numbers are whole; None is unknown.

    The first two cells of a row are a code and a name; `som` is the last row, or None.
    """

    naam: str  # of its files, without extension
    titel: str
    onder: str  # the line below the title: which region and quarter
    uitleg: str  # what the figures are, in a sentence or two
    kolommen: tuple[Lijstkolom, ...]
    rijen: tuple[tuple[Cel, ...], ...]
    som: tuple[Cel, ...] | None = None

    # Every format asks this of its figures; a Tabel has the same properties.

    @property
    def blad(self) -> str:
        """The name of its sheet in a workbook."""
        return "Lijst"

    @property
    def naambreedte(self) -> int:
        """The width of the column of names in a workbook, in characters."""
        return 32

    @property
    def leeg(self) -> str:
        """The word for a cell without a number."""
        return ONBEKEND

    @property
    def namen(self) -> tuple[str, ...]:
        """The columns by name."""
        return tuple(kolom.naam for kolom in self.kolommen)

    @property
    def koppen(self) -> tuple[str, ...]:
        """The columns by heading."""
        return tuple(kolom.kop for kolom in self.kolommen)

    @property
    def cellen(self) -> tuple[tuple[Cel, ...], ...]:
        """The rows, and the sum last."""
        return self.rijen if self.som is None else (*self.rijen, self.som)

    @property
    def heeft_som(self) -> bool:
        """Whether the last row is the sum."""
        return self.som is not None

    @property
    def kenmerken(self) -> list[tuple[str, str]]:
        """What a file without a second sheet says of itself."""
        return self.woorden

    @property
    def woorden(self) -> list[tuple[str, str]]:
        """What the list and each of its columns mean."""
        return [
            ("titel", self.titel),
            ("van", self.onder),
            ("uitleg", self.uitleg),
            *((kolom.naam, kolom.definitie) for kolom in self.kolommen),
        ]

    def in_woorden(self, rij: Sequence[Cel]) -> tuple[str, ...]:
        """The cells of a row as people read them: 1.254, 68%, -."""
        return tuple(_in_woorden(cel, kolom) for cel, kolom in zip(rij, self.kolommen, strict=True))


# What can be written as a file.
Cijfers = Tabel | Cijferlijst


def percent_of(deel: int, geheel: int) -> int | None:
    """A share in whole percents, rounded half up; None when there is nobody."""
    return (200 * deel + geheel) // (2 * geheel) if geheel else None


def _in_woorden(cel: Cel, kolom: Lijstkolom) -> str:
    if cel is None:
        return ONBEKEND
    if isinstance(cel, str):
        return cel
    return f"{cel}%" if kolom.procent else in_cijfers(cel)
