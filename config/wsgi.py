"""The entrance for the web server."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
# What is there now, stays: looking through all of it for garbage held up a request for 0,2 s.
_ = get_resolver().url_patterns
gc.collect()
gc.freeze()
# A request makes thousands of objects and keeps none: to look at every 700 of them finds nothing.
gc.set_threshold(50_000, 20, 50)
