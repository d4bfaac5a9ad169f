"""Opening a profile: written down first, at most so many a day, and watched. Lists likewise.

All accounts and keys of an organisation count together, in the database. Opening the same
candidate again costs nothing. Of lists only is counted how many: see docs/aanvallen.md.
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
from kandidatenverkenner.privacy.alarms import bewaak, geef_alarm


PER_DAG = 100  # different candidates
WAARSCHUW_VANAF = 20  # so many left, of each hundred that may be: say it
ONLANGS = datetime.timedelta(days=90)  # so long a candidate is marked as seen
# Of lists, in a day. Who searches all day stays under it; who copies the lists does not.
KAARTEN_PER_DAG = 2_000  # different candidates
BLADZIJDEN_PER_DAG = 1_000
BLADEREN = 2  # an alarm at one in so many of these


class DaglimietError(Exception):
    """The organisation has seen as many candidates as it may today."""

    def __init__(self, wat: str = f"heeft vandaag {PER_DAG} kandidaten bekeken") -> None:
        super().__init__(
            f"Uw organisatie {wat}. Meer kan niet op een dag. "
            "Morgen kunt u verder. Zoekt u veel mensen? Bel het werkgeversservicepunt in uw regio."
        )


def tot_morgen(nu: datetime.datetime) -> int:
    """Seconds until the next day begins, where `nu` is local."""
    morgen = (nu + datetime.timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return max(1, int((morgen - nu).total_seconds()))


@dataclass(frozen=True, slots=True)
class Quota:
    """How much an organisation has seen today, and may still see."""

    gezien: int

    @property
    def over(self) -> int:
        """How many different candidates may still be opened today."""
        return max(0, PER_DAG - self.gezien)

    @property
    def is_krap(self) -> bool:
        """Whether it is time to say so."""
        return self.over <= WAARSCHUW_VANAF


@dataclass(frozen=True, slots=True)
class BrowsingQuota:
    """How much of lists an organisation has seen today, and may still see."""

    bladzijden: int
    kaarten: int

    @property
    def bladzijden_over(self) -> int:
        """How many pages of lists may still be asked for today."""
        return max(0, BLADZIJDEN_PER_DAG - self.bladzijden)

    @property
    def kaarten_over(self) -> int:
        """How many candidates that were on no list today may still be on one."""
        return max(0, KAARTEN_PER_DAG - self.kaarten)

    @property
    def is_krap(self) -> bool:
        """Whether it is time to say so."""
        deel = min(self.bladzijden_over / BLADZIJDEN_PER_DAG, self.kaarten_over / KAARTEN_PER_DAG)
        return deel <= WAARSCHUW_VANAF / 100


def ruimte(werkgever_id: int, dag: datetime.date) -> Quota:
    """What an organisation has left on this day. One query."""
    bezoeken = Bezoek.objects.filter(werkgever=werkgever_id, dag=dag)
    return Quota(bezoeken.values("kandidaat").order_by().distinct().count())


def bekeken(
    werkgever_id: int, kandidaten: Iterable[uuid.UUID], dag: datetime.date
) -> set[uuid.UUID]:
    """Which of these the organisation opened lately. One query."""
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
    """The candidate, after it is written down that this organisation looks; None if not there.

    Raises DaglimietError when the organisation has seen enough people today.
    """
    gevonden = Kandidaat.objects.defer("tekst").filter(pk=kandidaat).first()
    if gevonden is None:
        return None
    dag = timezone.localdate(moment)
    with transaction.atomic():
        # One at a time for an organisation: two windows cannot both open the last one.
        werkgever = Werkgever.objects.select_for_update().get(pk=account.werkgever_id)
        vandaag = Bezoek.objects.filter(werkgever=werkgever, dag=dag)
        al_gezien = vandaag.filter(kandidaat=kandidaat).exists()
        vol = not al_gezien and not ruimte(werkgever.pk, dag).over
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
                bewaak(werkgever, kandidaat, moment)
        else:
            geef_alarm(werkgever, Alarm.Soort.LIMIET, moment)
    if vol:
        raise DaglimietError
    return gevonden


def tel_lijst(
    werkgever: Werkgever,
    kandidaten: Iterable[uuid.UUID],
    moment: datetime.datetime,
    *,
    facetten: Iterable[str] = (),
) -> BrowsingQuota:
    """Count a page of a list before it is shown. One statement, and an alarm once a day.

    `facetten` are those that a search filtered on: how many searches did, is counted too, under
    nobody's name.

    Answers what is left. Raises DaglimietError when the organisation has had as many pages, or
    different candidates on them, as it may on a day.
    """
    # Four bytes tell two thousand people apart, and name nobody.
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
        # In one order, whoever counts at the same time.
        [dag, array_literal(sorted(set(facetten))), werkgever.pk, dag, merken, KAARTEN_PER_DAG],
    )
    if max(bladzijden / BLADZIJDEN_PER_DAG, kaarten / KAARTEN_PER_DAG) >= 1 / BLADEREN:
        geef_alarm(werkgever, Alarm.Soort.BLADEREN, moment)
    if bladzijden > BLADZIJDEN_PER_DAG:
        raise DaglimietError(f"heeft vandaag {BLADZIJDEN_PER_DAG} bladzijden met kandidaten gezien")
    if kaarten > KAARTEN_PER_DAG:
        raise DaglimietError(
            f"heeft vandaag {KAARTEN_PER_DAG} verschillende kandidaten op lijsten gezien"
        )
    return BrowsingQuota(bladzijden, kaarten)
