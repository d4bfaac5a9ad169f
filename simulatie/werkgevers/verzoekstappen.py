"""The steps inside Sonar: the handler of each contact request, and when the client was asked."""

from django.conf import settings
from django.db import connection


# A request is in hand soon after it came, and the client is asked shortly before the answer. A yes
# or a no of the client proves that somebody asked; for requests in hand half the clients were.
STAPPEN = """
    INSERT INTO sonar_verzoekstap
        (contactverzoek, werkzoekende_id, soort, dag, medewerker_id, moment)
    WITH adviseur AS (
        SELECT id, arbeidsmarktregio_id AS regio, count(*) OVER (PARTITION BY arbeidsmarktregio_id)
            AS aantal, row_number() OVER (PARTITION BY arbeidsmarktregio_id ORDER BY id) - 1 AS plek
        FROM sonar_medewerker WHERE rol = 'adviseur'),
    verzoek AS (
        SELECT c.id, k.werkzoekende_id, c.stand, a.id AS medewerker, c.ingediend_op,
            c.beantwoord_op,
            coalesce(c.beantwoord_op, c.ingediend_op + interval '90 minutes') AS klaar
        FROM kandidatenverkenner_contactverzoek c
        JOIN adviseur a ON a.regio = c.regio AND a.plek = c.id %% a.aantal
        LEFT JOIN sonar_klantprofiel k ON k.kandidaatnummer = c.kandidaat
        WHERE c.stand <> 'ingediend'),
    stap AS (
        SELECT id, werkzoekende_id, 'in-behandeling' AS soort, medewerker,
            ingediend_op + least(interval '30 minutes', (klaar - ingediend_op) / 3) AS moment
        FROM verzoek
        UNION ALL
        SELECT id, werkzoekende_id, 'klant-gevraagd', medewerker,
            klaar - least(interval '30 minutes', (klaar - ingediend_op) / 3)
        FROM verzoek WHERE werkzoekende_id IS NOT NULL
            AND (stand IN ('contact', 'wil-niet') OR stand = 'in-behandeling' AND id %% 2 = 0)
        UNION ALL
        SELECT id, werkzoekende_id, 'beantwoord', medewerker, beantwoord_op
        FROM verzoek WHERE beantwoord_op IS NOT NULL)
    SELECT id, werkzoekende_id, soort, (moment AT TIME ZONE %s)::date, medewerker, moment
    FROM stap ORDER BY moment, id
"""


def write_steps() -> int:
    """Write the steps of all requests that there are; answer how many."""
    with connection.cursor() as cursor:
        cursor.execute(STAPPEN, [settings.TIME_ZONE])
        aantal: int = cursor.rowcount
    return aantal
