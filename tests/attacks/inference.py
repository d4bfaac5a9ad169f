"""(e) What is hidden, worked out from what is shown; and what a day or a night tells. Pure.

The attacker has all profiles that employers see. He also knows which values occur in a region at
all, shown or not: more than anybody outside knows.
"""

import random
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from tests.attacks.limits import Uitkomst
from tests.attacks.linkage import ZELDZAAM
from tests.attacks.population import LIJSTEN, Profiel


# Everybody has at least one of each.
VERPLICHT = ("sector", "taaksoort", "vaardigheid", "competentie", "affiniteit", "vervoermiddel")


def verborgen_waarden(
    zichtbaar: Sequence[Profiel], daarvoor: Sequence[Profiel], secties: Mapping[str, str]
) -> list[Uitkomst]:
    """Finds the candidates whose hidden value is known, because they can have no other. A candidate
    who shows nothing of what everybody has, has something hidden. A candidate who shows a section
    and no division of it may have a hidden division. `secties`: division to section.
    """
    echt = {profiel.id: profiel for profiel in daarvoor}
    zeker = vermoed = kaal = sectie_goed = sectie_kaal = 0
    for veld in VERPLICHT:
        weg = _verborgen(zichtbaar, daarvoor, veld)
        for profiel in zichtbaar:
            if getattr(profiel, veld):
                continue
            kaal += 1
            over = weg[profiel.regio]
            zeker += len(over) == 1 and over <= getattr(echt[profiel.id], veld)
    weg = _verborgen(zichtbaar, daarvoor, "sector")
    for profiel in zichtbaar:
        getoond = {secties.get(code) for code in profiel.sector}
        for sectie in profiel.sector - secties.keys() - getoond:
            broers = {code for code, boven in secties.items() if boven == sectie}
            over = weg[profiel.regio] & broers
            # The only division of its section says no more than the section.
            if len(over) == 1 and len(broers) > 1:
                sectie_kaal += 1
                sectie_goed += over <= echt[profiel.id].sector
    vermoed = sectie_goed / max(1, sectie_kaal)
    deel = f"{vermoed:.0%} van wie alleen de sectie toont"
    return [
        Uitkomst("kennis.leeg", zeker, kaal),
        Uitkomst("kennis.sectie", sectie_goed, sectie_kaal, deel if sectie_kaal else ""),
    ]


def _verborgen(
    zichtbaar: Iterable[Profiel], daarvoor: Iterable[Profiel], veld: str
) -> dict[str, set[str]]:
    """Per region the values that occur and that nobody shows."""
    bestaat, getoond = defaultdict(set), defaultdict(set)
    for per_regio, profielen in ((bestaat, daarvoor), (getoond, zichtbaar)):
        for profiel in profielen:
            per_regio[profiel.regio] |= getattr(profiel, veld)
    return defaultdict(set, {regio: bestaat[regio] - getoond[regio] for regio in bestaat})


def zeldzame_kolommen(profielen: Sequence[Profiel]) -> Uitkomst:
    """Hours, distances, months and languages with their level that fewer than ten of a region show.

    In a region of ten or more.
    """
    groot = {r for r, n in Counter(een.regio for een in profielen).items() if n >= ZELDZAAM}
    geteld: Counter[tuple[object, ...]] = Counter()
    met_dag: Counter[str] = Counter()
    for een in profielen:
        met_dag[een.regio] += bool(een.beschikbaar)
        if een.regio not in groot:
            continue
        waarden = [("uren", een.uren), ("ver", een.reisafstand)]
        waarden += [("dan", een.beschikbaar)] if een.beschikbaar else []
        waarden += [("taal", taal) for taal in een.taal]
        geteld.update((een.regio, *waarde) for waarde in waarden)
    zeldzaam = [wat for wat, aantal in geteld.items() if aantal < ZELDZAAM]
    # Where fewer than ten have a month at all, they share one: there is nothing wider to say.
    klein = [wat for wat in zeldzaam if wat[1] == "dan" and met_dag[str(wat[0])] < ZELDZAAM]
    return Uitkomst(
        "kennis.kolom",
        len(zeldzaam) - len(klein),
        len(geteld),
        f"{len(klein)} maanden niet te ruim",
    )


def zoekvraag(profielen: Sequence[Profiel], hoeveel: int = 2, zaad: int = 7) -> Uitkomst:
    """Somebody knows the region, the level and a few things one can: how many fit."""
    dobbel = random.Random(zaad)  # noqa: S311
    hebben: defaultdict[tuple[str, str, str], set[object]] = defaultdict(set)
    for een in profielen:
        for veld in LIJSTEN:
            for code in getattr(een, veld):
                hebben[een.regio, veld, code].add(een.id)
        hebben[een.regio, "niveau", een.opleidingsniveau].add(een.id)
    passend = []
    for een in profielen:
        kan = [(veld, code) for veld in ("vaardigheid", "taaksoort") for code in getattr(een, veld)]
        weet = dobbel.sample(sorted(kan), min(hoeveel, len(kan)))
        groepen = [hebben[een.regio, veld, code] for veld, code in weet]
        passend.append(
            len(hebben[een.regio, "niveau", een.opleidingsniveau].intersection(*groepen))
        )
    klein = sum(aantal < ZELDZAAM for aantal in passend) / len(passend)
    return Uitkomst(
        "kennis.zoekvraag",
        sum(aantal == 1 for aantal in passend) / len(passend),
        len(passend),
        f"kent regio, niveau en {hoeveel} dingen; minder dan tien {klein:.1%}, "
        f"mediaan {int(statistics.median(passend))}",
    )


def nieuwkomers(vastgesteld: Iterable[tuple[str, object]]) -> Uitkomst:
    """Somebody knows on which day a profile was made: who came in with it, in the region.

    `vastgesteld`: region and day of everybody who is shown.
    """
    nachten = Counter(vastgesteld)
    mensen = sum(nachten.values())
    alleen = sum(aantal == 1 for aantal in nachten.values())
    klein = sum(aantal for aantal in nachten.values() if aantal < ZELDZAAM)
    return Uitkomst(
        "nacht.nieuw",
        alleen / max(1, mensen),
        mensen,
        f"deel dat als enige van de regio kwam; met minder dan tien {klein / max(1, mensen):.1%}",
    )


def eerder_getoond(
    toen: Iterable[Profiel], nu: Iterable[Profiel], echt: Iterable[Profiel]
) -> Uitkomst:
    """What is hidden today and was shown before, to whoever kept it and knows the profile again."""
    vroeger, waar = ({een.id: een for een in rij} for rij in (toen, echt))
    verborgen = bekend = 0
    for een in nu:
        for veld in LIJSTEN:
            weg = getattr(waar[een.id], veld) - getattr(een, veld)
            verborgen += len(weg)
            if een.id in vroeger:
                bekend += len(weg & getattr(vroeger[een.id], veld))
    return Uitkomst("kwartalen.verborgen", bekend, verborgen)
