"""The account of an organisation: counts only, so about nobody. For UWV it is about one region."""

import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import BooleanField, Count, F, Func, Q, QuerySet, Sum

from sonar.models import (
    Activiteit,
    Contactmoment,
    Dienststatus,
    Medewerker,
    Organisatie,
    Plaatsing,
    Traject,
)
from sonar.models.dienstverlening import UREN_PER_BAAN
from sonar.toegang import collegas, eigen_inschrijvingen


# In a region these are the trajecten of many thousands of clients: they are looked up once, for
# themselves and for their activities.
DIENSTEN = """
WITH traject AS MATERIALIZED ({trajecten})
SELECT 'traject', status, count(*), count(*) FILTER (WHERE ingangsdatum BETWEEN %s AND %s),
    count(*) FILTER (WHERE einddatum BETWEEN %s AND %s)
FROM traject GROUP BY status
UNION ALL
SELECT soort, status, count(*), 0, 0 FROM sonar_activiteit
WHERE traject_id = ANY(ARRAY(SELECT id FROM traject)) GROUP BY soort, status
"""
KOLOMMEN = ("id", "status", "ingangsdatum", "einddatum")  # of a traject, as DIENSTEN asks


def verantwoord(teamleider: Medewerker, vandaag: datetime.date, jaar: int) -> dict[str, Any]:
    """How it stands today, and what began, what ended and how in a year."""
    hier = Q(organisatie=teamleider.organisatie_id)
    if teamleider.organisatie.soort == Organisatie.Soort.UWV:
        # UWV is one organisation for the whole country; the account is of a region.
        hier &= _van_een_van(eigen_inschrijvingen(teamleider).values("werkzoekende"))
    diensten = _diensten(Traject.objects.filter(hier), jaar)
    werk = _werk(Plaatsing.objects.filter(hier), vandaag, jaar)
    contactmomenten = Contactmoment.objects.filter(medewerker__in=collegas(teamleider))

    def tel(soort: str, status: str) -> tuple[int, int, int]:
        return diensten.get((soort, status), (0, 0, 0))

    trajecten = {status: tel("traject", status) for status in Dienststatus.values}
    return {
        "klanten": eigen_inschrijvingen(teamleider).geldig_op(vandaag).count(),
        "statussen": Dienststatus.labels,
        "trajecten": [aantal for aantal, _, _ in trajecten.values()],
        "activiteiten": [
            (label, [tel(soort, status)[0] for status in Dienststatus.values])
            for soort, label in Activiteit.Soort.choices
        ],
        "plaatsingen": werk["plaatsingen"],
        "lopend": werk["lopend"],
        "uren": werk["uren"],
        "banen": round(werk["uren"] / UREN_PER_BAAN, 1),
        "in_het_jaar": [
            ("Trajecten begonnen", sum(begonnen for _, begonnen, _ in trajecten.values())),
            ("Trajecten uitgevoerd", trajecten[Dienststatus.UITGEVOERD][2]),
            ("Trajecten stopgezet", trajecten[Dienststatus.STOPGEZET][2]),
            ("Contactmomenten", contactmomenten.filter(datum__year=jaar).count()),
            ("Aan het werk gegaan", werk["begonnen"]),
            ("Werk geëindigd", werk["geeindigd"]),
        ],
    }


def _van_een_van(klanten: QuerySet[Any, Any]) -> Q:
    """As `werkzoekende__in`, for many thousands: one walk along the index, in its order.

    An IN with a subquery is a join, which comes down from the top of the index for each of them.
    """
    return Q(
        Func(
            F("werkzoekende"),
            ArraySubquery(klanten.order_by()),
            arg_joiner=" = ANY(",
            template="(%(expressions)s))",
            output_field=BooleanField(),
        )
    )


def _diensten(
    trajecten: QuerySet[Traject], jaar: int
) -> dict[tuple[str, str], tuple[int, int, int]]:
    """By soort ('traject', or of an activity) and status: all, begun and ended in the year."""
    sql, gegevens = trajecten.order_by().values_list(*KOLOMMEN).query.sql_with_params()
    in_het_jaar = [datetime.date(jaar, 1, 1), datetime.date(jaar, 12, 31)]
    with connection.cursor() as cursor:
        cursor.execute(DIENSTEN.format(trajecten=sql), [*gegevens, *in_het_jaar, *in_het_jaar])
        return {(soort, status): tuple(aantallen) for soort, status, *aantallen in cursor}


def _werk(plaatsingen: QuerySet[Plaatsing], vandaag: datetime.date, jaar: int) -> dict[str, Any]:
    loopt = Q(einddatum=None) | Q(einddatum__gt=vandaag), Q(ingangsdatum__lte=vandaag)
    return plaatsingen.aggregate(
        plaatsingen=Count("pk"),
        lopend=Count("pk", filter=Q(*loopt)),
        uren=Sum("uren_per_week", filter=Q(*loopt), default=0),
        begonnen=Count("pk", filter=Q(ingangsdatum__year=jaar)),
        geeindigd=Count("pk", filter=Q(einddatum__year=jaar)),
    )
