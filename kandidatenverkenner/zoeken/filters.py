"""The parameters of a search and their rules: one definition for the page and the API."""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from functools import cached_property, lru_cache
from typing import Any

import django_filters
from django import forms
from django.http import QueryDict

from kandidatenverkenner.models import Facet, Kenmerk, Plaats
from kandidatenverkenner.search_index.engine import unknown_words
from kandidatenverkenner.search_index.query import SearchQuery, Volgorde
from kandidatenverkenner.search_index.wensen import Wens
from kandidatenverkenner.zoeken.codelists import Lijsten, bekende_woorden, lees_lijsten
from kandidatenverkenner.zoeken.fields import BESTAAT_NIET, Facetfilter, Paginafilter, Plaatsfilter
from kandidatenverkenner.zoeken.spelling import Zoekterm, correct_spelling
from kandidatenverkenner.zoeken.wishes import (
    UITLEG,
    Wensfilter,
    geldige,
    km_per_regio,
    parse_wensen,
)


# The facets that an employer can filter on, in the order of the page.
FACETTEN = [
    Facet.REGIO,
    Facet.TAAKSOORT,
    Facet.SECTOR,
    Facet.UREN,
    Facet.OPLEIDINGSNIVEAU,
    Facet.VAARDIGHEID,
    Facet.COMPETENTIE,
    Facet.AFFINITEIT,
    Facet.RIJBEWIJS,
]
HERHAALBAAR = {*FACETTEN, "wens"}  # parameters that may be given more than once
AFSTANDEN = [5, 10, 15, 25, 50, 75, 100, 125, 150]
PER_PAGINA = 20
MEESTE_PAGINAS = 10  # of one search: a list is for choosing, not for copying
LANGSTE_ZOEKTERM = 200
HOOGSTE_PAGINA = 1_000_000
VOLGORDEN = {
    Volgorde.NIEUWSTE: "Nieuwste",
    Volgorde.MATCH: "Beste match",
    Volgorde.AFSTAND: "Dichtbij",
}


class Zoekformulier(forms.Form):
    """The rules for a query string, and the rules between two of its parameters.

    `fields` and `empty` come from `_fields`; all searches share them, so nothing changes a field.
    A search gives few of the sixteen parameters: only those are checked.
    """

    def __init__(
        self, data: QueryDict, fields: Mapping[str, forms.Field], empty: Mapping[str, Any]
    ) -> None:
        super().__init__(data)
        self.fields = {naam: veld for naam, veld in fields.items() if naam in data}
        self._empty = empty

    def clean(self) -> dict[str, Any]:
        schoon = {**self._empty, **self.cleaned_data}
        if schoon.get("afstand") and not schoon.get("gemeente") and "gemeente" not in self.errors:
            self.add_error("afstand", "Kies ook een gemeente om de afstand van te meten.")
        return schoon


