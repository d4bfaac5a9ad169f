"""Bewaar versie: what a klantprofiel said, each time that it changed."""

import datetime

from sonar.models import Klantprofiel, Medewerker, Profielversie
from sonar.readable import momentopname


def bewaar_versie(
    *, klantprofiel: Klantprofiel, medewerker: Medewerker, moment: datetime.datetime
) -> Profielversie | None:
    """Keep the profile as it now is; None when it says the same as the version before."""
    inhoud = momentopname(Klantprofiel.objects.get(pk=klantprofiel.pk))
    laatste = klantprofiel.versies.first()
    if laatste and laatste.inhoud == inhoud:
        return None
    return Profielversie.objects.create(
        klantprofiel=klantprofiel,
        nummer=laatste.nummer + 1 if laatste else 1,
        moment=moment,
        medewerker=medewerker,
        inhoud=inhoud,
    )
