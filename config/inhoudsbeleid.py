"""Content-Security-Policy: what a page may load, the same on every answer."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse


Antwoorder = Callable[[HttpRequest], HttpResponse]


def streng(get_response: Antwoorder) -> Antwoorder:
    """Middleware: the policy of the settings, written out once."""
    beleid = "; ".join(
        f"{soort} {' '.join(bronnen)}" for soort, bronnen in settings.INHOUDSBELEID.items()
    )

    def met_beleid(request: HttpRequest) -> HttpResponse:
        antwoord = get_response(request)
        antwoord.headers.setdefault("Content-Security-Policy", beleid)
        return antwoord

    return met_beleid
