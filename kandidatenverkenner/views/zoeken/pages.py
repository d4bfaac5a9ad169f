"""The page that searches. Parse, one call, answer."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kandidatenverkenner.models import Werkgeversaccount
from kandidatenverkenner.privacy.pseudonyms import PseudonymCipher
from kandidatenverkenner.privacy.visits import DaglimietError, count_page, recently_opened
from kandidatenverkenner.views.access import werkgever_required
from kandidatenverkenner.views.pages import list_limit_reached
from kandidatenverkenner.views.zoeken.context import SearchPage
from kandidatenverkenner.zoeken.filters import Kandidaatfilter


@werkgever_required(["GET", "HEAD"])
def kandidaten(request: HttpRequest, account: Werkgeversaccount) -> HttpResponse:
    """Search. A parameter that cannot be understood is named; the rest of the search goes on."""
    filterset = Kandidaatfilter.read(request.GET)
    fouten = filterset.fouten
    if fouten:
        filterset = filterset.zonder_fouten()
    vandaag = timezone.localdate()
    nummering = PseudonymCipher.for_day(account.werkgever_id, vandaag)
    pagina = SearchPage(filterset, fouten, vandaag, nummering)
    try:
        ruimte = count_page(
            account.werkgever,
            pagina.kandidaten,
            timezone.now(),
            facetten=filterset.vraag.choices,
        )
    except DaglimietError as error:
        return list_limit_reached(request, error)
    pagina.bekeken = recently_opened(account.werkgever_id, pagina.kandidaten, vandaag)
    context = {"zoekpagina": pagina, "bladerruimte": ruimte}
    return render(request, "kandidatenverkenner/kandidaten.html", context)
