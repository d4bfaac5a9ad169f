"""The one ModelAdmin of Sonar.

`sonar.toegang` says what may be done and seen. Before a person is shown, the verwerkingslog gets a
line.
"""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.admin import ModelAdmin, ShowFacets, StackedInline
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models
from django.db.models import QuerySet
from django.forms import CharField
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from sonar.admin.access import leg_vast_voor, medewerker_bij, persoon_van, wijzigbaar, zichtbaar
from sonar.models import Handeling, Werkzoekende, zonder_bsn
from sonar.readable import momentopname, verschil
from sonar.toegang import Actie, mag


Model = TypeVar("Model", bound=models.Model)


class MetToegang:
    """Permissions by role, for screens and for the lists inside them.

    `get_queryset` of the screen decides whose data it shows: anything else does not exist.
    """

    opts: Any
    onderwerp: str | None = None  # as in RECHTEN; the name of the model if not said

    def _mag(self, request: HttpRequest, actie: Actie) -> bool:
        return mag(medewerker_bij(request), actie, self.onderwerp or self.opts.model_name)

    def _mag_aan(self, request: HttpRequest, actie: Actie, obj: Any) -> bool:
        """Whether this may be done, to this person if `obj` is of a person."""
        if not self._mag(request, actie):
            return False
        persoon = persoon_van(obj)
        return persoon is None or persoon in wijzigbaar(request, persoon)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._mag(request, "inzien")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._mag_aan(request, "toevoegen", obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._mag_aan(request, "wijzigen", obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._mag_aan(request, "verwijderen", obj)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self._mag(request, "inzien")


NUMMERS = frozenset({"bsn", "telefoon"})  # fields in which nine digits are what was asked
# What is typed about a client in one's own words; looked at while it is typed (sonar.js).
VRIJE_TEKST = frozenset({"toelichting", "verslag", "doel", "resultaat", "omschrijving"})


def eigen_veld(veld: Any, naam: str) -> Any:
    """Free text refuses a BSN; a choice has no signs that lead to the screen of what is chosen."""
    if isinstance(veld, CharField) and naam not in NUMMERS:
        veld.validators.append(zonder_bsn)
    for weg in ("can_add_related", "can_change_related", "can_view_related", "can_delete_related"):
        if hasattr(veld, "widget") and hasattr(veld.widget, weg):
            setattr(veld.widget, weg, False)
    if naam in VRIJE_TEKST:
        veld.widget.attrs["data-nakijken"] = reverse("admin:nakijken")
    return veld


GEZIEN = "_gezien"  # the hidden field that holds what the form was about
INTUSSEN = (
    "Een collega heeft dit intussen gewijzigd. Kijk hieronder wat er anders is. Wat u typte, staat "
    "er nog. Klopt het? Sla dan nog een keer op."
)


def _intussen_gewijzigd(gezien: str, obj: models.Model) -> list[str]:
    """What somebody else changed since the form was shown, as sentences."""
    try:
        toen = signing.loads(gezien, max_age=settings.SESSION_COOKIE_AGE)
    except signing.BadSignature:
        return []  # no form of ours, or one of another day: then there is nothing to compare
    vers = type(obj)._default_manager.get(pk=obj.pk)
    return [
        f"{naam.capitalize()}: was {was}, is nu {wordt}."
        for naam, was, wordt in verschil(toen, momentopname(vers))
    ]


class ToegangAdmin(MetToegang, ModelAdmin[Model]):
    """Every registered admin descends from this; a test holds them to it."""

    actions = None
    show_facets = ShowFacets.NEVER  # a count for each choice costs a query for each
    save_on_top = False
    show_full_result_count = False
    leest_mee = False  # whether a second person at the same form is told what the first changed

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError:
            # Somebody else was first, between the check and the save. Nothing was written; the
            # second check finds what the other wrote, and shows the form with all that was typed.
            return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """The form; it refuses what was typed over something that changed since, and says so."""
        formulier = super().get_form(request, obj, change=change, **kwargs)
        if not (self.leest_mee and change and obj and request.method == "POST"):
            return formulier
        # A second save at the same moment waits here.
        type(obj)._default_manager.select_for_update().filter(pk=obj.pk).first()
        gewijzigd = _intussen_gewijzigd(request.POST.get(GEZIEN, ""), obj)

        class Meelezend(formulier):  # type: ignore[misc, valid-type]
            """The same form, with that question."""

            def clean(self) -> Any:
                schoon = super().clean()
                if gewijzigd:
                    raise ValidationError([INTUSSEN, *gewijzigd])
                return schoon

        return Meelezend

    def formfield_for_dbfield(
        self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        return eigen_veld(super().formfield_for_dbfield(db_field, request, **kwargs), db_field.name)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        # PostgreSQL refuses a NUL, and nothing we have holds one.
        return super().get_search_results(request, queryset, search_term.replace("\0", ""))

    def zichtbare_klanten(self, request: HttpRequest) -> QuerySet[Werkzoekende]:
        """Whom this screen may be about: on a page of one object, only whose object it is."""
        delen = request.resolver_match.kwargs if request.resolver_match else {}
        nummer = str(delen.get("object_id", delen.get("pk", "")))
        if not nummer.isdecimal() or len(nummer) > 18:
            return zichtbaar(request, lijst=True)
        if self.model is Werkzoekende:
            return zichtbaar(request, persoon=int(nummer))
        rij = self.model._default_manager.filter(pk=nummer)
        persoon = rij.values_list("werkzoekende_id", flat=True).first()
        return zichtbaar(request, persoon=persoon or 0)

    # --- the verwerkingslog: a line per person, before the bytes leave ---

    def _leg_vast(
        self, request: HttpRequest, objecten: Iterable[Any], handeling: Handeling
    ) -> None:
        leg_vast_voor(request, (persoon_van(obj) for obj in objecten), handeling)

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        # A screen asks for its object twice; what only looks, gets the same one.
        bekend: dict[Any, Any] = request.META.setdefault("sonar.bekeken", {})
        sleutel = (self.model, object_id, from_field)
        if request.method == "GET" and sleutel in bekend:
            return bekend[sleutel]
        obj = bekend[sleutel] = super().get_object(request, object_id, from_field)
        if obj is None:
            # Somebody asked for a person who is not theirs: that is worth knowing.
            persoon = persoon_van(self._bestaand(object_id))
            geweigerd: set[int | None] = request.META.setdefault("sonar.geweigerd", {None})
            if persoon not in geweigerd:  # once a request
                leg_vast_voor(request, [persoon], Handeling.GEWEIGERD)
                geweigerd.add(persoon)
        return obj

    def _bestaand(self, object_id: str) -> Any:
        velden = {veld.name for veld in self.opts.get_fields()}
        van_een_persoon = self.model is Werkzoekende or "werkzoekende" in velden
        if not van_een_persoon or not object_id.isdecimal():
            return None
        return self.model._default_manager.filter(pk=object_id[:18]).first()

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        antwoord = super().changelist_view(request, extra_context)
        lijst = (getattr(antwoord, "context_data", None) or {}).get("cl")
        if lijst is not None:
            self._leg_vast(request, lijst.result_list, Handeling.LIJST)
        return antwoord

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if original := context.get("original"):
            if self.leest_mee:
                # What this form is about, as it now is; it comes back with what is typed.
                vers = type(original)._default_manager.get(pk=original.pk)
                context["gezien"] = signing.dumps(momentopname(vers), compress=True)
            self._leg_vast(request, [original], Handeling.INZIEN)
        return super().render_change_form(request, context, *args, **kwargs)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        self._leg_vast(request, [obj], Handeling.TOEVOEGEN)
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        self._leg_vast(request, [obj], Handeling.WIJZIGEN)
        return super().log_change(request, obj, message)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        antwoord = super().history_view(request, object_id, extra_context)
        if obj := (getattr(antwoord, "context_data", None) or {}).get("object"):
            self._leg_vast(request, [obj], Handeling.GESCHIEDENIS)
        return antwoord


class ToegangInline(MetToegang, StackedInline[Model, models.Model]):
    """Rows inside the screen of something else; each field has its own label."""

    extra = 0
    show_change_link = False

    def formfield_for_dbfield(
        self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        return eigen_veld(super().formfield_for_dbfield(db_field, request, **kwargs), db_field.name)
