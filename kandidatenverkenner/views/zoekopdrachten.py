"""Saved searches: make, open, delete; and the link in an e-mail that stops the e-mail."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from kandidatenverkenner.bewaren.zoekopdrachten import (
    aantallen_nieuw,
    bewaar_zoekopdracht,
    filter_van,
    opdrachten_bij,
    stop_mail,
)
from kandidatenverkenner.models import Werkgeversaccount, Zoekopdracht
from kandidatenverkenner.views.access import werkgever_required
from kandidatenverkenner.views.zoeken.chips import all_chips
from kandidatenverkenner.views.zoeken.query_string import QueryString
from kandidatenverkenner.zoeken.filters import Kandidaatfilter


@werkgever_required(["GET", "HEAD", "POST"])
def zoekopdrachten(request: HttpRequest, account: Werkgeversaccount) -> HttpResponse:
    """The saved searches. With a search in the query string also the form that saves it."""
    filterset = Kandidaatfilter.read(request.GET)
    if filterset.fouten:
        filterset = filterset.zonder_fouten()
    adres = QueryString.read(filterset.gegeven).without()
    fout = ""
    if request.method == "POST":
        try:
            _verander(request, account, adres)
        except ValidationError as refused:
            fout = refused.messages[0]
        else:
            return HttpResponseRedirect(reverse("kandidatenverkenner:zoekopdrachten"))
    mijn = list(Zoekopdracht.objects.filter(account=account.account_id))
    nieuw = aantallen_nieuw(mijn)
    context = {
        "te_bewaren": all_chips(filterset, adres),
        "fout": fout,
        "getypt": request.POST.get("naam", ""),
        "wil_mail": request.method != "POST" or "met_mail" in request.POST,
        "opdrachten": [
            (
                opdracht,
                nieuw[opdracht.pk],
                all_chips(filter_van(opdracht, filterset.lijsten), QueryString(())),
            )
            for opdracht in mijn
        ],
    }
    return render(
        request, "kandidatenverkenner/zoekopdrachten.html", context, status=422 if fout else 200
    )


def _verander(request: HttpRequest, account: Werkgeversaccount, adres: QueryString) -> None:
    """Do what the button says. Raises ValidationError."""
    wat = request.POST.get("wat", "")
    if wat == "bewaar":
        opdracht_gemaakt = bewaar_zoekopdracht(
            account_id=account.account_id,
            naam=request.POST.get("naam", ""),
            vraag=urlencode(adres.pairs),
            met_mail="met_mail" in request.POST,
            moment=timezone.now(),
        )
        messages.success(request, f"De zoekopdracht {opdracht_gemaakt.naam} is bewaard.")
    opdracht = opdracht_van(account, request.POST.get("opdracht", ""))
    if opdracht and wat == "verwijder":
        opdracht.delete()
        messages.success(request, "De zoekopdracht is verwijderd.")
    elif opdracht and wat in {"mail", "geen-mail"}:
        opdracht.met_mail = wat == "mail"
        opdracht.save(update_fields=["met_mail"])
        hoe = "wel" if opdracht.met_mail else "geen"
        messages.success(request, f"U krijgt {hoe} e-mail over {opdracht.naam}.")


def opdracht_van(account: Werkgeversaccount, nummer: str) -> Zoekopdracht | None:
    """The saved search with this number, as somebody typed it, if it belongs to this account."""
    if not (nummer.isascii() and nummer.isdecimal() and len(nummer) < 18):
        return None
    return Zoekopdracht.objects.filter(account=account.account_id, pk=int(nummer)).first()


@werkgever_required(["GET", "HEAD"])
def zoekopdracht(_: HttpRequest, account: Werkgeversaccount, nummer: str) -> HttpResponse:
    """Go to the results. From now on nothing in them counts as new."""
    opdracht = opdracht_van(account, nummer)
    if opdracht is None:
        return HttpResponseRedirect(reverse("kandidatenverkenner:zoekopdrachten"))
    opdracht.gezien_tot = timezone.now()
    opdracht.save(update_fields=["gezien_tot"])
    vraag = f"?{opdracht.vraag}" if opdracht.vraag else ""
    return HttpResponseRedirect(reverse("kandidatenverkenner:kandidaten") + vraag)


@csrf_exempt  # the mail program posts here by itself (RFC 8058); the link is the proof
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, bewijs: str) -> HttpResponse:
    """End the e-mail about some searches. A GET changes nothing: mail scanners open every link."""
    opdrachten = opdrachten_bij(bewijs)
    if opdrachten is None:
        context = {
            "kop": "Deze link klopt niet",
            "uitleg": "Neem hem helemaal over uit de e-mail, of log in en kies Zoekopdrachten.",
            "stap": 0,
            "wat": "inloggen",
        }
        return render(request, "kandidatenverkenner/aangemeld.html", context, status=404)
    if request.method == "POST":
        stop_mail(opdrachten)
        context = {
            "kop": "U krijgt hierover geen e-mail meer",
            "uitleg": "Uw zoekopdrachten blijven bewaard. U kunt de e-mail daar weer aanzetten.",
            "stap": 0,
            "wat": "",
        }
        return render(request, "kandidatenverkenner/aangemeld.html", context)
    return render(request, "kandidatenverkenner/stop.html", {"opdrachten": opdrachten})
