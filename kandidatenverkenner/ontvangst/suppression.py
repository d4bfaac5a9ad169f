"""Values that fewer than ten candidates of a region have: left out, or told more widely.

The only one of a region with a skill, a language or a date could be recognised by it. What
is counted is the delivery itself, so the rule holds for what is shown and not for what was.
docs/aanvallen.md tries to work out what is hidden here.
"""

import datetime
import itertools
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.models import Count, F

from kandidatenverkenner.database.functions import Unnest
from kandidatenverkenner.models import URENBANDEN, Facet, Kandidaat, Kenmerk
from kandidatenverkenner.ontvangst.profiel import Zeldzaam, facets_of, ja_nee
from kandidatenverkenner.privacy.threshold import MINSTENS
from kandidatenverkenner.search_index.words import WORDS


Uren = tuple[int, int]  # a week: at least, at most
_KENMERK = Kenmerk._meta.db_table
# Every attribute of the delivery by region: how many have it, and its place from rare to common.
# Everybody has one value of the facets in `een_van`: showing none tells that it is a hidden one. So
# at least two are hidden together, of ten people or more.
_TEL = f"""
    CREATE TEMPORARY TABLE zeldzaam ON COMMIT DROP AS
    WITH geteld AS (
        SELECT regio, kenmerk, facet, code, count(*) AS aantal,
            CASE facet WHEN 'sector' THEN groep ELSE '' END AS binnen
        FROM (
            SELECT regio, unnest(kenmerken) AS kenmerk FROM levering
        ) bezit JOIN {_KENMERK} lijst ON lijst.id = bezit.kenmerk
        WHERE facet <> ALL(%(altijd)s)
        GROUP BY regio, kenmerk, facet, code, binnen),
    op_rij AS (
        SELECT *, row_number() OVER rij AS plek, sum(aantal) OVER rij - aantal AS ervoor,
            min(aantal) OVER (PARTITION BY regio, facet, binnen) AS minst
        FROM geteld
        WINDOW rij AS (PARTITION BY regio, facet, binnen ORDER BY aantal, code))
    SELECT *, aantal < %(minstens)s OR (facet = ANY(%(een_van)s) AND minst < %(minstens)s
        AND (plek <= 2 OR ervoor < %(minstens)s)) AS weg
    FROM op_rij
"""  # noqa: S608 - every name in these statements is of this app
# Everybody has at least one value of the facets in `ten_minste_een`: showing none tells that it is
# a hidden one, so that is never a single value. Of sectors the same holds for the divisions of a
# section that somebody does show. One value is hidden, and somebody shows nothing beside it: then
# the next rarest goes too.
_NOG_EEN = """
    UPDATE zeldzaam volgende SET weg = true FROM (
        SELECT eerste.regio, eerste.facet, eerste.binnen, eerste.kenmerk FROM zeldzaam eerste
        WHERE eerste.facet = ANY(%(ten_minste_een)s) AND eerste.plek = 1 AND eerste.weg
    ) alleen
    WHERE (volgende.regio, volgende.facet, volgende.binnen)
        = (alleen.regio, alleen.facet, alleen.binnen)
        AND volgende.plek = 2 AND NOT volgende.weg
        AND EXISTS (
            SELECT FROM levering
            WHERE levering.regio = alleen.regio AND alleen.kenmerk = ANY(levering.kenmerken)
            AND NOT EXISTS (
                SELECT FROM zeldzaam ander
                WHERE (ander.regio, ander.facet, ander.binnen)
                    = (alleen.regio, alleen.facet, alleen.binnen)
                AND NOT ander.weg AND ander.kenmerk = ANY(levering.kenmerken)))
"""
_ZELDZAAM = """
    WITH zeldzaam_hier AS MATERIALIZED (
        SELECT regio, coalesce(array_agg(code) FILTER (WHERE facet = 'taal'), '{}') AS talen,
            coalesce(array_agg(code) FILTER (WHERE facet = 'opleidingsniveau'), '{}') AS niveaus
        FROM zeldzaam WHERE weg GROUP BY regio)
"""
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
        SELECT bezit.id, array_agg(kenmerk.id::int ORDER BY kenmerk.id) AS kenmerken,
            coalesce(string_agg({WORDS}, ' . ' ORDER BY kenmerk.id), '') AS woorden
        FROM (SELECT id, regio, unnest(kenmerken) AS nummer FROM levering) bezit
        JOIN {_KENMERK} kenmerk ON kenmerk.id = bezit.nummer
        LEFT JOIN zeldzaam
            ON zeldzaam.regio = bezit.regio AND zeldzaam.kenmerk = bezit.nummer AND zeldzaam.weg
        WHERE zeldzaam.kenmerk IS NULL
        GROUP BY bezit.id
    ) rest, zeldzaam_hier hier
    WHERE rest.id = levering.id AND hier.regio = levering.regio
        AND rest.kenmerken <> levering.kenmerken
