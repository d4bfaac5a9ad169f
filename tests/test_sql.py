"""The database does what the .sql files say: no function or trigger more, less or other."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection


ROOT = Path(settings.BASE_DIR)
APPS = [ROOT / app for app in ("config", "kandidatenverkenner", "sonar")]
FILES = sorted(path for app in APPS for path in app.glob("sql/*.sql"))
MIGRATIONS = sorted(path for app in APPS for path in app.glob("migrations/[0-9]*.py"))
# Each of ours with its whole text, who may run it, and which transaction wrote it. An extension
# brings its own.
FUNCTIONS = """
    SELECT p.oid::regprocedure::text,
        pg_get_functiondef(p.oid) || ' ' || coalesce(p.proacl::text, ''), p.xmin::text
    FROM pg_proc p
    WHERE p.pronamespace = 'public'::regnamespace AND NOT EXISTS (
        SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid
          AND d.deptype = 'e')
"""
TRIGGERS = """
    SELECT t.tgrelid::regclass || '.' || t.tgname,
        pg_get_triggerdef(t.oid) || ' ' || t.tgenabled::text, t.xmin::text
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE NOT t.tgisinternal AND c.relnamespace = 'public'::regnamespace
"""


def ask(cursor):
    answer = {}
    for question in (FUNCTIONS, TRIGGERS):
        cursor.execute(question)
        answer |= {name: (text, written) for name, text, written in cursor.fetchall()}
    return answer


def differences(cursor, files):
    """Load every file again, and return what that adds, changes, or does not touch."""
    before = ask(cursor)
    # PostgreSQL uses a transaction number once, so this one differs from the earlier one.
    cursor.execute("SAVEPOINT ask")
    for text in files:
        cursor.execute(text)
    after = ask(cursor)
    cursor.execute("ROLLBACK TO SAVEPOINT ask")
    return {
        "missing": sorted(after.keys() - before.keys()),
        "other": sorted(
            name for name in before.keys() & after.keys() if before[name][0] != after[name][0]
        ),
        "extra": sorted(name for name, was in before.items() if was[1] == after[name][1]),
    }


NONE = {"missing": [], "other": [], "extra": []}


def texts():
    return [path.read_text("utf-8") for path in FILES]


@pytest.mark.django_db
@pytest.mark.postgres15
@pytest.mark.usefixtures("eigenaar")
def test_the_database_is_what_the_files_say():
    with connection.cursor() as cursor:
        assert len(ask(cursor)) > 100
        assert differences(cursor, texts()) == NONE


@pytest.mark.django_db
@pytest.mark.usefixtures("eigenaar")
@pytest.mark.parametrize(
    ("sabotage", "found"),
    [
        (
            "CREATE FUNCTION sonar_erbij() RETURNS int LANGUAGE sql AS 'SELECT 1'",
            {"extra": ["sonar_erbij()"]},
        ),
        (
            """CREATE OR REPLACE FUNCTION sonar_regio_van(persoon bigint) RETURNS varchar
            LANGUAGE sql STABLE AS 'SELECT NULL::varchar'""",
            {"other": ["sonar_regio_van(bigint)"]},
        ),
        (
            "ALTER FUNCTION sonar_regio_van(bigint) RESET enable_sort",
            {"other": ["sonar_regio_van(bigint)"]},
        ),
        (
            "GRANT EXECUTE ON FUNCTION sonar_projection_follow() TO PUBLIC",
            {"other": ["sonar_projection_follow()"]},
        ),
        (
            "DROP TRIGGER weiger ON sonar_verwerking",
            {"missing": ["sonar_verwerking.weiger"]},
        ),
        (
            "ALTER TABLE sonar_verwerking DISABLE TRIGGER weiger",
            {"other": ["sonar_verwerking.weiger"]},
        ),
        (
            """CREATE TRIGGER erbij BEFORE DELETE ON sonar_verwerking FOR EACH ROW
            EXECUTE FUNCTION sonar_verwerking_weiger()""",
            {"extra": ["sonar_verwerking.erbij"]},
        ),
    ],
)
def test_another_function_or_trigger_is_noticed(sabotage, found):
    with connection.cursor() as cursor:
        cursor.execute(sabotage)
        assert differences(cursor, texts()) == NONE | found


def test_each_function_and_trigger_stands_once():
    made = re.compile(
        r"CREATE OR REPLACE (?:FUNCTION (\w+)|TRIGGER (\w+) (?:BEFORE|AFTER) [A-Z ]+\s+ON (\w+))"
    )
    text = "\n".join(texts())
    names = made.findall(text)
    assert len(names) == len(set(names)) == len(re.findall(r"\bCREATE\b(?!.* INDEX )", text)) > 100


@pytest.mark.django_db
def test_the_migrations_make_what_the_models_say():
    call_command("makemigrations", check=True, dry_run=True)


def imports(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield str(node.module)
        elif isinstance(node, ast.Call) and "import_module" in ast.unparse(node.func):
            yield ast.literal_eval(node.args[0])


# Django writes a field of our own and a default by their names.
BY_NAME = {"sonar.models.klantstand", "sonar.models.organisatie"}


@pytest.mark.parametrize("path", MIGRATIONS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_migration_imports_nothing_of_the_product(path):
    ours = {
        name
        for name in imports(path)
        if name.split(".")[0] in {"config", "kandidatenverkenner", "simulatie", "sonar", "tests"}
    }
    assert ours <= BY_NAME


def test_no_test_imports_a_migration():
    for path in (ROOT / "tests").rglob("*.py"):
        assert not [name for name in imports(path) if re.match(r"\w+\.migrations\b", name)], path
