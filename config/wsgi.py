"""The entrance for the web server."""

import gc
import os

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.urls import get_resolver

from config.checks import refusal_to_serve


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
if sentence := refusal_to_serve():
    raise ImproperlyConfigured(sentence)
connections.close_all()  # each thread of the site makes its own
# All that is loaded now stays. A full collection went through it and held up a request for 0,2 s.
_ = get_resolver().url_patterns
gc.collect()
gc.freeze()
# A request leaves a few hundred objects that refer to each other (request, view, form). Python
# looks for them at every 700 objects, which is too often; at every 50.000 a request waits 60 ms.
gc.set_threshold(5_000, 20, 50)
