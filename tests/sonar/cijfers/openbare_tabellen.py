"""Small tables for the tests of the public edition, and an oracle that tries every world.

The oracle shares no code with the audit: it makes every world, publishes it, and looks which
worlds look the same from outside.
"""

import collections
import datetime

from sonar.rapportage.disclosure.public_table import protect
from sonar.rapportage.tabellen.tabel import Editie, Rij, Tabel
from sonar.rapportage.tellen.kwartaal import Kwartaal


KWARTALEN = [Kwartaal(2020, 1), Kwartaal(2020, 2), Kwartaal(2020, 3), Kwartaal(2020, 4)]
GEEN = frozenset()
ALLEEN_EERSTE = frozenset({"gemeente_zonder_profiel", "uwv_met_profiel", "uwv_zonder_profiel"})


def exact(rijen, kwartaal=KWARTALEN[0], doelgroep=5000, editie=Editie.INTERN):
    """A table of rows of four numbers."""
    totaal = [sum(kolom) for kolom in zip(*rijen, strict=True)] or [0] * 4
    return Tabel(
        regio_code="AM19",
        regio="Holland Rijnland",
        kwartaal=kwartaal,
        peildatum=datetime.date(2020, 12, 31),
        editie=editie,
        rijen=tuple(
            Rij(f"GM{nummer:04}", f"Plaats {nummer}", (*rij, sum(rij)))
            for nummer, rij in enumerate(rijen, start=1)
        ),
        totaal=Rij("AM19", "TOTAAL AMR", (*totaal, sum(totaal))),
        doelgroep=doelgroep,
        percentage=None,
    )


def uitgegeven(reeks, structureel=GEEN, eerder=()):
    """The public tables of exact tables, each published after the ones before it."""
    gemaakt = list(eerder)
    for tabel in reeks:
        gemaakt.append(protect(tabel, gemaakt, structureel))
    return gemaakt[len(eerder) :]


def een_cel(aantallen):
    """A region of one gemeente with people in one column, quarter after quarter."""
    return [
        exact([(aantal, 0, 0, 0)], kwartaal)
        for aantal, kwartaal in zip(aantallen, KWARTALEN, strict=False)
    ]


def gezien(tabellen):
    """All that somebody outside sees."""
    return tuple(
        (tabel.kwartaal, tabel.alle_rijen, tabel.doelgroep, tabel.percentage) for tabel in tabellen
    )


def werelden_per_aanblik(werelden, publiceer):
    """What is seen: the worlds that look like that."""
    gevonden = collections.defaultdict(list)
    for wereld in werelden:
        gevonden[gezien(publiceer(wereld))].append(wereld)
    return gevonden
