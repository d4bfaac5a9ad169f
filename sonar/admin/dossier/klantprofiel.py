"""The klantprofiel: its parts, what still misses, and the button that shows it to employers."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
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
from sonar.models import (
    Competentiebeheersing,
    Klantprofiel,
    Opleiding,
    Rijbewijs,
    Taalbeheersing,
    Vervoermiddel,
)
from sonar.rules.volledigheid import ONDERDELEN, ontbrekende_onderdelen, percentage
from sonar.rules.vrije_tekst import bevindingen


# Where on the screen a part is filled in.
ANKERS = {
    "opleiding": "opleidingen-group",
    "competenties": "competenties-group",
    "vaardigheden": "id_vaardigheden",
    "affiniteiten": "id_affiniteiten",
    "beroepssectoren": "id_sectoren",
    "taaksoorten": "id_taaksoorten",
    "uren": "id_uren_min",
    "reisafstand": "id_reisafstand",
}


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
class Onderdeel:
    """A part of the profile as the page tells of it."""

    naam: str
    wat: str  # what to do when it is missing
    anker: str
    ontbreekt: bool
    gemist: int  # in so many searches of late it would have mattered


def om_te_lezen(fieldsets: Any, woorden: dict[str, str]) -> Any:
    """The same fields for who may only read: codes as words, no link to a list of codes."""

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
    fieldsets = [(None, {"fields": [("niveau", "naam", "status"), "diploma"]})]

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return 0 if obj and obj.opleidingen.exists() else 1


class CompetentieInline(ToegangInline[Competentiebeheersing]):
    """What somebody is good at in working with others and with work."""

    model = Competentiebeheersing
    autocomplete_fields = ["competentie"]
    fieldsets = [(None, {"fields": [("competentie", "beheersing")]})]
    readonly_fields = ["welke"]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        mag = self.has_change_permission(request, obj)
        return self.fieldsets if mag else om_te_lezen(self.fieldsets, {"competentie": "welke"})

    @admin.display(description="competentie")
    def welke(self, regel: Competentiebeheersing) -> str:
        return str(regel.competentie)


class TaalInline(ToegangInline[Taalbeheersing]):
    """Languages."""

    model = Taalbeheersing
    autocomplete_fields = ["taal"]
    fieldsets = [(None, {"fields": [("taal", "mondeling", "schriftelijk")]})]
    readonly_fields = ["welke"]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        mag = self.has_change_permission(request, obj)
        return self.fieldsets if mag else om_te_lezen(self.fieldsets, {"taal": "welke"})

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
    fieldsets = [
        (
            "Wat iemand kan en wil",
            {
                "fields": ["vaardigheden", "taaksoorten", "sectoren", "affiniteiten"],
                "description": "Typ een paar letters en kies met de pijltjes en Enter.",
            },
        ),
        (
            "Beschikbaarheid",
            {
                "fields": [
                    ("uren_min", "uren_max"),
                    ("beschikbaar_vanaf", "reisafstand"),
                    "vervoermiddelen",
                    "rijbewijzen",
                ]
            },
        ),
        ("Voor collega's", {"fields": ["toelichting"]}),
        ("Afspraak met de klant", {"fields": ["besproken_op"]}),
    ]

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
        return om_te_lezen(
            self.fieldsets, {"vervoermiddelen": "vervoer", "rijbewijzen": "rijbewijs"}
        )

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
        """After saving: what the button beside 'Opslaan' asked for, and a word about it."""
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
        # What nobody can find is not shown: vastgesteld always means complete.
        intrekken(klantprofiel=klantprofiel, per=vandaag)
        return messages.WARNING, NIET_MEER_VOLLEDIG
    return messages.SUCCESS, "Het klantprofiel is opgeslagen."


def _lopend(klantprofiel: Klantprofiel) -> Any:
    """The vaststelling that runs; reads what has been prefetched."""
    return next((v for v in klantprofiel.vaststellingen.all() if v.einddatum is None), None)


def _stand(klantprofiel: Klantprofiel) -> dict[str, Any]:
    """What stands above the form: whose it is, how complete, and whether employers see it."""
    ingevuld = klantprofiel.ingevulde_onderdelen()
    ontbreekt = ontbrekende_onderdelen(ingevuld)
    gemist = gemiste_zoekvragen(ONDERDELEN, timezone.localdate())
    klant = klantprofiel.werkzoekende
    onderdelen = [
        Onderdeel(naam, wat, ANKERS[naam], naam in ontbreekt, gemist[naam])
        for naam, wat in ONDERDELEN.items()
    ]
    return {
        "klant": klant,
        "in_tekst": bevindingen(klantprofiel.toelichting, [klant.voornamen, klant.achternaam]),
        "lopend": _lopend(klantprofiel),
        "volledigheid": percentage(ingevuld),
        "ontbreekt": ontbreekt,
        # What most searches asked, first; the page shows one again when it is emptied.
        "onderdelen": sorted(onderdelen, key=lambda deel: -deel.gemist),
    }
