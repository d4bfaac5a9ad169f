"""An employer asks to meet candidates, or asks for help, and follows what comes of it."""

import datetime
import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from kandidatenverkenner.forms import ContactForm
from kandidatenverkenner.models import Codelijsten, Contactverzoek, Kandidaat, Werkgeversaccount
from kandidatenverkenner.privacy.pseudonyms import PseudonymCipher
from kandidatenverkenner.verzoeken.contact import Zoekwens, dien_in, stel_vraag
from kandidatenverkenner.verzoeken.termijn import werkdagen_over
from kandidatenverkenner.views.access import werkgever_required
from kandidatenverkenner.views.pages import kandidaat_not_found, parse_numbers
from kandidatenverkenner.views.zoeken.cards import CandidateCard
from kandidatenverkenner.views.zoeken.chips import all_chips
from kandidatenverkenner.views.zoeken.query_string import QueryString
from kandidatenverkenner.zoeken.filters import Kandidaatfilter
from kandidatenverkenner.zoeken.results import beschrijf


MAX_AT_ONCE = 10  # candidates in one request
Stand = Contactverzoek.Stand
STAPPEN = ("Ingediend", "In behandeling", "Antwoord")
# What an answer means for the employer.
VERDER = {
    Stand.CONTACT: "De adviseur belt of mailt u, en vertelt dan wie de kandidaat is.",
    Stand.KLANT_WIL_NIET: "De kandidaat kiest zelf. Zoek gerust verder.",
    Stand.PAST_NIET: "De adviseur kent de kandidaat, en ziet dat dit werk niet past.",
    Stand.NIET_BEREIKT: "U kunt later opnieuw contact aanvragen.",
    Stand.NIET_MEER_BESCHIKBAAR: "De kandidaat heeft werk gevonden, of zoekt niet meer.",
}


@dataclass(frozen=True, slots=True)
class VerzoekRow:
    """One request, what a list tells of its candidate, and the day on which it is read."""

    verzoek: Contactverzoek
    kaart: CandidateCard | None  # None: gone, or a question about a search
    vandaag: datetime.date

    @property
    def stap(self) -> int:
        """Which of STAPPEN it has come to, from 1."""
        if self.verzoek.beantwoord_op:
            return 3
        return 2 if self.verzoek.stand == Stand.IN_BEHANDELING else 1

    @property
    def stappen(self) -> list[tuple[str, bool, bool]]:
        """The steps: name, behind us, here now."""
        return [
            (naam, plek < self.stap, plek == self.stap)
            for plek, naam in enumerate(STAPPEN, start=1)
        ]

    @property
    def is_te_laat(self) -> bool:
        """Whether the last day for an answer went by without one."""
        return not self.verzoek.beantwoord_op and self.verzoek.uiterlijk_op < self.vandaag

    @property
    def termijn(self) -> str:
        """The clock in words."""
        dag = date_format(self.verzoek.uiterlijk_op, "l j F")
        if self.is_te_laat:
            return (
                f"U had uiterlijk {dag} antwoord moeten krijgen. "
                "Bel het werkgeversservicepunt in uw regio."
            )
        over = werkdagen_over(self.vandaag, self.verzoek.uiterlijk_op)
        nog = {0: "dat is vandaag", 1: "nog 1 werkdag"}.get(over, f"nog {over} werkdagen")
        return f"U krijgt uiterlijk {dag} antwoord: {nog}."

    @property
    def verder(self) -> str:
        """What comes after an answer."""
        return VERDER.get(Stand(self.verzoek.stand), "")


@werkgever_required(["GET", "HEAD", "POST"])
def contact(
    request: HttpRequest, account: Werkgeversaccount, nummer: uuid.UUID | None = None
) -> HttpResponse:
    """The form, for one candidate or for those in the query string; after it, the requests."""
    nummering = PseudonymCipher.for_day(account.werkgever_id, timezone.localdate())
    nummers = [nummer] if nummer else parse_numbers(request.GET.getlist("kandidaat"))
    kandidaten = _kaarten(
        [nummering.decrypt(een) for een in nummers[:MAX_AT_ONCE]], nummering, timezone.localdate()
    )
    if not kandidaten:
        return kandidaat_not_found(request)
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
        except ValidationError as error:
            form.add_error(None, error.messages[0])
        else:
            messages.success(request, "Uw verzoek is verstuurd. Hier ziet u hoe het ermee gaat.")
            return HttpResponseRedirect(reverse("kandidatenverkenner:verzoeken"))
    context = {
        "form": form,
        "kaarten": list(kandidaten.values()),
        "weg": len(nummers) - len(kandidaten),
    }
    return _formulier(request, "kandidatenverkenner/contact.html", context)


@werkgever_required(["GET", "HEAD", "POST"])
def servicepunt(request: HttpRequest, account: Werkgeversaccount) -> HttpResponse:
    """An employer who found nobody asks the werkgeversservicepunt."""
    filterset = Kandidaatfilter.read(request.GET)
    if filterset.fouten:
        filterset = filterset.zonder_fouten()
    adres = QueryString.read(filterset.gegeven)
    chips = all_chips(filterset, adres)
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
        except ValidationError as error:
            form.add_error(None, error.messages[0])
        else:
            messages.success(request, "Uw vraag is verstuurd. Hier ziet u hoe het ermee gaat.")
            return HttpResponseRedirect(reverse("kandidatenverkenner:verzoeken"))
    context = {"form": form, "chips": chips, "terug": adres.url()}
    return _formulier(request, "kandidatenverkenner/servicepunt.html", context)


def _kaarten(
    gevraagd: list[uuid.UUID], nummering: PseudonymCipher, vandaag: datetime.date
) -> dict[uuid.UUID, CandidateCard]:
    """What a list tells of the candidates who are still there, in the order asked."""
    er_nog = Kandidaat.objects.defer("tekst").in_bulk(gevraagd)
    codelijsten = Codelijsten.lees()
    return {
        een: CandidateCard(
            beschrijf(er_nog[een], codelijsten, nummering), {}, vandaag, QueryString(())
        )
        for een in gevraagd
        if een in er_nog
    }


def _formulier(request: HttpRequest, template_name: str, context: dict[str, Any]) -> HttpResponse:
    """The page with the form; 422 when the form has errors."""
    return render(request, template_name, context, status=422 if context["form"].errors else 200)


def _regio(filterset: Kandidaatfilter) -> str:
    """The region of the search; empty when it names none, or more than one."""
    gegeven = filterset.waarden
    if len(gegeven["regio"]) == 1:
        return str(gegeven["regio"][0])
    plaats = filterset.plaatsen.get(gegeven["gemeente"])
    return plaats.regio if plaats else ""


@werkgever_required(["GET", "HEAD"])
def verzoeken(request: HttpRequest, account: Werkgeversaccount) -> HttpResponse:
    """The requests of this organisation: first those that wait, then those with an answer."""
    van_hier = Contactverzoek.objects.filter(werkgever=account.werkgever_id)
    rijen = list(van_hier.select_related("account").order_by("-ingediend_op", "-pk")[:200])
    vandaag = timezone.localdate()
    nummering = PseudonymCipher.for_day(account.werkgever_id, vandaag)
    gevraagd = [rij.kandidaat for rij in rijen if rij.kandidaat]
    kaarten = _kaarten(gevraagd, nummering, vandaag)
    regels = [
        VerzoekRow(rij, kaarten.get(rij.kandidaat) if rij.kandidaat else None, vandaag)
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
