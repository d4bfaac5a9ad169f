"""Forms of the pages: signing up, a key, a password, asking for contact."""

import re
from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.contrib.auth.forms import SetPasswordForm

from kandidatenverkenner.models import Apisleutel, Facet, Kenmerk, Werkgever


# days, in words
GELDIGHEDEN = [(30, "30 dagen"), (90, "90 dagen"), (365, "een jaar")]


class AanmeldForm(forms.Form):
    """Who asks for an account, and for which organisation."""

    kvk_nummer = forms.CharField(
        label="KvK-nummer",
        help_text="Acht cijfers. Het staat op uw uittreksel uit het Handelsregister.",
        max_length=20,
        error_messages={"required": "Vul uw KvK-nummer in."},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    naam = forms.CharField(
        label="Naam van de organisatie",
        max_length=120,
        error_messages={"required": "Vul de naam van uw organisatie in."},
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    soort = forms.ChoiceField(
        label="Voor wie zoekt u?",
        choices=[
            (Werkgever.Soort.WERKGEVER, "voor mijn eigen organisatie (werkgever)"),
            (Werkgever.Soort.INTERMEDIAIR, "voor andere werkgevers (intermediair)"),
        ],
        error_messages={"required": "Kies voor wie u zoekt."},
        widget=forms.RadioSelect,
    )
    regio = forms.ChoiceField(
        label="In welke arbeidsmarktregio?",
        help_text="De adviseur van deze regio controleert uw organisatie.",
        error_messages={
            "required": "Kies een regio.",
            "invalid_choice": "Kies een regio uit de lijst.",
        },
    )
    email = forms.EmailField(
        label="Uw e-mailadres",
        max_length=150,
        help_text="Van uw werk. Hiermee logt u straks in.",
        error_messages={
            "required": "Vul uw e-mailadres in.",
            "invalid": "Schrijf een e-mailadres als naam@bedrijf.nl.",
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    wachtwoord = forms.CharField(
        label="Wachtwoord",
        help_text="Ten minste acht tekens, en geen woord dat iedereen kiest.",
        error_messages={"required": "Kies een wachtwoord."},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        validators=[password_validation.validate_password],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regions = Kenmerk.objects.filter(facet=Facet.REGIO).order_by("naam")
        choices = [("", "Kies een regio"), *regions.values_list("code", "naam")]
        self.fields["regio"].choices = choices  # type: ignore[attr-defined]

    def clean_kvk_nummer(self) -> str:
        """Eight digits, however they were spaced. No number consists of one digit only."""
        number = re.sub(r"[\s.-]", "", str(self.cleaned_data["kvk_nummer"]))
        if not re.fullmatch(r"[0-9]{8}", number):
            raise forms.ValidationError("Een KvK-nummer heeft acht cijfers.")
        if len(set(number)) == 1:
            raise forms.ValidationError("Dit KvK-nummer bestaat niet.")
        return number


class VergetenForm(forms.Form):
    """Whose password it is."""

    email = forms.EmailField(
        label="Uw e-mailadres",
        max_length=150,
        help_text="Het adres waarmee u inlogt.",
        error_messages={
            "required": "Vul uw e-mailadres in.",
            "invalid": "Schrijf een e-mailadres als naam@bedrijf.nl.",
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class NieuwWachtwoordForm(SetPasswordForm):  # type: ignore[type-arg]
    """The new password, typed twice."""

    error_messages = {"password_mismatch": "Dit is een ander wachtwoord dan het eerste."}
    new_password1 = forms.CharField(
        label="Nieuw wachtwoord",
        strip=False,
        help_text="Ten minste acht tekens, en geen woord dat iedereen kiest.",
        error_messages={"required": "Kies een wachtwoord."},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    new_password2 = forms.CharField(
        label="Nieuw wachtwoord, nog een keer",
        strip=False,
        error_messages={"required": "Typ het wachtwoord nog een keer."},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def validate_password_for_user(self, user: Any, password_field_name: str = "") -> None:  # noqa: ARG002
        """Show what is wrong at the first of both fields."""
        super().validate_password_for_user(user, "new_password1")


class SleutelForm(forms.Form):
    """What the key is for, what it opens, and for how long."""

    naam = forms.CharField(
        label="Voor welk programma?",
        max_length=60,
        error_messages={"required": "Vul in voor welk programma de sleutel is."},
    )
    bereik = forms.MultipleChoiceField(
        label="Wat mag het programma?",
        choices=Apisleutel.Bereik.choices,
        # Every program needs these two.
        initial=[Apisleutel.Bereik.ZOEKEN, Apisleutel.Bereik.KANDIDAAT],
        widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(
            ["required", "invalid_choice"], "Kies wat het programma mag doen."
        ),
    )
    dagen = forms.TypedChoiceField(
        label="Hoe lang is de sleutel geldig?",
        choices=GELDIGHEDEN,
        initial=GELDIGHEDEN[-1][0],
        coerce=int,
        error_messages=dict.fromkeys(
            ["required", "invalid_choice"], "Kies hoe lang de sleutel geldig is."
        ),
    )


class ContactForm(forms.Form):
    """For which vacature, and what the adviser should know."""

    vacature = forms.CharField(
        label="Voor welke vacature?",
        help_text="Bijvoorbeeld: medewerker magazijn, 24 uur, Leiden.",
        max_length=120,
        error_messages={"required": "Vul in voor welke vacature u iemand zoekt."},
    )
    bericht = forms.CharField(
        label="Wat moet de adviseur weten?",
        help_text="Bijvoorbeeld: werktijden, begeleiding, of wanneer u te bereiken bent.",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
