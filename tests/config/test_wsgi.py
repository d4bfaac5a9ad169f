"""config/wsgi.py: what a web process does before the first request."""

import subprocess
import sys
from pathlib import Path


ROOT = Path(__file__).resolve().parent.parent.parent


def test_what_is_loaded_at_the_start_is_not_searched_for_garbage():
    """In a process of its own: it holds for good."""
    code = """
import gc
from config.wsgi import application
from django.core.handlers.wsgi import WSGIHandler
assert type(application) is WSGIHandler
print(gc.get_freeze_count() > 50_000, gc.get_threshold())
"""
    klaar = subprocess.run(  # noqa: S603
        [sys.executable, "-W", "ignore", "-c", code],
        check=True,
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={"SITE": "kandidatenverkenner", "PATH": "/usr/bin:/bin"},
    )
    assert klaar.stdout.strip() == "True (5000, 20, 50)"
