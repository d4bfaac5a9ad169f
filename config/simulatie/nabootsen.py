"""Fill the outside of a simulated country: all of it is written or nothing."""

import datetime
from collections.abc import Mapping

import numpy as np
from django.db import transaction

from config.simulatie.bron import lees_bron
from config.simulatie.gebruik import schrijf_gebruik
from config.simulatie.verzoeken import schrijf_verzoeken
from config.simulatie.werkgevers import maak_werkgevers
from kandidatenverkenner.models import Werkgever, Zoekteller


class NietLeegError(Exception):
    """There are employers or searches already; the message is a Dutch sentence."""


@transaction.atomic
def simuleer_werkgevers(van: datetime.date, tot: datetime.date, *, seed: int) -> Mapping[str, int]:
    """Employers and what they did from `van` up to and including `tot`; rows per table.

    The same seed on the same country gives the same rows. Raises NietLeegError.
    """
    if Werkgever.objects.exists() or Zoekteller.objects.exists():
        raise NietLeegError(
            "Er zijn al werkgevers of zoekvragen in de Kandidatenverkenner. Verzonnen werkgevers "
            "komen alleen in een lege database."
        )
    kans = np.random.default_rng([seed, 2])
    nul = datetime.date(1970, 1, 1)
    periode = ((van - nul).days, (tot - nul).days)
    bron = lees_bron()
    er, rijen = maak_werkgevers(bron, periode, kans)
    verzoeken, aantal = schrijf_verzoeken(bron, er, periode, kans)
    return rijen | {"contactverzoek": aantal} | schrijf_gebruik(bron, er, verzoeken, periode, kans)
