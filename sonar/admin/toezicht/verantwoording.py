"""The account of an organisation, on the screen of its teamleider."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from sonar.admin.access import eis
from sonar.admin.site import sonar_site
from sonar.handelingen.bemiddeling.contactverzoeken import termijn_in_woorden, uitkomsten
from sonar.handelingen.toezicht.verantwoorden import verantwoord
from sonar.models import Organisatie


JAREN = 6  # how many years can be chosen


@sonar_site.pagina("verantwoording/", "verantwoording")
def verantwoording(request: HttpRequest) -> HttpResponse:
    """What was done and what it led to: the state today, and what happened in a year."""
    teamleider = eis(request, "inzien", "verantwoording")
    vandaag = timezone.localdate()
    jaren = list(range(vandaag.year, vandaag.year - JAREN, -1))
    gevraagd = request.GET.get("jaar", "")
    jaar = next((jaar for jaar in jaren if str(jaar) == gevraagd), vandaag.year)
    context = {
        **sonar_site.each_context(request),
        "title": "Verantwoording",
        "vandaag": vandaag,
        "organisatie": teamleider.organisatie,
        "regio": teamleider.arbeidsmarktregio,
        "is_uwv": teamleider.organisatie.soort == Organisatie.Soort.UWV,
        **verantwoord(teamleider, vandaag, jaar),
        "jaar": jaar,
        "jaren": jaren,
        "uitkomsten": uitkomsten(teamleider, jaar),
        "termijn": termijn_in_woorden(),
    }
    return TemplateResponse(request, "sonar/verantwoording.html", context)
