"""Who may see a page: the accounts of admitted employers."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from kandidatenverkenner.accounts.aanmelden import werkgeversaccount_van


View = Callable[..., HttpResponse]


def werkgever_required(methods: list[str]) -> Callable[[View], View]:
    """Only for admitted accounts of an employer. No cache on the way keeps the answer.

    The view gets the account after the request.
    """

    def guard(view: View) -> View:
        @wraps(view)
        @require_http_methods(methods)
        @cache_control(private=True, no_store=True)
        def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            account = werkgeversaccount_van(request.user)
            if account is None:
                return render(request, "kandidatenverkenner/geen_werkgever.html", status=403)
            if not account.is_toegelaten:
                return render(
                    request,
                    "kandidatenverkenner/nog_niet_toegelaten.html",
                    {"account": account},
                    status=403,
                )
            return view(request, account, **kwargs)

        return guarded

    return guard
