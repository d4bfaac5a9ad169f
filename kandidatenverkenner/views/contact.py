"""An employer asks to meet candidates, or asks for help, and follows what comes of it."""

import datetime
import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kandidatenverkenner.models import Codelijsten, Contactverzoek, Kandidaat, Werkgeversaccount
from kandidatenverkenner.privacy.pseudonyms import PseudonymCipher
from kandidatenverkenner.verzoeken.contact import Zoekwens, dien_in, stel_vraag
from kandidatenverkenner.views.access import voor_werkgevers
from kandidatenverkenner.views.pages import als_nummers, geen_kandidaat
from kandidatenverkenner.views.verzoekregel import Verzoekregel
from kandidatenverkenner.views.zoeken.cards import CandidateCard
from kandidatenverkenner.views.zoeken.chips import in_woorden
from kandidatenverkenner.views.zoeken.query_string import QueryString
from kandidatenverkenner.zoeken.filters import Kandidaatfilter
from kandidatenverkenner.zoeken.results import beschrijf


TEGELIJK = 10  # candidates in one request


class ContactForm(forms.Form):
    """For which vacature, and what the adviser should know."""

    vacature = forms.CharField(
        label="Voor welke vacature?",
        help_text="Bijvoorbeeld: medewerker magazijn, 24 uur, Leiden.",
        max_length=120,
        error_messages={"required": "Vul in voor welke vacature u iemand zoekt."},
    )
    bericht = forms.CharField(
        label="Wat moet de adviseur weten?",
        help_text="Bijvoorbeeld: werktijden, begeleiding, of wanneer u te bereiken bent.",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


@voor_werkgevers(["GET", "HEAD", "POST"])
def contact(
    request: HttpRequest, account: Werkgeversaccount, nummer: uuid.UUID | None = None
) -> HttpResponse:
    """The form, for one candidate or for those in the query string; after it, the requests."""
    nummering = PseudonymCipher.van(account.werkgever_id, timezone.localdate())
    nummers = [nummer] if nummer else als_nummers(request.GET.getlist("kandidaat"))
    kandidaten = _kaarten(
        [nummering.kandidaat(een) for een in nummers[:TEGELIJK]], nummering, timezone.localdate()
    )
    if not kandidaten:
        return geen_kandidaat(request)
    form = ContactForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            with transaction.atomic():
                for kandidaat in kandidaten:
                    dien_in(
                        account=account,
                        kandidaat=kandidaat,
                        moment=timezone.now(),
                        **form.cleaned_data,
                    )
        except ValidationError as fout:
            form.add_error(None, fout.messages[0])
        else:
            messages.success(request, "Uw verzoek is verstuurd. Hier ziet u hoe het ermee gaat.")
            return HttpResponseRedirect(reverse("kandidatenverkenner:verzoeken"))
    context = {
        "form": form,
        "kaarten": list(kandidaten.values()),
        "weg": len(nummers) - len(kandidaten),
    }
    return _formulier(request, "kandidatenverkenner/contact.html", context)


@voor_werkgevers(["GET", "HEAD", "POST"])
def servicepunt(request: HttpRequest, account: Werkgeversaccount) -> HttpResponse:
    """Who found nobody, puts the search to the werkgeversservicepunt."""
    filterset = Kandidaatfilter.lees(request.GET)
    if filterset.fouten:
        filterset = filterset.zonder_fouten()
    adres = QueryString.uit(filterset.gegeven)
    chips = in_woorden(filterset, adres)
    form = ContactForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            stel_vraag(
                account=account,
                wens=Zoekwens(
                    _regio(filterset) or account.werkgever.regio,
                    "; ".join(f"{chip.label.lower()}: {chip.waarde}" for chip in chips),
                ),
                moment=timezone.now(),
                **form.cleaned_data,
            )
        except ValidationError as fout:
            form.add_error(None, fout.messages[0])
        else:
            messages.success(request, "Uw vraag is verstuurd. Hier ziet u hoe het ermee gaat.")
            return HttpResponseRedirect(reverse("kandidatenverkenner:verzoeken"))
    context = {"form": form, "chips": chips, "terug": adres.adres()}
    return _formulier(request, "kandidatenverkenner/servicepunt.html", context)


def _kaarten(
    gevraagd: list[uuid.UUID], nummering: PseudonymCipher, vandaag: datetime.date
) -> dict[uuid.UUID, CandidateCard]:
    """Of those who are still there, in the order asked: what a list tells of them."""
    er_nog = Kandidaat.objects.defer("tekst").in_bulk(gevraagd)
    codelijsten = Codelijsten.lees()
    return {
        een: CandidateCard(
            beschrijf(er_nog[een], codelijsten, nummering), {}, vandaag, QueryString(())
        )
        for een in gevraagd
        if een in er_nog
    }


def _formulier(request: HttpRequest, sjabloon: str, context: dict[str, Any]) -> HttpResponse:
    """The page with the form; 422 when what was sent could not be taken."""
    return render(request, sjabloon, context, status=422 if context["form"].errors else 200)


def _regio(filterset: Kandidaatfilter) -> str:
    """The region that the search is about; empty when it is about none or more."""
    gegeven = filterset.waarden
    if len(gegeven["regio"]) == 1:
        return str(gegeven["regio"][0])
    plaats = filterset.plaatsen.get(gegeven["gemeente"])
    return plaats.regio if plaats else ""


@voor_werkgevers(["GET", "HEAD"])
def verzoeken(request: HttpRequest, account: Werkgeversaccount) -> HttpResponse:
    """What this organisation asked, with the clock: what waits first, then what was answered."""
    van_hier = Contactverzoek.objects.filter(werkgever=account.werkgever_id)
    rijen = list(van_hier.select_related("account").order_by("-ingediend_op", "-pk")[:200])
    vandaag = timezone.localdate()
    nummering = PseudonymCipher.van(account.werkgever_id, vandaag)
    gevraagd = [rij.kandidaat for rij in rijen if rij.kandidaat]
    kaarten = _kaarten(gevraagd, nummering, vandaag)
    regels = [
        Verzoekregel(rij, kaarten.get(rij.kandidaat) if rij.kandidaat else None, vandaag)
        for rij in rijen
    ]
    context = {
        "wachtend": sorted(
            (regel for regel in regels if not regel.verzoek.beantwoord_op),
            key=lambda regel: regel.verzoek.uiterlijk_op,
        ),
        "beantwoord": [regel for regel in regels if regel.verzoek.beantwoord_op],
    }
    return render(request, "kandidatenverkenner/verzoeken.html", context)
