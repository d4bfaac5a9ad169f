"""The entrance for the web server."""

import gc
import os
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.http import HttpResponse
from django.urls import get_resolver

from config.checks import refusal_to_serve


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
_django = get_wsgi_application()
if sentence := refusal_to_serve():
    raise ImproperlyConfigured(sentence)
connections.close_all()  # each thread of the site makes its own
# What is there now, stays: looking through all of it for garbage held up a request for 0,2 s.
_ = get_resolver().url_patterns
gc.collect()
gc.freeze()
# A request leaves a few hundred objects that refer to each other (request, view, form). To look for
# them at every 700 objects looks too often; at every 50.000 everybody waits 60 ms, once a second.
gc.set_threshold(5_000, 20, 50)


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Django's; what is whole goes to the server as one piece.

    Granian sends a list at once. Anything else it goes through while the answer is on its way.
    """
    antwoord = _django(environ, start_response)
    if not isinstance(antwoord, HttpResponse):
        return antwoord
    try:
        return [antwoord.content]
    finally:
        antwoord.close()
