"""The table as a template shows it, in the order that was asked for."""

from collections.abc import Callable
from dataclasses import dataclass

from sonar.rapportage.pages.query import FigureQuery
from sonar.rapportage.tabellen.tabel import Rij, Tabel, in_cijfers, in_procent
from sonar.rapportage.tabellen.vergelijking import DEEL, GEMEENTE, sorted_rows


Celadres = Callable[..., str]  # gives the address of the people of a row and a column


@dataclass(frozen=True, slots=True)
class ColumnHeading:
    """A heading: its words, and the address of the table in its order."""

    tekst: str
    adres: str
    richting: str  # as in aria-sort; empty for another column


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of the table, in words."""

    code: str
    naam: str
    waarden: tuple[str, ...]
    deel: str
    procent: int | None  # None: nobody, or not shown
    adressen: tuple[str, ...]  # of the people of each number; empty where there is no such page

    @property
    def totaal(self) -> str:
        """Everybody of the row."""
        return self.waarden[-1]

    @property
    def cellen(self) -> tuple[tuple[str, str], ...]:
        """Each number with its address."""
        return tuple(zip(self.waarden, self.adressen, strict=True))


@dataclass(frozen=True, slots=True)
class TableView:
    """The table in the order that was asked for."""

    gemeente: ColumnHeading
    groepen: tuple[tuple[str, int], ...]
    koppen: tuple[ColumnHeading, ...]
    totaal_kop: ColumnHeading
    deel: ColumnHeading
    regels: tuple[TableRow, ...]
    totaal: TableRow


def as_table(vraag: FigureQuery, tabel: Tabel, adres: Celadres | None = None) -> TableView:
    """The table with its headings; a click on a heading turns the order round.

    With `adres` a number leads to the people in it.
    """
    groepen: dict[str, int] = {}
    for kolom in tabel.kolommen:
        if kolom.groep:
            groepen[kolom.groep] = groepen.get(kolom.groep, 0) + 1
    *koppen, totaal = [_heading(vraag, kolom.naam, kolom.kop) for kolom in tabel.kolommen]
    return TableView(
        gemeente=_heading(vraag, GEMEENTE, "Gemeente"),
        groepen=tuple(groepen.items()),
        koppen=tuple(koppen),
        totaal_kop=totaal,
        deel=_heading(vraag, DEEL, "Deel met klantprofiel"),
        regels=tuple(
            _row(tabel, rij, adres)
            for rij in sorted_rows(tabel, vraag.sorteer, aflopend=vraag.aflopend)
        ),
        totaal=_row(tabel, tabel.totaal, adres),
    )


def _heading(vraag: FigureQuery, kolom: str, tekst: str) -> ColumnHeading:
    if kolom == vraag.sorteer:
        richting = "descending" if vraag.aflopend else "ascending"
        return ColumnHeading(
            tekst, vraag.adres(sorteer=kolom, aflopend=not vraag.aflopend), richting
        )
    # The first click sorts names from a, and numbers from the largest.
    return ColumnHeading(tekst, vraag.adres(sorteer=kolom, aflopend=kolom != GEMEENTE), "")


def _row(tabel: Tabel, rij: Rij, adres: Celadres | None) -> TableRow:
    procent = tabel.deel_met_profiel(rij)
    return TableRow(
        code=rij.code,
        naam=rij.naam,
        waarden=tuple(in_cijfers(w) for w in rij.waarden),
        deel=in_procent(procent),
        procent=procent,
        adressen=tuple(
            adres(rij=rij.code, kolom=kolom.naam) if adres and waarde else ""
            for kolom, waarde in zip(tabel.kolommen, rij.waarden, strict=True)
        ),
    )
