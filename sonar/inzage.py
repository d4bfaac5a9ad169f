"""Inzage: all that Sonar knows of one person, and who looked (AVG article 15)."""

from typing import Any

from django.db.models import Model, QuerySet

from sonar.leesbaar import ZONDER_BETEKENIS, Rij, regel
from sonar.models import (
    Activiteit,
    Bezwaar,
    Competentiebeheersing,
    Contactmoment,
    Doelgroepregistratie,
    Geschiedenis,
    Inschrijving,
    Klantprofiel,
    Medewerker,
    Noodtoegang,
    Opleiding,
    Overdracht,
    Plaatsing,
    Profielversie,
    Taalbeheersing,
    Traject,
    Vaststelling,
    Verwerking,
    Voordracht,
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
    Profielversie: "klantprofiel__werkzoekende",
    Vaststelling: "klantprofiel__werkzoekende",
    Traject: "werkzoekende",
    Activiteit: "traject__werkzoekende",
    Contactmoment: "werkzoekende",
    Plaatsing: "werkzoekende",
    Voordracht: "werkzoekende",
    Overdracht: "werkzoekende",
    Noodtoegang: "werkzoekende",
    Bezwaar: "werkzoekende",
    Wisaankondiging: "werkzoekende",
    Geschiedenis: "werkzoekende__pk",
    Verwerking: "persoon",
}


def inzage(werkzoekende: Werkzoekende) -> list[tuple[str, list[Rij]]]:
    """Everything, by kind: the name of the kind, and its rows as (Dutch name, what it says).

    A colleague is told as role and organisation, not by name. Kinds without rows are left out.
    """
    soorten = []
    for model, weg in WEGEN.items():
        rijen = model._default_manager.filter(**{weg: werkzoekende.pk}).order_by("pk")
        regels = [regel(rij) for rij in _met_relaties(rijen)]
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
