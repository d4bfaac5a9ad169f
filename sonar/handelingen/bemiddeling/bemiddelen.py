"""Bemiddelen: the clients who fit a vacature best.

The database ranks the profiles of a region by the points that `sonar.rules.matching.match` gives,
from its indexes alone; `sonar.toegang` says which of the best may be seen. Nobody is left out
by that order: where too few may be seen, everybody of the region is asked for.
"""

from collections import defaultdict
from collections.abc import Callable, Collection
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from sonar.models import Klantprofiel, Opleiding, Opleidingsniveau, Werkzoekende
from sonar.rules.matching import PUNTEN, Aanbod, Match, Wens, rank


# Access is asked first for this many times as many clients as are wanted.
RUIM = 8

# Points for each thing that fits; a client whom no code of the vacature fits has 0 for those.
RANGORDE = """
WITH regio AS MATERIALIZED (
    SELECT id, werkzoekende_id, uren_min, uren_max FROM sonar_klantprofiel
    WHERE bemiddelregio_id = %(regio)s AND uren_min IS NOT NULL
      AND werkzoekende_id <> ALL(%(zonder)s)
      AND (%(iedereen)s
           OR id IN (SELECT klantprofiel_id FROM sonar_klantprofiel_vaardigheden
                     WHERE vaardigheid_id = ANY(%(eerst_vaardigheden)s)
                     UNION ALL
                     SELECT klantprofiel_id FROM sonar_klantprofiel_taaksoorten
                     WHERE taaksoort_id = ANY(%(eerst_taaksoorten)s)
                     UNION ALL
                     SELECT klantprofiel_id FROM sonar_klantprofiel_sectoren
                     WHERE sector_id = ANY(%(eerst_sectoren)s)))
), raak AS (
    SELECT regio.id, 0 AS vereist, %(punten_uren)s AS punten FROM regio
    WHERE uren_max >= %(uren_min)s AND uren_min <= %(uren_max)s
    UNION ALL
    SELECT regio.id, 1, %(punten_vereist)s FROM regio
    JOIN sonar_klantprofiel_vaardigheden raak ON raak.klantprofiel_id = regio.id
    WHERE vaardigheid_id = ANY(%(vereist)s)
    UNION ALL
    SELECT regio.id, 0, %(punten_gewenst)s FROM regio
    JOIN sonar_klantprofiel_vaardigheden raak ON raak.klantprofiel_id = regio.id
    WHERE vaardigheid_id = ANY(%(gewenst)s)
    UNION ALL
    SELECT regio.id, 0, %(punten_taaksoort)s FROM regio
    JOIN sonar_klantprofiel_taaksoorten raak ON raak.klantprofiel_id = regio.id
    WHERE taaksoort_id = ANY(%(taaksoorten)s)
    UNION ALL
    SELECT regio.id, 0, %(punten_sector)s FROM regio
    JOIN sonar_klantprofiel_sectoren raak ON raak.klantprofiel_id = regio.id
    WHERE sector_id = ANY(%(sectoren)s)
    UNION ALL
    SELECT regio.id, 0, %(punten_opleiding)s FROM regio WHERE EXISTS (
        SELECT FROM sonar_opleiding o WHERE o.klantprofiel_id = regio.id
        AND o.niveau = ANY(%(niveaus)s))
)
SELECT regio.werkzoekende_id, sum(raak.vereist)::int AS vereist, sum(raak.punten)::int AS punten
FROM (SELECT id, 0 AS vereist, 0 AS punten FROM regio UNION ALL SELECT * FROM raak) raak
JOIN regio USING (id) GROUP BY regio.werkzoekende_id
ORDER BY vereist DESC, punten DESC, regio.werkzoekende_id LIMIT %(hoeveel)s
"""


