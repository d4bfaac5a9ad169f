"""Intrekken: employers no longer see the klantprofiel after the next delivery."""

import datetime

from django.db import transaction

from sonar.models import Klantprofiel


@transaction.atomic
def intrekken(*, klantprofiel: Klantprofiel, per: datetime.date) -> bool:
    """End the vaststelling on this date; say whether there was one.

    A vaststelling that began on that very date is taken away: a period has at least one day.
    """
    lopend = klantprofiel.vaststellingen.lopend().select_for_update()
    te_laat, _ = lopend.filter(ingangsdatum__gte=per).delete()
    return bool(te_laat + lopend.update(einddatum=per))
