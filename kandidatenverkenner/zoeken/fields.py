"""The kinds of parameters of a search, as form fields and filters."""

from collections.abc import Container
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError


BESTAAT_NIET = 'De waarde "%(value)s" bestaat niet.'


class Codekeuze(forms.MultipleChoiceField):
    """Codes of one facet. An error names each unknown code."""

    def __init__(self, *, codes: Container[str] = (), **opties: Any) -> None:
        super().__init__(**opties)
        # A look-up; Django would copy `choices` for every search.
        self.codes = codes

    def valid_value(self, value: str) -> bool:
        return value in self.codes

    def to_python(self, value: Any) -> list[str]:
        return [code for code in dict.fromkeys(super().to_python(value)) if code]

    def validate(self, value: list[str]) -> None:
        onbekend = [code for code in value if not self.valid_value(code)]
        if onbekend:
            raise ValidationError([BESTAAT_NIET % {"value": code[:60]} for code in onbekend])


class Plaatskeuze(forms.ChoiceField):
    """The code of one place."""

    def __init__(self, *, codes: Container[str] = (), **opties: Any) -> None:
        super().__init__(**opties)
        self.codes = codes

    def valid_value(self, value: str) -> bool:
        return value in self.codes


class Facetfilter(django_filters.Filter):
    """One or more codes of a facet; a candidate needs one of them."""

    field_class = Codekeuze


class Plaatsfilter(django_filters.Filter):
    """One place."""

    field_class = Plaatskeuze


class Paginafilter(django_filters.Filter):
    """The number of a page. It filters nothing, but it has rules."""

    field_class = forms.IntegerField
