"""The door out: what employers asked, for Sonar to read. Nothing here says who a candidate is."""

import datetime
from collections.abc import Iterable

from django.db import connection
from django.db.models import Sum

from kandidatenverkenner.models import Zoekteller


def tel_zoekvraag(facetten: Iterable[str], *, dag: datetime.date) -> None:
    """Count a search under each facet that it filtered on. One statement; nobody's name."""
    rijen = [(dag, facet) for facet in sorted(set(facetten))]
    if not rijen:
        return
    plaatsen = ", ".join(["(%s, %s, 1)"] * len(rijen))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {Zoekteller._meta.db_table} AS teller (dag, facet, aantal) "  # noqa: S608
            f"VALUES {plaatsen} ON CONFLICT (dag, facet) DO UPDATE SET aantal = teller.aantal + 1",
            [waarde for rij in rijen for waarde in rij],
        )


def zoekvragen_per_facet(vanaf: datetime.date) -> dict[str, int]:
    """How many searches since a date filtered on each facet."""
    geteld = Zoekteller.objects.filter(dag__gte=vanaf).values_list("facet").order_by("facet")
    return dict(geteld.annotate(aantal=Sum("aantal")).values_list("facet", "aantal"))
