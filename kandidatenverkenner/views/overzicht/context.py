"""What stands on the page of the public overview: filters, map, charts, cards."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from kandidatenverkenner.models import Plaats
from kandidatenverkenner.overzicht.partition import K
from kandidatenverkenner.overzicht.tabel import LABELS, ONDERDELEN, OpenTable, Tabelrij, Waarde
from kandidatenverkenner.views.overzicht.region_map import Stip, land, stippen


GRAFIEKEN = ("sector", "taaksoort", "vaardigheidsgroep", "uren", "opleidingsniveau")
OP_VOLGORDE = {"uren", "opleidingsniveau"}  # scales; the others go from many to few
KORT = 10  # bars on view before 'toon alle'
KAARTEN = 12  # cards on view
LANG = 60  # longer than any code; a mistake is repeated up to here


@dataclass(frozen=True, slots=True)
class Optie:
    """A value to choose in a filter."""

    code: str
    naam: str
    aantal: int
    gekozen: bool
    is_deel: bool  # of the wider value above it


@dataclass(frozen=True, slots=True)
class Filter:
    """A part to filter on."""

    naam: str
    label: str
    opties: list[Optie]


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a chart; `breedte` is a percentage of the longest, as text."""

    naam: str
    aantal: int
    breedte: str
    adres: str


@dataclass(frozen=True, slots=True)
class Grafiek:
    """The bars of a part: the first ten, the rest, and how many people it is not told of."""

    naam: str
    label: str
    kort: list[Bar]
    rest: list[Bar]
    onbekend: int

    @property
    def aantal_rest(self) -> int:
        """How many bars are not on view."""
        return len(self.rest)


