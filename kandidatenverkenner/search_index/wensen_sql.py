"""How well a candidate fits the wishes, as SQL expressions: the same rules as `wensen.py`."""

import datetime
from collections.abc import Iterable

from django.db.models import Case, Func, IntegerField, Q, When

from kandidatenverkenner.search_index.wensen import Wens


def points(wensen: Iterable[Wens]) -> Func:
    """How many points these wishes (one or more) give a candidate."""
    each = [Case(When(_condition(wens), then=wens.points), default=0) for wens in wensen]
    return Func(*each, template="(%(expressions)s)", arg_joiner=" + ", output_field=IntegerField())


def fits(wens: Wens) -> Case:
    """Whether a wish fits a candidate."""
    return Case(When(_condition(wens), then=True), default=False)


def is_available(day: datetime.date) -> Q:
    """The candidates that can begin on this day."""
    return Q(beschikbaar_vanaf=None) | Q(beschikbaar_vanaf__lte=day)


def _condition(wens: Wens) -> Q:
    if wens.available_by:
        return is_available(wens.available_by)
    if wens.km_to:
        condition = Q()
        for region, km in wens.km_to:
            condition |= Q(kenmerken__contains=[region], reisafstand__gte=km)
        return condition
    return Q(kenmerken__overlap=sorted(wens.any_of))
