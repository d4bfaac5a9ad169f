"""Who is attacked: the candidates as employers see them, and as they are before that."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from kandidatenverkenner.models import Codelijsten, Kandidaat, Lokprofiel
from kandidatenverkenner.ontvangst.profiel import Kandidaatprofiel


# The columns that hold a set of codes.
LIJSTEN = ("rijbewijs", "vervoermiddel", "sector", "taaksoort", "vaardigheid", "competentie")
LIJSTEN += ("affiniteit",)


@dataclass(frozen=True, slots=True)
class Profiel:
    """One candidate, in values that can be compared. None and '' are 'not shown'."""

    id: uuid.UUID
    regio: str
    opleidingsniveau: str
    diploma: bool | None
    uren: tuple[int, int]
    beschikbaar: str
    reisafstand: int
    rijbewijs: frozenset[str]
    vervoermiddel: frozenset[str]
    taal: frozenset[tuple[str, str, str]]
    sector: frozenset[str]
    taaksoort: frozenset[str]
    vaardigheid: frozenset[str]
    competentie: frozenset[str]
    affiniteit: frozenset[str]

    def sleutel(self, velden: Iterable[str]) -> tuple[Any, ...]:
        """The values of some columns."""
        return tuple(getattr(self, veld) for veld in velden)


KOLOMMEN = tuple(veld.name for veld in fields(Profiel) if veld.name != "id")


def getoond() -> list[Profiel]:
    """What all employers together can see, without the canaries. Three queries."""
    lijsten = Codelijsten.lees()
    lok = set(Lokprofiel.objects.values_list("kandidaat", flat=True))
    rijen = Kandidaat.objects.defer("tekst").order_by("id")
    return [_getoond(rij, lijsten) for rij in rijen.iterator() if rij.pk not in lok]


def _getoond(rij: Kandidaat, lijsten: Codelijsten) -> Profiel:
    van: dict[str, set[str]] = {}
    for nummer in rij.kenmerken:
        kenmerk = lijsten.op_nummer[nummer]
        van.setdefault(kenmerk.facet, set()).add(kenmerk.code)
    lijstkolommen = {veld: frozenset(van.get(veld, ())) for veld in LIJSTEN}
    return Profiel(
        id=rij.pk,
        regio=rij.regio,
        opleidingsniveau=rij.opleidingsniveau,
        diploma=rij.diploma,
        uren=(rij.uren_min, rij.uren_max),
        beschikbaar=str(rij.beschikbaar_vanaf or ""),
        reisafstand=rij.reisafstand,
        taal=frozenset((een["code"], een["mondeling"], een["schriftelijk"]) for een in rij.talen),
        **lijstkolommen,
    )


def echt(profielen: Iterable[Kandidaatprofiel]) -> list[Profiel]:
    """The same people before anything is hidden at the door."""
    return [
        Profiel(
            id=een.id,
            regio=een.regio,
            opleidingsniveau=een.opleidingsniveau,
            diploma=een.diploma,
            uren=(een.uren_min, een.uren_max),
            beschikbaar=str(een.beschikbaar_vanaf or ""),
            reisafstand=een.reisafstand,
            rijbewijs=frozenset(een.rijbewijzen),
            vervoermiddel=frozenset(een.vervoermiddelen),
            taal=frozenset((t.code, t.mondeling, t.schriftelijk) for t in een.talen),
            sector=frozenset(een.sectoren),
            taaksoort=frozenset(een.taaksoorten),
            vaardigheid=frozenset(een.vaardigheden),
            competentie=frozenset(een.competenties),
            affiniteit=frozenset(een.affiniteiten),
        )
        for een in profielen
    ]
