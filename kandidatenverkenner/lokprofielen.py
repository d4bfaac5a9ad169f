"""Canaries: candidates who do not exist, opened only by whoever opens everybody."""

import uuid

from django.db import transaction
from django.db.models import Count, Min

from kandidatenverkenner.models import Kandidaat, Lokprofiel


LOK_VANAF = 10  # candidates that a region has before one more goes unseen


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
        van_hier = Kandidaat.objects.filter(regio=regio)
        een, ander = van_hier.order_by("uren_max", "gewijzigd_op", "id")[:2]
        een.pk = uuid.uuid4()
        een.reisafstand, een.talen = ander.reisafstand, ander.talen
        een.gewijzigd_op = van_hier.aggregate(oudste=Min("gewijzigd_op"))["oudste"]
        een.save(force_insert=True)
        Lokprofiel.objects.create(kandidaat=een.pk, regio=regio)
        geplant += 1
    return geplant
