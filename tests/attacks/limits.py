"""What an attack may yield: the table that the report and the tests hold the product to.

A limit that is None is a fact to report and no promise. A non-programmer can read this table.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Grens:
    """How much an attack may yield at most (`hoogste`) or at least (`laagste`)."""

    wat: str
    hoogste: float | None = None
    laagste: float | None = None
    eenheid: str = ""


GRENZEN: dict[str, Grens] = {
    "dag.profielen": Grens("hele profielen die een organisatie op een dag opent", hoogste=100),
    "dag.account": Grens("hetzelfde, met tien accounts en tien sleutels", hoogste=100),
    "week.profielen": Grens("hele profielen in zeven dagen", hoogste=700),
    "kwartaal.profielen": Grens("hele profielen in een kwartaal", hoogste=92 * 100),
    "dag.kaarten": Grens("verschillende kandidaten op lijsten, op een dag", hoogste=2_020),
    "dag.bladzijden": Grens("bladzijden van lijsten op een dag", hoogste=1_000),
    "dag.kenmerken": Grens("van wie op lijsten stond: deel van de zoekbare kenmerken bekend, dag"),
    "alarm.tempo": Grens("geopende profielen tot het eerste alarm, snel", hoogste=30),
    "alarm.traag": Grens("geopende profielen tot het eerste alarm, een per 11 s", hoogste=30),
    "alarm.geduldig": Grens("dagen tot het eerste alarm, 99 profielen per dag", hoogste=11),
    "alarm.lijsten": Grens("bladzijden van lijsten tot het eerste alarm", hoogste=500),
    "alarm.lokprofiel": Grens("seconden van lokprofiel openen tot alarm", hoogste=60, eenheid="s"),
    "samen.nummer": Grens("gelijke kandidaatnummers bij twee organisaties", hoogste=0),
    "samen.plaats": Grens("gekoppeld doordat lijsten bij beide dezelfde volgorde hebben"),
    "samen.inhoud": Grens("profielen die in hun regio op alle kolommen uniek zijn"),
    "kwartalen.nummer": Grens("gelijke kandidaatnummers in twee kwartalen", hoogste=0),
    "kwartalen.inhoud": Grens("goed gekoppeld over twee kwartalen op gelijke inhoud"),
    "kwartalen.lijst": Grens(
        "over twee kwartalen te volgen met een bewaarde lijst", hoogste=10_000
    ),
    "kennis.waarde": Grens(
        "getoonde waarden (taal, taak, diploma ...) die minder dan 10 van een regio hebben",
        hoogste=0,
    ),
    "kennis.niveau": Grens("verborgen opleidingsniveau of diploma dat toch te zien is", hoogste=0),
    "kennis.kolom": Grens(
        "getoonde uren, afstanden, maanden en talen van minder dan 10", hoogste=0
    ),
    "kennis.leeg": Grens("verborgen waarde die vaststaat bij wie niets toont", hoogste=0),
    "kennis.sectie": Grens("verborgen afdeling die vaststaat bij wie een sectie toont", hoogste=0),
    "kennis.zoekvraag": Grens("deel dat als enige past bij wat een gemeente van iemand weet"),
    "nacht.nieuw": Grens("deel dat te vinden is door wie de dag van vaststellen weet"),
    "kwartalen.verborgen": Grens("nu verborgen waarden die een bewaard profiel nog toont"),
    "dag.deuren": Grens("profielen door alle deuren samen, op een dag", hoogste=100),
    "dag.samen": Grens("profielen die organisaties samen op een dag openen"),
    "alarm.sluip": Grens("geopende profielen tot het eerste alarm, 33 per dag", hoogste=2_000),
    "alarm.gemaild": Grens("mails aan de privacy officer bij een lokprofiel", laagste=1),
    "opdracht.tellingen": Grens("tellingen zonder bladzijde, met bewaarde zoekopdrachten", 50),
    "samen.etag": Grens("gelijke vingerafdrukken (ETag) bij twee organisaties", hoogste=0),
    "lok.opvallend": Grens("lokprofielen met een waarde die verborgen moest zijn", hoogste=0),
    "nummers.contact": Grens("soorten antwoord op een contactverzoek voor zo'n nummer", 1),
    "nummers.raden": Grens("kandidaten gevonden met geraden nummers", hoogste=0),
    "nummers.verschil": Grens("soorten antwoord op onbekend, vreemd en verlopen", hoogste=1),
    "overzicht.klein": Grens("groepen onder 10 uit het overzicht en zijn verschillen", hoogste=0),
    "uitgaven.klein": Grens("aantallen onder 10 zeker bekend uit openbare uitgaven", hoogste=0),
    "facet.een": Grens("zoekvragen van twee keuzen die een enkele kandidaat aanwijzen"),
    "dump.persoon": Grens("namen, BSN's, adressen, geboortedata in een dump", hoogste=0),
    "dump.nummers": Grens("kandidaatnummers van werkgevers die een dump verraadt", hoogste=0),
    "dump.sonar": Grens("leesbare BSN's in een dump van Sonar", hoogste=0),
}


@dataclass(frozen=True, slots=True)
class Uitkomst:
    """What an attack yielded. `naam` is a row of GRENZEN, or free for a fact without a limit."""

    naam: str
    waarde: float
    n: int  # what was tried
    toelichting: str = ""

    @property
    def houdt(self) -> bool:
        """Whether the product keeps to its limit; a fact always does."""
        grens = GRENZEN.get(self.naam)
        if grens is None:
            return True
        onder = grens.hoogste is None or self.waarde <= grens.hoogste
        return onder and (grens.laagste is None or self.waarde >= grens.laagste)

    def regel(self) -> str:
        """A row of the report."""
        grens = GRENZEN.get(self.naam)
        oordeel = "feit"
        if grens and (grens.hoogste is not None or grens.laagste is not None):
            oordeel = "houdt" if self.houdt else "GEBROKEN"
        hoogste = "" if grens is None or grens.hoogste is None else f"{grens.hoogste:g}"
        wat = grens.wat if grens else self.toelichting
        extra = self.toelichting if grens else ""
        waarde = getal(self.waarde, grens.eenheid if grens else "")
        return f"| {self.naam} | {wat} | {self.n} | {waarde} | {hoogste} | {oordeel} | {extra} |"


def getal(waarde: float, eenheid: str = "") -> str:
    """A number as it is, and a share (those are never whole numbers in Python) in percents."""
    if eenheid:
        return f"{waarde:.2f} {eenheid}"
    if isinstance(waarde, int):
        return str(waarde)
    return f"{waarde:.1%}" if waarde <= 1 else f"{waarde:.1f}"


def tabel(uitkomsten: Iterable[Uitkomst]) -> str:
    """All of it, as Markdown."""
    koppen = "| aanval | wat | geprobeerd | uitkomst | grens | oordeel | toelichting |"
    return "\n".join([koppen, "|---|---|--:|--:|--:|---|---|", *(u.regel() for u in uitkomsten)])
