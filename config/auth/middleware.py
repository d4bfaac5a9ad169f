"""Nobody goes further without a second factor."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse


# Somebody without a second factor may still go here: to set one up, or to leave.
# /overzicht and /cijfers do not look at cookies: the page is the same for all and may be cached.
OPEN_PATHS: tuple[str, ...] = (
    "/tweede-stap",
    "/inloggen",
    "/uitloggen",
    "/overzicht",
    "/cijfers",
    settings.STATIC_URL,
)
if settings.SITE == "cijfers":
    OPEN_PATHS = ("/",)  # nobody signs in on that site
SEEN = "tweede_factor"  # key in the session: this account has a second factor

GetResponse = Callable[[HttpRequest], HttpResponse]


def require_second_factor(get_response: GetResponse) -> GetResponse:
    """Middleware: an account without a second factor sets one up first."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if (
            not request.path_info.startswith(OPEN_PATHS)
            and request.user.is_authenticated
            and not request.session.get(SEEN)
        ):
            if not is_mfa_enabled(request.user):
                return HttpResponseRedirect(reverse("mfa_activate_totp"))
            request.session[SEEN] = True
        return get_response(request)

    return middleware
