"""Who works with Sonar: organisations, medewerkers and their accounts."""

import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import BooleanField, ModelForm
from django.http import HttpRequest
from django.utils import timezone

from sonar.admin.access import eis, medewerker_bij
from sonar.admin.model_admin import ToegangAdmin
from sonar.admin.site import sonar_site
from sonar.handelingen.toezicht.hercertificeren import (
    TWEE_MENSEN,
    begin_opnieuw,
    geef_rol,
    mag_beheerder_bevestigen,
)
from sonar.models import Medewerker, Organisatie
from sonar.models.organisatie import KWARTAAL


@admin.register(Organisatie, site=sonar_site)
class OrganisatieAdmin(ToegangAdmin[Organisatie]):
    """UWV and the gemeentelijke diensten."""

    list_display = ["naam", "soort"]
    list_filter = ["soort"]
    search_fields = ["naam"]


class MedewerkerForm(ModelForm[Medewerker]):
    """The same limit as for a teamleider: a quarter from today, no longer."""

    class Meta:
        model = Medewerker
        fields = ("account", "organisatie", "arbeidsmarktregio", "rol", "bevestigd_tot")

    def clean_bevestigd_tot(self) -> datetime.date:
        """Nobody is confirmed for longer than a quarter."""
        datum: datetime.date = self.cleaned_data["bevestigd_tot"]
        uiterlijk = timezone.localdate() + KWARTAAL
        if datum > uiterlijk:
            raise ValidationError(f"Kies een dag tot en met {uiterlijk:%d-%m-%Y}.")
        return datum


EERST_EEN_TWEEDE = (
    "Deze medewerker heeft nog geen toegang. Vraag een teamleider van dezelfde plek om dit bij "
    "Mijn team te bevestigen. Is die er niet? Vraag dan een andere functioneel beheerder."
)


@admin.register(Medewerker, site=sonar_site)
class MedewerkerAdmin(ToegangAdmin[Medewerker]):
    """An account, its organisation and its role.

    A new role works for two weeks, and a heavy one not at all, until a teamleider confirms it.
    Without a teamleider, another beheerder confirms it here. Nobody gives a role to themselves.
    """

    form = MedewerkerForm
    list_display = ["account", "rol", "organisatie", "arbeidsmarktregio", "bevestigd_tot"]
    list_filter = ["rol", "arbeidsmarktregio"]
    list_select_related = ["account", "organisatie", "arbeidsmarktregio"]
    search_fields = ["account__username", "organisatie__naam"]
    autocomplete_fields = ["account", "organisatie", "arbeidsmarktregio"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        # With another account, another person would get the past of this one.
        vast = ["account", "rol_gegeven_door"] if obj else []
        ik = medewerker_bij(request)
        mag = obj and ik and mag_beheerder_bevestigen(ik, obj, timezone.localdate())
        return vast if mag else [*vast, "bevestigd_tot"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        ik = medewerker_bij(request)
        zelf = obj is not None and ik is not None and obj.pk == ik.pk
        return not zelf and super().has_change_permission(request, obj)

    def save_model(
        self, request: HttpRequest, obj: Any, form: ModelForm[Any], change: bool
    ) -> None:
        gewijzigd, vandaag = set(form.changed_data), timezone.localdate()
        if {"rol", "organisatie", "arbeidsmarktregio"} & gewijzigd:
            ik = eis(request, "wijzigen", "medewerker")
            geef_rol(medewerker=obj, door=ik, vandaag=vandaag)
            if obj.rol in TWEE_MENSEN:
                messages.warning(request, EERST_EEN_TWEEDE)
        elif "bevestigd_tot" in gewijzigd and obj.bevestigd_tot > vandaag:
            obj.rol_gegeven_door = None  # by somebody else: see get_readonly_fields
        super().save_model(request, obj, form, change)


class AccountForm(UserChangeForm[Any]):
    """Offers a way back to a colleague who lost the telephone and the recovery codes. The password
    goes as well: a thief of the telephone may know it, and without it every session ends. The
    beheerder then sets a new one, as for a new colleague, and again somebody else confirms who that
    is.
    """

    tweede_stap_wissen = BooleanField(
        label="Telefoon kwijt: tweede stap en wachtwoord wissen",
        required=False,
        help_text="Zet daarna een nieuw wachtwoord en geef dat zelf aan uw collega. Bij het "
        "inloggen stelt uw collega de tweede stap opnieuw in.",
    )


@admin.register(get_user_model(), site=sonar_site)
class AccountAdmin(ToegangAdmin[Any], UserAdmin[Any]):
    """Accounts of people who work here; those of employers are not ours to see."""

    onderwerp = "account"
    form = AccountForm
    list_display = ["username", "last_name", "first_name", "is_active"]
    list_filter = ["is_active"]
    filter_horizontal = ()
    ordering = ["username"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("Persoon", {"fields": ["first_name", "last_name", "email"]}),
        ("Toegang", {"fields": ["is_active"]}),
    ]
    telefoon_kwijt = ("Tweede stap", {"fields": ["tweede_stap_wissen"]})

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        # Nobody does this for themselves: a second person has to see who asks.
        stukken = super().get_fieldsets(request, obj)
        is_ander = obj is not None and obj.pk != request.user.pk
        return [*stukken, self.telefoon_kwijt] if is_ander else stukken

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).filter(is_staff=True, is_superuser=False)

    def save_model(
        self,
        request: HttpRequest,
        obj: Any,
        form: ModelForm[Any],
        change: bool,
    ) -> None:
        obj.is_staff = True
        if form.cleaned_data.get("tweede_stap_wissen") and obj.pk != request.user.pk:
            obj.set_unusable_password()
            Authenticator.objects.filter(user=obj).delete()
            self._laat_bevestigen(request, obj)
        super().save_model(request, obj, form, change)

    def _laat_bevestigen(self, request: HttpRequest, account: Any) -> None:
        medewerker = Medewerker.objects.filter(account=account).first()
        if medewerker is None:
            return
        ik = eis(request, "wijzigen", "account")
        begin_opnieuw(medewerker=medewerker, door=ik, vandaag=timezone.localdate())
        if medewerker.rol in TWEE_MENSEN:
            messages.warning(request, EERST_EEN_TWEEDE)
