"""Releases of the figures: propose one, look at it, let a colleague approve it, download it."""

import json
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from sonar.admin.access import eis
from sonar.admin.cijfers.herleiding import celadres
from sonar.admin.site import sonar_site
from sonar.models import Arbeidsmarktregio, Medewerker, Uitgave, Uitgaveopening
from sonar.rapportage.herleiden.wie import DOELGROEP
from sonar.rapportage.tabellen.tabel import Editie, Rij, Tabel, in_cijfers
from sonar.rapportage.tellen.aanvraag import OnbekendRapportError
from sonar.rapportage.uitgeven.archive import to_zip
from sonar.rapportage.uitgeven.samenstellen import (
    AUDIT_FILE,
    ReleaseRequest,
    UitgaveGeweigerdError,
    read_table,
)
from sonar.rapportage.uitgeven.uitgeven import (
    keur_goed,
    manifest_digest,
    open_uitgave,
    stel_voor,
    trek_in,
)
from sonar.toegang import mag


PER_BLAD = 50


class UitgaveVoorstelForm(forms.Form):
    """Which release."""

    regio = forms.ModelChoiceField(
        label="Arbeidsmarktregio", queryset=Arbeidsmarktregio.objects.order_by("naam")
    )
    kwartaal = forms.CharField(
        label="Kwartaal", max_length=8, help_text="Jaar, KW en nummer, zoals 2020KW04."
    )
    editie = forms.ChoiceField(label="Editie", choices=Uitgave.Editie)
    soort = forms.ChoiceField(
        label="Is dit kwartaal al uitgegeven?",
        required=False,
        choices=[
            ("", "nee, dit is de eerste uitgave"),
            *((soort, f"ja, {soort.label}") for soort in Uitgave.Soort if soort != "eerste"),
        ],
    )


@sonar_site.pagina("uitgaven/", "uitgaven")
def uitgaven(request: HttpRequest) -> HttpResponse:
    """The releases that one may open, newest first; and for auditors the form of the next."""
    medewerker = eis(request, "inzien", "uitgaven")
    mag_voorstellen = mag(medewerker, "toevoegen", "uitgave")
    form = UitgaveVoorstelForm(request.POST or None)
    if request.method == "POST":
        eis(request, "toevoegen", "uitgave")
        gemaakt = _stel_voor(form, medewerker)
        if gemaakt:
            messages.success(request, f"Voorgesteld: {gemaakt.kenmerk}. Een collega keurt goed.")
            return HttpResponseRedirect(reverse("admin:uitgave", args=[gemaakt.pk]))
    bladen = Paginator(_zichtbaar(medewerker).order_by("-pk"), PER_BLAD)
    context = {
        **sonar_site.each_context(request),
        "title": "Uitgaven van de cijfers",
        "form": form if mag_voorstellen else None,
        "blad": bladen.get_page(request.GET.get("blad")),
    }
    return TemplateResponse(request, "sonar/uitgaven.html", context)


@sonar_site.pagina("uitgaven/<int:pk>/", "uitgave")
def uitgave(request: HttpRequest, pk: int) -> HttpResponse:
    """One release: its table, what changed, what the audit found; approve or take back."""
    medewerker = eis(request, "inzien", "uitgaven")
    deze = _haal(medewerker, pk)
    if request.method == "POST":
        return _besluit(request, medewerker, deze)
    bestanden = open_uitgave(uitgave=deze, medewerker=medewerker, moment=timezone.now())
    figures = next(i for n, i in bestanden.items() if n.endswith(f"{deze.editie}.json"))
    tabel = read_table(bytes(deze.manifest), figures)
    gezegd = json.loads(bytes(deze.manifest))
    context = {
        **sonar_site.each_context(request),
        "title": deze.kenmerk,
        "uitgave": deze,
        "tabel": tabel,
        "kolommen": tabel.kolommen,
        "rijen": [(rij.naam, _cellen(deze, tabel, rij)) for rij in tabel.alle_rijen],
        "doelgroep_adres": _celadres(deze, deze.regio_id, DOELGROEP),
        "wat_is_het": tabel.wat_is_het,
        "wijzigingen": gezegd["uitgave"]["wijzigingen"],
        "bestanden": gezegd["resources"],
        "afdruk": manifest_digest(deze),
        "doorrekening": json.loads(bestanden[AUDIT_FILE]) if AUDIT_FILE in bestanden else None,
        "eigen": deze.voorsteller_id == medewerker.pk,
        "openingen": _openingen(medewerker, deze),
    }
    return TemplateResponse(request, "sonar/uitgave.html", context)


