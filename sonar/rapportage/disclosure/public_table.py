"""The public edition of a table: every figure by the rule, and totals of what is shown."""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence

from sonar.rapportage.disclosure.suppression import (
    STEP,
    THRESHOLD,
    Interval,
    behind_shown,
    shown_value,
    sum_of_shown,
)
from sonar.rapportage.tabellen.tabel import Editie, Rij, Tabel


DOELGROEP = "doelgroep"
CellKey = tuple[str, str]  # code of a gemeente or region, and column


def counted_cells(tabel: Tabel) -> dict[CellKey, int | None]:
    """Everything in a table that was counted, and is no sum."""
    cellen: dict[CellKey, int | None] = {
        (rij.code, kolom.naam): waarde
        for rij in tabel.rijen
        for kolom, waarde in zip(tabel.kolommen, rij.waarden, strict=True)
        if kolom.is_geteld
    }
    cellen[tabel.regio_code, DOELGROEP] = tabel.doelgroep
    return cellen


def disclosed(tabel: Tabel) -> dict[CellKey, Interval]:
    """What a public table tells of each figure that it shows: from and up to."""
    return {
        plek: _disclosed(tabel.editie, waarde)
        for plek, waarde in counted_cells(tabel).items()
        if waarde is not None
    }


def _disclosed(editie: Editie, getoond: int) -> Interval:
    if editie is Editie.OPENBAAR and getoond >= THRESHOLD and getoond % STEP == 0:
        return behind_shown(getoond)
    return getoond, getoond  # a structural zero, or shown as it is


def disclosed_before(eerder: Iterable[Tabel]) -> dict[CellKey, list[Interval]]:
    """What earlier public tables told together, per figure."""
    alles: dict[CellKey, list[Interval]] = {}
    for tabel in eerder:
        for plek, reeks in disclosed(tabel).items():
            alles.setdefault(plek, []).append(reeks)
    return alles


def protect(exact: Tabel, eerder: Iterable[Tabel], structureel: frozenset[str]) -> Tabel:
    """The table as everybody may see it.

    `eerder` are all public tables of the region that are out, of whatever quarter; `structureel`
    the columns in which there can be nobody, by facts that everybody knows: only there is a 0
    shown. A column of these with people in it raises ValueError.
    """
    toen = disclosed_before(eerder)
    rijen = tuple(
        Rij(rij.code, rij.naam, _with_sums(exact, [_shown_row(exact, rij, toen, structureel)]))
        for rij in exact.rijen
    )
    totaal = Rij(
        exact.totaal.code,
        exact.totaal.naam,
        _with_sums(exact, [exact.per_kolom(rij) for rij in rijen]),
    )
    alle = exact.totaal_van(totaal)
    doelgroep = exact.doelgroep
    getoond = (
        None if doelgroep is None else shown_value(doelgroep, toen.get(_doelgroep_key(exact), ()))
    )
    return dataclasses.replace(
        exact,
        editie=Editie.OPENBAAR,
        rijen=rijen,
        totaal=totaal,
        doelgroep=getoond,
        percentage=share_of_shown(alle, getoond),
    )


def share_of_shown(bekend: int | None, doelgroep: int | None) -> int | None:
    """From what is shown, rounded half up, at most 100; None when it cannot be told."""
    if bekend is None or not doelgroep:
        return None
    return min(100, (200 * bekend + doelgroep) // (2 * doelgroep))


def _doelgroep_key(tabel: Tabel) -> CellKey:
    return tabel.regio_code, DOELGROEP


def _shown_row(
    tabel: Tabel, rij: Rij, toen: Mapping[CellKey, Sequence[Interval]], structureel: frozenset[str]
) -> dict[str, int | None]:
    """What is shown of each column that was counted."""
    waarden: dict[str, int | None] = {}
    for kolom, aantal in zip(tabel.kolommen, rij.waarden, strict=True):
        naam = kolom.naam
        if not kolom.is_geteld:
            continue
        if aantal is None:
            raise ValueError("Alleen een exacte tabel is te beschermen.")
        if naam not in structureel:
            waarden[naam] = shown_value(aantal, toen.get((rij.code, naam), ()))
        elif aantal:
            raise ValueError(f"In de kolom {naam} kan niemand staan, en er staan toch mensen.")
        else:
            waarden[naam] = 0
    return waarden


def _with_sums(tabel: Tabel, rijen: Sequence[Mapping[str, int | None]]) -> tuple[int | None, ...]:
    """Each column of the rows together: of what is shown of the columns that it comprises."""
    return tuple(
        sum_of_shown([rij[naam] for rij in rijen for naam in tabel.opgeteld[kolom.naam]])
        for kolom in tabel.kolommen
    )
