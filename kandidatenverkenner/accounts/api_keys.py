"""API keys: shown once, stored as a fingerprint, limited in scope, valid for a year at most."""

import datetime
import hashlib
import secrets
from collections.abc import Iterable

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils import timezone

from kandidatenverkenner.models import Apisleutel


GELDIG = datetime.timedelta(days=365)
MEEST = 10  # valid keys of one organisation


def key_fingerprint(sleutel: str) -> str:
    """What the database keeps of a key."""
    return hashlib.sha256(sleutel.encode()).hexdigest()


def maak_sleutel(
    *,
    account: AbstractBaseUser,
    naam: str,
    bereik: Iterable[str],
    moment: datetime.datetime,
    geldig: datetime.timedelta = GELDIG,
) -> str:
    """A new key: nobody can read it again after this.

    `bereik` lists what it opens, as values of Apisleutel.Bereik. It expires after `geldig`, but
    never later than after GELDIG.
    """
    sleutel = f"kv_{secrets.token_urlsafe(32)}"
    Apisleutel.objects.create(
        account_id=account.pk,
        naam=naam,
        vingerafdruk=key_fingerprint(sleutel),
        bereik=sorted(set(bereik)),
        gemaakt_op=moment,
        verloopt_op=timezone.localdate(moment) + min(geldig, GELDIG),
    )
    return sleutel


def sleutel_van(sleutel: str, dag: datetime.date) -> Apisleutel | None:
    """The key with its account and employer, if it still opens something. One query."""
    geldig = Apisleutel.objects.geldig_op(dag).filter(vingerafdruk=key_fingerprint(sleutel))
    return geldig.select_related("account__werkgeversaccount__werkgever").first()
