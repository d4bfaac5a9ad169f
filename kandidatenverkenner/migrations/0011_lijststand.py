from django.db import migrations, models


MERK = """
    CREATE FUNCTION kandidatenverkenner_merk_lijsten() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO kandidatenverkenner_lijststand (id, merk) VALUES (1, gen_random_uuid())
        ON CONFLICT (id) DO UPDATE SET merk = excluded.merk;
        RETURN NULL;
    END $$;
    CREATE TRIGGER lijststand AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE
        ON kandidatenverkenner_kenmerk
        FOR EACH STATEMENT EXECUTE FUNCTION kandidatenverkenner_merk_lijsten();
    CREATE TRIGGER lijststand AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE
        ON kandidatenverkenner_plaats
        FOR EACH STATEMENT EXECUTE FUNCTION kandidatenverkenner_merk_lijsten();
    INSERT INTO kandidatenverkenner_lijststand (id, merk) VALUES (1, gen_random_uuid());
"""
WEG = """
    DROP TRIGGER lijststand ON kandidatenverkenner_plaats;
    DROP TRIGGER lijststand ON kandidatenverkenner_kenmerk;
    DROP FUNCTION kandidatenverkenner_merk_lijsten();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('kandidatenverkenner', '0010_bladeren'),
    ]

    operations = [
        migrations.CreateModel(
            name='Lijststand',
            fields=[
                ('id', models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ('merk', models.UUIDField(verbose_name='merk')),
            ],
            options={
                'verbose_name': 'stand van de lijsten',
                'verbose_name_plural': 'standen van de lijsten',
            },
        ),
        migrations.RunSQL(MERK, WEG),
    ]
