"""A row as people read it, and the differences between two versions of one thing."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import Model
from django.utils import timezone
from django.utils.formats import date_format

from sonar.models import Klantprofiel, Traject, Werkzoekende


ReadableRow = dict[str, str]
TUSSEN = "; "  # between the values of a list: a value may hold a comma

# Columns that mean nothing to a person: keys of rows, the two forms of the BSN, and the region of a
# profile (it follows the registration).
ZONDER_BETEKENIS = frozenset(
    {
        "id",
        "werkzoekende",
        "klantprofiel",
        "traject",
        "persoon",
        "kandidaatnummer",
        "bemiddelregio",
        "bsn_versleuteld",
        "bsn_zoeksleutel",
        "vorige_zoeksleutel",
        "zegel",
    }
)
# Rows that belong to a thing and are read with it.
ONDERDELEN: dict[type[Model], tuple[str, ...]] = {
    Klantprofiel: ("opleidingen", "competenties", "talen"),
    Werkzoekende: ("inschrijvingen", "doelgroepregistraties"),
    Traject: ("activiteiten",),
}


def regel(rij: Model, zonder: Collection[str] = ZONDER_BETEKENIS) -> ReadableRow:
    """The Dutch names of the columns of a row, and what each says."""
    uit = {
        str(veld.verbose_name): _tekst(rij, veld.name)
        for veld in rij._meta.fields
        if veld.name not in zonder
    }
    for lijst in rij._meta.many_to_many:
        waarden = sorted(str(waarde) for waarde in getattr(rij, lijst.name).all())
        uit[str(lijst.verbose_name)] = TUSSEN.join(waarden) or "-"
    return uit


def momentopname(rij: Model) -> ReadableRow:
    """As `regel`, with the rows that belong to it, each as one line."""
    uit = regel(rij)
    for naam in ONDERDELEN.get(type(rij), ()):
        regels = (", ".join(regel(deel).values()) for deel in getattr(rij, naam).all())
        uit[naam] = TUSSEN.join(sorted(regels)) or "-"
    return uit


def verschil(oud: ReadableRow, nieuw: ReadableRow) -> list[tuple[str, str, str]]:
    """What changed: (name, was, became), in the order of the new one."""
    namen = [*nieuw, *(naam for naam in oud if naam not in nieuw)]
    return [
        (naam, oud.get(naam, "-"), nieuw.get(naam, "-"))
        for naam in namen
        if oud.get(naam, "-") != nieuw.get(naam, "-")
    ]


@dataclass(frozen=True, slots=True)
class Verschil:
    """What changed in one thing: of a list what came and what went, else what it was and became."""

    naam: str
    was: str
    wordt: str
    erbij: list[str]
    weg: list[str]


def wijzigingen(oud: ReadableRow, nieuw: ReadableRow) -> list[Verschil]:
    """As `verschil`, for people to read: a list is not written out twice."""
    uit = []
    for naam, was, wordt in verschil(oud, nieuw):
        delen = [[] if tekst == "-" else tekst.split(TUSSEN) for tekst in (was, wordt)]
        is_lijst = any(len(deel) > 1 for deel in delen)
        erbij = [deel for deel in delen[1] if deel not in delen[0]] if is_lijst else []
        weg = [deel for deel in delen[0] if deel not in delen[1]] if is_lijst else []
        uit.append(Verschil(naam, was, wordt, erbij, weg))
    return uit


def _tekst(rij: Model, naam: str) -> str:
    """A value as a person reads it."""
    waarde = getattr(rij, naam)
    if waarde is None or waarde == "":
        return "-"
    if hasattr(rij, f"get_{naam}_display"):
        return str(getattr(rij, f"get_{naam}_display")())
    if isinstance(waarde, list):
        veld = rij._meta.get_field(naam)
        woorden = dict(veld.base_field.flatchoices or ()) if isinstance(veld, ArrayField) else {}
        return TUSSEN.join(str(woorden.get(code, code)) for code in waarde) or "-"
    if hasattr(waarde, "rol"):
        return f"{waarde.get_rol_display()}, {waarde.organisatie}"  # a colleague, not by name
    return _waarde(waarde)


def _waarde(waarde: Any) -> str:
    if isinstance(waarde, bool):
        return "ja" if waarde else "nee"
    if isinstance(waarde, datetime.datetime):
        return date_format(timezone.localtime(waarde), "j F Y H:i")
    if isinstance(waarde, datetime.date):
        return date_format(waarde, "j F Y")
    if isinstance(waarde, dict):
        return TUSSEN.join(f"{naam}: {wat}" for naam, wat in waarde.items()) or "-"
    return str(waarde)
