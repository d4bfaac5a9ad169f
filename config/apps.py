"""Django's name for the whole, and the checks that belong to the whole."""

from django.apps import AppConfig
from django.core.checks import Tags, register

from config.checks import check_migrations


class ConfigConfig(AppConfig):
    """The composition root."""

    name = "config"

    def ready(self) -> None:
        register(check_migrations, Tags.database)
