"""(f) Counting and subtracting: facet counts, the nightly overview, the public figures."""

import datetime
import itertools
import random
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from kandidatenverkenner.overzicht.nightly import Regio, by_row
from kandidatenverkenner.overzicht.partition import Record
from sonar.rapportage.disclosure.public_table import protect
from sonar.rapportage.tabellen.tabel import Editie, Rij, Tabel
from sonar.rapportage.tellen.kwartaal import Kwartaal
from tests.attacks.limits import Uitkomst
from tests.attacks.population import LIJSTEN, Profiel


TIEN = 10
MOGELIJK = 9  # so many values a small group must be able to have, if it is to be hidden


def paren(profielen: Sequence[Profiel]) -> Uitkomst:
    """Searches of a region and two choices: in how many is the count one person."""
    per_regio = defaultdict(list)
    for profiel in profielen:
        codes = [("opleidingsniveau", profiel.opleidingsniveau)] if profiel.opleidingsniveau else []
        codes += [
            (veld, een)
            for veld in LIJSTEN
            if veld != "vervoermiddel"  # no facet
            for een in getattr(profiel, veld)
        ]
        per_regio[profiel.regio].append(sorted(codes))
    een = totaal = 0
    for mensen in per_regio.values():
        geteld: Counter[tuple[object, ...]] = Counter()
        for codes in mensen:
            geteld.update(itertools.combinations(codes, 2))
        totaal += len(geteld)
        een += sum(aantal == 1 for aantal in geteld.values())
    deel = f"{een / max(1, totaal):.1%} van de paren die voorkomen"
    return Uitkomst("facet.een", een, totaal, deel)


def nachten(bron: Sequence[Record], aantal: int = 30, verloop: float = 0.5) -> Uitkomst:
    """Keep the overview of every night and subtract: rows, and changes of rows, of fewer than ten.

    Of every hundred people fifty are replaced in a year. The attacker compares each row with the
    same row of every earlier night. People who really moved are counted apart from the rule.
    """
    dobbel, aanwezig = random.Random(3), {een.fingerprint: een for een in bron}  # noqa: S311
    regio, nummer, klein, vergeleken = Regio(), 0, 0, 0
    # code: what is on view of it, and who was in it then
    stand: dict[object, tuple[int, frozenset[int]]] = {}
    for nacht in range(aantal):
        for _ in range(round(len(aanwezig) * verloop / 365 + dobbel.random() - 0.5) * bool(nacht)):
            aanwezig.pop(dobbel.choice(sorted(aanwezig)))
            nummer -= 1
            aanwezig[nummer] = replace(dobbel.choice(bron), fingerprint=nummer)
        personen = list(aanwezig.values())
        regio.update(personen, datetime.date(2026, 1, 1) + datetime.timedelta(nacht))
        leden = by_row(regio.tree, personen)
        for code, rij in regio.rows.items():
            vergeleken += 1
            klein += rij.count < TIEN
            eerder = stand.get(code)
            nu = frozenset(een.fingerprint for een in leden.get(code, ()))
            if eerder is None or eerder[0] != rij.count:
                if eerder:
                    klein += len(eerder[1] ^ nu) < TIEN
                stand[code] = (rij.count, nu)
    return Uitkomst("overzicht.klein", klein, vergeleken, f"{aantal} nachten, {len(bron)} mensen")


def uitgaven(kwartalen: Mapping[Kwartaal, Sequence[tuple[int, int, int, int]]]) -> Uitkomst:
    """Subtract public releases of a region: is any figure, or any change, surely under ten?

    The attacker knows the rounding. A change that must be small (not 0) and can have fewer than
    nine values points at a few people.
    """
    openbaar: list[Tabel] = []
    for kwartaal, rijen in kwartalen.items():
        openbaar.append(protect(_exact(kwartaal, rijen), openbaar, frozenset()))
    klein = vergeleken = 0
    for een, ander in itertools.combinations(openbaar, 2):
        for rij, later in zip(een.rijen, ander.rijen, strict=True):
            for toen, nu in zip(rij.waarden[:4], later.waarden[:4], strict=True):
                if toen is None or nu is None:
                    continue
                vergeleken += 1
                laag, hoog = _bereik(nu)[0] - _bereik(toen)[1], _bereik(nu)[1] - _bereik(toen)[0]
                zeker_klein = laag > -TIEN and hoog < TIEN and not laag <= 0 <= hoog
                klein += zeker_klein and hoog - laag + 1 < MOGELIJK
    getoond = [w for tabel in openbaar for rij in tabel.rijen for w in rij.waarden[:4]]
    klein += sum(waarde is not None and 0 <= waarde < TIEN for waarde in getoond)
    weg = sum(waarde is None for waarde in getoond)
    return Uitkomst(
        "uitgaven.klein", klein, vergeleken + len(getoond), f"{weg} van {len(getoond)} verborgen"
    )


def _bereik(getoond: int) -> tuple[int, int]:
    """The numbers that are rounded to this; under ten nothing is shown."""
    return max(TIEN, getoond - 2), getoond + 2


def _exact(kwartaal: Kwartaal, rijen: Sequence[tuple[int, int, int, int]]) -> Tabel:
    totaal = [sum(kolom) for kolom in zip(*rijen, strict=True)]
    return Tabel(
        regio_code="AM19",
        regio="Holland Rijnland",
        kwartaal=kwartaal,
        peildatum=kwartaal.peildatum,
        editie=Editie.INTERN,
        rijen=tuple(
            Rij(f"GM{nummer:04}", f"Plaats {nummer}", (*rij, sum(rij)))
            for nummer, rij in enumerate(rijen, start=1)
        ),
        totaal=Rij("AM19", "TOTAAL AMR", (*totaal, sum(totaal))),
        doelgroep=sum(totaal) * 3 // 2,
        percentage=None,
    )
