"""From a figure to the persons counted in it, and why each of them counts; without names.

Whoever checks figures needs to see that everybody counts rightly, and not who they are: a person is
a number, with the facts that make the person count. Each look is a line in the verwerkingslog about
each person shown. From the number somebody who may see that person finds the file.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone

from sonar.handelingen.toezicht.vastleggen import leg_vast
from sonar.models import Grond, Handeling, Medewerker
from sonar.rapportage.herleiden.cijfer import Cijfer
from sonar.rapportage.herleiden.wie import VAN_BEGIN, wie
from sonar.rapportage.tellen.controle import KloptNietError
from sonar.rapportage.tellen.feiten import AsOf, feiten, whose
from sonar.toegang import mag, te_herleiden


# This breakdown points at nobody: the reason why somebody belongs to the doelgroep tells of
# illness.
ZONDER_NUMMER = frozenset({"grondslag"})
NIET_IN_SONAR, AFGESCHERMD, VERBORGEN = "niet in Sonar", "afgeschermd", "niet getoond"


class HerleidenGeweigerdError(Exception):
    """Whoever asks may not trace; the text says who may."""


@dataclass(frozen=True, slots=True)
class Feit:
    """Why somebody counts: a row as Sonar had it, from when until when, and since when known."""

    nummer: int  # of the row; 0 of somebody who was forgotten
    waar: str
    ingangsdatum: datetime.date
    einddatum: datetime.date | None
    geboekt_op: datetime.datetime
    vervallen_op: datetime.datetime | None  # corrected or deleted since


@dataclass(frozen=True, slots=True)
class Geteld:
    """A person in a cell. The number, or the word for why there is none."""

    nummer: int | None
    wie: str
    inschrijving: Feit | None
    doelgroep: Feit | None
    vaststelling: Feit | None


_WAAROM = ("feit", "ingangsdatum", "einddatum", "geboekt_op", "vervallen_op")


def herleid(
    *, cijfer: Cijfer, medewerker: Medewerker, vanaf: int = 0, hoogstens: int | None = None
) -> list[Geteld]:
    """The persons of a figure by number, from `vanaf` on (0 is the first).

    The look is written down before anything is given. Raises HerleidenGeweigerdError for who may
    not, and KloptNietError when there are not as many persons as the figure says.
    """
    if not mag(medewerker, "inzien", "herleiding"):
        raise HerleidenGeweigerdError("Alleen een auditor mag zien wie er in een cijfer telt.")
    rijen = list(_rijen(cijfer, vanaf, hoogstens))
    leg_vast(
        medewerker=medewerker,
        personen=dict.fromkeys((rij["id"] for rij in rijen if rij["id"]), Grond.CONTROLE),
        handeling=Handeling.HERLEID,
    )
    bekend = te_herleiden(medewerker).filter(pk__in=[rij["id"] for rij in rijen if rij["id"]])
    met_nummer = set(bekend.values_list("pk", flat=True))
    if cijfer.cel.soort in ZONDER_NUMMER:
        met_nummer = set()
    return [_geteld(rij, met_nummer, cijfer.cel.soort) for rij in rijen]


def _rijen(cijfer: Cijfer, vanaf: int, hoogstens: int | None) -> Iterator[dict[str, Any]]:
    """One query; the whole cell is counted in it, and must be what the figure says."""
    eind, begin = cijfer.vragen
    op = begin if cijfer.cel.kolom in VAN_BEGIN else eind
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM ({wie(cijfer.cel, eind, begin)}) c",  # noqa: S608
            eind.waarden | begin.waarden | cijfer.cel.waarden,
        )
        if (aantal := cursor.fetchone()[0]) != cijfer.waarde:
            raise KloptNietError(
                f"Het cijfer zegt {cijfer.waarde}, en er zijn {aantal} mensen gevonden. "
                "Vraag de functioneel beheerder dit uit te zoeken."
            )
        cursor.execute(
            _sql(cijfer, op),
            eind.waarden
            | begin.waarden
            | cijfer.cel.waarden
            | {"vanaf": vanaf, "hoogstens": hoogstens},
        )
        namen = [kolom.name for kolom in cursor.description or ()]
        for rij in cursor.fetchall():
            yield dict(zip(namen, rij, strict=True))


def _sql(cijfer: Cijfer, op: AsOf) -> str:
    """The persons with their facts of a date; those without a number come last."""
    eind, begin = cijfer.vragen
    waarom = ", ".join(f"{t}.{kolom} AS {t}_{kolom}" for t in "idv" for kolom in _WAAROM)
    return (
        f"SELECT w.id, ig.naam AS i_waar, o.naam AS i_bij, dg.naam AS d_waar, {waarom} "  # noqa: S608
        f"FROM ({wie(cijfer.cel, eind, begin)}) c "
        f"{whose('c', op)} "
        f"LEFT JOIN ({feiten('inschrijving', op)}) i ON i.sleutel = c.sleutel "
        f"LEFT JOIN ({feiten('doelgroep', op)}) d ON d.sleutel = c.sleutel "
        f"LEFT JOIN ({feiten('vaststelling', op)}) v ON v.sleutel = c.sleutel "
        "LEFT JOIN sonar_gemeente ig ON ig.code = i.gemeente_id "
        "LEFT JOIN sonar_gemeente dg ON dg.code = d.gemeente_id "
        "LEFT JOIN sonar_organisatie o ON o.id = i.organisatie_id "
        "ORDER BY w.id, d.feit, c.sleutel OFFSET %(vanaf)s LIMIT %(hoogstens)s"
    )


def _geteld(rij: dict[str, Any], met_nummer: set[int], soort: str) -> Geteld:
    nummer = rij["id"] if rij["id"] in met_nummer else None
    return Geteld(
        nummer=nummer,
        wie=str(nummer) if nummer else _waarom_geen_nummer(rij, soort),
        inschrijving=_feit(rij, "i", f"{rij['i_waar']}, {rij['i_bij']}"),
        doelgroep=_feit(rij, "d", rij["d_waar"]),
        vaststelling=_feit(rij, "v", ""),
    )


def _waarom_geen_nummer(rij: dict[str, Any], soort: str) -> str:
    if rij["id"]:
        return VERBORGEN if soort in ZONDER_NUMMER else AFGESCHERMD
    # After somebody was forgotten, the database keeps a random number and no row with it.
    return "gewist" if rij["d_feit"] == 0 else NIET_IN_SONAR


def _feit(rij: dict[str, Any], tabel: str, waar: str) -> Feit | None:
    nummer, *tijden = (rij[f"{tabel}_{kolom}"] for kolom in _WAAROM)
    return None if nummer is None else Feit(nummer, waar, *tijden)


def in_woorden(feit: Feit | None) -> tuple[str, ...]:
    """What a fact says, in short sentences; none of what there is not."""
    if feit is None:
        return ()
    tot = f" tot {feit.einddatum:%d-%m-%Y}" if feit.einddatum else ""
    zinnen = [feit.waar] if feit.waar else []
    zinnen.append(f"vanaf {feit.ingangsdatum:%d-%m-%Y}{tot}")
    regel = f"regel {feit.nummer}, " if feit.nummer else ""
    zinnen.append(f"{regel}in Sonar sinds {_moment(feit.geboekt_op)}")
    if feit.vervallen_op:
        zinnen.append(f"verbeterd of weggehaald op {_moment(feit.vervallen_op)}")
    return tuple(zinnen)


def _moment(moment: datetime.datetime) -> str:
    return f"{timezone.localtime(moment):%d-%m-%Y %H:%M}"
