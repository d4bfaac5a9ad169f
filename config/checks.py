"""A database that this version cannot work with is refused with a sentence; nothing is written.

Before 0.2.0 the migrations had other names, but for one: kandidatenverkenner.0001_initial. So a
database that knows only that one is of before, or was left half made. There is nothing in it yet.
"""

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error
from django.db import DatabaseError, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import DEFAULT_DB_ALIAS


OURS = ("config", "kandidatenverkenner", "sonar")
# The first migration of each app before 0.2.0 that does not exist any more.
BEFORE = {
    ("config", "0001_cache"),
    ("kandidatenverkenner", "0002_zoekteller"),
    ("sonar", "0001_extensies"),
}
FIRST, SECOND = "0001_initial", "0002_sql"  # without the second the first is half the work

NIEUW = (
    "Er is niets gewijzigd. Maak een nieuwe: geef met PGDATA een lege map of met DATABASE_URL een "
    "lege database, en vul die opnieuw."
)
VAN_VOOR = f"Deze database is van voor versie 0.2.0 en wordt niet bijgewerkt. {NIEUW}"
ANDERE_VERSIE = (
    "Deze database is van een andere versie: daarin is {stap} uitgevoerd, en die stap kent deze "
    "versie niet. Er is niets gewijzigd. Gebruik de versie waarmee de database is gemaakt, of een "
    "andere database."
)
HALF = (
    "Deze database is niet afgemaakt, of van voor versie 0.2.0: {app}.0001_initial is uitgevoerd "
    f"en {{app}}.0002_sql niet. {NIEUW}"
)
ACHTER = (
    "De tabellen zijn niet van deze versie: {stap} is nog niet uitgevoerd. Werk ze eerst bij met: "
    "python manage.py migrate"
)

Step = tuple[str, str]  # app, name


def refusal(alias: str = DEFAULT_DB_ALIAS) -> str | None:
    """Why no migration may run on this database, or None."""
    return _refusal(*_steps(alias))


def refusal_to_serve(alias: str = DEFAULT_DB_ALIAS) -> str | None:
    """Why the site may not run on this database, or None.

    None too when it cannot be asked: a database that is down for a while does not stop the site,
    and the process that serves the figures may not see which migrations ran.
    """
    try:
        on_disk, applied = _steps(alias)
    except (DatabaseError, RuntimeError):
        return None
    if sentence := _refusal(on_disk, applied):
        return sentence
    if applied and (behind := sorted(on_disk - applied)):
        return ACHTER.format(stap=".".join(behind[0]))
    return None


def check_migrations(
    *, databases: Sequence[str] | None = None, **_kwargs: Any
) -> list[CheckMessage]:
    """The same as a check of Django, for `migrate` and `check --database default`."""
    return [
        Error(sentence, id="config.E001")
        for alias in databases or ()
        if (sentence := refusal(alias)) is not None
    ]


def _refusal(on_disk: set[Step], applied: set[Step]) -> str | None:
    if applied & BEFORE:
        return VAN_VOOR
    if unknown := sorted(applied - on_disk):
        return ANDERE_VERSIE.format(stap=".".join(unknown[0]))
    for app in OURS:
        if (app, FIRST) in applied and (app, SECOND) in on_disk - applied:
            return HALF.format(app=app)
    return None


def _steps(alias: str) -> tuple[set[Step], set[Step]]:
    """Our migrations: those that there are, and those that ran on this database.

    The internet-facing site knows nothing of sonar, so of sonar nothing is asked there.
    """
    ours = {app for app in OURS if apps.is_installed(app)}
    on_disk = MigrationLoader(None).disk_migrations
    applied = MigrationRecorder(connections[alias]).applied_migrations()
    return {step for step in on_disk if step[0] in ours}, {s for s in applied if s[0] in ours}
