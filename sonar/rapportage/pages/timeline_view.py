"""The drawing of the time line: a region, quarter by quarter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sonar.rapportage.pages.query import FigureQuery
from sonar.rapportage.tabellen.tabel import in_cijfers
from sonar.rapportage.tellen.kwartaal import Kwartaal
from sonar.rapportage.tellen.tijdlijn import TimelinePoint


# The drawing in its own units: the field of the lines, with the words around it.
BREEDTE, HOOGTE = 980, 270
LINKS, RECHTS, BOVEN, ONDER = 64, 968, 14, 232
MEESTE_JAREN = 8  # labels of years below the line


@dataclass(frozen=True, slots=True)
class TimelineMark:
    """A quarter: where it stands, what was counted, and the address of its table."""

    kwartaal: Kwartaal
    adres: str
    totaal: str
    met_profiel: str
    deel: str
    x: str
    y_totaal: str
    y_met: str
    vlak_x: str  # of the strip that can be clicked
    vlak_breedte: str
    gekozen: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """A line across or along the field, with its word."""

    plaats: str
    tekst: str


@dataclass(frozen=True, slots=True)
class TimelineView:
    """The time line as a template draws it. Coordinates are text: numbers would be in Dutch."""

    breedte: int
    hoogte: int
    links: int
    rechts: int
    boven: int
    onder: int
    punten: tuple[TimelineMark, ...]
    vlak_totaal: str
    vlak_met: str
    strepen: tuple[Tick, ...]
    jaren: tuple[Tick, ...]
    vorige: TimelineMark | None
    gekozen: TimelineMark | None
    volgende: TimelineMark | None

    @property
    def terug(self) -> tuple[TimelineMark, ...]:
        """From the last quarter back, as people read a list of figures."""
        return self.punten[::-1]


def as_timeline(vraag: FigureQuery, standen: Mapping[Kwartaal, TimelinePoint]) -> TimelineView:
    """Draw the counts of the quarters, in the order of time."""
    stap = round_step(max((stand.totaal for stand in standen.values()), default=0))
    hoogste = 4 * stap
    breed = (RECHTS - LINKS) / len(standen)
    punten = []
    for nummer, (kwartaal, stand) in enumerate(standen.items()):
        vlak = LINKS + nummer * breed
        punten.append(
            TimelineMark(
                kwartaal=kwartaal,
                adres=vraag.adres(kwartaal=kwartaal.code, naast=_beside(vraag, kwartaal)),
                totaal=in_cijfers(stand.totaal),
                met_profiel=in_cijfers(stand.met_profiel),
                deel="-" if stand.deel is None else f"{stand.deel}%",
                x=f"{vlak + breed / 2:.1f}",
                y_totaal=_y(stand.totaal, hoogste),
                y_met=_y(stand.met_profiel, hoogste),
                vlak_x=f"{vlak:.1f}",
                vlak_breedte=f"{breed:.1f}",
                gekozen=kwartaal.code == vraag.kwartaal,
            )
        )
    plaats = next((nummer for nummer, punt in enumerate(punten) if punt.gekozen), None)
    return TimelineView(
        breedte=BREEDTE,
        hoogte=HOOGTE,
        links=LINKS,
        rechts=RECHTS,
        boven=BOVEN,
        onder=ONDER,
        punten=tuple(punten),
        vlak_totaal=_area([(punt.x, punt.y_totaal) for punt in punten]),
        vlak_met=_area([(punt.x, punt.y_met) for punt in punten]),
        strepen=tuple(Tick(_y(n * stap, hoogste), in_cijfers(n * stap)) for n in range(5)),
        jaren=_years(punten),
        vorige=punten[plaats - 1] if plaats else None,
        gekozen=None if plaats is None else punten[plaats],
        volgende=None if plaats is None or plaats + 1 == len(punten) else punten[plaats + 1],
    )


def round_step(hoogste: int) -> int:
    """A round number of which four reach the highest: 1, 2, 2.5 or 5 with noughts."""
    macht = 1
    while True:
        for stap in (macht, 2 * macht, 5 * macht // 2, 5 * macht):
            if 4 * stap >= hoogste:
                return stap
        macht *= 10


def _beside(vraag: FigureQuery, kwartaal: Kwartaal) -> str:
    """The comparison stays, unless it would be with the same table."""
    return "" if vraag.naast == kwartaal.code else vraag.naast


def _y(aantal: int, hoogste: int) -> str:
    return f"{ONDER - (ONDER - BOVEN) * aantal / hoogste:.1f}"


def _area(punten: Sequence[tuple[str, str]]) -> str:
    """The area below a line, as the attribute d of an SVG path."""
    lijn = "L".join(f"{x} {y}" for x, y in punten)
    return f"M{punten[0][0]} {ONDER}L{lijn}L{punten[-1][0]} {ONDER}Z"


def _years(punten: Sequence[TimelineMark]) -> tuple[Tick, ...]:
    eerste = [punt for nummer, punt in enumerate(punten) if not nummer or punt.kwartaal.nummer == 1]
    if len(eerste) > 1 and eerste[1].kwartaal.jaar == punten[0].kwartaal.jaar + 1:
        # The labels of a year that is almost over and of the next year would overlap.
        eerste = eerste[1:] if punten[0].kwartaal.nummer > 2 else eerste
    om_de = -(-len(eerste) // MEESTE_JAREN)
    return tuple(Tick(punt.x, str(punt.kwartaal.jaar)) for punt in eerste[::om_de])
