"""What is sent along: strict, and every mistake with its place and a Dutch sentence."""

from typing import Any

from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]
from rest_framework.exceptions import ParseError
from rest_framework.request import Request

from kandidatenverkenner.api.exceptions import ContentTooLarge, InvalidParameters, LengthRequired


LANGSTE = 100_000  # bytes
_FORMATEN = FormatChecker(formats=["uuid"])
# what is broken: how it is said
_REDENEN = {
    "required": "Dit veld ontbreekt.",
    "additionalProperties": "Dit veld bestaat niet.",
    "type": "Dit heeft niet het goede soort.",
    "format": "Dit is geen kandidaatnummer.",
    "maxLength": "Dit is te lang.",
    "minLength": "Dit is leeg.",
    "pattern": "Dit is leeg, of heeft een teken dat niet kan.",
    "maxItems": "Dit zijn er te veel.",
    "minItems": "Geef er ten minste een.",
}


def lees_lichaam(request: Request, vorm: dict[str, Any]) -> dict[str, Any]:
    """The body, which has this form.

    Raises OngeldigeParameters, or an error of the framework that says what is wrong with it.
    """
    lengte = str(request.META.get("CONTENT_LENGTH", ""))
    if lengte.isdecimal() and int(lengte) > LANGSTE:
        raise ContentTooLarge
    if "HTTP_TRANSFER_ENCODING" in request.META and not lengte:
        # Django reads nothing then, and all fields would seem to be missing.
        raise LengthRequired
    try:
        gegeven = request.data
    except RecursionError as fout:
        raise ParseError from fout
    fouten: dict[str, list[str]] = {}
    for een in Draft202012Validator(vorm, format_checker=_FORMATEN).iter_errors(gegeven):
        for plek in _plekken(een):
            fouten[plek] = [_REDENEN[str(een.validator)]]
    if fouten:
        raise InvalidParameters(fouten)
    return dict(gegeven)


def _plekken(fout: Any) -> list[str]:
    """The field that is wrong; of what misses and of what does not exist, each field."""
    plek = [str(deel) for deel in fout.absolute_path]
    namen: list[str] = []
    if fout.validator == "required":
        namen = [naam for naam in fout.validator_value if naam not in fout.instance]
    if fout.validator == "additionalProperties":
        namen = [naam[:60] for naam in fout.instance if naam not in fout.schema["properties"]]
    return [".".join([*plek, naam]) for naam in namen] or [".".join(plek) or "het bericht"]
