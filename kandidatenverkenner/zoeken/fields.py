"""The kinds of parameter that a search has."""

from collections.abc import Container
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError


BESTAAT_NIET = 'De waarde "%(value)s" bestaat niet.'


class Codekeuze(forms.MultipleChoiceField):
    """Codes of one facet. Every unknown one is named."""

    def __init__(self, *, codes: Container[str] = (), **opties: Any) -> None:
        super().__init__(**opties)
        # Looked up, where choices would be copied for every search.
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
    """Code of a place."""

    def __init__(self, *, codes: Container[str] = (), **opties: Any) -> None:
        super().__init__(**opties)
        self.codes = codes

    def valid_value(self, value: str) -> bool:
        return value in self.codes


class Facetfilter(django_filters.Filter):
    """One or more codes of a facet: OR within."""

    field_class = Codekeuze


class Plaatsfilter(django_filters.Filter):
    """One place."""

    field_class = Plaatskeuze


class Paginafilter(django_filters.Filter):
    """The number of a page. It chooses nothing, but it is a parameter with rules."""

    field_class = forms.IntegerField
