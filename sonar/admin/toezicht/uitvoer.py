"""A list of clients as a file: for a purpose, with a watermark; a long list needs a second
person."""

import csv
import io
import json
from typing import Any

import xlsxwriter
from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from sonar.admin.access import eis
from sonar.admin.client_list import met_overzicht
from sonar.admin.site import sonar_site
from sonar.handelingen.rechten.rectificeren import verbeterd_na_uitvoer
from sonar.handelingen.toezicht.uitvoeren import (
    KOLOMMEN,
    goed_te_keuren,
    haal_op,
    keur_goed,
    vraag_aan,
)
from sonar.models import Doelgroepregistratie, Klantprofiel, Uitvoer, Werkzoekende, zonder_bsn
from sonar.models.toezicht.uitvoer import ZONDER_TWEEDE
from sonar.toegang import mag
from sonar.uitwisseling.vum import to_vum


class UitvoerForm(forms.Form):
    """For what, as what, and which columns."""

    doel = forms.CharField(
        label="Waarvoor hebt u de lijst nodig?",
        max_length=200,
        min_length=10,
        validators=[zonder_bsn],
        help_text="Bijvoorbeeld: uitnodigen voor de banenmarkt van 12 mei.",
    )
    vorm = forms.ChoiceField(label="Soort bestand", choices=Uitvoer.Vorm)
    kolommen = forms.MultipleChoiceField(
        label="Kolommen (niet bij VUM)",
        choices=list(KOLOMMEN.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


@sonar_site.pagina("uitvoer/", "uitvoer")
def uitvoer(request: HttpRequest) -> HttpResponse:
    """Ask for a file, collect it, and approve the files of colleagues."""
    medewerker = eis(request, "inzien", "uitvoer")
    form = UitvoerForm(
        request.POST if "doel" in request.POST else None,
        initial={"kolommen": ["nummer", "naam", "gemeente"]},
    )
    if request.method == "POST" and "goedkeuren" in request.POST:
        _keur_goed(request)
        return HttpResponseRedirect(reverse("admin:uitvoer"))
    if form.is_bound and form.is_valid() and mag(medewerker, "toevoegen", "uitvoer"):
        try:
            vraag_aan(medewerker=medewerker, moment=timezone.now(), **form.cleaned_data)
        except ValidationError as fout:
            form.add_error(None, fout)
        else:
            return HttpResponseRedirect(reverse("admin:uitvoer"))
    wacht = goed_te_keuren(medewerker)
    context = {
        **sonar_site.each_context(request),
        "title": "Lijst in een bestand",
        "form": form if mag(medewerker, "toevoegen", "uitvoer") else None,
        "mijn": Uitvoer.objects.filter(medewerker=medewerker)[:20],
        "goed_te_keuren": wacht.select_related("medewerker__account") if wacht is not None else [],
        "zonder_tweede": ZONDER_TWEEDE,
        "verbeterd": verbeterd_na_uitvoer(medewerker, timezone.now()),
    }
    return TemplateResponse(request, "sonar/uitvoer.html", context)


def _keur_goed(request: HttpRequest) -> None:
    medewerker = eis(request, "wijzigen", "uitvoer-goedkeuren")
    nummer = request.POST.get("goedkeuren", "")
    gevraagd = get_object_or_404(
        Uitvoer, pk=nummer if nummer.isdecimal() and len(nummer) < 18 else 0
    )
    try:
        keur_goed(uitvoer=gevraagd, medewerker=medewerker, moment=timezone.now())
    except ValidationError as fout:
        messages.error(request, " ".join(fout.messages))
    else:
        messages.success(request, "U hebt de lijst goedgekeurd.")


@sonar_site.pagina("uitvoer/<int:pk>/bestand/", "uitvoer_bestand")
@require_POST
def bestand(request: HttpRequest, pk: int) -> HttpResponse:
    """The file itself, once."""
    medewerker = eis(request, "toevoegen", "uitvoer")
    gevraagd = get_object_or_404(Uitvoer, pk=pk, medewerker=medewerker)
    try:
        klanten = haal_op(uitvoer=gevraagd, medewerker=medewerker, moment=timezone.now())
    except ValidationError as fout:
        messages.error(request, " ".join(fout.messages))
        return HttpResponseRedirect(reverse("admin:uitvoer"))
    if gevraagd.vorm == Uitvoer.Vorm.VUM:
        return _antwoord(_vum(klanten), "application/json", f"vum-{pk}.json")
    merk = (
        f"Afgegeven aan {medewerker.account.get_username()} op "
        f"{timezone.localtime():%d-%m-%Y %H:%M}, lijst {pk}: {gevraagd.doel}"
    )
    rijen = _rijen(klanten, gevraagd.kolommen, merk)
    if gevraagd.vorm == Uitvoer.Vorm.XLSX:
        soort = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return _antwoord(_xlsx(rijen), soort, f"lijst-{pk}.xlsx")
    return _antwoord(_csv(rijen), "text/csv; charset=utf-8", f"lijst-{pk}.csv")


def _antwoord(inhoud: bytes, soort: str, naam: str) -> HttpResponse:
    kop = {"Content-Disposition": f'attachment; filename="{naam}"', "Cache-Control": "no-store"}
    return HttpResponse(inhoud, content_type=soort, headers=kop)


def _rijen(klanten: list[Werkzoekende], kolommen: list[str], merk: str) -> list[list[str]]:
    """The heading and a row per client; the watermark is a column, so that no row is without."""
    rijk = met_overzicht(
        Werkzoekende.objects.filter(pk__in=[klant.pk for klant in klanten]), timezone.localdate()
    ).select_related("klantprofiel")
    uit = [[*(KOLOMMEN[kolom] for kolom in kolommen), "Afgegeven"]]
    for klant in rijk.order_by("achternaam", "pk"):
        waarden: dict[str, Any] = {
            "nummer": klant.pk,
            "naam": klant.volledige_naam,
            "geboortedatum": f"{klant.geboortedatum:%d-%m-%Y}",
            "gemeente": klant.woongemeente or "",
            "telefoon": klant.telefoon,
            "email": klant.email,
            "profiel": klant.profielstatus,
            "besproken_op": _besproken(klant),
        }
        uit.append([*(_veilig(str(waarden[kolom])) for kolom in kolommen), merk])
    return uit


def _besproken(klant: Any) -> str:
    profiel = getattr(klant, "klantprofiel", None)
    return f"{profiel.besproken_op:%d-%m-%Y}" if profiel and profiel.besproken_op else ""


def _veilig(tekst: str) -> str:
    """A spreadsheet would read such a value as a formula, so it becomes text."""
    return f"'{tekst}" if tekst.startswith(("=", "+", "-", "@")) else tekst


def _csv(rijen: list[list[str]]) -> bytes:
    uit = io.StringIO()
    csv.writer(uit, lineterminator="\r\n").writerows(rijen)
    return uit.getvalue().encode("utf-8-sig")


def _xlsx(rijen: list[list[str]]) -> bytes:
    uit = io.BytesIO()
    with xlsxwriter.Workbook(uit, {"strings_to_formulas": False}) as boek:
        blad = boek.add_worksheet("Klanten")
        for nummer, rij in enumerate(rijen):
            blad.write_row(nummer, 0, rij)
        blad.freeze_panes(1, 0)
        blad.autofit()
    return uit.getvalue()


def _vum(klanten: list[Werkzoekende]) -> bytes:
    profielen = Klantprofiel.objects.filter(werkzoekende__in=klanten).prefetch_related(
        "opleidingen",
        "vaardigheden",
        "competenties",
        "affiniteiten",
        "sectoren",
        "talen",
    )
    nu = Doelgroepregistratie.objects.geldig_op(timezone.localdate())
    register = set(nu.filter(werkzoekende__in=klanten).values_list("werkzoekende_id", flat=True))
    uit = [
        to_vum(profiel, in_doelgroep=profiel.werkzoekende.bsn_zoeksleutel in register)
        for profiel in profielen.select_related("werkzoekende").order_by("kandidaatnummer")
    ]
    return json.dumps(uit, ensure_ascii=False, indent=1).encode()
