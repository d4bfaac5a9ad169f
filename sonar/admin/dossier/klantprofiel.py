"""The klantprofiel: its parts, what is still missing, and the button that shows it to employers."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from sonar.admin.access import medewerker_bij
from sonar.admin.forms import KlantprofielForm
from sonar.admin.model_admin import ToegangAdmin, ToegangInline
from sonar.admin.site import sonar_site
from sonar.handelingen.dossier.bewaar_versie import bewaar_versie
from sonar.handelingen.dossier.intrekken import intrekken
from sonar.handelingen.dossier.vaststellen import (
    BezwaarLooptError,
    NietBesprokenError,
    OnvolledigProfielError,
    vaststellen,
)
from sonar.handelingen.dossier.zoekvragen import gemiste_zoekvragen
from sonar.levering.leverbaar import Reden, waarom_niet
from sonar.models import (
    Competentiebeheersing,
    Klantprofiel,
    Opleiding,
    Rijbewijs,
    Taalbeheersing,
    Vervoermiddel,
)
from sonar.rules.profielvelden import ONDERDELEN, UITLEG, form_layout
from sonar.rules.volledigheid import ontbrekende_onderdelen, percentage
from sonar.rules.vrije_tekst import bevindingen


VASTGESTELD = (
    "Het klantprofiel is opgeslagen en vastgesteld. Werkgevers zien het na de volgende levering."
)
INGETROKKEN = (
    "Het klantprofiel is opgeslagen en ingetrokken. "
    "Na de volgende levering is het weg bij werkgevers."
)
NIET_MEER_VOLLEDIG = (
    "Het klantprofiel is niet meer volledig en is daarom ingetrokken. "
    "Vul aan wat ontbreekt en stel het opnieuw vast."
)


@dataclass(frozen=True, slots=True)
class PartOnPage:
    """A part of the profile as the page shows it."""

    naam: str
    wat: str  # what to do when it is missing
    anker: str
    ontbreekt: bool
    gemist: int  # the number of recent searches in which it would have mattered


def fieldsets_of(model: type[Model]) -> list[Any]:
    """The fields of a model as the form shows them: headings, and fields beside each other."""
    return [
        (
            blok or None,
            {
                "fields": [regel if len(regel) > 1 else regel[0] for regel in regels],
                **({"description": UITLEG[blok]} if blok in UITLEG else {}),
            },
        )
        for blok, regels in form_layout(str(model._meta.model_name)).items()
    ]


def read_only(fieldsets: Any, woorden: dict[str, str]) -> Any:
    """The same fields for those who may only read: codes as words, no link to a list of codes."""

    def vertaald(veld: Any) -> Any:
        if isinstance(veld, tuple):
            return tuple(woorden.get(naam, naam) for naam in veld)
        return woorden.get(veld, veld)

    return [
        (naam, {"fields": [vertaald(veld) for veld in opties["fields"]]})
        for naam, opties in fieldsets
    ]


class OpleidingInline(ToegangInline[Opleiding]):
    """Education followed."""

    model = Opleiding
    verbose_name_plural = "opleiding"
    fieldsets = fieldsets_of(Opleiding)

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return 0 if obj and obj.opleidingen.exists() else 1


class CompetentieInline(ToegangInline[Competentiebeheersing]):
    """What somebody is good at in working with others and with work."""

    model = Competentiebeheersing
    autocomplete_fields = ["competentie"]
    fieldsets = fieldsets_of(Competentiebeheersing)
    readonly_fields = ["welke"]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        mag = self.has_change_permission(request, obj)
        return self.fieldsets if mag else read_only(self.fieldsets, {"competentie": "welke"})

    @admin.display(description="competentie")
    def welke(self, regel: Competentiebeheersing) -> str:
        return str(regel.competentie)


class TaalInline(ToegangInline[Taalbeheersing]):
    """Languages."""

    model = Taalbeheersing
    autocomplete_fields = ["taal"]
    fieldsets = fieldsets_of(Taalbeheersing)
    readonly_fields = ["welke"]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        mag = self.has_change_permission(request, obj)
        return self.fieldsets if mag else read_only(self.fieldsets, {"taal": "welke"})

    @admin.display(description="taal")
    def welke(self, regel: Taalbeheersing) -> str:
        return str(regel.taal)


@admin.register(Klantprofiel, site=sonar_site)
class KlantprofielAdmin(ToegangAdmin[Klantprofiel]):
    """Opened from the page of the client."""

    form = KlantprofielForm
    leest_mee = True
    autocomplete_fields = ["vaardigheden", "affiniteiten", "sectoren", "taaksoorten"]
    inlines = [OpleidingInline, CompetentieInline, TaalInline]
    list_display = ["klant", "profielstatus"]
    fieldsets = fieldsets_of(Klantprofiel)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Klantprofiel]:
        klanten = self.zichtbare_klanten(request)
        return (
            super()
            .get_queryset(request)
            .filter(werkzoekende__in=klanten)
            .select_related("werkzoekende")
            .prefetch_related("vaststellingen")
            .order_by("werkzoekende__achternaam", "pk")
        )

    readonly_fields = ["vervoer", "rijbewijs"]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if self.has_change_permission(request, obj):
            return self.fieldsets
        return read_only(self.fieldsets, {"vervoermiddelen": "vervoer", "rijbewijzen": "rijbewijs"})

    @admin.display(description="vervoermiddelen")
    def vervoer(self, klantprofiel: Klantprofiel) -> str:
        return ", ".join(str(Vervoermiddel(code).label) for code in klantprofiel.vervoermiddelen)

    @admin.display(description="rijbewijzen")
    def rijbewijs(self, klantprofiel: Klantprofiel) -> str:
        return ", ".join(str(Rijbewijs(code).label) for code in klantprofiel.rijbewijzen)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # a profile begins at its client

    @admin.display(description="klant")
    def klant(self, klantprofiel: Klantprofiel) -> str:
        return klantprofiel.werkzoekende.volledige_naam

    @admin.display(description="status")
    def profielstatus(self, klantprofiel: Klantprofiel) -> str:
        return "vastgesteld" if _lopend(klantprofiel) else "concept"

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        klantprofiel = self.get_object(request, object_id)
        eigen = _stand(klantprofiel) if klantprofiel else {}
        return super().change_view(request, object_id, form_url, (extra_context or {}) | eigen)

    def response_change(self, request: HttpRequest, obj: Klantprofiel) -> HttpResponse:
        """After saving: do what the button beside 'Opslaan' asked for, and say so."""
        klantprofiel = self.get_queryset(request).get(pk=obj.pk)  # as it was just saved
        if medewerker := medewerker_bij(request):
            bewaar_versie(klantprofiel=klantprofiel, medewerker=medewerker, moment=timezone.now())
        niveau, tekst = _na_opslaan(request, klantprofiel)
        self.message_user(request, tekst, niveau)
        return HttpResponseRedirect(request.path)


def _na_opslaan(request: HttpRequest, klantprofiel: Klantprofiel) -> tuple[int, str]:
    medewerker = medewerker_bij(request)
    vandaag = timezone.localdate()
    if "_vaststellen" in request.POST and medewerker:
        try:
            vaststellen(klantprofiel=klantprofiel, medewerker=medewerker, per=vandaag)
        except (OnvolledigProfielError, NietBesprokenError, BezwaarLooptError) as fout:
            return messages.ERROR, str(fout)
        return messages.SUCCESS, VASTGESTELD
    if "_intrekken" in request.POST:
        intrekken(klantprofiel=klantprofiel, per=vandaag)
        return messages.SUCCESS, INGETROKKEN
    if _lopend(klantprofiel) and ontbrekende_onderdelen(klantprofiel.ingevulde_onderdelen()):
        # A profile that nobody can find is not shown: vastgesteld always means complete.
        intrekken(klantprofiel=klantprofiel, per=vandaag)
        return messages.WARNING, NIET_MEER_VOLLEDIG
    return messages.SUCCESS, "Het klantprofiel is opgeslagen."


def _lopend(klantprofiel: Klantprofiel) -> Any:
    """The current vaststelling, from the prefetched rows."""
    return next((v for v in klantprofiel.vaststellingen.all() if v.einddatum is None), None)


def _stand(klantprofiel: Klantprofiel) -> dict[str, Any]:
    """The part above the form: whose profile it is, how complete, and whether employers see it."""
    ingevuld = klantprofiel.ingevulde_onderdelen()
    ontbreekt = ontbrekende_onderdelen(ingevuld)
    vandaag = timezone.localdate()
    gemist = gemiste_zoekvragen(ONDERDELEN, vandaag)
    klant = klantprofiel.werkzoekende
    onderdelen = [
        PartOnPage(naam, deel.zin, deel.anker, naam in ontbreekt, gemist[naam])
        for naam, deel in ONDERDELEN.items()
    ]
    return {
        "klant": klant,
        "in_tekst": bevindingen(klantprofiel.toelichting, [klant.voornamen, klant.achternaam]),
        "lopend": _lopend(klantprofiel),
        "volledigheid": percentage(ingevuld),
        "ontbreekt": ontbreekt,
        # The missing parts are left out: the page tells about those while it is filled in.
        "vindbaar": not {*waarom_niet(klant.pk, vandaag)} - {Reden.ONVOLLEDIG},
        # Most asked in searches first; the page shows one again when it is emptied.
        "onderdelen": sorted(onderdelen, key=lambda deel: -deel.gemist),
        # From this the page knows when a part is there, while somebody fills it in.
        "wanneer_er": {
            naam: {"bron": deel.bron, "kolom": deel.kolom, "telt": deel.telt}
            for naam, deel in ONDERDELEN.items()
        },
    }
