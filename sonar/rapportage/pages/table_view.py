"""The figures as a template shows them: the table, the map with its bars, and a comparison."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sonar.models import Arbeidsmarktregio
from sonar.rapportage.map.choropleth import (
    Area,
    Choropleth,
    class_of,
    gemeente_map,
    region_map,
)
from sonar.rapportage.pages.query import FigureQuery
from sonar.rapportage.tabellen.tabel import Rij, Tabel, in_cijfers
from sonar.rapportage.tabellen.vergelijking import (
    DEEL,
    GEMEENTE,
    Paar,
    Vergelijkregel,
    gesorteerd,
    vergelijk_gemeenten,
    vergelijk_totalen,
)
from sonar.rapportage.tellen.tijdlijn import TimelinePoint


Celadres = Callable[..., str]  # of a row and a column: where it says who is counted


@dataclass(frozen=True, slots=True)
class ColumnHeading:
    """A heading: its words, and the address of the table in its order."""

    tekst: str
    adres: str
    richting: str  # as in aria-sort; empty for another column


@dataclass(frozen=True, slots=True)
class Regel:
    """A row of the table, in words."""

    code: str
    naam: str
    waarden: tuple[str, ...]
    deel: str
    procent: int | None  # None: nobody, or not shown
    adressen: tuple[str, ...]  # of who is counted in each; empty where that cannot be asked

    @property
    def totaal(self) -> str:
        """Everybody of the row."""
        return self.waarden[-1]

    @property
    def cellen(self) -> tuple[tuple[str, str], ...]:
        """Each number with its address."""
        return tuple(zip(self.waarden, self.adressen, strict=True))


@dataclass(frozen=True, slots=True)
class Plek:
    """An area with its number, its name, its share, and where it leads."""

    nummer: int
    naam: str
    deel: str
    procent: int
    klasse: int  # 0: nobody, or not shown
    vlak: Area | None
    adres: str
    gekozen: bool


@dataclass(frozen=True, slots=True)
class Kaartbeeld:
    """A map and the list beside it."""

    titel: str
    tekening: Choropleth
    plekken: tuple[Plek, ...]


@dataclass(frozen=True, slots=True)
class Tabelbeeld:
    """The table in the order that was asked for."""

    gemeente: ColumnHeading
    groepen: tuple[tuple[str, int], ...]
    koppen: tuple[ColumnHeading, ...]
    totaal_kop: ColumnHeading
    deel: ColumnHeading
    regels: tuple[Regel, ...]
    totaal: Regel


@dataclass(frozen=True, slots=True)
class Vergelijkbeeld:
    """Two tables side by side: their names, and lines of (name, per figure one, other, change)."""

    een: str
    ander: str
    totalen: tuple[tuple[str, tuple[str, ...]], ...]
    gemeenten: tuple[tuple[str, tuple[str, ...]], ...]


def tabelbeeld(vraag: FigureQuery, tabel: Tabel, adres: Celadres | None = None) -> Tabelbeeld:
    """The table with its headings; a click on a heading turns the order round.

    With `adres` a number leads to who is counted in it.
    """
    groepen: dict[str, int] = {}
    for kolom in tabel.kolommen:
        if kolom.groep:
            groepen[kolom.groep] = groepen.get(kolom.groep, 0) + 1
    *koppen, totaal = [_kop(vraag, kolom.naam, kolom.kop) for kolom in tabel.kolommen]
    return Tabelbeeld(
        gemeente=_kop(vraag, GEMEENTE, "Gemeente"),
        groepen=tuple(groepen.items()),
        koppen=tuple(koppen),
        totaal_kop=totaal,
        deel=_kop(vraag, DEEL, "Deel met klantprofiel"),
        regels=tuple(
            _regel(tabel, rij, adres)
            for rij in gesorteerd(tabel, vraag.sorteer, aflopend=vraag.aflopend)
        ),
        totaal=_regel(tabel, tabel.totaal, adres),
    )


def gemeentekaart(regio: str, regels: Sequence[Regel]) -> Kaartbeeld:
    """The gemeenten of the region, numbered as the rows of the table stand."""
    tekening = gemeente_map(regel.code for regel in regels)
    vlakken = {vlak.code: vlak for vlak in tekening.areas}
    plekken = [
        _plek(nummer, regel.naam, regel.procent, vlakken.get(regel.code))
        for nummer, regel in enumerate(regels, 1)
    ]
    return Kaartbeeld(f"Gemeenten van {regio}", tekening, tuple(plekken))


def regiokaart(
    vraag: FigureQuery, regios: Sequence[Arbeidsmarktregio], standen: Mapping[str, TimelinePoint]
) -> Kaartbeeld:
    """The Netherlands, each region leading to its own table."""
    tekening = region_map()
    vlakken = {vlak.code: vlak for vlak in tekening.areas}
    plekken = [
        _plek(
            nummer,
            regio.naam,
            standen.get(regio.code, TimelinePoint()).deel,
            vlakken.get(regio.code),
            (
                vraag.adres(
                    regio=regio.code, naast="" if vraag.naast == regio.code else vraag.naast
                ),
                regio.code == vraag.regio,
            ),
        )
        for nummer, regio in enumerate(regios, 1)
    ]
    return Kaartbeeld("Arbeidsmarktregio's van Nederland", tekening, tuple(plekken))


def vergelijkbeeld(vraag: FigureQuery, tabel: Tabel, naast: Tabel) -> Vergelijkbeeld:
    """Two regions as asked for; two quarters in the order of time, and per gemeente too."""
    if vraag.naast_is_regio:
        return Vergelijkbeeld(
            tabel.regio, naast.regio, _regels(vergelijk_totalen(tabel, naast)), ()
        )
    een, ander = sorted((tabel, naast), key=lambda een: een.kwartaal)
    return Vergelijkbeeld(
        een.kwartaal.omschrijving,
        ander.kwartaal.omschrijving,
        _regels(vergelijk_totalen(een, ander)),
        _regels(vergelijk_gemeenten(een, ander)),
    )


def in_verschil(paar: Paar) -> str:
    """A difference with its sign; of percentages in percentage points."""
    verschil = paar.verschil
    if verschil is None:
        return "-"
    teken = "" if not verschil else "+" if verschil > 0 else "\N{MINUS SIGN}"
    eenheid = " procentpunt" if paar.procent else ""
    return f"{teken}{in_cijfers(abs(verschil))}{eenheid}"


def _kop(vraag: FigureQuery, kolom: str, tekst: str) -> ColumnHeading:
    if kolom == vraag.sorteer:
        richting = "descending" if vraag.aflopend else "ascending"
        return ColumnHeading(
            tekst, vraag.adres(sorteer=kolom, aflopend=not vraag.aflopend), richting
        )
    # Names begin at a, numbers at the largest.
    return ColumnHeading(tekst, vraag.adres(sorteer=kolom, aflopend=kolom != GEMEENTE), "")


def _regel(tabel: Tabel, rij: Rij, adres: Celadres | None) -> Regel:
    procent = tabel.deel_met_profiel(rij)
    return Regel(
        code=rij.code,
        naam=rij.naam,
        waarden=tuple(in_cijfers(w) for w in rij.waarden),
        deel=_procent(procent),
        procent=procent,
        adressen=tuple(
            adres(rij=rij.code, kolom=kolom.naam) if adres and waarde else ""
            for kolom, waarde in zip(tabel.kolommen, rij.waarden, strict=True)
        ),
    )


def _plek(
    nummer: int,
    naam: str,
    procent: int | None,
    vlak: Area | None,
    leidt: tuple[str, bool] = ("", False),
) -> Plek:
    adres, gekozen = leidt
    return Plek(
        nummer, naam, _procent(procent), procent or 0, class_of(procent) or 0, vlak, adres, gekozen
    )


def _procent(procent: int | None) -> str:
    return "-" if procent is None else f"{procent}%"


def _regels(regels: Sequence[Vergelijkregel]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(
        (regel.naam, tuple(cel for paar in regel.paren for cel in _cellen(paar)))
        for regel in regels
    )


def _cellen(paar: Paar) -> tuple[str, str, str]:
    een, ander = (
        _procent(getal) if paar.procent else _aantal(getal) for getal in (paar.een, paar.ander)
    )
    return een, ander, in_verschil(paar)


def _aantal(getal: int | None) -> str:
    return "-" if getal is None else in_cijfers(getal)
