"""The same people, told apart otherwise: by education, sector, ground, age and availability.

Each way is a partition: everybody who counts stands in one row, so every table adds up to the same
total. All of it is read as it was known at the moment asked for: who counts, the ground, the
klantprofiel, and the date of birth. For a deleted person it is 'onbekend'.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection

from sonar.models import Arbeidsmarktregio, Doelgroepregistratie, Opleidingsniveau, Sector
from sonar.rapportage.tellen.feiten import AsOf, geteld_uit_feiten, whose
from sonar.rapportage.tellen.telling import Segment, Telregel


@dataclass(frozen=True, slots=True)
class Uitsplitsing:
    """One way: its name on the command line, its heading, and SQL that gives a code."""

    naam: str
    kop: str
    code: str
    namen: Mapping[str, str]


ONBEKEND, GEEN, MEER = "onbekend", "geen", "meer"
_OPLEIDING = "coalesce(nullif(t.niveau, ''), 'geen')"
# People who want work in several sections have a row of their own: nobody is counted twice.
_SECTOR = (
    "(SELECT CASE count(DISTINCT coalesce(s.sectie_id, s.code)) WHEN 0 THEN 'geen' "
    "WHEN 1 THEN min(coalesce(s.sectie_id, s.code)) ELSE 'meer' END "
    "FROM sonar_sector s WHERE s.code = ANY(t.sectoren))"
)
_GRONDSLAG = (
    "CASE WHEN g.grondslag = '' THEN 'onbekend' "
    "WHEN g.grondslag IN ('wsw-indicatie', 'wiw-id-baan') THEN 'wsw' "
    "WHEN g.grondslag IN ('participatiewet', 'praktijkroute') THEN 'participatiewet' "
    "ELSE g.grondslag END"
)
_LEEFTIJD = (
    "CASE WHEN t.geboortedatum IS NULL THEN 'onbekend' ELSE (SELECT CASE "
    "WHEN jaar < 27 THEN '0-26' WHEN jaar < 40 THEN '27-39' WHEN jaar < 50 THEN '40-49' "
    "WHEN jaar < 60 THEN '50-59' ELSE '60' END FROM (SELECT extract(year FROM "
    "age(%(toen_peildatum)s::date, t.geboortedatum)) AS jaar) j) END"
)
_BESCHIKBAAR = (
    "CASE WHEN t.met_profiel IS NOT TRUE THEN 'geen' "
    "WHEN coalesce(t.beschikbaar_vanaf, %(toen_peildatum)s) <= %(toen_peildatum)s THEN 'nu' "
    "WHEN t.beschikbaar_vanaf <= %(toen_peildatum)s::date + 92 THEN 'kwartaal' ELSE 'later' END"
)
_SOORT = Doelgroepregistratie.Grondslag


def with_kenmerken(vraag: AsOf) -> str:
    """SQL: joins to everybody who counts (g) the row that the codes above are read from (t).

    A klantprofiel does not say since when something is so. So the version at the end of the
    peildatum is read, among those known at the moment asked for. For a person who came into Sonar
    after the peildatum it is the first version.
    """
    bekend = f"AND k.geboekt_op <= {vraag.moment}" if vraag.moment else ""
    einde = f"%({vraag.naam}_einde)s"
    return (
        f"{whose('g', vraag)} "  # noqa: S608
        "LEFT JOIN LATERAL (SELECT k.* FROM sonar_telkenmerk k "
        f"WHERE k.werkzoekende_id = w.id {bekend} ORDER BY k.geboekt_op > {einde}, "
        f"greatest(k.geboekt_op - {einde}, {einde} - k.geboekt_op) LIMIT 1) t ON true"
    )


UITSPLITSINGEN = {
    hoe.naam: hoe
    for hoe in (
        Uitsplitsing(
            "opleidingsniveau",
            "Hoogste opleiding",
            _OPLEIDING,
            {niveau.value: str(niveau.label) for niveau in Opleidingsniveau.met_hoogte()}
            | {"0": "anders", GEEN: "geen opleiding ingevuld"},
        ),
        Uitsplitsing(
            "sector",
            "Gewenste sector",
            _SECTOR,
            {GEEN: "geen sector ingevuld", MEER: "meer dan een sector"},
        ),
        Uitsplitsing(
            "grondslag",
            "Grondslag",
            _GRONDSLAG,
            {
                "participatiewet": "Participatiewet en Praktijkroute",
                "wsw": "Wsw-indicatie, WIW-baan of ID-baan",
                _SOORT.WAJONG: str(_SOORT.WAJONG.label),
                _SOORT.VSO_PRO: str(_SOORT.VSO_PRO.label),
                _SOORT.VOORZIENING: str(_SOORT.VOORZIENING.label),
                ONBEKEND: "onbekend: gewist",
            },
        ),
        Uitsplitsing(
            "leeftijd",
            "Leeftijd op de peildatum",
            _LEEFTIJD,
            {
                "0-26": "tot 27 jaar",
                "27-39": "27 tot 40 jaar",
                "40-49": "40 tot 50 jaar",
                "50-59": "50 tot 60 jaar",
                "60": "60 jaar en ouder",
                ONBEKEND: "onbekend: gewist",
            },
        ),
        Uitsplitsing(
            "beschikbaarheid",
            "Beschikbaar",
            _BESCHIKBAAR,
            {
                "nu": "op de peildatum",
                "kwartaal": "binnen drie maanden",
                "later": "later",
                GEEN: "geen klantprofiel",
            },
        ),
    )
}


def break_down(hoe: Uitsplitsing, regio: Arbeidsmarktregio | None, vraag: AsOf) -> list[Telregel]:
    """Count a region, or the whole country, by one of UITSPLITSINGEN; rows in order of code.

    Every code that has a name has a row, also when nobody stands in it. At most two queries.
    """
    per_code: dict[str, Counter[Segment]] = {code: Counter() for code in hoe.namen}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {hoe.code}, g.organisatie, g.met_profiel, count(*) "  # noqa: S608
            f"FROM ({geteld_uit_feiten(vraag)}) g "
            f"JOIN sonar_gemeente ge ON ge.code = g.gemeente_id {with_kenmerken(vraag)} "
            "WHERE %(regio)s::text IS NULL OR ge.arbeidsmarktregio_id = %(regio)s "
            "GROUP BY 1, 2, 3",
            vraag.waarden | {"regio": regio.pk if regio else None},
        )
        for code, organisatie, met_profiel, aantal in cursor.fetchall():
            per_code.setdefault(code, Counter())[Segment(organisatie, met_profiel)] = aantal
    namen = dict(hoe.namen)
    if onbenoemd := set(per_code) - set(namen):
        namen |= dict(Sector.objects.filter(pk__in=onbenoemd).values_list("pk", "naam"))
    return [Telregel(code, namen[code], per_code[code]) for code in sorted(per_code)]