@sonar_site.pagina("uitgaven/<int:pk>/bestand/", "uitgave_bestand")
@require_POST
def uitgave_bestand(request: HttpRequest, pk: int) -> HttpResponse:
    """All files of a release in one: the folder that the verifier wants, as ZIP."""
    medewerker = eis(request, "inzien", "uitgaven")
    deze = _haal(medewerker, pk)
    if not deze.is_goedgekeurd:
        raise PermissionDenied
    bestanden = open_uitgave(uitgave=deze, medewerker=medewerker, moment=timezone.now())
    return HttpResponse(
        to_zip(bestanden, deze.kenmerk),
        content_type="application/zip",
        headers={
            "Content-Disposition": f'attachment; filename="{deze.kenmerk}.zip"',
            "Cache-Control": "no-store",
        },
    )


def _zichtbaar(medewerker: Medewerker) -> QuerySet[Uitgave]:
    """Auditors see every release; others see those that are public."""
    alle = Uitgave.objects.select_related(
        "regio", "voorsteller__account", "goedkeurder__account"
    ).defer("manifest")
    if mag(medewerker, "inzien", "uitgave"):
        return alle
    return alle.filter(goedgekeurd_op__isnull=False).exclude(editie=Uitgave.Editie.INTERN)


def _haal(medewerker: Medewerker, pk: int) -> Uitgave:
    gevonden = _zichtbaar(medewerker).filter(pk=pk).first()
    if gevonden is None:
        raise Http404
    return gevonden


def _stel_voor(form: UitgaveVoorstelForm, medewerker: Medewerker) -> Uitgave | None:
    """The proposal; None with the reason in the form."""
    if not form.is_valid():
        return None
    gevraagd: dict[str, Any] = form.cleaned_data
    vraag = ReleaseRequest(
        regio=gevraagd["regio"].code,
        kwartaal=gevraagd["kwartaal"],
        editie=Editie(gevraagd["editie"]),
        soort=gevraagd["soort"] or None,
        bekend_op=timezone.now(),
    )
    try:
        return stel_voor(vraag=vraag, medewerker=medewerker)
    except (UitgaveGeweigerdError, OnbekendRapportError) as fout:
        form.add_error(None, str(fout))
        return None


def _besluit(request: HttpRequest, medewerker: Medewerker, deze: Uitgave) -> HttpResponse:
    """Approve or take back, whichever button it was."""
    adres = reverse("admin:uitgave", args=[deze.pk])
    try:
        if "goedkeuren" in request.POST:
            eis(request, "wijzigen", "uitgave-goedkeuren")
            keur_goed(uitgave=deze, medewerker=medewerker, moment=timezone.now())
            messages.success(request, f"U hebt {deze.kenmerk} goedgekeurd.")
        elif "intrekken" in request.POST:
            eis(request, "toevoegen", "uitgave")
            trek_in(uitgave=deze, medewerker=medewerker)
            messages.success(request, f"Het voorstel {deze.kenmerk} is ingetrokken.")
            adres = reverse("admin:uitgaven")
    except UitgaveGeweigerdError as fout:
        messages.error(request, str(fout))
    return HttpResponseRedirect(adres)


def _cellen(deze: Uitgave, tabel: Tabel, rij: Rij) -> list[tuple[str, str]]:
    """Each number, and for an exact one the address of its people."""
    return [
        (in_cijfers(waarde), _celadres(deze, rij.code, kolom.naam) if waarde else "")
        for kolom, waarde in zip(tabel.kolommen, rij.waarden, strict=True)
    ]


def _celadres(deze: Uitgave, rij: str, kolom: str) -> str:
    """The address of the people of a cell; empty for a protected figure."""
    if deze.editie != Uitgave.Editie.INTERN:
        return ""
    return celadres(uitgave=deze.pk, rij=rij, kolom=kolom)


def _openingen(medewerker: Medewerker, deze: Uitgave) -> QuerySet[Uitgaveopening]:
    """The people who opened it last, for auditors."""
    if not mag(medewerker, "inzien", "uitgave"):
        return Uitgaveopening.objects.none()
    return Uitgaveopening.objects.filter(kenmerk=deze.kenmerk).select_related(
        "medewerker__account"
    )[:20]