def beste(
    wens: Wens,
    regio: str,
    zichtbaar: Callable[[Collection[int]], QuerySet[Werkzoekende]],
    zonder: Collection[int] = (),
    hoeveel: int = 50,
) -> list[Match]:
    """The best of a region (its code) whose profile says how many hours, without `zonder`.

    `zichtbaar` answers which of some persons (by id) may be seen. In the order of `rank`, in
    seven queries as a rule and never more than eleven, however many clients there are.
    """
    for iedereen, grens in ((False, RUIM * hoeveel), (True, RUIM * hoeveel), (True, None)):
        rijen = _rangorde(wens, regio, zonder, iedereen=iedereen, grens=grens)
        te_zien = set(zichtbaar([rij[0] for rij in rijen]).values_list("pk", flat=True))
        gevonden = [rij for rij in rijen if rij[0] in te_zien][:hoeveel]
        vol = len(gevonden) == hoeveel
        if vol and (iedereen or _boven_de_rest(wens, gevonden[-1])):
            break
        if iedereen and (grens is None or len(rijen) < grens):
            break
    profielen = Klantprofiel.objects.filter(werkzoekende__in=[rij[0] for rij in gevonden])
    return rank(wens, _aanbiedingen(list(profielen.order_by())), hoeveel)


def _boven_de_rest(wens: Wens, laatste: tuple[int, int, int]) -> bool:
    """Whether the last one found (person, required, points) is above everybody without any code."""
    _, vereist, punten = laatste
    zonder_code = PUNTEN["uren"] + (PUNTEN["opleiding"] if wens.opleidingsniveau else 0)
    return vereist > 0 or (not wens.vereist and punten > zonder_code)


def _rangorde(
    wens: Wens, regio: str, zonder: Collection[int], *, iedereen: bool, grens: int | None
) -> list[tuple[int, int, int]]:
    """The best profiles: person, required skills that fit, points.

    Not `iedereen`: only clients with a required skill, or with any code when none is required.
    """
    alle = (wens.gewenst, wens.taaksoorten, wens.sectoren)
    eerst = (wens.vereist, (), ()) if wens.vereist else alle
    gegevens: dict[str, Any] = {
        "regio": regio,
        "zonder": list(zonder),
        "iedereen": iedereen,
        "hoeveel": grens,
        "vereist": sorted(wens.vereist),
        "gewenst": sorted(wens.gewenst),
        "taaksoorten": sorted(wens.taaksoorten),
        "sectoren": sorted(wens.sectoren),
        "uren_min": wens.uren_min,
        "uren_max": wens.uren_max,
        "niveaus": Opleidingsniveau.vanaf(wens.opleidingsniveau),
    }
    lijsten = ("vaardigheden", "taaksoorten", "sectoren")
    gegevens |= {f"eerst_{naam}": sorted(codes) for naam, codes in zip(lijsten, eerst, strict=True)}
    gegevens |= {f"punten_{naam}": punten for naam, punten in PUNTEN.items()}
    with connection.cursor() as cursor:
        cursor.execute(RANGORDE, gegevens)
        return [(persoon, vereist, punten) for persoon, vereist, punten in cursor.fetchall()]


def _aanbiedingen(profielen: list[Klantprofiel]) -> list[Aanbod]:
    """What these profiles offer. Four queries, however many profiles."""
    per_lijst: dict[str, dict[int, set[str]]] = {}
    for naam, model, veld in (
        ("vaardigheden", Klantprofiel.vaardigheden.through, "vaardigheid_id"),
        ("taaksoorten", Klantprofiel.taaksoorten.through, "taaksoort_id"),
        ("sectoren", Klantprofiel.sectoren.through, "sector_id"),
        ("niveaus", Opleiding, "niveau"),
    ):
        codes = per_lijst[naam] = defaultdict(set)
        rijen = model._default_manager.filter(klantprofiel__in=[p.pk for p in profielen])
        for profiel, code in rijen.order_by().values_list("klantprofiel_id", veld):
            codes[profiel].add(code)
    return [
        Aanbod(
            persoon=profiel.werkzoekende_id,
            vaardigheden=frozenset(per_lijst["vaardigheden"][profiel.pk]),
            taaksoorten=frozenset(per_lijst["taaksoorten"][profiel.pk]),
            sectoren=frozenset(per_lijst["sectoren"][profiel.pk]),
            uren_min=profiel.uren_min or 0,
            uren_max=profiel.uren_max or 0,
            opleidingsniveaus=frozenset(
                per_lijst["niveaus"][profiel.pk].intersection(Opleidingsniveau.met_hoogte())
            ),
        )
        for profiel in profielen
    ]
