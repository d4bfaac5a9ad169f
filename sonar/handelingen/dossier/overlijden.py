"""Overlijden: what ends when a client has died."""

import datetime

from django.db import transaction

from sonar.handelingen.dossier.intrekken import intrekken
from sonar.models import Doelgroepregistratie, Inschrijving, Klantprofiel, Werkzoekende


@transaction.atomic
def verwerk_overlijden(*, werkzoekende: Werkzoekende, per: datetime.date) -> None:
    """End the registration, the entry in the register and the vaststelling on this date.

    A row that began on that date or later ends a day after its begin: a period has at least one
    day.
    """
    for rijen in (
        Inschrijving.objects.lopend().filter(werkzoekende=werkzoekende),
        Doelgroepregistratie.objects.lopend().filter(werkzoekende=werkzoekende),
    ):
        for rij in rijen.select_for_update():
            rij.einddatum = max(per, rij.ingangsdatum + datetime.timedelta(days=1))
            rij.save(update_fields=["einddatum"])
    if klantprofiel := Klantprofiel.objects.filter(werkzoekende=werkzoekende).first():
        intrekken(klantprofiel=klantprofiel, per=per)
