"""Who stands in a cell: SQL of a table with `sleutel`, by the facts themselves.

Today's count uses the telperioden, which are made of the facts. So a traced figure is counted a
second time, in another way.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sonar.rapportage.tabellen.kolommen import KOLOMMEN
from sonar.rapportage.tellen.aanvraag import STROMEN, TABEL
from sonar.rapportage.tellen.feiten import AsOf, feiten, geteld_uit_feiten
from sonar.rapportage.tellen.herindeling import Herkomst, herkomst
from sonar.rapportage.tellen.telling import NEDERLAND
from sonar.rapportage.tellen.uitsplitsing import UITSPLITSINGEN, with_kenmerken
from sonar.rules.gemeentelijst import Indeling


DOELGROEP, BEKEND = "doelgroep", "bekend"
PER_NAAM = {kolom.naam: kolom for kolom in KOLOMMEN}
# What is counted at the quarter before; the facts that say why are of that day.
VAN_BEGIN = frozenset({"begin", "weg", "naar_elders"})
# column of a flow: which of those who counted then (van), now (naar), or both. `{hier}` is a column
# with a gemeente that must be one of this row.
_STROOM = {
    "begin": "{van}",
    "nieuw": "{naar} AND van.sleutel IS NULL",
    "van_elders": "{naar} AND van.gemeente_id <> naar.gemeente_id",
    "weg": "{van} AND naar.sleutel IS NULL",
    "naar_elders": "{van} AND van.gemeente_id <> naar.gemeente_id",
    "eind": "{naar}",
}
_REGIO = "{kolom} IN (SELECT code FROM sonar_gemeente WHERE arbeidsmarktregio_id = %(cel_regio)s)"


@dataclass(frozen=True, slots=True)
class _OpDag:
    """The times of a question about another day."""

    dag: str
    moment: str | None


@dataclass(frozen=True, slots=True)
class Cel:
    """A row and a column of a table of a region; a row that is the code of the region is its total.

    Of NEDERLAND there is the total only. `soort` is TABEL, STROMEN or one of UITSPLITSINGEN.
    DOELGROEP and BEKEND are columns of the total of a TABEL: the figures in the note below it.
    """

    regio: str
    rij: str
    kolom: str
    soort: str = TABEL
    wanneer: Indeling | None = None  # in the gemeenten of another date than the peildatum

    @property
    def is_totaal(self) -> bool:
        """Whether it is a figure of the whole region."""
        return self.rij == self.regio

    @property
    def waarden(self) -> dict[str, Any]:
        """The parameters of its SQL, beside those of the two questions."""
        return {"cel_regio": self.regio, "cel_rij": self.rij}

    def hier(self, kolom: str) -> str:
        """SQL: the gemeente in this column is the one of the row, or one of the region."""
        if self.regio == NEDERLAND:
            return "true"
        return _REGIO.format(kolom=kolom) if self.is_totaal else f"{kolom} = %(cel_rij)s"


def wie(cel: Cel, eind: AsOf, begin: AsOf) -> str:
    """The persons of a cell. `begin` is the quarter before, and used by flows only."""
    if cel.soort == STROMEN:
        return _stroom(cel, eind, begin)
    if cel.kolom in {DOELGROEP, BEKEND}:
        return _register(cel, eind)
    hoe: Callable[[Cel, AsOf], str] = _tabel if cel.soort == TABEL else _uitsplitsing
    return f"{hoe(cel, eind)}{_kolom(cel.kolom)}"


def _kolom(kolom: str) -> str:
    """SQL: those of the kind of organisation, and with or without a profile, as the column says."""
    van = PER_NAAM[kolom]
    organisatie = f" AND g.organisatie = '{van.organisatie}'" if van.organisatie else ""
    if van.met_profiel is None:
        return organisatie
    return f"{organisatie} AND {'' if van.met_profiel else 'NOT '}g.met_profiel"


def _tabel(cel: Cel, vraag: AsOf) -> str:
    hier = _hier(cel, "inschrijving", vraag, "g")
    return f"SELECT g.sleutel FROM ({geteld_uit_feiten(vraag)}) g WHERE {hier}"  # noqa: S608


def _hier(cel: Cel, soort: str, vraag: AsOf, tabel: str) -> str:
    """SQL: who in the table counts in the row, by the rows of that moment or by those of a date."""
    if cel.wanneer is None or cel.regio == NEDERLAND:  # the country is one in either view
        return cel.hier(f"{tabel}.gemeente_id")
    delen = [_van(deel, soort, vraag, tabel) for deel in herkomst(cel.regio, cel.rij, cel.wanneer)]
    return f"({' OR '.join(delen)})" if delen else "false"


def _van(deel: Herkomst, soort: str, vraag: AsOf, tabel: str) -> str:
    """Codes and dates are those of our own lists, and stand in the SQL as they are."""
    hier = f"{tabel}.gemeente_id IN ({_tekst(deel.codes)})"
    if deel.dag is None:
        return hier
    daarna = feiten(soort, _OpDag(f"DATE '{deel.dag.isoformat()}'", vraag.moment))
    ontkend = "NOT " if deel.overig else ""
    return (
        f"({hier} AND {ontkend}EXISTS (SELECT 1 FROM ({daarna}) v "  # noqa: S608
        f"WHERE v.sleutel = {tabel}.sleutel AND v.gemeente_id IN ({_tekst(deel.daarna)})))"
    )


def _tekst(codes: Sequence[str]) -> str:
    if not all(re.fullmatch(r"GM[0-9]{4}", code) for code in codes):
        raise ValueError("Dit zijn geen codes van gemeenten.")
    return ", ".join(f"'{code}'" for code in codes)


def _uitsplitsing(cel: Cel, vraag: AsOf) -> str:
    code = "true" if cel.is_totaal else f"({UITSPLITSINGEN[cel.soort].code}) = %(cel_rij)s"
    hier = _REGIO.format(kolom="g.gemeente_id")
    return (
        f"SELECT g.sleutel FROM ({geteld_uit_feiten(vraag)}) g {with_kenmerken(vraag)} "  # noqa: S608
        f"WHERE {hier} AND {code}"
    )


def _register(cel: Cel, vraag: AsOf) -> str:
    ook = (
        f" AND EXISTS (SELECT 1 FROM ({feiten('inschrijving', vraag)}) i "  # noqa: S608
        "WHERE i.sleutel = d.sleutel)"
    )
    hier = _hier(cel, "doelgroep", vraag, "d")
    return (
        f"SELECT d.sleutel FROM ({feiten('doelgroep', vraag)}) d "  # noqa: S608
        f"WHERE {hier}{ook if cel.kolom == BEKEND else ''}"
    )


def _stroom(cel: Cel, eind: AsOf, begin: AsOf) -> str:
    hoe = _STROOM[cel.kolom].format(
        van=cel.hier("van.gemeente_id"), naar=cel.hier("naar.gemeente_id")
    )
    return (
        "SELECT coalesce(naar.sleutel, van.sleutel) AS sleutel "  # noqa: S608
        f"FROM ({geteld_uit_feiten(begin)}) van FULL JOIN ({geteld_uit_feiten(eind)}) naar "
        f"ON naar.sleutel = van.sleutel WHERE {hoe}"
    )
