"""The table as it is shown: what every file format writes down, and nothing else."""

import datetime
import enum
import unicodedata
import zoneinfo
from collections.abc import Iterable
from dataclasses import dataclass

from sonar.rapportage.tabellen.kolommen import KOLOMMEN, Kolom
from sonar.rapportage.tabellen.teksten import TEKSTEN, Teksten
from sonar.rapportage.tellen.aanvraag import Rapport
from sonar.rapportage.tellen.kwartaal import Kwartaal
from sonar.rapportage.tellen.telling import Telregel
from sonar.rules.gemeentelijst import NU, TOEN


class Editie(enum.StrEnum):
    """For whom a table is."""

    INTERN = "intern"  # exact, for those entitled
    OPENBAAR = "openbaar"  # protected, for everybody
    LETTERLIJK = "letterlijk"  # exact and public, as UWV published it: one quarter only


NEDERLAND = zoneinfo.ZoneInfo("Europe/Amsterdam")
NIET_GETOOND = "niet getoond"
MAANDEN = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)
IN_NU = (
    "Geteld in de gemeenten en regio's van nu: wie in een opgeheven gemeente telde, telt in de "
    "gemeente waarin die is opgegaan. Van een gemeente die is verdeeld, staat apart wie niet is in "
    "te delen."
)


@dataclass(frozen=True, slots=True)
class Rij:
    """A gemeente or the region; a value of None is not shown."""

    code: str
    naam: str
    waarden: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Tabel:
    """What is published of a region and a quarter. Values in persons, in the order of `kolommen`.

    A table of today has the columns and the words of today; one that is out has those that it came
    out with.
    """

    regio_code: str
    regio: str
    kwartaal: Kwartaal
    peildatum: datetime.date
    editie: Editie
    rijen: tuple[Rij, ...]
    totaal: Rij
    doelgroep: int | None  # None is not shown
    percentage: int | None
    indeling: str = TOEN  # in the gemeenten of the peildatum, or in those of now
    bekend_op: datetime.datetime | None = None  # as it was known then; None: as it is known now
    kolommen: tuple[Kolom, ...] = KOLOMMEN
    teksten: Teksten = TEKSTEN

    @property
    def titel(self) -> str:
        """The heading above every form of it."""
        return self.teksten.titel

    @property
    def naam(self) -> str:
        """The name of its files, without extension."""
        indeling = "" if self.indeling == TOEN else f"_indeling-{self.indeling}"
        return f"klantprofielen_{self.kwartaal.code}_{self.regio_code}{indeling}_{self.editie}"

    @property
    def alle_rijen(self) -> tuple[Rij, ...]:
        """The gemeenten by name, and the region last: the same order on every machine."""
        return (*self.rijen, self.totaal)

    @property
    def noot(self) -> str:
        """The sentences below the table."""
        return f"{self._register} {IN_NU}" if self.indeling == NU else self._register

    # Every format asks this of its figures; a Cijferlijst has the same properties.

    @property
    def blad(self) -> str:
        """The name of its sheet in a workbook."""
        return self.kwartaal.code

    @property
    def naambreedte(self) -> int:
        """The width of the column of names in a workbook, in characters."""
        return 26

    @property
    def leeg(self) -> str:
        """The word for a cell without a number."""
        return NIET_GETOOND

    @property
    def namen(self) -> tuple[str, ...]:
        """The columns by name."""
        return tuple(self.kolomdefinities)

    @property
    def koppen(self) -> tuple[str, ...]:
        """The columns by heading."""
        return (*self.rijkolommen, *(kolom.bladkop for kolom in self.kolommen))

    @property
    def cellen(self) -> tuple[tuple[str | int | None, ...], ...]:
        """The rows, and the region last."""
        return tuple((rij.code, rij.naam, *rij.waarden) for rij in self.alle_rijen)

    @property
    def heeft_som(self) -> bool:
        """Whether the last row is the sum."""
        return True

    @property
    def kenmerken(self) -> list[tuple[str, str]]:
        """What a file without a second sheet says of itself."""
        return self.beschrijving

    @property
    def woorden(self) -> list[tuple[str, str]]:
        """What table this is, and what each of its words means."""
        return [*self.beschrijving, *self.definities]

    @property
    def kolomdefinities(self) -> dict[str, str]:
        """Every column of the table by its name, and what it means."""
        return self.rijkolommen | {kolom.naam: kolom.definitie for kolom in self.kolommen}

    @property
    def rijkolommen(self) -> dict[str, str]:
        """The columns that say of which gemeente a row is, and what they mean."""
        return dict(self.teksten.rijkolommen)

    @property
    def wat_is_het(self) -> str:
        """What its edition is, in words."""
        return dict(self.teksten.edities)[self.editie]

    @property
    def definities(self) -> list[tuple[str, str]]:
        """Every word of the table with its meaning, what edition it is first."""
        return [
            ("editie", self.wat_is_het),
            *self.kolomdefinities.items(),
            *self.teksten.begrippen,
        ]

    @property
    def beschrijving(self) -> list[tuple[str, str]]:
        """What table this is: for the head of a file."""
        bekend = [("zoals bekend op", in_moment(self.bekend_op))] if self.bekend_op else []
        return [
            ("titel", self.titel),
            ("regio", f"{self.regio} ({self.regio_code})"),
            ("kwartaal", f"{self.kwartaal.omschrijving} ({self.kwartaal.code})"),
            ("peildatum", self.peildatum.isoformat()),
            *bekend,
            ("editie", self.editie),
            ("noot", self.noot),
        ]

    @property
    def opgeteld(self) -> dict[str, list[str]]:
        """Every column by its name, and the counted columns of which it is the sum."""
        return {
            kolom.naam: [
                deel.naam for deel in self.kolommen if deel.segment and kolom.telt(deel.segment)
            ]
            for kolom in self.kolommen
        }

    def per_kolom(self, rij: Rij) -> dict[str, int | None]:
        """The values of a row by the names of their columns."""
        namen = (kolom.naam for kolom in self.kolommen)
        return dict(zip(namen, rij.waarden, strict=True))

    def totaal_van(self, rij: Rij) -> int | None:
        """Everybody of a row; None when that is not shown."""
        return next(
            waarde
            for kolom, waarde in zip(self.kolommen, rij.waarden, strict=True)
            if kolom.is_totaal
        )

    def deel_met_profiel(self, rij: Rij) -> int | None:
        """The share with a klantprofiel among what is shown, in whole percents, rounded half up.

        None when a number of the row is not shown, or when there is nobody.
        """
        totaal = self.totaal_van(rij)
        if None in rij.waarden or not totaal:
            return None
        return (200 * self.getoond_met_profiel(rij) + totaal) // (2 * totaal)

    def getoond_met_profiel(self, rij: Rij) -> int:
        """How many of a row have a klantprofiel, as far as it is shown."""
        return sum(
            waarde or 0
            for kolom, waarde in zip(self.kolommen, rij.waarden, strict=True)
            if kolom.is_geteld and kolom.met_profiel
        )

    @property
    def _register(self) -> str:
        if self.doelgroep is None:
            return self.teksten.register_niet_getoond.format(regio=self.regio)
        zin = self.teksten.register.format(regio=self.regio, personen=in_cijfers(self.doelgroep))
        if self.percentage is None:
            return zin
        return f"{zin} {self.teksten.register_bekend.format(procent=self.percentage)}"


