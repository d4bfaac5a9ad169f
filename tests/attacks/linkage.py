"""(c) to (e) Who knows something about somebody: joining by content, recognising, inferring. Pure.

The attacker is given everything: all profiles that all employers together can see. His knowledge of
one person is given as columns, exactly as they are shown; an attacker who knows the rule of the
rare values can work those out.
"""

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from tests.attacks.limits import Uitkomst
from tests.attacks.population import KOLOMMEN, LIJSTEN, Profiel


ZELDZAAM = 10
# What somebody may know of another: a neighbour, a colleague of long ago, a caretaker, everything.
KENNIS: dict[str, tuple[str, ...]] = {
    "buur": ("regio", "opleidingsniveau", "rijbewijs"),
    "kennis": ("regio", "opleidingsniveau", "rijbewijs", "uren", "vervoermiddel"),
    "gemeente": ("regio", "opleidingsniveau", "uren", "vaardigheid"),
    "oud-collega": ("regio", "opleidingsniveau", "rijbewijs", "uren", "sector", "taaksoort"),
    "begeleider": (
        "regio",
        "opleidingsniveau",
        "diploma",
        "rijbewijs",
        "uren",
        "taal",
        "taaksoort",
        "vaardigheid",
    ),
    "alles": KOLOMMEN,
}
# What an attacker would like to know besides.
TE_RADEN = ("opleidingsniveau", "diploma", "uren", "beschikbaar", "reisafstand", "taal", "sector")


def groepen(profielen: Iterable[Profiel], velden: Sequence[str]) -> Counter[tuple[object, ...]]:
    """How many candidates share each combination of values."""
    return Counter(profiel.sleutel(velden) for profiel in profielen)


def verdeling(profielen: Sequence[Profiel], velden: Sequence[str]) -> tuple[float, float, int]:
    """Share of people who are the only one that fits, share with fewer than ten, and the median."""
    aantal = groepen(profielen, velden)
    passend = [aantal[profiel.sleutel(velden)] for profiel in profielen]
    totaal = len(passend)
    return (
        sum(een == 1 for een in passend) / totaal,
        sum(een < ZELDZAAM for een in passend) / totaal,
        int(statistics.median(passend)),
    )


def herken(zichtbaar: Sequence[Profiel], daarvoor: Sequence[Profiel]) -> list[Uitkomst]:
    """(e) For everybody: how many fit what an acquaintance knows, with and without the rule."""
    uitkomsten = []
    for wie, velden in KENNIS.items():
        uniek, klein, midden = verdeling(zichtbaar, velden)
        zonder, zonder_klein, zonder_midden = verdeling(daarvoor, velden)
        uitkomsten.append(
            Uitkomst(
                f"kennis.{wie}",
                uniek,
                len(zichtbaar),
                f"deel dat als enige past; minder dan tien {klein:.1%}, mediaan {midden}; zonder "
                f"de regel {zonder:.1%}, {zonder_klein:.1%} en {zonder_midden}",
            )
        )
    return uitkomsten


def leid_af(profielen: Sequence[Profiel], velden: Sequence[str]) -> list[Uitkomst]:
    """(e) Of how many people is a column certain because all who fit have the same value."""
    uitkomsten = []
    for doel in TE_RADEN:
        if doel in velden:
            continue
        waarden = defaultdict(set)
        for profiel in profielen:
            waarden[profiel.sleutel(velden)].add(getattr(profiel, doel))
        grootte = groepen(profielen, velden)
        zeker = meer = 0
        for profiel in profielen:
            sleutel = profiel.sleutel(velden)
            if len(waarden[sleutel]) == 1:
                zeker += 1
                meer += grootte[sleutel] > 1
        n = len(profielen)
        uitkomsten.append(
            Uitkomst(
                f"afleiden.{doel}",
                zeker / n,
                n,
                f"deel van wie {doel} vaststaat voor wie {', '.join(velden)} kent; "
                f"{meer / n:.1%} staat in een groep van meer dan een",
            )
        )
    return uitkomsten


