"""What a klantprofiel says: parts that belong together, for somebody of an age."""

import datetime
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from simulatie.regio.werelden import WERELDEN, Wereld
from sonar.rules.profielvelden import BRON, ONDERDELEN, VELDEN


DAG = datetime.timedelta(days=1)
UREN = (12, 16, 20, 24, 28, 32, 36, 40)
# How often: 5, 10, 15, 25 and 50 km (codeRegiostraal), without and with a car.
REISAFSTANDEN = ("1", "2", "3", "4", "5")
ZONDER_AUTO, MET_AUTO = (14, 40, 30, 14, 2), (4, 20, 30, 32, 14)
TALEN = {"eng": 9, "tur": 4, "rif": 3, "ara": 4, "pol": 3, "deu": 2, "fra": 2, "pap": 2, "spa": 2}
TOELICHTINGEN = (
    "Werkt het liefst met een vaste begeleider.",
    "Proefplaatsing is bespreekbaar.",
    "Liefst 's ochtends beginnen en rustig opbouwen in uren.",
    "Heeft goede ervaringen met een jobcoach.",
    "Profiel samen doorgenomen; klant is tevreden.",
)
# Education that fits every kind of work, per level.
OPLEIDINGSNAMEN: dict[str, tuple[str, ...]] = {
    "1": ("Basisonderwijs", "Speciaal basisonderwijs"),
    "2": ("Praktijkonderwijs", "Voortgezet speciaal onderwijs", "Vmbo basisberoepsgericht"),
    "3": ("Havo", "Vwo"),
    "4": ("Entree-opleiding", "Assistent dienstverlening", "Helpende zorg en welzijn"),
    "5": ("Associate degree management", "Bachelor sociaal werk"),
    "6": ("Master geschiedenis", "Master informatica"),
    "9": ("Cursus via het leerwerkbedrijf", "Branchecertificaat"),
}
AUTO, BROMFIETS, FIETS, OPENBAAR_VERVOER = "1", "2", "3", "5"
GOED, VOLDOENDE, ONVOLDOENDE = "1", "2", "3"
ONBEKEND, AFGEROND, AFGEBROKEN, LOPEND = "0", "1", "2", "3"


@dataclass(frozen=True, slots=True)
class Codelijsten:
    """The codes that are in use; a profile uses no other."""

    sectoren: frozenset[str]
    taaksoorten: Sequence[str]
    vaardigheden: Mapping[str, Sequence[str]]  # per group
    affiniteiten: Sequence[str]
    competenties: Sequence[str]
    talen: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profielinhoud:
    """The columns and parts of a Klantprofiel to be. A part without content is empty."""

    uren_min: int | None
    uren_max: int | None
    beschikbaar_vanaf: datetime.date | None
    reisafstand: str
    vervoermiddelen: tuple[str, ...]
    rijbewijzen: tuple[str, ...]
    toelichting: str
    vaardigheden: tuple[str, ...]
    affiniteiten: tuple[str, ...]
    sectoren: tuple[str, ...]
    taaksoorten: tuple[str, ...]
    opleidingen: tuple[tuple[str, str, str, bool], ...]  # niveau, naam, status, diploma
    competenties: tuple[tuple[str, str], ...]  # code, beheersing
    talen: tuple[tuple[str, str, str], ...]  # code, mondeling, schriftelijk


# Columns that are not empty as a list is.
EMPTY = {"uren_min": None, "uren_max": None, "reisafstand": ""}


def without(inhoud: Profielinhoud, onderdeel: str) -> Profielinhoud:
    """How a concept looks while a part has not been filled in."""
    kolommen = {BRON[veld.model] or veld.naam for veld in VELDEN if veld.onderdeel == onderdeel}
    leeg: dict[str, Any] = {kolom: EMPTY.get(kolom, ()) for kolom in kolommen}
    return replace(inhoud, **leeg)


