"""Keys for programs: shown once, kept as a fingerprint, good for a year at most."""

import datetime
import hashlib
import secrets
from collections.abc import Iterable

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils import timezone

from kandidatenverkenner.models import Apisleutel, Bereik


GELDIG = datetime.timedelta(days=365)
MEEST = 10  # keys that open something, per account


def vingerafdruk(sleutel: str) -> str:
    """What is kept of a key."""
    return hashlib.sha256(sleutel.encode()).hexdigest()


def maak_sleutel(
    *,
    account: AbstractBaseUser,
    naam: str,
    moment: datetime.datetime,
    bereik: Iterable[str] = Bereik.values,
    geldig: datetime.timedelta = GELDIG,
) -> str:
    """A new key; the answer is the only time that anybody sees it."""
    sleutel = f"kv_{secrets.token_urlsafe(32)}"
    Apisleutel.objects.create(
        account_id=account.pk,
        naam=naam,
        vingerafdruk=vingerafdruk(sleutel),
        bereik=sorted(bereik),
        gemaakt_op=moment,
        verloopt_op=timezone.localdate(moment) + min(geldig, GELDIG),
    )
    return sleutel


def geldige_sleutel(sleutel: str, dag: datetime.date) -> Apisleutel | None:
    """The key with its account, if it still opens something."""
    return (
        Apisleutel.objects.geldig_op(dag)
        .filter(vingerafdruk=vingerafdruk(sleutel))
        .select_related("account")
        .first()
    )
