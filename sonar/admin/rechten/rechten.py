"""What a client may ask: inzage, not to be shown, to be forgotten."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_POST

from sonar.admin.access import eis, eis_persoon, klantmenu, medewerker_bij, zichtbaar
from sonar.admin.site import sonar_site
from sonar.handelingen.bemiddeling.werkgevers import openingen
from sonar.handelingen.rechten.bezwaar import hef_bezwaar_op, leg_bezwaar_vast
from sonar.handelingen.rechten.wissen import wis
from sonar.handelingen.toezicht.vastleggen import leg_vast
from sonar.levering.feed import haal_weg
from sonar.models import Grond, Handeling, Rectificatie, Wisbewijs
from sonar.rapportage.export.document_pdf import document_to_pdf
from sonar.rapportage.herleiden.telplekken import telplekken, voor_de_persoon
from sonar.toegang import mag
from sonar.toezicht.inzage import inzage, wie_keek


@sonar_site.pagina("personen/<int:pk>/rechten/", "rechten")
def rechten(request: HttpRequest, pk: int) -> HttpResponse:
    """The page: who looked, and the buttons."""
    klant = eis_persoon(request, pk, "inzien", "rechten")
    medewerker = medewerker_bij(request)
    context = {
        **sonar_site.each_context(request),
        "title": "Inzage en rechten",
        "klant": klant,
        "menu": klantmenu(request, pk),
        "bezwaar": klant.bezwaren.lopend().first(),
        "rectificatie": klant.rectificaties.filter(stand=Rectificatie.Stand.OPEN).first(),
        "keken": wie_keek(pk, 100),
        "openingen": openingen(pk)[:100],
        "tellingen": telplekken(klant),
        "mag_wijzigen": zichtbaar(request, "wijzigen", persoon=pk).exists(),
        "mag_wissen": mag(medewerker, "verwijderen", "wissen"),
    }
    return TemplateResponse(request, "sonar/rechten.html", context)


@sonar_site.pagina("personen/<int:pk>/inzage/", "inzage")
@require_POST
def inzage_bestand(request: HttpRequest, pk: int) -> HttpResponse:
    """All data of one person as a file, to give to that person."""
    medewerker = eis(request, "inzien", "rechten")
    klant = eis_persoon(request, pk, "inzien", "rechten")
    leg_vast(medewerker=medewerker, personen={pk: Grond.AVG}, handeling=Handeling.INZAGE)
    soorten = inzage(klant)
    if geopend := openingen(pk):
        regels = [
            {"moment": date_format(timezone.localtime(moment), "j F Y H:i"), "werkgever": werkgever}
            for moment, werkgever in geopend
        ]
        soorten.append(("werkgevers die het profiel openden, zonder naam", regels))
    if geteld := voor_de_persoon(telplekken(klant)):
        soorten.append(("uitgegeven cijfers waarin u bent geteld", geteld))
    kop = {"Content-Disposition": f'attachment; filename="inzage-{pk}.{{}}"'}
    if "json" in request.POST:
        kop = {naam: waarde.format("json") for naam, waarde in kop.items()}
        return JsonResponse(dict(soorten), headers=kop, json_dumps_params={"ensure_ascii": False})
    kop = {naam: waarde.format("pdf") for naam, waarde in kop.items()}
    onder = f"Alles wat Sonar op {date_format(timezone.localdate(), 'j F Y')} over u weet."
    return HttpResponse(
        document_to_pdf("Inzage in uw gegevens", onder, soorten),
        content_type="application/pdf",
        headers=kop,
    )


@sonar_site.pagina("personen/<int:pk>/bezwaar/", "bezwaar")
@require_POST
def bezwaar(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down an objection (the profile is gone at once), or lift it."""
    medewerker = eis(request, "toevoegen", "bezwaar")
    klant = eis_persoon(request, pk, "wijzigen", "werkzoekende")
    vandaag = timezone.localdate()
    if "hef_op" in request.POST:
        hef_bezwaar_op(werkzoekende=klant, per=vandaag)
        messages.success(request, "Het bezwaar is opgeheven. U kunt het profiel weer vaststellen.")
    else:
        leg_bezwaar_vast(werkzoekende=klant, medewerker=medewerker, per=vandaag)
        haal_weg(klant)
        messages.success(
            request, "Het bezwaar is vastgelegd. Werkgevers zien dit profiel nu niet meer."
        )
    return HttpResponseRedirect(reverse("admin:rechten", args=[pk]))


@sonar_site.pagina("personen/<int:pk>/wissen/", "wissen")
def wissen(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether one is sure, then forget somebody; there is no way back."""
    medewerker = eis(request, "verwijderen", "wissen")
    klant = eis_persoon(request, pk, "wijzigen", "werkzoekende")
    context: dict[str, Any] = {
        **sonar_site.each_context(request),
        "title": "Gegevens wissen",
        "klant": klant,
    }
    if request.method == "POST" and request.POST.get("zeker") == "ja":
        try:
            # A client who cannot be deleted stays visible to employers too.
            with transaction.atomic():
                haal_weg(klant)
                wis(
                    werkzoekende=klant,
                    aanleiding=Wisbewijs.Aanleiding.VERZOEK,
                    medewerker=medewerker,
                    moment=timezone.now(),
                )
        except ValidationError as fout:
            context["fout"] = " ".join(fout.messages)
        else:
            messages.success(request, f"De gegevens van werkzoekende {pk} zijn gewist.")
            return HttpResponseRedirect(reverse("admin:index"))
    return TemplateResponse(request, "sonar/wissen.html", context)
