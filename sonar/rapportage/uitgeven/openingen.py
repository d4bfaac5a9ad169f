"""Who looked at exact figures: written down before they are given."""

import datetime
from collections.abc import Sequence

from django.db.models import QuerySet

from sonar.models import Medewerker, Uitgaveopening


LAATSTE = 10  # on a page


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
    return gezien.select_related("medewerker__account")[:LAATSTE]
