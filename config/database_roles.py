"""The second wall: what each process may do with each table, as rights in PostgreSQL.

The first wall is the code; an intruder who gets past it still has only these rights. Read the
tables below row by row: an app, or one table of it, and the rights of the process. Without a row
there is no right.
"""

from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper


SONAR = "sonar_proces"
KANDIDATENVERKENNER = "kandidatenverkenner_proces"
CIJFERS = "cijfers_proces"  # serves /cijfers, for everybody

ALLES = "SELECT, INSERT, UPDATE, DELETE"
LEZEN = "SELECT"
AANVULLEN = "SELECT, INSERT"
NIETS = ""

# app, or table: rights. A table counts before its app.
RECHTEN: dict[str, dict[str, str]] = {
    SONAR: {
        "sonar": ALLES,
        "sonar_verwerking": AANVULLEN,  # nobody can undo a look
        "sonar_uitgavebestand": "SELECT, INSERT, DELETE",  # of a proposal; see its triggers
        "sonar_uitgaveopening": AANVULLEN,
        "sonar_geschiedenis": LEZEN,  # triggers write it
        "sonar_telperiode": LEZEN,  # and these three
        "sonar_telkenmerk": LEZEN,
        "sonar_klantstand": LEZEN,
        "kandidatenverkenner": ALLES,
        "kandidatenverkenner_bezoek": AANVULLEN,
        "auth": ALLES,
        "account": ALLES,
        "mfa": ALLES,
        "sessions": ALLES,
        "admin": AANVULLEN,
        "contenttypes": LEZEN,
        "config_cache": ALLES,
        "config_cache_buiten": NIETS,  # somebody outside may have written its content
        "django_migrations": LEZEN,
    },
    KANDIDATENVERKENNER: {
        "sonar": NIETS,
        "admin": NIETS,
        "kandidatenverkenner": ALLES,
        # Sonar writes these; this process reads them.
        "kandidatenverkenner_kandidaat": LEZEN,
        "kandidatenverkenner_aanlevering": NIETS,  # holds values that are too rare to show
        "kandidatenverkenner_kenmerk": LEZEN,
        "kandidatenverkenner_changelogentry": LEZEN,
        "kandidatenverkenner_plaats": LEZEN,
        "kandidatenverkenner_codelistversion": LEZEN,
        "kandidatenverkenner_lokprofiel": LEZEN,
        "kandidatenverkenner_bezoek": AANVULLEN,  # nobody can undo a look
        "kandidatenverkenner_alarm": AANVULLEN,
        # The overview is made inside; its sources cannot be read here.
        "kandidatenverkenner_overzicht": LEZEN,
        "kandidatenverkenner_overzichtrij": LEZEN,
        "kandidatenverkenner_overzichtregio": NIETS,
        "kandidatenverkenner_overzichtgroep": NIETS,
        "auth": NIETS,
        "auth_user": "SELECT, INSERT, UPDATE",  # only of employers: see ALLEEN
        "account": ALLES,
        "mfa": ALLES,
        "sessions": NIETS,  # those of caseworkers; its own are in its own cache
        "contenttypes": LEZEN,
        "config_cache": NIETS,
        "config_cache_buiten": ALLES,
        "django_migrations": LEZEN,
    },
    CIJFERS: {
        # Only the rows that are published for everybody: see ALLEEN.
        "sonar_uitgave": LEZEN,
        "sonar_uitgavebestand": LEZEN,
        "sonar_arbeidsmarktregio": LEZEN,
        **dict.fromkeys(
            (
                "sonar",
                "kandidatenverkenner",
                "auth",
                "account",
                "mfa",
                "sessions",
                "admin",
                "contenttypes",
                "config_cache",
                "config_cache_buiten",
                "django_migrations",
            ),
            NIETS,
        ),
    },
}
# table: process: the rows that the process sees.
ALLEEN: dict[str, dict[str, str]] = {
    "auth_user": {SONAR: "true", KANDIDATENVERKENNER: "NOT is_staff"},
    # The subquery runs with the same right, so it finds employers only.
    "mfa_authenticator": {
        SONAR: "true",
        KANDIDATENVERKENNER: "user_id IN (SELECT id FROM auth_user)",
    },
    "sonar_uitgave": {
        SONAR: "true",
        CIJFERS: "goedgekeurd_op IS NOT NULL AND editie IN ('openbaar', 'letterlijk')",
    },
    # The subquery runs with the same right, so it finds published releases only.
    "sonar_uitgavebestand": {
        SONAR: "true",
        CIJFERS: "uitgave_id IN (SELECT id FROM sonar_uitgave)",
    },
}


def all_tables() -> Iterator[tuple[str, str]]:
    """Every table of the installation: its name, and the app (or itself) that it belongs to."""
    for model in apps.get_models(include_auto_created=True):
        yield model._meta.db_table, model._meta.app_label
    for tabel in ("config_cache", "config_cache_buiten", "django_migrations"):
        yield tabel, tabel


def right_on(rol: str, tabel: str, app: str) -> str:
    """The rights of the process on the table. Raises KeyError when nobody decided."""
    rechten = RECHTEN[rol]
    return rechten[tabel] if tabel in rechten else rechten[app]


@transaction.atomic
def create_roles() -> dict[str, int]:
    """Make the roles, and give each exactly its rights; answer how many tables each may read.

    To be run after every `migrate`, by the owner of the tables. A role does not sign in itself:
    `CREATE ROLE naam LOGIN PASSWORD '...' IN ROLE sonar_proces` makes an account of the process.
    """
    if not settings.MET_SONAR:
        raise RuntimeError("maak_rollen hoort bij de hele installatie: laat SITE weg.")
    leesbaar = {}
    with connection.cursor() as cursor:
        for rol in RECHTEN:
            # The whole server shares its roles: another database may have made them.
            cursor.execute(
                f"DO $$ BEGIN CREATE ROLE {rol} NOLOGIN; "
                "EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
            )
            cursor.execute(f"GRANT USAGE ON SCHEMA public TO {rol}")
            cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {rol}")
            cursor.execute(f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {rol}")
            leesbaar[rol] = 0
            for tabel, app in all_tables():
                if rechten := right_on(rol, tabel, app):
                    _grant(cursor, rol, tabel, rechten)
                    leesbaar[rol] += 1
        for tabel, rijen in ALLEEN.items():
            cursor.execute(f"ALTER TABLE {tabel} ENABLE ROW LEVEL SECURITY")
            for rol, welke in rijen.items():
                cursor.execute(f"DROP POLICY IF EXISTS {rol} ON {tabel}")
                cursor.execute(
                    f"CREATE POLICY {rol} ON {tabel} TO {rol} USING ({welke}) WITH CHECK ({welke})"
                )
    return leesbaar


def _grant(cursor: CursorWrapper, rol: str, tabel: str, rechten: str) -> None:
    cursor.execute(f"GRANT {rechten} ON {tabel} TO {rol}")
    if "INSERT" in rechten:
        cursor.execute(
            "SELECT pg_get_serial_sequence(%s, attname) FROM pg_attribute "
            "WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped "
            "AND pg_get_serial_sequence(%s, attname) IS NOT NULL",
            [tabel, tabel, tabel],
        )
        for (reeks,) in cursor.fetchall():
            cursor.execute(f"GRANT USAGE ON SEQUENCE {reeks} TO {rol}")
