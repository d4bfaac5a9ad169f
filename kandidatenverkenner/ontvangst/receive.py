"""The only door into Kandidatenverkenner: what may be delivered, and how it is stored.

A delivery is about everybody, or about some: those it is about who are not in it are no longer
shown. It comes by COPY into a temporary table; what becomes of it stands in `aanlevering`. When
something in it is wrong, nothing stays behind.
"""

import datetime
import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from operator import attrgetter
from typing import Any

from django.db import connection, transaction
from django.db.models import Max, Model
from psycopg.types.json import Jsonb

from kandidatenverkenner import models
from kandidatenverkenner.models import (
    URENBANDEN,
    Aanlevering,
    ChangeLogEntry,
    Codelijsten,
    Facet,
    Kandidaat,
    Kenmerk,
    Taalniveau,
)
from kandidatenverkenner.ontvangst.profiel import (
    CODES,
    VELDEN,
    Kandidaatprofiel,
    Taal,
    kolommen,
)
from kandidatenverkenner.ontvangst.staging import apply_delivery, create_table, fill, rewrite_words
from kandidatenverkenner.ontvangst.suppression import rare_values, widened
from kandidatenverkenner.privacy.canaries import werk_lokprofielen_bij
from kandidatenverkenner.privacy.threshold import IN_WOORDEN
from kandidatenverkenner.search_index.words import WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Kenmerkwaarde:
    """One value of a code list."""

    facet: str
    code: str
    naam: str
    groep: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plaats:
    """A gemeente, to measure distance from."""

    code: str
    naam: str
    regio: str
    breedtegraad: float
    lengtegraad: float


@dataclass(frozen=True, slots=True)
class Ontvangstbericht:
    """What a delivery did, in numbers of candidates."""

    nieuw: int
    gewijzigd: int
    ongewijzigd: int
    ingetrokken: int
    # Those about whom something became visible: new or changed.
    getoond: frozenset[uuid.UUID] = field(default=frozenset(), compare=False)


MINSTENS_IN_WOORDEN = IN_WOORDEN  # the smallest number of people about whom anything is told
# How many rows are in memory at once.
STUK = 2_000
# Longer than an index may go without being asked.
_VERGEET = f"""
    DELETE FROM {ChangeLogEntry._meta.db_table} WHERE moment < clock_timestamp() - interval '2 days'
"""  # noqa: S608


@transaction.atomic
def ontvang_codelijsten(kenmerken: Iterable[Kenmerkwaarde], plaatsen: Iterable[Plaats]) -> None:
    """Store the code lists. New codes are added, names follow; no code ever disappears.

    Raises ValueError for a facet that does not exist here, or a code that comes twice.
    """
    _vergrendel(Kenmerk)
    bekend = {(kenmerk.facet, kenmerk.code): kenmerk for kenmerk in Kenmerk.objects.all()}
    nummer = Kenmerk.objects.aggregate(hoogste=Max("id"))["hoogste"] or 0
    nieuw: list[Kenmerk] = []
    anders: list[Kenmerk] = []
    hernoemd: list[int] = []
    for volgorde, waarde in enumerate(_gecontroleerd(kenmerken)):
        inhoud = {"naam": waarde.naam, "groep": waarde.groep, "volgorde": volgorde}
        kenmerk = bekend.get((waarde.facet, waarde.code))
        if kenmerk is None:
            nummer += 1
            nieuw.append(Kenmerk(id=nummer, facet=waarde.facet, code=waarde.code, **inhoud))
            continue
        is_hernoemd = (kenmerk.naam, kenmerk.groep) != (waarde.naam, waarde.groep)
        if is_hernoemd:
            hernoemd.append(kenmerk.id)
        if is_hernoemd or kenmerk.volgorde != volgorde:
            anders.append(Kenmerk(id=kenmerk.id, **inhoud))
    Kenmerk.objects.bulk_create(nieuw)
    Kenmerk.objects.bulk_update(anders, ["naam", "groep", "volgorde"], batch_size=500)
    with connection.cursor() as cursor:
        if hernoemd:
            rewrite_words(cursor, hernoemd)
    models.Plaats.objects.all().delete()
    models.Plaats.objects.bulk_create(
        models.Plaats(
            code=plaats.code,
            naam=plaats.naam,
            regio=plaats.regio,
            breedtegraad=plaats.breedtegraad,
            lengtegraad=plaats.lengtegraad,
        )
        for plaats in plaatsen
    )


