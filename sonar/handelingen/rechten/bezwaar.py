"""Bezwaar: a client does not want to be shown to employers (any more)."""

import datetime

from django.db import transaction

from sonar.handelingen.dossier.intrekken import intrekken
from sonar.models import Bezwaar, Klantprofiel, Medewerker, Werkzoekende


@transaction.atomic
def leg_bezwaar_vast(
    *, werkzoekende: Werkzoekende, medewerker: Medewerker, per: datetime.date
) -> Bezwaar:
    """From this date on the profile is not shown, and cannot be vastgesteld until it is lifted."""
    Werkzoekende.objects.select_for_update().get(pk=werkzoekende.pk)
    if klantprofiel := Klantprofiel.objects.filter(werkzoekende=werkzoekende).first():
        intrekken(klantprofiel=klantprofiel, per=per)
    if lopend := werkzoekende.bezwaren.lopend().first():
        return lopend
    return werkzoekende.bezwaren.create(ingangsdatum=per, vastgelegd_door=medewerker)


@transaction.atomic
def hef_bezwaar_op(*, werkzoekende: Werkzoekende, per: datetime.date) -> None:
    """The client no longer objects; the profile can be vastgesteld again."""
    lopend = werkzoekende.bezwaren.lopend().select_for_update()
    lopend.filter(ingangsdatum__gte=per).delete()
    lopend.update(einddatum=per)
