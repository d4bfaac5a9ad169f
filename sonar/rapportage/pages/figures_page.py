"""The page with figures, for the auditor and for everybody: the same words for the same figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sonar.models import Arbeidsmarktregio
from sonar.rapportage.map.choropleth import UITLEG, legend
from sonar.rapportage.pages.comparison_view import as_comparison
from sonar.rapportage.pages.map_view import as_gemeente_map, as_region_map
from sonar.rapportage.pages.query import KAARTEN, FigureQuery
from sonar.rapportage.pages.table_view import Celadres, as_table
from sonar.rapportage.pages.timeline_view import as_timeline
from sonar.rapportage.tabellen.kolommen import KOPPEN_GERECONSTRUEERD
from sonar.rapportage.tabellen.tabel import Tabel, in_cijfers
from sonar.rapportage.tellen.kwartaal import Kwartaal
from sonar.rapportage.tellen.tijdlijn import TimelinePoint


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of the page, counted today or read from releases.

    `punten` is the time line of the region, by quarter in the order of time. `landkaart` holds the
    regions of the map of the Netherlands, each with its point; None where that map was not asked.
    """

    tabel: Tabel
    naast: Tabel | None
    punten: Mapping[Kwartaal, TimelinePoint]
    landkaart: tuple[Sequence[Arbeidsmarktregio], Mapping[str, TimelinePoint]] | None
    celadres: Celadres | None = None  # a number leads to the people in it


def figures_page(vraag: FigureQuery, figures: Figures) -> dict[str, Any]:
    """The context of the template: the table, the map, the time line and the comparison."""
    tabel, naast = figures.tabel, figures.naast
    beeld = as_table(vraag, tabel, figures.celadres)
    return {
        "vraag": vraag,
        "tabel": tabel,
        "beeld": beeld,
        "kaart": (
            as_region_map(vraag, *figures.landkaart)
            if figures.landkaart
            else as_gemeente_map(tabel.regio, beeld.regels)
        ),
        "kaarten": [
            (soort, naam, vraag.adres(kaart=soort), soort == vraag.kaart)
            for soort, naam in KAARTEN.items()
        ],
        "kaart_uitleg": UITLEG,
        "klassen": legend(),
        "tijd": as_timeline(vraag, figures.punten),
        "doelgroep": in_cijfers(tabel.doelgroep),
        "vergelijking": as_comparison(vraag, tabel, naast) if naast else None,
        "gereconstrueerd": KOPPEN_GERECONSTRUEERD,
        "toelichting": tabel.teksten.toelichting,
        "toelichting_bron": tabel.teksten.bron,
    }
