"""The feed: who may be shown on a date is delivered to Kandidatenverkenner.

Triggers write a line in the outbox (`Leverregel`) in the transaction of every change that may
matter here; a delivery takes those lines and brings of whom they are what the data say now.
"""

import datetime
import uuid
from collections.abc import Callable, Collection, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import Model, OuterRef, QuerySet, Subquery

from kandidatenverkenner.ontvangst.receive import (
    Kandidaatprofiel,
    Kenmerkwaarde,
    Ontvangstbericht,
    Plaats,
    niet_te_zien as niet_te_zien,
    ontvang,
    ontvang_codelijsten,
    ruimer_te_zien as ruimer_te_zien,
    trek_in,
)
from sonar.handelingen.toezicht.vastleggen import leg_vast
from sonar.levering import outbox as uitbak
from sonar.levering.anonimisering import Profielgegevens, anonimiseer
from sonar.levering.outbox import BATCH, in_stukken
from sonar.models import (
    Affiniteit,
    Arbeidsmarktregio,
    Bezwaar,
    Competentie,
    Competentiebeheersing,
    Doelgroepregistratie,
    Gemeente,
    Grond,
    Handeling,
    Inschrijving,
    Klantprofiel,
    Opleiding,
    Opleidingsniveau,
    Rijbewijs,
    Sector,
    Taaksoort,
    Taal,
    Taalbeheersing,
    Vaardigheid,
    Vaststelling,
    Vervoermiddel,
    Werkzoekende,
)
from sonar.models.klantprofiel import BEHEERST
from sonar.rules.volledigheid import ontbrekende_onderdelen


@dataclass(frozen=True, slots=True)
class Leveringsbericht:
    """What a delivery did."""

    ontvangst: Ontvangstbericht
    onvolledig: list[int]  # klantprofielen that were not delivered because nobody could find them


def te_leveren(peildatum: datetime.date) -> QuerySet[Any]:
    """The profiles that employers may see on a date, each with the `regio` of its client.

    Vastgesteld, of somebody who is registered and who belongs to the doelgroep on that date, and
    who is not afgeschermd.
    """
    persoon = OuterRef("werkzoekende")
    inschrijving = Inschrijving.objects.geldig_op(peildatum).filter(werkzoekende=persoon)
    doelgroep = Doelgroepregistratie.objects.geldig_op(peildatum)
    return (
        Klantprofiel.objects.filter(
            pk__in=Vaststelling.objects.geldig_op(peildatum).values("klantprofiel"),
            werkzoekende__bsn_zoeksleutel__in=doelgroep.values("werkzoekende"),
            werkzoekende__overleden_op=None,
            # An adviser could not answer an employer who asks for somebody they may not see.
            werkzoekende__afgeschermd=False,
        )
        .exclude(werkzoekende__in=Bezwaar.objects.filter(einddatum=None).values("werkzoekende"))
        .annotate(regio=Subquery(inschrijving.values("gemeente__arbeidsmarktregio")[:1]))
        .filter(regio__isnull=False)
        .order_by("pk")
    )


def lever(
    peildatum: datetime.date,
    voortgang: Callable[[str, int, int], None] | None = None,
    *,
    alles: bool = False,
) -> Leveringsbericht:
    """Deliver whom something changed since the last delivery, or everybody; the result is the same.

    Who may not be shown any more goes first, before the rest is read. Of the rest all arrives or
    none. A second delivery changes nothing. `voortgang` is told what is being done, how many
    profiles are, and how many there will be.
    """
    eerst = _trek_eerst_in(peildatum)
    bericht = _lever(peildatum, voortgang, alles=alles)
    ontvangst = bericht.ontvangst
    return replace(bericht, ontvangst=replace(ontvangst, ingetrokken=ontvangst.ingetrokken + eerst))


@transaction.atomic
def _trek_eerst_in(peildatum: datetime.date) -> int:
    """The lines stay: what is shown of others in the region follows with the rest."""
    wie = uitbak.nummers_van(uitbak.bekijk()) | uitbak.door_de_tijd(peildatum)
    return _trek_in_wie_weg_moet(peildatum, wie)


