"""Values that fewer than ten candidates of a region have: left out, or told more widely.

Who is the only one of a region with a skill, a language or a date, could be recognised by it. What
is counted is the delivery itself, so the rule holds for what is shown and not for what was.
"""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import Count, F

from kandidatenverkenner.models import Facet, Kandidaat, Kenmerk
from kandidatenverkenner.zoekindex import Unnest


MINSTENS = 10
# A region has as many people as it has; a band of hours is wide already.
ALTIJD = (Facet.REGIO, Facet.UREN)
# Everybody has one of these: who shows none, has what nobody shows. So at least two are hidden
# together, of ten people or more.
EEN_VAN = (Facet.OPLEIDINGSNIVEAU,)
_KENMERK = Kenmerk._meta.db_table
_ZELDZAAM = f"""
    WITH geteld AS (
        SELECT regio, kenmerk, facet, code, count(*) AS aantal
        FROM (
            SELECT regio, unnest(kenmerken) AS kenmerk FROM levering
        ) bezit JOIN {_KENMERK} lijst ON lijst.id = bezit.kenmerk
        WHERE facet <> ALL(%(altijd)s)
        GROUP BY regio, kenmerk, facet, code),
    op_rij AS (
        SELECT *, row_number() OVER rij AS plek, sum(aantal) OVER rij - aantal AS ervoor,
            min(aantal) OVER (PARTITION BY regio, facet) AS minst
        FROM geteld WINDOW rij AS (PARTITION BY regio, facet ORDER BY aantal, code)),
    zeldzaam AS MATERIALIZED (
        SELECT regio, kenmerk, facet, code FROM op_rij
        WHERE aantal < %(minstens)s OR (facet = ANY(%(een_van)s) AND minst < %(minstens)s
            AND (plek <= 2 OR ervoor < %(minstens)s))),
    zeldzaam_hier AS MATERIALIZED (
        SELECT regio, coalesce(array_agg(code) FILTER (WHERE facet = 'taal'), '{{}}') AS talen,
            coalesce(array_agg(code) FILTER (WHERE facet = 'opleidingsniveau'), '{{}}') AS niveaus
        FROM zeldzaam GROUP BY regio)
"""  # noqa: S608 - every name in these statements is of this app
# What is left of the attributes, and of the words that find somebody by them.
_LAAT_WEG = f"""
    {_ZELDZAAM}
    UPDATE levering SET
        kenmerken = rest.kenmerken,
        woorden = rest.woorden,
        talen = (
            SELECT coalesce(jsonb_agg(taal ORDER BY plek), '[]')
            FROM jsonb_array_elements(levering.talen) WITH ORDINALITY AS taal(taal, plek)
            WHERE taal ->> 'code' <> ALL(hier.talen)),
        opleidingsniveau = CASE WHEN opleidingsniveau = ANY(hier.niveaus)
            THEN '' ELSE opleidingsniveau END
    FROM (
        SELECT bezit.id, array_agg(lijst.id::int ORDER BY lijst.id) AS kenmerken,
            coalesce(string_agg(lijst.naam || CASE lijst.facet
                WHEN 'vaardigheid' THEN ' ' || lijst.groep ELSE '' END, ' . ' ORDER BY lijst.id)
                FILTER (WHERE lijst.facet <> 'uren'), '') AS woorden
        FROM (SELECT id, regio, unnest(kenmerken) AS kenmerk FROM levering) bezit
        JOIN {_KENMERK} lijst ON lijst.id = bezit.kenmerk
        LEFT JOIN zeldzaam ON zeldzaam.regio = bezit.regio AND zeldzaam.kenmerk = bezit.kenmerk
        WHERE zeldzaam.kenmerk IS NULL
        GROUP BY bezit.id
    ) rest, zeldzaam_hier hier
    WHERE rest.id = levering.id AND hier.regio = levering.regio
        AND rest.kenmerken <> levering.kenmerken
"""  # noqa: S608
# Hours to the edges of their bands, a distance down to 25 km, a month to the next quarter. Of a
# diploma there are two values: when one is rare, nobody of the region shows any.
_VERRUIM = """
    UPDATE levering SET
        uren_min = CASE WHEN van < %(minstens)s
            THEN (SELECT max(rand) FROM unnest(ARRAY[1, 13, 21, 29, 37]) rand
                WHERE rand <= uren_min) ELSE uren_min END,
        uren_max = CASE WHEN tot < %(minstens)s
            THEN (SELECT min(rand) FROM unnest(ARRAY[12, 20, 28, 36, 40]) rand
                WHERE rand >= uren_max) ELSE uren_max END,
        reisafstand = CASE WHEN ver < %(minstens)s
            THEN greatest(5, reisafstand / 25 * 25) ELSE reisafstand END,
        diploma = CASE WHEN wel BETWEEN 1 AND %(minstens)s - 1
            OR niet BETWEEN 1 AND %(minstens)s - 1 THEN NULL ELSE diploma END,
        beschikbaar_vanaf = CASE WHEN dan < %(minstens)s
            THEN (date_trunc('quarter', beschikbaar_vanaf - 1) + interval '3 months')::date
            ELSE beschikbaar_vanaf END
    FROM (
        SELECT id, count(*) OVER (PARTITION BY regio, uren_min) AS van,
            count(*) OVER (PARTITION BY regio, uren_max) AS tot,
            count(*) OVER (PARTITION BY regio, reisafstand) AS ver,
            count(*) FILTER (WHERE diploma) OVER (PARTITION BY regio) AS wel,
            count(*) FILTER (WHERE NOT diploma) OVER (PARTITION BY regio) AS niet,
            count(*) OVER (PARTITION BY regio, beschikbaar_vanaf) AS dan
        FROM levering
    ) geteld
    WHERE geteld.id = levering.id AND least(van, tot, ver, dan, wel, niet) < %(minstens)s
"""


def verhul() -> None:
    """Take from the temporary table `levering` what would point at somebody. Two statements."""
    gegevens: dict[str, Any] = {
        "minstens": MINSTENS,
        "altijd": [facet.value for facet in ALTIJD],
        "een_van": [facet.value for facet in EEN_VAN],
    }
    with connection.cursor() as cursor:
        cursor.execute(_LAAT_WEG, gegevens)
        cursor.execute(_VERRUIM, gegevens)


def te_zien(regio: str) -> set[tuple[str, str]]:
    """The values, as facet and code, that employers see of a region now. Two queries."""
    bezit = Kandidaat.objects.filter(regio=regio).annotate(kenmerk=Unnest(F("kenmerken")))
    vaak = bezit.values("kenmerk").order_by().annotate(aantal=Count("*"))
    nummers = [rij["kenmerk"] for rij in vaak if rij["aantal"] >= MINSTENS]
    return set(Kenmerk.objects.filter(pk__in=nummers).values_list("facet", "code"))


def zeldzaam(regio: str, waarden: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Which of these values, as facet and code, employers do not see in a region now."""
    overig = {waarde for waarde in waarden if waarde[0] not in ALTIJD}
    return overig - te_zien(regio)
