"""The site on the database that benchmarks/over_http.py measures; for granian, not to run.

It serves the floor too: see benchmarks/http_floor.py.
"""

import os


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.conf import settings


settings.DATABASES["default"]["NAME"] = os.environ["MEET_DATABASE"]
settings.ROOT_URLCONF = "http_floor"

from config.wsgi import application  # noqa: E402


__all__ = ["application"]
