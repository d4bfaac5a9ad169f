"""Publish figures: one person proposes, another approves; from then on nothing changes them."""

import datetime
from collections.abc import Sequence

from django.db import connection, transaction
from django.db.models import QuerySet

from sonar.models import Medewerker, Uitgave, Uitgavebestand, Uitgaveopening
from sonar.models.cijfers.uitgave import LETTERLIJK_KWARTAAL
from sonar.rapportage.tabellen.tabel import Editie
from sonar.rapportage.uitgeven.manifest import MANIFEST, SIGNATURE, Provenance, sha256_hex
from sonar.rapportage.uitgeven.release_format import newest
from sonar.rapportage.uitgeven.remake import files_that_differ
from sonar.rapportage.uitgeven.samenstellen import (
    ReleaseRequest,
    UitgaveGeweigerdError,
    keten_van,
    samenstellen,
)
from sonar.rapportage.uitgeven.signing import public_key_fingerprint, sign
from sonar.rapportage.uitgeven.sources import code_version
from sonar.toegang import Actie, mag


LATEST = 10  # openings on a page


@transaction.atomic
def stel_voor(*, vraag: ReleaseRequest, medewerker: Medewerker) -> Uitgave:
    """Count, write down and keep as a proposal. Nothing is kept when anything fails.

    Raises UitgaveGeweigerdError or OnbekendRapportError with a sentence in Dutch.
    """
    _eis(medewerker, "toevoegen", "uitgave")
    if vraag.editie is Editie.LETTERLIJK and vraag.kwartaal != LETTERLIJK_KWARTAAL:
        raise UitgaveGeweigerdError(
            f"Een letterlijke editie is er alleen van {LETTERLIJK_KWARTAAL}: van andere kwartalen "
            "heeft UWV de kleine aantallen niet gepubliceerd. Kies openbaar of intern."
        )
    _een_tegelijk()
    if vraag.editie is Editie.LETTERLIJK:
        _eis_niets_beschermd(vraag.regio)
    herkomst = Provenance(code_version(), public_key_fingerprint())
    gemaakt = samenstellen(vraag, keten_van(vraag.regio, vraag.editie), newest(), herkomst)
    ligt_er = Uitgave.objects.filter(
        regio=vraag.regio, kwartaal=vraag.kwartaal, editie=vraag.editie, goedgekeurd_op=None
    ).first()
    if ligt_er:
        raise UitgaveGeweigerdError(
            f"Er ligt al een voorstel, {ligt_er.kenmerk}. Keur het goed of trek het in."
        )
    uitgave = Uitgave.objects.create(
        kwartaal=vraag.kwartaal,
        regio_id=vraag.regio,
        editie=vraag.editie,
        nummer=gemaakt.kop.nummer,
        soort=gemaakt.kop.soort,
        peildatum=gemaakt.tabel.peildatum,
        bekend_op=vraag.bekend_op,
        voorsteller=medewerker,
        manifest=gemaakt.manifest,
        volgnummer=gemaakt.kop.volgnummer,
        vorige=gemaakt.vorige,
    )
    Uitgavebestand.objects.bulk_create(
        Uitgavebestand(uitgave=uitgave, naam=naam, inhoud=inhoud)
        for naam, inhoud in sorted(gemaakt.bestanden.items())
    )
    return uitgave


@transaction.atomic
def keur_goed(*, uitgave: Uitgave, medewerker: Medewerker, moment: datetime.datetime) -> Uitgave:
    """A second person says yes: the manifest is signed, and the release is out.

    Raises UitgaveGeweigerdError for the proposer, for what is out already, and for a proposal that
    another release has overtaken.
    """
    _eis(medewerker, "wijzigen", "uitgave-goedkeuren")
    _een_tegelijk()
    mijn = Uitgave.objects.select_for_update().get(pk=uitgave.pk)
    if mijn.is_goedgekeurd:
        raise UitgaveGeweigerdError(f"De uitgave {mijn.kenmerk} is al goedgekeurd.")
    if mijn.voorsteller_id == medewerker.pk:
        raise UitgaveGeweigerdError(
            "U heeft deze uitgave zelf voorgesteld. Laat een collega haar goedkeuren."
        )
    if mijn.editie == Uitgave.Editie.LETTERLIJK:
        _eis_niets_beschermd(mijn.regio_id)
    laatste = keten_van(mijn.regio_id, mijn.editie).last()
    if (laatste.pk if laatste else None) != mijn.vorige_id:
        raise UitgaveGeweigerdError(
            f"Na dit voorstel is {laatste} goedgekeurd. Trek het voorstel in en maak een nieuw."
        )
    _eis_herhaalbaar(mijn)
    mijn.goedkeurder, mijn.goedgekeurd_op = medewerker, moment
    mijn.handtekening = sign(bytes(mijn.manifest))
    mijn.save(update_fields=["goedkeurder", "goedgekeurd_op", "handtekening"])
    return mijn


