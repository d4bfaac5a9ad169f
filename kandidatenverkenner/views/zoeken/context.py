"""What stands on the search page: facets, chips, cards, page numbers, ways out of nothing."""

import datetime
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from kandidatenverkenner.privacy.pseudonyms import PseudonymCipher
from kandidatenverkenner.search_index.engine import totals
from kandidatenverkenner.search_index.query import SearchQuery, Volgorde
from kandidatenverkenner.views.zoeken.cards import CandidateCard
from kandidatenverkenner.views.zoeken.chips import Chip, filter_chips, wish_chips
from kandidatenverkenner.views.zoeken.facets import FacetBlock, facet_block, number
from kandidatenverkenner.views.zoeken.query_string import QueryString, chosen_numbers
from kandidatenverkenner.zoeken.codelists import Lijsten
from kandidatenverkenner.zoeken.filters import (
    AFSTANDEN,
    FACETTEN,
    MEESTE_PAGINAS,
    PER_PAGINA,
    VOLGORDEN,
    Kandidaatfilter,
)
from kandidatenverkenner.zoeken.results import zoek


LABELS = {facet.value: facet.label for facet in FACETTEN} | {
    "gemeente": "Gemeente",
    "afstand": "Afstand",
    "zoekterm": "Zoekterm",
    "beschikbaar": "Beschikbaar",
    "wens": "Wens",
    "volgorde": "Volgorde",
    "pagina": "Pagina",
}


@dataclass(frozen=True, slots=True)
class WayOut:
    """A filter to remove, and how many candidates there are without it."""

    label: str
    aantal: int
    adres: str


