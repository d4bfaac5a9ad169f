"""Ask for an account, confirm the address, and manage the people of the organisation."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kandidatenverkenner.accounts.aanmelden import SignupData, bevestig, klopt, laat_toe, vraag_aan
from kandidatenverkenner.forms import AanmeldForm
from kandidatenverkenner.models import Werkgeversaccount
from kandidatenverkenner.privacy.visits import PER_DAG, quota_of
from kandidatenverkenner.views.access import werkgever_required


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def aanmelden(request: HttpRequest) -> HttpResponse:
    """The form; after it, always the same answer."""
    form = AanmeldForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        gegeven = dict(form.cleaned_data)
        email, wachtwoord = gegeven.pop("email"), gegeven.pop("wachtwoord")
        basis = request.build_absolute_uri("/").rstrip("/")
        vraag_aan(SignupData(**gegeven), email=email, wachtwoord=wachtwoord, basis=basis)
        context = {
            "kop": "Kijk in uw e-mail",
            "uitleg": "Wij stuurden u een link om uw e-mailadres te bevestigen. "
            "Hij werkt drie dagen. Niets gekregen? Kijk ook bij ongewenste e-mail.",
            "stap": 2,
            "wat": "",
        }
        return render(request, "kandidatenverkenner/aangemeld.html", context)
    status = 422 if form.errors else 200
    return render(request, "kandidatenverkenner/aanmelden.html", {"form": form}, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def bevestigen(request: HttpRequest, bewijs: str) -> HttpResponse:
    """The link of the e-mail. A GET changes nothing: mail scanners open every link."""
    is_goed = bevestig(bewijs, timezone.now()) if request.method == "POST" else klopt(bewijs)
    if not is_goed:
        context = {
            "kop": "Deze link werkt niet meer",
            "uitleg": "Hij is te oud, al gebruikt, of niet helemaal overgenomen.",
            "stap": 0,
            "wat": "opnieuw",
        }
        return render(request, "kandidatenverkenner/aangemeld.html", context, status=404)
    context = {
        "kop": "Is dit uw e-mailadres?",
        "uitleg": "Hebt u zelf een account aangevraagd? Bevestig dan uw adres.",
        "stap": 2,
        "wat": "bevestig",
    }
    if request.method == "POST":
        context = {
            "kop": "Uw e-mailadres is bevestigd",
            "uitleg": "Log nu in en stel de tweede stap in. Zodra uw organisatie is "
            "gecontroleerd, kunt u zoeken.",
            "stap": 3,
            "wat": "inloggen",
        }
    return render(request, "kandidatenverkenner/aangemeld.html", context)


@werkgever_required(["GET", "HEAD", "POST"])
def organisatie(request: HttpRequest, account: Werkgeversaccount) -> HttpResponse:
    """The people of the organisation. Its beheerder gives and takes access."""
    nu = timezone.now()
    if request.method == "POST":
        nummer = request.POST.get("collega", "")
        toelaten = request.POST.get("wat") == "toelaten"
        if laat_toe(
            beheerder=account,
            collega=int(nummer) if nummer.isdecimal() and len(nummer) < 18 else 0,
            toelaten=toelaten,
            moment=nu,
        ):
            uitkomst = "kan nu zoeken" if toelaten else "heeft geen toegang meer"
            messages.success(request, f"Uw collega {uitkomst}.")
        return HttpResponseRedirect(reverse("kandidatenverkenner:organisatie"))
    collegas = Werkgeversaccount.objects.filter(werkgever=account.werkgever_id)
    context = {
        "account": account,
        "is_beheerder": account.rol == Werkgeversaccount.Rol.BEHEERDER,
        "collegas": collegas.select_related("account"),
        "ruimte": quota_of(account.werkgever_id, timezone.localdate(nu)),
        "per_dag": PER_DAG,
    }
    return render(request, "kandidatenverkenner/organisatie.html", context)
