"""The site at /sonar/: who comes in, and what stands on the first page."""

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path

from sonar.admin.cijfers import cijfers, cijfers_csv
from sonar.admin.werkvoorraad import werkvoorraad
from sonar.toegang import mag, medewerker_van


class SonarSite(AdminSite):
    """Django's admin, for people with a Medewerker only."""

    site_header = "Sonar"
    site_title = "Sonar"
    index_title = "Werkvoorraad"
    index_template = "sonar/index.html"
    site_url = None
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        return medewerker_van(request.user) is not None

    def get_urls(self) -> list[URLResolver | URLPattern]:
        return [
            path("cijfers/", self.admin_view(cijfers), {"site": self}, name="cijfers"),
            path("cijfers.csv", self.admin_view(cijfers_csv), name="cijfers_csv"),
            *super().get_urls(),
        ]

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        medewerker = medewerker_van(request.user)
        eigen = {
            "medewerker": medewerker,
            "werkvoorraad": werkvoorraad(medewerker),
            "mag_inschrijven": mag(medewerker, "toevoegen", "werkzoekende"),
        }
        return super().index(request, (extra_context or {}) | eigen)


sonar_site = SonarSite(name="admin")
