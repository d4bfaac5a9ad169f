"""The site on the database that benchmarks/http_load.py measures; for granian, not to run."""

import os

from django.conf import settings

from config.wsgi import application


settings.DATABASES["default"]["NAME"] = os.environ["MEET_DATABASE"]
__all__ = ["application"]
