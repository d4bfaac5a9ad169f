"""Put a release together: its table, its files, its manifest. No clock and no writing.

The same question (region, quarter, edition, known at, place in the chain) gives the same bytes,
today and next year; `opnieuw` asks it again for a release that is out.
"""

import datetime
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from sonar.models import Organisatie, Uitgave
from sonar.rapportage.disclosure.audit import Openbaar, als_verslag, doorreken
from sonar.rapportage.disclosure.public_table import bescherm
from sonar.rapportage.export.formats import FORMATS
from sonar.rapportage.export.json import from_json, in_utc
from sonar.rapportage.tabellen.kolommen import KOLOMMEN
from sonar.rapportage.tabellen.tabel import Editie, Tabel, exacte_tabel
from sonar.rapportage.tabellen.vergelijking import wijzigingen
from sonar.rapportage.tellen.aanvraag import Aanvraag, Rapport, maak_rapport
from sonar.rapportage.uitgeven.manifest import (
    MANIFEST,
    ReleaseHeader,
    als_csvw,
    codeversie,
    maak_manifest,
    sha256_hex,
)
from sonar.rapportage.uitgeven.signing import public_key_fingerprint


WIJZIGINGEN = "wijzigingen.txt"
DOORREKENING = "doorrekening.json"


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
class Samenstelling:
    """A release before anybody has said yes."""

    tabel: Tabel
    kop: ReleaseHeader
    bestanden: Mapping[str, bytes]
    manifest: bytes
    vorige: Uitgave | None


@dataclass(frozen=True, slots=True)
class Provenance:
    """By which code and key: those of now, or those that a manifest names."""

    code: Mapping[str, Any] = field(default_factory=codeversie)
    sleutel: str = field(default_factory=public_key_fingerprint)


def samenstellen(
    vraag: ReleaseRequest, eerder: Iterable[Uitgave], herkomst: Provenance | None = None
) -> Samenstelling:
    """The release after `eerder`: the approved ones of this region and edition, in order.

    Raises UitgaveGeweigerdError, with a sentence in Dutch, when nothing changed since the last
    number; OnbekendRapportError for a quarter or region that there is not.
    """
    herkomst = herkomst or Provenance()
    tabel = exacte_tabel(tel(vraag), vraag.editie)
    keten = list(eerder)  # asked only now: the region exists
    extra: dict[str, bytes] = {}
    vorige = keten[-1] if keten else None
    eerdere = [uitgave for uitgave in keten if uitgave.kwartaal == vraag.kwartaal]
    nummer = len(eerdere) + 1
    kenmerk = f"{vraag.kwartaal}-{vraag.regio}-{vraag.editie}-{nummer}"
    if vraag.editie is Editie.OPENBAAR:
        tabel, extra[DOORREKENING] = _beschermd(kenmerk, tabel, keten)
    veranderd = _veranderd(tabel, eerdere)
    bestanden = alle_bestanden(tabel) | extra
    if veranderd:
        bestanden[WIJZIGINGEN] = ("\n".join(veranderd) + "\n").encode("utf-8")
    kop = ReleaseHeader(
        kenmerk=kenmerk,
        nummer=nummer,
        volgnummer=len(keten) + 1,
        soort=_soort(vraag.soort, nummer),
        bekend_op=in_utc(vraag.bekend_op),
        vorige=sha256_hex(bytes(vorige.manifest)) if vorige else None,
        sleutel=herkomst.sleutel,
        code=herkomst.code,
        wijzigingen=veranderd,
    )
    return Samenstelling(tabel, kop, bestanden, maak_manifest(tabel, bestanden, kop), vorige)


def tel(vraag: ReleaseRequest) -> Rapport:
    """Count as it was known at `vraag.bekend_op`, whatever was corrected since."""
    return maak_rapport(
        Aanvraag(
            regio=vraag.regio,
            kwartaal=vraag.kwartaal,
            vandaag=timezone.localtime(vraag.bekend_op).date(),
            bekend_op=vraag.bekend_op,
        )
    )