class ProfileGenerator:
    """Draws profiles out of code lists."""

    def __init__(
        self, codelijsten: Codelijsten, peildatum: datetime.date, kans: random.Random
    ) -> None:
        self.lijsten = codelijsten
        self._peildatum = peildatum
        self._kans = kans
        self.werelden = [wereld for wereld in WERELDEN if codelijsten.sectoren & {*wereld.sectoren}]

    def profiel(self, geboortedatum: datetime.date, *, volledig: bool) -> Profielinhoud:
        """A complete profile, or one on which work has only begun."""
        leeftijd = (self._peildatum - geboortedatum).days // 365
        inhoud = self.in_werelden(leeftijd, *self._twee_werelden())
        if volledig:
            return inhoud
        ontbreekt = self._kans.sample(list(ONDERDELEN), k=self._kans.randint(1, 6))
        for onderdeel in ontbreekt:
            inhoud = without(inhoud, onderdeel)
        return inhoud

    def in_werelden(self, leeftijd: int, eerste: Wereld, tweede: Wereld) -> Profielinhoud:
        """A complete profile, of somebody of this age in these kinds of work."""
        kans = self._kans
        rijbewijzen = self._rijbewijzen(leeftijd, eerste)
        uren_min, uren_max = self._uren(leeftijd)
        return Profielinhoud(
            uren_min=uren_min,
            uren_max=uren_max,
            beschikbaar_vanaf=self._beschikbaar_vanaf(),
            reisafstand=kans.choices(
                REISAFSTANDEN, MET_AUTO if "B" in rijbewijzen else ZONDER_AUTO
            )[0],
            vervoermiddelen=self._vervoermiddelen(rijbewijzen),
            rijbewijzen=rijbewijzen,
            toelichting=kans.choice(TOELICHTINGEN) if kans.random() < 0.4 else "",
            vaardigheden=self._vaardigheden(eerste, tweede),
            affiniteiten=self._kies(
                [*eerste.affiniteiten, *tweede.affiniteiten], self.lijsten.affiniteiten, (2, 5)
            ),
            sectoren=self._kies(
                [*eerste.sectoren, *tweede.sectoren[:1]], sorted(self.lijsten.sectoren), (1, 3)
            ),
            taaksoorten=self._kies(
                [*eerste.taaksoorten, *tweede.taaksoorten[:2]], self.lijsten.taaksoorten, (1, 4)
            ),
            opleidingen=self._opleidingen(leeftijd, eerste),
            competenties=self._competenties(),
            talen=self._talen(),
        )

    def _twee_werelden(self) -> list[Wereld]:
        """The kind of work where somebody feels at home, and often a second one."""
        eerste, tweede = self._kans.choices(
            self.werelden, [wereld.gewicht for wereld in self.werelden], k=2
        )
        return [eerste, tweede if self._kans.random() < 0.35 else eerste]

    def _kies(
        self, liefst: Sequence[str], alles: Sequence[str], aantal: tuple[int, int]
    ) -> tuple[str, ...]:
        """Different codes that belong together, or any codes if the list no longer has those."""
        bestaand = set(alles)
        mogelijk = [code for code in dict.fromkeys(liefst) if code in bestaand] or list(alles)
        k = min(self._kans.randint(*aantal), len(mogelijk))
        return tuple(sorted(self._kans.sample(mogelijk, k=k)))

    def _vaardigheden(self, eerste: Wereld, tweede: Wereld) -> tuple[str, ...]:
        per_groep = self.lijsten.vaardigheden
        groepen = [*eerste.groepen, *tweede.groepen[:1]]
        liefst = [code for groep in groepen for code in per_groep.get(groep, ())]
        return self._kies(liefst, [code for groep in per_groep.values() for code in groep], (3, 8))

    def _uren(self, leeftijd: int) -> tuple[int, int]:
        """The young want more hours than those near their pension."""
        gewichten = (3, 6, 10, 16, 10, 20, 15, 20)
        if leeftijd >= 50:
            gewichten = (8, 18, 22, 22, 10, 12, 5, 3)
        meest = self._kans.choices(UREN, gewichten)[0]
        return max(8, meest - self._kans.choice([0, 4, 8, 8, 12])), meest

    def _beschikbaar_vanaf(self) -> datetime.date | None:
        if self._kans.random() < 0.78:
            return None
        return (self._peildatum + self._kans.randint(-60, 180) * DAG).replace(day=1)

    def _rijbewijzen(self, leeftijd: int, wereld: Wereld) -> tuple[str, ...]:
        kans = self._kans
        rijbewijzen = []
        if leeftijd >= 18 and kans.random() < min(0.3 + 0.006 * leeftijd, 0.55):
            # The licence for a car includes the moped.
            rijbewijzen = ["AM", "B"]
            if wereld.rijdt and kans.random() < 0.25:
                rijbewijzen += kans.choice([["BE"], ["C"], ["C", "CE"], ["T"]])
        elif kans.random() < 0.1:
            rijbewijzen = ["AM"]
        return tuple(rijbewijzen)

    def _vervoermiddelen(self, rijbewijzen: Sequence[str]) -> tuple[str, ...]:
        kansen = {
            AUTO: 0.65 if "B" in rijbewijzen else 0,
            BROMFIETS: 0.3 if rijbewijzen == ("AM",) else 0.02 * len(rijbewijzen),
            FIETS: 0.72,
            OPENBAAR_VERVOER: 0.6,
        }
        gekozen = tuple(code for code, hoe_vaak in kansen.items() if self._kans.random() < hoe_vaak)
        return gekozen or (FIETS,)

    def _opleidingen(self, leeftijd: int, wereld: Wereld) -> tuple[tuple[str, str, str, bool], ...]:
        kans = self._kans
        niveau = kans.choices(list(wereld.niveaus), list(wereld.niveaus.values()))[0]
        naam = kans.choice(wereld.opleidingen.get(niveau) or OPLEIDINGSNAMEN[niveau])
        status = kans.choices(
            (AFGEROND, AFGEBROKEN, LOPEND, ONBEKEND), (66, 22, 14 if leeftijd < 24 else 1, 6)
        )[0]
        hoogste = (niveau, naam, status, status == AFGEROND and kans.random() < 0.92)
        if niveau in {"4", "5", "6"}:
            vooraf = "2" if niveau == "4" else "3"
            eerder = (vooraf, kans.choice(OPLEIDINGSNAMEN[vooraf]), AFGEROND, True)
            return (eerder, hoogste)
        return (hoogste,)

    def _competenties(self) -> tuple[tuple[str, str], ...]:
        codes = self._kies(self.lijsten.competenties, self.lijsten.competenties, (3, 7))
        beheersing = self._kans.choices((GOED, VOLDOENDE, ONVOLDOENDE), (46, 44, 10), k=len(codes))
        # A profile shows at least one thing that somebody does well.
        beheersing[0] = self._kans.choice([GOED, VOLDOENDE])
        return tuple(zip(codes, beheersing, strict=True))

    def _talen(self) -> tuple[tuple[str, str, str], ...]:
        kans = self._kans
        beheerst = ["nld"] if kans.random() < 0.99 else []
        if kans.random() < 0.28 or not beheerst:
            beheerst += kans.choices(list(TALEN), list(TALEN.values()))
        return tuple(
            (code, kans.choices("234", (12, 48, 40))[0], kans.choices("1234", (6, 34, 42, 18))[0])
            for code in beheerst
            if code in self.lijsten.talen
        )
