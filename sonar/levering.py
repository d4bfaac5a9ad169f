"""The feed: who may be shown on a date is delivered whole to Kandidatenverkenner."""

import datetime
import uuid
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import Model, OuterRef, QuerySet, Subquery

from kandidatenverkenner.ontvangst import (
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
from sonar.anonimisering import Profielgegevens, anonimiseer
from sonar.handelingen.vastleggen import leg_vast
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
from sonar.volledigheid import ontbrekende_onderdelen


# So many profiles are read, and so many lines of the log written, at a time.
BATCH = 5_000


@dataclass(frozen=True, slots=True)
class Leveringsbericht:
    """What a delivery did."""

    ontvangst: Ontvangstbericht
    onvolledig: list[int]  # klantprofielen that were not delivered because nobody could find them


def te_leveren(peildatum: datetime.date) -> QuerySet[Any]:
    """The profiles that employers may see on a date, each with the `regio` of its client.

    Vastgesteld, of somebody who is registered and who belongs to the doelgroep on that date.
    """
    persoon = OuterRef("werkzoekende")
    inschrijving = Inschrijving.objects.geldig_op(peildatum).filter(werkzoekende=persoon)
    doelgroep = Doelgroepregistratie.objects.geldig_op(peildatum)
    return (
        Klantprofiel.objects.filter(
            pk__in=Vaststelling.objects.geldig_op(peildatum).values("klantprofiel"),
            werkzoekende__bsn_zoeksleutel__in=doelgroep.values("werkzoekende"),
            werkzoekende__overleden_op=None,
        )
        .exclude(werkzoekende__in=Bezwaar.objects.filter(einddatum=None).values("werkzoekende"))
        .annotate(regio=Subquery(inschrijving.values("gemeente__arbeidsmarktregio")[:1]))
        .filter(regio__isnull=False)
        .order_by("pk")
    )


@transaction.atomic
def lever(
    peildatum: datetime.date, voortgang: Callable[[str, int, int], None] | None = None
) -> Leveringsbericht:
    """Deliver everybody who may be shown on this date; who was shown and may not, is withdrawn.

    A second delivery of the same data changes nothing. Either all of it arrives or none.
    `voortgang` is told what is being done, how many profiles are, and how many there will be.
    """
    onvolledig: list[int] = []

    def profielen() -> Iterator[Kandidaatprofiel]:
        gevonden = te_leveren(peildatum)
        totaal = gevonden.count() if voortgang else 0
        for gedaan, (nummer, regio, gegevens) in enumerate(lees(gevonden), start=1):
            if voortgang and (gedaan % BATCH == 0 or gedaan == totaal):
                voortgang("Profielen leveren", gedaan, totaal)
            if ontbrekende_onderdelen(gegevens.ingevulde_onderdelen()):
                onvolledig.append(nummer)
            else:
                yield anonimiseer(gegevens, regio=regio, peildatum=peildatum)

    ontvang_codelijsten(_kenmerkwaarden(), _plaatsen())
    bericht = ontvang(profielen(), peildatum=peildatum)
    _leg_vast(bericht.getoond)
    return Leveringsbericht(bericht, onvolledig)


def _codes(model: type[Model], kolom: str, **waar: Any) -> ArraySubquery:
    """A column of the rows of this profile, in the order of their numbers."""
    rijen = model._default_manager.filter(klantprofiel=OuterRef("pk"), **waar)
    return ArraySubquery(rijen.order_by("pk").values(kolom))


def lees(klantprofielen: QuerySet[Any]) -> Iterator[tuple[int, str, Profielgegevens]]:
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
    for begin in range(0, len(alle := sorted(nummers)), BATCH):
        personen = Klantprofiel.objects.filter(kandidaatnummer__in=alle[begin : begin + BATCH])
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
