"""From what is delivered to what is shown, in a handful of statements over the whole set.

A region is the unit: values that fewer than ten of it have are left out (`suppression`), so one
change can show or hide something of others. A candidate is kept as it came in (`Aanlevering`); in
the regions where something of that changed, all that is shown is made anew. So a delivery of one
person and one of everybody lead to the same candidates.
"""

import datetime
import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.backends.utils import CursorWrapper

from kandidatenverkenner.models import Aanlevering, Kandidaat, Kenmerk, Lokprofiel
from kandidatenverkenner.ontvangst.profiel import kolommen
from kandidatenverkenner.ontvangst.suppression import suppress
from kandidatenverkenner.search_index.words import WORDS


# The columns of a row in the order of the COPY.
COLUMNS = ["id", *kolommen(), "kenmerken"]
_ALLES = ", ".join(COLUMNS)
_INHOUD = ", ".join(COLUMNS[1:])
_KANDIDAAT = Kandidaat._meta.db_table
_AANLEVERING = Aanlevering._meta.db_table
_LOK = Lokprofiel._meta.db_table


def _anders(een: str, ander: str) -> str:
    kolommen = [", ".join(f"{tabel}.{kolom}" for kolom in COLUMNS[1:]) for tabel in (een, ander)]
    return f"({kolommen[0]}) IS DISTINCT FROM ({kolommen[1]})"


# Regions in which the delivery differs from the one before; of a whole delivery, all regions:
# it also puts right what somebody else did to the candidates.
_STREKEN = f"""
    CREATE TEMPORARY TABLE streek ON COMMIT DROP AS
    SELECT regio FROM {_KANDIDAAT} WHERE %(alles)s
    UNION
    SELECT regio FROM levering WHERE %(alles)s
    UNION
    SELECT oud.regio FROM {_AANLEVERING} oud LEFT JOIN levering USING (id)
    WHERE oud.ingetrokken OR (oud.id = ANY(%(nummers)s::uuid[])
        AND (levering.id IS NULL OR {_anders("oud", "levering")}))
    UNION
    SELECT levering.regio FROM levering LEFT JOIN {_AANLEVERING} oud USING (id)
    WHERE oud.id IS NULL OR oud.ingetrokken OR {_anders("oud", "levering")}
"""  # noqa: S608 - every name in these statements is of this app
_VERGEET = f"""
    DELETE FROM {_AANLEVERING} oud
    WHERE (%(alles)s OR oud.ingetrokken OR oud.id = ANY(%(nummers)s::uuid[]))
    AND NOT EXISTS (SELECT FROM levering WHERE levering.id = oud.id)
"""  # noqa: S608
_BEWAAR = f"""
    INSERT INTO {_AANLEVERING} AS oud ({_ALLES}, woorden, ingetrokken)
    SELECT {_ALLES}, woorden, false FROM levering
    ON CONFLICT (id) DO UPDATE SET ({_INHOUD}, woorden, ingetrokken) = (
        {", ".join(f"excluded.{kolom}" for kolom in COLUMNS[1:])}, excluded.woorden, false)
    WHERE oud.ingetrokken OR {_anders("oud", "excluded")}
"""  # noqa: S608
_HAAL_STREKEN = f"""
    INSERT INTO levering ({_ALLES}, woorden)
    SELECT {_ALLES}, woorden FROM {_AANLEVERING} WHERE regio IN (SELECT regio FROM streek)
"""  # noqa: S608
# Withdrawal comes first.
_TREK_IN = f"""
    DELETE FROM {_KANDIDAAT} kandidaat
    WHERE regio IN (SELECT regio FROM streek)
    AND NOT EXISTS (SELECT FROM levering WHERE levering.id = kandidaat.id)
    AND NOT EXISTS (SELECT FROM {_LOK} lok WHERE lok.kandidaat = kandidaat.id)
"""  # noqa: S608
_WIJZIG = f"""
    UPDATE {_KANDIDAAT} kandidaat
    SET ({_INHOUD}, gewijzigd_op, ontvangen_op, tekst) = (
        SELECT {_INHOUD}, %(peildatum)s::date, clock_timestamp(), to_tsvector('dutch', woorden)
        FROM levering bron
        WHERE bron.id = kandidaat.id
    )
    FROM levering
    WHERE levering.id = kandidaat.id AND {_anders("kandidaat", "levering")}
"""  # noqa: S608
_VOEG_TOE = f"""
    INSERT INTO {_KANDIDAAT} AS kandidaat ({_ALLES}, gewijzigd_op, tekst)
    SELECT {_ALLES}, %(peildatum)s::date, to_tsvector('dutch', woorden) FROM levering bron
    WHERE NOT EXISTS (SELECT FROM {_KANDIDAAT} bekend WHERE bekend.id = bron.id)
"""  # noqa: S608
# The words of a profile are those of its attributes; here for the candidates that are there already
# when a name changes.
WORDS_OF_CANDIDATE = f"""(
    SELECT coalesce(string_agg({WORDS}, ' . ' ORDER BY kenmerk.id), '')
    FROM {Kenmerk._meta.db_table} kenmerk
    WHERE kenmerk.id = ANY(bron.kenmerken)
)"""  # noqa: S608
_HERSCHRIJF = [
    f"UPDATE {tabel} bron SET {kolom} = {woorden} WHERE bron.kenmerken && %s::int[]"  # noqa: S608
    for tabel, kolom, woorden in (
        (_KANDIDAAT, "tekst", f"to_tsvector('dutch', {WORDS_OF_CANDIDATE})"),
        (_AANLEVERING, "woorden", WORDS_OF_CANDIDATE),
    )
]


