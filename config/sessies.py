"""Sessions in the database, as Django has them; reading one is a statement that stays prepared.

Every page begins with it, so it also tells whether the connection is still good.
"""

import functools
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models.functions import Now

from kandidatenverkenner.vast import kolommen, lees_rij, vraag


class SessionStore(db.SessionStore):
    """What Django's own does, of which only looking up differs."""

    def _get_session_from_db(self) -> Any:
        """The row of a session that has not ended; without one its key is no longer used."""
        rijen = vraag(_van_sleutel(), [self.session_key], herhaalbaar=True)
        if rijen:
            return lees_rij([Session], rijen[0])[0]
        self._session_key = None
        return None


@functools.cache
def _van_sleutel() -> str:
    geldig = Session.objects.filter(session_key="", expire_date__gt=Now())
    return str(geldig.order_by().values_list(*kolommen(Session)).query.sql_with_params()[0])
