"""Form fields and formsets that forgive how people type, and say what is wrong in place."""

import datetime
from itertools import pairwise
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone

from sonar.models import (
    Gemeente,
    Inschrijving,
    Klantprofiel,
    Rijbewijs,
    Vervoermiddel,
    Werkzoekende,
    is_bsn,
    zoeksleutel,
)
from sonar.rules.normaliseren import zonder_leestekens


GEEN_GEMEENTE = (
    "Bij deze postcode hoort geen gemeente die wij kennen. Controleer de postcode, of kies zelf."
)
BSN_BEKEND = (
    "Dit burgerservicenummer staat al in Sonar. Vraag de organisatie waar de klant staat "
    "ingeschreven om overdracht."
)
MISSCHIEN_DUBBEL = (
    "Er staat al iemand met deze achternaam en geboortedatum in Sonar. Kijk in de lijst of het "
    "dezelfde persoon is. Is het iemand anders? Kies dan 'Toch inschrijven'."
)


UREN = "klantprofiel_uren"  # the constraint
OVERLAP = "Deze periode overlapt een andere. Geef de eerste een einddatum."


class ZonderLeestekens(forms.CharField):
    """Leaves out spaces, dots and hyphens: '2311 aa' is 2311AA, '9999.90.019' is 999990019."""

    def to_python(self, value: Any) -> str:
        return zonder_leestekens(super().to_python(value) or "")


class WerkzoekendeForm(forms.ModelForm[Werkzoekende]):
    """The person, as a caseworker types it."""

    bsn = ZonderLeestekens(label="Burgerservicenummer", validators=[is_bsn])
    iemand_anders = forms.BooleanField(required=False, widget=forms.HiddenInput)
    te_kennen: QuerySet[Werkzoekende] = Werkzoekende.objects.none()  # of whom one may be told
    dubbelen: Q | None = None  # who may be the same person, if somebody is

    class Meta:
        model = Werkzoekende
        fields = (
            "voornamen",
            "voorvoegsel",
            "achternaam",
            "geboortedatum",
            "geslacht",
            "straat",
            "huisnummer",
            "toevoeging",
            "postcode",
            "plaats",
            "telefoon",
            "email",
            "afgeschermd",
            "overleden_op",
        )
        field_classes = {"postcode": ZonderLeestekens}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for naam in ("bsn", "postcode"):
            if naam in self.fields:
                # The limit holds for what is kept, not for what is typed.
                self.fields[naam].widget.attrs.pop("maxlength", None)
                self.fields[naam].widget.attrs["autocomplete"] = "off"
        # On a telephone: the keys that the field needs.
        for naam, toetsen in {"bsn": "numeric", "telefoon": "tel"}.items():
            if naam in self.fields:
                self.fields[naam].widget.attrs["inputmode"] = toetsen

    def clean_bsn(self) -> str:
        """Nobody else has it; from here on the person does."""
        bsn: str = self.cleaned_data["bsn"]
        zelfde = Q(bsn_zoeksleutel=zoeksleutel(bsn))
        if Werkzoekende.objects.filter(zelfde).exists():
            self.dubbelen = zelfde
            raise ValidationError(BSN_BEKEND)
        self.instance.bsn = bsn
        return bsn

    def clean(self) -> dict[str, Any]:
        """Somebody new with the name and birth date of somebody known, needs a second look."""
        schoon = super().clean() or {}
        is_nieuw = "bsn" in self.fields  # of who is known, the number is not asked again
        if is_nieuw and schoon.get("geboortedatum") and not schoon.get("iemand_anders"):
            lijkt = Q(
                achternaam__iexact=schoon.get("achternaam", ""),
                geboortedatum=schoon["geboortedatum"],
            )
            if self.te_kennen.filter(lijkt).exists():
                self.dubbelen = lijkt if self.dubbelen is None else self.dubbelen | lijkt
                raise ValidationError(MISSCHIEN_DUBBEL)
        return schoon

    def clean_overleden_op(self) -> datetime.date | None:
        """Nobody dies tomorrow."""
        datum: datetime.date | None = self.cleaned_data["overleden_op"]
        if datum and datum > timezone.localdate():
            raise ValidationError("Deze datum ligt in de toekomst.")
        return datum

    def clean_geboortedatum(self) -> datetime.date:
        """Nobody is born tomorrow."""
        datum: datetime.date = self.cleaned_data["geboortedatum"]
        if datum > timezone.localdate():
            raise ValidationError("Een geboortedatum ligt niet in de toekomst.")
        return datum


