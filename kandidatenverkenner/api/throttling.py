"""How much may be asked: requests a minute, candidates a day. Headers tell what is left.

The headers are those of draft-ietf-httpapi-ratelimit-headers: `RateLimit-Policy` says what the
limits are, `RateLimit` what is left of them.
"""

import datetime
from dataclasses import dataclass

from kandidatenverkenner.api.exceptions import Throttled
from kandidatenverkenner.database.prepared import async_commit, fetch_rows
from kandidatenverkenner.models import RequestCounter
from kandidatenverkenner.privacy.visits import (
    BLADZIJDEN_PER_DAG,
    KAARTEN_PER_DAG,
    PER_DAG,
    BrowsingQuota,
    quota_of,
    seconds_until_tomorrow,
)


PER_MINUTE = 120  # requests of an organisation: all its accounts and keys together
MINUTE, DAY = 60, 86_400  # seconds


@dataclass(frozen=True, slots=True)
class RateLimit:
    """One limit and what is left of it."""

    name: str
    quota: int
    window: int  # seconds
    remaining: int
    reset: int  # seconds until it begins anew

    @property
    def policy(self) -> str:
        """For RateLimit-Policy."""
        return f'"{self.name}";q={self.quota};w={self.window}'

    @property
    def value(self) -> str:
        """For RateLimit."""
        return f'"{self.name}";r={max(0, self.remaining)};t={self.reset}'


def count_request(werkgever_id: int, now: datetime.datetime) -> RateLimit:
    """Count this request. One statement, so the count is exact for requests at the same moment.

    Nobody waits for the disk: after a crash of the database the last requests may not have counted.
    """
    minute = now.replace(second=0, microsecond=0)
    ((count, _),) = fetch_rows(
        f"INSERT INTO {RequestCounter._meta.db_table} AS teller "  # noqa: S608 - our own name
        "(werkgever_id, minuut, aantal) VALUES (%s, %s, 1) "
        "ON CONFLICT (werkgever_id) DO UPDATE SET minuut = excluded.minuut, "
        "aantal = CASE WHEN teller.minuut = excluded.minuut THEN teller.aantal + 1 ELSE 1 END "
        f"RETURNING aantal, {async_commit()}",
        [werkgever_id, minute],
    )
    return RateLimit(
        "verzoeken", PER_MINUTE, MINUTE, max(-1, PER_MINUTE - count), MINUTE - now.second
    )


def check(limit: RateLimit) -> None:
    """Raise Throttled when a request went over its limit."""
    if limit.remaining < 0:
        raise Throttled(
            f"Uw organisatie vroeg meer dan {limit.quota} keer in een minuut. "
            f"Wacht {limit.reset} seconden.",
            limit.reset,
        )


def day_limit(werkgever_id: int, now: datetime.datetime) -> RateLimit:
    """How many candidates are left today, where `now` is local. One query."""
    remaining = quota_of(werkgever_id, now.date()).over
    return RateLimit("kandidaten", PER_DAG, DAY, remaining, seconds_until_tomorrow(now))


def list_limits(quota: BrowsingQuota, now: datetime.datetime) -> list[RateLimit]:
    """How much of lists is left today, where `now` is local."""
    tomorrow = seconds_until_tomorrow(now)
    return [
        RateLimit("bladzijden", BLADZIJDEN_PER_DAG, DAY, quota.bladzijden_over, tomorrow),
        RateLimit("kaarten", KAARTEN_PER_DAG, DAY, quota.kaarten_over, tomorrow),
    ]
