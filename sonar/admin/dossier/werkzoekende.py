"""The client: search, register, correct."""

import re
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.forms import BaseInlineFormSet, ModelForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from sonar.admin.access import eis, klantmenu, leg_vast_voor, medewerker_bij
from sonar.admin.client_list import (
    AANDACHT,
    MIJN,
    PROFIELSTATUS,
    WIE,
    Klantenlijst,
    gezocht,
    met_overzicht,
    profielstatus,
)
from sonar.admin.dossier.personen_zoeken import wie_het_kan_zijn
from sonar.admin.forms import InschrijvingForm, PeriodeFormSet, WerkzoekendeForm
from sonar.admin.model_admin import ToegangAdmin, ToegangInline
from sonar.admin.site import sonar_site
from sonar.handelingen.dossier.overlijden import verwerk_overlijden
from sonar.handelingen.toezicht.zoeken import te_kennen
from sonar.levering.feed import haal_weg
from sonar.models import (
    Doelgroepregistratie,
    Handeling,
    Inschrijving,
    Klantprofiel,
    Medewerker,
    Werkzoekende,
)
from sonar.rules.volledigheid import percentage
from sonar.toegang import collegas, mag


ZOEKTERM = "sonar_zoekterm"  # in the session: a name does not belong in a URL
LIJKT_BSN = re.compile(r"(?:[0-9][\s.\-]*){8,}")
GEEN_BSN_HIER = "Zoek met een burgerservicenummer bij Personen zoeken. Hier zoekt u op naam."


class ProfielFilter(admin.SimpleListFilter):
    """Clients by the state of their klantprofiel."""

    title = "klantprofiel"
    parameter_name = "profiel"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]
    ) -> list[tuple[str, str]]:
        return [(status, status) for status in PROFIELSTATUS]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() not in PROFIELSTATUS:
            return queryset
        status = profielstatus(timezone.localdate())
        met_status: QuerySet[Any] = queryset.alias(status=status)
        return met_status.filter(status=self.value())


