"""Two tables that anybody can check: what is measured, and which figure of it has which goal."""

import re
from collections.abc import Iterator
from dataclasses import dataclass


# What a measurement needs: how to make its database, in a directory of its own (PGDATA). Nothing:
# it makes or needs none.
OMGEVINGEN: dict[str, str] = {
    "demo": "manage.py demo --no-serveer",
    "leeg": "manage.py migrate -v0",
    "land": "manage.py migrate -v0 && manage.py simuleer --landelijk",
    "schaal": "",
    "geen": "",
}


@dataclass(frozen=True, slots=True)
class Meting:
    """A benchmark: its name, where it runs, its module with arguments, and its limit in minutes."""

    naam: str
    omgeving: str
    vol: str
    klein: str
    minuten: float


# In this order: what comes last falls off when the time is up.
METINGEN = [
    Meting(
        "zoeken-500", "demo", "benchmarks.search 500000 300 --seconden 8",
        "benchmarks.search 20000 40 --seconden 1", 4,
    ),
    Meting(
        "http", "demo", "benchmarks.http_load 250000 8 8", "benchmarks.http_load 10000 2 1", 4
    ),
    Meting(
        "rangschikken", "demo", "benchmarks.ranking 500000 100", "benchmarks.ranking 10000 30", 3.5
    ),
    Meting("leveren", "land", "benchmarks.delivery", "benchmarks.delivery", 5),
    Meting("alarmen", "land", "benchmarks.alarms 100", "benchmarks.alarms 10", 3),
    Meting("tellen", "leeg", "benchmarks.counting 500000", "benchmarks.counting 20000", 4),
    Meting(
        "replicas", "geen",
        "tests.replication.run --profielen 250000 --rondes 5 --metingen 1000",
        "tests.replication.run --profielen 2000 --rondes 1 --seconden 1 --metingen 20 --klein", 12,
    ),
    Meting(
        "zoeken-250", "demo", "benchmarks.search 250000 300 --seconden 8",
        "benchmarks.search 10000 40 --seconden 1", 3,
    ),
    Meting(
        "sonar", "schaal", "benchmarks.sonar_screens 1000000 100",
        "benchmarks.sonar_screens 5000 3", 25,
    ),
    Meting("profiel", "demo", "benchmarks.profile_form 400", "benchmarks.profile_form 0", 3),
    Meting("aanval", "demo", "tests.attacks snel", "tests.attacks snel", 2.5),
    Meting("vrije-tekst", "geen", "benchmarks.free_text", "benchmarks.free_text", 1),
    Meting("simuleren", "leeg", "benchmarks.simulation 1 10", "benchmarks.simulation 0.02", 20),
    Meting(
        "zoeken-5000", "demo", "benchmarks.search 5000000 100 --seconden 8",
        "benchmarks.search 30000 40 --seconden 1", 8,
    ),
    Meting(
        "tellen-groot", "leeg", "benchmarks.counting 5000000", "benchmarks.counting 30000", 25
    ),
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Doel:
    """A goal of an issue, and where in the output of a measurement its figure stands.

    The highest of several figures counts (the lowest for a goal that is a minimum).
    """

    issue: int
    wat: str
    meting: str
    patroon: str  # with one group: the number
    hoogstens: float | None = None
    minstens: float | None = None
    eenheid: str = "ms"

    def gemeten(self, uitvoer: str) -> float | None:
        """The figure, or None when it is not there."""
        gevonden = list(getallen(self.patroon, uitvoer))
        if not gevonden:
            return None
        return max(gevonden) if self.minstens is None else min(gevonden)

    def gehaald(self, gemeten: float) -> bool:
        """Whether the figure keeps to the goal."""
        onder = self.hoogstens is None or gemeten <= self.hoogstens
        return onder and (self.minstens is None or gemeten >= self.minstens)

    @property
    def doel(self) -> str:
        """In words."""
        if self.minstens is not None:
            return f"≥ {nl(self.minstens)} {self.eenheid}"
        return f"≤ {nl(self.hoogstens or 0)} {self.eenheid}"


P50, P95, P99 = (rf".*?{naam}[ =]+([\d.,]+)" for naam in ("p50", "p95", "p99"))
DOELEN = [
    Doel(3, "een regel in de verwerkingslog, p95", "sonar", "een regel:" + P95, 2),
    Doel(3, "regels in de verwerkingslog", "sonar", r"van 50:.* ([\d.,]+) regels/s",
         minstens=1_000, eenheid="per s"),
    Doel(3, "het langzaamste scherm van Sonar, p95", "sonar", "(?m)^(?!.*Python)" + P95, 150),
    Doel(3, "een profiel invullen, toetsen naast de tekst", "profiel",
         r"(\d+) toetsen naast", 40, eenheid="toetsen"),
    Doel(3, "een profiel invullen", "profiel", r"in ([\d.,]+) s", 180, eenheid="s"),
    Doel(4, "van lokprofiel openen tot alarm", "aanval",
         r"\| alarm\.lokprofiel \|[^|]*\|[^|]*\| ([\d.,]+)", 60, eenheid="s"),
    Doel(4, "hele profielen die een organisatie op een dag opent", "aanval",
         r"\| dag\.profielen \|[^|]*\|[^|]*\| ([\d.,]+)", 100, eenheid=""),
    Doel(4, "gewone werkgevers die een alarm gaven", "alarmen",
         r"gewone werkgevers: (\d+)", 0, eenheid=""),
    Doel(5, "tellen: een datum, het land, 0,5 miljoen", "tellen",
         r"een datum, het land: ([\d.,]+) ms", 150),
    Doel(5, "tellen: 40 kwartalen, 0,5 miljoen", "tellen", r"40 kwartalen: ([\d.,]+) ms", 1_000),
    Doel(5, "tellen: een bewaard kwartaal", "tellen",
         r"een bewaard kwartaal, een regio: ([\d.,]+) ms", 5),
    Doel(5, "tellen: 40 kwartalen, groot (doel bij 5 miljoen)", "tellen-groot",
         r"40 kwartalen: ([\d.,]+) ms", 10_000),
    Doel(6, "het land simuleren", "simuleren", r"schaal 1:.*? rijen, ([\d.,]+) s", 90, eenheid="s"),
    Doel(6, "het land simuleren, geheugen van Python", "simuleren",
         r"schaal 1:.*piek ([\d.,]+) MiB", 2_048, eenheid="MiB"),
    Doel(6, "tien keer zoveel simuleren: tijd per rij, tegen een keer", "simuleren",
         r"([\d.,]+) x de tijd per rij", 1.2, eenheid="x"),
    Doel(6, "het land de eerste keer leveren (eigen doel)", "leveren",
         r"eerste levering: ([\d.,]+) s", 60, eenheid="s"),
    Doel(6, "een verandering leveren (eigen doel)", "leveren",
         r"een verandering: ([\d.,]+) s", 1, eenheid="s"),
    *(
        doel
        for meting, hoeveel, p50 in (
            ("zoeken-250", "250.000", 1), ("zoeken-500", "500.000", 1.5),
            ("zoeken-5000", "5 miljoen", 12),
        )
        for doel in (
            Doel(6, f"zoeken, {hoeveel}, p50", meting, "(?m)^geheugen " + P50, p50),
            Doel(6, f"zoeken, {hoeveel}, p95 (4 x)", meting, "(?m)^geheugen " + P95, 4 * p50),
            Doel(6, f"zoeken, {hoeveel}, tekst, typefout of afstand, p50 (2 x)", meting,
                 "(?m)^ +(?:tekst|typefout|afstand) en facetten " + P50, 2 * p50),
            Doel(6, f"zoeken, {hoeveel}, een woord of typefout zonder regio, p50 (zelfde grens)",
                 meting, "(?m)^ +alleen (?:tekst|een typefout) " + P50, 2 * p50),
        )
    ),
    Doel(6, "van COMMIT tot te zien in de index, p99", "zoeken-500",
         "van COMMIT tot zichtbaar" + P99, 5),
    Doel(6, "koude start van een werker, 500.000", "zoeken-500", r"koude start ([\d.,]+) s", 6,
         eenheid="s"),
    # 200 MB is 190 MiB. What two workers share (libraries) is not of either.
    Doel(6, "index in een werker, 500.000", "zoeken-500", r"\(index ([\d.,]+)\)", 190,
         eenheid="MiB"),
    Doel(6, "hele werker met index, 500.000, eigen geheugen", "zoeken-500",
         r"met index ([\d.,]+) MiB", 190, eenheid="MiB"),
    Doel(6, "twee processen tegen een, de index zelf", "zoeken-500",
         r"samen in twee processen [\d.,]+ \(([\d.]+)x\)", minstens=1.8, eenheid="x"),
    Doel(6, "twee kernen tegen een, met wat PostgreSQL doet", "zoeken-500",
         r"zo op twee kernen [\d.,]+ \(([\d.]+)x\)", minstens=1.8, eenheid="x"),
    Doel(6, "zoeken via de API, 8 tegelijk, 250.000", "http", r"API, 8 at once *([\d.,]+)/s",
         minstens=400, eenheid="per s"),
    Doel(6, "zoeken via de API, 8 tegelijk, p99", "http", "API, 8 at once" + P99, 50),
    Doel(6, "zoekpagina, 8 tegelijk, p95", "http", "page, 8 at once" + P95, 60),
    Doel(6, "rangschikken, 500.000, beste honderd, p50", "rangschikken",
         "ranking alone, with reasons" + P50, 5),
    Doel(6, "van COMMIT tot te zien op een replica, p99 (eigen doel)", "replicas",
         "rustig, van COMMIT klaar" + P99, 5),
    Doel(6, "halve publicaties gezien", "replicas", r"publicaties gezien: (\d+)", 0, eenheid=""),
    Doel(6, "bevestigde schrijfopdrachten die verloren gingen", "replicas",
         r"omslagen:.* en (\d+) verloren", 0, eenheid=""),
    Doel(6, "schrijven na het omvallen van de primary", "replicas",
         r"schrijven na hoogstens ([\d.,]+) s", 10, eenheid="s"),
    Doel(6, "lezen na het omvallen van de primary", "replicas",
         r"lezen na hoogstens ([\d.,]+) s", 10, eenheid="s"),
]  # fmt: skip


def getallen(patroon: str, tekst: str) -> Iterator[float]:
    """Every number that the pattern finds; a comma parts thousands, as Python writes them."""
    for gevonden in re.finditer(patroon, tekst):
        yield float(gevonden[1].replace(",", "").rstrip("."))


def nl(waarde: float) -> str:
    """1234.5 -> '1.234,5'."""
    tekst = f"{waarde:,.0f}" if float(waarde).is_integer() or waarde >= 100 else f"{waarde:,.2f}"
    return tekst.translate(str.maketrans(",.", ".,"))
