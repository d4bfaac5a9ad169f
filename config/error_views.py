"""Error pages for 403 and 404, in the look of the side where it happened."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import defaults


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: this account may not see the page."""
    if _is_sonar(request):
        return render(request, "sonar/geen_toegang.html", _frame_context(request), status=403)
    return defaults.permission_denied(request, exception)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: no such page, or not for this person; the page does not tell which."""
    if _is_sonar(request):
        return render(request, "sonar/niet_gevonden.html", _frame_context(request), status=404)
    if _is_figures(request):
        return render(request, "sonar/openbaar/niet_gevonden.html", status=404)
    return defaults.page_not_found(request, exception)


def _is_sonar(request: HttpRequest) -> bool:
    return settings.MET_SONAR and request.path.startswith("/sonar/")


def _is_figures(request: HttpRequest) -> bool:
    # On the site of the figures every address belongs to them.
    is_cijfers = request.path == "/cijfers" or request.path.startswith("/cijfers/")
    return settings.SITE == "cijfers" or (settings.MET_SONAR and is_cijfers)


def _frame_context(request: HttpRequest) -> dict[str, Any]:
    # The internet-facing process has no Sonar, so it does not import this.
    from sonar.admin.site import sonar_site  # noqa: PLC0415

    return sonar_site.each_context(request)
