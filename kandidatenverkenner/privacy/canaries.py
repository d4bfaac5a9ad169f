"""Canaries: invented candidates that only a harvester opens."""

import uuid
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import Count, Min, QuerySet

from kandidatenverkenner.models import Kandidaat, Kandidaatkolommen, Lokprofiel


LOK_VANAF = 10  # candidates in a region: among fewer, a canary would stand out
# A canary is made of two candidates: of one these columns, of the other all that are left, so that
# it has whatever the others of its region show.
VAN_EEN_ANDER = ("reisafstand", "talen")
VAN_EEN = [
    *(
        veld.name
        for veld in Kandidaatkolommen._meta.fields
        if veld.name not in ("id", "regio", *VAN_EEN_ANDER)
    ),
    "tekst",
]


@transaction.atomic
def plant_lokprofielen() -> int:
    """Add a canary to every region with enough candidates. Returns how many were added.

    It copies the words of real candidates, so a program sees no difference, and it stands at the
    end of the list. A reader never gets that far; a harvester opens it like all the others.
    """
    geplant = 0
    bezet = Lokprofiel.objects.values_list("regio", flat=True)
    regios = Kandidaat.objects.exclude(regio__in=bezet).values_list("regio").order_by("regio")
    for regio, _ in regios.annotate(aantal=Count("pk")).filter(aantal__gte=LOK_VANAF).distinct():
        oudste = Kandidaat.objects.filter(regio=regio).aggregate(op=Min("gewijzigd_op"))["op"]
        lok = Kandidaat(pk=uuid.uuid4(), regio=regio, gewijzigd_op=oudste, **_woorden_van(regio))
        lok.save(force_insert=True)
        Lokprofiel.objects.create(kandidaat=lok.pk, regio=regio)
        geplant += 1
    return geplant


def werk_lokprofielen_bij(regios: Collection[str] | None) -> None:
    """Update the canaries of these regions (None: all) after a delivery.

    A canary that still shows a value that is now suppressed would stand out.
    """
    lokprofielen = Lokprofiel.objects.values_list("kandidaat", "regio")
    if regios is not None:
        lokprofielen = lokprofielen.filter(regio__in=regios)
    for nummer, regio in lokprofielen:
        woorden = _woorden_van(regio)
        lok = Kandidaat.objects.filter(pk=nummer).values(*VAN_EEN, *VAN_EEN_ANDER).first()
        if woorden and lok != woorden:
            Kandidaat.objects.filter(pk=nummer).update(**woorden)


def _woorden_van(regio: str) -> dict[str, Any]:
    """The values for a canary of this region; empty when it has fewer than two candidates."""
    van_hier: QuerySet[Kandidaat] = Kandidaat.objects.filter(regio=regio).exclude(
        pk__in=Lokprofiel.objects.values("kandidaat")
    )
    rijen = van_hier.order_by("uren_max", "gewijzigd_op", "id")
    een, ander = rijen.values(*VAN_EEN).first(), rijen.values(*VAN_EEN_ANDER)[1:2]
    return {**een, **ander[0]} if een and ander else {}