class Zoekparameters(django_filters.FilterSet):
    """The definition of all parameters of a search: the page, the API and OpenAPI read it."""

    regio = Facetfilter(help_text="Arbeidsmarktregio waarin de kandidaat woont.")
    taaksoort = Facetfilter(help_text="Soort taken die de kandidaat kan en wil doen.")
    sector = Facetfilter(help_text="Beroepssector volgens SBI 2008: sectie of afdeling.")
    uren = Facetfilter(
        help_text="Uren per week. De kandidaat wil ten minste een deel van deze band."
    )
    opleidingsniveau = Facetfilter(help_text="Hoogste opleidingsniveau.")
    vaardigheid = Facetfilter(help_text="Wat de kandidaat kan.")
    competentie = Facetfilter(help_text="Gedragscompetentie die de kandidaat beheerst.")
    affiniteit = Facetfilter(help_text="Waar de kandidaat warm voor loopt.")
    rijbewijs = Facetfilter(help_text="Categorie van het rijbewijs.")
    gemeente = Plaatsfilter(
        help_text=(
            "Gemeente (CBS-code) om afstand van te meten. Zonder afstand: de regio van de gemeente."
        ),
        error_messages={"invalid_choice": BESTAAT_NIET},
    )
    afstand = django_filters.TypedChoiceFilter(
        choices=[(str(km), f"{km} km") for km in AFSTANDEN],
        coerce=int,
        empty_value=None,
        help_text=(
            "Afstand in km, altijd samen met een gemeente. Geeft de regio's waarvan een gemeente "
            "binnen die afstand ligt, want waar een kandidaat woont, staat hier niet."
        ),
        error_messages={
            "invalid_choice": f"{BESTAAT_NIET} Kies uit {', '.join(map(str, AFSTANDEN))}."
        },
    )
    zoekterm = django_filters.CharFilter(
        max_length=LANGSTE_ZOEKTERM,
        help_text=(
            "Nederlandse woorden, met 'of' ertussen als een ervan genoeg is. "
            "Woorden tussen aanhalingstekens horen bij elkaar; "
            "een woord na een minteken mag niet voorkomen."
        ),
        error_messages={
            "max_length": f"De zoekterm is te lang: gebruik hoogstens {LANGSTE_ZOEKTERM} tekens."
        },
    )
    beschikbaar = django_filters.DateFilter(
        input_formats=["%Y-%m-%d"],
        help_text="Dag (jjjj-mm-dd) waarop de kandidaat uiterlijk beschikbaar is.",
        error_messages={"invalid": "Schrijf de dag als jjjj-mm-dd, zoals 2027-03-01."},
    )
    wens = Wensfilter(help_text=UITLEG)
    volgorde = django_filters.ChoiceFilter(
        choices=[(volgorde.value, naam) for volgorde, naam in VOLGORDEN.items()],
        help_text=(
            "Wie vooraan staat: de nieuwste, wie het beste past bij uw wensen en bij wat u meer "
            "dan een keer koos, of wie in de dichtstbijzijnde regio woont. Zonder volgorde, of met "
            "'afstand' zonder gemeente: de nieuwste, of met een wens wie het beste past."
        ),
        error_messages={"invalid_choice": f"{BESTAAT_NIET} Kies uit {', '.join(VOLGORDEN)}."},
    )
    pagina = Paginafilter(
        min_value=1,
        max_value=HOOGSTE_PAGINA,
        help_text=f"Nummer van de pagina, vanaf 1. Een pagina heeft {PER_PAGINA} kandidaten.",
        error_messages=dict.fromkeys(
            ["invalid", "min_value", "max_value"], "Een paginanummer is een geheel getal vanaf 1."
        ),
    )


