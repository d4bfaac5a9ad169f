"""Another BSN: the klantmanager types it twice, the teamleider types it too. Never shown again."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from sonar.admin.access import eis, eis_persoon, klantmenu
from sonar.admin.forms import ZonderLeestekens
from sonar.admin.site import sonar_site
from sonar.handelingen.rechten.bsn_verbeteren import Voorstel, stel_voor, voer_door, wijs_af
from sonar.models import Bsncorrectie, Medewerker, Werkzoekende, is_bsn, zonder_bsn
from sonar.toegang import mag


class NooitTerug(forms.TextInput):
    """A field that comes back empty, whatever was typed in it."""

    def __init__(self) -> None:
        super().__init__(attrs={"autocomplete": "off", "inputmode": "numeric"})

    def format_value(self, value: Any) -> None:
        """Nothing."""
        return


class BsnVoorstelForm(forms.Form):
    """The right number, twice, and why."""

    bsn = ZonderLeestekens(
        label="Juist burgerservicenummer",
        validators=[is_bsn],
        widget=NooitTerug,
        help_text="Neem het over van het identiteitsbewijs.",
    )
    bsn_nogmaals = ZonderLeestekens(label="Typ het nog een keer", widget=NooitTerug)
    reden = forms.CharField(
        label="Waarom klopt het nummer niet?",
        min_length=10,
        max_length=200,
        validators=[zonder_bsn],
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Bijvoorbeeld: twee cijfers verwisseld bij de inschrijving. Noem geen nummer.",
    )
    register_mee = forms.TypedChoiceField(
        label="Van wie is de registratie in het doelgroepregister die nu bij deze klant staat?",
        choices=[
            ("ja", "Van deze klant: zij gaat mee naar het juiste nummer"),
            ("nee", "Van iemand anders: zij blijft bij het oude nummer"),
        ],
        coerce=lambda keuze: keuze == "ja",
        initial="ja",
        widget=forms.RadioSelect,
    )

    def clean(self) -> dict[str, Any]:
        """Both say the same."""
        schoon = super().clean() or {}
        nogmaals = schoon.pop("bsn_nogmaals", None)
        if nogmaals and schoon.get("bsn") and schoon["bsn"] != nogmaals:
            self.add_error("bsn_nogmaals", "Dit is niet hetzelfde nummer. Typ beide opnieuw.")
        return schoon


class BesluitForm(forms.Form):
    """The decision of the teamleider. To confirm, the teamleider types the number too."""

    besluit = forms.ChoiceField(
        label="Wat besluit u?",
        choices=[("doorvoeren", "Doorvoeren"), ("afwijzen", "Niet doorvoeren")],
        widget=forms.RadioSelect,
    )
    bsn = ZonderLeestekens(
        label="Juist burgerservicenummer",
        required=False,
        widget=NooitTerug,
        help_text="Alleen bij doorvoeren. Neem het over van het identiteitsbewijs.",
    )

    def clean(self) -> dict[str, Any]:
        """Nobody confirms what was not typed."""
        schoon = super().clean() or {}
        if schoon.get("besluit") == "doorvoeren" and not schoon.get("bsn"):
            self.add_error("bsn", "Typ het nummer van het identiteitsbewijs.")
        return schoon


@sonar_site.pagina("personen/<int:pk>/bsn-verbeteren/", "bsncorrectie")
@sensitive_post_parameters("bsn", "bsn_nogmaals")
def bsncorrectie(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose another BSN, or decide on what somebody proposed; below it what was done before."""
    medewerker = eis(request, "inzien", "bsn-correctie")
    klant = eis_persoon(request, pk, "wijzigen", "werkzoekende")
    correcties = klant.bsncorrecties.select_related(
        "voorgesteld_door__account", "besloten_door__account"
    )
    open_ = correcties.filter(stand=Bsncorrectie.Stand.OPEN).first()
    form = _formulier(request, open_, medewerker)
    if request.method == "POST" and form is None:
        raise PermissionDenied
    if form is not None and form.is_bound and form.is_valid():
        try:
            tekst = _doe(klant, open_, medewerker, form.cleaned_data)
        except ValidationError as fout:
            form.add_error(None, ValidationError(fout.messages))
        else:
            messages.success(request, tekst)
            return HttpResponseRedirect(request.path)
    context = {
        **sonar_site.each_context(request),
        "title": "Burgerservicenummer verbeteren",
        "klant": klant,
        "menu": klantmenu(request, pk),
        "form": form,
        "open": open_,
        "eerder": correcties.exclude(stand=Bsncorrectie.Stand.OPEN),
    }
    return TemplateResponse(request, "sonar/bsncorrectie.html", context)


def _formulier(
    request: HttpRequest, open_: Bsncorrectie | None, medewerker: Medewerker
) -> forms.Form | None:
    """The act that is open to this medewerker now; None: none."""
    gegevens = request.POST if request.method == "POST" else None
    if open_ is None:
        return BsnVoorstelForm(gegevens) if mag(medewerker, "toevoegen", "bsn-correctie") else None
    if mag(medewerker, "wijzigen", "bsn-correctie") and open_.voorgesteld_door != medewerker:
        return BesluitForm(gegevens)
    return None


def _doe(
    klant: Werkzoekende,
    open_: Bsncorrectie | None,
    medewerker: Medewerker,
    gegevens: dict[str, Any],
) -> str:
    nu = timezone.now()
    if open_ is None:
        voorstel = Voorstel(**gegevens)
        stel_voor(werkzoekende=klant, voorstel=voorstel, medewerker=medewerker, moment=nu)
        return (
            "Het voorstel is opgeslagen. Uw teamleider bevestigt het; tot dan verandert er niets."
        )
    if gegevens["besluit"] == "afwijzen":
        wijs_af(correctie=open_, medewerker=medewerker, moment=nu)
        return "Het nummer is niet veranderd."
    voer_door(correctie=open_, bsn=gegevens["bsn"], medewerker=medewerker, moment=nu)
    return "Het burgerservicenummer is verbeterd."
