"""How much may be asked: so many requests a minute, so many candidates a day; told in headers.

The headers are those of draft-ietf-httpapi-ratelimit-headers: `RateLimit-Policy` says what the
limits are, `RateLimit` what is left of them.
"""

import datetime
from dataclasses import dataclass

from kandidatenverkenner.api.exceptions import Throttled
from kandidatenverkenner.database.prepared import niet_wachten, vraag
from kandidatenverkenner.models import Aanroepteller
from kandidatenverkenner.privacy.visits import (
    BLADZIJDEN_PER_DAG,
    KAARTEN_PER_DAG,
    PER_DAG,
    BrowsingQuota,
    ruimte,
    tot_morgen,
)


PER_MINUUT = 120  # requests of an organisation: all its accounts and keys together
MINUUT, DAG = 60, 86_400  # seconds


@dataclass(frozen=True, slots=True)
class RateLimit:
    """One limit and what is left of it."""

    naam: str
    quotum: int
    venster: int  # seconds
    over: int
    seconden: int  # until it begins anew

    @property
    def beleid(self) -> str:
        """For RateLimit-Policy."""
        return f'"{self.naam}";q={self.quotum};w={self.venster}'

    @property
    def stand(self) -> str:
        """For RateLimit."""
        return f'"{self.naam}";r={max(0, self.over)};t={self.seconden}'


def tel_aanroep(werkgever_id: int, nu: datetime.datetime) -> RateLimit:
    """Count this request. One statement, exact whatever comes at the same time.

    It is not waited for until it is on the disk: after a crash of the database the last requests
    may not have counted.
    """
    minuut = nu.replace(second=0, microsecond=0)
    ((aantal, _),) = vraag(
        f"INSERT INTO {Aanroepteller._meta.db_table} AS teller "  # noqa: S608 - our own name
        "(werkgever_id, minuut, aantal) VALUES (%s, %s, 1) "
        "ON CONFLICT (werkgever_id) DO UPDATE SET minuut = excluded.minuut, "
        "aantal = CASE WHEN teller.minuut = excluded.minuut THEN teller.aantal + 1 ELSE 1 END "
        f"RETURNING aantal, {niet_wachten()}",
        [werkgever_id, minuut],
    )
    return RateLimit(
        "verzoeken", PER_MINUUT, MINUUT, max(-1, PER_MINUUT - aantal), MINUUT - nu.second
    )


def bewaak(limiet: RateLimit) -> None:
    """Raise TeVeel when a request went over its limit."""
    if limiet.over < 0:
        raise Throttled(
            f"Uw organisatie vroeg meer dan {limiet.quotum} keer in een minuut. "
            f"Wacht {limiet.seconden} seconden.",
            limiet.seconden,
        )


def daglimiet(werkgever_id: int, nu: datetime.datetime) -> RateLimit:
    """How many candidates are left today, where `nu` is local. One query."""
    over = ruimte(werkgever_id, nu.date()).over
    return RateLimit("kandidaten", PER_DAG, DAG, over, tot_morgen(nu))


def lijstlimieten(over: BrowsingQuota, nu: datetime.datetime) -> list[RateLimit]:
    """How much of lists is left today, where `nu` is local."""
    morgen = tot_morgen(nu)
    return [
        RateLimit("bladzijden", BLADZIJDEN_PER_DAG, DAG, over.bladzijden_over, morgen),
        RateLimit("kaarten", KAARTEN_PER_DAG, DAG, over.kaarten_over, morgen),
    ]
