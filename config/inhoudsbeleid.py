"""The Content-Security-Policy: what a page may load and run. django-csp's, written out once.

It puts the policy together anew for every answer, twice; ours is the same for all of them.
"""

import functools

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class Inhoudsbeleid(CSPMiddleware):
    """One policy for all; django-csp makes that of an answer that asks for more (a nonce)."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """With the policy, unless it has one."""
        eigen = any(naam.startswith("_csp") for naam in (*vars(request), *vars(response)))
        if eigen:
            antwoord: HttpResponseBase = super().process_response(request, response)
            return antwoord
        response.headers.setdefault(HEADER, _beleid())
        return response


@functools.cache
def _beleid() -> str:
    return str(build_policy())