"""  # noqa: S608


def _ja_nee(kolom: str) -> str:
    """Yes or no: when one answer is rare, nobody of the region shows any."""
    return f"""
    UPDATE levering SET {kolom} = NULL
    FROM (
        SELECT regio, count(*) FILTER (WHERE {kolom}) AS wel,
            count(*) FILTER (WHERE NOT {kolom}) AS niet
        FROM levering GROUP BY regio
    ) geteld
    WHERE geteld.regio = levering.regio
        AND (wel BETWEEN 1 AND %(minstens)s - 1 OR niet BETWEEN 1 AND %(minstens)s - 1)
"""  # noqa: S608 - a column of our own table


# How well somebody speaks or writes a language: fewer than ten of the region do it so, then only
# which language. That is told of at least ten, so it is not the one thing that nobody shows.
_TAALNIVEAUS = """
    WITH geteld AS (
        SELECT regio, taal, count(*) AS aantal, taal ->> 'code' AS code
        FROM levering, jsonb_array_elements(talen) taal GROUP BY regio, taal),
    op_rij AS (
        SELECT *, sum(aantal) OVER rij - aantal AS ervoor,
            min(aantal) OVER (PARTITION BY regio, code) AS minst
        FROM geteld WINDOW rij AS (PARTITION BY regio, code ORDER BY aantal, taal)),
    weg AS (
        SELECT regio, taal, code FROM op_rij
        WHERE minst < %(minstens)s AND (aantal < %(minstens)s OR ervoor < %(minstens)s))
    UPDATE levering SET talen = (
        SELECT jsonb_agg(
            CASE WHEN weg.code IS NULL THEN deel.taal
            ELSE jsonb_build_object('code', weg.code, 'mondeling', '', 'schriftelijk', '') END
            ORDER BY plek)
        FROM jsonb_array_elements(levering.talen) WITH ORDINALITY AS deel(taal, plek)
        LEFT JOIN weg ON weg.regio = levering.regio AND weg.taal = deel.taal)
    WHERE EXISTS (
        SELECT FROM jsonb_array_elements(talen) eigen JOIN weg
            ON weg.regio = levering.regio AND weg.taal = eigen)
"""
# Columns that are told more widely where fewer share a value: what is counted (months from the
# year 0), the wider side (-1 is down), and the steps to it.
_MAAND = "(date_part('year', beschikbaar_vanaf) * 12 + date_part('month', beschikbaar_vanaf) - 1)"
WIDER: dict[str, tuple[str, int, Sequence[int]]] = {
    "reisafstand": ("reisafstand", -1, (5, *range(25, 1_000, 25))),
    "beschikbaar_vanaf": (f"{_MAAND}::int", 1, range(0, 12 * 3_000, 3)),
}
_VERRUIM_UREN = """
    UPDATE levering SET uren_min = na.van, uren_max = na.tot
    FROM unnest(%s::text[], %s::int[], %s::int[], %s::int[], %s::int[])
        AS na(regio, min, max, van, tot)
    WHERE (levering.regio, levering.uren_min, levering.uren_max) = (na.regio, na.min, na.max)
    RETURNING levering.id
"""
# Candidates whose hours are told more widely are found by those hours too.
_BANDEN = f"""
    UPDATE levering SET kenmerken = ARRAY(
        SELECT nummer FROM unnest(kenmerken) nummer
        UNION SELECT id FROM {_KENMERK} WHERE facet = 'uren'
            AND split_part(code, '-', 1)::int <= uren_max
            AND split_part(code, '-', 2)::int >= uren_min
        ORDER BY 1)
    WHERE id = ANY(%(anders)s)