class Kandidaatfilter:
    """One search: a query string, read by the code lists and the places of one version."""

    base_filters = Zoekparameters.base_filters

    def __init__(self, data: QueryDict, lijsten: Lijsten) -> None:
        self.gegeven = data
        self.lijsten = lijsten
        self.codelijsten = lijsten.codelijsten
        self.plaatsen = lijsten.plaatsen
        self.form = Zoekformulier(data, *_fields(lijsten))

    @classmethod
    def read(cls, data: QueryDict) -> "Kandidaatfilter":
        """The search by the current lists: one query, or three when they changed."""
        return cls(data, lees_lijsten())

    @property
    def fouten(self) -> dict[str, list[str]]:
        """The errors of each parameter; empty when the search is valid."""
        return {naam: [str(fout) for fout in lijst] for naam, lijst in self.form.errors.items()}

    @property
    def strict_errors(self) -> dict[str, list[str]]:
        """The errors of a program's search: an unknown, repeated or empty parameter is one too."""
        errors = {}
        for naam, waarden in self.gegeven.lists():
            if naam not in self.base_filters:
                errors[naam[:60]] = ["Deze parameter bestaat niet."]
            elif naam not in HERHAALBAAR and len(waarden) > 1:
                errors[naam] = ["Deze parameter kan maar een keer worden gegeven."]
            elif naam != "zoekterm" and "" in waarden:
                errors[naam] = ["Deze parameter is leeg. Laat hem weg, of geef een waarde."]
        return errors | self.fouten

    @cached_property
    def waarden(self) -> dict[str, Any]:
        """The values of the parameters. Raises ValueError when one is wrong."""
        if not self.form.is_valid():
            raise ValueError(f"Deze zoekvraag heeft fouten: {', '.join(self.fouten)}.")
        return self.form.cleaned_data

    @cached_property
    def gelezen(self) -> Zoekterm:
        """The search term with its spelling corrected. At most one query."""
        bekend = bekende_woorden(self.codelijsten)
        return correct_spelling(self.waarden["zoekterm"], bekend, unknown_words)

    @cached_property
    def vraag(self) -> SearchQuery:
        """The query for the index."""
        gegeven = self.waarden
        keuzen = {}
        for facet in FACETTEN:
            if gegeven[facet]:
                waarden = self.codelijsten.per_facet[facet]
                keuzen[facet.value] = frozenset(waarden[code].id for code in gegeven[facet])
        binnen = None
        if self.regios_in_bereik is not None:
            binnen = frozenset(regio.id for regio in self.regios_in_bereik)
        volgorde = self.gevraagde_volgorde
        return SearchQuery(
            choices=keuzen,
            within=binnen,
            zoekterm=self.gelezen.tekst,
            beschikbaar=gegeven["beschikbaar"],
            volgorde=volgorde,
            nearest_first=self._van_dichtbij() if volgorde == Volgorde.AFSTAND else (),
            wensen=self.wensen,
        )

    @property
    def standaardvolgorde(self) -> Volgorde:
        """The order when the search gives none."""
        return Volgorde.MATCH if self.waarden["wens"] else Volgorde.NIEUWSTE

    @property
    def gevraagde_volgorde(self) -> Volgorde:
        """The order that the search gives.

        Nearest first needs a gemeente to measure from. Without one it is the default order.
        """
        gevraagd = Volgorde(self.waarden["volgorde"] or self.standaardvolgorde)
        if gevraagd == Volgorde.AFSTAND and not self.waarden["gemeente"]:
            return self.standaardvolgorde
        return gevraagd

    @cached_property
    def wensen(self) -> tuple[Wens, ...]:
        """The wishes. Ranking by match adds travel distance when the regions differ in that."""
        gewenst = dict.fromkeys(self.waarden["wens"])
        if self.gevraagde_volgorde == Volgorde.MATCH and len(self.regios_in_bereik or ()) > 1:
            gewenst.setdefault(f"gemeente:{self.waarden['gemeente']}")
        return parse_wensen(gewenst, self.lijsten)

    def _van_dichtbij(self) -> tuple[str, ...]:
        """The regions from near to far, that of the gemeente first."""
        km = km_per_regio(self.waarden["gemeente"], self.lijsten)
        return tuple(sorted(km, key=lambda regio: (km[regio], regio)))

    @cached_property
    def regios_in_bereik(self) -> list[Kenmerk] | None:
        """The regions within the distance; None when the search gives no gemeente."""
        gegeven = self.waarden
        if not gegeven["gemeente"]:
            return None
        midden = self.plaatsen[gegeven["gemeente"]]
        codes = regios_binnen(midden, gegeven["afstand"] or 0, self.plaatsen.values())
        regios = self.codelijsten.per_facet[Facet.REGIO]
        return [regio for code, regio in regios.items() if code in codes]

    @property
    def pagina_gevraagd(self) -> int:
        """The number of the page; 1 when the search gives none."""
        return int(self.waarden["pagina"] or 1)

    def zonder_fouten(self) -> "Kandidaatfilter":
        """The same search without the values that do not exist."""
        data = self.gegeven.copy()
        for naam in self.fouten:
            if naam in FACETTEN:
                bekend = self.codelijsten.per_facet[naam]
                data.setlist(naam, [code for code in data.getlist(naam) if code in bekend])
            elif naam == "wens":
                data.setlist(naam, geldige(data.getlist(naam), _codes(self.lijsten)))
            else:
                data.pop(naam, None)
        if "gemeente" in self.fouten:
            data.pop("afstand", None)
        return Kandidaatfilter(data, self.lijsten)


def _codes(lijsten: Lijsten) -> dict[str, Mapping[str, Any]]:
    """The existing codes of each parameter."""
    per_facet = lijsten.codelijsten.per_facet
    return {facet.value: per_facet[facet] for facet in FACETTEN} | {"gemeente": lijsten.plaatsen}


@lru_cache(maxsize=2)
def _fields(lijsten: Lijsten) -> tuple[dict[str, forms.Field], dict[str, Any]]:
    """The fields for one version of the code lists, and the value of each when it is not given.

    Making them for every search would take longer than the search itself.
    """
    filters, codes = deepcopy(Zoekparameters.base_filters), _codes(lijsten)
    for naam, bekend in codes.items():
        filters[naam].extra["codes"] = bekend
    filters["wens"].extra["codes"] = codes
    fields = {naam: een.field for naam, een in filters.items()}
    nothing = QueryDict()
    empty = {
        naam: veld.clean(veld.widget.value_from_datadict(nothing, {}, naam))
        for naam, veld in fields.items()
    }
    return fields, empty


def regios_binnen(midden: Plaats, km: int, plaatsen: Iterable[Plaats]) -> set[str]:
    """The regions with a gemeente within so many km, and always its own region."""
    return {midden.regio} | {plaats.regio for plaats in plaatsen if midden.km_tot(plaats) <= km}
