"""The adviser lets employers in; the privacy officer looks into alarms about them."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone

from sonar.admin.access import eis
from sonar.admin.site import sonar_site
from sonar.handelingen.bemiddeling.werkgevers import alarmen, beslis, handel_af, wachtend


@sonar_site.pagina("werkgevers/", "werkgevers")
def werkgevers(request: HttpRequest) -> HttpResponse:
    """The organisations that wait, and the two answers."""
    medewerker = eis(request, "wijzigen", "werkgever")
    if request.method == "POST":
        toelaten = request.POST.get("besluit") == "toelaten"
        return _doe(
            request,
            lambda nummer: beslis(
                nummer, medewerker=medewerker, toelaten=toelaten, moment=timezone.now()
            ),
            "De organisatie kan nu zoeken." if toelaten else "De aanvraag is afgewezen.",
        )
    context = {
        **sonar_site.each_context(request),
        "title": "Werkgevers",
        "aanmeldingen": wachtend(medewerker),
    }
    return TemplateResponse(request, "sonar/werkgevers.html", context)


@sonar_site.pagina("alarmen/", "alarmen")
def alarm(request: HttpRequest) -> HttpResponse:
    """What employers did that a person does not do."""
    eis(request, "wijzigen", "alarm")
    if request.method == "POST":
        sluit = request.POST.get("besluit") == "sluiten"
        return _doe(
            request,
            lambda nummer: handel_af(nummer, sluit=sluit, moment=timezone.now()),
            "De werkgever ziet geen kandidaten meer." if sluit else "Het alarm is afgehandeld.",
        )
    context = {**sonar_site.each_context(request), "title": "Alarmen", "alarmen": alarmen()}
    return TemplateResponse(request, "sonar/alarmen.html", context)


def _doe(request: HttpRequest, besluit: Callable[[int], None], gelukt: str) -> HttpResponse:
    nummer = request.POST.get("nummer", "")
    try:
        besluit(int(nummer) if nummer.isdecimal() and len(nummer) < 18 else 0)
    except ValidationError as fout:
        messages.error(request, " ".join(fout.messages))
    else:
        messages.success(request, gelukt)
    return HttpResponseRedirect(request.path)
