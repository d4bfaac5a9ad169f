"""A candidate in the words an employer reads."""

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.formats import date_format

from kandidatenverkenner.models import Facet, Kenmerk
from kandidatenverkenner.ontvangst.profiel import Plek, fields_at, ja_nee
from kandidatenverkenner.search_index.wensen import Wens
from kandidatenverkenner.views.zoeken.query_string import QueryString
from kandidatenverkenner.zoeken.filters import FACETTEN
from kandidatenverkenner.zoeken.results import Kandidaatbeeld


TREFFERFACETTEN = [
    Facet.TAAKSOORT,
    Facet.VAARDIGHEID,
    Facet.COMPETENTIE,
    Facet.AFFINITEIT,
    Facet.SECTOR,
]


@dataclass(frozen=True)
class CandidateCard:
    """A candidate as an employer reads about him or her."""

    beeld: Kandidaatbeeld
    gekozen_per_facet: Mapping[str, set[int]]
    vandaag: datetime.date
    adres_van_zoekvraag: QueryString
    genoemd: Collection[int] = ()  # attributes that hold a word searched for
    bekeken: bool = False  # by somebody of this organisation, lately

    @cached_property
    def gekozen(self) -> set[int]:
        """All attributes that were asked for or wished for."""
        gewenst = (wens.any_of for wens in self.beeld.oordeel.past)
        return set(self.genoemd).union(*self.gekozen_per_facet.values(), *gewenst)

    @property
    def redenen(self) -> list[tuple[str, str]]:
        """Why this candidate answers the search: heading, and what fits."""
        overig = [wens.naam for wens in self.beeld.oordeel.past if not wens.any_of]
        per_facet = [
            (str(facet.label), ", ".join(namen))
            for facet in FACETTEN
            if (
                namen := [
                    kenmerk.naam
                    for kenmerk in self.beeld.per_facet[facet]
                    if kenmerk.id in self.gekozen
                ]
            )
        ]
        return [*per_facet, ("Wensen", ", ".join(overig))] if overig else per_facet

    @cached_property
    def ontbreekt(self) -> str:
        """The wishes that are not in the profile."""
        return ", ".join(wens.naam for wens in self.beeld.oordeel.ontbreekt)

    @property
    def vergelijkbaar(self) -> list[tuple[str, list[str]]]:
        """The profile as lines that can stand beside those of another."""
        return [
            ("Regio", [self.beeld.regio.naam]),
            ("Beschikbaar", [self.beschikbaar]),
            ("Uren", [self.uren]),
            ("Opleiding", [self.opleiding]),
            ("Reisafstand", [f"tot {self.beeld.kandidaat.reisafstand} km"]),
            ("Vervoer", [self.vervoer]),
            ("Rijbewijs", [self.rijbewijzen or "geen"]),
            *((kop, [antwoord]) for kop, antwoord in self.ja_nee),
            *(
                (kop, [kenmerk.naam for _, kenmerken in groepen for kenmerk in kenmerken])
                for kop, groepen in self.onderdelen
            ),
            (
                "Talen",
                [f"{kennis.taal.naam}: {kennis.niveau}" for kennis in self.beeld.talen],
            ),
        ]

    @property
    def reisafstand(self) -> str:
        """How far the candidate wants to travel."""
        return f"Reist tot {self.beeld.kandidaat.reisafstand} km"

    @property
    def adres(self) -> str:
        """The address of the page of the candidate."""
        return self.adres_van_zoekvraag.url(self.beeld.nummer)

    @property
    def titel(self) -> str:
        """A heading without a name: what this person wants to do."""
        taken = [kenmerk.naam for kenmerk in self._gekozen_eerst(Facet.TAAKSOORT)[:3]]
        if not taken:
            return "Kandidaat"
        tekst = " en ".join([", ".join(taken[:-1]), taken[-1]] if len(taken) > 1 else taken)
        return _hoofdletter(tekst)

    @cached_property
    def treffers(self) -> list[Kenmerk | Wens]:
        """What fits: wishes, and choices beside another. Everybody here meets a single choice."""
        keuzen = [
            kenmerk
            for facet in TREFFERFACETTEN
            if len(self.gekozen_per_facet.get(facet, ())) > 1
            for kenmerk in self.beeld.per_facet[facet]
            if kenmerk.id in self.gekozen_per_facet[facet]
        ]
        al_genoemd = {kenmerk.id for kenmerk in keuzen}
        wensen = [wens for wens in self.beeld.oordeel.past if not wens.any_of & al_genoemd]
        return [*keuzen, *wensen]

    @cached_property
    def vaardigheden(self) -> list[Kenmerk]:
        """Up to five other skills. Those that were asked for come first."""
        al_genoemd = {treffer.naam for treffer in self.treffers}
        overig = [
            kenmerk
            for kenmerk in self._gekozen_eerst(Facet.VAARDIGHEID)
            if kenmerk.naam not in al_genoemd
        ]
        return overig[:5]

    @property
    def uren(self) -> str:
        """How many hours a week."""
        kandidaat = self.beeld.kandidaat
        if kandidaat.uren_min == kandidaat.uren_max:
            return f"{kandidaat.uren_max} uur per week"
        return f"{kandidaat.uren_min} tot {kandidaat.uren_max} uur per week"

    @property
    def beschikbaar(self) -> str:
        """From when, to the month."""
        vanaf = self.beeld.kandidaat.beschikbaar_vanaf
        if vanaf is None or vanaf <= self.vandaag:
            return "per direct"
        return f"vanaf {date_format(vanaf, 'F Y')}"

    @property
    def opleiding(self) -> str:
        """The highest level, and whether there is a diploma."""
        diploma = {True: "met diploma", False: "zonder diploma", None: ""}
        niveau = self.beeld.opleidingsniveau
        delen = [niveau.naam if niveau else "", diploma[self.beeld.kandidaat.diploma]]
        return ", ".join(deel for deel in delen if deel) or "niet getoond"

    @property
    def onderdelen(self) -> list[tuple[str, list[tuple[str, list[Kenmerk]]]]]:
        """The parts of the profile that are lists: heading, then groups of values."""
        return [
            (veld.label, by_group(self.beeld.per_facet[veld.facet]))
            for veld in fields_at(Plek.HOOFD)
            if veld.facet
        ]

    @property
    def ja_nee(self) -> list[tuple[str, str]]:
        """The answers that are yes or no, each under its heading. A hidden answer has no line."""
        antwoorden = (
            (veld.label, getattr(self.beeld.kandidaat, veld.naam))
            for veld in ja_nee()
            if not veld.bij
        )
        return [(kop, "ja" if ja else "nee") for kop, ja in antwoorden if ja is not None]

    @property
    def zij(self) -> list[tuple[str, str]]:
        """The lines beside the profile: heading and text."""
        teksten = {
            "beschikbaar_vanaf": self.beschikbaar,
            "uren_min": self.uren,
            "reisafstand": f"Tot {self.beeld.kandidaat.reisafstand} km",
            "vervoermiddelen": self.vervoer,
            "rijbewijzen": self.rijbewijzen or "Geen",
        }
        regels = [(veld.label, teksten[veld.naam]) for veld in fields_at(Plek.ZIJ)]
        return [(kop, _hoofdletter(tekst)) for kop, tekst in (*regels, *self.ja_nee)]

    @cached_property
    def rijbewijzen(self) -> str:
        """The licences by their letters; empty when there is none."""
        return ", ".join(kenmerk.code for kenmerk in self.beeld.per_facet[Facet.RIJBEWIJS])

    @property
    def vervoer(self) -> str:
        """How this person gets to work."""
        middelen = ", ".join(k.naam for k in self.beeld.per_facet[Facet.VERVOERMIDDEL])
        return middelen or "geen eigen vervoer"

    def _gekozen_eerst(self, facet: Facet) -> list[Kenmerk]:
        return sorted(
            self.beeld.per_facet[facet], key=lambda kenmerk: kenmerk.id not in self.gekozen
        )


def _hoofdletter(tekst: str) -> str:
    return tekst[:1].upper() + tekst[1:]


def by_group(kenmerken: Sequence[Kenmerk]) -> list[tuple[str, list[Kenmerk]]]:
    """Values under the heading of their group. A section of SBI is the heading of its divisions."""
    secties = {k.code: k.naam for k in kenmerken if k.facet == Facet.SECTOR and not k.groep}
    groepen: dict[str, list[Kenmerk]] = {naam: [] for naam in secties.values()}
    for kenmerk in kenmerken:
        if kenmerk.code not in secties:
            groepen.setdefault(secties.get(kenmerk.groep, kenmerk.groep), []).append(kenmerk)
    return list(groepen.items())