def _gecontroleerd(kenmerken: Iterable[Kenmerkwaarde]) -> Iterator[Kenmerkwaarde]:
    """The delivered values and our own bands of hours."""
    gezien: set[tuple[str, str]] = set()
    for waarde in kenmerken:
        if waarde.facet not in Facet.values or waarde.facet == Facet.UREN:
            raise ValueError(f"Facet {waarde.facet!r} kan niet worden geleverd.")
        if (waarde.facet, waarde.code) in gezien:
            raise ValueError(f"Code {waarde.code!r} komt twee keer voor bij {waarde.facet}.")
        gezien.add((waarde.facet, waarde.code))
        yield waarde
    for van, tot in URENBANDEN:
        yield Kenmerkwaarde(
            facet=Facet.UREN, code=f"{van}-{tot}", naam=f"{van} tot en met {tot} uur", groep=""
        )


@transaction.atomic
def ontvang(
    profielen: Iterable[Kandidaatprofiel],
    *,
    peildatum: datetime.date,
    nummers: Collection[uuid.UUID] | None = None,
) -> Ontvangstbericht:
    """Make the candidates exactly those of this delivery, and say what that changed.

    It is about these `nummers`, or about everybody; those who are not in it are withdrawn.
    Raises ValueError for an unknown code, or a candidate that comes twice; then nothing changes.
    """
    with connection.cursor() as cursor:
        cursor.execute(_VERGEET)
        create_table(cursor)
        # In pieces: the supplier may be reading over this connection, and nobody holds them all.
        for rijen in _stukken(_rijen(profielen)):
            fill(cursor, rijen)
        _controleer_enkel()
        _vergrendel(Kandidaat)
        uitkomst = apply_delivery(cursor, nummers, peildatum)
        cursor.execute("DROP TABLE levering")
    if getoond := [*uitkomst.nieuw, *uitkomst.gewijzigd]:
        van_hen = Kandidaat.objects.filter(pk__in=getoond)
        werk_lokprofielen_bij(
            None if nummers is None else set(van_hen.values_list("regio", flat=True))
        )
    return Ontvangstbericht(
        nieuw=len(uitkomst.nieuw),
        gewijzigd=len(uitkomst.gewijzigd),
        ongewijzigd=uitkomst.bekeken - len(uitkomst.nieuw) - len(uitkomst.gewijzigd),
        ingetrokken=len(uitkomst.ingetrokken),
        getoond=frozenset(getoond),
    )


def niet_te_zien(profiel: Kandidaatprofiel) -> list[str]:
    """The parts of a profile that employers do not see: fewer than ten of the region have them now.

    Raises ValueError for a code that was never delivered.
    """
    codelijsten = Codelijsten.lees()
    kenmerken = [
        codelijsten.op_nummer[nummer] for nummer in _nummers(profiel, _nummer_van(codelijsten))
    ]
    weg = rare_values(profiel.regio, [(kenmerk.facet, kenmerk.code) for kenmerk in kenmerken])
    return [
        f"{kenmerk.get_facet_display()}: {kenmerk.naam}"
        for kenmerk in kenmerken
        if (kenmerk.facet, kenmerk.code) in weg
    ]


def ruimer_te_zien(profiel: Kandidaatprofiel) -> list[str]:
    """The parts of a profile that employers are told more widely now, in words."""
    uren = (profiel.uren_min, profiel.uren_max)
    return widened(profiel.id, uren, profiel.reisafstand, profiel.beschikbaar_vanaf)


