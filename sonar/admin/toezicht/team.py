"""The teamleider says who still works here, and whether each noodtoegang was right."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from sonar.admin.access import eis
from sonar.admin.site import sonar_site
from sonar.handelingen.bemiddeling.contactverzoeken import te_laat, termijn_in_woorden
from sonar.handelingen.toezicht.hercertificeren import (
    BINNENKORT,
    beeindig_toegang,
    bevestig,
    te_bevestigen,
)
from sonar.handelingen.toezicht.noodtoegang import beoordeel
from sonar.handelingen.toezicht.vastleggen import leg_vast
from sonar.models import Grond, Handeling, Noodtoegang
from sonar.toegang import collegas


BESLUITEN = {"bevestig": bevestig, "beeindig": beeindig_toegang}


@sonar_site.pagina("team/", "team")
def team(request: HttpRequest) -> HttpResponse:
    """The people who work here, and until when their access is confirmed."""
    teamleider = eis(request, "wijzigen", "team")
    vandaag = timezone.localdate()
    if request.method == "POST":
        medewerker = get_object_or_404(
            collegas(teamleider).exclude(pk=teamleider.pk), pk=_nummer(request, "medewerker")
        )
        besluit = BESLUITEN.get(request.POST.get("besluit", ""))
        if besluit:
            besluit(medewerker=medewerker, vandaag=vandaag)
            messages.success(request, "Dat is opgeslagen.")
        return HttpResponseRedirect(request.get_full_path())
    alleen = request.GET.get("wie") == "te-bevestigen"
    wie = te_bevestigen(teamleider, vandaag) if alleen else collegas(teamleider)
    context = {
        **sonar_site.each_context(request),
        "title": "Mijn team",
        "alleen": alleen,
        "team": wie.select_related("account").order_by("bevestigd_tot", "pk"),
        "teamleider": teamleider,
        "vandaag": vandaag,
        "binnenkort": vandaag + BINNENKORT,
        "te_laat": te_laat(teamleider, vandaag),
        "termijn": termijn_in_woorden(),
    }
    return TemplateResponse(request, "sonar/team.html", context)


@sonar_site.pagina("noodtoegangen/", "noodtoegangen")
def noodtoegangen(request: HttpRequest) -> HttpResponse:
    """The dossiers that colleagues opened outside their own clients, those not yet judged first. A
    reason says something about a person, so each person is a line in the log.
    """
    teamleider = eis(request, "wijzigen", "noodtoegang-beoordelen")
    van_het_team = Noodtoegang.objects.filter(
        medewerker__in=collegas(teamleider).exclude(pk=teamleider.pk)
    )
    if request.method == "POST":
        noodtoegang = get_object_or_404(van_het_team, pk=_nummer(request, "noodtoegang"))
        try:
            beoordeel(
                noodtoegang=noodtoegang,
                medewerker=teamleider,
                oordeel=request.POST.get("oordeel", ""),
                moment=timezone.now(),
            )
        except ValidationError as fout:
            messages.error(request, " ".join(fout.messages))
        else:
            messages.success(request, "Uw oordeel is opgeslagen.")
        return HttpResponseRedirect(reverse("admin:noodtoegangen"))
    regels = van_het_team.select_related("medewerker__account")
    te_beoordelen, beoordeeld = list(regels.te_beoordelen()), list(regels.exclude(oordeel="")[:50])
    personen = {regel.werkzoekende_id for regel in [*te_beoordelen, *beoordeeld]}
    leg_vast(
        medewerker=teamleider,
        personen=dict.fromkeys(sorted(personen), Grond.BEOORDELING),
        handeling=Handeling.LIJST,
    )
    context = {
        **sonar_site.each_context(request),
        "title": "Noodtoegang beoordelen",
        "open": te_beoordelen,
        "beoordeeld": beoordeeld,
    }
    return TemplateResponse(request, "sonar/noodtoegangen.html", context)


def _nummer(request: HttpRequest, naam: str) -> int:
    """A number of a row; 0, which none has, for anything else."""
    waarde = request.POST.get(naam, "")
    return int(waarde) if waarde.isascii() and waarde.isdecimal() and len(waarde) < 18 else 0
