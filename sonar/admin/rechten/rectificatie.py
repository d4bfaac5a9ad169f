"""Rectificatie: what a client says is wrong, the answer, and the letter for the client."""

import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_POST

from sonar.admin.access import eis, eis_persoon, klantmenu
from sonar.admin.site import sonar_site
from sonar.handelingen.rechten.rectificeren import (
    BESLUITEN,
    Besluit,
    beantwoord,
    ontvangers,
    uiterlijk,
    verbeteringen,
    vraag_rectificatie,
)
from sonar.handelingen.toezicht.vastleggen import leg_vast
from sonar.models import Grond, Handeling, Rectificatie, Werkzoekende, zonder_bsn
from sonar.rapportage.export.document_pdf import document_to_pdf
from sonar.toegang import Actie


class VraagForm(forms.Form):
    """What the client says, and when."""

    vraag = forms.CharField(
        label="Wat klopt er volgens de klant niet?",
        max_length=500,
        min_length=10,
        validators=[zonder_bsn],
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Bijvoorbeeld: het rijbewijs C is verlopen. Noem geen burgerservicenummer.",
    )
    gevraagd_op = forms.DateField(label="Wanneer vroeg de klant dit?", initial=timezone.localdate)

    def clean_gevraagd_op(self) -> datetime.date:
        """Nobody asked tomorrow."""
        datum: datetime.date = self.cleaned_data["gevraagd_op"]
        if datum > timezone.localdate():
            raise ValidationError("Deze datum ligt in de toekomst.")
        return datum


class AntwoordForm(forms.Form):
    """What was decided; the choices are what changed since, and who got data before."""

    stand = forms.ChoiceField(
        label="Wat hebt u gedaan?",
        choices=[(stand.value, stand.label.capitalize()) for stand in BESLUITEN],
        widget=forms.RadioSelect,
    )
    verbeterd = forms.MultipleChoiceField(
        label="Wat is verbeterd op verzoek van de klant?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    ingelicht = forms.MultipleChoiceField(
        label="Wie hebt u ingelicht over de verbetering?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Zij kregen eerder gegevens van deze klant.",
    )
    antwoord = forms.CharField(
        label="Antwoord aan de klant",
        max_length=1000,
        min_length=10,
        validators=[zonder_bsn],
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Komt in de brief aan de klant. Verbetert u niet? Leg dan uit waarom.",
    )

    def __init__(self, *args: Any, verzoek: Rectificatie, **kwargs: Any) -> None:
        anders = verbeteringen(verzoek)
        kwargs["initial"] = {"verbeterd": [naam for naam, _, _ in anders]}
        super().__init__(*args, **kwargs)
        keuzen = {
            "verbeterd": [
                (naam, f"{naam.capitalize()}: was {was}, is nu {werd}")
                for naam, was, werd in anders
            ],
            "ingelicht": [
                (wie, wie) for wie in ontvangers(verzoek.werkzoekende, timezone.localdate())
            ],
        }
        for veld, welke in keuzen.items():
            if welke:
                self.fields[veld].choices = welke  # type: ignore[attr-defined]
            else:
                del self.fields[veld]


def _verzoeken(request: HttpRequest, pk: int, actie: Actie) -> tuple[Werkzoekende, Any]:
    """The client and the requests of that client. To write, one must be allowed to change it."""
    eis(request, actie, "rectificatie")
    klant = eis_persoon(request, pk, "wijzigen", "werkzoekende")
    return klant, klant.rectificaties.select_related("beantwoord_door__organisatie")


