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
# A request leaves a few hundred objects that refer to each other (request, view, form). To look for
# them at every 700 objects looks too often; at every 50.000 everybody waits 60 ms, once a second.
gc.set_threshold(5_000, 20, 50)
