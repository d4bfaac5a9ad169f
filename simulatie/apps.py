"""Django's name for this application."""

from django.apps import AppConfig


class SimulatieConfig(AppConfig):
    """Invented people. The settings add it only on a site that nobody else can reach."""

    name = "simulatie"
    verbose_name = "Simulatie"
