"""Keys for programs: shown once, kept as a fingerprint, for what it needs, a year at most."""

import datetime
import hashlib
import secrets
from collections.abc import Iterable

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils import timezone

from kandidatenverkenner.models import Apisleutel


GELDIG = datetime.timedelta(days=365)
MEEST = 10  # keys that open something, per account


def vingerafdruk(sleutel: str) -> str:
    """What is kept of a key."""
    return hashlib.sha256(sleutel.encode()).hexdigest()


def maak_sleutel(
    *,
    account: AbstractBaseUser,
    naam: str,
    bereik: Iterable[str],
    moment: datetime.datetime,
    geldig: datetime.timedelta = GELDIG,
) -> str:
    """A new key; the answer is the only time that anybody sees it.

    `bereik` is what it opens: values of Apisleutel.Bereik. It ends after `geldig`, GELDIG at most.
    """
    sleutel = f"kv_{secrets.token_urlsafe(32)}"
    Apisleutel.objects.create(
        account_id=account.pk,
        naam=naam,
        vingerafdruk=vingerafdruk(sleutel),
        bereik=sorted(set(bereik)),
        gemaakt_op=moment,
        verloopt_op=timezone.localdate(moment) + min(geldig, GELDIG),
    )
    return sleutel


def sleutel_van(sleutel: str, dag: datetime.date) -> Apisleutel | None:
    """The key and its account, if it still opens something."""
    return (
        Apisleutel.objects.geldig_op(dag)
        .filter(vingerafdruk=vingerafdruk(sleutel))
        .select_related("account")
        .first()
    )
