"""Whether memory answers as SQL does: `python benchmarks/zoeken_juist.py [10000] [20000]`.

So many random questions over a copy of the database of `make data` with so many candidates: over
all facets, distance, words, availability, all orders, and later pages. Half at rest; half while 8
writers publish, change, withdraw, roll back, and stop between their statements. Each question is
asked of both within one transaction (REPEATABLE READ), so of one moment: total, counts of all
facets and the rows of the page must be equal. Then others are withdrawn, one by one, and looked for
at once. Ends with code 1 at the first difference, and prints it.
"""

import random
import sys
import time

from meetdatabase import meetdatabase, schrijf
from zoekproef import NU, Verslag, Vragen, schrijvers, trek_in_en_kijk, vergelijk

from benchmarks.waarop import databank, machine
from kandidatenverkenner.models import Codelijsten, Kandidaat
from kandidatenverkenner.search_index.memory.index import Index


SCHRIJVERS = 8
INTREKKINGEN = 300
TUSSENSTAND = 1_000
ZAAD = 2020


def vraag_veel(index: Index, vragen: Vragen, hoeveel: int) -> Verslag:
    """Compare so many, and read the index again when it is full, as the site does."""
    uit = Verslag()
    for nummer in range(hoeveel):
        if nummer % TUSSENSTAND == TUSSENSTAND - 1:
            schrijf(f"  tot hier {uit}")
        if index.wil_lezen:
            index.lees_alles(NU)
        vergelijk(index, *vragen.een(), vragen.lijsten, uit)
        if uit.anders:
            raise SystemExit(f"Niet gelijk na {uit}: {uit.anders[0]}")
    return uit


def main() -> None:
    """Fill, ask, print."""
    gegeven = [int(een) for een in sys.argv[1:]]
    aantal, kandidaten = [*gegeven, *(10_000, 20_000)[len(gegeven) :]]
    schrijf(machine(databank()))
    with meetdatabase(kandidaten):
        lijsten, index = Codelijsten.lees(), Index()
        vragen = Vragen(lijsten, random.Random(ZAAD))  # noqa: S311 - chance, not cryptography
        alle = list(Kandidaat.objects.order_by("pk").values_list("pk", flat=True))
        index.lees_alles(NU)
        begin = time.perf_counter()
        verslag = vraag_veel(index, vragen, aantal // 2)
        schrijf(f"in rust, {len(alle):,} kandidaten: {verslag} ({_sinds(begin):.0f} s)")
        begin = time.perf_counter()
        with schrijvers(SCHRIJVERS, alle) as gedaan:
            verslag = vraag_veel(index, vragen, aantal - aantal // 2)
            dobbel = random.Random(ZAAD)  # noqa: S311
            for wie in dobbel.sample(list(Kandidaat.objects.order_by("pk")), INTREKKINGEN):
                if trek_in_en_kijk(index, wie, lijsten):
                    raise SystemExit("Iemand die is ingetrokken, werd getoond.")
        schrijf(
            f"terwijl {SCHRIJVERS} schrijven ({sum(gedaan):,} transacties): {verslag} "
            f"({_sinds(begin):.0f} s); {INTREKKINGEN} ingetrokken, 0 daarna getoond"
        )
        verslag = vraag_veel(index, vragen, 200)
        schrijf(f"daarna: {verslag}")


def _sinds(begin: float) -> float:
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
