"""Lists of candidates: keep, note, choose, compare."""

import uuid
from collections import Counter
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kandidatenverkenner.bewaren.lijsten import bewaar, haal_weg, lijst_van, maak_lijst, noteer
from kandidatenverkenner.models import (
    Bezoek,
    Codelijsten,
    Kandidaat,
    Lijst,
    Lijstregel,
    Werkgeversaccount,
)
from kandidatenverkenner.privacy.pseudonyms import PseudonymCipher
from kandidatenverkenner.privacy.visits import (
    DaglimietError,
    count_page,
    open_kandidaat,
    quota_of,
    recently_opened,
)
from kandidatenverkenner.views.access import werkgever_required
from kandidatenverkenner.views.pages import kandidaat_not_found, list_limit_reached, parse_numbers
from kandidatenverkenner.views.zoeken.cards import CandidateCard
from kandidatenverkenner.views.zoeken.query_string import QueryString
from kandidatenverkenner.zoeken.results import beschrijf


MAX_COMPARED = 4


@werkgever_required(["GET", "HEAD", "POST"])
def lijsten(request: HttpRequest, account: Werkgeversaccount) -> HttpResponse:
    """All lists of the organisation, and a new one."""
    fout = ""
    if request.method == "POST":
        try:
            lijst = maak_lijst(account.werkgever_id, request.POST.get("naam", ""), timezone.now())
        except ValidationError as refused:
            fout = refused.messages[0]
        else:
            messages.success(request, "De lijst is gemaakt.")
            return HttpResponseRedirect(reverse("kandidatenverkenner:lijst", args=[lijst.pk]))
    van_hier = Lijst.objects.filter(werkgever=account.werkgever_id)
    context = {
        "lijsten": van_hier.annotate(aantal=Count("regels")),
        "fout": fout,
        "getypt": request.POST.get("naam", ""),
    }
    return render(request, "kandidatenverkenner/lijsten.html", context, status=422 if fout else 200)


@werkgever_required(["GET", "HEAD", "POST"])
def lijst(request: HttpRequest, account: Werkgeversaccount, nummer: str) -> HttpResponse:
    """One list: its candidates, with notes. A candidate who is gone stays as a line."""
    gevonden = lijst_van(account.werkgever_id, nummer)
    if gevonden is None:
        return render(request, "kandidatenverkenner/geen_lijst.html", status=404)
    vandaag = timezone.localdate()
    nummering = PseudonymCipher.for_day(account.werkgever_id, vandaag)
    fout = ""
    if request.method == "POST":
        try:
            terug = _verander(request, gevonden, nummering)
        except ValidationError as refused:
            fout = refused.messages[0]
        else:
            return HttpResponseRedirect(terug)
    regels = list(Lijstregel.objects.filter(lijst=gevonden))
    nummers = [regel.kandidaat for regel in regels]
    er_nog = Kandidaat.objects.defer("tekst").in_bulk(nummers)
    try:
        # A list that one keeps shows the same cards as a search.
        bladerruimte = count_page(account.werkgever, er_nog, timezone.now())
    except DaglimietError as te_veel:
        return list_limit_reached(request, te_veel)
    codelijsten = Codelijsten.lees()
    gezien = recently_opened(account.werkgever_id, nummers, vandaag)
    context = {
        "lijst": gevonden,
        "bladerruimte": bladerruimte,
        "fout": fout,
        "naast_elkaar": MAX_COMPARED,
        "ruimte": quota_of(account.werkgever_id, vandaag),
        "regels": [
            (
                regel,
                nummering.encrypt(regel.kandidaat),
                CandidateCard(
                    beschrijf(er_nog[regel.kandidaat], codelijsten, nummering),
                    {},
                    vandaag,
                    QueryString((("lijst", str(gevonden.pk)),)),
                    bekeken=regel.kandidaat in gezien,
                )
                if regel.kandidaat in er_nog
                else None,
            )
            for regel in regels
        ],
    }
    return render(request, "kandidatenverkenner/lijst.html", context, status=422 if fout else 200)


