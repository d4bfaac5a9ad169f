"""Canaries: candidates who do not exist, opened only by whoever opens everybody."""

import uuid
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import Count, Min, QuerySet

from kandidatenverkenner.models import Kandidaat, Kandidaatkolommen, Lokprofiel


LOK_VANAF = 10  # candidates that a region has before one more goes unseen
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
    """One invented candidate in every region that has some, at the end of its list; how many came.

    It is made of the words of somebody who is really there, so that a program sees no difference.
    Who reads what he needs, never comes so far; who opens everything, opens it too.
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
    """After a delivery in these regions (None: all): who shows what is hidden now, stands out."""
    lokprofielen = Lokprofiel.objects.values_list("kandidaat", "regio")
    if regios is not None:
        lokprofielen = lokprofielen.filter(regio__in=regios)
    for nummer, regio in lokprofielen:
        woorden = _woorden_van(regio)
        lok = Kandidaat.objects.filter(pk=nummer).values(*VAN_EEN, *VAN_EEN_ANDER).first()
        if woorden and lok != woorden:
            Kandidaat.objects.filter(pk=nummer).update(**woorden)


def _woorden_van(regio: str) -> dict[str, Any]:
    """What a canary of this region says; nothing when there is hardly anybody."""
    van_hier: QuerySet[Kandidaat] = Kandidaat.objects.filter(regio=regio).exclude(
        pk__in=Lokprofiel.objects.values("kandidaat")
    )
    rijen = van_hier.order_by("uren_max", "gewijzigd_op", "id")
    een, ander = rijen.values(*VAN_EEN).first(), rijen.values(*VAN_EEN_ANDER)[1:2]
    return {**een, **ander[0]} if een and ander else {}
