"""Quotas on profiles and lists: each use is recorded first, limited per day, and watched.

All accounts and keys of an organisation count together, in the database. Opening the same candidate
again does not count. For lists only the numbers are kept: see docs/aanvallen.md.
"""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from kandidatenverkenner.database.prepared import array_literal, async_commit, fetch_rows
from kandidatenverkenner.models import (
    Alarm,
    Bezoek,
    Bladerteller,
    Kandidaat,
    Werkgever,
    Werkgeversaccount,
    Zoekteller,
)
from kandidatenverkenner.privacy.alarms import raise_alarm, watch


PER_DAG = 100  # different candidates
WAARSCHUW_VANAF = 20  # per cent of the quota that is left when we warn
ONLANGS = datetime.timedelta(days=90)  # so long a list marks a candidate as seen
# Quotas on lists per day. Searching all day stays below them; copying the lists does not.
KAARTEN_PER_DAG = 2_000  # different candidates
BLADZIJDEN_PER_DAG = 1_000
BLADEREN = 2  # an alarm at this fraction (1/2) of a quota on lists


class DaglimietError(Exception):
    """The organisation has used up a quota of today."""

    def __init__(self, wat: str = f"heeft vandaag {PER_DAG} kandidaten bekeken") -> None:
        super().__init__(
            f"Uw organisatie {wat}. Meer kan niet op een dag. "
            "Morgen kunt u verder. Zoekt u veel mensen? Bel het werkgeversservicepunt in uw regio."
        )


