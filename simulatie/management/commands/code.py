"""The code of the second step, for the accounts of the demonstration."""

from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from simulatie.demo.accounts import PublicSiteError, code


class Command(BaseCommand):
    """Print the six digits of this moment."""

    help = "De code voor de tweede stap bij het inloggen met een proefaccount."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.ALLEEN_HIER:
            raise CommandError(str(PublicSiteError()))
        self.stdout.write(code(timezone.now()))
