"""Whether the periods that are counted say what the facts say; and how to make them anew."""

from django.db import ProgrammingError, connection
from psycopg.errors import InsufficientPrivilege


class NietDeEigenaarError(Exception):
    """Only the owner of the tables can; the text says what to do."""


_KOLOMMEN = (
    "bsn_zoeksleutel, ingangsdatum, einddatum, registergemeente_id, gemeente_id, organisatie, "
    "met_profiel"
)
_VERSCHILLEN = f"""
WITH feiten AS MATERIALIZED (SELECT {_KOLOMMEN} FROM sonar_telperioden(NULL))
SELECT (SELECT count(*) FROM feiten),
    (SELECT count(*) FROM (TABLE feiten EXCEPT ALL SELECT {_KOLOMMEN} FROM sonar_telperiode) weg),
    (SELECT count(*) FROM (SELECT {_KOLOMMEN} FROM sonar_telperiode EXCEPT ALL TABLE feiten) teveel)
"""  # noqa: S608


def vergelijk() -> tuple[int, int]:
    """How many periods the facts give, and how many of them are missing or too many. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_VERSCHILLEN)
        aantal, weg, te_veel = cursor.fetchone()
    return aantal, weg + te_veel


def herbereken() -> None:
    """Make those of everybody anew. Writers wait for it, readers do not.

    Raises NietDeEigenaarError for who does not own the tables.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT sonar_telperioden_bij(NULL)")
    except ProgrammingError as fout:
        if isinstance(fout.__cause__, InsufficientPrivilege):
            raise NietDeEigenaarError(
                "Deze gebruiker van de database mag geen telperioden maken. Geef in DATABASE_URL "
                "de eigenaar van de tabellen, net als bij migrate."
            ) from fout
        raise