def in_cijfers(aantal: int | None) -> str:
    """A number in Dutch notation: 1.254; x when it is not shown."""
    return "x" if aantal is None else f"{aantal:,}".replace(",", ".")


def in_procent(procent: int | None) -> str:
    """A share in words; - when there is nobody, or when it is not shown."""
    return "-" if procent is None else f"{procent}%"


def in_datum(dag: datetime.date) -> str:
    """31 december 2020, whatever language the process speaks."""
    return f"{dag.day} {MAANDEN[dag.month - 1]} {dag.year}"


def in_moment(moment: datetime.datetime) -> str:
    """5 januari 2021, 09.30 uur: the time of the Netherlands, wherever the process runs."""
    hier = moment.astimezone(NEDERLAND)
    return f"{in_datum(hier.date())}, {hier:%H.%M} uur"


def values_of(regel: Telregel, kolommen: Iterable[Kolom] = KOLOMMEN) -> tuple[int, ...]:
    """The numbers of a row, in the order of the columns."""
    return tuple(kolom.waarde(regel) for kolom in kolommen)


def exact_tabel(
    rapport: Rapport,
    editie: Editie = Editie.INTERN,
    kolommen: tuple[Kolom, ...] = KOLOMMEN,
    teksten: Teksten = TEKSTEN,
) -> Tabel:
    """The table with every number as it was counted. Asks nothing of the database."""
    telling = rapport.telling
    return Tabel(
        regio_code=telling.regio.code,
        regio=telling.regio.naam,
        kwartaal=rapport.kwartaal,
        peildatum=telling.peildatum,
        editie=editie,
        rijen=tuple(
            Rij(regel.code, regel.naam, values_of(regel, kolommen))
            for regel in sorted(telling.regels, key=_op_naam)
        ),
        totaal=Rij(telling.regio.code, "TOTAAL AMR", values_of(telling.totaal, kolommen)),
        doelgroep=telling.doelgroep,
        percentage=telling.percentage_bekend,
        indeling=rapport.indeling,
        bekend_op=telling.bekend_op,
        kolommen=kolommen,
        teksten=teksten,
    )


def _op_naam(regel: Telregel) -> tuple[str, str]:
    """By name without capitals and first apostrophe, whatever order the database has."""
    kaal = unicodedata.normalize("NFD", regel.naam).casefold().lstrip("'")
    return kaal, regel.code