@transaction.atomic
def _lever(
    peildatum: datetime.date,
    voortgang: Callable[[str, int, int], None] | None,
    *,
    alles: bool,
) -> Leveringsbericht:
    nummers = uitbak.neem(peildatum, alles=alles)
    onvolledig: list[int] = []

    def profielen() -> Iterator[Kandidaatprofiel]:
        gevonden = _van_wie(peildatum, nummers)
        totaal = sum(deel.count() for deel in gevonden) if voortgang else 0
        gedaan = 0
        for deel in gevonden:
            # When somebody stops halfway the cursor closes here, while its transaction is there.
            with closing(lees(deel)) as gelezen:
                for nummer, regio, gegevens in gelezen:
                    gedaan += 1
                    if voortgang and (gedaan % BATCH == 0 or gedaan == totaal):
                        voortgang("Profielen leveren", gedaan, totaal)
                    if ontbrekende_onderdelen(gegevens.ingevulde_onderdelen()):
                        onvolledig.append(nummer)
                    else:
                        yield anonimiseer(gegevens, regio=regio, peildatum=peildatum)

    ontvang_codelijsten(_kenmerkwaarden(), _plaatsen())
    ontvangst = ontvang(profielen(), peildatum=peildatum, nummers=nummers)
    _leg_vast(ontvangst.getoond)
    # Who was withdrawn while this was being read, is not brought back by it.
    intussen = _trek_in_wie_weg_moet(peildatum, uitbak.nummers_van(uitbak.bekijk()))
    uitbak.geleverd(peildatum)
    ingetrokken = ontvangst.ingetrokken + intussen
    return Leveringsbericht(replace(ontvangst, ingetrokken=ingetrokken), onvolledig)


def _trek_in_wie_weg_moet(peildatum: datetime.date, nummers: set[uuid.UUID]) -> int:
    """Withdraw whoever of these may not be shown; how many were."""
    mag: set[uuid.UUID] = set()
    for van_hen in _van_wie(peildatum, nummers):
        mag.update(van_hen.values_list("kandidaatnummer", flat=True))
    return trek_in(nummers - mag)


def _van_wie(peildatum: datetime.date, nummers: set[uuid.UUID] | None) -> list[QuerySet[Any]]:
    """The profiles of these people that may be shown, in parts; without numbers all of them."""
    if nummers is None:
        return [te_leveren(peildatum)]
    return [te_leveren(peildatum).filter(kandidaatnummer__in=stuk) for stuk in in_stukken(nummers)]


def _codes(model: type[Model], kolom: str, **waar: Any) -> ArraySubquery:
    """A column of the rows of this profile, in the order of their numbers."""
    rijen = model._default_manager.filter(klantprofiel=OuterRef("pk"), **waar)
    return ArraySubquery(rijen.order_by("pk").values(kolom))


