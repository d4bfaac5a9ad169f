"""How well a candidate fits, in the words of PostgreSQL: the same as `wensen.py` says of one."""

import datetime
from collections.abc import Iterable

from django.db.models import Case, Func, IntegerField, Q, When

from kandidatenverkenner.search_index.wensen import Wens


def punten(wensen: Iterable[Wens]) -> Func:
    """How many points these wishes, one at least, bring a candidate."""
    elk = [Case(When(_voorwaarde(wens), then=wens.punten), default=0) for wens in wensen]
    return Func(*elk, template="(%(expressions)s)", arg_joiner=" + ", output_field=IntegerField())


def past(wens: Wens) -> Case:
    """Whether a candidate fits a wish."""
    return Case(When(_voorwaarde(wens), then=True), default=False)


def is_beschikbaar(uiterlijk: datetime.date) -> Q:
    """Who can begin on this day."""
    return Q(beschikbaar_vanaf=None) | Q(beschikbaar_vanaf__lte=uiterlijk)


def _voorwaarde(wens: Wens) -> Q:
    if wens.uiterlijk:
        return is_beschikbaar(wens.uiterlijk)
    if wens.reis:
        uit = Q()
        for regio, km in wens.reis:
            uit |= Q(kenmerken__contains=[regio], reisafstand__gte=km)
        return uit
    return Q(kenmerken__overlap=sorted(wens.een_van))
