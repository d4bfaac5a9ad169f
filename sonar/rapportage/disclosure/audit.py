"""The audit of the public edition: what can somebody find out who has every public release?

Asks nothing of the database and nothing of the exact figures: only what is public, the rule, and
linear programming over all of it together. So its report can be public too.
"""

import itertools
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sonar.rapportage.disclosure.feasible import Naam, OnmogelijkError, Stelsel, Vergelijking
from sonar.rapportage.disclosure.public_table import Plek, figuren, percentage, verteld
from sonar.rapportage.disclosure.suppression import (
    GRENS,
    MOGELIJK,
    STAP,
    Bereik,
    Reeks,
    achter_niet_getoond,
    som,
    zondert_af,
)
from sonar.rapportage.tabellen.tabel import Editie, Tabel


Figuur = tuple[int, str, str]  # which release, code of the row, column


@dataclass(frozen=True, slots=True)
class Openbaar:
    """A public release (openbaar or letterlijk), or the one that is to become public."""

    kenmerk: str
    tabel: Tabel


@dataclass(frozen=True, slots=True)
class Beschermd:
    """A figure that is not shown, and what can be found out of it."""

    kenmerk: str
    code: str
    kolom: str
    laagste: int
    hoogste: int
    mogelijk: int  # how many values; from 10 on it may be more


@dataclass(frozen=True, slots=True)
class Doorrekening:
    """The outcome. `fouten` are sentences; without any the release may go out."""

    kenmerk: str
    samen_met: tuple[str, ...]
    beschermd: tuple[Beschermd, ...]
    verschillen: int
    vergelijkingen: int
    fouten: tuple[str, ...]


def doorreken(
    nieuw: Openbaar, eerder: Sequence[Openbaar], structureel: frozenset[str]
) -> Doorrekening:
    """Work out what a release gives away, beside all public ones before it, in order."""
    alle = [*eerder, nieuw]
    fouten = _tegen_de_regel(nieuw, structureel)
    stelsel = Stelsel(dict(_bereiken(alle)), list(_vergelijkingen(alle)))
    beschermd: list[Beschermd] = []
    verschillen = 0
    try:
        beschermd = list(_beschermd(stelsel, alle, structureel))
        te_krap = [b for b in beschermd if b.mogelijk < MOGELIJK]
        fouten += [
            f"{b.kenmerk}, {b.code} {b.kolom}: is te herleiden tot {b.mogelijk} mogelijke waarden "
            f"({b.laagste} tot en met {b.hoogste})."
            for b in te_krap
        ]
        for nummer, wat, laag, hoog in _verschillen(stelsel, alle):
            verschillen += 1
            if zondert_af((0, 0), (laag, hoog)):
                fouten.append(
                    f"{nieuw.kenmerk} naast {alle[nummer].kenmerk}, {wat}: het verschil van "
                    f"{laag} tot en met {hoog} zondert een kleine groep af."
                )
    except OnmogelijkError:
        fouten.append(f"{nieuw.kenmerk}: de cijfers spreken elkaar tegen.")
    return Doorrekening(
        kenmerk=nieuw.kenmerk,
        samen_met=tuple(uitgave.kenmerk for uitgave in eerder),
        beschermd=tuple(beschermd),
        verschillen=verschillen,
        vergelijkingen=len(stelsel.vergelijkingen),
        fouten=tuple(fouten),
    )


