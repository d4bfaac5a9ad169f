"""`manage.py plant_lokprofielen`: one canary in every region that has none."""

from typing import Any

from django.core.management import BaseCommand

from kandidatenverkenner.privacy.canaries import plant_lokprofielen


class Command(BaseCommand):
    """Run once after the first delivery, and again when a region is new."""

    help = "Zet in elke regio een verzonnen kandidaat die alleen opent wie alles opent."

    def handle(self, *args: Any, **options: Any) -> None:
        """Plant them."""
        self.stdout.write(f"{plant_lokprofielen()} lokprofielen geplant.")
