"""The audit of the public edition: what can somebody find out who has every public release?

Asks nothing of the database and nothing of the exact figures: only what is public, the rule, and
linear programming over all of it together. So its report can be public too.
"""

import itertools
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sonar.rapportage.disclosure.feasible import Equation, EquationSystem, Figure, InfeasibleError
from sonar.rapportage.disclosure.public_table import (
    CellKey,
    counted_cells,
    disclosed,
    share_of_shown,
)
from sonar.rapportage.disclosure.suppression import (
    MIN_POSSIBLE,
    STEP,
    THRESHOLD,
    Interval,
    PossibleValues,
    behind_suppressed,
    isolates,
    sum_of_shown,
)
from sonar.rapportage.tabellen.tabel import Editie, Tabel


AuditedFigure = tuple[int, str, str]  # which release, code of the row, column


@dataclass(frozen=True, slots=True)
class PublicRelease:
    """A public release (openbaar or letterlijk), or the one that is to become public."""

    kenmerk: str
    tabel: Tabel


@dataclass(frozen=True, slots=True)
class SuppressedFigure:
    """A figure that is not shown, and what can be found out of it."""

    kenmerk: str
    code: str
    kolom: str
    laagste: int
    hoogste: int
    mogelijk: int  # how many values; from 10 on it may be more


@dataclass(frozen=True, slots=True)
class AuditResult:
    """The outcome. `fouten` are sentences; without any the release may go out."""

    kenmerk: str
    samen_met: tuple[str, ...]
    beschermd: tuple[SuppressedFigure, ...]
    verschillen: int
    vergelijkingen: int
    fouten: tuple[str, ...]


def audit_release(
    nieuw: PublicRelease, eerder: Sequence[PublicRelease], structureel: frozenset[str]
) -> AuditResult:
    """Work out what a release gives away, beside all public ones before it, in order."""
    alle = [*eerder, nieuw]
    fouten = _against_the_rule(nieuw, structureel)
    stelsel = EquationSystem(dict(_possible_values(alle)), list(_equations(alle)))
    beschermd: list[SuppressedFigure] = []
    verschillen = 0
    try:
        beschermd = list(_suppressed(stelsel, alle, structureel))
        te_krap = [b for b in beschermd if b.mogelijk < MIN_POSSIBLE]
        fouten += [
            f"{b.kenmerk}, {b.code} {b.kolom}: is te herleiden tot {b.mogelijk} mogelijke waarden "
            f"({b.laagste} tot en met {b.hoogste})."
            for b in te_krap
        ]
        for nummer, wat, laag, hoog in _differences(stelsel, alle):
            verschillen += 1
            if isolates((0, 0), (laag, hoog)):
                fouten.append(
                    f"{nieuw.kenmerk} naast {alle[nummer].kenmerk}, {wat}: het verschil van "
                    f"{laag} tot en met {hoog} zondert een kleine groep af."
                )
    except InfeasibleError:
        fouten.append(f"{nieuw.kenmerk}: de cijfers spreken elkaar tegen.")
    return AuditResult(
        kenmerk=nieuw.kenmerk,
        samen_met=tuple(uitgave.kenmerk for uitgave in eerder),
        beschermd=tuple(beschermd),
        verschillen=verschillen,
        vergelijkingen=len(stelsel.vergelijkingen),
        fouten=tuple(fouten),
    )


