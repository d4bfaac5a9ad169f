"""The BSN: from itself to encrypted, beside a keyed fingerprint on which the register is keyed."""

import django.db.models.deletion
from django.db import migrations, models

from sonar.bsn import versleutel, zoeksleutel


def om(apps, schema_editor):
    """Every number becomes its two other forms; those in the register only, the fingerprint."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute('ALTER TABLE sonar_doelgroepregistratie ADD COLUMN bsn_zoeksleutel uuid')
        for tabel in ('sonar_werkzoekende', 'sonar_doelgroepregistratie'):
            cursor.execute(f'SELECT DISTINCT bsn FROM {tabel}')
            for (bsn,) in cursor.fetchall():
                waarden = {'bsn_zoeksleutel': zoeksleutel(bsn)}
                if tabel == 'sonar_werkzoekende':
                    waarden['bsn_versleuteld'] = versleutel(bsn)
                zet = ', '.join(f'{naam} = %s' for naam in waarden)
                cursor.execute(f'UPDATE {tabel} SET {zet} WHERE bsn = %s', [*waarden.values(), bsn])
        cursor.execute('SET CONSTRAINTS ALL IMMEDIATE')
        # With the column goes the constraint that its periods do not overlap.
        cursor.execute('ALTER TABLE sonar_doelgroepregistratie DROP COLUMN bsn')
        cursor.execute(
            'ALTER TABLE sonar_doelgroepregistratie ALTER COLUMN bsn_zoeksleutel SET NOT NULL'
        )
        cursor.execute(
            'CREATE INDEX sonar_doelgroepregistratie_bsn_zoeksleutel '
            'ON sonar_doelgroepregistratie (bsn_zoeksleutel)'
        )
        cursor.execute(
            'ALTER TABLE sonar_doelgroepregistratie ADD CONSTRAINT doelgroepregistratie_een_tegelijk '
            'EXCLUDE USING gist (bsn_zoeksleutel WITH =, daterange(ingangsdatum, einddatum) WITH &&)'
        )


class Migration(migrations.Migration):

    dependencies = [
        ('sonar', '0003_verwerkingslog'),
    ]

    operations = [
        migrations.RemoveConstraint('werkzoekende', 'werkzoekende_bsn_elfproef'),
        migrations.AddField(
            'werkzoekende',
            'bsn_versleuteld',
            models.BinaryField(max_length=25, null=True, verbose_name='burgerservicenummer, versleuteld'),
        ),
        migrations.AddField(
            'werkzoekende',
            'bsn_zoeksleutel',
            models.UUIDField(null=True, editable=False, verbose_name='vingerafdruk van het burgerservicenummer'),
        ),
        migrations.RunPython(om),
        migrations.AlterField(
            'werkzoekende',
            'bsn_versleuteld',
            models.BinaryField(max_length=25, verbose_name='burgerservicenummer, versleuteld'),
        ),
        migrations.AlterField(
            'werkzoekende',
            'bsn_zoeksleutel',
            models.UUIDField(unique=True, editable=False, verbose_name='vingerafdruk van het burgerservicenummer'),
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    'doelgroepregistratie',
                    'werkzoekende',
                    models.ForeignKey(db_column='bsn_zoeksleutel', db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='doelgroepregistraties', to='sonar.werkzoekende', to_field='bsn_zoeksleutel', verbose_name='werkzoekende'),
                ),
            ],
        ),
        migrations.RemoveField('werkzoekende', 'bsn'),
    ]
