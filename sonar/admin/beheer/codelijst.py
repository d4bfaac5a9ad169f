"""The code lists: search-as-you-type for the caseworker, upkeep for the functioneel beheerder."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, JsonResponse

from sonar.admin.access import eis
from sonar.admin.model_admin import ToegangAdmin, ToegangInline
from sonar.admin.site import sonar_site
from sonar.models import (
    Affiniteit,
    Arbeidsmarktregio,
    Competentie,
    Gemeente,
    Postcodegebied,
    Sector,
    Taaksoort,
    Taal,
    Vaardigheid,
)


@admin.register(Affiniteit, Competentie, Taaksoort, Taal, Arbeidsmarktregio, site=sonar_site)
class CodelijstAdmin(ToegangAdmin[Any]):
    """A list of codes with a name. An existing code never changes: profiles refer to it."""

    list_display = ["naam", "code"]
    search_fields = ["naam", "code"]
    ordering = ["naam"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["code"] if obj else []


@admin.register(Vaardigheid, site=sonar_site)
class VaardigheidAdmin(CodelijstAdmin):
    """Skills, in groups."""

    list_display = ["naam", "groep", "code"]
    list_filter = ["groep"]
    search_fields = ["naam", "groep", "code"]
    ordering = ["groep", "naam"]


@admin.register(Sector, site=sonar_site)
class SectorAdmin(CodelijstAdmin):
    """SBI: sections and their divisions."""

    list_display = ["naam", "code", "sectie"]
    list_select_related = ["sectie"]
    ordering = ["code"]


@sonar_site.pagina("postcodes/<int:cijfers>/gemeente/", "gemeente_bij_postcode")
def gemeente_bij_postcode(request: HttpRequest, cijfers: int) -> JsonResponse:
    """The gemeente of the four digits of a postcode, to propose while somebody types."""
    eis(request, "inzien", "gemeente")
    gemeente = Gemeente.bij_postcode(cijfers)
    return JsonResponse({"code": gemeente.pk, "naam": gemeente.naam} if gemeente else {})


class PostcodegebiedInline(ToegangInline[Postcodegebied]):
    """The postcodes of a gemeente."""

    model = Postcodegebied


@admin.register(Gemeente, site=sonar_site)
class GemeenteAdmin(CodelijstAdmin):
    """The gemeenten of 2020."""

    list_display = ["naam", "code", "arbeidsmarktregio"]
    list_select_related = ["arbeidsmarktregio"]
    list_filter = ["arbeidsmarktregio"]
    inlines = [PostcodegebiedInline]
