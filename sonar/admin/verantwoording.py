"""The account of an organisation: counts only, so of nobody. Of UWV it is of one region."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from sonar.admin.aanvraag import eis
from sonar.admin.site import sonar_site
from sonar.handelingen.contactverzoeken import uitkomsten
from sonar.models import (
    Activiteit,
    Contactmoment,
    Dienststatus,
    Medewerker,
    Organisatie,
    Plaatsing,
    Traject,
)
from sonar.models.dienstverlening import UREN_PER_BAAN
from sonar.toegang import collegas, eigen_inschrijvingen


JAREN = 6  # so many may be chosen


@dataclass(frozen=True, slots=True)
class Dossiers:
    """The rows of which the account tells."""

    trajecten: QuerySet[Any]
    activiteiten: QuerySet[Any]
    plaatsingen: QuerySet[Any]
    contactmomenten: QuerySet[Any]


@sonar_site.pagina("verantwoording/", "verantwoording")
def verantwoording(request: HttpRequest) -> HttpResponse:
    """What was done and what it led to: how it stands today, and what happened in a year."""
    teamleider = eis(request, "inzien", "verantwoording")
    vandaag = timezone.localdate()
    dossiers = _dossiers(teamleider)
    jaren = list(range(vandaag.year, vandaag.year - JAREN, -1))
    gevraagd = request.GET.get("jaar", "")
    jaar = next((jaar for jaar in jaren if str(jaar) == gevraagd), vandaag.year)
    is_uwv = teamleider.organisatie.soort == Organisatie.Soort.UWV
    context = {
        **sonar_site.each_context(request),
        "title": "Verantwoording",
        "vandaag": vandaag,
        "organisatie": teamleider.organisatie,
        "regio": teamleider.arbeidsmarktregio,
        "is_uwv": is_uwv,
        "klanten": eigen_inschrijvingen(teamleider).geldig_op(vandaag).count(),
        **_stand(dossiers, vandaag),
        "jaar": jaar,
        "jaren": jaren,
        "in_het_jaar": in_het_jaar(dossiers, jaar),
        "uitkomsten": uitkomsten(teamleider, jaar),
    }
    return TemplateResponse(request, "sonar/verantwoording.html", context)


def _dossiers(teamleider: Medewerker) -> Dossiers:
    hier: dict[str, Any] = {"organisatie": teamleider.organisatie_id}
    if teamleider.organisatie.soort == Organisatie.Soort.UWV:
        # UWV is one organisation for the whole country; the account is of a region.
        hier |= {"werkzoekende__in": eigen_inschrijvingen(teamleider).values("werkzoekende")}
    trajecten = Traject.objects.filter(**hier)
    return Dossiers(
        trajecten,
        Activiteit.objects.filter(traject__in=trajecten),
        Plaatsing.objects.filter(**hier),
        Contactmoment.objects.filter(medewerker__in=collegas(teamleider)),
    )


def _stand(dossiers: Dossiers, vandaag: datetime.date) -> dict[str, Any]:
    """How it stands today."""
    statussen = dict(Dienststatus.choices)
    lopend = dossiers.plaatsingen.filter(
        Q(einddatum=None) | Q(einddatum__gt=vandaag), ingangsdatum__lte=vandaag
    ).aggregate(aantal=Count("pk"), uren=Sum("uren_per_week", default=0))
    per_soort = _geteld(dossiers.activiteiten, "soort", "status")
    trajecten = _geteld(dossiers.trajecten, "status")
    return {
        "statussen": statussen.values(),
        "trajecten": [trajecten.get((status,), 0) for status in statussen],
        "activiteiten": [
            (label, [per_soort.get((soort, status), 0) for status in statussen])
            for soort, label in Activiteit.Soort.choices
        ],
        "plaatsingen": dossiers.plaatsingen.count(),
        "lopend": lopend["aantal"],
        "uren": lopend["uren"],
        "banen": round(lopend["uren"] / UREN_PER_BAAN, 1),
    }


def _geteld(rijen: QuerySet[Any], *waarop: str) -> dict[tuple[str, ...], int]:
    """How many there are of each combination."""
    telling = rijen.order_by().values(*waarop).annotate(aantal=Count("pk"))
    return {tuple(rij[naam] for naam in waarop): rij["aantal"] for rij in telling}


def in_het_jaar(dossiers: Dossiers, jaar: int) -> list[tuple[str, int]]:
    """What began, what ended and how, and how often there was contact in a year."""
    trajecten = dossiers.trajecten.aggregate(
        begonnen=Count("pk", filter=Q(ingangsdatum__year=jaar)),
        uitgevoerd=Count("pk", filter=Q(einddatum__year=jaar, status=Dienststatus.UITGEVOERD)),
        stopgezet=Count("pk", filter=Q(einddatum__year=jaar, status=Dienststatus.STOPGEZET)),
    )
    werk = dossiers.plaatsingen.aggregate(
        begonnen=Count("pk", filter=Q(ingangsdatum__year=jaar)),
        geeindigd=Count("pk", filter=Q(einddatum__year=jaar)),
    )
    return [
        ("Trajecten begonnen", trajecten["begonnen"]),
        ("Trajecten uitgevoerd", trajecten["uitgevoerd"]),
        ("Trajecten stopgezet", trajecten["stopgezet"]),
        ("Contactmomenten", dossiers.contactmomenten.filter(datum__year=jaar).count()),
        ("Aan het werk gegaan", werk["begonnen"]),
        ("Werk geëindigd", werk["geeindigd"]),
    ]
