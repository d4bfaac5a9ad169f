"""Unlikely behaviour in the verwerkingslog, for the privacy officer to ask about.

A signal is a question and no verdict: it says what was counted, and from which number that is
unlikely. The thresholds are our own (see docs/misbruik.md) and stand in one place.
"""

import datetime
from dataclasses import dataclass

from django.db import connection, models


class Signaal(models.TextChoices):
    """What is unlikely."""

    TEMPO = "tempo", "veel verschillende mensen op een dag, buiten de eigen lijst"
    BREEDTE = "breedte", "veel mensen zonder band met de eigen organisatie of regio"
    GEWEIGERD = "geweigerd", "vaak geweigerd"
    BEKEND_PERSOON = "bekend-persoon", "iemand naar wie velen zonder band keken"
    ZOEKEN = "zoeken", "vaak gezocht in heel Sonar op een dag"
    ONBEOORDEELD = "onbeoordeeld", "noodtoegang waarover na twee weken niemand oordeelde"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drempels:
    """Above these numbers something is a signal."""

    tempo: int = 120  # people in one day
    breedte: int = 25  # people without a relation, in the whole period
    geweigerd: int = 6  # refusals in the whole period
    bekend_persoon: int = 5  # medewerkers without a relation at one person within seven days
    zoeken: int = 30  # questions in all of Sonar on one day, whether they found somebody or not
    onbeoordeeld: int = 0  # times noodtoegang that no teamleider judged within two weeks


@dataclass(frozen=True, slots=True)
class Melding:
    """One signal of one medewerker, with when it began. No person is named."""

    medewerker: int
    signaal: Signaal
    aantal: int
    drempel: int
    eerste: datetime.datetime


# For each line: what was done, and whether the organisation of the medewerker at that moment ever
# had this person, or has its adviser in the region where the person lived.
_GEZIEN = """
    WITH gezien AS MATERIALIZED (
        SELECT v.medewerker_id AS wie, v.persoon, v.tijdstip, v.handeling, v.grond,
            v.rol, v.organisatie_id
        FROM sonar_verwerking v
        WHERE v.medewerker_id IS NOT NULL AND v.tijdstip >= %(van)s AND v.tijdstip < %(tot)s
            AND v.grond <> 'beoordeling' -- of what colleagues opened, on the page made for it
    ), paar AS MATERIALIZED (
        SELECT wie, persoon, rol, organisatie_id, min(tijdstip) AS eerste FROM gezien
        GROUP BY wie, persoon, rol, organisatie_id
    ), vreemd AS MATERIALIZED (
        SELECT paar.wie, paar.persoon, min(paar.eerste) AS eerste
        FROM paar JOIN sonar_medewerker m ON m.id = paar.wie
        WHERE NOT EXISTS (
            SELECT FROM sonar_inschrijving i JOIN sonar_gemeente g ON g.code = i.gemeente_id
            WHERE i.werkzoekende_id = paar.persoon
            AND (i.klantmanager_id = m.id
                OR g.arbeidsmarktregio_id = m.arbeidsmarktregio_id
                -- Old lines did not keep it.
                AND (i.organisatie_id = coalesce(paar.organisatie_id, m.organisatie_id)
                    OR coalesce(paar.rol, m.rol) = 'adviseur')))
        GROUP BY paar.wie, paar.persoon
    ), week AS (
        SELECT persoon, eerste, count(*) OVER (
            PARTITION BY persoon ORDER BY eerste
            RANGE BETWEEN '7 days'::interval PRECEDING AND CURRENT ROW) AS kijkers
        FROM vreemd
    ), bekend AS (
        SELECT persoon, eerste FROM week WHERE kijkers > %(bekend_persoon)s
    )
"""
_SIGNALEN = """
    SELECT wie, 'tempo', max(aantal), min(eerste) FROM (
        SELECT wie, count(DISTINCT persoon) AS aantal, min(tijdstip) AS eerste
        FROM gezien
        -- Who goes through the own list sees hundreds of people, and is meant to.
        WHERE NOT (handeling = 'lijst' AND grond = 'eigen-klant')
        GROUP BY wie, (tijdstip AT TIME ZONE 'Europe/Amsterdam')::date
        HAVING count(DISTINCT persoon) > %(tempo)s) AS dag GROUP BY wie
    UNION ALL
    SELECT wie, 'breedte', count(*), min(eerste) FROM vreemd
    GROUP BY wie HAVING count(*) > %(breedte)s
    UNION ALL
    SELECT wie, 'geweigerd', count(*), min(tijdstip) FROM gezien WHERE handeling = 'geweigerd'
    GROUP BY wie HAVING count(*) > %(geweigerd)s
    UNION ALL
    SELECT wie, 'bekend-persoon', count(DISTINCT vreemd.persoon), min(vreemd.eerste)
    FROM vreemd JOIN bekend ON bekend.persoon = vreemd.persoon
    AND vreemd.eerste BETWEEN bekend.eerste - '7 days'::interval AND bekend.eerste
    GROUP BY wie
    UNION ALL
    SELECT medewerker_id, 'zoeken', max(aantal), min(dag::timestamp AT TIME ZONE 'Europe/Amsterdam')
    FROM sonar_zoekdag
    WHERE aantal > %(zoeken)s AND dag >= (%(van)s AT TIME ZONE 'Europe/Amsterdam')::date
    AND dag < (%(tot)s AT TIME ZONE 'Europe/Amsterdam')::date
    GROUP BY medewerker_id
    UNION ALL
    SELECT medewerker_id, 'onbeoordeeld', count(*), min(ingangsmoment) FROM sonar_noodtoegang
    WHERE oordeel = '' AND ingangsmoment >= %(van)s
    AND ingangsmoment < %(tot)s - '14 days'::interval
    GROUP BY medewerker_id HAVING count(*) > %(onbeoordeeld)s
    ORDER BY 2, 3 DESC, 1
"""


def meldingen(
    van: datetime.datetime, tot: datetime.datetime, drempels: Drempels | None = None
) -> list[Melding]:
    """The signals of [van, tot), by kind, the strongest first. One query, two passes of the log."""
    grens = drempels or Drempels()
    grenzen = {
        Signaal.TEMPO: grens.tempo,
        Signaal.BREEDTE: grens.breedte,
        Signaal.GEWEIGERD: grens.geweigerd,
        Signaal.BEKEND_PERSOON: grens.bekend_persoon,
        Signaal.ZOEKEN: grens.zoeken,
        Signaal.ONBEOORDEELD: grens.onbeoordeeld,
    }
    waarden = {signaal.value.replace("-", "_"): getal for signaal, getal in grenzen.items()}
    with connection.cursor() as cursor:
        cursor.execute(_GEZIEN + _SIGNALEN, {"van": van, "tot": tot, **waarden})
        rijen = cursor.fetchall()
    return [
        Melding(wie, Signaal(soort), aantal, grenzen[Signaal(soort)], eerste)
        for wie, soort, aantal, eerste in rijen
    ]
