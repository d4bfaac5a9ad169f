"""What Django cannot declare: functions, triggers, a column and its index, from sql/.

A file holds today's text. Whoever changes one adds a migration that loads it again. A file that needs
a column of such a later migration moves from FILES to that migration: a new database makes the column
first, and an existing one has the older text already.
"""

from pathlib import Path

from django.db import migrations


SQL = Path(__file__).resolve().parent.parent / "sql"
FILES = ["change_log.sql", "codelist_version.sql"]


class Migration(migrations.Migration):

    dependencies = [("kandidatenverkenner", "0001_initial")]
    operations = [
        *(migrations.RunSQL((SQL / name).read_text("utf-8"), migrations.RunSQL.noop) for name in FILES),
        # The one row that triggers keep from here on.
        migrations.RunSQL(
            "INSERT INTO kandidatenverkenner_codelistversion (id, merk) VALUES (1, gen_random_uuid()) "
            "ON CONFLICT (id) DO NOTHING",
            migrations.RunSQL.noop,
        ),
    ]
