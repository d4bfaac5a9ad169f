"""Many dates at once, or the whole country: the count per gemeente, in one pass over the periods.

A period of a person in which nothing changes is a slice. Each slice adds one at its first peildatum
and takes one away at the first peildatum after it; the running sum is the count on every peildatum.
"""

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db import connection

from sonar.rapportage.feiten import Vraag, geteld
from sonar.rapportage.telling import Telregel


class Cel(NamedTuple):
    """How many counted on a date in a gemeente, with one soort organisatie, with or without."""

    peildatum: datetime.date
    gemeente: str
    organisatie: str
    met_profiel: bool
    aantal: int


def als_regel(code: str, naam: str, cellen: Iterable[Cel]) -> Telregel:
    """The cells together as one row, whatever their dates and gemeenten."""
    kolommen: Counter[str] = Counter()
    for cel in cellen:
        kolommen[f"{cel.organisatie}_{'met' if cel.met_profiel else 'zonder'}_profiel"] += (
            cel.aantal
        )
    return Telregel(code, naam, **kolommen)


def tel_land(vraag: Vraag) -> list[Cel]:
    """Every cell of the country that is not zero, on one date. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT gemeente_id, organisatie, met_profiel, count(*) "  # noqa: S608
            f"FROM ({geteld(vraag)}) g GROUP BY 1, 2, 3",
            vraag.waarden,
        )
        return sorted(Cel(vraag.peildatum, *rij) for rij in cursor.fetchall())


# Who counts is a registration within an entry in the register: their common days. Of those, the
# days of a vaststelling move one from 'zonder' to 'met': a second, smaller set of slices.
_REEKS = """
WITH dagen AS MATERIALIZED (
    SELECT dag, row_number() OVER (ORDER BY dag)::int AS n FROM unnest(%(dagen)s::date[]) dag),
telt AS MATERIALIZED (
    SELECT i.werkzoekende_id, i.gemeente_id, o.soort,
        greatest(i.ingangsdatum, d.ingangsdatum) AS van,
        least(coalesce(i.einddatum, 'infinity'), coalesce(d.einddatum, 'infinity')) AS tot
    FROM sonar_inschrijving i
    JOIN sonar_organisatie o ON o.id = i.organisatie_id
    JOIN sonar_werkzoekende w ON w.id = i.werkzoekende_id
    JOIN sonar_doelgroepregistratie d ON d.bsn_zoeksleutel = w.bsn_zoeksleutel
        AND d.ingangsdatum < coalesce(i.einddatum, 'infinity')
        AND coalesce(d.einddatum, 'infinity') > i.ingangsdatum),
met AS (
    SELECT t.gemeente_id, t.soort, greatest(t.van, v.ingangsdatum) AS van,
        least(t.tot, coalesce(v.einddatum, 'infinity')) AS tot
    FROM telt t JOIN sonar_klantprofiel k ON k.werkzoekende_id = t.werkzoekende_id
    JOIN sonar_vaststelling v ON v.klantprofiel_id = k.id
        AND v.ingangsdatum < t.tot AND coalesce(v.einddatum, 'infinity') > t.van),
sprong AS (
    SELECT gemeente_id, soort, false AS met, van AS dag, 1 AS stap, count(*) AS aantal
        FROM telt GROUP BY 1, 2, 4
    UNION ALL SELECT gemeente_id, soort, false, tot, -1, count(*) FROM telt GROUP BY 1, 2, 4
    UNION ALL SELECT gemeente_id, soort, true, van, 1, count(*) FROM met GROUP BY 1, 2, 4
    UNION ALL SELECT gemeente_id, soort, true, tot, -1, count(*) FROM met GROUP BY 1, 2, 4),
per_dag AS MATERIALIZED (
    SELECT gemeente_id, soort, width_bucket(dag - 1, %(dagen)s::date[]) + 1 AS n,
        sum(stap * aantal) FILTER (WHERE NOT met) AS alles,
        sum(stap * aantal) FILTER (WHERE met) AS met
    FROM sprong WHERE dag <= %(laatste)s GROUP BY 1, 2, 3),
stand AS (
    SELECT c.gemeente_id, c.soort, dagen.dag,
        sum(coalesce(p.alles, 0)) OVER tot_hier AS alles,
        sum(coalesce(p.met, 0)) OVER tot_hier AS met
    FROM (SELECT DISTINCT gemeente_id, soort FROM per_dag) c CROSS JOIN dagen
    LEFT JOIN per_dag p USING (gemeente_id, soort, n)
    WINDOW tot_hier AS (PARTITION BY c.gemeente_id, c.soort ORDER BY n))
SELECT dag, gemeente_id, soort, k.met, k.aantal::bigint
FROM stand CROSS JOIN LATERAL (VALUES (true, met), (false, alles - met)) k(met, aantal)
WHERE k.aantal > 0
"""


def tel_reeks(dagen: Sequence[datetime.date]) -> list[Cel]:
    """Every cell of the country that is not zero, on each of these dates, as known now. One query.

    `dagen` holds at least one date, in time, none twice. Raises ValueError when it does not.
    """
    if not dagen or list(dagen) != sorted(set(dagen)):
        raise ValueError("Geef peildatums van oud naar nieuw, elk een keer.")
    with connection.cursor() as cursor:
        cursor.execute(_REEKS, {"dagen": list(dagen), "laatste": dagen[-1]})
        return sorted(Cel(*rij) for rij in cursor.fetchall())
