"""Put a release together: its table, its files, its manifest. No clock and no writing.

The same request (region, quarter, edition, known at, place in the chain) in the same format gives
the same bytes, today and next year.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import orjson
from django.db.models import QuerySet
from django.utils import timezone

from sonar.models import Organisatie, Uitgave
from sonar.rapportage.disclosure.audit import PublicRelease, to_report
from sonar.rapportage.export.json import from_json, in_utc
from sonar.rapportage.tabellen.kolommen import Kolom
from sonar.rapportage.tabellen.tabel import Editie, Tabel, exact_tabel
from sonar.rapportage.tabellen.vergelijking import changes
from sonar.rapportage.tellen.aanvraag import Aanvraag, Rapport, make_rapport
from sonar.rapportage.uitgeven.manifest import (
    Provenance,
    ReleaseHeader,
    make_manifest,
    sha256_hex,
)
from sonar.rapportage.uitgeven.release_format import ReleaseFormat, columns_of, texts_of


CHANGES_FILE = "wijzigingen.txt"
AUDIT_FILE = "doorrekening.json"


class UitgaveGeweigerdError(Exception):
    """This release cannot be; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class ReleaseRequest:
    """Which release: of what, and as it was known when."""

    regio: str
    kwartaal: str
    editie: Editie
    soort: str | None  # correctie or revisie, for every release but the first
    bekend_op: datetime.datetime


@dataclass(frozen=True, slots=True)
class ComposedRelease:
    """A release before anybody has said yes."""

    tabel: Tabel
    kop: ReleaseHeader
    bestanden: Mapping[str, bytes]
    manifest: bytes
    vorige: Uitgave | None


def samenstellen(
    vraag: ReleaseRequest,
    eerder: Iterable[Uitgave],
    formaat: ReleaseFormat,
    herkomst: Provenance,
) -> ComposedRelease:
    """The release after `eerder`: the approved ones of this region and edition, in order.

    Raises UitgaveGeweigerdError, with a sentence in Dutch, when nothing changed since the last
    number; OnbekendRapportError for an unknown quarter or region.
    """
    tabel = exact_tabel(_count(vraag), vraag.editie, formaat.columns, formaat.texts)
    keten = list(eerder)  # asked only now: the region exists
    extra: dict[str, bytes] = {}
    vorige = keten[-1] if keten else None
    eerdere = [uitgave for uitgave in keten if uitgave.kwartaal == vraag.kwartaal]
    nummer = len(eerdere) + 1
    kenmerk = f"{vraag.kwartaal}-{vraag.regio}-{vraag.editie}-{nummer}"
    if vraag.editie is Editie.OPENBAAR:
        tabel, extra[AUDIT_FILE] = _protected(kenmerk, tabel, keten, formaat)
    veranderd = _changes(tabel, eerdere)
    bestanden = formaat.write(tabel) | extra
    if veranderd:
        bestanden[CHANGES_FILE] = ("\n".join(veranderd) + "\n").encode("utf-8")
    kop = ReleaseHeader(
        kenmerk=kenmerk,
        nummer=nummer,
        volgnummer=len(keten) + 1,
        soort=_soort(vraag.soort, nummer),
        bekend_op=in_utc(vraag.bekend_op),
        vorige=sha256_hex(bytes(vorige.manifest)) if vorige else None,
        herkomst=herkomst,
        formaat=formaat,
        wijzigingen=veranderd,
    )
    return ComposedRelease(tabel, kop, bestanden, make_manifest(tabel, bestanden, kop), vorige)


def tabel_van(uitgave: Uitgave) -> Tabel:
    """The figures of a release, as it keeps them. One query."""
    naam = f"klantprofielen_{uitgave.kwartaal}_{uitgave.regio_id}_{uitgave.editie}.json"
    return read_table(bytes(uitgave.manifest), bytes(uitgave.bestanden.get(naam=naam).inhoud))


def read_table(manifest: bytes, figures: bytes) -> Tabel:
    """The figures of a release, with the columns and the words that its manifest carries."""
    said = orjson.loads(manifest)
    return from_json(figures, columns_of(said), texts_of(said))


def keten_van(regio: str, editie: str) -> QuerySet[Uitgave]:
    """The approved releases of a region and an edition, in order."""
    return Uitgave.objects.filter(
        regio=regio, editie=editie, goedgekeurd_op__isnull=False
    ).order_by("volgnummer")


def kolommen_zonder_mensen(kolommen: Iterable[Kolom]) -> frozenset[str]:
    """The columns of a kind of organisation of which there is none: nobody can be in those."""
    bestaat = set(Organisatie.objects.order_by("soort").values_list("soort", flat=True).distinct())
    return frozenset(
        kolom.naam for kolom in kolommen if kolom.is_geteld and kolom.organisatie not in bestaat
    )


def _count(vraag: ReleaseRequest) -> Rapport:
    """Count as it was known at `vraag.bekend_op`, whatever was corrected since."""
    return make_rapport(
        Aanvraag(
            regio=vraag.regio,
            kwartaal=vraag.kwartaal,
            vandaag=timezone.localtime(vraag.bekend_op).date(),
            bekend_op=vraag.bekend_op,
        )
    )


def _protected(
    kenmerk: str, exact: Tabel, keten: Sequence[Uitgave], formaat: ReleaseFormat
) -> tuple[Tabel, bytes]:
    """The protected table, and the report of its audit beside everything public of the region."""
    letterlijk = keten_van(exact.regio_code, Editie.LETTERLIJK)
    eerder = [PublicRelease(u.kenmerk, tabel_van(u)) for u in [*letterlijk, *keten]]
    structureel = kolommen_zonder_mensen(exact.kolommen)
    tabel = formaat.protect(exact, [uitgave.tabel for uitgave in eerder], structureel)
    gevonden = formaat.audit(PublicRelease(kenmerk, tabel), eerder, structureel)
    if gevonden.fouten:
        raise UitgaveGeweigerdError(
            "De doorrekening van de bescherming is niet geslaagd, dus deze openbare uitgave kan "
            "niet. Staan deze cijfers al in een letterlijke uitgave, dan valt er niets te "
            f"beschermen. Gevonden: {len(gevonden.fouten)}, waarvan de eerste: "
            f"{gevonden.fouten[0]}"
        )
    return tabel, to_report(gevonden)


def _changes(tabel: Tabel, eerdere: Sequence[Uitgave]) -> list[str]:
    if not eerdere:
        return []
    laatste = eerdere[-1]
    zinnen = changes(tabel_van(laatste), tabel)
    if not zinnen:
        raise UitgaveGeweigerdError(
            f"De uitgave {laatste.kenmerk} is er al, en er is sindsdien niets veranderd."
        )
    return zinnen


def _soort(gevraagd: str | None, nummer: int) -> str:
    if nummer == 1:
        return Uitgave.Soort.EERSTE.value
    if gevraagd not in {Uitgave.Soort.CORRECTIE, Uitgave.Soort.REVISIE}:
        raise UitgaveGeweigerdError(
            f"Van dit kwartaal is er al een uitgave. Zeg of nummer {nummer} een correctie is "
            "(de gegevens waren fout) of een revisie (de manier van tellen is veranderd)."
        )
    return str(gevraagd)
