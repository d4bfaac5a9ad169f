"""Who works with Sonar: organisations, medewerkers and their accounts."""

from typing import Any

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.admin import UserAdmin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

from sonar.admin.site import sonar_site
from sonar.admin.toegangsadmin import ToegangAdmin
from sonar.models import Medewerker, Organisatie


@admin.register(Organisatie, site=sonar_site)
class OrganisatieAdmin(ToegangAdmin[Organisatie]):
    """UWV and the gemeentelijke diensten."""

    list_display = ["naam", "soort"]
    list_filter = ["soort"]
    search_fields = ["naam"]


@admin.register(Medewerker, site=sonar_site)
class MedewerkerAdmin(ToegangAdmin[Medewerker]):
    """An account, its organisation and its role."""

    list_display = ["account", "rol", "organisatie", "arbeidsmarktregio"]
    list_filter = ["rol", "arbeidsmarktregio"]
    list_select_related = ["account", "organisatie", "arbeidsmarktregio"]
    search_fields = ["account__username", "organisatie__naam"]
    autocomplete_fields = ["account", "organisatie", "arbeidsmarktregio"]


@admin.register(get_user_model(), site=sonar_site)
class AccountAdmin(ToegangAdmin[Any], UserAdmin[Any]):
    """Accounts of people who work here; those of employers are not ours to see."""

    onderwerp = "account"
    list_display = ["username", "last_name", "first_name", "is_active"]
    list_filter = ["is_active"]
    filter_horizontal = ()
    ordering = ["username"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("Persoon", {"fields": ["first_name", "last_name", "email"]}),
        ("Toegang", {"fields": ["is_active"]}),
    ]

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
        super().save_model(request, obj, form, change)
