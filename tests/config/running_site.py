"""A site in a process of its own, on the database of the tests and on a free port."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from urllib.parse import quote, urlencode

from django.db import connection


PATIENCE = 240  # looks, a quarter of a second apart; the outcome does not depend on how many
SECRETS = ("SECRET_KEY", "KANDIDAAT_SLEUTEL", "BSN_SLEUTEL", "UITGAVE_SLEUTEL")


def free_port():
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


def database_url():
    """The database of the tests, for another process."""
    params = connection.get_connection_params()
    if connection.settings_dict["ENGINE"] == "config.postgres":
        connection.ensure_connection()
        params["host"] = connection.connection.info.host
    parts = {
        name: str(params[name]) for name in ("host", "port", "user", "password") if params.get(name)
    }
    return f"postgresql:///{quote(params['dbname'])}?{urlencode(parts)}"


def eventually(condition, process):
    """Look until it is so. Fails when the process ends, or when it never becomes so."""
    for _ in range(PATIENCE):
        if condition():
            return
        assert process.poll() is None, "the site has stopped"
        time.sleep(0.25)
    raise AssertionError("this never became so")


@contextmanager
def running(command, *, cwd, **environment):
    """The process, which is stopped afterwards together with all that it started."""
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, *command],
        cwd=cwd,
        env={
            "PATH": os.environ["PATH"],
            "DATABASE_URL": database_url(),
            **{name: f"only-for-this-test-{name}" for name in SECRETS},
            **environment,
        },
        start_new_session=True,
        stdout=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()