def als_verslag(gevonden: Doorrekening) -> bytes:
    """The report, as a file of the release: JSON in UTF-8, the same outcome in the same bytes."""
    inhoud = {
        "uitgave": gevonden.kenmerk,
        "samenMet": list(gevonden.samen_met),
        "uitkomst": "geslaagd" if not gevonden.fouten else "niet geslaagd",
        "eisen": {
            "mogelijkeWaardenTenMinste": MOGELIJK,
            "groepTenMinste": GRENS,
            "afgerondOp": STAP,
        },
        "uitleg": (
            "Van elk cijfer dat niet getoond is, in deze en in alle eerdere openbare uitgaven van "
            "de regio, staat hier wat iemand ervan kan weten die alle uitgaven en de regels van "
            "de bescherming kent: de laagste en hoogste waarde, en hoeveel waarden mogelijk zijn. "
            "Ook het verschil met elke eerdere uitgave is nagerekend: per cijfer, per rij, per "
            "kolom en in totaal."
        ),
        "nagerekendeVerschillen": gevonden.verschillen,
        "vergelijkingen": gevonden.vergelijkingen,
        "fouten": list(gevonden.fouten),
        "nietGetoond": [
            {
                "uitgave": b.kenmerk,
                "code": b.code,
                "kolom": b.kolom,
                "laagste": b.laagste,
                "hoogste": b.hoogste,
                "mogelijkeWaarden": b.mogelijk,
            }
            for b in gevonden.beschermd
        ],
    }
    return (json.dumps(inhoud, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _tegen_de_regel(nieuw: Openbaar, structureel: frozenset[str]) -> list[str]:
    """What no equation finds: a figure or a percentage that the rule would not give."""
    tabel = nieuw.tabel
    fouten = [
        f"{nieuw.kenmerk}, {code} {kolom}: {waarde} is niet afgerond op {STAP}."
        for (code, kolom), waarde in figuren(tabel).items()
        if waarde is not None and waarde % STAP
    ]
    fouten += [
        f"{nieuw.kenmerk}, {code} {kolom}: in deze kolom kan niemand staan, en hij is niet 0."
        for (code, kolom), waarde in figuren(tabel).items()
        if kolom in structureel and waarde != 0
    ]
    if tabel.percentage != percentage(tabel.totaal_van(tabel.totaal), tabel.doelgroep):
        fouten.append(f"{nieuw.kenmerk}: het percentage volgt niet uit wat getoond is.")
    return fouten


def _bereiken(alle: Sequence[Openbaar]) -> Iterator[tuple[Naam, Bereik]]:
    """Of every figure of every release: what it tells, or what hiding it tells."""
    toen: dict[Plek, list[Reeks]] = {}
    for nummer, uitgave in enumerate(alle):
        getoond = verteld(uitgave.tabel)
        for plek in figuren(uitgave.tabel):
            reeks = getoond.get(plek)
            bereik = Bereik((reeks,)) if reeks else achter_niet_getoond(toen.get(plek, ()))
            yield (nummer, *plek), bereik
        for plek, reeks in getoond.items():
            toen.setdefault(plek, []).append(reeks)


def _vergelijkingen(alle: Sequence[Openbaar]) -> Iterator[Vergelijking]:
    """Totals that are not sums of what is shown, and figures that were published twice."""
    for nummer, uitgave in enumerate(alle):
        tabel = uitgave.tabel
        if tabel.editie is Editie.LETTERLIJK:
            continue
        getoond = figuren(tabel)
        for wat, plekken in _sommen(tabel).items():
            gezegd = _totalen(tabel)[wat]
            if gezegd is not None and gezegd != som([getoond[plek] for plek in plekken]):
                # Then it was made of something else: of the exact figures, to be safe.
                yield Vergelijking({(nummer, *plek): 1 for plek in plekken}, gezegd)
    yield from _dubbel(alle)


def _dubbel(alle: Sequence[Openbaar]) -> Iterator[Vergelijking]:
    """A quarter that is public to the letter as well: the same figure, when that can be."""
    bereiken = dict(_bereiken(alle))
    for (a, een), (b, ander) in itertools.permutations(enumerate(alle), 2):
        letterlijk = een.tabel.editie is Editie.LETTERLIJK
        if not letterlijk or ander.tabel.editie is Editie.LETTERLIJK:
            continue
        if een.tabel.kwartaal != ander.tabel.kwartaal:
            continue
        for plek, waarde in figuren(een.tabel).items():
            bereik = bereiken.get((b, *plek))
            if waarde is not None and bereik and waarde in bereik:
                yield Vergelijking({(a, *plek): 1, (b, *plek): -1}, 0)


def _sommen(tabel: Tabel) -> dict[Plek, list[Plek]]:
    """The totals of a table, and the figures that each is of."""
    codes = [rij.code for rij in tabel.rijen]
    sommen = {
        (code, kolom.naam): [(code, deel) for deel in tabel.opgeteld[kolom.naam]]
        for code in codes
        for kolom in tabel.kolommen
        if not kolom.is_geteld
    }
    return sommen | {
        (tabel.regio_code, kolom): list(itertools.product(codes, delen))
        for kolom, delen in tabel.opgeteld.items()
    }


def _totalen(tabel: Tabel) -> dict[Plek, int | None]:
    return {
        (rij.code, kolom): waarde
        for rij in tabel.alle_rijen
        for kolom, waarde in tabel.per_kolom(rij).items()
    }


def _beschermd(
    stelsel: Stelsel, alle: Sequence[Openbaar], structureel: frozenset[str]
) -> Iterator[Beschermd]:
    """Every figure that is not shown; and one that is shown too small, as if it were not."""
    laatste = len(alle) - 1
    for nummer, uitgave in enumerate(alle):
        if uitgave.tabel.editie is Editie.LETTERLIJK:
            continue
        for (code, kolom), waarde in figuren(uitgave.tabel).items():
            nul_mag = waarde == 0 and (kolom in structureel or nummer < laatste)
            if nul_mag or (waarde is not None and waarde >= GRENS):
                continue
            naam = (nummer, code, kolom)
            laag, hoog = stelsel.uitersten({naam: 1})
            yield Beschermd(
                kenmerk=uitgave.kenmerk,
                code=code,
                kolom=kolom,
                laagste=laag,
                hoogste=hoog,
                mogelijk=stelsel.aantal_mogelijk(naam, genoeg=MOGELIJK),
            )


def _verschillen(stelsel: Stelsel, alle: Sequence[Openbaar]) -> Iterator[tuple[int, str, int, int]]:
    """Of each figure and each total: how much the new release can differ from one before it."""
    nieuw = len(alle) - 1
    nu = _alles(alle[nieuw].tabel)
    for toen in range(nieuw):
        for plek, plekken in _alles(alle[toen].tabel).items():
            if plek not in nu:
                continue
            termen: dict[Naam, int] = {(nieuw, *p): 1 for p in nu[plek]}
            termen |= {(toen, *p): -1 for p in plekken}
            yield toen, " ".join(plek), *stelsel.uitersten(termen)


def _alles(tabel: Tabel) -> dict[Plek, list[Plek]]:
    return {plek: [plek] for plek in figuren(tabel)} | _sommen(tabel)
