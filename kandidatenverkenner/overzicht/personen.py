"""Candidates as the overview counts them: one value for each part, from broad to exact.

A candidate may want work in three sectors and do five kinds of tasks. The overview counts everybody
once, so one value of each part counts: the sector and the kind of tasks that are most common in the
region, the group in which this person has most skills, and the band of the most hours that he or
she wants to work.
"""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from kandidatenverkenner.models import Codelijsten, Facet, Kenmerk
from kandidatenverkenner.overzicht.partition import Record


# Our own broader values: code, name, and the exact codes in it.
BREDER: dict[str, list[tuple[str, str, tuple[str, ...]]]] = {
    "opleidingsniveau": [
        ("1-2", "basisonderwijs of vmbo", ("1", "2")),
        ("3-4", "havo, vwo of mbo", ("3", "4")),
        ("5-6", "hbo of wo", ("5", "6")),
        ("9-9", "anders", ("9",)),
    ],
    "uren": [
        ("1-20", "1 tot en met 20 uur", ("1-12", "13-20")),
        ("21-40", "21 tot en met 40 uur", ("21-28", "29-36", "37-40")),
    ],
}
_WIJDER = {
    deel: {code: wijd for wijd, _, codes in groepen for code in codes}
    for deel, groepen in BREDER.items()
}
Voorkeur = Mapping[str, Sequence[str]]  # part: codes, from common to rare


@dataclass(frozen=True, slots=True)
class Gegeven:
    """The data of a candidate. `uren_max` is in hours per week."""

    id: uuid.UUID
    opleidingsniveau: str
    uren_max: int
    kenmerken: Sequence[int]


def voorkeur_van(gegevens: Iterable[Gegeven], codelijsten: Codelijsten) -> dict[str, list[str]]:
    """The codes of each part with several values, from common to rare in this region."""
    aantallen: dict[str, Counter[str]] = {Facet.SECTOR: Counter(), Facet.TAAKSOORT: Counter()}
    for gegeven in gegevens:
        for kenmerk in _kenmerken(gegeven, codelijsten):
            if kenmerk.facet in aantallen:
                aantallen[kenmerk.facet][kenmerk.code] += 1
    return {str(deel): _van_veel_naar_weinig(codes) for deel, codes in aantallen.items()}


def _van_veel_naar_weinig(aantallen: Mapping[str, int]) -> list[str]:
    return sorted(aantallen, key=lambda code: (-aantallen[code], code))


def personen_van(
    gegevens: Iterable[Gegeven], voorkeur: Voorkeur, codelijsten: Codelijsten
) -> list[Record]:
    """The people of one region, as records for the partition."""
    rang = {
        deel: {code: plek for plek, code in enumerate(codes)} for deel, codes in voorkeur.items()
    }
    return [_persoon(gegeven, rang, codelijsten) for gegeven in gegevens]


def records_digest(nummer: uuid.UUID) -> int:
    """A 64-bit hash of an id: enough to recognise somebody again, not to find them."""
    return int.from_bytes(blake2b(nummer.bytes, digest_size=8).digest(), signed=True)


def _kenmerken(gegeven: Gegeven, codelijsten: Codelijsten) -> list[Kenmerk]:
    # An attribute that is newer than these lists waits for the next night.
    return [
        codelijsten.op_nummer[nummer]
        for nummer in gegeven.kenmerken
        if nummer in codelijsten.op_nummer
    ]


def _persoon(
    gegeven: Gegeven, rang: Mapping[str, Mapping[str, int]], codelijsten: Codelijsten
) -> Record:
    per_facet: dict[str, list[Kenmerk]] = {facet: [] for facet in Facet.values}
    for kenmerk in _kenmerken(gegeven, codelijsten):
        per_facet[kenmerk.facet].append(kenmerk)
    groepen = Counter(kenmerk.groep for kenmerk in per_facet[Facet.VAARDIGHEID])
    uren = _uren_code(gegeven.uren_max)
    niveau = gegeven.opleidingsniveau
    return Record(
        records_digest(gegeven.id),
        {
            "opleidingsniveau": (_WIJDER["opleidingsniveau"][niveau], niveau) if niveau else (),
            "uren": (_WIJDER["uren"][uren], uren),
            "sector": _sectorpad(per_facet[Facet.SECTOR], rang[Facet.SECTOR]),
            "taaksoort": _voorste(
                [kenmerk.code for kenmerk in per_facet[Facet.TAAKSOORT]], rang[Facet.TAAKSOORT]
            ),
            "vaardigheidsgroep": _voorste(
                list(groepen), {groep: -aantal for groep, aantal in groepen.items()}
            ),
        },
    )


def _uren_code(uren_max: int) -> str:
    for code in _WIJDER["uren"]:
        if uren_max <= int(code.split("-")[1]):
            return code
    raise ValueError(f"{uren_max} uur per week past in geen urenband.")


def _sectorpad(sectoren: Sequence[Kenmerk], rang: Mapping[str, int]) -> tuple[str, ...]:
    """The section that counts, and the division in it that counts."""
    sectie = _voorste([kenmerk.groep or kenmerk.code for kenmerk in sectoren], rang)
    afdelingen = [kenmerk.code for kenmerk in sectoren if sectie and kenmerk.groep == sectie[0]]
    return (*sectie, *_voorste(afdelingen, rang))


def _voorste(codes: Sequence[str], rang: Mapping[str, int]) -> tuple[str, ...]:
    """The code with the first rank; codes without a rank come last, in their own order."""
    if not codes:
        return ()
    return (min(codes, key=lambda code: (rang.get(code, len(rang)), code)),)
