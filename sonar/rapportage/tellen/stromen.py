"""Who came and who went between two dates, per gemeente; and whether everything adds up."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection

from sonar.models import Arbeidsmarktregio
from sonar.rapportage.tellen.feiten import AsOf, geteld
from sonar.rapportage.tellen.telling import NEDERLAND, Kwartaaltelling, Telregel


class KloptNietError(Exception):
    """The numbers contradict each other; nothing may be exported."""


@dataclass(frozen=True, slots=True)
class Stroom:
    """A gemeente: how many counted at the begin and the end, and what happened in between."""

    code: str
    naam: str
    regio: str
    begin: int
    nieuw: int  # counted nowhere at the begin
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


def van_regio(alle: Iterable[Stroom], regio: Arbeidsmarktregio) -> list[Stroom]:
    """Those of the gemeenten of a region."""
    return [stroom for stroom in alle if stroom.regio == regio.pk]


def controleer_stromen(alle: Sequence[Stroom]) -> None:
    """Raise KloptNietError unless every gemeente adds up, and who moved arrived somewhere."""
    for stroom in alle:
        if not stroom.klopt:
            raise KloptNietError(f"{stroom.naam}: begin + erbij - eraf is niet het eind.")
    if sum(stroom.van_elders for stroom in alle) != sum(stroom.naar_elders for stroom in alle):
        raise KloptNietError("Wie verhuisde, kwam niet ergens aan.")


def controleer_stand(
    vorige: Kwartaaltelling, telling: Kwartaaltelling, regels: Sequence[Stroom]
) -> None:
    """Raise KloptNietError unless the flows lead, gemeente by gemeente, from table to table."""
    for tabel, kant, zin in (
        (vorige, "begin", "De in- en uitstroom begint niet bij de tabel van het vorige kwartaal."),
        (telling, "eind", "De in- en uitstroom komt niet uit op de tabel."),
    ):
        geteld = {regel.code: regel.totaal for regel in tabel.regels if regel.totaal}
        in_stroom = {stroom.code: getattr(stroom, kant) for stroom in regels}
        if geteld != {code: aantal for code, aantal in in_stroom.items() if aantal}:
            raise KloptNietError(zin)


def controleer_telling(telling: Kwartaaltelling, *uitsplitsingen: Sequence[Telregel]) -> None:
    """Raise KloptNietError unless rows, columns, the register and every breakdown agree."""
    totaal = telling.totaal
    if totaal.totaal != sum(regel.totaal for regel in telling.regels):
        raise KloptNietError("De som van de gemeenten is niet het totaal van de regio.")
    if telling.bekend > telling.doelgroep:
        raise KloptNietError("In Sonar zijn er meer bekend dan in het doelgroepregister staan.")
    for regels in uitsplitsingen:
        if Telregel.som(totaal.code, totaal.naam, regels) != totaal:
            raise KloptNietError("Een uitsplitsing telt niet op tot het totaal van de regio.")


def controleer_land(tellingen: Iterable[Kwartaaltelling], land: Sequence[Telregel]) -> None:
    """Raise KloptNietError unless the regions together are the country, column by column."""
    regios = Telregel.som(NEDERLAND, "Nederland", (telling.totaal for telling in tellingen))
    if regios != Telregel.som(NEDERLAND, "Nederland", land):
        raise KloptNietError("De regio's samen zijn niet het land.")
