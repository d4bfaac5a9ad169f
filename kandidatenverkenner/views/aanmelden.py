"""Asking for an account, confirming the address, and the people of one's own organisation."""

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kandidatenverkenner.aanmelden import Organisatie, bevestig, laat_toe, vraag_aan
from kandidatenverkenner.bezoek import PER_DAG, ruimte
from kandidatenverkenner.models import Facet, Kenmerk, Werkgever, Werkgeversaccount
from kandidatenverkenner.views.paginas import voor_werkgevers


class AanmeldForm(forms.Form):
    """Who asks, for which organisation."""

    kvk_nummer = forms.RegexField(
        r"^\d{8}$",
        label="KvK-nummer",
        help_text="Acht cijfers.",
        error_messages={"invalid": "Een KvK-nummer heeft acht cijfers."},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    naam = forms.CharField(
        label="Naam van de organisatie",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    soort = forms.ChoiceField(label="U zoekt kandidaten als", choices=Werkgever.Soort.choices)
    regio = forms.ChoiceField(label="In welke arbeidsmarktregio?")
    email = forms.EmailField(
        label="Uw e-mailadres",
        max_length=150,
        help_text="Van uw werk. Hiermee logt u straks in.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    wachtwoord = forms.CharField(
        label="Wachtwoord",
        help_text="Ten minste acht tekens, en geen woord dat iedereen kiest.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        validators=[password_validation.validate_password],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regios = Kenmerk.objects.filter(facet=Facet.REGIO).order_by("naam")
        self.fields["regio"].choices = [("", "Kies een regio"), *regios.values_list("code", "naam")]  # type: ignore[attr-defined]

    def clean_kvk_nummer(self) -> str:
        """Eight digits that are not all the same: no organisation has those."""
        nummer = str(self.cleaned_data["kvk_nummer"])
        if len(set(nummer)) == 1:
            raise forms.ValidationError("Dit KvK-nummer bestaat niet.")
        return nummer


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def aanmelden(request: HttpRequest) -> HttpResponse:
    """The form; after it, always the same answer."""
    form = AanmeldForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        gegeven = dict(form.cleaned_data)
        email, wachtwoord = gegeven.pop("email"), gegeven.pop("wachtwoord")
        basis = request.build_absolute_uri("/").rstrip("/")
        vraag_aan(Organisatie(**gegeven), email=email, wachtwoord=wachtwoord, basis=basis)
        context = {
            "kop": "Kijk in uw e-mail",
            "uitleg": "Wij stuurden u een link om uw e-mailadres te bevestigen. "
            "Niets gekregen? Kijk ook bij ongewenste e-mail.",
        }
        return render(request, "kandidatenverkenner/aangemeld.html", context)
    status = 422 if form.errors else 200
    return render(request, "kandidatenverkenner/aanmelden.html", {"form": form}, status=status)


@never_cache
@require_safe
def bevestigen(request: HttpRequest, bewijs: str) -> HttpResponse:
    """Whoever opens the link of the e-mail."""
    if not bevestig(bewijs, timezone.now()):
        context = {
            "kop": "Deze link werkt niet meer",
            "uitleg": "Hij is te oud, of niet helemaal overgenomen. Vraag een nieuw account aan.",
        }
        return render(request, "kandidatenverkenner/aangemeld.html", context, status=404)
    context = {
        "kop": "Uw e-mailadres is bevestigd",
        "uitleg": "U kunt inloggen. Zodra uw organisatie is gecontroleerd, kunt u zoeken.",
        "inloggen": "ja",
    }
    return render(request, "kandidatenverkenner/aangemeld.html", context)


@voor_werkgevers(["GET", "HEAD", "POST"])
def organisatie(request: HttpRequest, account: Werkgeversaccount) -> HttpResponse:
    """The people of the organisation; the beheerder lets them in."""
    nu = timezone.now()
    if request.method == "POST":
        nummer = request.POST.get("collega", "")
        laat_toe(
            beheerder=account,
            collega=int(nummer) if nummer.isdecimal() and len(nummer) < 18 else 0,
            toelaten=request.POST.get("wat") == "toelaten",
            moment=nu,
        )
        return HttpResponseRedirect(reverse("kandidatenverkenner:organisatie"))
    collegas = Werkgeversaccount.objects.filter(werkgever=account.werkgever_id)
    context = {
        "account": account,
        "is_beheerder": account.rol == Werkgeversaccount.Rol.BEHEERDER,
        "collegas": collegas.select_related("account"),
        "ruimte": ruimte(account.werkgever_id, timezone.localdate(nu)),
        "per_dag": PER_DAG,
    }
    return render(request, "kandidatenverkenner/organisatie.html", context)
