"""manage.py mail_zoekopdrachten: the e-mail of the day about new candidates."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from kandidatenverkenner.bewaren.zoekopdrachten import mail_nieuwe


class Command(BaseCommand):
    """Run it once a day, after the delivery."""

    help = "Mail werkgevers over nieuwe kandidaten bij hun zoekopdrachten. Draai dit elke dag."

    def handle(self, *args: Any, **options: Any) -> None:
        aantal = mail_nieuwe(settings.SITE_ADRES)
        self.stdout.write(f"{aantal} {'e-mail' if aantal == 1 else 'e-mails'} verstuurd.")
