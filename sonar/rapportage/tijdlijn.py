"""Many counts in one question: every quarter of a region, or every region on a date."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from sonar.rapportage.kwartaal import Kwartaal


# A stretch of time in which somebody counts in one way, cut at the dates asked for. A person has
# one registration and one line in the register at a time, so stretches are people. The database
# gives how many stretches cover which of the dates (van and tot are places in that list).
STUKKEN = """
WITH dagen AS (SELECT %(dagen)s::date[] AS op),
geteld AS (
    SELECT i.werkzoekende_id, g.arbeidsmarktregio_id AS regio,
        greatest(i.ingangsdatum, d.ingangsdatum) AS begin,
        least(coalesce(i.einddatum, 'infinity'), coalesce(d.einddatum, 'infinity')) AS eind
    FROM sonar_inschrijving i
    JOIN sonar_gemeente g ON g.code = i.gemeente_id
    JOIN sonar_werkzoekende w ON w.id = i.werkzoekende_id
    JOIN sonar_doelgroepregistratie d ON d.bsn_zoeksleutel = w.bsn_zoeksleutel
    WHERE %(regio)s IN (g.arbeidsmarktregio_id, '')
        AND i.ingangsdatum < coalesce(d.einddatum, 'infinity')
        AND d.ingangsdatum < coalesce(i.einddatum, 'infinity')
),
stukken AS (
    SELECT regio, false AS met_profiel, begin, eind FROM geteld
    UNION ALL
    SELECT regio, true, greatest(begin, v.ingangsdatum),
        least(eind, coalesce(v.einddatum, 'infinity'))
    FROM geteld
    JOIN sonar_klantprofiel k ON k.werkzoekende_id = geteld.werkzoekende_id
    JOIN sonar_vaststelling v ON v.klantprofiel_id = k.id
        AND v.ingangsdatum < eind AND begin < coalesce(v.einddatum, 'infinity')
)
SELECT regio, met_profiel,
    width_bucket(begin - 1, op) AS van, width_bucket(eind - 1, op) AS tot, count(*)
FROM stukken, dagen
WHERE width_bucket(begin - 1, op) < width_bucket(eind - 1, op)
GROUP BY regio, met_profiel, van, tot
"""


@dataclass(frozen=True, slots=True)
class Stand:
    """How many people are known in Sonar, and of how many the klantprofiel is vastgesteld."""

    totaal: int = 0
    met_profiel: int = 0

    @property
    def deel(self) -> int | None:
        """The share with a klantprofiel in whole percents, rounded half up; None of nobody."""
        if not self.totaal:
            return None
        return (200 * self.met_profiel + self.totaal) // (2 * self.totaal)


def tijdlijn(regio: str, kwartalen: Sequence[Kwartaal]) -> list[Stand]:
    """A region at the end of each quarter. One query, however many quarters.

    `regio` is a code, `kwartalen` are in the order of time. The same people as in telling.py.
    """
    standen = _standen(kwartalen, regio)
    return standen.get(regio, [Stand()] * len(kwartalen))


def per_regio(kwartaal: Kwartaal) -> dict[str, Stand]:
    """Every region in which anybody counts at the end of a quarter, by its code. One query."""
    return {code: standen[0] for code, standen in _standen([kwartaal], "").items()}


def _standen(kwartalen: Sequence[Kwartaal], regio: str) -> dict[str, list[Stand]]:
    leeg = [0] * len(kwartalen)
    totaal: defaultdict[str, list[int]] = defaultdict(leeg.copy)
    met: defaultdict[str, list[int]] = defaultdict(leeg.copy)
    with connection.cursor() as cursor:
        dagen = [kwartaal.peildatum for kwartaal in kwartalen]
        cursor.execute(STUKKEN, {"dagen": dagen, "regio": regio})
        for code, met_profiel, van, tot, aantal in cursor:
            rij = (met if met_profiel else totaal)[code]
            for nummer in range(van, tot):
                rij[nummer] += aantal
    return {
        code: [Stand(*paar) for paar in zip(aantallen, met[code], strict=True)]
        for code, aantallen in totaal.items()
    }
