"""API keys: shown once, stored as a fingerprint, limited in scope, valid for a year at most."""

import datetime
import functools
import hashlib
import secrets
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils import timezone

from kandidatenverkenner.accounts.joined import account_columns, account_from, column_names
from kandidatenverkenner.database.prepared import fetch_rows
from kandidatenverkenner.database.routers import PRIMARY
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
    sql, placeholders = _key_query()
    given: dict[Any, Any] = {_DAY: dag, _FINGERPRINT: key_fingerprint(sleutel)}
    values = [given.get(placeholder, placeholder) for placeholder in placeholders]
    rows = fetch_rows(sql, values, retry_safe=True)
    if not rows:
        return None
    names = column_names(Apisleutel)
    gevonden = Apisleutel.from_db(PRIMARY, names, rows[0][: len(names)])
    gevonden.account = account_from(rows[0][len(names) :])
    return gevonden


# Placeholders in the compiled query for the values that differ from call to call.
_DAY, _FINGERPRINT = datetime.date.max, "vingerafdruk"


@functools.cache
def _key_query() -> tuple[str, tuple[Any, ...]]:
    keys = Apisleutel.objects.geldig_op(_DAY).filter(vingerafdruk=_FINGERPRINT).order_by()
    columns = [*column_names(Apisleutel), *account_columns("account__")]
    sql, placeholders = keys.values_list(*columns).query.sql_with_params()
    return sql, placeholders
