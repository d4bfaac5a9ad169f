"""Wissen: forget somebody, on request or when the term is over, and keep proof that it was done."""

import datetime
from collections import Counter

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Model, Q, QuerySet
from django.utils import timezone

from sonar.handelingen.toezicht.vastleggen import leg_vast
from sonar.models import (
    Doelgroepregistratie,
    Geschiedenis,
    Grond,
    Handeling,
    Inschrijving,
    Klantprofiel,
    Klantstand,
    Medewerker,
    Telkenmerk,
    Vaststelling,
    Werkzoekende,
    Wisaankondiging,
    Wisbewijs,
)


BEWAARTERMIJN = 5  # years after the end of the last registration
VOORAF = datetime.timedelta(days=90)  # the notice comes so long before the end of the term
WACHTTIJD = datetime.timedelta(days=30)  # and at least so long before the deletion
_DOOR_ANDEREN = {Klantprofiel, Doelgroepregistratie, Geschiedenis, Klantstand, Telkenmerk}
NOG_INGESCHREVEN = (
    "Deze klant is nog ingeschreven. Wissen kan pas als de inschrijving is beëindigd."
)


def _termijn_voorbij(peildatum: datetime.date) -> datetime.date:
    """Somebody who left before this date has been gone for the whole term."""
    try:
        return peildatum.replace(year=peildatum.year - BEWAARTERMIJN)
    except ValueError:  # 29 February
        return peildatum.replace(year=peildatum.year - BEWAARTERMIJN, day=28)


def _weg_voor(datum: datetime.date) -> QuerySet[Werkzoekende]:
    """Those whose last registration ended on or before a date."""
    open_ = Inschrijving.objects.filter(Q(einddatum=None) | Q(einddatum__gt=datum))
    return (
        Werkzoekende.objects.exclude(pk__in=open_.values("werkzoekende"))
        .annotate(laatste=Max("inschrijvingen__einddatum"))
        .filter(laatste__lte=datum)
        .order_by("pk")
    )


def kondig_aan(peildatum: datetime.date) -> int:
    """Announce the deletion of those whose term ends soon; answer how many are new among them."""
    binnenkort = _weg_voor(_termijn_voorbij(peildatum + VOORAF)).filter(wisaankondiging=None)
    gemaakt = Wisaankondiging.objects.bulk_create(
        Wisaankondiging(werkzoekende=persoon, aangekondigd_op=peildatum) for persoon in binnenkort
    )
    return len(gemaakt)


def te_wissen(peildatum: datetime.date) -> QuerySet[Werkzoekende]:
    """Those whose term is over and whose deletion was announced long enough ago."""
    return _weg_voor(_termijn_voorbij(peildatum)).filter(
        wisaankondiging__aangekondigd_op__lte=peildatum - WACHTTIJD
    )


@transaction.atomic
def wis(
    *,
    werkzoekende: Werkzoekende,
    aanleiding: Wisbewijs.Aanleiding,
    medewerker: Medewerker | None,
    moment: datetime.datetime,
) -> Wisbewijs:
    """Delete all that is known of somebody but the log of who looked; answer the proof.

    Raises ValidationError for somebody who is registered.
    """
    Werkzoekende.objects.select_for_update().get(pk=werkzoekende.pk)
    vandaag = timezone.localdate(moment)
    nummer = werkzoekende.pk
    if Inschrijving.objects.geldig_op(vandaag).filter(werkzoekende=nummer).exists():
        raise ValidationError(NOG_INGESCHREVEN)
    geteld: Counter[str] = Counter()
    for rijen in _alles_van(werkzoekende):
        _, per_soort = rijen.delete()
        geteld.update(per_soort)
    leg_vast(
        medewerker=medewerker,
        personen={nummer: Grond.AVG if medewerker else Grond.OPDRACHT},
        handeling=Handeling.WISSEN,
    )
    return Wisbewijs.objects.create(
        persoon=nummer,
        aanleiding=aanleiding,
        gewist_op=moment,
        gewist_door=medewerker,
        aantallen={soort: aantal for soort, aantal in sorted(geteld.items()) if aantal},
    )


def _alles_van(werkzoekende: Werkzoekende) -> list[QuerySet[Model]]:
    """The rows of one person, those that others point at last.

    The Geschiedenis is no longer about anybody, and the database itself removes what it derived
    from the facts.
    """
    profielen = Klantprofiel.objects.filter(werkzoekende=werkzoekende)
    eigen = [
        relatie.related_model._default_manager.filter(**{relatie.field.name: werkzoekende})
        for relatie in Werkzoekende._meta.related_objects
        if relatie.related_model not in _DOOR_ANDEREN
    ]
    register = Doelgroepregistratie.objects.filter(werkzoekende=werkzoekende)
    zelf = Werkzoekende.objects.filter(pk=werkzoekende.pk)
    return [
        Vaststelling.objects.filter(klantprofiel__in=profielen),
        *eigen,
        profielen,
        register,
        zelf,
    ]
