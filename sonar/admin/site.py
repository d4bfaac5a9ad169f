"""The site at /sonar/: who comes in, and what stands on the first page."""

from collections.abc import Callable
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse

from sonar.admin.access import medewerker_bij
from sonar.admin.werkvoorraad import Deel, loopt_af, werkvoorraad
from sonar.models import Klantprofiel, Werkzoekende
from sonar.toegang import mag


Pagina = Callable[..., HttpResponse]

ROL = "sonar_rol"  # in the session


class CodelijstenJsonView(AutocompleteJsonView):
    """Search-as-you-type in code lists and colleagues; never in people."""

    def process_request(self, request: HttpRequest) -> Any:
        gevraagd = super().process_request(request)
        if gevraagd[1].model in {Werkzoekende, Klantprofiel}:
            raise PermissionDenied
        return gevraagd


class SonarSite(AdminSite):
    """Django's admin, for people with a Medewerker only."""

    site_header = "Sonar"
    site_title = "Sonar"
    index_title = "Werkvoorraad"
    index_template = "sonar/index.html"
    site_url = None
    enable_nav_sidebar = False

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._paginas: list[tuple[str, Pagina, str]] = []

    def has_permission(self, request: HttpRequest) -> bool:
        medewerker = medewerker_bij(request)
        if medewerker is None:
            return False
        # A session belongs to one role at one place: after a change one signs in again.
        rol = [medewerker.rol, medewerker.organisatie_id, medewerker.arbeidsmarktregio_id]
        if request.session.setdefault(ROL, rol) != rol:
            logout(request)
            return False
        return True

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Signing in happens elsewhere, with a second step; this page refuses everybody else."""
        if request.user.is_authenticated:
            raise PermissionDenied
        volgende = request.GET.get(REDIRECT_FIELD_NAME) or reverse("admin:index")
        return redirect_to_login(volgende)

    def pagina(self, adres: str, naam: str) -> Callable[[Pagina], Pagina]:
        """A page of our own at this address below /sonar/, for people with a Medewerker."""

        def voeg_toe(pagina: Pagina) -> Pagina:
            self._paginas.append((adres, pagina, naam))
            return pagina

        return voeg_toe

    def get_urls(self) -> list[URLResolver | URLPattern]:
        eigen = [
            path(adres, self.admin_view(pagina), name=naam) for adres, pagina, naam in self._paginas
        ]
        return [*eigen, *super().get_urls()]

    def autocomplete_view(self, request: HttpRequest) -> Any:
        return CodelijstenJsonView.as_view(admin_site=self)(request)

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        medewerker = medewerker_bij(request)
        if medewerker is None:  # admin_view asks it too
            raise PermissionDenied
        eigen = {
            "medewerker": medewerker,
            "werkvoorraad": (posten := werkvoorraad(medewerker)),
            **{deel.value: [post for post in posten if post.deel == deel] for deel in Deel},
            "toegang_tot": medewerker.bevestigd_tot if loopt_af(medewerker) else None,
            "mag_inschrijven": mag(medewerker, "toevoegen", "werkzoekende"),
        }
        return super().index(request, (extra_context or {}) | eigen)


sonar_site = SonarSite(name="admin")
