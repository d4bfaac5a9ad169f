"""config/wsgi.py: what the web server gets to send."""

from wsgiref.util import setup_testing_defaults

import pytest
from django.core.signals import request_finished

from config.wsgi import application


def vraag(pad: str):
    """What the server gets, with the status and the headers."""
    omgeving = {"PATH_INFO": pad, "HTTP_HOST": "localhost"}
    setup_testing_defaults(omgeving)
    begin = []
    antwoord = application(omgeving, lambda status, koppen: begin.append((status, dict(koppen))))
    return antwoord, *begin[0]


@pytest.mark.django_db
def test_een_pagina_gaat_in_een_stuk_en_het_verzoek_is_dan_af():
    af = []
    request_finished.connect(lambda **_: af.append(1), weak=False, dispatch_uid="proef")
    try:
        antwoord, status, koppen = vraag("/inloggen")
    finally:
        request_finished.disconnect(dispatch_uid="proef")
    assert status == "200 OK"
    assert isinstance(antwoord, list)
    assert [len(stuk) for stuk in antwoord] == [int(koppen["Content-Length"])]
    assert af == [1]


def test_een_bestand_gaat_stuk_voor_stuk():
    antwoord, status, _ = vraag("/static/kandidatenverkenner/stijl.css")
    assert status == "200 OK"
    assert not isinstance(antwoord, list)
    assert b"".join(antwoord)
    antwoord.close()
