"""Finds the account of a session on the site of employers."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser

from kandidatenverkenner.accounts.aanmelden import account_van


class EmployerBackend(AuthenticationBackend):  # type: ignore[misc]
    """As allauth's, but one query brings the account together with its organisation."""

    def get_user(self, user_id: int) -> AbstractBaseUser | None:
        """The account, as long as it may sign in. Every page asks this."""
        user = account_van(user_id)
        may_enter = user is not None and self.user_can_authenticate(user)
        return user if may_enter else None
