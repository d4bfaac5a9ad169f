"""SQL of the facts of a peildatum as they were known at a moment, and of who counts by them.

Two times. Valid time says when something was so: the peildatum asks it. Recorded time says when
Sonar knew: `bekend_op` asks that, of the rows as they are and of the versions that have lapsed.
"""

import datetime
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import connection
from django.utils import timezone


@dataclass(frozen=True, slots=True)
class AsOf:
    """On which day it was so, and at which moment it was known; None: as it is known now."""

    peildatum: datetime.date
    bekend_op: datetime.datetime | None = None
    naam: str = "toen"  # two questions in one statement have different names

    @property
    def dag(self) -> str:
        """SQL of the peildatum."""
        return f"%({self.naam}_peildatum)s"

    @property
    def moment(self) -> str | None:
        """SQL of the moment at which it was known; None: as it is known now."""
        return None if self.bekend_op is None else f"%({self.naam}_bekend_op)s"

    @property
    def waarden(self) -> dict[str, Any]:
        """The parameters of the SQL below."""
        return {
            f"{self.naam}_peildatum": self.peildatum,
            f"{self.naam}_bekend_op": self.bekend_op,
            f"{self.naam}_einde": timezone.make_aware(
                datetime.datetime.combine(self.peildatum, datetime.time.max)
            ),
        }


class Tijden(Protocol):
    """The two times of a question, as SQL: of one Vraag, or of the rows of a table."""

    @property
    def dag(self) -> str:
        """The peildatum."""

    @property
    def moment(self) -> str | None:
        """The moment at which it was known; None: as it is known now."""


_GELDIG = "feit.ingangsdatum <= {dag} AND (feit.einddatum IS NULL OR feit.einddatum > {dag})"
# Why somebody counts: which row says so, from and up to when, and when Sonar knew.
_WAAROM_NU = (
    "feit.id AS feit, feit.ingangsdatum, feit.einddatum, feit.geboekt_op, "
    "NULL::timestamptz AS vervallen_op"
)
_WAAROM_TOEN = "feit.feit, feit.ingangsdatum, feit.einddatum, feit.geboekt_op, feit.vervallen_op"
# By soort: the columns, the table with the current rows, and the columns of the history.
_NU = {
    "inschrijving": (
        (
            "w.bsn_zoeksleutel AS sleutel, feit.werkzoekende_id AS persoon, feit.gemeente_id, "
            "feit.organisatie_id"
        ),
        "sonar_inschrijving feit JOIN sonar_werkzoekende w ON w.id = feit.werkzoekende_id",
        "bsn_zoeksleutel, NULL::bigint, gemeente_id, organisatie_id",
    ),
    "doelgroep": (
        "feit.bsn_zoeksleutel AS sleutel, feit.gemeente_id, feit.grondslag",
        "sonar_doelgroepregistratie feit",
        "bsn_zoeksleutel, gemeente_id, grondslag",
    ),
    "vaststelling": (
        "w.bsn_zoeksleutel AS sleutel, k.werkzoekende_id AS persoon",
        # There is always one. PostgreSQL leaves a LEFT JOIN out when nobody reads a column of it.
        (
            "sonar_vaststelling feit JOIN sonar_klantprofiel k ON k.id = feit.klantprofiel_id "
            "LEFT JOIN sonar_werkzoekende w ON w.id = k.werkzoekende_id"
        ),
        "bsn_zoeksleutel, NULL::bigint",
    ),
}


def feiten(soort: str, vraag: Tijden) -> str:
    """The facts of one kind: SQL of a table with `sleutel`, what the kind says, and why.

    A column that nobody uses costs nothing: PostgreSQL does not read it. Corrections by hand are
    rare: most rows come from the table itself, few from the history.
    """
    kolommen, bron, toen = _NU[soort]
    geldig = _GELDIG.format(dag=vraag.dag)
    nu = f"SELECT {kolommen}, {_WAAROM_NU} FROM {bron} WHERE {geldig}"  # noqa: S608
    if (bekend := vraag.moment) is None:
        return nu
    return (
        f"{nu} AND feit.geboekt_op <= {bekend} UNION ALL "  # noqa: S608
        f"SELECT {toen}, {_WAAROM_TOEN} FROM sonar_geschiedenis feit "
        f"WHERE feit.soort = '{soort}' AND {geldig} "
        f"AND feit.geboekt_op <= {bekend} AND feit.vervallen_op > {bekend}"
    )


