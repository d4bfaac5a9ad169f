"""The nightly batch: from the candidates that are shown to the table that everybody may have."""

import datetime
from collections import defaultdict
from dataclasses import dataclass

from django.db import connection, transaction

from kandidatenverkenner.models import Codelijsten, Kandidaat, Lokprofiel
from kandidatenverkenner.overzicht.indeling import DELEN, Knoop, uit_json
from kandidatenverkenner.overzicht.nacht import Rij, Rijen, volgende_nacht
from kandidatenverkenner.overzicht.personen import Gegeven, personen_van, voorkeur_van
from kandidatenverkenner.overzichtmodellen import (
    Overzicht,
    Overzichtgroep,
    Overzichtregio,
    Overzichtrij,
)


class AlGemaaktError(Exception):
    """There is a table of this day, or a later one."""


@dataclass(frozen=True, slots=True)
class Bericht:
    """What a batch did: numbers of regions and rows, and of the people in them."""

    regios: int
    rijen: int
    nieuw_geteld: int
    mensen: int


@transaction.atomic
def maak_overzicht(
    *, moment: datetime.datetime, peildatum: datetime.date, opnieuw: bool
) -> Bericht:
    """Bring the table up to date, whole or not at all; people keep reading the old one meanwhile.

    Raises AlGemaaktError when a table of this day or later is there, unless `opnieuw`. Also then
    no row changes for fewer than ten people.
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
    nieuw: dict[str, Rijen] = {}
    for regio in sorted(gegevens.keys() | bekend.keys()):
        boom, nieuw[regio], stand = _regio(
            bekend.get(regio) or Overzichtregio(regio=regio, indeling={}),
            oud[regio],
            (gegevens[regio], codelijsten),
            peildatum,
        )
        stand.indeling = boom.als_json()
        stand.save()
    _bewaar(oud, nieuw)
    Overzicht.objects.update_or_create(peildatum=peildatum, defaults={"gemaakt_op": moment})
    alle = [(regio, rij) for regio, rijen in nieuw.items() for rij in rijen.values()]
    return Bericht(
        regios=len({regio for regio, _ in alle}),
        rijen=len(alle),
        nieuw_geteld=sum(rij.peildatum == peildatum for _, rij in alle),
        mensen=sum(rij.aantal for _, rij in alle),
    )


def _regio(
    stand: Overzichtregio,
    oud: Rijen,
    bron: tuple[list[Gegeven], Codelijsten],
    peildatum: datetime.date,
) -> tuple[Knoop, Rijen, Overzichtregio]:
    gegevens, codelijsten = bron
    if not stand.indeling and not oud:
        # Never shown so far, so nothing can be subtracted: the order is that of today.
        stand.voorkeur = voorkeur_van(gegevens, codelijsten)
    boom = uit_json(stand.indeling)
    personen = personen_van(gegevens, stand.voorkeur, codelijsten)
    return boom, volgende_nacht(boom, oud, personen, peildatum), stand


def _lees_kandidaten() -> defaultdict[str, list[Gegeven]]:
    per_regio: defaultdict[str, list[Gegeven]] = defaultdict(list)
    velden = ("regio", "id", "opleidingsniveau", "uren_max", "kenmerken")
    mensen = Kandidaat.objects.exclude(pk__in=Lokprofiel.objects.values("kandidaat"))
    for regio, *rest in mensen.order_by("id").values_list(*velden).iterator(2_000):
        per_regio[regio].append(Gegeven(*rest))
    return per_regio


def _lees_rijen() -> defaultdict[str, Rijen]:
    per_regio: defaultdict[str, Rijen] = defaultdict(dict)
    groepen = Overzichtgroep.objects.select_related("rij").order_by("rij")
    for groep in groepen:
        sleutel = tuple(getattr(groep.rij, deel) for deel in DELEN)
        per_regio[groep.rij.regio][sleutel] = Rij(groep.rij.peildatum, tuple(groep.vingerafdrukken))
    return per_regio


def _bewaar(oud: dict[str, Rijen], nieuw: dict[str, Rijen]) -> None:
    """Replace the rows that changed; a region of which no row changed is not touched."""
    anders = [regio for regio, rijen in nieuw.items() if rijen != oud[regio]]
    Overzichtrij.objects.filter(regio__in=anders).delete()
    rijen = [
        (
            Overzichtrij(
                regio=regio,
                aantal=rij.aantal,
                peildatum=rij.peildatum,
                **dict(zip(DELEN, sleutel, strict=True)),
            ),
            rij,
        )
        for regio in anders
        for sleutel, rij in nieuw[regio].items()
    ]
    Overzichtrij.objects.bulk_create(rij for rij, _ in rijen)
    Overzichtgroep.objects.bulk_create(
        Overzichtgroep(rij=bewaard, vingerafdrukken=list(rij.vingerafdrukken))
        for bewaard, rij in rijen
    )
