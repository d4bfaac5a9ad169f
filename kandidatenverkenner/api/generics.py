"""What holds for every address of the API: who comes in, in what form, and how errors leave."""

import datetime
import hashlib
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from rest_framework.authentication import SessionAuthentication
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_412_PRECONDITION_FAILED
from rest_framework.views import APIView

from kandidatenverkenner.api.authentication import ApiKeyAuthentication
from kandidatenverkenner.api.exceptions import MEDIA_TYPE, exception_handler, problem
from kandidatenverkenner.api.negotiation import AcceptHeaderNegotiation
from kandidatenverkenner.api.openapi.schema import SETTINGS
from kandidatenverkenner.api.permissions import HasScope, IsWerkgever
from kandidatenverkenner.api.throttling import (
    RateLimit,
    check,
    count_request,
    day_limit,
    list_limits,
)
from kandidatenverkenner.models import Apisleutel, Werkgeversaccount
from kandidatenverkenner.privacy.pseudonyms import PseudonymCipher
from kandidatenverkenner.privacy.visits import BrowsingQuota


VERSION = SETTINGS["VERSION"]


class ApiView(APIView):
    """What holds for every address of the API."""

    authentication_classes = [ApiKeyAuthentication, SessionAuthentication]
    permission_classes = [IsWerkgever, HasScope]
    renderer_classes = [JSONRenderer]
    content_negotiation_class = AcceptHeaderNegotiation
    http_method_names = ["get", "head", "options"]
    account: Werkgeversaccount  # the account that asks, once it is admitted
    scope: str = Apisleutel.Bereik.ZOEKEN  # what a key must be made for
    has_etag = False  # whether a client may keep an answer, and ask again with If-None-Match
    opens_kandidaten = False  # whether an answer counts under the limit of a day
    request_limit: RateLimit | None = None  # what is left of this minute, once it is counted
    browsing_quota: BrowsingQuota | None = None  # what is left of lists, when the answer is one

    @cached_property
    def now(self) -> datetime.datetime:
        """The local time of the request: one moment for everything that is counted."""
        return timezone.localtime()

    @property
    def pseudonyms(self) -> PseudonymCipher:
        """The candidate numbers of this employer, today."""
        return PseudonymCipher.for_day(self.account.werkgever_id, self.now.date())

    def admit(self, account: Werkgeversaccount) -> None:
        """Work for this account. IsWerkgever calls it."""
        self.account = account

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Check who asks and what the key opens, then count the request."""
        super().initial(request, *args, **kwargs)
        if hasattr(self, "account"):
            self.request_limit = count_request(self.account.werkgever_id, self.now)
            check(self.request_limit)

    def finalize_response(
        self, request: Request, response: Response, *args: Any, **kwargs: Any
    ) -> Response:
        """Add what is left of the limits, and an ETag."""
        final = super().finalize_response(request, response, *args, **kwargs)
        if self.request_limit:
            limits = [self.request_limit]
            if self.opens_kandidaten:
                limits.append(day_limit(self.account.werkgever_id, self.now))
            if self.browsing_quota:
                limits += list_limits(self.browsing_quota, self.now)
            final["RateLimit-Policy"] = ", ".join(limit.policy for limit in limits)
            final["RateLimit"] = ", ".join(limit.value for limit in limits)
        if self.has_etag and final.status_code == 200 and request.method in {"GET", "HEAD"}:
            final["Cache-Control"] = "private, no-cache"
            final.add_post_render_callback(lambda rendered: _conditional(request, rendered))
        return final

    def get_exception_handler(self) -> Any:
        """Errors as problem+json."""
        return exception_handler

    @property
    def default_response_headers(self) -> dict[str, str]:
        """These headers are on every answer, also on errors."""
        always = {"API-Version": VERSION, "Cache-Control": "private, no-store"}
        return super().default_response_headers | always

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """The Allow header says which methods there are."""
        return Response(status=204)


def _conditional(request: Request, response: HttpResponse) -> HttpResponse | None:
    """Answer 304 to a client that has this already; None keeps the answer, with its ETag."""
    etag = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
    response["ETag"] = etag
    other = get_conditional_response(request, etag=etag, response=response)
    if other is None or other is response:
        return None
    if other.status_code == HTTP_412_PRECONDITION_FAILED:
        other.content = JSONRenderer().render(problem(other.status_code))
        other["Content-Type"] = MEDIA_TYPE
    for header in ("API-Version", "RateLimit", "RateLimit-Policy"):
        other[header] = response[header]
    return other