"""  # noqa: S608


def suppress() -> None:
    """Take from the temporary table `levering` what would point at somebody."""
    gegevens: dict[str, Any] = {
        "minstens": MINSTENS,
        "altijd": _altijd(),
        "een_van": facets_of(Zeldzaam.EEN_VAN),
        "ten_minste_een": facets_of(Zeldzaam.TEN_MINSTE_EEN),
    }
    ja_of_nee = [_ja_nee(veld.naam) for veld in ja_nee()]
    with connection.cursor() as cursor:
        for opdracht in (_TEL, _NOG_EEN, _LAAT_WEG, _TAALNIVEAUS, *ja_of_nee):
            cursor.execute(opdracht, gegevens)
        cursor.execute("DROP TABLE zeldzaam")
        for kolom in WIDER:
            _verruim(cursor, kolom)
        _verruim_uren(cursor)


def _altijd() -> list[str]:
    """The facets that are always shown; a band of hours is wide already."""
    return [*facets_of(Zeldzaam.BLIJFT), Facet.UREN.value]


def _verruim_uren(cursor: Any) -> None:
    """Tell hours more widely where they are rare, from and to together. Three statements."""
    cursor.execute(
        "SELECT regio, uren_min, uren_max, count(*) FROM levering GROUP BY 1, 2, 3 ORDER BY 1"
    )
    nieuw = [
        (regio, *was, *wordt)
        for regio, rijen in itertools.groupby(cursor.fetchall(), key=lambda rij: rij[0])
        for was, wordt in wider_hours({(van, tot): n for _, van, tot, n in rijen}).items()
    ]
    if nieuw:
        cursor.execute(_VERRUIM_UREN, [list(kolom) for kolom in zip(*nieuw, strict=True)])
        cursor.execute(_BANDEN, {"anders": [nummer for (nummer,) in cursor.fetchall()]})


def wider_hours(aantallen: Mapping[Uren, int]) -> dict[Uren, Uren]:
    """What becomes of the hours of a region, so that none are shown of fewer than MINSTENS. Pure.

    The rarest are told together with others, as the widest of both: with those for whom that adds
    the fewest hours, so with hours around them where there are any. Fewer than MINSTENS in all
    share whole bands.
    """
    samen = dict(aantallen)
    wie = {uren: [uren] for uren in aantallen}
    while len(samen) > 1 and min(samen.values()) < MINSTENS:
        een = min(samen, key=lambda uren: (samen[uren], uren))
        hoeveel, van_wie = samen.pop(een), wie.pop(een)
        ander = min(samen, key=lambda uren: (_erbij(een, hoeveel, uren, samen[uren]), uren))
        hoeveel, van_wie = hoeveel + samen.pop(ander), van_wie + wie.pop(ander)
        om = _om(een, ander)
        samen[om] = samen.get(om, 0) + hoeveel
        wie[om] = wie.get(om, []) + van_wie
    if sum(aantallen.values()) < MINSTENS:
        wie = {_in_banden(nu): waren for nu, waren in wie.items()}
    return {was: nu for nu, waren in wie.items() for was in waren if was != nu}


def _in_banden(uren: Uren) -> Uren:
    van = max((begin for begin, _ in URENBANDEN if begin <= uren[0]), default=uren[0])
    return van, min((einde for _, einde in URENBANDEN if einde >= uren[1]), default=uren[1])


def _om(een: Uren, ander: Uren) -> Uren:
    return min(een[0], ander[0]), max(een[1], ander[1])


def _erbij(een: Uren, hoeveel: int, ander: Uren, anderen: int) -> int:
    """How many hours are added for all of them, when both are told as the widest of both."""
    van, tot = _om(een, ander)
    breed = tot - van
    return (breed - een[1] + een[0]) * hoeveel + (breed - ander[1] + ander[0]) * anderen


def _verruim(cursor: Any, kolom: str) -> None:
    """Tell this column more widely where it is rare. Two statements."""
    waarde, kant, stappen = WIDER[kolom]
    cursor.execute(
        f"SELECT regio, {waarde}, count(*) FROM levering "  # noqa: S608 - our own names
        f"WHERE {kolom} IS NOT NULL GROUP BY 1, 2 ORDER BY 1"
    )
    nieuw = [
        (regio, *regel)
        for regio, rijen in itertools.groupby(cursor.fetchall(), key=lambda rij: rij[0])
        for regel in widen({was: aantal for _, was, aantal in rijen}, kant, stappen)
    ]
    if not nieuw:
        return
    wordt = "make_date(wordt / 12, wordt % 12 + 1, 1)" if kolom == "beschikbaar_vanaf" else "wordt"
    cursor.execute(
        f"UPDATE levering SET {kolom} = {wordt.replace('%', '%%')} "  # noqa: S608
        f"FROM (SELECT id, regio, {waarde} AS was, row_number() "
        f"OVER (PARTITION BY regio, {kolom} ORDER BY id) AS plek FROM levering) deze "
        "JOIN unnest(%s::text[], %s::int[], %s::int[], %s::int[], %s::int[]) "
        "AS tabel(regio, was, na, tot, wordt) USING (regio, was) "
        "WHERE deze.id = levering.id AND plek > na AND plek <= tot",
        [list(kolommen) for kolommen in zip(*nieuw, strict=True)],
    )


def widen(
    aantallen: Mapping[int, int], kant: int, stappen: Sequence[int]
) -> Iterator[tuple[int, int, int, int]]:
    """What becomes of the values of a region, so that no value is shown of fewer than MINSTENS.

    A rare value goes to the wider side, a step at a time, until enough share it. At the end of the
    stairs others come along, as many as it takes. Answers (value, after how many of its people, to
    how many, what is shown of those). Fewer than MINSTENS in all end on one step. Pure.
    """
    # Turned so that the wider side is down.
    geteld = {-kant * waarde: aantal for waarde, aantal in aantallen.items()}
    trap = {-kant * stap for stap in stappen}
    bodem = max((stap for stap in trap if stap <= min(geteld)), default=min(geteld))
    wordt = {waarde: waarde for waarde in geteld}
    while (hoogste := max(_zeldzame(geteld, wordt), default=bodem)) > bodem:
        lager = max(stap for stap in {*trap, *wordt.values(), bodem} if stap < hoogste)
        wordt = {waarde: lager if nu == hoogste else nu for waarde, nu in wordt.items()}
    mee = _mee_naar(bodem, geteld, wordt)
    for waarde, nu in wordt.items():
        hoeveel = mee.get(waarde, 0)
        if hoeveel:
            yield -kant * waarde, 0, hoeveel, -kant * bodem
        if nu != waarde:
            yield -kant * waarde, hoeveel, geteld[waarde], -kant * nu


def _samen(geteld: Mapping[int, int], wordt: Mapping[int, int]) -> Counter[int]:
    samen = Counter[int]()
    for waarde, aantal in geteld.items():
        samen[wordt[waarde]] += aantal
    return samen


def _zeldzame(geteld: Mapping[int, int], wordt: Mapping[int, int]) -> list[int]:
    samen = _samen(geteld, wordt)
    return [waarde for waarde, aantal in samen.items() if aantal < MINSTENS]


def _mee_naar(bodem: int, geteld: Mapping[int, int], wordt: Mapping[int, int]) -> dict[int, int]:
    """Per value, how many people come along to the last step when too few stand there."""
    samen = _samen(geteld, wordt)
    erboven = [waarde for waarde in samen if waarde > bodem]
    if not 0 < samen[bodem] < MINSTENS or not erboven:
        return {}
    naast = min(erboven)
    nodig = MINSTENS - samen[bodem]
    if samen[naast] - nodig < MINSTENS:
        nodig = samen[naast]
    mee = {}
    for waarde in sorted(waarde for waarde, nu in wordt.items() if nu == naast):
        mee[waarde] = min(nodig, geteld[waarde])
        nodig -= mee[waarde]
    return mee


def visible_values(regio: str) -> set[tuple[str, str]]:
    """The values, as facet and code, that employers see of a region now. Two queries."""
    bezit = Kandidaat.objects.filter(regio=regio).annotate(kenmerk=Unnest(F("kenmerken")))
    vaak = bezit.values("kenmerk").order_by().annotate(aantal=Count("*"))
    nummers = [rij["kenmerk"] for rij in vaak if rij["aantal"] >= MINSTENS]
    return set(Kenmerk.objects.filter(pk__in=nummers).values_list("facet", "code"))


def rare_values(regio: str, waarden: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Which of these values, as facet and code, employers do not see in a region now."""
    overig = {waarde for waarde in waarden if waarde[0] not in _altijd()}
    return overig - visible_values(regio)


