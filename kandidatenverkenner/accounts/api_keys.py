"""Keys for programs: shown once, kept as a fingerprint, for what it needs, a year at most."""

import datetime
import functools
import hashlib
import secrets
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Model
from django.utils import timezone

from kandidatenverkenner.database.prepared import kolommen, lees_rij, vraag
from kandidatenverkenner.models import Apisleutel, Werkgever, Werkgeversaccount


GELDIG = datetime.timedelta(days=365)
MEEST = 10  # keys that open something, per organisation


def key_fingerprint(sleutel: str) -> str:
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
        vingerafdruk=key_fingerprint(sleutel),
        bereik=sorted(set(bereik)),
        gemaakt_op=moment,
        verloopt_op=timezone.localdate(moment) + min(geldig, GELDIG),
    )
    return sleutel


def sleutel_van(sleutel: str, dag: datetime.date) -> Apisleutel | None:
    """The key, its account and the employer of that, if it still opens something. One query."""
    sql, gaten = _sleutelvraag()
    gegeven: dict[Any, Any] = {_DAG: dag, _AFDRUK: key_fingerprint(sleutel)}
    rijen = vraag(sql, [gegeven.get(gat, gat) for gat in gaten], herhaalbaar=True)
    return _uit_rij(rijen[0]) if rijen else None


# Stand in for what differs from call to call, in a query that is written once: every request of a
# program asks it, and writing it out takes ten times as long as asking.
_DAG, _AFDRUK = datetime.date.max, "vingerafdruk"
# From an Apisleutel to what comes with it.
_WEGEN: dict[str, type[Model]] = {
    "": Apisleutel,
    "account__": get_user_model(),
    "account__werkgeversaccount__": Werkgeversaccount,
    "account__werkgeversaccount__werkgever__": Werkgever,
}


@functools.cache
def _sleutelvraag() -> tuple[str, tuple[Any, ...]]:
    velden = [f"{weg}{naam}" for weg, soort in _WEGEN.items() for naam in kolommen(soort)]
    geldig = Apisleutel.objects.geldig_op(_DAG).filter(vingerafdruk=_AFDRUK)
    sql, gaten = geldig.order_by().values_list(*velden).query.sql_with_params()
    return sql, gaten


def _uit_rij(rij: Sequence[Any]) -> Apisleutel:
    sleutel: Apisleutel
    sleutel, account, werkgeversaccount, werkgever = lees_rij(_WEGEN.values(), rij)
    sleutel.account = account
    if werkgeversaccount.pk is not None:
        werkgeversaccount.account, werkgeversaccount.werkgever = account, werkgever
    return sleutel
