"""The pages of Kandidatenverkenner. Parse, one call, answer."""

import uuid
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from kandidatenverkenner.aanmelden import werkgeversaccount_van
from kandidatenverkenner.bezoek import DaglimietError, bekeken, tel_lijst
from kandidatenverkenner.models import Facet, Kenmerk, Werkgeversaccount
from kandidatenverkenner.nummers import Nummering
from kandidatenverkenner.views.zoekpagina import Zoekpagina
from kandidatenverkenner.zoeken.filters import Kandidaatfilter


Pagina = Callable[..., HttpResponse]


def voor_werkgevers(methoden: list[str]) -> Callable[[Pagina], Pagina]:
    """Only for admitted accounts of an employer; the answer is kept nowhere on the way.

    The page gets the account after the request.
    """

    def bewaak(pagina: Pagina) -> Pagina:
        @wraps(pagina)
        @require_http_methods(methoden)
        @cache_control(private=True, no_store=True)
        def bewaakt(request: HttpRequest, **gegevens: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            account = werkgeversaccount_van(request.user)
            if account is None:
                return render(request, "kandidatenverkenner/geen_werkgever.html", status=403)
            if not account.is_toegelaten:
                return render(
                    request,
                    "kandidatenverkenner/nog_niet_toegelaten.html",
                    {"account": account},
                    status=403,
                )
            return pagina(request, account, **gegevens)

        return bewaakt

    return bewaak


alleen_werkgevers = voor_werkgevers(["GET", "HEAD"])


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What this is, for whom, and the way in."""
    regios = Kenmerk.objects.filter(facet=Facet.REGIO).order_by("naam")
    context = {"regios": regios.values_list("code", "naam")}
    return render(request, "kandidatenverkenner/start.html", context)


@require_safe
def toegankelijkheid(request: HttpRequest) -> HttpResponse:
    """What was tested for accessibility and what was not, for everybody."""
    return render(request, "kandidatenverkenner/toegankelijkheid.html")


@alleen_werkgevers
def kandidaten(request: HttpRequest, account: Werkgeversaccount) -> HttpResponse:
    """Search. What cannot be understood is named, the rest of the search goes on."""
    filterset = Kandidaatfilter.lees(request.GET)
    fouten = filterset.fouten
    if fouten:
        filterset = filterset.zonder_fouten()
    vandaag = timezone.localdate()
    nummering = Nummering.van(account.werkgever_id, vandaag)
    pagina = Zoekpagina(filterset, fouten, vandaag, nummering)
    try:
        ruimte = tel_lijst(
            account.werkgever,
            pagina.kandidaten,
            timezone.now(),
            facetten=filterset.vraag.keuzen,
        )
    except DaglimietError as fout:
        return lijstlimiet(request, fout)
    pagina.bekeken = bekeken(account.werkgever_id, pagina.kandidaten, vandaag)
    context = {"zoekpagina": pagina, "bladerruimte": ruimte}
    return render(request, "kandidatenverkenner/kandidaten.html", context)


def lijstlimiet(request: HttpRequest, fout: DaglimietError) -> HttpResponse:
    """No more lists today. A part of a page is replaced by a whole one: htmx shows no 429."""
    context = {"uitleg": str(fout), "terug": reverse("kandidatenverkenner:lijsten")}
    antwoord = render(request, "kandidatenverkenner/daglimiet.html", context, status=429)
    antwoord["HX-Redirect"] = request.get_full_path()
    return antwoord


def geen_kandidaat(request: HttpRequest, terug: str = "") -> HttpResponse:
    """For a number that is not there, not any more, or of somebody else: the same answer."""
    context = {"terug": terug or reverse("kandidatenverkenner:kandidaten")}
    return render(request, "kandidatenverkenner/geen_kandidaat.html", context, status=404)


def als_nummers(teksten: Iterable[str]) -> list[uuid.UUID]:
    """The numbers in what somebody typed, each once; what is no number is left out."""
    nummers = []
    for tekst in teksten:
        with suppress(ValueError):
            nummers.append(uuid.UUID(tekst))
    return list(dict.fromkeys(nummers))