@dataclass(frozen=True, slots=True)
class Groep:
    """A row of the table as a card."""

    titel: str
    aantal: int
    feiten: list[tuple[str, str]]  # label, value
    peildatum: datetime.date


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on, and the address without it."""

    label: str
    waarde: str
    weg: str


class Overzichtpagina:
    """Everything the template shows, for whatever stands in the address."""

    def __init__(self, tabel: OpenTable, gegeven: QueryDict) -> None:
        self.tabel = tabel
        self.keuze: dict[str, str] = {}
        self.fouten: list[tuple[str, str]] = []
        for deel in ONDERDELEN:
            code = gegeven.get(deel, "")
            if code in tabel.woorden.waarden[deel]:
                self.keuze[deel] = code
            elif code:
                self.fouten.append((LABELS[deel], code[:LANG].replace("\x00", "")))
        self.telling = tabel.tel(self.keuze)

    @property
    def k(self) -> int:
        """How many people a row stands for at least."""
        return K

    @property
    def regio(self) -> str:
        """The name of the region that is chosen, or empty."""
        return self._naam("regio", self.keuze["regio"]) if "regio" in self.keuze else ""

    @property
    def is_regio_leeg(self) -> bool:
        """Whether a region is chosen for which nothing can be shown, whatever else is asked."""
        regio = self.keuze.get("regio")
        return bool(regio) and not any(rij.codes["regio"] == regio for rij in self.tabel.rijen)

    @cached_property
    def filters(self) -> list[Filter]:
        """The parts with the values that give somebody, beside those that are chosen."""
        return [Filter(deel, LABELS[deel], self._opties(deel)) for deel in ONDERDELEN]

    def _opties(self, deel: str) -> list[Optie]:
        aantallen = self.telling.per_waarde[deel]
        return [
            Optie(code, waarde.naam, aantallen.get(code, 0), is_gekozen, bool(waarde.wijder))
            for code, waarde in self._in_leesvolgorde(deel)
            if (is_gekozen := self.keuze.get(deel) == code) or aantallen.get(code)
        ]

    def _in_leesvolgorde(self, deel: str) -> list[tuple[str, Waarde]]:
        """Every wider value, followed by what belongs to it."""
        waarden = self.tabel.woorden.waarden[deel]
        plek = {code: nummer for nummer, code in enumerate(waarden)}
        return sorted(
            waarden.items(),
            key=lambda paar: (plek.get(paar[1].wijder or paar[0], 0), bool(paar[1].wijder)),
        )

    @cached_property
    def chips(self) -> list[Chip]:
        """The filters that are on."""
        return [
            Chip(LABELS[deel], self._naam(deel, code), self._adres({deel: ""}))
            for deel, code in self.keuze.items()
        ]

    @property
    def alles_wissen(self) -> str:
        """The page without filters."""
        return reverse("kandidatenverkenner:overzicht")

    @cached_property
    def regios(self) -> list[Stip]:
        """The regions of the map, from many people to few."""
        namen = {
            code: (waarde.naam, self._adres({"regio": code}))
            for code, waarde in self.tabel.woorden.waarden["regio"].items()
        }
        return stippen(
            self._plaatsen, namen, self.telling.per_waarde["regio"], self.keuze.get("regio", "")
        )

    @cached_property
    def _plaatsen(self) -> list[Plaats]:
        return list(Plaats.objects.order_by("code"))

    @property
    def land(self) -> str:
        """The gemeenten, behind the dots of the regions."""
        return land(self._plaatsen)

    @property
    def land_van_regio(self) -> str:
        """The gemeenten of the region that is chosen; empty without one."""
        gekozen = self.keuze.get("regio", "")
        return land(plaats for plaats in self._plaatsen if plaats.regio == gekozen)

    @property
    def regios_op_naam(self) -> list[Stip]:
        """The same regions for the list beside the map."""
        return sorted(self.regios, key=lambda stip: stip.naam)

    @cached_property
    def grafieken(self) -> list[Grafiek]:
        """The charts: how many people per value, also of the part that is filtered on."""
        return [self._grafiek(deel) for deel in GRAFIEKEN]

    def _grafiek(self, deel: str) -> Grafiek:
        aantallen = self.telling.per_waarde[deel]
        ouder = self._ouder(deel)
        codes = [
            code
            for code, waarde in self.tabel.woorden.waarden[deel].items()
            if waarde.wijder == ouder and aantallen.get(code)
        ]
        if deel not in OP_VOLGORDE:
            codes.sort(key=lambda code: (-aantallen[code], self._naam(deel, code)))
        meeste = max((aantallen[code] for code in codes), default=1)
        balken = [
            Bar(
                self._naam(deel, code),
                aantallen[code],
                f"{100 * aantallen[code] / meeste:.1f}%",
                self._adres({deel: code}),
            )
            for code in codes
        ]
        label = LABELS[deel]
        if ouder:
            label = f"{label}: {self._naam(deel, ouder).lower()}"
        alle = aantallen[ouder] if ouder else self.telling.zonder[deel]
        onbekend = alle - sum(balk.aantal for balk in balken)
        return Grafiek(deel, label, balken[:KORT], balken[KORT:], onbekend)

    def _ouder(self, deel: str) -> str:
        """The wider value whose parts the chart shows; empty shows the widest values."""
        gekozen = self.keuze.get(deel, "")
        waarden = self.tabel.woorden.waarden[deel]
        aantallen = self.telling.per_waarde[deel]
        if any(
            waarde.wijder == gekozen and aantallen.get(code) for code, waarde in waarden.items()
        ):
            return gekozen
        return waarden[gekozen].wijder if gekozen else ""

    @cached_property
    def groepen(self) -> list[Groep]:
        """The rows that tell most, as cards."""
        return [self._groep(rij) for rij in self.telling.rijen[:KAARTEN]]

    def _groep(self, rij: Tabelrij) -> Groep:
        verteld = {deel: self._naam(deel, code) for deel, code in rij.codes.items() if code}
        titel = verteld.get("taaksoort") or verteld.get("sector") or "Soort werk niet verteld"
        feiten = [
            (LABELS[deel], naam)
            for deel, naam in verteld.items()
            if naam != titel and not (deel == "regio" and self.regio)
        ]
        return Groep(titel, rij.aantal, feiten, rij.peildatum)

    @property
    def aantal_groepen(self) -> int:
        """How many rows answer the filter."""
        return len(self.telling.rijen)

    def _naam(self, deel: str, code: str) -> str:
        return self.tabel.woorden.naam(deel, code)

    def _adres(self, anders: Mapping[str, str]) -> str:
        keuze = {deel: code for deel, code in (self.keuze | dict(anders)).items() if code}
        return f"{self.alles_wissen}?{urlencode(keuze)}" if keuze else self.alles_wissen
