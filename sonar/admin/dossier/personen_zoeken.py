"""Find one person in all of Sonar: with a BSN, or with two facts that together point at one
person."""

import datetime
from contextlib import suppress
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from sonar.admin.access import eis, leg_vast_voor, medewerker_bij, zichtbaar
from sonar.admin.forms import ZonderLeestekens
from sonar.admin.site import sonar_site
from sonar.handelingen.toezicht.noodtoegang import GeenNoodtoegangError, neem_noodtoegang
from sonar.handelingen.toezicht.zoeken import MEEST, TeVaakGezochtError, Vondst, zoek_personen
from sonar.models import Handeling, Werkzoekende, is_bsn, zoeksleutel, zonder_bsn
from sonar.models.toezicht.noodtoegang import DUUR, TE_KORT


TWEE_NODIG = (
    "Vul het burgerservicenummer in, of twee van deze drie: achternaam, geboortedatum, "
    "postcode met huisnummer."
)


def heet(achternaam: str) -> Q:
    """People with this surname, or with a double surname that begins with it. A part of a name
    finds nobody."""
    return (
        Q(achternaam__iexact=achternaam)
        | Q(achternaam__istartswith=f"{achternaam}-")
        | Q(achternaam__istartswith=f"{achternaam} ")
    )


class ZoekForm(forms.Form):
    """One key that is enough, or two that are."""

    bsn = ZonderLeestekens(label="Burgerservicenummer", required=False, validators=[is_bsn])
    achternaam = forms.CharField(
        label="Achternaam",
        required=False,
        min_length=2,
        max_length=100,
        strip=True,
        help_text="Helemaal, zonder voorvoegsel.",
    )
    geboortedatum = forms.DateField(label="Geboortedatum", required=False)
    postcode = ZonderLeestekens(label="Postcode", required=False, max_length=10)
    huisnummer = forms.IntegerField(
        label="Huisnummer", required=False, min_value=1, max_value=99_999
    )

    def clean(self) -> dict[str, Any]:
        schoon = super().clean() or {}
        adres = schoon.get("postcode") and schoon.get("huisnummer")
        sleutels = [schoon.get("achternaam"), schoon.get("geboortedatum"), adres]
        if not self.errors and not schoon.get("bsn") and sum(map(bool, sleutels)) < 2:
            raise ValidationError(TWEE_NODIG)
        return schoon

    def voorwaarde(self) -> Q:
        """The condition for the people this looks for."""
        schoon = self.cleaned_data
        if schoon["bsn"]:
            return Q(bsn_zoeksleutel=zoeksleutel(schoon["bsn"]))
        voorwaarde = Q()
        if schoon["achternaam"]:
            voorwaarde &= heet(schoon["achternaam"])
        if schoon["geboortedatum"]:
            voorwaarde &= Q(geboortedatum=schoon["geboortedatum"])
        if schoon["postcode"] and schoon["huisnummer"]:
            voorwaarde &= Q(postcode=schoon["postcode"], huisnummer=schoon["huisnummer"])
        return voorwaarde


@sonar_site.pagina("personen-zoeken/", "personen_zoeken")
def personen_zoeken(request: HttpRequest) -> HttpResponse:
    """Show the form, and after a question the people who fit; each hit is logged first."""
    medewerker = eis(request, "inzien", "personen-zoeken")
    form = ZoekForm(request.POST if request.method == "POST" else None)
    context = {**sonar_site.each_context(request), "title": "Personen zoeken", "form": form}
    if form.is_bound and form.is_valid():
        try:
            gevonden, er_zijn_meer = zoek_personen(
                form.voorwaarde(), medewerker=medewerker, moment=timezone.now()
            )
        except TeVaakGezochtError as fout:
            form.add_error(None, str(fout))
        else:
            context |= {"gevonden": gevonden, "er_zijn_meer": er_zijn_meer, "meest": MEEST}
    return TemplateResponse(request, "sonar/personen_zoeken.html", context)


def wie_het_kan_zijn(request: HttpRequest, dubbelen: Q | None) -> list[Vondst]:
    """At a registration: people who may be the same person; each is logged first. It leaves out
    people whom this medewerker may not know about; the log keeps the question all the same.
    """
    medewerker = medewerker_bij(request)
    if dubbelen is None or medewerker is None:
        return []
    vondsten: list[Vondst] = []
    # Somebody who asks this all day is told that the number is taken, and no more.
    with suppress(TeVaakGezochtError):
        vondsten, _ = zoek_personen(dubbelen, medewerker=medewerker, moment=timezone.now())
    alle = set(Werkzoekende.objects.filter(dubbelen).values_list("pk", flat=True)[:MEEST])
    leg_vast_voor(request, alle - {vondst.klant.pk for vondst in vondsten}, Handeling.GEWEIGERD)
    return vondsten


class RedenForm(forms.Form):
    """Why somebody must be seen now."""

    reden = forms.CharField(
        label="Waarom moet u deze persoon nu zien?",
        max_length=1000,
        validators=[zonder_bsn],
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Schrijf geen medische gegevens op. Uw teamleider leest dit.",
        error_messages={"required": TE_KORT},
    )


@sonar_site.pagina("personen/<int:pk>/noodtoegang/", "noodtoegang")
def noodtoegang(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a reason; with it, open the person for some hours."""
    medewerker = eis(request, "toevoegen", "noodtoegang")
    if zichtbaar(request, persoon=pk).exists():
        return HttpResponseRedirect(reverse("admin:sonar_werkzoekende_change", args=[pk]))
    form = RedenForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        reden = form.cleaned_data["reden"]
        try:
            neem_noodtoegang(medewerker=medewerker, persoon=pk, reden=reden, moment=timezone.now())
        except ValidationError as fout:
            form.add_error("reden", fout.messages[0])
        except GeenNoodtoegangError as fout:
            form.add_error(None, str(fout))
        else:
            return HttpResponseRedirect(reverse("admin:sonar_werkzoekende_change", args=[pk]))
    context = {
        **sonar_site.each_context(request),
        "title": "Noodtoegang",
        "form": form,
        "uren": DUUR // datetime.timedelta(hours=1),
    }
    return TemplateResponse(request, "sonar/noodtoegang.html", context)
