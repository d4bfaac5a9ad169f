"""What Django cannot declare: functions, triggers and some indexes, from sql/.

A file holds today's text. Whoever changes one adds a migration that loads it again. A file that needs
a column of such a later migration moves from FILES to that migration: a new database makes the column
first, and an existing one has the older text already. Each file may be loaded twice. What CREATE OR
REPLACE refuses (other columns of an answer), the later migration drops first.
"""

from pathlib import Path

from django.db import migrations


SQL = Path(__file__).resolve().parent.parent / "sql"
FILES = [
    # boekmoment.sql: see 0001_initial, whose columns have it as their default.
    "verwerkingslog.sql",
    "uitgave.sql",
    "geschiedenis.sql",
    "bemiddelregio.sql",
    "outbox.sql",
    "projections.sql",
    "telperiode.sql",
    "telkenmerk.sql",
    "klantstand.sql",
    "indexes.sql",
]


class Migration(migrations.Migration):

    dependencies = [("sonar", "0001_initial")]
    operations = [
        migrations.RunSQL((SQL / name).read_text("utf-8"), migrations.RunSQL.noop) for name in FILES
    ]
