"""Lives that add up to a given table: when and where people were registered, and with whom.

Pure: dates and chance in, half-open periods out, as in the database; none after the peildatum.
"""

import datetime
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from simulatie.regio.cijfers import Gemeentecijfers


Soort = Literal["gemeente", "uwv"]
Profiel = Literal["geen", "concept", "volledig"]

DAG = datetime.timedelta(days=1)
# Sonar is older than the Participatiewet, which made the doelgroepregister on 1 January 2015.
EERSTE_INSCHRIJVING = datetime.date(2014, 7, 1)
BEGIN_REGISTER = datetime.date(2015, 1, 1)
EERSTE_PEILDATUM = datetime.date(2016, 3, 31)
LAATSTE_PEILDATUM = datetime.date(2023, 12, 31)
BEGIN_GRONDSLAG = {"praktijkroute": datetime.date(2017, 1, 1)}
# The share of each older law that went over to the register on that day.
OVERGEGAAN = {"wajong": 0.85, "wsw-indicatie": 0.95, "wiw-id-baan": 1.0, "participatiewet": 0.2}

# The grondslagen that each organisation serves: UWV the Wajong, gemeenten the Participatiewet.
GRONDSLAGEN: dict[Soort, dict[str, int]] = {
    "gemeente": {
        "participatiewet": 52,
        "vso-pro": 24,
        "praktijkroute": 11,
        "wsw-indicatie": 9,
        "wiw-id-baan": 2,
        "voorziening": 2,
    },
    "uwv": {
        "wajong": 78,
        "vso-pro": 9,
        "participatiewet": 6,
        "wsw-indicatie": 4,
        "voorziening": 3,
    },
}

# For every 100 people who are counted, so many are not.
VERTROKKEN = 30
UIT_DE_DOELGROEP = 6
NOOIT_IN_DE_DOELGROEP = 12
# ... and for every 100 people whom only the register knows, it knew so many before.
UIT_HET_REGISTER = 12

KANS_VERHUISD = 0.08
KANS_OVERGEDRAGEN = 0.05


@dataclass(frozen=True, slots=True)
class Tijdvak:
    """A period of a vaststelling."""

    van: datetime.date
    tot: datetime.date | None


@dataclass(frozen=True, slots=True)
class Inschrijfregel:
    """A row of Inschrijving to be."""

    gemeente: str
    soort: Soort
    van: datetime.date
    tot: datetime.date | None


@dataclass(frozen=True, slots=True)
class Registerregel:
    """A row of Doelgroepregistratie to be."""

    gemeente: str
    grondslag: str
    van: datetime.date
    tot: datetime.date | None


@dataclass(frozen=True, slots=True)
class Levensloop:
    """The periods of one person, oldest first. Without inschrijvingen Sonar does not know them."""

    inschrijvingen: tuple[Inschrijfregel, ...] = ()
    register: tuple[Registerregel, ...] = ()
    vaststellingen: tuple[Tijdvak, ...] = ()
    profiel: Profiel = "geen"

    @property
    def eerste_dag(self) -> datetime.date:
        """The day of the first event."""
        begin = [regel.van for regel in self.inschrijvingen]
        return min(begin + [regel.van for regel in self.register])

    @property
    def grondslag(self) -> str | None:
        """Why they are in the doelgroep; None when they never were."""
        return self.register[0].grondslag if self.register else None


def levenslopen(
    cijfers: Sequence[Gemeentecijfers],
    *,
    doelgroep: int,
    peildatum: datetime.date,
    kans: random.Random,
) -> list[Levensloop]:
    """Everybody of a region, in random order.

    A count on the peildatum gives exactly `cijfers` and a register of `doelgroep` people.
    `cijfers` holds a gemeente or more.
    """
    verteller = _LifeGenerator([rij.gemeente for rij in cijfers], peildatum, kans)
    bekend = sum(rij.totaal for rij in cijfers)
    alleen_register = doelgroep - bekend
    levens = [leven for rij in cijfers for leven in verteller.gemeente(rij)]
    # The register knows many people in the gemeenten where Sonar knows many.
    waar = kans.choices(
        [rij.gemeente for rij in cijfers],
        weights=[rij.totaal + 1 for rij in cijfers],
        k=alleen_register + _deel(alleen_register, UIT_HET_REGISTER),
    )
    for nummer, gemeente in enumerate(waar):
        levens.append(verteller.alleen_in_register(gemeente, nog=nummer < alleen_register))
    kans.shuffle(levens)
    return levens


def _deel(aantal: int, procent: int) -> int:
    return round(aantal * procent / 100)


