"""The tables of both caches: rate limits and used codes hold for every worker, so not in memory."""

from django.core.management import call_command
from django.db import migrations


def maak(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):

    initial = True
    dependencies = []
    operations = [migrations.RunPython(maak, migrations.RunPython.noop)]
