"""Who may use the API: an account of an employer, with a key that opens what is asked."""

from typing import Protocol, runtime_checkable

from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from kandidatenverkenner.accounts.aanmelden import werkgeversaccount_van
from kandidatenverkenner.api.exceptions import InsufficientScope
from kandidatenverkenner.models import Apisleutel, Werkgeversaccount


@runtime_checkable
class ForWerkgever(Protocol):
    """A view that works for the account of one employer, and names the scope that a key needs."""

    scope: str

    def admit(self, account: Werkgeversaccount) -> None:
        """Work for this account."""


class IsWerkgever(BasePermission):
    """Only accounts of an employer."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Give the account to the view. A key brings its account along: no query then."""
        account: Werkgeversaccount | None
        if isinstance(request.auth, Apisleutel):
            account = getattr(request.auth.account, "werkgeversaccount", None)
        else:
            account = werkgeversaccount_van(request.user)
        if account is None or not account.is_toegelaten:
            return False
        if isinstance(view, ForWerkgever):
            view.admit(account)
        return True


class HasScope(BasePermission):
    """A key opens what it was made for. A person with a session opens what the pages open."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Raise InsufficientScope, which names the missing scope."""
        if not isinstance(request.auth, Apisleutel) or not isinstance(view, ForWerkgever):
            return True
        if view.scope not in request.auth.bereik:
            raise InsufficientScope(view.scope)
        return True