def to_report(gevonden: AuditResult) -> bytes:
    """The report, as a file of the release: JSON in UTF-8, the same outcome in the same bytes."""
    inhoud = {
        "uitgave": gevonden.kenmerk,
        "samenMet": list(gevonden.samen_met),
        "uitkomst": "geslaagd" if not gevonden.fouten else "niet geslaagd",
        "eisen": {
            "mogelijkeWaardenTenMinste": MIN_POSSIBLE,
            "groepTenMinste": THRESHOLD,
            "afgerondOp": STEP,
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


def _against_the_rule(nieuw: PublicRelease, structureel: frozenset[str]) -> list[str]:
    """What no equation finds: a figure or a percentage that the rule would not give."""
    tabel = nieuw.tabel
    fouten = [
        f"{nieuw.kenmerk}, {code} {kolom}: {waarde} is niet afgerond op {STEP}."
        for (code, kolom), waarde in counted_cells(tabel).items()
        if waarde is not None and waarde % STEP
    ]
    fouten += [
        f"{nieuw.kenmerk}, {code} {kolom}: in deze kolom kan niemand staan, en hij is niet 0."
        for (code, kolom), waarde in counted_cells(tabel).items()
        if kolom in structureel and waarde != 0
    ]
    if tabel.percentage != share_of_shown(tabel.totaal_van(tabel.totaal), tabel.doelgroep):
        fouten.append(f"{nieuw.kenmerk}: het percentage volgt niet uit wat getoond is.")
    return fouten


def _possible_values(alle: Sequence[PublicRelease]) -> Iterator[tuple[Figure, PossibleValues]]:
    """Of every figure of every release: what it tells, or what hiding it tells."""
    toen: dict[CellKey, list[Interval]] = {}
    for nummer, uitgave in enumerate(alle):
        getoond = disclosed(uitgave.tabel)
        for plek in counted_cells(uitgave.tabel):
            reeks = getoond.get(plek)
            bereik = PossibleValues((reeks,)) if reeks else behind_suppressed(toen.get(plek, ()))
            yield (nummer, *plek), bereik
        for plek, reeks in getoond.items():
            toen.setdefault(plek, []).append(reeks)


def _equations(alle: Sequence[PublicRelease]) -> Iterator[Equation]:
    """Totals that are not sums of what is shown, and figures that were published twice."""
    for nummer, uitgave in enumerate(alle):
        tabel = uitgave.tabel
        if tabel.editie is Editie.LETTERLIJK:
            continue
        getoond = counted_cells(tabel)
        for wat, plekken in _sums(tabel).items():
            gezegd = _totals(tabel)[wat]
            if gezegd is not None and gezegd != sum_of_shown([getoond[plek] for plek in plekken]):
                # Then it was made of something else: of the exact figures, to be safe.
                yield Equation({(nummer, *plek): 1 for plek in plekken}, gezegd)
    yield from _published_twice(alle)


def _published_twice(alle: Sequence[PublicRelease]) -> Iterator[Equation]:
    """A quarter that is public to the letter as well: the same figure, when that can be."""
    bereiken = dict(_possible_values(alle))
    for (a, een), (b, ander) in itertools.permutations(enumerate(alle), 2):
        letterlijk = een.tabel.editie is Editie.LETTERLIJK
        if not letterlijk or ander.tabel.editie is Editie.LETTERLIJK:
            continue
        if een.tabel.kwartaal != ander.tabel.kwartaal:
            continue
        for plek, waarde in counted_cells(een.tabel).items():
            bereik = bereiken.get((b, *plek))
            if waarde is not None and bereik and waarde in bereik:
                yield Equation({(a, *plek): 1, (b, *plek): -1}, 0)


def _sums(tabel: Tabel) -> dict[CellKey, list[CellKey]]:
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


def _totals(tabel: Tabel) -> dict[CellKey, int | None]:
    return {
        (rij.code, kolom): waarde
        for rij in tabel.alle_rijen
        for kolom, waarde in tabel.per_kolom(rij).items()
    }


def _suppressed(
    stelsel: EquationSystem, alle: Sequence[PublicRelease], structureel: frozenset[str]
) -> Iterator[SuppressedFigure]:
    """Every figure that is not shown; and one that is shown too small, as if it were not."""
    laatste = len(alle) - 1
    for nummer, uitgave in enumerate(alle):
        if uitgave.tabel.editie is Editie.LETTERLIJK:
            continue
        for (code, kolom), waarde in counted_cells(uitgave.tabel).items():
            nul_mag = waarde == 0 and (kolom in structureel or nummer < laatste)
            if nul_mag or (waarde is not None and waarde >= THRESHOLD):
                continue
            naam = (nummer, code, kolom)
            laag, hoog = stelsel.uitersten({naam: 1})
            yield SuppressedFigure(
                kenmerk=uitgave.kenmerk,
                code=code,
                kolom=kolom,
                laagste=laag,
                hoogste=hoog,
                mogelijk=stelsel.aantal_mogelijk(naam, genoeg=MIN_POSSIBLE),
            )


def _differences(
    stelsel: EquationSystem, alle: Sequence[PublicRelease]
) -> Iterator[tuple[int, str, int, int]]:
    """For each figure and each total: how much the new release can differ from an earlier one."""
    nieuw = len(alle) - 1
    nu = _cells_and_sums(alle[nieuw].tabel)
    for toen in range(nieuw):
        for plek, plekken in _cells_and_sums(alle[toen].tabel).items():
            if plek not in nu:
                continue
            termen: dict[Figure, int] = {(nieuw, *p): 1 for p in nu[plek]}
            termen |= {(toen, *p): -1 for p in plekken}
            yield toen, " ".join(plek), *stelsel.uitersten(termen)


def _cells_and_sums(tabel: Tabel) -> dict[CellKey, list[CellKey]]:
    return {plek: [plek] for plek in counted_cells(tabel)} | _sums(tabel)
