"""Checks the tables that triggers make of the facts, and makes them anew. Figures count Telperiode
and Telkenmerk; access and the lists of clients use Klantstand.
"""

from dataclasses import dataclass

from django.db import ProgrammingError, connection
from psycopg.errors import InsufficientPrivilege


class NietDeEigenaarError(Exception):
    """Only the owner of the tables may do this; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Projection:
    """A table defined by a function of the database; NULL asks for everybody."""

    tabel: str
    functie: str
    kolommen: str  # what the function gives, in its order
    rijen: str = "true"  # of which rows it is the definition

    def vergelijk(self) -> tuple[int, int]:
        """How many rows the facts give, and how many are missing or too many. One query."""
        staat = f"SELECT {self.kolommen} FROM {self.tabel} WHERE {self.rijen}"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(
                f"WITH feiten AS MATERIALIZED (SELECT * FROM {self.functie}(NULL))"  # noqa: S608
                "SELECT (SELECT count(*) FROM feiten),"
                f"(SELECT count(*) FROM (TABLE feiten EXCEPT ALL {staat}) weg),"
                f"(SELECT count(*) FROM ({staat} EXCEPT ALL TABLE feiten) teveel)"
            )
            aantal, weg, te_veel = cursor.fetchone()
        return aantal, weg + te_veel

    def herbereken(self) -> None:
        """Make the rows of everybody anew. Writers wait for it, readers do not.

        Raises NietDeEigenaarError for anybody but the owner of the tables.
        """
        try:
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT {self.functie}_bij(NULL)")
        except ProgrammingError as fout:
            if isinstance(fout.__cause__, InsufficientPrivilege):
                raise NietDeEigenaarError(
                    "Deze gebruiker van de database mag dit niet opnieuw maken. Geef in "
                    "DATABASE_URL de eigenaar van de tabellen, net als bij migrate."
                ) from fout
            raise


TELPERIODEN = Projection(
    "sonar_telperiode",
    "sonar_telperioden",
    "bsn_zoeksleutel, ingangsdatum, einddatum, registergemeente_id, gemeente_id, organisatie, "
    "met_profiel",
)
TELKENMERKEN = Projection(
    "sonar_telkenmerk",
    "sonar_telkenmerken",
    "werkzoekende_id, geboortedatum, met_profiel, niveau, sectoren, beschikbaar_vanaf",
    "vervallen_op IS NULL",
)
KLANTSTANDEN = Projection(
    "sonar_klantstand",
    "sonar_klantstanden",
    "werkzoekende_id, organisatie_id, regio_id, gemeente_id, klantmanager_id, ingangsdatum, "
    "einddatum, overleden_op, afgeschermd, achternaam, voornamen, zoeknaam, ingevuld, "
    "besproken_op, vastgesteld",
)
AFGELEID = {"telperioden": TELPERIODEN, "telkenmerken": TELKENMERKEN, "klantstanden": KLANTSTANDEN}