def geteld_uit_feiten(vraag: Tijden) -> str:
    """Who counts: SQL of a table (sleutel, gemeente_id, organisatie, met_profiel, grondslag).

    Somebody counts with a registration and an entry in the doelgroepregister, both on the
    peildatum; `organisatie` is the soort of the one that is responsible, `met_profiel` whether the
    klantprofiel is vastgesteld. At most one of each is valid on a date: nobody counts twice.
    """
    # A join and no EXISTS: beyond work_mem PostgreSQL asks an EXISTS again for every person. A
    # constraint holds the current rows to one vaststelling; in the history two writers may have
    # crossed.
    door = "persoon" if vraag.moment is None else "sleutel"
    een = "" if vraag.moment is None else " GROUP BY sleutel"
    vastgesteld = f"SELECT {door} FROM ({feiten('vaststelling', vraag)}) f{een}"  # noqa: S608
    return (
        "SELECT i.sleutel, i.gemeente_id, o.soort AS organisatie, d.grondslag, "  # noqa: S608
        f"v.{door} IS NOT NULL AS met_profiel FROM ({feiten('inschrijving', vraag)}) i "
        f"JOIN ({feiten('doelgroep', vraag)}) d ON d.sleutel = i.sleutel "
        "JOIN sonar_organisatie o ON o.id = i.organisatie_id "
        f"LEFT JOIN ({vastgesteld}) v ON v.{door} = i.{door}"
    )


def geteld(vraag: Tijden) -> str:
    """The same without the grondslag. For now it reads the periods made of the facts: quicker.

    The tests and `manage.py afgeleid` check that both say the same.
    """
    if vraag.moment is not None:
        return geteld_uit_feiten(vraag)
    return (
        "SELECT bsn_zoeksleutel AS sleutel, gemeente_id, organisatie, met_profiel "  # noqa: S608
        f"FROM sonar_telperiode WHERE gemeente_id IS NOT NULL AND {on_the_day(vraag.dag)}"
    )


def register(vraag: Tijden) -> str:
    """Everybody in the doelgroepregister: SQL of a table (sleutel, gemeente_id, bekend).

    The gemeente is that of the register, `bekend` whether there is a registration in Sonar.
    """
    if vraag.moment is None:
        return (
            "SELECT bsn_zoeksleutel AS sleutel, registergemeente_id AS gemeente_id, "  # noqa: S608
            "gemeente_id IS NOT NULL AS bekend "
            f"FROM sonar_telperiode WHERE {on_the_day(vraag.dag)}"
        )
    return (
        "SELECT d.sleutel, d.gemeente_id, EXISTS ("  # noqa: S608
        f"SELECT 1 FROM ({feiten('inschrijving', vraag)}) i WHERE i.sleutel = d.sleutel) AS bekend "
        f"FROM ({feiten('doelgroep', vraag)}) d"
    )


def on_the_day(dag: str) -> str:
    """SQL: the period holds the day. A period that is still open ends on the last possible day."""
    return f"ingangsdatum <= {dag} AND einddatum > {dag}"


def whose(tabel: str, vraag: AsOf) -> str:
    """SQL: joins the number of the person, w.id, to `tabel` (with a `sleutel`); NULL if unknown.

    In the past it is the person who had the BSN at that time, even if the BSN proved wrong later.
    """
    if vraag.moment is None:
        return f"LEFT JOIN sonar_werkzoekende w ON w.bsn_zoeksleutel = {tabel}.sleutel"
    return (
        f"LEFT JOIN sonar_werkzoekende nu ON nu.bsn_zoeksleutel = {tabel}.sleutel "  # noqa: S608
        "LEFT JOIN (SELECT DISTINCT ON (vorige_zoeksleutel) vorige_zoeksleutel, werkzoekende_id "
        f"FROM sonar_bsncorrectie WHERE besloten_op > {vraag.moment} "
        "AND vorige_zoeksleutel IS NOT NULL ORDER BY vorige_zoeksleutel, besloten_op) verbeterd "
        f"ON verbeterd.vorige_zoeksleutel = {tabel}.sleutel "
        "LEFT JOIN LATERAL (SELECT coalesce(verbeterd.werkzoekende_id, nu.id) AS id) w ON true"
    )


def first_recorded() -> datetime.datetime | None:
    """The moment at which the first fact came to be known; None when there is none. One query."""
    tabellen = (
        "sonar_inschrijving",
        "sonar_doelgroepregistratie",
        "sonar_vaststelling",
        "sonar_geschiedenis",
    )
    eerste = ", ".join(f"(SELECT min(geboekt_op) FROM {tabel})" for tabel in tabellen)  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT least({eerste})")
        moment: datetime.datetime | None = cursor.fetchone()[0]
    return moment