def _verander(request: HttpRequest, lijst: Lijst, nummering: PseudonymCipher) -> str:
    """Do what the button says, and return the address to go to. Raises ValidationError."""
    wat = request.POST.get("wat", "")
    adres = reverse("kandidatenverkenner:lijst", args=[lijst.pk])
    if wat == "verwijder":
        lijst.delete()
        messages.success(request, "De lijst is verwijderd.")
        return reverse("kandidatenverkenner:lijsten")
    for nummer in parse_numbers([request.POST.get("kandidaat", "")]):
        kandidaat = nummering.decrypt(nummer)
        if wat == "weg":
            haal_weg(lijst, kandidaat)
            messages.success(request, "De kandidaat is van de lijst gehaald.")
        else:
            noteer(lijst, kandidaat, request.POST.get("notitie", ""))
            messages.success(request, "De notitie is opgeslagen.")
            adres += f"#k-{nummer}"
    return adres


@werkgever_required(["POST"])
def bewaren(request: HttpRequest, account: Werkgeversaccount, nummer: uuid.UUID) -> HttpResponse:
    """Put a candidate on a list, or on a new one, and return to the page of the candidate."""
    nu = timezone.now()
    cipher = PseudonymCipher.for_day(account.werkgever_id, timezone.localdate(nu))
    kandidaat = cipher.decrypt(nummer)
    if not Kandidaat.objects.filter(pk=kandidaat).exists():
        return kandidaat_not_found(request)
    try:
        gekozen = lijst_van(account.werkgever_id, request.POST.get("lijst", ""))
        if gekozen is None:
            gekozen = maak_lijst(account.werkgever_id, request.POST.get("naam", ""), nu)
        bewaar(gekozen, kandidaat, nu)
    except ValidationError as error:
        context = {"fout": error.messages[0], "nummer": nummer}
        return render(request, "kandidatenverkenner/niet_bewaard.html", context, status=422)
    messages.success(request, f"De kandidaat staat op de lijst {gekozen.naam}.")
    adres = reverse(
        "kandidatenverkenner:kandidaat", args=[nummer], query=request.GET, fragment="bewaren"
    )
    return HttpResponseRedirect(adres)


@werkgever_required(["GET", "HEAD"])
def vergelijken(request: HttpRequest, account: Werkgeversaccount) -> HttpResponse:
    """Two to four candidates side by side. Each counts as an opened profile."""
    nu = timezone.now()
    vandaag = timezone.localdate(nu)
    nummering = PseudonymCipher.for_day(account.werkgever_id, vandaag)
    nummers = parse_numbers(request.GET.getlist("kandidaat"))
    codelijsten = Codelijsten.lees()
    kaarten = []
    if 2 <= len(nummers) <= MAX_COMPARED:
        for nummer in nummers:
            try:
                kandidaat = open_kandidaat(
                    account=account,
                    kandidaat=nummering.decrypt(nummer),
                    wijze=Bezoek.Wijze.PAGINA,
                    moment=nu,
                )
            except DaglimietError as error:
                context = {"uitleg": str(error), "terug": reverse("kandidatenverkenner:lijsten")}
                return render(request, "kandidatenverkenner/daglimiet.html", context, status=429)
            if kandidaat:
                beeld = beschrijf(kandidaat, codelijsten, nummering)
                kaarten.append(CandidateCard(beeld, {}, vandaag, QueryString(())))
    naast_elkaar: dict[str, Any] = {
        "kaarten": kaarten,
        "gevraagd": len(nummers),
        "onderdelen": _naast_elkaar(kaarten),
        "meest": MAX_COMPARED,
        "ruimte": quota_of(account.werkgever_id, vandaag),
    }
    return render(request, "kandidatenverkenner/vergelijken.html", naast_elkaar)


def _naast_elkaar(kaarten: list[CandidateCard]) -> list[tuple[str, list[list[tuple[str, bool]]]]]:
    """The lines of the comparison. For a value of a list: whether only this candidate has it."""
    rijen = []
    for rij in zip(*(kaart.vergelijkbaar for kaart in kaarten), strict=True):
        is_lijst = any(len(waarden) > 1 for _, waarden in rij)
        keren = Counter(waarde for _, waarden in rij for waarde in waarden)
        cellen = [
            [(waarde, is_lijst and keren[waarde] == 1) for waarde in waarden] for _, waarden in rij
        ]
        rijen.append((rij[0][0], cellen))
    return rijen
