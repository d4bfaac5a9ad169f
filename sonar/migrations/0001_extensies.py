"""What the constraints need: equality inside an exclusion constraint."""

from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations


class Migration(migrations.Migration):

    initial = True
    dependencies = []
    operations = [BtreeGistExtension()]
