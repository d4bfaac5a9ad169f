"""The database that brings itself: first start, stop, kill -9, two at once."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from config.postgres import server


ROOT = Path(__file__).resolve().parents[2]
VRAAG = """
import django
django.setup()
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SELECT 40 + 2")
    print(cursor.fetchone()[0])
"""


def vraag(pgdata):
    """Ask the database something in a process of its own, as a command does."""
    omgeving = {
        "PATH": os.environ["PATH"],
        "PGDATA": str(pgdata),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-W", "ignore", "-c", VRAAG],
        cwd=ROOT,
        env=omgeving,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def antwoord(proces):
    uit, fout = proces.communicate(timeout=120)
    assert proces.returncode == 0, fout
    return uit.strip()


@pytest.fixture(scope="module")
def pgdata(tmp_path_factory):
    """A data directory of which the path has a space in it."""
    plek = tmp_path_factory.mktemp("eigen") / "met spatie" / "data"
    yield plek
    server.stop(plek)


def test_the_first_who_connects_starts_it_and_others_may_come_at_once(pgdata):
    tegelijk = [vraag(pgdata) for _ in range(3)]

    assert [antwoord(proces) for proces in tegelijk] == ["42"] * 3
    assert server.find_running(pgdata)


def test_a_start_after_kill_9_recovers_by_itself(pgdata):
    pid = server.start(pgdata).pid
    os.kill(pid, signal.SIGKILL)

    assert antwoord(vraag(pgdata)) == "42"
    assert server.start(pgdata).pid != pid


def test_a_process_that_goes_on_finds_the_server_that_came_after(pgdata):
    eerste = server.start(pgdata)
    os.kill(eerste.pid, signal.SIGKILL)
    psutil.wait_procs([psutil.Process(eerste.pid)] if psutil.pid_exists(eerste.pid) else [], 10)
    for _ in range(40):  # its children notice, one by one, that their parent is gone
        try:
            tweede = server.start(pgdata)
            break
        except RuntimeError:
            time.sleep(0.25)

    assert tweede.pid != eerste.pid
    assert server.find_running(pgdata) == tweede


def test_a_lock_file_of_somebody_else_does_not_fool_it(pgdata):
    server.start(pgdata)
    server.stop(pgdata)
    (pgdata / "postmaster.pid").write_text(
        f"{os.getpid()}\n{pgdata}\n0\n5432\n/tmp\n\n\nready\n", encoding="utf-8"
    )
    assert server.find_running(pgdata) is None

    (pgdata / "postmaster.pid").write_text("half een", encoding="utf-8")
    assert server.find_running(pgdata) is None
    (pgdata / "postmaster.pid").unlink()


def test_stop_says_whether_there_was_one(pgdata):
    server.start(pgdata)

    assert server.stop(pgdata)
    assert server.find_running(pgdata) is None
    assert not server.stop(pgdata)


def test_a_directory_that_was_never_used_has_no_server(tmp_path):
    assert server.find_running(tmp_path / "nergens") is None
    assert not server.stop(tmp_path / "nergens")
