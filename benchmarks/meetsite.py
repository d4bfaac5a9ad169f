"""The site on the database that benchmarks/over_http.py measures; for granian, not to run."""

import os


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.conf import settings

from config.wsgi import application


settings.DATABASES["default"]["NAME"] = os.environ["MEET_DATABASE"]
__all__ = ["application"]
