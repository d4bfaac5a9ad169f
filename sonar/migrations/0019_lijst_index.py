"""Whose clients these are and in which order they stand, from an index alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """At a million clients the lists of a teamleider of UWV read a third of the country without."""

    dependencies = [("sonar", "0018_uitbak")]

    operations = [
        migrations.AddIndex(
            model_name="inschrijving",
            index=models.Index(
                fields=["organisatie", "gemeente"],
                include=("werkzoekende", "ingangsdatum", "einddatum", "klantmanager"),
                name="inschrijving_van_wie",
            ),
        ),
        migrations.AddIndex(
            model_name="werkzoekende",
            index=models.Index(
                fields=["id"],
                include=("achternaam", "voornamen", "overleden_op", "afgeschermd"),
                name="werkzoekende_in_lijst",
            ),
        ),
    ]
