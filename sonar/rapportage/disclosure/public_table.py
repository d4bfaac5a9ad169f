"""The public edition of a table: every figure by the rule, and totals of what is shown."""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence

from sonar.rapportage.disclosure.suppression import GRENS, STAP, Reeks, achter, som, toon
from sonar.rapportage.tabellen.kolommen import KOLOMMEN
from sonar.rapportage.tabellen.tabel import Editie, Rij, Tabel


# The columns that are counted; the last one is their sum.
GETELD = tuple(kolom.naam for kolom in KOLOMMEN[:-1])
DOELGROEP = "doelgroep"
Plek = tuple[str, str]  # code of a gemeente or region, and column


def figuren(tabel: Tabel) -> dict[Plek, int | None]:
    """Everything in a table that was counted, and is no sum."""
    cellen: dict[Plek, int | None] = {
        (rij.code, kolom): waarde
        for rij in tabel.rijen
        for kolom, waarde in zip(GETELD, rij.waarden, strict=False)
    }
    cellen[tabel.regio_code, DOELGROEP] = tabel.doelgroep
    return cellen


def verteld(tabel: Tabel) -> dict[Plek, Reeks]:
    """What a public table tells of each figure that it shows: from and up to."""
    return {
        plek: _verteld(tabel.editie, waarde)
        for plek, waarde in figuren(tabel).items()
        if waarde is not None
    }


def _verteld(editie: Editie, getoond: int) -> Reeks:
    if editie is Editie.OPENBAAR and getoond >= GRENS and getoond % STAP == 0:
        return achter(getoond)
    return getoond, getoond  # a structural zero, or shown as it is


def geschiedenis(eerder: Iterable[Tabel]) -> dict[Plek, list[Reeks]]:
    """What earlier public tables told together, per figure."""
    alles: dict[Plek, list[Reeks]] = {}
    for tabel in eerder:
        for plek, reeks in verteld(tabel).items():
            alles.setdefault(plek, []).append(reeks)
    return alles


def bescherm(exact: Tabel, eerder: Iterable[Tabel], structureel: frozenset[str]) -> Tabel:
    """The table as everybody may see it.

    `eerder` are all public tables of the region that are out, of whatever quarter; `structureel`
    the columns in which there can be nobody, by facts that everybody knows: only there is a 0
    shown. A column of these with people in it raises ValueError.
    """
    toen = geschiedenis(eerder)
    rijen = tuple(
        Rij(rij.code, rij.naam, _met_som(_getoonde_rij(rij, toen, structureel)))
        for rij in exact.rijen
    )
    kolommen = zip(*(rij.waarden[:-1] for rij in rijen), strict=True)
    totalen = [som(kolom) for kolom in kolommen] if rijen else [0] * len(GETELD)
    alle = som([waarde for rij in rijen for waarde in rij.waarden[:-1]])
    doelgroep = exact.doelgroep
    getoond = None if doelgroep is None else toon(doelgroep, toen.get(_doelgroep(exact), ()))
    return dataclasses.replace(
        exact,
        editie=Editie.OPENBAAR,
        rijen=rijen,
        totaal=Rij(exact.totaal.code, exact.totaal.naam, (*totalen, alle)),
        doelgroep=getoond,
        percentage=percentage(alle, getoond),
    )


def percentage(bekend: int | None, doelgroep: int | None) -> int | None:
    """From what is shown, rounded half up, at most 100; None when it cannot be told."""
    if bekend is None or not doelgroep:
        return None
    return min(100, (200 * bekend + doelgroep) // (2 * doelgroep))


def _doelgroep(tabel: Tabel) -> Plek:
    return tabel.regio_code, DOELGROEP


def _getoonde_rij(
    rij: Rij, toen: Mapping[Plek, Sequence[Reeks]], structureel: frozenset[str]
) -> list[int | None]:
    waarden: list[int | None] = []
    for kolom, aantal in zip(GETELD, rij.waarden, strict=False):
        if aantal is None:
            raise ValueError("Alleen een exacte tabel is te beschermen.")
        if kolom not in structureel:
            waarden.append(toon(aantal, toen.get((rij.code, kolom), ())))
        elif aantal:
            raise ValueError(f"In de kolom {kolom} kan niemand staan, en er staan toch mensen.")
        else:
            waarden.append(0)
    return waarden


def _met_som(waarden: Sequence[int | None]) -> tuple[int | None, ...]:
    return (*waarden, som(waarden))
