"""The site on the database that benchmarks/http_load.py measures; for granian, not to run.

It serves the floor too: see http_floor.py beside it.
"""

import os

from django.conf import settings


settings.DATABASES["default"]["NAME"] = os.environ["MEET_DATABASE"]
settings.ROOT_URLCONF = "benchmarks.runner.http_floor"

from config.wsgi import application  # noqa: E402


__all__ = ["application"]
