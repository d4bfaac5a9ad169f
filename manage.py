"""Django's command line; it tells in Dutch what goes wrong around a command."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError, ProgrammingError


def explain(error: Exception) -> str:
    """What went wrong with the settings or the database, and what to do."""
    if isinstance(error, ImproperlyConfigured):
        return str(error)
    if isinstance(error, ProgrammingError):
        return "De tabellen staan er nog niet. Maak ze met: python manage.py migrate"
    if os.environ.get("DATABASE_URL"):
        return (
            "De database is niet bereikbaar. Staat de server aan, en kloppen naam, gebruiker en "
            "wachtwoord in DATABASE_URL? Laat DATABASE_URL weg om de eigen PostgreSQL te gebruiken."
        )
    return (
        "De eigen PostgreSQL start niet. Is de schijf vol, of is PGDATA niet te schrijven? "
        "Het verslag van PostgreSQL staat in var/postgres/log, of in PGDATA/log."
    )


def is_known(error: Exception) -> bool:
    """Whether `explain` knows the error; other errors keep their traceback."""
    if isinstance(error, ProgrammingError):
        return getattr(error.__cause__, "sqlstate", None) == "42P01"  # undefined_table
    if isinstance(error, OperationalError):
        return getattr(error.__cause__, "sqlstate", None) is None  # no connection
    return isinstance(error, ImproperlyConfigured)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        execute_from_command_line(sys.argv)
    except (ImproperlyConfigured, OperationalError, ProgrammingError) as error:
        if not is_known(error):
            raise
        sys.exit(explain(error))
