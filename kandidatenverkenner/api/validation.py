"""The body of a request, read strictly: every mistake gets its place and a Dutch sentence."""

from typing import Any

from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]
from rest_framework.exceptions import ParseError
from rest_framework.request import Request

from kandidatenverkenner.api.exceptions import ContentTooLarge, InvalidParameters, LengthRequired


MAX_BYTES = 100_000
_FORMATS = FormatChecker(formats=["uuid"])
# keyword of JSON Schema: how it is said
_REASONS = {
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


def refuse_parameters(request: Request) -> None:
    """Raise InvalidParameters when the address has any."""
    reason = ["Deze parameter bestaat niet."]
    if unknown := {name[:60]: reason for name in request.query_params}:
        raise InvalidParameters(unknown)


def read_body(request: Request, schema: dict[str, Any]) -> dict[str, Any]:
    """The body, which fits the schema.

    Raises InvalidParameters, or an error of the framework that says what is wrong with it.
    """
    length = str(request.META.get("CONTENT_LENGTH", ""))
    if length.isdecimal() and int(length) > MAX_BYTES:
        raise ContentTooLarge
    if "HTTP_TRANSFER_ENCODING" in request.META and not length:
        # Django reads nothing then, and every field would seem to be missing.
        raise LengthRequired
    try:
        data = request.data
    except RecursionError as error:
        raise ParseError from error
    errors: dict[str, list[str]] = {}
    for found in Draft202012Validator(schema, format_checker=_FORMATS).iter_errors(data):
        for place in _places(found):
            errors[place] = [_REASONS[str(found.validator)]]
    if errors:
        raise InvalidParameters(errors)
    return dict(data)


def _places(error: Any) -> list[str]:
    """The field that is wrong, or each field that is missing or does not exist."""
    path = [str(part) for part in error.absolute_path]
    names: list[str] = []
    if error.validator == "required":
        names = [name for name in error.validator_value if name not in error.instance]
    if error.validator == "additionalProperties":
        names = [name[:60] for name in error.instance if name not in error.schema["properties"]]
    return [".".join([*path, name]) for name in names] or [".".join(path) or "het bericht"]
