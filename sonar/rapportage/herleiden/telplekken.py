"""From a person to every published figure the person stands in. The other way of `herleiding`."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection

from sonar.handelingen.toezicht.vastleggen import leg_vast
from sonar.models import Bsncorrectie, Grond, Handeling, Medewerker, Uitgave, Werkzoekende
from sonar.rapportage.herleiden.cijfer import KOPPEN
from sonar.rapportage.herleiden.wie import DOELGROEP
from sonar.rapportage.tabellen.tabel import NIET_GETOOND, Editie, Tabel, in_cijfers
from sonar.rapportage.tellen.feiten import feiten, geteld
from sonar.rapportage.tellen.telling import Segment
from sonar.rapportage.uitgeven.published import tabellen
from sonar.toegang import te_herleiden


@dataclass(frozen=True, slots=True)
class _PerUitgave:
    """The two times of every release: the facts are asked as each was made."""

    dag: str = "u.peildatum"
    moment: str = "u.bekend_op"


@dataclass(frozen=True, slots=True)
class Telplek:
    """A figure of a release in which somebody stands, as that release shows it."""

    rij: str
    kop: str
    getoond: str


@dataclass(frozen=True, slots=True)
class CountedIn:
    """A release in which somebody stands, and the figures."""

    uitgave: Uitgave
    plekken: tuple[Telplek, ...]


# One statement for all releases, with the same SQL as the count.
_TELT = f"""
SELECT u.id, g.gemeente_id, g.organisatie, g.met_profiel
FROM sonar_uitgave u
CROSS JOIN LATERAL ({geteld(_PerUitgave())}) g
JOIN sonar_gemeente ge ON ge.code = g.gemeente_id AND ge.arbeidsmarktregio_id = u.regio_id
WHERE u.goedgekeurd_op IS NOT NULL AND g.sleutel = %(sleutel)s
  AND u.bekend_op >= %(van)s AND u.bekend_op < %(tot)s
"""  # noqa: S608
_IN_REGISTER = f"""
SELECT u.id
FROM sonar_uitgave u
CROSS JOIN LATERAL ({feiten("doelgroep", _PerUitgave())}) d
JOIN sonar_gemeente ge ON ge.code = d.gemeente_id AND ge.arbeidsmarktregio_id = u.regio_id
WHERE u.goedgekeurd_op IS NOT NULL AND d.sleutel = %(sleutel)s
  AND u.bekend_op >= %(van)s AND u.bekend_op < %(tot)s
"""  # noqa: S608


def telplekken(persoon: Werkzoekende) -> list[CountedIn]:
    """Every approved release in which the person stands, newest quarter first.

    Five queries, and two for each BSN that turned out to be wrong.
    """
    cellen: dict[int, tuple[str, Segment]] = {}
    register: set[int] = set()
    for met in _sleutels(persoon):
        with connection.cursor() as cursor:
            cursor.execute(_TELT, met)
            cellen |= {
                uitgave: (gemeente, Segment(organisatie, met_profiel))
                for uitgave, gemeente, organisatie, met_profiel in cursor.fetchall()
            }
            cursor.execute(_IN_REGISTER, met)
            register |= {uitgave for (uitgave,) in cursor.fetchall()}
    uitgaven = list(
        Uitgave.objects.filter(pk__in=cellen.keys() | register)
        .select_related("regio")
        .defer("manifest", "handtekening")
        .order_by("-kwartaal", "regio", "editie", "-nummer")
    )
    gelezen = tabellen(uitgaven)
    return [
        CountedIn(
            uitgave,
            tuple(_plekken(gelezen[uitgave.pk], cellen.get(uitgave.pk), uitgave.pk in register)),
        )
        for uitgave in uitgaven
    ]


def _sleutels(persoon: Werkzoekende) -> list[dict[str, Any]]:
    """Under which fingerprint the person was known, from and up to when."""
    verbeterd = Bsncorrectie.objects.filter(
        werkzoekende=persoon.pk, stand=Bsncorrectie.Stand.DOORGEVOERD
    ).order_by("besloten_op")
    uit, van = [], "-infinity"
    for correctie in verbeterd:
        tot = str(correctie.besloten_op)
        uit.append({"sleutel": correctie.vorige_zoeksleutel, "van": van, "tot": tot})
        van = tot
    return [*uit, {"sleutel": persoon.bsn_zoeksleutel, "van": van, "tot": "infinity"}]


def herleid_persoon(*, nummer: int, medewerker: Medewerker) -> list[CountedIn] | None:
    """The same for somebody who checks figures, by number, and logged. None when there is nobody
    with that number, or when this person may not be pointed at.
    """
    persoon = te_herleiden(medewerker).filter(pk=nummer).first()
    if persoon is None:
        return None
    leg_vast(medewerker=medewerker, personen={nummer: Grond.CONTROLE}, handeling=Handeling.HERLEID)
    return telplekken(persoon)


def voor_de_persoon(tellingen: Iterable[CountedIn]) -> list[dict[str, str]]:
    """As the person reads it, without exact figures that are not public."""
    return [
        {
            "uitgave": telling.uitgave.kenmerk,
            "rij": plek.rij,
            "kolom": plek.kop,
            "cijfer": ("intern" if telling.uitgave.editie == Editie.INTERN else plek.getoond),
        }
        for telling in tellingen
        for plek in telling.plekken
    ]


def _plekken(tabel: Tabel, cel: tuple[str, Segment] | None, in_register: bool) -> Iterable[Telplek]:
    if cel:
        gemeente, segment = cel
        for rij in tabel.alle_rijen:
            if rij.code in {gemeente, tabel.regio_code}:
                for kolom, waarde in zip(tabel.kolommen, rij.waarden, strict=True):
                    if kolom.telt(segment):
                        yield Telplek(rij.naam, kolom.volle_kop, _getoond(waarde))
    if in_register:
        yield Telplek(tabel.regio, KOPPEN[DOELGROEP], _getoond(tabel.doelgroep))


def _getoond(waarde: int | None) -> str:
    return NIET_GETOOND if waarde is None else in_cijfers(waarde)