def alle_bestanden(tabel: Tabel) -> dict[str, bytes]:
    """The table in each format, and the description of the CSV."""
    bestanden = {een.file_name(tabel.naam): een.write(tabel) for een in FORMATS.values()}
    bestanden[f"{tabel.naam}.csv-metadata.json"] = als_csvw(tabel)
    return bestanden


def tabel_van(uitgave: Uitgave) -> Tabel:
    """The figures of a release, as it keeps them. One query."""
    naam = f"klantprofielen_{uitgave.kwartaal}_{uitgave.regio_id}_{uitgave.editie}.json"
    return from_json(bytes(uitgave.bestanden.get(naam=naam).inhoud))


def keten_van(regio: str, editie: str) -> QuerySet[Uitgave]:
    """The approved releases of a region and an edition, in order."""
    return Uitgave.objects.filter(
        regio=regio, editie=editie, goedgekeurd_op__isnull=False
    ).order_by("volgnummer")


def opnieuw(uitgave: Uitgave) -> dict[str, bytes]:
    """Make a release again from the data: its files and its manifest."""
    gezegd = json.loads(bytes(uitgave.manifest))["uitgave"]
    vraag = ReleaseRequest(
        regio=uitgave.regio_id,
        kwartaal=uitgave.kwartaal,
        editie=Editie(uitgave.editie),
        soort=uitgave.soort,
        bekend_op=uitgave.bekend_op,
    )
    eerder = keten_van(vraag.regio, vraag.editie).filter(volgnummer__lt=uitgave.volgnummer)
    herkomst = Provenance(gezegd["code"], gezegd["sleutel"].removeprefix("sha256:"))
    gemaakt = samenstellen(vraag, eerder, herkomst)
    return {**gemaakt.bestanden, MANIFEST: gemaakt.manifest}


def afwijkingen(uitgave: Uitgave) -> list[str]:
    """The files that come out differently when the release is made again; empty is as it should."""
    bewaard = {bestand.naam: bytes(bestand.inhoud) for bestand in uitgave.bestanden.all()}
    bewaard[MANIFEST] = bytes(uitgave.manifest)
    nu = opnieuw(uitgave)
    return sorted(naam for naam in bewaard.keys() | nu.keys() if bewaard.get(naam) != nu.get(naam))


def _beschermd(kenmerk: str, exact: Tabel, keten: Sequence[Uitgave]) -> tuple[Tabel, bytes]:
    """The protected table, and the report of its audit beside everything public of the region."""
    letterlijk = keten_van(exact.regio_code, Editie.LETTERLIJK)
    eerder = [Openbaar(u.kenmerk, tabel_van(u)) for u in [*letterlijk, *keten]]
    structureel = kolommen_zonder_mensen()
    tabel = bescherm(exact, [uitgave.tabel for uitgave in eerder], structureel)
    gevonden = doorreken(Openbaar(kenmerk, tabel), eerder, structureel)
    if gevonden.fouten:
        raise UitgaveGeweigerdError(
            "De doorrekening van de bescherming is niet geslaagd, dus deze openbare uitgave kan "
            "niet. Staan deze cijfers al in een letterlijke uitgave, dan valt er niets te "
            f"beschermen. Gevonden: {len(gevonden.fouten)}, waarvan de eerste: "
            f"{gevonden.fouten[0]}"
        )
    return tabel, als_verslag(gevonden)


def kolommen_zonder_mensen() -> frozenset[str]:
    """The columns of a kind of organisation of which there is none: nobody can be in those."""
    bestaat = set(Organisatie.objects.order_by("soort").values_list("soort", flat=True).distinct())
    return frozenset(
        kolom.naam for kolom in KOLOMMEN if kolom.is_geteld and kolom.organisatie not in bestaat
    )


def _veranderd(tabel: Tabel, eerdere: Sequence[Uitgave]) -> list[str]:
    if not eerdere:
        return []
    laatste = eerdere[-1]
    zinnen = wijzigingen(tabel_van(laatste), tabel)
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
