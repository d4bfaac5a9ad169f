"""Fill the outside of a simulated country: all of it is written or nothing."""

import datetime
from collections.abc import Mapping

import numpy as np
from django.db import connection, transaction

from kandidatenverkenner.models import Werkgever, Zoekteller
from simulatie.werkgevers.gebruik import write_use
from simulatie.werkgevers.misbruik import MisuseTruth, plant
from simulatie.werkgevers.source import read_source
from simulatie.werkgevers.verzoeken import write_verzoeken
from simulatie.werkgevers.verzoekstappen import write_steps
from simulatie.werkgevers.werkgevers import create_werkgevers


class NotEmptyError(Exception):
    """There are employers or searches already; the message is a Dutch sentence."""


GEPLAATST = """
    SELECT count(*) FROM kandidatenverkenner_contactverzoek c
    JOIN kandidatenverkenner_werkgever g ON g.id = c.werkgever_id
    JOIN sonar_klantprofiel k ON k.kandidaatnummer = c.kandidaat
    JOIN sonar_voordracht d ON d.werkzoekende_id = k.werkzoekende_id AND d.stand = 'geplaatst'
    JOIN sonar_vacature v ON v.id = d.vacature_id AND v.titel = c.vacature AND v.werkgever = g.naam
    WHERE c.stand = 'contact' AND c.ingediend_op > %s::date - interval '2 years'
"""


def placed_after_contactverzoek(tot: datetime.date) -> int:
    """How many placements of the last two years began with a contact request."""
    with connection.cursor() as cursor:
        cursor.execute(GEPLAATST, [tot])
        return int(cursor.fetchone()[0])


@transaction.atomic
def simulate_werkgevers(
    van: datetime.date, tot: datetime.date, *, seed: int
) -> tuple[Mapping[str, int], list[MisuseTruth]]:
    """Employers and their use of the site from `van` up to and including `tot`.

    Answers the rows per table, and the employers who empty the Kandidatenverkenner.

    The same seed on the same country gives the same rows. Raises NotEmptyError.
    """
    if Werkgever.objects.exists() or Zoekteller.objects.exists():
        raise NotEmptyError(
            "Er zijn al werkgevers of zoekvragen in de Kandidatenverkenner. Verzonnen werkgevers "
            "komen alleen in een lege database."
        )
    kans = np.random.default_rng([seed, 2])
    nul = datetime.date(1970, 1, 1)
    periode = ((van - nul).days, (tot - nul).days)
    bron = read_source()
    er, rijen = create_werkgevers(bron, periode, kans)
    verzoeken, aantal = write_verzoeken(bron, er, periode, kans)
    # A separate generator: the planted rows do not change the ordinary ones.
    geplant, waarheid = plant(bron, er, periode[1], np.random.default_rng([seed, 4]))
    gebruik = write_use(bron, er, (verzoeken, geplant), periode, kans)
    stappen = write_steps()
    return rijen | {"contactverzoek": aantal, "verzoekstap": stappen} | gebruik, waarheid
