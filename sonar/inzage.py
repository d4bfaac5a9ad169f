"""Inzage: all that Sonar knows of one person, and who looked (AVG article 15)."""

import datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.formats import date_format

from sonar.models import (
    Activiteit,
    Bezwaar,
    Competentiebeheersing,
    Contactmoment,
    Doelgroepregistratie,
    Inschrijving,
    Klantprofiel,
    Medewerker,
    Noodtoegang,
    Opleiding,
    Overdracht,
    Plaatsing,
    Taalbeheersing,
    Traject,
    Vaststelling,
    Verwerking,
    Werkzoekende,
    Wisaankondiging,
)


# Every model that holds something of a person, and the way from it to the person.
WEGEN: dict[type[Model], str] = {
    Werkzoekende: "pk",
    Inschrijving: "werkzoekende",
    Doelgroepregistratie: "werkzoekende__pk",
    Klantprofiel: "werkzoekende",
    Opleiding: "klantprofiel__werkzoekende",
    Competentiebeheersing: "klantprofiel__werkzoekende",
    Taalbeheersing: "klantprofiel__werkzoekende",
    Vaststelling: "klantprofiel__werkzoekende",
    Traject: "werkzoekende",
    Activiteit: "traject__werkzoekende",
    Contactmoment: "werkzoekende",
    Plaatsing: "werkzoekende",
    Overdracht: "werkzoekende",
    Noodtoegang: "werkzoekende",
    Bezwaar: "werkzoekende",
    Wisaankondiging: "werkzoekende",
    Verwerking: "persoon",
}
# What says nothing to the person: keys of rows, and the two forms of the BSN (shown as itself).
ZONDER_BETEKENIS = {
    "id",
    "werkzoekende",
    "klantprofiel",
    "traject",
    "persoon",
    "bsn_versleuteld",
    "bsn_zoeksleutel",
    "zegel",
}

Rij = dict[str, str]


def inzage(werkzoekende: Werkzoekende) -> list[tuple[str, list[Rij]]]:
    """Everything, by kind: the name of the kind, and its rows as (Dutch name, what it says).

    A colleague is told as role and organisation, not by name. Kinds without rows are left out.
    """
    soorten = []
    for model, weg in WEGEN.items():
        rijen = model._default_manager.filter(**{weg: werkzoekende.pk}).order_by("pk")
        regels = [_regel(rij) for rij in _met_relaties(rijen)]
        if regels:
            soorten.append((str(model._meta.verbose_name_plural), regels))
    soorten[0][1][0]["burgerservicenummer"] = werkzoekende.bsn
    return soorten


def _met_relaties(rijen: QuerySet[Any]) -> QuerySet[Any]:
    velden = {veld.name for veld in rijen.model._meta.fields if veld.many_to_one}
    mensen = [f"{naam}__organisatie" for naam in velden if _is_medewerker(rijen.model, naam)]
    return rijen.select_related(*(velden - ZONDER_BETEKENIS), *mensen)


def _is_medewerker(model: type[Model], naam: str) -> bool:
    return model._meta.get_field(naam).related_model is Medewerker


def _regel(rij: Model) -> Rij:
    regel = {
        str(veld.verbose_name): _tekst(rij, veld.name)
        for veld in rij._meta.fields
        if veld.name not in ZONDER_BETEKENIS
    }
    for lijst in rij._meta.many_to_many:
        regel[str(lijst.verbose_name)] = ", ".join(
            str(waarde) for waarde in getattr(rij, lijst.name).all()
        )
    return regel


def _tekst(rij: Model, naam: str) -> str:
    """A value as a person reads it."""
    waarde = getattr(rij, naam)
    if waarde is None or waarde == "":
        return "-"
    if hasattr(rij, f"get_{naam}_display"):
        return str(getattr(rij, f"get_{naam}_display")())
    if hasattr(waarde, "rol"):
        return f"{waarde.get_rol_display()}, {waarde.organisatie}"
    if isinstance(waarde, bool):
        return "ja" if waarde else "nee"
    if isinstance(waarde, datetime.datetime):
        return date_format(waarde.astimezone(datetime.UTC), "j F Y H:i") + " UTC"
    if isinstance(waarde, datetime.date):
        return date_format(waarde, "j F Y")
    if isinstance(waarde, list):
        return ", ".join(map(str, waarde)) or "-"
    return str(waarde)
