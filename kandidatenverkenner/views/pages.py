"""Pages that need no search, and the answers that several pages share."""

import uuid
from collections.abc import Iterable
from contextlib import suppress

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kandidatenverkenner.models import Facet, Kenmerk
from kandidatenverkenner.privacy.visits import DaglimietError


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """The start page: the purpose of the site, its users, and the way in."""
    regios = Kenmerk.objects.filter(facet=Facet.REGIO).order_by("naam")
    context = {"regios": regios.values_list("code", "naam")}
    return render(request, "kandidatenverkenner/start.html", context)


@require_safe
def toegankelijkheid(request: HttpRequest) -> HttpResponse:
    """The accessibility statement: the tests that were done, and those that were not."""
    return render(request, "kandidatenverkenner/toegankelijkheid.html")


def list_limit_reached(request: HttpRequest, error: DaglimietError) -> HttpResponse:
    """No more lists today. The header makes htmx load the whole page: it shows no 429 itself."""
    context = {"uitleg": str(error), "terug": reverse("kandidatenverkenner:lijsten")}
    response = render(request, "kandidatenverkenner/daglimiet.html", context, status=429)
    response["HX-Redirect"] = request.get_full_path()
    return response


def kandidaat_not_found(request: HttpRequest, terug: str = "") -> HttpResponse:
    """The same answer for a number that never existed, that is gone, or that is somebody else's."""
    context = {"terug": terug or reverse("kandidatenverkenner:kandidaten")}
    return render(request, "kandidatenverkenner/geen_kandidaat.html", context, status=404)


def parse_numbers(teksten: Iterable[str]) -> list[uuid.UUID]:
    """The numbers in what somebody typed, each once. Anything else is left out."""
    nummers = []
    for tekst in teksten:
        with suppress(ValueError):
            nummers.append(uuid.UUID(tekst))
    return list(dict.fromkeys(nummers))