def zeldzame_waarden(profielen: Sequence[Profiel]) -> list[tuple[str, str, object, int]]:
    """Values of one column that are shown of fewer than ten of a region: what, where, how many."""
    geteld: Counter[tuple[str, str, object]] = Counter()
    for profiel in profielen:
        for veld in LIJSTEN:
            geteld.update((profiel.regio, veld, code) for code in getattr(profiel, veld))
        geteld.update((profiel.regio, "taal", code) for code, _, _ in profiel.taal)
        if profiel.opleidingsniveau:
            geteld[profiel.regio, "opleidingsniveau", profiel.opleidingsniveau] += 1
        if profiel.diploma is not None:
            geteld[profiel.regio, "diploma", profiel.diploma] += 1
    return [(*wat, aantal) for wat, aantal in geteld.items() if aantal < ZELDZAAM]


def na_verruimen(profielen: Sequence[Profiel]) -> list[Uitkomst]:
    """(e) Columns that are told more widely: who still has a value of his or her own."""
    uitkomsten = []
    for veld in ("uren", "reisafstand", "beschikbaar", "taal"):
        aantal = groepen(profielen, ("regio", veld))
        klein = sum(
            aantal[profiel.sleutel(("regio", veld))] < ZELDZAAM
            for profiel in profielen
            if getattr(profiel, veld)
        )
        uitkomsten.append(
            Uitkomst(
                f"waarde.{veld}",
                klein / len(profielen),
                len(profielen),
                f"deel met een waarde van {veld} die minder dan tien van de regio hebben",
            )
        )
    return uitkomsten


def verborgen_niveaus(zichtbaar: Sequence[Profiel], daarvoor: Sequence[Profiel]) -> Uitkomst:
    """(e) Of whom is the hidden level or diploma known all the same: it can be nothing else.

    The attacker sees which values nobody of the region shows. Is that one value, then whoever
    shows none has that one. He may also know which values occur in the region at all.
    """
    echt = {profiel.id: profiel for profiel in daarvoor}
    geraden = 0
    for veld in ("opleidingsniveau", "diploma"):
        bestaat, te_zien, zonder = defaultdict(set), defaultdict(set), defaultdict(list)
        for profiel in daarvoor:
            bestaat[profiel.regio].add(getattr(profiel, veld))
        for profiel in zichtbaar:
            waarde = getattr(profiel, veld)
            if waarde in ("", None):
                zonder[profiel.regio].append(profiel)
            else:
                te_zien[profiel.regio].add(waarde)
        for regio, mensen in zonder.items():
            over = bestaat[regio] - te_zien[regio]
            if len(over) == 1:
                geraden += sum(getattr(echt[een.id], veld) in over for een in mensen)
    return Uitkomst("kennis.niveau", geraden, 2 * len(zichtbaar))


def koppel(eerst: Sequence[Profiel], later: Sequence[Profiel]) -> tuple[float, float]:
    """(d) Share of those who are in both that is joined rightly by equal content; wrongly.

    Only pairs that are the only one of their content on both sides are joined.
    """
    in_beide = {profiel.id for profiel in eerst} & {profiel.id for profiel in later}
    een, ander = (_enigen(profielen) for profielen in (eerst, later))
    paren = [(een[sleutel], ander[sleutel]) for sleutel in een.keys() & ander.keys()]
    goed = sum(links == rechts for links, rechts in paren)
    n = max(1, len(in_beide))
    return goed / n, (len(paren) - goed) / n


def _enigen(profielen: Sequence[Profiel]) -> dict[tuple[object, ...], object]:
    aantal = groepen(profielen, KOLOMMEN)
    return {
        sleutel: profiel.id
        for profiel in profielen
        if aantal[sleutel := profiel.sleutel(KOLOMMEN)] == 1
    }
