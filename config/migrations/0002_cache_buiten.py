"""A cache of its own for the internet-facing process: what is in a cache is trusted when read."""

from django.core.management import call_command
from django.db import migrations


def maak(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):

    dependencies = [("config", "0001_cache")]
    operations = [migrations.RunPython(maak, migrations.RunPython.noop)]
