"""The map beside the table: each area with its number, its name and its share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sonar.models import Arbeidsmarktregio
from sonar.rapportage.map.choropleth import Area, Choropleth, class_of, gemeente_map, region_map
from sonar.rapportage.pages.query import FigureQuery
from sonar.rapportage.pages.table_view import TableRow
from sonar.rapportage.tabellen.tabel import in_procent
from sonar.rapportage.tellen.tijdlijn import TimelinePoint


@dataclass(frozen=True, slots=True)
class MapPlace:
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
class MapView:
    """A map and the list beside it."""

    titel: str
    tekening: Choropleth
    plekken: tuple[MapPlace, ...]


def as_gemeente_map(regio: str, regels: Sequence[TableRow]) -> MapView:
    """The gemeenten of the region, numbered as the rows of the table stand."""
    tekening = gemeente_map(regel.code for regel in regels)
    vlakken = {vlak.code: vlak for vlak in tekening.areas}
    plekken = [
        _place(nummer, regel.naam, regel.procent, vlakken.get(regel.code))
        for nummer, regel in enumerate(regels, 1)
    ]
    return MapView(f"Gemeenten van {regio}", tekening, tuple(plekken))


def as_region_map(
    vraag: FigureQuery, regios: Sequence[Arbeidsmarktregio], standen: Mapping[str, TimelinePoint]
) -> MapView:
    """The Netherlands, each region leading to its own table."""
    tekening = region_map()
    vlakken = {vlak.code: vlak for vlak in tekening.areas}
    plekken = [
        _place(
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
    return MapView("Arbeidsmarktregio's van Nederland", tekening, tuple(plekken))


def _place(
    nummer: int,
    naam: str,
    procent: int | None,
    vlak: Area | None,
    leidt: tuple[str, bool] = ("", False),
) -> MapPlace:
    adres, gekozen = leidt
    return MapPlace(
        nummer,
        naam,
        in_procent(procent),
        procent or 0,
        class_of(procent) or 0,
        vlak,
        adres,
        gekozen,
    )