def seconds_until_tomorrow(nu: datetime.datetime) -> int:
    """Seconds until midnight; `nu` is a local time."""
    morgen = (nu + datetime.timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return max(1, int((morgen - nu).total_seconds()))


@dataclass(frozen=True, slots=True)
class Quota:
    """How many profiles an organisation has opened today, and may still open."""

    gezien: int

    @property
    def over(self) -> int:
        """How many other candidates it may still open today."""
        return max(0, PER_DAG - self.gezien)

    @property
    def is_krap(self) -> bool:
        """Whether it is time to warn."""
        return self.over <= WAARSCHUW_VANAF


@dataclass(frozen=True, slots=True)
class BrowsingQuota:
    """How many pages and cards of lists an organisation has seen today, and may still see."""

    bladzijden: int
    kaarten: int

    @property
    def bladzijden_over(self) -> int:
        """How many pages it may still ask for today."""
        return max(0, BLADZIJDEN_PER_DAG - self.bladzijden)

    @property
    def kaarten_over(self) -> int:
        """How many candidates it has not yet seen today may still be on a list."""
        return max(0, KAARTEN_PER_DAG - self.kaarten)

    @property
    def is_krap(self) -> bool:
        """Whether it is time to warn."""
        deel = min(self.bladzijden_over / BLADZIJDEN_PER_DAG, self.kaarten_over / KAARTEN_PER_DAG)
        return deel <= WAARSCHUW_VANAF / 100


def quota_of(werkgever_id: int, dag: datetime.date) -> Quota:
    """The quota of an organisation on this day. One query."""
    bezoeken = Bezoek.objects.filter(werkgever=werkgever_id, dag=dag)
    return Quota(bezoeken.values("kandidaat").order_by().distinct().count())


def recently_opened(
    werkgever_id: int, kandidaten: Iterable[uuid.UUID], dag: datetime.date
) -> set[uuid.UUID]:
    """Which of these candidates the organisation opened recently. One query."""
    rijen = fetch_rows(
        f"SELECT DISTINCT kandidaat FROM {Bezoek._meta.db_table} "  # noqa: S608 - our own name
        "WHERE werkgever_id = %s AND dag > %s::date AND kandidaat = ANY(%s::uuid[])",
        [werkgever_id, dag - ONLANGS, array_literal(kandidaten)],
    )
    return {nummer for (nummer,) in rijen}


def open_kandidaat(
    *,
    account: Werkgeversaccount,
    kandidaat: uuid.UUID,
    wijze: Bezoek.Wijze,
    moment: datetime.datetime,
) -> Kandidaat | None:
    """Record that this organisation opens the candidate, and return it; None if it is not there.

    Raises DaglimietError when the organisation has used up its quota of today.
    """
    gevonden = Kandidaat.objects.defer("tekst").filter(pk=kandidaat).first()
    if gevonden is None:
        return None
    dag = timezone.localdate(moment)
    with transaction.atomic():
        # One at a time for each organisation, so two windows cannot both open the last one.
        werkgever = Werkgever.objects.select_for_update().get(pk=account.werkgever_id)
        vandaag = Bezoek.objects.filter(werkgever=werkgever, dag=dag)
        al_gezien = vandaag.filter(kandidaat=kandidaat).exists()
        vol = not al_gezien and not quota_of(werkgever.pk, dag).over
        if not vol:
            Bezoek.objects.create(
                werkgever=werkgever,
                account_id=account.account_id,
                kandidaat=kandidaat,
                regio=gevonden.regio,
                dag=dag,
                moment=moment,
                wijze=wijze,
            )
            if not al_gezien:
                watch(werkgever, kandidaat, moment)
        else:
            raise_alarm(werkgever, Alarm.Soort.LIMIET, moment)
    if vol:
        raise DaglimietError
    return gevonden


def count_page(
    werkgever: Werkgever,
    kandidaten: Iterable[uuid.UUID],
    moment: datetime.datetime,
    *,
    facetten: Iterable[str] = (),
) -> BrowsingQuota:
    """Count a page of a list before it is shown, in one statement. Returns the quota that is left.

    `facetten` are the facets that the search filtered on: searches per facet are counted too, for
    all organisations together. Raises an alarm at most once a day. Raises DaglimietError when the
    organisation has used up its pages, or its different candidates, of today.
    """
    # Four bytes distinguish two thousand people, and identify nobody.
    merken = array_literal(int.from_bytes(een.bytes[12:], signed=True) for een in kandidaten)
    dag = timezone.localdate(moment)
    ((bladzijden, kaarten, _),) = fetch_rows(
        f"WITH gezocht AS (INSERT INTO {Zoekteller._meta.db_table} AS zoekteller "  # noqa: S608
        "(dag, facet, aantal) SELECT %s::date, facet, 1 FROM unnest(%s::text[]) facet "
        "ON CONFLICT (dag, facet) DO UPDATE SET aantal = zoekteller.aantal + 1) "
        f"INSERT INTO {Bladerteller._meta.db_table} AS teller "
        "(werkgever_id, dag, bladzijden, merken) VALUES (%s, %s::date, 1, %s::int[]) "
        "ON CONFLICT (werkgever_id) DO UPDATE SET dag = excluded.dag, "
        "bladzijden = CASE WHEN teller.dag = excluded.dag THEN teller.bladzijden + 1 "
        "ELSE 1 END, "
        "merken = CASE WHEN teller.dag <> excluded.dag THEN excluded.merken "
        "WHEN excluded.merken <@ teller.merken OR cardinality(teller.merken) > %s "
        "THEN teller.merken "
        "ELSE ARRAY(SELECT DISTINCT unnest(teller.merken || excluded.merken)) END "
        f"RETURNING bladzijden, cardinality(merken), {async_commit()}",
        # Sorted: transactions that count at the same time lock the rows in one order.
        [dag, array_literal(sorted(set(facetten))), werkgever.pk, dag, merken, KAARTEN_PER_DAG],
    )
    if max(bladzijden / BLADZIJDEN_PER_DAG, kaarten / KAARTEN_PER_DAG) >= 1 / BLADEREN:
        raise_alarm(werkgever, Alarm.Soort.BLADEREN, moment)
    if bladzijden > BLADZIJDEN_PER_DAG:
        raise DaglimietError(f"heeft vandaag {BLADZIJDEN_PER_DAG} bladzijden met kandidaten gezien")
    if kaarten > KAARTEN_PER_DAG:
        raise DaglimietError(
            f"heeft vandaag {KAARTEN_PER_DAG} verschillende kandidaten op lijsten gezien"
        )
    return BrowsingQuota(bladzijden, kaarten)
