"""Django's PostgreSQL backend; the server starts when somebody first connects."""

import time
from pathlib import Path
from typing import Any

from django.db.backends.postgresql import base
from django.db.utils import OperationalError
from psycopg import OperationalError as ConnectionFailed

from config.postgres import server


# Right after kill -9 the socket still exists but refuses; PostgreSQL needs a moment to recover.
ATTEMPTS = 40
WAIT_SECONDS = 0.25


class DatabaseWrapper(base.DatabaseWrapper):
    """As postgresql, but HOST is the data directory of a server of our own."""

    def get_connection_params(self) -> dict[str, Any]:
        params: dict[str, Any] = super().get_connection_params()
        return params | {"user": "postgres", "port": None}

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        pgdata = Path(self.settings_dict["HOST"]).absolute()
        for poging in range(ATTEMPTS):
            try:
                lopend = server.start(pgdata)
                return super().get_new_connection(conn_params | {"host": lopend.socket_dir})
            except (ConnectionFailed, RuntimeError) as fout:
                if poging == ATTEMPTS - 1 or "does not exist" in str(fout):
                    raise
                time.sleep(WAIT_SECONDS)
        raise OperationalError  # not reached: the last attempt has raised
