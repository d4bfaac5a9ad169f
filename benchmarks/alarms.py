"""Do the alarms see who empties the Kandidatenverkenner? `python -m benchmarks.alarms [gewone]`.

On the database of `manage.py simuleer --landelijk`, with the truth it wrote (`--waarheid MAP`; here
WAARHEID=MAP, otherwise var). Everything that the planted employers opened, and so many
ordinary ones (400), is forgotten and opened again at the same moments through the product's own
door; then it is counted who raised an alarm, which, and after how many openings. All of it is
rolled back. Ends with code 1 when an ordinary employer raised one.
"""

import json
import logging
import os
import random
import sys
from collections import defaultdict
from contextlib import suppress
from pathlib import Path

from django.db import transaction

from benchmarks.runner.machine import databank, machine
from kandidatenverkenner.models import (
    Alarm,
    Bezoek,
    Kandidaat,
    Werkgeversaccount,
)
from kandidatenverkenner.privacy.visits import DaglimietError, open_kandidaat


WAARHEID = Path(os.environ.get("WAARHEID", "var")) / "misbruik_werkgevers.json"


def schrijf(tekst: str) -> None:
    """A line on the screen, at once."""
    sys.stdout.write(f"{tekst}\n")
    sys.stdout.flush()


def zet_klaar(rijen: list[Bezoek]) -> None:
    """Somebody to open for every number: what they look like, no alarm looks at."""
    Kandidaat.objects.all().delete()
    regio_van = {rij.kandidaat: rij.regio for rij in rijen}
    Kandidaat.objects.bulk_create(
        [
            Kandidaat(
                id=nummer, regio=regio, uren_min=8, uren_max=24, reisafstand=15, kenmerken=[],
                tekst="", gewijzigd_op=rijen[0].dag,
            )
            for nummer, regio in regio_van.items()
        ],
        batch_size=2_000,
    )  # fmt: skip


def open_opnieuw(rijen: list[Bezoek]) -> dict[int, tuple[int, list[str]]]:
    """Per employer that raised an alarm: after how many openings, and which alarm."""
    accounts = {
        een.account_id: een for een in Werkgeversaccount.objects.select_related("werkgever")
    }
    geopend: dict[int, int] = defaultdict(int)
    eerste: dict[int, int] = {}
    for rij in rijen:
        geopend[rij.werkgever_id] += 1
        with suppress(DaglimietError):
            open_kandidaat(
                account=accounts[rij.account_id],
                kandidaat=rij.kandidaat,
                wijze=Bezoek.Wijze(rij.wijze),
                moment=rij.moment,
            )
        if (
            rij.werkgever_id not in eerste
            and Alarm.objects.filter(werkgever=rij.werkgever_id).exists()
        ):
            eerste[rij.werkgever_id] = geopend[rij.werkgever_id]
    soorten: dict[int, list[str]] = defaultdict(list)
    for wie, soort in Alarm.objects.order_by("soort").values_list("werkgever", "soort").distinct():
        soorten[wie].append(soort)
    return {wie: (aantal, soorten[wie]) for wie, aantal in eerste.items()}


def main() -> int:
    """Open again, count, say."""
    hoeveel = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    # Alarms are counted here instead of in the log of the server.
    logging.getLogger("django.kandidatenverkenner.alarm").setLevel(logging.CRITICAL)
    planten = {een["werkgever"]: een for een in json.loads(WAARHEID.read_text(encoding="utf-8"))}
    anderen = sorted(
        set(Bezoek.objects.order_by().values_list("werkgever", flat=True)) - planten.keys()
    )
    gewoon = random.Random(1).sample(anderen, min(hoeveel, len(anderen)))  # noqa: S311
    with transaction.atomic():
        wie = [*planten, *gewoon]
        rijen = list(Bezoek.objects.filter(werkgever__in=wie).order_by("moment", "pk"))
        Bezoek.objects.all().delete()
        Alarm.objects.all().delete()
        zet_klaar(rijen)
        alarm = open_opnieuw(rijen)
        transaction.set_rollback(True)
    schrijf(machine(databank(), f"{len(rijen):,} openingen opnieuw gedaan"))
    for soort in dict.fromkeys(een["soort"] for een in planten.values()):
        van = [nummer for nummer, een in planten.items() if een["soort"] == soort]
        raak = [alarm[nummer] for nummer in van if nummer in alarm]
        hoe = sorted({naam for _, namen in raak for naam in namen})
        wanneer = f", eerste alarm na {max(een for een, _ in raak)} profielen" if raak else ""
        schrijf(
            f"{soort}: {len(raak)} van {len(van)} werkgevers gezien{wanneer}; "
            f"{', '.join(hoe) or 'geen alarm'}; "
            f"{sum(planten[nummer]['bezoeken'] for nummer in van):,} profielen geopend"
        )
    onterecht = sum(nummer in alarm for nummer in gewoon)
    schrijf(f"gewone werkgevers: {onterecht} van {len(gewoon)} ten onrechte")
    return 1 if onterecht else 0


if __name__ == "__main__":
    sys.exit(main())
