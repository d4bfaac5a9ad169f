"""The nightly batch: makes the public table from the published candidates."""

import datetime
from collections import defaultdict
from dataclasses import dataclass

from django.db import connection, transaction

from kandidatenverkenner.models import Codelijsten, Kandidaat, Lokprofiel
from kandidatenverkenner.models.overzicht import (
    Overzicht,
    Overzichtgroep,
    Overzichtregio,
    Overzichtrij,
)
from kandidatenverkenner.overzicht.nightly import NightlyRow, NightlyRows, Regio
from kandidatenverkenner.overzicht.partition import PARTS, from_json
from kandidatenverkenner.overzicht.personen import Gegeven, personen_van, voorkeur_van


class AlGemaaktError(Exception):
    """There is a table of this day, or a later one."""


@dataclass(frozen=True, slots=True)
class Bericht:
    """What a batch did: the number of regions, rows, and people in them."""

    regios: int
    rijen: int
    nieuw_geteld: int
    mensen: int


@transaction.atomic
def maak_overzicht(
    *, moment: datetime.datetime, peildatum: datetime.date, opnieuw: bool
) -> Bericht:
    """Bring the table up to date in one transaction; visitors read the old one meanwhile.

    Raises AlGemaaktError when there is a table of this day or later, unless `opnieuw`. Even then no
    row changes for fewer than ten people.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {Overzicht._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
    laatste = Overzicht.objects.order_by("-peildatum").first()
    if laatste and laatste.peildatum >= peildatum and not opnieuw:
        raise AlGemaaktError(
            f"Het overzicht van {laatste.peildatum:%d-%m-%Y} staat er al. Vaker dan eens per dag "
            "bijwerken zou laten zien wie erbij kwam. Wacht tot morgen, of geef --opnieuw."
        )
    codelijsten = Codelijsten.lees()
    gegevens = _lees_kandidaten()
    bekend = {stand.regio: stand for stand in Overzichtregio.objects.all()}
    oud = _lees_rijen()
    nieuw: dict[str, NightlyRows] = {}
    for regio in sorted(gegevens.keys() | bekend.keys()):
        stand = bekend.get(regio) or Overzichtregio(regio=regio, indeling={}, gezien=[])
        if not stand.gezien:
            # This region was never shown, so nobody can subtract: use the order of today.
            stand.voorkeur = voorkeur_van(gegevens[regio], codelijsten)
        stuk = Regio(from_json(stand.indeling), oud[regio], frozenset(stand.gezien))
        personen = personen_van(gegevens[regio], stand.voorkeur, codelijsten)
        if stuk.update(personen, peildatum):
            stand.indeling = stuk.tree.to_json()
            stand.gezien = sorted(stuk.gezien)
            stand.save()
        nieuw[regio] = stuk.rows
    _bewaar(oud, nieuw)
    Overzicht.objects.update_or_create(peildatum=peildatum, defaults={"gemaakt_op": moment})
    return Bericht(
        regios=sum(bool(rijen) for rijen in nieuw.values()),
        rijen=sum(len(rijen) for rijen in nieuw.values()),
        nieuw_geteld=sum(len(rijen.items() - oud[regio].items()) for regio, rijen in nieuw.items()),
        mensen=sum(rij.count for rijen in nieuw.values() for rij in rijen.values()),
    )


def _lees_kandidaten() -> defaultdict[str, list[Gegeven]]:
    per_regio: defaultdict[str, list[Gegeven]] = defaultdict(list)
    velden = ("regio", "id", "opleidingsniveau", "uren_max", "kenmerken")
    mensen = Kandidaat.objects.exclude(pk__in=Lokprofiel.objects.values("kandidaat"))
    for regio, *rest in mensen.order_by("id").values_list(*velden).iterator(2_000):
        per_regio[regio].append(Gegeven(*rest))
    return per_regio


def _lees_rijen() -> defaultdict[str, NightlyRows]:
    per_regio: defaultdict[str, NightlyRows] = defaultdict(dict)
    groepen = Overzichtgroep.objects.select_related("rij").order_by("rij")
    for groep in groepen:
        sleutel = tuple(getattr(groep.rij, deel) for deel in PARTS)
        per_regio[groep.rij.regio][sleutel] = NightlyRow(
            groep.rij.peildatum, tuple(groep.vingerafdrukken)
        )
    return per_regio


def _bewaar(oud: dict[str, NightlyRows], nieuw: dict[str, NightlyRows]) -> None:
    """Replace the rows of the regions in which a row changed, and leave the others."""
    anders = [regio for regio, rijen in nieuw.items() if rijen != oud[regio]]
    Overzichtrij.objects.filter(regio__in=anders).delete()
    rijen = [
        (
            Overzichtrij(
                regio=regio,
                aantal=rij.count,
                peildatum=rij.peildatum,
                **dict(zip(PARTS, sleutel, strict=True)),
            ),
            rij,
        )
        for regio in anders
        for sleutel, rij in nieuw[regio].items()
    ]
    Overzichtrij.objects.bulk_create(rij for rij, _ in rijen)
    Overzichtgroep.objects.bulk_create(
        Overzichtgroep(rij=bewaard, vingerafdrukken=list(rij.fingerprints))
        for bewaard, rij in rijen
    )