@sonar_site.pagina("personen/<int:pk>/rectificatie/", "rectificatie")
def rectificatie(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down a request, or answer the one that waits; below it those of before."""
    klant, verzoeken = _verzoeken(request, pk, "toevoegen")
    open_ = verzoeken.filter(stand=Rectificatie.Stand.OPEN).first()
    gegevens = request.POST if request.method == "POST" else None
    form = AntwoordForm(gegevens, verzoek=open_) if open_ else VraagForm(gegevens)
    if form.is_bound and form.is_valid():
        try:
            tekst = _doe(request, klant, open_, form.cleaned_data)
        except ValidationError as fout:
            form.add_error(None, ValidationError(fout.messages))
        else:
            messages.success(request, tekst)
            return HttpResponseRedirect(request.path)
    context = {
        **sonar_site.each_context(request),
        "title": "Rectificatie",
        "klant": klant,
        "menu": klantmenu(request, pk),
        "form": form,
        "open": open_,
        "uiterlijk": uiterlijk(open_) if open_ else None,
        "anders": verbeteringen(open_) if open_ else [],
        "eerder": [
            (verzoek, verbeteringen(verzoek))
            for verzoek in verzoeken.exclude(stand=Rectificatie.Stand.OPEN)
        ],
    }
    return TemplateResponse(request, "sonar/rectificatie.html", context)


def _doe(
    request: HttpRequest, klant: Werkzoekende, open_: Rectificatie | None, gegevens: dict[str, Any]
) -> str:
    medewerker = eis(request, "toevoegen", "rectificatie")
    if open_ is None:
        vraag_rectificatie(werkzoekende=klant, medewerker=medewerker, **gegevens)
        return "Het verzoek is vastgelegd. Verbeter nu de gegevens, en geef hier het antwoord."
    besluit = Besluit(**gegevens)
    beantwoord(verzoek=open_, besluit=besluit, medewerker=medewerker, moment=timezone.now())
    return "Het antwoord is vastgelegd. Geef de klant de brief."


@sonar_site.pagina("personen/<int:pk>/rectificatie/<int:nummer>/brief/", "rectificatie_brief")
@require_POST
def brief(request: HttpRequest, pk: int, nummer: int) -> HttpResponse:
    """The letter with the answer, for the client."""
    _, verzoeken = _verzoeken(request, pk, "inzien")
    medewerker = eis(request, "inzien", "rectificatie")
    verzoek = get_object_or_404(verzoeken.exclude(stand=Rectificatie.Stand.OPEN), pk=nummer)
    leg_vast(medewerker=medewerker, personen={pk: Grond.AVG}, handeling=Handeling.INZAGE)
    return HttpResponse(
        document_to_pdf("Antwoord op uw verzoek om rectificatie", _kop(verzoek), _delen(verzoek)),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="rectificatie-{verzoek.pk}.pdf"'},
    )


def _kop(verzoek: Rectificatie) -> str:
    beantwoord_op = verzoek.beantwoord_op or timezone.now()
    wie = verzoek.beantwoord_door
    return (
        f"Antwoord van {wie.organisatie if wie else 'Sonar'} op "
        f"{date_format(timezone.localtime(beantwoord_op), 'j F Y')}."
    )


def _delen(verzoek: Rectificatie) -> list[tuple[str, list[dict[str, str]]]]:
    """The parts of the letter, in the words of the client."""
    delen = [
        (
            "uw verzoek",
            [
                {
                    "U vroeg dit op": date_format(verzoek.gevraagd_op, "j F Y"),
                    "Wat volgens u niet klopt": verzoek.vraag,
                }
            ],
        ),
        (
            "ons antwoord",
            [{"Besluit": verzoek.get_stand_display(), "Uitleg": verzoek.antwoord}],
        ),
    ]
    if anders := verbeteringen(verzoek):
        regels = [{naam.capitalize(): f"was {was}, is nu {werd}"} for naam, was, werd in anders]
        delen.append(("wat is verbeterd", regels))
    if verzoek.ontvangers:
        delen.append(
            ("wie wij hebben ingelicht", [{"Ingelicht": wie} for wie in verzoek.ontvangers])
        )
    eens = {
        "Bezwaar": "Bent u het er niet mee eens? Maak dan binnen zes weken bezwaar bij ons.",
        "Klacht": "U kunt ook een klacht indienen bij de Autoriteit Persoonsgegevens.",
    }
    return [*delen, ("niet mee eens?", [eens])]
