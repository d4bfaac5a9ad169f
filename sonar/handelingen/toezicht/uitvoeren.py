"""Uitvoeren: take a list of clients out as a file; a long one only with a second person."""

import datetime
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from sonar.handelingen.toezicht.vastleggen import leg_vast
from sonar.models import Handeling, Medewerker, Uitvoer, Werkzoekende
from sonar.models.toezicht.uitvoer import ZONDER_TWEEDE
from sonar.toegang import collegas, gronden, mag, zichtbare_werkzoekenden


# Which columns may be taken out. The BSN is not among them, nor the address.
KOLOMMEN = {
    "nummer": "Nummer",
    "naam": "Naam",
    "geboortedatum": "Geboortedatum",
    "gemeente": "Woongemeente",
    "telefoon": "Telefoon",
    "email": "E-mailadres",
    "profiel": "Klantprofiel",
    "besproken_op": "Besproken op",
}


def vraag_aan(
    *,
    medewerker: Medewerker,
    doel: str,
    vorm: str,
    kolommen: Sequence[str],
    moment: datetime.datetime,
) -> Uitvoer:
    """Ask for a file of one's own clients. Raises ValidationError with what is wrong."""
    if vorm != Uitvoer.Vorm.VUM and not kolommen:
        raise ValidationError("Kies ten minste één kolom.")
    if onbekend := set(kolommen) - set(KOLOMMEN):
        raise ValidationError(f"Deze kolommen zijn er niet: {', '.join(sorted(onbekend))}.")
    uitvoer = Uitvoer(
        medewerker=medewerker,
        doel=doel.strip(),
        vorm=vorm,
        kolommen=list(kolommen),
        aantal=_uit_te_voeren(medewerker, moment).count(),
        aangevraagd_op=moment,
    )
    uitvoer.full_clean(exclude=["kolommen"])
    uitvoer.save()
    return uitvoer


def goed_te_keuren(medewerker: Medewerker) -> QuerySet[Uitvoer] | None:
    """The lists of colleagues that wait for this one's yes; None when this one may not give it."""
    if not mag(medewerker, "wijzigen", "uitvoer-goedkeuren"):
        return None
    return Uitvoer.objects.filter(
        medewerker__in=collegas(medewerker).exclude(pk=medewerker.pk),
        goedgekeurd_door=None,
        opgehaald_op=None,
        aantal__gt=ZONDER_TWEEDE,
    )


def _uit_te_voeren(medewerker: Medewerker, moment: datetime.datetime) -> QuerySet[Werkzoekende]:
    """Those in sight, without the afgeschermde clients: nobody guards who reads a file."""
    return zichtbare_werkzoekenden(medewerker, moment).filter(afgeschermd=False)


@transaction.atomic
def keur_goed(*, uitvoer: Uitvoer, medewerker: Medewerker, moment: datetime.datetime) -> None:
    """A second person says yes. Raises ValidationError for oneself, or of another team."""
    mijn = (
        Uitvoer.objects.select_for_update(of=("self",))
        .filter(
            pk=uitvoer.pk,
            goedgekeurd_door=None,
            medewerker__in=collegas(medewerker).exclude(pk=medewerker.pk),
        )
        .first()
    )
    if mijn is None or not mag(medewerker, "wijzigen", "uitvoer-goedkeuren"):
        raise ValidationError("Deze lijst kunt u niet (meer) goedkeuren.")
    mijn.goedgekeurd_door, mijn.goedgekeurd_op = medewerker, moment
    mijn.save(update_fields=["goedgekeurd_door", "goedgekeurd_op"])


@transaction.atomic
def haal_op(
    *, uitvoer: Uitvoer, medewerker: Medewerker, moment: datetime.datetime
) -> list[Werkzoekende]:
    """The clients of the file, once; each is written in the log before.

    Never more than were asked for: clients who came since are not in it. Raises ValidationError
    when nobody said yes yet, or when the file was made before.
    """
    mijn = Uitvoer.objects.select_for_update(of=("self",)).get(pk=uitvoer.pk, medewerker=medewerker)
    if not mijn.mag_opgehaald:
        raise ValidationError("Dit bestand is nog niet goedgekeurd, of is al opgehaald.")
    klanten = list(_uit_te_voeren(medewerker, moment).order_by("pk")[: mijn.aantal])
    leg_vast(
        medewerker=medewerker,
        personen=gronden(medewerker, [klant.pk for klant in klanten], moment),
        handeling=Handeling.UITVOER,
    )
    mijn.opgehaald_op = moment
    mijn.save(update_fields=["opgehaald_op"])
    return klanten