class AandachtFilter(admin.SimpleListFilter):
    """Clients who ask for attention."""

    title = "aandacht"
    parameter_name = "aandacht"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]
    ) -> list[tuple[str, str]]:
        return [(naam, wat) for naam, (wat, _) in AANDACHT.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        gekozen = AANDACHT.get(self.value() or "")
        return queryset.filter(gekozen[1](timezone.localdate())) if gekozen else queryset


class InschrijvingInline(ToegangInline[Inschrijving]):
    """The registrations at one's own organisation; those elsewhere are shown above, as text."""

    model = Inschrijving
    form = InschrijvingForm
    formset = PeriodeFormSet
    autocomplete_fields = ["gemeente"]
    can_delete = False
    verbose_name_plural = "inschrijving bij mijn organisatie"
    fieldsets = [(None, {"fields": [("gemeente", "ingangsdatum", "einddatum", "klantmanager")]})]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        (_, velden), *_rest = self.fieldsets
        regel = velden["fields"][0]
        if not obj:
            # A new client belongs to the medewerker who registers: nothing to say, nothing to ask.
            return [(None, {"fields": [regel[:-1]]})]
        toewijzen = "klantmanager" if self._mag_toewijzen(request) else "wie"
        return [(None, {"fields": [(*regel[:-1], toewijzen)]})]

    def _mag_toewijzen(self, request: HttpRequest) -> bool:
        return mag(medewerker_bij(request), "wijzigen", "team")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        # The medewerker who registers somebody gets the client; a teamleider may choose another
        # one.
        return [] if self._mag_toewijzen(request) else ["klantmanager", "wie"]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name != "klantmanager":
            return super().formfield_for_foreignkey(db_field, request, **kwargs)
        klantmanagers = collegas(medewerker_bij(request)).filter(rol=Medewerker.Rol.KLANTMANAGER)
        kwargs["queryset"] = klantmanagers.select_related("account")
        veld: Any = super().formfield_for_foreignkey(db_field, request, **kwargs)
        veld.label_from_instance = lambda collega: collega.naam()
        return veld

    @admin.display(description="klantmanager")
    def wie(self, inschrijving: Inschrijving) -> str:
        return inschrijving.klantmanager.naam() if inschrijving.klantmanager else "nog niemand"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Inschrijving]:
        medewerker = medewerker_bij(request)
        eigen = super().get_queryset(request).select_related("klantmanager__account")
        return eigen.filter(organisatie=medewerker.organisatie) if medewerker else eigen.none()

    def get_min_num(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return 0 if obj else 1

    def get_max_num(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int | None:
        # A new client is registered once; no button that asks for more.
        return None if obj else 1

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs, validate_min=True)
        if obj is None and "ingangsdatum" in formset.form.base_fields:
            formset.form.base_fields["ingangsdatum"].initial = timezone.localdate
        return formset


class DoelgroepregistratieInline(ToegangInline[Doelgroepregistratie]):
    """Whether and why somebody belongs to the doelgroep banenafspraak."""

    model = Doelgroepregistratie
    formset = PeriodeFormSet
    fieldsets = [(None, {"fields": [("grondslag", "ingangsdatum", "einddatum")]})]
    can_delete = False
    verbose_name_plural = "doelgroepregister banenafspraak"

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return 0 if obj and obj.doelgroepregistraties.exists() else 1


@admin.register(Werkzoekende, site=sonar_site)
class WerkzoekendeAdmin(ToegangAdmin[Werkzoekende]):
    """The clients whom `sonar.toegang` lets this medewerker see."""

    form = WerkzoekendeForm
    leest_mee = True
    list_display = ["naam", "geboortedatum", "woongemeente", "klantprofiel_status"]
    list_display_links = ["naam"]
    list_filter = [ProfielFilter, AandachtFilter]
    list_per_page = 50
    search_fields = ["achternaam"]  # shows the form; get_search_results does the work
    search_help_text = "Typ een naam, of het begin ervan. Iemand anders zoeken: Personen zoeken."
    inlines = [InschrijvingInline, DoelgroepregistratieInline]
    fieldsets = [
        (
            "Persoon",
            {
                "fields": [
                    "bsn",
                    ("voornamen", "voorvoegsel", "achternaam"),
                    ("geboortedatum", "geslacht"),
                ]
            },
        ),
        (
            "Adres",
            {
                "fields": [
                    ("straat", "huisnummer", "toevoeging"),
                    ("postcode", "plaats"),
                ]
            },
        ),
        ("Contact", {"fields": [("telefoon", "email")]}),
        ("Bijzonder", {"fields": [("afgeschermd", "overleden_op")]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Werkzoekende]:
        klanten = self.zichtbare_klanten(request)
        return met_overzicht(klanten, timezone.localdate()).order_by(*self.opts.ordering)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        vast = [] if self._is_teamleider(request) else ["afgeschermd"]
        # The register is keyed on it: see `bsncorrectie`.
        return [*vast, "bsn", "bsn_verborgen"] if obj else vast

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return self.fieldsets[:-1]  # nobody registers the dead
        persoon, *overig = self.fieldsets
        velden = ["bsn_verborgen", *persoon[1]["fields"][1:]]
        return [(persoon[0], {"fields": velden}), *overig]

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        formulier = super().get_form(request, obj, change=change, **kwargs)
        medewerker = medewerker_bij(request)
        if obj is None and medewerker:
            formulier.te_kennen = te_kennen(medewerker, timezone.now())
        return formulier

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        dubbelen = context["adminform"].form.dubbelen
        context["dubbelen"] = wie_het_kan_zijn(request, dubbelen)
        return super().render_change_form(request, context, *args, **kwargs)

    def _is_teamleider(self, request: HttpRequest) -> bool:
        return mag(medewerker_bij(request), "wijzigen", "team")

    @admin.display(description="burgerservicenummer")
    def bsn_verborgen(self, klant: Werkzoekende) -> str:
        return "•••••••••"

    @admin.display(description="naam", ordering="achternaam")
    def naam(self, klant: Werkzoekende) -> str:
        voor = " ".join(deel for deel in (klant.voornamen, klant.voorvoegsel) if deel)
        return f"{klant.achternaam}, {voor}"

    @admin.display(description="woongemeente")
    def woongemeente(self, klant: Any) -> str:
        return str(klant.woongemeente or "-")

    @admin.display(description="klantprofiel")
    def klantprofiel_status(self, klant: Any) -> str:
        return format_html('<span class="status status-{0}">{0}</span>', klant.profielstatus)

    # --- search: posted, kept in the session, never in a URL ---

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if request.method == "POST" and "zoekterm" in request.POST:
            term = "" if "wis" in request.POST else request.POST["zoekterm"].strip()[:100]
            if LIJKT_BSN.search(term):
                # The session stands in the database, and no BSN stands there as itself.
                messages.warning(request, GEEN_BSN_HIER)
                term = ""
            request.session[ZOEKTERM] = term
            return HttpResponseRedirect(request.get_full_path())
        if "q" in request.GET:
            return HttpResponseRedirect(request.path)
        return super().changelist_view(request, extra_context)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return gezocht(queryset, request.session.get(ZOEKTERM, "")), False

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return Klantenlijst

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        lijst = super().get_changelist_instance(request)
        lijst.query = request.session.get(ZOEKTERM, "")  # what stands in the search box
        medewerker = medewerker_bij(request)
        lijst.title = WIE.get(medewerker.rol, MIJN) if medewerker else MIJN
        return lijst

    # --- saving ---

    def save_formset(
        self,
        request: HttpRequest,
        form: ModelForm[Any],
        formset: BaseInlineFormSet[Any, Any, Any],
        change: bool,
    ) -> None:
        medewerker = medewerker_bij(request)
        for regel in formset.save(commit=False):
            self._vul_aan(regel, form.instance, medewerker)
            regel.save()
        formset.save_m2m()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if form.instance.overleden_op and "overleden_op" in form.changed_data:
            verwerk_overlijden(werkzoekende=form.instance, per=form.instance.overleden_op)
            haal_weg(form.instance)
        elif form.instance.afgeschermd and "afgeschermd" in form.changed_data:
            haal_weg(form.instance)

    def _vul_aan(self, regel: Any, klant: Werkzoekende, medewerker: Any) -> None:
        if isinstance(regel, Inschrijving) and not regel.organisatie_id:
            regel.organisatie = medewerker.organisatie
            regel.klantmanager = medewerker
        if isinstance(regel, Doelgroepregistratie) and not regel.gemeente_id:
            # The register has the gemeente in which somebody lives.
            regel.gemeente_id = klant.inschrijvingen.latest("ingangsdatum").gemeente_id

    # --- to the klantprofiel ---

    def get_urls(self) -> list[URLPattern]:
        return [
            path(
                "<int:pk>/klantprofiel/",
                self.admin_site.admin_view(require_POST(self.open_klantprofiel)),
                name="sonar_werkzoekende_klantprofiel",
            ),
            path(
                "<int:pk>/bsn/",
                self.admin_site.admin_view(require_POST(self.toon_bsn)),
                name="sonar_werkzoekende_bsn",
            ),
            *super().get_urls(),
        ]

    def toon_bsn(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The number, on its own page; that somebody asked is written down first."""
        eis(request, "inzien", "bsn")
        klant = self.get_object(request, str(pk))
        if klant is None:
            raise Http404
        leg_vast_voor(request, [klant.pk], Handeling.BSN)
        context = {**self.admin_site.each_context(request), "klant": klant, "title": "BSN"}
        return TemplateResponse(request, "sonar/bsn.html", context)

    def open_klantprofiel(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Open the profile of a client; make an empty one where there is none."""
        klant = self.get_object(request, str(pk))
        if klant is None:
            raise Http404
        if not self._mag_profiel_maken(request, klant):
            klantprofiel = get_object_or_404(Klantprofiel, werkzoekende=klant)
            return HttpResponseRedirect(
                reverse("admin:sonar_klantprofiel_change", args=[klantprofiel.pk])
            )
        klantprofiel, _ = Klantprofiel.objects.get_or_create(werkzoekende=klant)
        return HttpResponseRedirect(
            reverse("admin:sonar_klantprofiel_change", args=[klantprofiel.pk])
        )

    def _mag_profiel_maken(self, request: HttpRequest, klant: Werkzoekende) -> bool:
        medewerker = medewerker_bij(request)
        return mag(medewerker, "toevoegen", "klantprofiel") and self.has_change_permission(
            request, klant
        )

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        klant = self.get_object(request, object_id)
        return super().change_view(
            request, object_id, form_url, (extra_context or {}) | self._kop(request, klant)
        )

    def _kop(self, request: HttpRequest, klant: Any) -> dict[str, Any]:
        """What stands above the form: who, where, and how far the profile is."""
        if klant is None:
            return {}
        klantprofiel = Klantprofiel.objects.filter(werkzoekende=klant).first()
        medewerker = medewerker_bij(request)
        elders = klant.inschrijvingen.exclude(
            organisatie=medewerker.organisatie if medewerker else None
        ).select_related("organisatie", "gemeente")
        return {
            "klant": klant,
            "menu": klantmenu(request, klant.pk),
            "mag_profiel": bool(klantprofiel) or self._mag_profiel_maken(request, klant),
            "mag_bsn": mag(medewerker, "inzien", "bsn"),
            "mag_bsn_correctie": mag(medewerker, "inzien", "bsn-correctie")
            and self.has_change_permission(request, klant),
            "volledigheid": percentage(klantprofiel.ingevulde_onderdelen())
            if klantprofiel
            else None,
            "elders": elders,
        }
