"""The cache that the workers share. It counts wrong passwords exactly, also of tries at one moment.

Django's own looks first and writes afterwards, and above 300 entries it throws a third away. With
many tries at once, or on a busy Monday, somebody would get more tries than five.
"""

import base64
import datetime
import pickle
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import connections, router


FOREVER = datetime.datetime(9999, 12, 31, tzinfo=datetime.UTC)


class CounterCache(DatabaseCache):
    """A DatabaseCache whose `add` is one statement, and which forgets only what has expired."""

    _table: str  # Django's: the name of the table

    def add(
        self,
        key: Any,
        value: Any,
        timeout: float | None = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> bool:
        """Store the value when there is none. When many try at the same moment, exactly one
        succeeds."""
        cache_key = self.make_and_validate_key(key, version=version)
        expires = self.get_backend_timeout(timeout)
        until = FOREVER
        if expires is not None:
            until = datetime.datetime.fromtimestamp(expires, datetime.UTC)
        content = base64.b64encode(pickle.dumps(value, self.pickle_protocol)).decode("latin1")
        with connections[router.db_for_write(self.cache_model_class)].cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {self._table} AS old (cache_key, value, expires) "  # noqa: S608
                "VALUES (%s, %s, %s) ON CONFLICT (cache_key) DO UPDATE "
                "SET value = excluded.value, expires = excluded.expires WHERE old.expires < now()",
                [cache_key, content, until],
            )
            return bool(cursor.rowcount)

    def _cull(self, db: str, cursor: Any, now: datetime.datetime, num: int) -> None:  # noqa: ARG002
        cursor.execute(f"DELETE FROM {self._table} WHERE expires < %s", [now])  # noqa: S608
