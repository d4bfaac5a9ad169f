"""Two people who do something at the same moment, over two connections. No clock decides."""

import contextlib
import threading
import time

from django.core.exceptions import ValidationError
from django.db import connection, transaction


TRIES = 1_200  # how often the locks are looked at before giving up


def crossing(first, second):
    """Run `second` while `first` is done but not committed. Return the messages of its refusal.

    The test fails when `second` did not wait for a lock: then both could succeed.
    """
    refused, pids = [], []
    has_begun = threading.Event()

    def other():
        with contextlib.closing(connection):
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                pids.append(cursor.fetchone()[0])
            has_begun.set()
            try:
                second()
            except ValidationError as error:
                refused.append(error)

    thread = threading.Thread(target=other)
    with transaction.atomic():
        first()
        thread.start()
        has_begun.wait(60)
        waited = _waits(pids[0], thread)
    thread.join(60)
    assert waited, "the second did not wait for the first"
    assert not thread.is_alive()
    return refused[0].messages if refused else None


def _waits(pid, thread):
    """Whether this connection waits for a lock. Ends when it waits, or when the thread is done."""
    for _ in range(TRIES):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT EXISTS(SELECT FROM pg_locks WHERE pid = %s AND NOT granted)", [pid]
            )
            if cursor.fetchone()[0]:
                return True
        if not thread.is_alive():
            return False
        time.sleep(0.05)
    return False
