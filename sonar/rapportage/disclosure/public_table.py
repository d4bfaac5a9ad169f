"""The public edition of a table: every figure by the rule, and totals of what is shown."""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence

from sonar.rapportage.disclosure.suppression import GRENS, STAP, Reeks, achter, som, toon
from sonar.rapportage.tabellen.tabel import Editie, Rij, Tabel


DOELGROEP = "doelgroep"
Plek = tuple[str, str]  # code of a gemeente or region, and column


def figuren(tabel: Tabel) -> dict[Plek, int | None]:
    """Everything in a table that was counted, and is no sum."""
    cellen: dict[Plek, int | None] = {
        (rij.code, kolom.naam): waarde
        for rij in tabel.rijen
        for kolom, waarde in zip(tabel.kolommen, rij.waarden, strict=True)
        if kolom.is_geteld
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
        Rij(rij.code, rij.naam, _met_sommen(exact, [_getoonde_rij(exact, rij, toen, structureel)]))
        for rij in exact.rijen
    )
    totaal = Rij(
        exact.totaal.code,
        exact.totaal.naam,
        _met_sommen(exact, [exact.per_kolom(rij) for rij in rijen]),
    )
    alle = exact.totaal_van(totaal)
    doelgroep = exact.doelgroep
    getoond = None if doelgroep is None else toon(doelgroep, toen.get(_doelgroep(exact), ()))
    return dataclasses.replace(
        exact,
        editie=Editie.OPENBAAR,
        rijen=rijen,
        totaal=totaal,
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
    tabel: Tabel, rij: Rij, toen: Mapping[Plek, Sequence[Reeks]], structureel: frozenset[str]
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
            waarden[naam] = toon(aantal, toen.get((rij.code, naam), ()))
        elif aantal:
            raise ValueError(f"In de kolom {naam} kan niemand staan, en er staan toch mensen.")
        else:
            waarden[naam] = 0
    return waarden


def _met_sommen(tabel: Tabel, rijen: Sequence[Mapping[str, int | None]]) -> tuple[int | None, ...]:
    """Each column of the rows together: of what is shown of the columns that it comprises."""
    return tuple(
        som([rij[naam] for rij in rijen for naam in tabel.opgeteld[kolom.naam]])
        for kolom in tabel.kolommen
    )
