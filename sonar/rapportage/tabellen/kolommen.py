"""The columns of the report. Change a heading here and it changes in every format."""

from collections.abc import Callable
from dataclasses import dataclass

from sonar.rapportage.tellen.telling import Telregel


@dataclass(frozen=True, slots=True)
class Kolom:
    """One column: its name in a file, its heading for people, and where the value comes from."""

    naam: str
    kop: str
    groep: str  # the heading above the heading
    waarde: Callable[[Telregel], int]


# UWV's headings were lost; these were reconstructed from the figures.
KOPPEN_GERECONSTRUEERD = True

KOLOMMEN = [
    Kolom(
        "gemeente_met_profiel",
        "met klantprofiel",
        "Gemeente verantwoordelijk",
        lambda regel: regel.gemeente_met_profiel,
    ),
    Kolom(
        "gemeente_zonder_profiel",
        "zonder klantprofiel",
        "Gemeente verantwoordelijk",
        lambda regel: regel.gemeente_zonder_profiel,
    ),
    Kolom(
        "uwv_met_profiel",
        "met klantprofiel",
        "UWV verantwoordelijk",
        lambda regel: regel.uwv_met_profiel,
    ),
    Kolom(
        "uwv_zonder_profiel",
        "zonder klantprofiel",
        "UWV verantwoordelijk",
        lambda regel: regel.uwv_zonder_profiel,
    ),
    Kolom("totaal", "Totaal", "", lambda regel: regel.totaal),
]