class _LifeGenerator:
    """Draws lives in the gemeenten of one region, up to one peildatum."""

    def __init__(
        self, gemeenten: Sequence[str], peildatum: datetime.date, kans: random.Random
    ) -> None:
        self.gemeenten = gemeenten
        self.peildatum = peildatum
        self.kans = kans

    def gemeente(self, rij: Gemeentecijfers) -> Iterator[Levensloop]:
        """Everybody of this gemeente: the people who are counted and the people who are not."""
        cellen: tuple[tuple[Soort, int, int], ...] = (
            ("gemeente", rij.gemeente_met_profiel, rij.gemeente_zonder_profiel),
            ("uwv", rij.uwv_met_profiel, rij.uwv_zonder_profiel),
        )
        for soort, met, zonder in cellen:
            yield from (self._met_profiel(rij.gemeente, soort) for _ in range(met))
            yield from (self._zonder_profiel(rij.gemeente, soort) for _ in range(zonder))
            for leven, procent in (
                (self._vertrokken, VERTROKKEN),
                (self._uit_de_doelgroep, UIT_DE_DOELGROEP),
                (self._nooit_in_de_doelgroep, NOOIT_IN_DE_DOELGROEP),
            ):
                aantal = _deel(met + zonder, procent)
                yield from (leven(rij.gemeente, soort) for _ in range(aantal))

    def alleen_in_register(self, gemeente: str, *, nog: bool) -> Levensloop:
        """Somebody whom Sonar never met; `nog` says whether the register still holds them."""
        tot = None if nog else self._tussen(BEGIN_REGISTER + 90 * DAG, self.peildatum)
        laatste = tot - DAG if tot else self.peildatum
        grondslag = self._grondslag("gemeente" if self.kans.random() < 0.6 else "uwv", laatste)
        van = self._begin_register(grondslag, laatste)
        return Levensloop(register=(Registerregel(gemeente, grondslag, van, tot),))

    def _met_profiel(self, gemeente: str, soort: Soort) -> Levensloop:
        leven, klaar = self._in_doelgroep(gemeente, soort)
        van = self._kort_na(klaar, self.peildatum)
        eerder: tuple[Tijdvak, ...] = ()
        if self.kans.random() < 0.15:  # it was withdrawn for a while and then renewed
            eerder = self._afgelopen_vaststelling(klaar, van)
        return replace(leven, vaststellingen=(*eerder, Tijdvak(van, None)), profiel="volledig")

    def _zonder_profiel(self, gemeente: str, soort: Soort) -> Levensloop:
        leven, klaar = self._in_doelgroep(gemeente, soort)
        return self._zonder_vaststelling(leven, klaar, self.peildatum)

    def _vertrokken(self, gemeente: str, soort: Soort) -> Levensloop:
        """Somebody who was registered once: on the peildatum nobody's client and in no register."""
        eerste, laatste = EERSTE_INSCHRIJVING + 240 * DAG, self.peildatum
        # Most of them left lately: older ones have been removed.
        weg = laatste - int((laatste - eerste).days * self.kans.random() ** 1.3) * DAG
        begin = self._tussen(EERSTE_INSCHRIJVING, weg - 30 * DAG)
        inschrijvingen = self._inschrijvingen((gemeente, soort), begin, weg)
        grondslag = self._grondslag(soort, weg - DAG)
        in_register = self._begin_register(grondslag, weg - DAG)
        leven = Levensloop(inschrijvingen, _register(grondslag, inschrijvingen, in_register, weg))
        return self._zonder_vaststelling(leven, max(begin, in_register), weg)

    def _uit_de_doelgroep(self, gemeente: str, soort: Soort) -> Levensloop:
        """Somebody who is still a client, but no longer in the register."""
        uit = self._tussen(BEGIN_REGISTER + 90 * DAG, self.peildatum)
        begin = self._tussen(EERSTE_INSCHRIJVING, uit - DAG)
        inschrijvingen = self._inschrijvingen((gemeente, soort), begin, None)
        grondslag = self._grondslag(soort, uit - DAG)
        in_register = self._begin_register(grondslag, uit - DAG)
        leven = Levensloop(inschrijvingen, _register(grondslag, inschrijvingen, in_register, uit))
        return self._zonder_vaststelling(leven, max(begin, in_register), uit)

    def _nooit_in_de_doelgroep(self, gemeente: str, soort: Soort) -> Levensloop:
        begin = self._tussen(EERSTE_INSCHRIJVING, self.peildatum)
        profiel: Profiel = "concept" if self.kans.random() < 0.25 else "geen"
        return Levensloop(self._inschrijvingen((gemeente, soort), begin, None), profiel=profiel)

    def _in_doelgroep(self, gemeente: str, soort: Soort) -> tuple[Levensloop, datetime.date]:
        """Somebody registered and in the doelgroep on the peildatum, with the first day of both."""
        begin = self._tussen(EERSTE_INSCHRIJVING, self.peildatum)
        grondslag = self._grondslag(soort, self.peildatum)
        in_register = self._begin_register(grondslag, self.peildatum)
        inschrijvingen = self._inschrijvingen((gemeente, soort), begin, None)
        register = _register(grondslag, inschrijvingen, in_register, None)
        return Levensloop(inschrijvingen, register), max(begin, in_register)

    def _inschrijvingen(
        self, laatste: tuple[str, Soort], van: datetime.date, tot: datetime.date | None
    ) -> tuple[Inschrijfregel, ...]:
        """One row, or two after a move or a transfer; the last one is at `laatste`."""
        gemeente, soort = laatste
        eind = tot or self.peildatum + DAG
        lot = self.kans.random()
        eerste = laatste
        if lot < KANS_VERHUISD:
            eerste = (self.kans.choice(self.gemeenten), soort)
        elif lot < KANS_VERHUISD + KANS_OVERGEDRAGEN:
            eerste = (gemeente, "gemeente" if soort == "uwv" else "uwv")
        if eerste == laatste or (eind - van).days < 2:
            return (Inschrijfregel(*laatste, van, tot),)
        over = self._tussen(van + DAG, eind - DAG)
        return (Inschrijfregel(*eerste, van, over), Inschrijfregel(*laatste, over, tot))

    def _grondslag(self, soort: Soort, uiterlijk: datetime.date) -> str:
        gewichten = {
            grondslag: gewicht
            for grondslag, gewicht in GRONDSLAGEN[soort].items()
            if BEGIN_GRONDSLAG.get(grondslag, BEGIN_REGISTER) <= uiterlijk
        }
        return self.kans.choices(list(gewichten), list(gewichten.values()))[0]

    def _begin_register(self, grondslag: str, uiterlijk: datetime.date) -> datetime.date:
        if self.kans.random() < OVERGEGAAN.get(grondslag, 0):
            return BEGIN_REGISTER
        return self._tussen(BEGIN_GRONDSLAG.get(grondslag, BEGIN_REGISTER), uiterlijk)

    def _zonder_vaststelling(
        self, leven: Levensloop, klaar: datetime.date, grens: datetime.date
    ) -> Levensloop:
        """Nothing is vastgesteld from `grens` on: no profile, a concept, or one that ended."""
        lot = self.kans.random()
        if lot < 0.25 and (afgelopen := self._afgelopen_vaststelling(klaar, grens)):
            return replace(leven, vaststellingen=afgelopen, profiel="volledig")
        return replace(leven, profiel="concept" if lot < 0.55 else "geen")

    def _afgelopen_vaststelling(
        self, klaar: datetime.date, grens: datetime.date
    ) -> tuple[Tijdvak, ...]:
        """A vaststelling of a month or more that ended by `grens`, if there is time for one."""
        if (grens - klaar).days < 60:
            return ()
        van = self._kort_na(klaar, grens - 30 * DAG)
        return (Tijdvak(van, self._tussen(van + 30 * DAG, grens)),)

    def _kort_na(self, klaar: datetime.date, uiterlijk: datetime.date) -> datetime.date:
        """The first vaststelling, mostly within a year: a profile takes some talks."""
        wachten = int(self.kans.expovariate(1 / 150))
        if wachten > (uiterlijk - klaar).days:
            return self._tussen(klaar, uiterlijk)
        return klaar + wachten * DAG

    def _tussen(self, van: datetime.date, tot: datetime.date) -> datetime.date:
        """A date from `van` to `tot`, both included."""
        return van + self.kans.randint(0, (tot - van).days) * DAG


def _register(
    grondslag: str,
    inschrijvingen: Sequence[Inschrijfregel],
    van: datetime.date,
    tot: datetime.date | None,
) -> tuple[Registerregel, ...]:
    """The rows of the register: they follow somebody who moves to another gemeente."""
    regels: list[Registerregel] = []
    for inschrijving in inschrijvingen:
        eind = tot if inschrijving is inschrijvingen[-1] else inschrijving.tot
        eind = min(eind, tot) if eind and tot else eind
        if eind and eind <= van:
            continue
        if regels and regels[-1].gemeente == inschrijving.gemeente:
            regels[-1] = replace(regels[-1], tot=eind)
        else:
            regels.append(Registerregel(inschrijving.gemeente, grondslag, van, eind))
        van = eind or van
    return tuple(regels)