def lees(
    klantprofielen: QuerySet[Any],
) -> Generator[tuple[int, str, Profielgegevens], None, None]:
    """Number, `regio` and content of each of these profiles, in one query.

    The database puts the codes of a profile in lists: that is some twenty times as fast as an
    object for each, of which the country has four million.
    """
    kolommen = klantprofielen.annotate(
        niveaus=_codes(Opleiding, "niveau"),
        diplomas=_codes(Opleiding, "diploma"),
        vaardigheidscodes=_codes(Klantprofiel.vaardigheden.through, "vaardigheid"),
        beheerst=_codes(Competentiebeheersing, "competentie", beheersing__in=sorted(BEHEERST)),
        affiniteitscodes=_codes(Klantprofiel.affiniteiten.through, "affiniteit"),
        sectorcodes=_codes(Klantprofiel.sectoren.through, "sector"),
        sectiecodes=_codes(
            Klantprofiel.sectoren.through, "sector__sectie", sector__sectie__isnull=False
        ),
        taaksoortcodes=_codes(Klantprofiel.taaksoorten.through, "taaksoort"),
        taalcodes=_codes(Taalbeheersing, "taal"),
        mondeling=_codes(Taalbeheersing, "mondeling"),
        schriftelijk=_codes(Taalbeheersing, "schriftelijk"),
    ).values_list(
        "pk",
        "regio",
        "kandidaatnummer",
        "uren_min",
        "uren_max",
        "beschikbaar_vanaf",
        "reisafstand",
        "vervoermiddelen",
        "rijbewijzen",
        "niveaus",
        "diplomas",
        "vaardigheidscodes",
        "beheerst",
        "affiniteitscodes",
        "sectorcodes",
        "sectiecodes",
        "taaksoortcodes",
        "taalcodes",
        "mondeling",
        "schriftelijk",
        named=True,
    )
    for rij in kolommen.iterator(chunk_size=BATCH):
        yield (
            rij.pk,
            rij.regio,
            Profielgegevens(
                kandidaatnummer=rij.kandidaatnummer,
                uren_min=rij.uren_min,
                uren_max=rij.uren_max,
                beschikbaar_vanaf=rij.beschikbaar_vanaf,
                reisafstand=rij.reisafstand,
                vervoermiddelen=rij.vervoermiddelen,
                rijbewijzen=rij.rijbewijzen,
                opleidingen=list(zip(rij.niveaus, rij.diplomas, strict=True)),
                vaardigheden=rij.vaardigheidscodes,
                beheerst=rij.beheerst,
                affiniteiten=rij.affiniteitscodes,
                sectoren=rij.sectorcodes,
                secties=rij.sectiecodes,
                taaksoorten=rij.taaksoortcodes,
                talen=list(zip(rij.taalcodes, rij.mondeling, rij.schriftelijk, strict=True)),
            ),
        )


def _leg_vast(nummers: Collection[uuid.UUID]) -> None:
    """A line in the verwerkingslog for everybody of whom something became visible."""
    for stuk in in_stukken(nummers):
        personen = Klantprofiel.objects.filter(kandidaatnummer__in=stuk)
        leg_vast(
            medewerker=None,
            personen=dict.fromkeys(
                personen.order_by("pk").values_list("werkzoekende_id", flat=True), Grond.OPDRACHT
            ),
            handeling=Handeling.LEVERING,
        )


def haal_weg(werkzoekende: Werkzoekende) -> bool:
    """Withdraw somebody from the Kandidatenverkenner at once; say whether they were there."""
    profielen = Klantprofiel.objects.filter(werkzoekende=werkzoekende)
    return trek_in(profielen.values_list("kandidaatnummer", flat=True)) > 0


def _kenmerkwaarden() -> Iterator[Kenmerkwaarde]:
    """The code lists, in the order in which an employer reads them."""
    vast: dict[str, list[tuple[str, str]]] = {
        "opleidingsniveau": Opleidingsniveau.choices,
        "rijbewijs": Rijbewijs.choices,
        "vervoermiddel": Vervoermiddel.choices,
    }
    for facet, keuzen in vast.items():
        for code, naam in keuzen:
            yield Kenmerkwaarde(facet=facet, code=code, naam=str(naam), groep="")
    lijsten: dict[str, type[Any]] = {
        "regio": Arbeidsmarktregio,
        "sector": Sector,
        "taaksoort": Taaksoort,
        "competentie": Competentie,
        "vaardigheid": Vaardigheid,
        "affiniteit": Affiniteit,
        "taal": Taal,
    }
    for facet, lijst in lijsten.items():
        for waarde in lijst._default_manager.all():
            # A vaardigheid has a group, a division stands under its section.
            groep = getattr(waarde, "groep", None) or getattr(waarde, "sectie_id", None) or ""
            yield Kenmerkwaarde(facet=facet, code=waarde.pk, naam=waarde.naam, groep=groep)


def _plaatsen() -> Iterator[Plaats]:
    for gemeente in Gemeente.objects.all():
        yield Plaats(
            code=gemeente.code,
            naam=gemeente.naam,
            regio=gemeente.arbeidsmarktregio_id,
            breedtegraad=float(gemeente.breedtegraad),
            lengtegraad=float(gemeente.lengtegraad),
        )