@transaction.atomic
def trek_in(*, uitgave: Uitgave, medewerker: Medewerker) -> None:
    """Take a proposal back. Raises UitgaveGeweigerdError for what is out."""
    _eis(medewerker, "toevoegen", "uitgave")
    mijn = Uitgave.objects.select_for_update().get(pk=uitgave.pk)
    if mijn.is_goedgekeurd:
        raise UitgaveGeweigerdError(
            f"De uitgave {mijn.kenmerk} is goedgekeurd en blijft. Is er iets fout? "
            "Maak dan een correctie."
        )
    mijn.delete()


def open_uitgave(
    *, uitgave: Uitgave, medewerker: Medewerker | None, moment: datetime.datetime
) -> dict[str, bytes]:
    """The files of a release by name, with the manifest and (when approved) its signature.

    The one way to the files. Opening an internal one, or a proposal, is logged before anything is
    given. Raises UitgaveGeweigerdError without a medewerker who may open it.
    """
    if uitgave.editie == Uitgave.Editie.INTERN or not uitgave.is_goedgekeurd:
        wie = _eis(medewerker, "inzien", "uitgave")
        Uitgaveopening.objects.create(tijdstip=moment, medewerker=wie, kenmerk=uitgave.kenmerk)
    bestanden = {bestand.naam: bytes(bestand.inhoud) for bestand in uitgave.bestanden.all()}
    bestanden[MANIFEST] = bytes(uitgave.manifest)
    if uitgave.handtekening is not None:
        bestanden[SIGNATURE] = bytes(uitgave.handtekening)
    return bestanden


def noteer_opening(
    *, medewerker: Medewerker, kenmerken: Sequence[str], moment: datetime.datetime
) -> None:
    """A line for each table of exact figures, such as `2020KW04-AM19-cijfers`. One query."""
    Uitgaveopening.objects.bulk_create(
        Uitgaveopening(tijdstip=moment, medewerker=medewerker, kenmerk=kenmerk)
        for kenmerk in kenmerken
    )


def laatste_openingen(kenmerk: str) -> QuerySet[Uitgaveopening]:
    """Who looked last, the newest first. One query."""
    gezien = Uitgaveopening.objects.filter(kenmerk=kenmerk).order_by("-pk")
    return gezien.select_related("medewerker__account")[:LATEST]


def manifest_digest(uitgave: Uitgave) -> str:
    """SHA-256 of the manifest: what to compare over the telephone."""
    return sha256_hex(bytes(uitgave.manifest))


def _eis(medewerker: Medewerker | None, actie: Actie, onderwerp: str) -> Medewerker:
    if medewerker is None or not mag(medewerker, actie, onderwerp):
        raise UitgaveGeweigerdError("Alleen een auditor mag dit met een uitgave doen.")
    return medewerker


def _eis_niets_beschermd(regio: str) -> None:
    """Exact figures after protected ones would undo the protection, also of other quarters."""
    openbaar = Uitgave.objects.filter(regio=regio, editie=Uitgave.Editie.OPENBAAR).first()
    if openbaar:
        raise UitgaveGeweigerdError(
            f"Een letterlijke uitgave kan niet na een openbare ({openbaar.kenmerk}): naast exacte "
            "cijfers beschermt de openbare niets meer. Gebruik 'rapporteer' om te vergelijken."
        )


def _eis_herhaalbaar(uitgave: Uitgave) -> None:
    """A signed release can be made again, also when data were being written while it was counted.

    A fact is known from the moment its transaction began, and is seen when that ends.
    """
    if anders := files_that_differ(uitgave):
        raise UitgaveGeweigerdError(
            f"Dit voorstel komt nu anders uit ({', '.join(anders)}): terwijl het werd geteld, werd "
            "er nog geschreven, of het programma is vernieuwd. Trek het in en maak een nieuw."
        )


def _een_tegelijk() -> None:
    """Until the transaction ends nobody else publishes: the chain has no branches."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('sonar_uitgave'))")