@dataclass(frozen=True, slots=True)
class DeliveryOutcome:
    """The candidates that changed; `bekeken` counts those of the regions that were made anew."""

    ingetrokken: list[uuid.UUID]
    gewijzigd: list[uuid.UUID]
    nieuw: list[uuid.UUID]
    bekeken: int


def create_table(cursor: CursorWrapper) -> None:
    """The temporary table `levering`, empty."""
    cursor.execute(
        f"CREATE TEMPORARY TABLE levering ON COMMIT DROP AS "  # noqa: S608
        f"SELECT {_ALLES}, '' AS woorden FROM {_KANDIDAAT} WITH NO DATA"
    )


def fill(cursor: CursorWrapper, rijen: Iterable[Sequence[Any]]) -> None:
    """Rows into it: `COLUMNS` and the words."""
    with cursor.copy(f"COPY levering ({_ALLES}, woorden) FROM STDIN") as copy:
        for rij in rijen:
            copy.write_row(rij)


def apply_delivery(
    cursor: CursorWrapper, nummers: Collection[uuid.UUID] | None, peildatum: datetime.date
) -> DeliveryOutcome:
    """Make the candidates those in `levering`, for these people or for everybody."""
    alles = nummers is None
    wie: dict[str, Any] = {
        "alles": alles,
        "nummers": list(nummers or ()),
        "peildatum": peildatum,
    }
    cursor.execute("CREATE UNIQUE INDEX ON levering (id)")
    cursor.execute("ANALYZE levering")
    # Two whole sets are joined. Statistics from before a large delivery say that one of them is
    # empty, and then each of its rows would be compared with each of the other.
    cursor.execute("SET LOCAL enable_nestloop = off")
    for opdracht in (_STREKEN, _VERGEET, _BEWAAR):
        cursor.execute(opdracht, wie)
    if not alles:
        cursor.execute("TRUNCATE levering")
        cursor.execute(_HAAL_STREKEN)
        cursor.execute("ANALYZE levering")
    suppress()
    gedaan: list[list[uuid.UUID]] = []
    for opdracht in (_TREK_IN, _WIJZIG, _VOEG_TOE):
        cursor.execute(f"{opdracht} RETURNING kandidaat.id", wie)
        gedaan.append([nummer for (nummer,) in cursor.fetchall()])
    cursor.execute("SELECT count(*) FROM levering")
    (bekeken,) = cursor.fetchone()
    cursor.execute("SET LOCAL enable_nestloop = on")
    cursor.execute("DROP TABLE streek")
    ingetrokken, gewijzigd, nieuw = gedaan
    return DeliveryOutcome(ingetrokken, gewijzigd, nieuw, bekeken)


def rewrite_words(cursor: CursorWrapper, kenmerken: Sequence[int]) -> None:
    """Write the words anew for everybody with one of these attributes, which got another name."""
    for opdracht in _HERSCHRIJF:
        cursor.execute(opdracht, [list(kenmerken)])