def widened(
    nummer: uuid.UUID, uren: tuple[int, int], reisafstand: int, vanaf: datetime.date | None
) -> list[str]:
    """What employers are told more widely about a candidate, as they see it now. Two queries.

    Empty for somebody who is not shown, and for a value that changed since: it is old, not wider.
    """
    rij = Kandidaat.objects.filter(pk=nummer).first()
    if rij is None:
        return []
    uit = []
    if (rij.uren_min, rij.uren_max) != uren and rij.uren_min <= uren[0] <= uren[1] <= rij.uren_max:
        uit.append(f"Uren per week: {rij.uren_min} tot en met {rij.uren_max}")
    if rij.reisafstand < reisafstand:
        uit.append(f"Reisafstand: {rij.reisafstand} km")
    if vanaf and rij.beschikbaar_vanaf and rij.beschikbaar_vanaf > vanaf:
        uit.append(f"Beschikbaar: vanaf {rij.beschikbaar_vanaf:%d-%m-%Y}")
    uit += [f"{veld.label}: niet getoond" for veld in ja_nee() if getattr(rij, veld.naam) is None]
    if zonder := [taal["code"] for taal in rij.talen if not taal["mondeling"]]:
        namen = Kenmerk.objects.filter(facet=Facet.TAAL, code__in=zonder).order_by("volgorde")
        uit += [f"{naam}: niveau niet getoond" for naam in namen.values_list("naam", flat=True)]
    return uit