class InschrijvingForm(forms.ModelForm[Inschrijving]):
    """A registration; the gemeente follows from the postcode unless it is chosen."""

    class Meta:
        model = Inschrijving
        fields = ("gemeente", "ingangsdatum", "einddatum")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "gemeente" in self.fields:
            self.fields["gemeente"].required = False
            self.fields["gemeente"].help_text = "Leeg: volgt uit de postcode."

    def clean(self) -> dict[str, Any]:
        schoon = super().clean() or {}
        postcode = schoon["werkzoekende"].postcode if "werkzoekende" in schoon else ""
        if not schoon.get("gemeente") and "gemeente" not in self.errors:
            gemeente = Gemeente.bij_postcode(int(postcode[:4]) if postcode[:4].isdigit() else 0)
            if gemeente is None:
                raise ValidationError({"gemeente": GEEN_GEMEENTE})
            schoon["gemeente"] = gemeente
        return schoon


class PeriodeFormSet(forms.BaseInlineFormSet[Any, Any, Any]):
    """Rows with a period of which no two may overlap; the database sees them one by one."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        **forms.BaseInlineFormSet.default_error_messages,
        "too_few_forms": "Vul de inschrijving in.",
    }

    def clean(self) -> None:
        super().clean()
        perioden = []
        for form in self.forms:
            gegevens = getattr(form, "cleaned_data", {})
            if gegevens.get("ingangsdatum"):
                einde = gegevens.get("einddatum") or datetime.date.max
                perioden.append((gegevens["ingangsdatum"], einde, form))
        perioden.sort(key=lambda periode: periode[:2])
        for eerste, tweede in pairwise(perioden):
            if tweede[0] < eerste[1]:
                tweede[2].add_error("ingangsdatum", OVERLAP)
                raise ValidationError(OVERLAP)


def _meerkeuze(label: str, keuzen: list[tuple[str, str]]) -> forms.MultipleChoiceField:
    """Several of a closed list: one search box (sonar.js), so one Tab where boxes would cost many.

    Without JavaScript it is the multiple choice of the browser.
    """
    widget = forms.SelectMultiple(attrs={"class": "meerkeuze"})
    return forms.MultipleChoiceField(label=label, choices=keuzen, required=False, widget=widget)


class KlantprofielForm(forms.ModelForm[Klantprofiel]):
    """The profile; closed lists of codes are chosen by typing a letter or two."""

    vervoermiddelen = _meerkeuze("Vervoermiddelen", Vervoermiddel.choices)
    rijbewijzen = _meerkeuze("Rijbewijzen", Rijbewijs.choices)

    class Meta:
        model = Klantprofiel
        exclude = ("werkzoekende", "kandidaatnummer")  # noqa: DJ006  what a caseworker never types
        widgets = {"toelichting": forms.Textarea(attrs={"rows": 4})}

    def _post_clean(self) -> None:
        """As Django does it, but what the database says about the hours stands beside the hours."""
        super()._post_clean()  # type: ignore[misc]
        uren = next(regel for regel in self._meta.model._meta.constraints if regel.name == UREN)
        melding = str(uren.violation_error_message)
        boven = self.errors.get(NON_FIELD_ERRORS)
        if boven and melding in boven:
            self.add_error("uren_max", melding)
            over = [fout for fout in boven.as_data() if melding not in fout.messages]
            del self.errors[NON_FIELD_ERRORS]
            if over:
                self.add_error(None, over)