@dataclass(frozen=True, slots=True)
class SortLink:
    """A way to sort, and its address. `kan` is false when it needs what was not given."""

    code: str
    naam: str
    adres: str
    gekozen: bool
    kan: bool


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page number; without an address it is a gap."""

    nummer: int
    adres: str


@dataclass(frozen=True, slots=True)
class SearchError:
    """Something in the address that could not be understood."""

    label: str
    tekst: str


class SearchPage:
    """Everything that the template shows, for a search with valid parameters."""

    bekeken: Collection[uuid.UUID] = ()  # of the candidates of this page

    def __init__(
        self,
        filterset: Kandidaatfilter,
        fouten: Mapping[str, Sequence[str]],
        vandaag: datetime.date,
        nummering: PseudonymCipher,
    ) -> None:
        self.filterset = filterset
        self.fouten = [
            SearchError(LABELS[naam], tekst)
            for naam, teksten in fouten.items()
            for tekst in teksten
        ]
        self.vandaag = vandaag
        self.gegeven = filterset.waarden
        self.zoekadres = QueryString.read(filterset.gegeven)
        self.uitkomst = zoek(filterset, nummering)
        if filterset.pagina_gevraagd > self.uitkomst.pagina:
            self.fouten.append(
                SearchError(
                    "Pagina", f"Er zijn {self.uitkomst.paginas} pagina's. Dit is de laatste."
                )
            )

    @cached_property
    def kaarten(self) -> list[CandidateCard]:
        """The candidates of this page."""
        gekozen = chosen_numbers(self.zoekadres, self.filterset.codelijsten)
        return [
            CandidateCard(
                beeld,
                gekozen,
                self.vandaag,
                self.zoekadres,
                bekeken=beeld.kandidaat.pk in self.bekeken,
            )
            for beeld in self.uitkomst.kandidaten
        ]

    @property
    def kandidaten(self) -> list[uuid.UUID]:
        """Our numbers of the candidates of this page."""
        return [beeld.kandidaat.pk for beeld in self.uitkomst.kandidaten]

    @cached_property
    def aantal(self) -> str:
        """How many there are, in words."""
        totaal = self.uitkomst.totaal
        return f"{number(totaal)} {'kandidaat' if totaal == 1 else 'kandidaten'}"

    @property
    def meer_dan_bladerbaar(self) -> int:
        """How many candidates can be leafed through, when there are more; else 0."""
        bladerbaar = MEESTE_PAGINAS * PER_PAGINA
        return bladerbaar if self.uitkomst.totaal > bladerbaar else 0

    @property
    def facetten(self) -> list[FacetBlock]:
        """The filters, in the order of the page."""
        return [facet_block(facet, self.uitkomst) for facet in FACETTEN]

    @property
    def plaatsen(self) -> SafeString:
        """The gemeenten to measure from, as options."""
        return _plaatsen(self.filterset.lijsten, self.gegeven["gemeente"])

    @property
    def afstanden(self) -> list[int]:
        """The distances on offer."""
        return AFSTANDEN

    @property
    def regios_in_bereik(self) -> list[str]:
        """The names of the regions within the distance."""
        return [regio.naam for regio in self.filterset.regios_in_bereik or []]

    @cached_property
    def chips(self) -> list[Chip]:
        """The filters of this search."""
        return filter_chips(self.filterset, self.zoekadres)

    @cached_property
    def wensen(self) -> list[Chip]:
        """The wishes of this search."""
        return wish_chips(self.filterset, self.zoekadres)

    @property
    def servicepunt(self) -> str:
        """The address that asks the werkgeversservicepunt about this search."""
        return self.zoekadres.at("kandidatenverkenner:servicepunt")

    @property
    def bewaren(self) -> str:
        """The address that saves this search."""
        return self.zoekadres.at("kandidatenverkenner:zoekopdrachten")

    @cached_property
    def uitwegen(self) -> list[WayOut]:
        """When nobody is found: which filter to remove, or else which one to keep."""
        vraag = self.filterset.vraag
        onderdelen = vraag.parts()
        return self._uitwegen(
            "zonder", {deel: (vraag.without(deel), [deel]) for deel in onderdelen}
        ) or self._uitwegen(
            "alleen",
            {
                deel: (vraag.only(deel), [ander for ander in onderdelen if ander != deel])
                for deel in onderdelen
            },
        )

    def _uitwegen(
        self, hoe: str, wegen: Mapping[str, tuple[SearchQuery, list[str]]]
    ) -> list[WayOut]:
        """The ways that lead to somebody, the widest first."""
        aantallen = totals({deel: vraag for deel, (vraag, _) in wegen.items()})
        uitwegen = [
            WayOut(f"{hoe} {self._noem(deel)}", aantallen[deel], self._adres_zonder(weg))
            for deel, (_, weg) in wegen.items()
            if aantallen[deel]
        ]
        return sorted(uitwegen, key=lambda uitweg: -uitweg.aantal)

    def _noem(self, deel: str) -> str:
        """A part of the search, with what was asked for."""
        gevraagd = [chip.waarde for chip in self.chips if chip.label == LABELS[deel]]
        return f"{LABELS[deel].lower()} ({' of '.join(gevraagd)})"

    def _adres_zonder(self, onderdelen: Sequence[str]) -> str:
        adres = self.zoekadres.without(*onderdelen)
        return (adres.without_place() if "afstand" in onderdelen else adres).url()

    @property
    def volgordes(self) -> list[SortLink]:
        """The ways to sort."""
        nu = self.filterset.gevraagde_volgorde
        standaard = self.filterset.standaardvolgorde
        zonder = self.zoekadres.without("volgorde")
        return [
            SortLink(
                volgorde.value,
                naam,
                zonder.with_pair("volgorde", volgorde.value).url()
                if volgorde != standaard
                else zonder.url(),
                volgorde == nu,
                volgorde != Volgorde.AFSTAND or bool(self.gegeven["gemeente"]),
            )
            for volgorde, naam in VOLGORDEN.items()
        ]

    @property
    def verbeterd(self) -> list[tuple[str, str]]:
        """Words that no profile has, and the words that were searched instead."""
        return list(self.filterset.gelezen.vervangen.items())

    @property
    def alles_wissen(self) -> str:
        """The address of a search for everybody."""
        return QueryString(()).url()

    @property
    def vorige(self) -> str:
        """The address of the page before; empty on the first."""
        nu = self.uitkomst.pagina
        return self.zoekadres.at_page(nu - 1).url() if nu > 1 else ""

    @property
    def volgende(self) -> str:
        """The address of the page after; empty on the last."""
        nu = self.uitkomst.pagina
        return self.zoekadres.at_page(nu + 1).url() if nu < self.uitkomst.paginas else ""

    @property
    def bladzijden(self) -> list[PageLink]:
        """The first, the last, and those around this one, with gaps between."""
        nu, laatste = self.uitkomst.pagina, self.uitkomst.paginas
        nummers = sorted({1, laatste} | {n for n in range(nu - 1, nu + 2) if 1 <= n <= laatste})
        links: list[PageLink] = []
        for nummer in nummers:
            if links and nummer > links[-1].nummer + 1:
                links.append(PageLink(nummer - 1, ""))
            links.append(PageLink(nummer, self.zoekadres.at_page(nummer).url()))
        return links


@lru_cache(maxsize=0 if settings.DEBUG else 50)  # a developer sees a changed template
def _plaatsen(lijsten: Lijsten, gekozen: str) -> SafeString:
    """More than 300 options, rendered once for each reading of the lists and each choice."""
    context = {"plaatsen": lijsten.plaatsen.values(), "gekozen": gekozen}
    return render_to_string("kandidatenverkenner/_plaatsen.html", context)
