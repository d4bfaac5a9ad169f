"""The cache that the workers share, for what counts wrong passwords: exact, whoever tries at once.

Django's own looks and then writes, and throws away a third of everything above 300 entries. A burst
of tries, or a busy Monday, would then give somebody more tries than five.
"""

import base64
import datetime
import pickle
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import connections, router

from kandidatenverkenner.database.prepared import fetch_rows


LANGST = datetime.datetime(9999, 12, 31, tzinfo=datetime.UTC)


class CounterCache(DatabaseCache):
    """A DatabaseCache of which `add` is one statement, and that forgets only what has expired."""

    _table: str  # Django's: the name of the table

    def add(
        self,
        key: Any,
        value: Any,
        timeout: float | None = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> bool:
        """Put it there when nothing is there (any more); of many at once exactly one succeeds."""
        sleutel = self.make_and_validate_key(key, version=version)
        einde = self.get_backend_timeout(timeout)
        tot = LANGST if einde is None else datetime.datetime.fromtimestamp(einde, datetime.UTC)
        inhoud = base64.b64encode(pickle.dumps(value, self.pickle_protocol)).decode("latin1")
        with connections[router.db_for_write(self.cache_model_class)].cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {self._table} AS er (cache_key, value, expires) "  # noqa: S608
                "VALUES (%s, %s, %s) ON CONFLICT (cache_key) DO UPDATE "
                "SET value = excluded.value, expires = excluded.expires WHERE er.expires < now()",
                [sleutel, inhoud, tot],
            )
            return bool(cursor.rowcount)

    def _cull(self, db: str, cursor: Any, now: datetime.datetime, num: int) -> None:  # noqa: ARG002
        cursor.execute(f"DELETE FROM {self._table} WHERE expires < %s", [now])  # noqa: S608


class SessionCache(CounterCache):
    """Also holds the sessions of employers: every page looks one up.

    For the site of employers: its connections plan a prepared statement once (see `leesplek`), and
    that must not be true of Sonar's.
    """

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """What is there and has not expired."""
        rijen = fetch_rows(
            f"SELECT value FROM {self._table} WHERE cache_key = %s AND expires >= now()",  # noqa: S608
            [self.make_and_validate_key(key, version=version)],
            retry_safe=True,
        )
        if not rijen:
            return default
        return pickle.loads(base64.b64decode(rijen[0][0]))  # noqa: S301 - as Django's own does
