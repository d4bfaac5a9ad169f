"""What two years of nights do to the public overview: `python benchmarks/overzicht_nachten.py`.

Reads the candidates of the database (after `make data`: the demonstration) and writes nothing. Of
every hundred people fifty are replaced in a year, by people with the profile of somebody else.
Prints per quarter how many rows there are, how far they are behind, and how much they tell; and how
long a night takes.
"""

import datetime
import os
import random
import statistics
import sys
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path


sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django


django.setup()

from benchmarks.waarop import databank, machine  # noqa: E402
from kandidatenverkenner.models import Codelijsten, Kandidaat  # noqa: E402
from kandidatenverkenner.overzicht.nightly import Regio, per_rij  # noqa: E402
from kandidatenverkenner.overzicht.personen import (  # noqa: E402
    Gegeven,
    personen_van,
    voorkeur_van,
)


NACHTEN, VERLOOP = 731, 0.5
BEGIN = datetime.date(2026, 1, 1)


def schrijf(tekst: str) -> None:
    """A line on the screen."""
    sys.stdout.write(f"{tekst}\n")


def lees() -> list:
    """Everybody of the region with most candidates."""
    regio, _ = Counter(Kandidaat.objects.values_list("regio", flat=True)).most_common(1)[0]
    velden = ("id", "opleidingsniveau", "uren_max", "kenmerken")
    rijen = Kandidaat.objects.filter(regio=regio).order_by("id").values_list(*velden)
    gegevens = [Gegeven(*rij) for rij in rijen]
    codelijsten = Codelijsten.lees()
    return personen_van(gegevens, voorkeur_van(gegevens, codelijsten), codelijsten)


def regel(nacht: int, regio: Regio, personen: list, gekeken: int) -> str:
    """A line of the table."""
    mensen = sum(rij.aantal for rij in regio.rijen.values())
    groepen = per_rij(regio.boom, personen)
    achter = [abs(rij.aantal - len(groepen[code])) for code, rij in regio.rijen.items()]
    dagen = [
        (BEGIN + datetime.timedelta(nacht) - rij.peildatum).days
        for rij in regio.rijen.values()
        for _ in range(rij.aantal)
    ]
    drie, vijf = (
        sum(rij.aantal for code, rij in regio.rijen.items() if sum(map(bool, code)) >= delen)
        for delen in (3, 5)
    )
    return (
        f"| {nacht} | {gekeken} | {len(regio.rijen)} | {mensen} | {len(personen)} "
        f"| {statistics.mean(achter):.1f} | {statistics.median(dagen):.0f} "
        f"| {drie / mensen:.0%} | {vijf / mensen:.0%} |"
    )


def main() -> None:
    """Two years, and a line for every quarter."""
    dobbel = random.Random(1)  # noqa: S311 - chance, not cryptography
    bron = lees()
    aanwezig = {persoon.vingerafdruk: persoon for persoon in bron}
    nummer, gekeken, regio, duur = 0, 0, Regio(), []
    schrijf(machine(databank(), f"{len(bron)} kandidaten"))
    schrijf("| nacht | bekeken | rijen | getoond | echt | afwijking | dagen oud | 3+ | alle 5 |")
    schrijf("|---|---|---|---|---|---|---|---|---|")
    for nacht in range(NACHTEN):
        for _ in range(round(len(aanwezig) * VERLOOP / 365 + dobbel.random() - 0.5) * bool(nacht)):
            aanwezig.pop(dobbel.choice(sorted(aanwezig)))
            nummer += 1
            aanwezig[nummer] = replace(dobbel.choice(bron), vingerafdruk=nummer)
        personen = list(aanwezig.values())
        begin = time.perf_counter()
        gekeken += regio.kijk(personen, BEGIN + datetime.timedelta(nacht))
        duur.append(time.perf_counter() - begin)
        if nacht % 91 == 0:
            schrijf(regel(nacht, regio, personen, gekeken))
    schrijf(f"Een nacht: mediaan {statistics.median(duur) * 1000:.0f} ms")


if __name__ == "__main__":
    main()
