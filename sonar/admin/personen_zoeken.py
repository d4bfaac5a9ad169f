"""Find one person in all of Sonar: with a BSN, or with two things one only knows of that person."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from sonar.admin.aanvraag import eis, zichtbaar
from sonar.admin.formulieren import ZonderLeestekens
from sonar.admin.site import sonar_site
from sonar.handelingen.noodtoegang import GeenNoodtoegangError, neem_noodtoegang
from sonar.handelingen.vastleggen import leg_vast
from sonar.models import Grond, Handeling, Inschrijving, Werkzoekende, is_bsn, zoeksleutel
from sonar.models.noodtoegang import DUUR, TE_KORT
from sonar.toegang import gronden


MEEST = 20  # who fits no better than this, was not looked for
TWEE_NODIG = (
    "Vul het burgerservicenummer in, of twee van deze drie: achternaam, geboortedatum, "
    "postcode met huisnummer."
)


class ZoekForm(forms.Form):
    """One key that is enough, or two that are."""

    bsn = ZonderLeestekens(label="Burgerservicenummer", required=False, validators=[is_bsn])
    achternaam = forms.CharField(
        label="Achternaam", required=False, min_length=2, max_length=100, strip=True
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
        """Whom this looks for."""
        schoon = self.cleaned_data
        if schoon["bsn"]:
            return Q(bsn_zoeksleutel=zoeksleutel(schoon["bsn"]))
        voorwaarde = Q()
        if schoon["achternaam"]:
            voorwaarde &= Q(achternaam__istartswith=schoon["achternaam"])
        if schoon["geboortedatum"]:
            voorwaarde &= Q(geboortedatum=schoon["geboortedatum"])
        if schoon["postcode"] and schoon["huisnummer"]:
            voorwaarde &= Q(postcode=schoon["postcode"], huisnummer=schoon["huisnummer"])
        return voorwaarde


@sonar_site.pagina("personen-zoeken/", "personen_zoeken")
def personen_zoeken(request: HttpRequest) -> HttpResponse:
    """Show the form, and after a question the people who fit; each hit is written down first."""
    medewerker = eis(request, "inzien", "personen-zoeken")
    form = ZoekForm(request.POST if request.method == "POST" else None)
    context = {**sonar_site.each_context(request), "title": "Personen zoeken", "form": form}
    if form.is_bound and form.is_valid():
        eigen = zichtbaar(request)
        gevonden = list(_gevonden(form.voorwaarde(), eigen)[: MEEST + 1])
        personen = {klant.pk: Grond.ZOEKVRAAG for klant in gevonden[:MEEST]}
        gronden_ = gronden(medewerker, personen, timezone.now())
        leg_vast(
            medewerker=medewerker,
            personen=personen | {p: g for p, g in gronden_.items() if g != Grond.GEEN},
            handeling=Handeling.GEZOCHT,
        )
        context |= {
            "gevonden": [(klant, gronden_[klant.pk] != Grond.GEEN) for klant in gevonden[:MEEST]],
            "er_zijn_meer": len(gevonden) > MEEST,
            "meest": MEEST,
        }
    return TemplateResponse(request, "sonar/personen_zoeken.html", context)


def _gevonden(voorwaarde: Q, eigen: QuerySet[Werkzoekende]) -> QuerySet[Any]:
    """Those who fit and may be known to be here; with where each is registered."""
    laatste = Inschrijving.objects.filter(werkzoekende=OuterRef("pk")).order_by("-ingangsdatum")
    return (
        Werkzoekende.objects.filter(voorwaarde)
        .filter(Q(afgeschermd=False, overleden_op=None) | Q(pk__in=eigen.values("pk")))
        .annotate(organisatie=Subquery(laatste.values("organisatie__naam")[:1]))
        .order_by("achternaam", "voornamen", "pk")
    )


class RedenForm(forms.Form):
    """Why somebody must be seen now."""

    reden = forms.CharField(
        label="Waarom moet u deze persoon nu zien?",
        max_length=1000,
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
