"""What a line of the verwerkingslog costs: `python benchmarks/verwerkingslog.py [aantal]`.

Writes real lines, each in its own transaction; the log cannot forget them, so give it a scratch
database (PGDATA=/tmp/meting, after `manage.py demo --no-serveer`). Prints milliseconds for a line,
for a list of fifty, and lines per second.
"""

import os
import statistics
import sys
import time
from pathlib import Path


sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django


django.setup()

from benchmarks.waarop import databank, machine  # noqa: E402
from sonar.handelingen.toezicht.vastleggen import leg_vast  # noqa: E402
from sonar.models import Grond, Handeling, Medewerker  # noqa: E402


def meet(naam: str, aantal: int, per_keer: int) -> None:
    """Write `aantal` times `per_keer` lines; print p50, p95, p99 and lines a second."""
    medewerker = Medewerker.objects.order_by("pk")[0]
    tijden = []
    for _ in range(aantal):
        begin = time.perf_counter()
        leg_vast(
            medewerker=medewerker,
            personen=dict.fromkeys(range(per_keer), Grond.EIGEN_KLANT),
            handeling=Handeling.LIJST,
        )
        tijden.append(1000 * (time.perf_counter() - begin))
    delen = statistics.quantiles(tijden, n=100)
    tempo = 1000 * aantal * per_keer / sum(tijden)
    sys.stdout.write(
        f"{naam}: n={aantal} p50={delen[49]:.2f} p95={delen[94]:.2f} p99={delen[98]:.2f} ms, "
        f"{tempo:.0f} regels/s\n"
    )


if __name__ == "__main__":
    hoe_vaak = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    sys.stdout.write(f"{machine(databank())}\n")
    meet("een regel", hoe_vaak, 1)
    meet("een lijst van 50", hoe_vaak // 5, 50)