def trek_in(nummers: Iterable[uuid.UUID]) -> int:
    """Take these candidates away now, before the next delivery; answer how many were there.

    A delivery that is being written is waited for: it may be bringing one of them.
    """
    wie = list(nummers)
    if not wie:
        return 0
    with transaction.atomic():
        _vergrendel(Kandidaat)
        # The next delivery of anybody in the region counts without them.
        Aanlevering.objects.filter(pk__in=wie).update(ingetrokken=True)
        weg, _ = Kandidaat.objects.filter(pk__in=wie).delete()
    return weg


def _vergrendel(model: type[Model]) -> None:
    """One delivery at a time; employers keep searching."""
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {model._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")


def _controleer_enkel() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM levering GROUP BY id HAVING count(*) > 1 LIMIT 1")
        if dubbel := cursor.fetchone():
            raise ValueError(f"Kandidaat {dubbel[0]} komt twee keer voor in de levering.")


def _stukken(rijen: Iterator[list[Any]]) -> Iterator[list[list[Any]]]:
    while stuk := list(islice(rijen, STUK)):
        yield stuk


def _rijen(profielen: Iterable[Kandidaatprofiel]) -> Iterator[list[Any]]:
    codelijsten, woorden = Codelijsten.lees(), _woorden()
    nummer_van = _nummer_van(codelijsten)
    namen = kolommen()
    lees, talen = attrgetter(*namen), namen.index("talen")
    for profiel in profielen:
        nummers = _nummers(profiel, nummer_van)
        waarden = list(lees(profiel))
        waarden[talen] = Jsonb([_taalregel(taal) for taal in profiel.talen])
        yield [
            profiel.id,
            *waarden,
            # An array as PostgreSQL writes it: adapting every number costs more than the COPY.
            "{" + ",".join(map(str, nummers)) + "}",
            # Joined here: how PostgreSQL plans that for each row depends on statistics that may
            # be those of an empty table, and then reads all attributes for every candidate.
            " . ".join(woorden[nummer] for nummer in nummers if nummer in woorden),
        ]


def _nummer_van(codelijsten: Codelijsten) -> dict[str, dict[str, int]]:
    """Per facet the number of each code."""
    return {
        facet: {code: kenmerk.id for code, kenmerk in waarden.items()}
        for facet, waarden in codelijsten.per_facet.items()
    }


def _woorden() -> dict[int, str]:
    """Per attribute the words that find it; those without words are left out."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT * FROM (SELECT id, {WORDS} FROM {Kenmerk._meta.db_table} kenmerk) "  # noqa: S608
            "woorden(id, tekst) WHERE tekst IS NOT NULL"
        )
        return dict(cursor.fetchall())


_TAALNIVEAUS = frozenset(map(str, Taalniveau.values))


def _taalregel(taal: Taal) -> dict[str, str]:
    for niveau in (taal.mondeling, taal.schriftelijk):
        if niveau not in _TAALNIVEAUS:
            raise ValueError(f"Onbekend taalniveau {niveau!r} bij {taal.code}.")
    return {"code": taal.code, "mondeling": taal.mondeling, "schriftelijk": taal.schriftelijk}


def _nummers(profiel: Kandidaatprofiel, nummer_van: Mapping[str, Mapping[str, int]]) -> list[int]:
    """The numbers of all attributes, from low to high: equal profiles make equal rows."""
    codes: dict[str, Iterable[str]] = {
        veld.facet: CODES[veld.soort](getattr(profiel, veld.naam)) for veld in VELDEN if veld.facet
    }
    codes[Facet.UREN] = [
        f"{van}-{tot}"
        for van, tot in URENBANDEN
        if profiel.uren_max >= van and profiel.uren_min <= tot
    ]
    nummers: set[int] = set()
    for facet, gegeven in codes.items():
        bekend = nummer_van[facet]
        for code in gegeven:
            if code not in bekend:
                raise ValueError(f"Onbekende code {code!r} bij {facet}.")
            nummers.add(bekend[code])
    return sorted(nummers)
