"""Who came and who went between two dates, per gemeente."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from sonar.models import Arbeidsmarktregio
from sonar.rapportage.tellen.feiten import AsOf, geteld


@dataclass(frozen=True, slots=True)
class Stroom:
    """A gemeente: how many counted at the begin and at the end, and what happened in between."""

    code: str
    naam: str
    regio: str
    begin: int
    nieuw: int  # people who counted nowhere at the begin
    van_elders: int  # counted in another gemeente at the begin
    weg: int  # counts nowhere at the end
    naar_elders: int  # counts in another gemeente at the end
    eind: int

    @property
    def klopt(self) -> bool:
        """Previous + in - out = this."""
        erbij, eraf = self.nieuw + self.van_elders, self.weg + self.naar_elders
        return self.begin + erbij - eraf == self.eind


def stromen(begin: AsOf, eind: AsOf) -> list[Stroom]:
    """Inflow and outflow of every gemeente in which anybody counted, by code. One query.

    `begin` and `eind` have different names. As known at two moments, a correction is a flow too.
    """
    if begin.naam == eind.naam:
        raise ValueError("De twee vragen hebben dezelfde naam.")
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH van AS ({geteld(begin)}), naar AS ({geteld(eind)}), "  # noqa: S608
            "samen AS (SELECT van.gemeente_id AS oud, naar.gemeente_id AS nieuw "
            "FROM van FULL JOIN naar ON naar.sleutel = van.sleutel) "
            "SELECT ge.code, ge.naam, ge.arbeidsmarktregio_id, "
            "count(*) FILTER (WHERE oud = ge.code), "
            "count(*) FILTER (WHERE oud IS NULL), "
            "count(*) FILTER (WHERE oud <> ge.code), "
            "count(*) FILTER (WHERE nieuw IS NULL), "
            "count(*) FILTER (WHERE nieuw <> ge.code), "
            "count(*) FILTER (WHERE nieuw = ge.code) "
            "FROM (SELECT oud AS waar, oud, nieuw FROM samen WHERE oud IS NOT NULL UNION ALL "
            "SELECT nieuw, oud, nieuw FROM samen WHERE nieuw IS DISTINCT FROM oud "
            "AND nieuw IS NOT NULL) s JOIN sonar_gemeente ge ON ge.code = s.waar "
            "GROUP BY 1, 2, 3 ORDER BY 1",
            begin.waarden | eind.waarden,
        )
        return [Stroom(*rij) for rij in cursor.fetchall()]


def of_regio(alle: Iterable[Stroom], regio: Arbeidsmarktregio) -> list[Stroom]:
    """Those of the gemeenten of a region."""
    return [stroom for stroom in alle if stroom.regio == regio.pk]
