"""Overdragen: offer a client, and answer what others offer."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from sonar.admin.access import eis, eis_persoon, klantmenu
from sonar.admin.site import sonar_site
from sonar.handelingen.dossier.overdragen import bied_aan, lees_antwoord, neem_aan, trek_in, weiger
from sonar.handelingen.toezicht.vastleggen import leg_vast
from sonar.models import Grond, Handeling, Medewerker, Organisatie, Overdracht, zonder_bsn
from sonar.toegang import aangeboden_overdrachten, ontvangen_overdrachten


class AanbodForm(forms.Form):
    """To whom, and why."""

    naar: forms.ModelChoiceField[Organisatie] = forms.ModelChoiceField(
        label="Naar welke organisatie?", queryset=Organisatie.objects.none()
    )
    reden = forms.CharField(
        label="Waarom?",
        max_length=200,
        validators=[zonder_bsn],
        help_text="Bijvoorbeeld: verhuisd. Niets over ziekte.",
    )

    def __init__(self, *args: Any, medewerker: Medewerker, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        anderen = Organisatie.objects.exclude(pk=medewerker.organisatie_id).order_by("naam")
        self.fields["naar"].queryset = anderen  # type: ignore[attr-defined]


@sonar_site.pagina("personen/<int:pk>/overdragen/", "overdragen")
def overdragen(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer a client; until there is an answer, it can be taken back."""
    medewerker = eis(request, "toevoegen", "overdracht")
    klant = eis_persoon(request, pk, "wijzigen", "werkzoekende")
    open_ = Overdracht.objects.open().filter(werkzoekende=klant).select_related("naar").first()
    form = AanbodForm(request.POST if request.method == "POST" else None, medewerker=medewerker)
    if request.method == "POST" and "trek_in" in request.POST and open_:
        _probeer(request, "Het aanbod is ingetrokken.", trek_in, overdracht=open_)
        return HttpResponseRedirect(request.path)
    if form.is_bound and form.is_valid():
        try:
            bied_aan(
                werkzoekende=klant,
                medewerker=medewerker,
                moment=timezone.now(),
                **form.cleaned_data,
            )
        except ValidationError as fout:
            form.add_error(None, fout)
        else:
            messages.success(request, "De klant is aangeboden. U ziet hier het antwoord.")
            return HttpResponseRedirect(request.path)
    context = {
        **sonar_site.each_context(request),
        "title": "Overdragen",
        "klant": klant,
        "menu": klantmenu(request, pk),
        "form": form,
        "open": open_,
        "eerder": klant.overdrachten.exclude(stand=Overdracht.Stand.AANGEBODEN).select_related(
            "van", "naar"
        ),
    }
    return TemplateResponse(request, "sonar/overdragen.html", context)


@sonar_site.pagina("overdrachten/", "overdrachten")
def overdrachten(request: HttpRequest) -> HttpResponse:
    """What others offer: who it is, why, and yes or no."""
    medewerker = eis(request, "wijzigen", "overdracht")
    ontvangen = ontvangen_overdrachten(medewerker)
    aangeboden = aangeboden_overdrachten(medewerker)
    if request.method == "POST":
        nummer = request.POST.get("overdracht", "")
        overdracht = get_object_or_404(
            aangeboden if "gelezen" in request.POST else ontvangen,
            pk=nummer if nummer.isdecimal() and len(nummer) < 18 else 0,
        )
        if "gelezen" in request.POST:
            _probeer(request, "Het antwoord is gelezen.", lees_antwoord, overdracht=overdracht)
        elif "neem_aan" in request.POST:
            _probeer(request, "U hebt de klant overgenomen.", neem_aan, overdracht=overdracht)
        else:
            antwoord = request.POST.get("antwoord", "")[:200]
            _probeer(
                request,
                "U hebt de overdracht geweigerd.",
                weiger,
                overdracht=overdracht,
                antwoord=antwoord,
            )
        return HttpResponseRedirect(reverse("admin:overdrachten"))
    open_ = list(ontvangen.open().select_related("werkzoekende", "van"))
    leg_vast(
        medewerker=medewerker,
        personen={aanbod.werkzoekende_id: Grond.OVERDRACHT for aanbod in open_},
        handeling=Handeling.LIJST,
    )
    # It does not say whose dossier it is: after yes the client is no longer ours.
    met_wie = aangeboden.select_related("naar", "beantwoord_door__account")
    context = {
        **sonar_site.each_context(request),
        "title": "Overdrachten",
        "open": open_,
        "antwoorden": met_wie.ongelezen().order_by("beantwoord_op"),
        "wachtend": met_wie.open(),
    }
    return TemplateResponse(request, "sonar/overdrachten.html", context)


def _probeer(request: HttpRequest, gelukt: str, handeling: Any, **gegevens: Any) -> None:
    """Do it, and say what came of it."""
    medewerker = eis(request, "wijzigen", "overdracht")
    try:
        handeling(medewerker=medewerker, moment=timezone.now(), **gegevens)
    except ValidationError as fout:
        messages.error(request, " ".join(fout.messages))
    else:
        messages.success(request, gelukt)
