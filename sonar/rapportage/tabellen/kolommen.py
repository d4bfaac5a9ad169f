"""The columns of the report. Change a heading here and it changes in every format."""

from dataclasses import dataclass

from sonar.rapportage.tellen.telling import Segment, Telregel


@dataclass(frozen=True, slots=True)
class Kolom:
    """One column: its name in a file, its heading, what it means, and whom it counts.

    `organisatie` is the soort of the organisation that is responsible, `met_profiel` whether the
    klantprofiel is vastgesteld; None holds for everybody. A column that says both was counted;
    another one is the sum of those that it comprises.
    """

    naam: str
    kop: str
    definitie: str
    groep: str = ""  # the heading above the heading
    organisatie: str | None = None
    met_profiel: bool | None = None

    @property
    def volle_kop(self) -> str:
        """Both headings, in a sentence."""
        return f"{self.groep}, {self.kop}" if self.groep else self.kop

    @property
    def bladkop(self) -> str:
        """Both headings, above a column of a spreadsheet."""
        return f"{self.groep}: {self.kop}" if self.groep else self.kop

    @property
    def segment(self) -> Segment | None:
        """The people that it counts; None of a sum."""
        if self.organisatie is None or self.met_profiel is None:
            return None
        return Segment(self.organisatie, self.met_profiel)

    @property
    def is_geteld(self) -> bool:
        """Whether it was counted, and is no sum."""
        return self.segment is not None

    @property
    def is_totaal(self) -> bool:
        """Whether everybody of the row is in it."""
        return self.organisatie is None and self.met_profiel is None

    def telt(self, segment: Segment) -> bool:
        """Whether it counts these people."""
        return self.organisatie in {None, segment.organisatie} and self.met_profiel in {
            None,
            segment.met_profiel,
        }

    def waarde(self, regel: Telregel) -> int:
        """How many of a row it counts."""
        return regel.aantal(self.organisatie, self.met_profiel)


# UWV's headings were lost; these were reconstructed from the figures.
KOPPEN_GERECONSTRUEERD = True
KOLOMMEN = (
    Kolom(
        naam="gemeente_met_profiel",
        kop="met klantprofiel",
        definitie=(
            "Mensen voor wie een gemeente verantwoordelijk is, met een vastgesteld klantprofiel."
        ),
        groep="Gemeente verantwoordelijk",
        organisatie="gemeente",
        met_profiel=True,
    ),
    Kolom(
        naam="gemeente_zonder_profiel",
        kop="zonder klantprofiel",
        definitie=(
            "Mensen voor wie een gemeente verantwoordelijk is, zonder vastgesteld klantprofiel."
        ),
        groep="Gemeente verantwoordelijk",
        organisatie="gemeente",
        met_profiel=False,
    ),
    Kolom(
        naam="uwv_met_profiel",
        kop="met klantprofiel",
        definitie="Mensen voor wie UWV verantwoordelijk is, met een vastgesteld klantprofiel.",
        groep="UWV verantwoordelijk",
        organisatie="uwv",
        met_profiel=True,
    ),
    Kolom(
        naam="uwv_zonder_profiel",
        kop="zonder klantprofiel",
        definitie="Mensen voor wie UWV verantwoordelijk is, zonder vastgesteld klantprofiel.",
        groep="UWV verantwoordelijk",
        organisatie="uwv",
        met_profiel=False,
    ),
    Kolom(naam="totaal", kop="Totaal", definitie="De som van de vier kolommen ervoor."),
)
