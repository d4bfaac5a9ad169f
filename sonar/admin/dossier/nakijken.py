"""Free text, looked at while somebody types it."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from sonar.admin.access import eis
from sonar.admin.site import sonar_site
from sonar.rules.vrije_tekst import bevindingen


LANGST = 10_000  # characters; the longest field of ours has 4.000


@sonar_site.pagina("nakijken/", "nakijken")
@require_POST
def nakijken(request: HttpRequest) -> HttpResponse:
    """Sentences about what does not belong in this text. Nothing is kept, and nobody is looked
    up."""
    eis(request, "toevoegen", "contactmoment")
    namen = request.POST.get("namen", "")[:200].split()
    return JsonResponse({"bevindingen": bevindingen(request.POST.get("tekst", "")[:LANGST], namen)})
