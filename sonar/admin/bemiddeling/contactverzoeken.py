"""The contact requests of employers in the region: for whom, for what, and until when."""

import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone

from sonar.admin.access import eis, leg_vast_voor, zichtbaar
from sonar.admin.site import sonar_site
from sonar.handelingen.bemiddeling.contactverzoeken import (
    ANTWOORDEN,
    Verzoek,
    antwoord_werkgever,
    beantwoord_sinds,
    openstaand,
    stappen,
    termijn_in_woorden,
    vraag_klant,
)
from sonar.models import Handeling, Klantprofiel, Medewerker


TERUG = datetime.timedelta(days=31)  # how long an answer stays on the page


@sonar_site.pagina("contactverzoeken/", "contactverzoeken")
def contactverzoeken(request: HttpRequest) -> HttpResponse:
    """The waiting requests, the most urgent first, and the recent answers."""
    medewerker = eis(request, "wijzigen", "contactverzoek")
    if request.method == "POST":
        return _antwoord(request)
    vandaag = timezone.localdate()
    te_laat = request.GET.get("wacht") == "te-laat"
    verzoeken = [
        verzoek
        for verzoek in openstaand(medewerker)
        if not te_laat or verzoek.uiterlijk_op < vandaag
    ]
    nummers = [verzoek.kandidaat for verzoek in verzoeken if verzoek.kandidaat]
    profielen = Klantprofiel.objects.filter(kandidaatnummer__in=nummers)
    van_wie = dict(profielen.values_list("kandidaatnummer", "werkzoekende"))
    te_zien = zichtbaar(request, persoon=list(van_wie.values())).in_bulk()
    klanten: dict[Any, Any] = {
        nummer: te_zien[wie] for nummer, wie in van_wie.items() if wie in te_zien
    }
    leg_vast_voor(request, (klant.pk for klant in klanten.values()), Handeling.LIJST)
    eerder = beantwoord_sinds(medewerker, vandaag - TERUG)
    gedaan = stappen([verzoek.nummer for verzoek in (*verzoeken, *eerder)])
    context = {
        **sonar_site.each_context(request),
        "title": "Contactverzoeken",
        "te_laat": te_laat,
        "verzoeken": [
            (verzoek, klanten.get(verzoek.kandidaat), gedaan[verzoek.nummer])
            for verzoek in verzoeken
        ],
        "antwoorden": ANTWOORDEN.items(),
        "beantwoord": [
            (verzoek, ANTWOORDEN[verzoek.stand], _op_tijd(verzoek), gedaan[verzoek.nummer])
            for verzoek in eerder
        ],
        "vandaag": vandaag,
        "termijn": termijn_in_woorden(),
    }
    return TemplateResponse(request, "sonar/contactverzoeken.html", context)


def _antwoord(request: HttpRequest) -> HttpResponse:
    medewerker = eis(request, "wijzigen", "contactverzoek")
    verzoek = request.POST.get("verzoek", "")
    nummer = int(verzoek) if verzoek.isdecimal() and len(verzoek) < 18 else 0
    try:
        if "gevraagd_op" in request.POST:
            gelukt = _gevraagd(nummer, medewerker, request.POST["gevraagd_op"])
        else:
            gelukt = _beantwoord(nummer, medewerker, request.POST.get("stand", ""))
    except ValidationError as fout:
        messages.error(request, " ".join(fout.messages))
    else:
        messages.success(request, f"Dat is opgeslagen. {gelukt}")
    return HttpResponseRedirect(request.get_full_path())


def _gevraagd(nummer: int, medewerker: Medewerker, getypt: str) -> str:
    """Write down on which day the client was asked; the response says what comes next."""
    veld = forms.DateField(
        error_messages={
            "required": "Vul in op welke dag u de klant vroeg.",
            "invalid": "Vul de dag in waarop u de klant vroeg, zoals 31-12-2025.",
        }
    )
    dag: datetime.date = veld.clean(getypt)
    vraag_klant(nummer, medewerker=medewerker, dag=dag, moment=timezone.now())
    return "Geef de werkgever antwoord als u weet wat de klant wil."


def _beantwoord(nummer: int, medewerker: Medewerker, stand: str) -> str:
    """Take a request in hand or answer it; the response says what comes next."""
    if not stand:
        raise ValidationError("Kies eerst een antwoord.")
    antwoord_werkgever(nummer, medewerker=medewerker, stand=stand, moment=timezone.now())
    if stand in ANTWOORDEN:
        return "De werkgever ziet het antwoord."
    return "Vraag het nu de klant. De werkgever ziet dat u ermee bezig bent."


def _op_tijd(verzoek: Verzoek) -> bool:
    """Whether the employer heard within the term."""
    beantwoord = verzoek.beantwoord_op
    return beantwoord is not None and timezone.localdate(beantwoord) <= verzoek.uiterlijk_op
