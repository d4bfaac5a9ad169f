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
        **verantwoord(dossiers, vandaag, jaar),
        "jaar": jaar,
        "jaren": jaren,
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


def verantwoord(dossiers: Dossiers, vandaag: datetime.date, jaar: int) -> dict[str, Any]:
    """How it stands today, and what began, what ended and how in a year. Each table read once."""
    statussen = dict(Dienststatus.choices)
    begonnen = Count("pk", filter=Q(ingangsdatum__year=jaar))
    geeindigd = Count("pk", filter=Q(einddatum__year=jaar))
    trajecten = {
        rij["status"]: rij
        for rij in dossiers.trajecten.order_by()
        .values("status")
        .annotate(aantal=Count("*"), begonnen=begonnen, geeindigd=geeindigd)
    }
    activiteiten = {
        (rij["soort"], rij["status"]): rij["aantal"]
        for rij in dossiers.activiteiten.order_by()
        .values("soort", "status")
        .annotate(aantal=Count("*"))
    }
    loopt = Q(einddatum=None) | Q(einddatum__gt=vandaag), Q(ingangsdatum__lte=vandaag)
    werk = dossiers.plaatsingen.aggregate(
        plaatsingen=Count("pk"),
        lopend=Count("pk", filter=Q(*loopt)),
        uren=Sum("uren_per_week", filter=Q(*loopt), default=0),
        begonnen=begonnen,
        geeindigd=geeindigd,
    )

    def in_stand(status: str, wat: str) -> int:
        return trajecten[status][wat] if status in trajecten else 0

    return {
        "statussen": statussen.values(),
        "trajecten": [in_stand(status, "aantal") for status in statussen],
        "activiteiten": [
            (label, [activiteiten.get((soort, status), 0) for status in statussen])
            for soort, label in Activiteit.Soort.choices
        ],
        "plaatsingen": werk["plaatsingen"],
        "lopend": werk["lopend"],
        "uren": werk["uren"],
        "banen": round(werk["uren"] / UREN_PER_BAAN, 1),
        "in_het_jaar": [
            ("Trajecten begonnen", sum(rij["begonnen"] for rij in trajecten.values())),
            ("Trajecten uitgevoerd", in_stand(Dienststatus.UITGEVOERD, "geeindigd")),
            ("Trajecten stopgezet", in_stand(Dienststatus.STOPGEZET, "geeindigd")),
            ("Contactmomenten", dossiers.contactmomenten.filter(datum__year=jaar).count()),
            ("Aan het werk gegaan", werk["begonnen"]),
            ("Werk geëindigd", werk["geeindigd"]),
        ],
    }
