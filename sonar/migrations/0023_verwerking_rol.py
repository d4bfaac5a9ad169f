import django.db.models.deletion
from django.db import migrations, models


# As migrations 0003 and 0014, and with the role and organisation of now. They come last in the seal,
# and what is NULL is not in it: lines from before this have the same seal by this formula.
FUNCTIE = '''
CREATE OR REPLACE FUNCTION sonar_verwerking_verzegel() RETURNS trigger LANGUAGE plpgsql
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_sort = off AS $$
DECLARE
    vorige record;
BEGIN
    -- One writer at a time, until its transaction ends: the chain has no branches.
    PERFORM pg_advisory_xact_lock(hashtext('sonar_verwerking'));
    SELECT id, zegel INTO vorige FROM sonar_verwerking ORDER BY id DESC LIMIT 1;
    NEW.id := coalesce(vorige.id, 0) + 1;
    NEW.tijdstip := clock_timestamp();
    %s
    NEW.zegel := sha256(coalesce(vorige.zegel, ''::bytea) || convert_to(concat_ws('|',
        NEW.id, to_char(NEW.tijdstip AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
        NEW.medewerker_id, NEW.persoon, NEW.handeling, NEW.grond%s), 'UTF8'));
    RETURN NEW;
END $$;
'''
NIEUW = FUNCTIE % (
    '''-- Without a medewerker, both become NULL.
    SELECT rol, organisatie_id INTO NEW.rol, NEW.organisatie_id
    FROM sonar_medewerker WHERE id = NEW.medewerker_id;''',
    ', NEW.rol, NEW.organisatie_id',
)
# A seal over what is no longer there cannot be checked: whoever goes back would break the log.
OUD = '''
DO $$ BEGIN
    IF EXISTS (SELECT FROM sonar_verwerking WHERE rol IS NOT NULL) THEN
        RAISE EXCEPTION 'De verwerkingslog bevat regels met een rol; zonder die kolom zijn zij niet te controleren.';
    END IF;
END $$;
''' + FUNCTIE % ('', '')


class Migration(migrations.Migration):

    dependencies = [
        ('sonar', '0022_verzoekstap_bsncorrectie'),
    ]

    operations = [
        migrations.AddField(
            model_name='verwerking',
            name='rol',
            field=models.CharField(choices=[('klantmanager', 'klantmanager'), ('adviseur', 'adviseur werkgeversdiensten'), ('teamleider', 'teamleider'), ('functioneel-beheerder', 'functioneel beheerder'), ('auditor', 'auditor'), ('privacy-officer', 'privacy officer')], editable=False, max_length=24, null=True, verbose_name='rol'),
        ),
        migrations.AddField(
            model_name='verwerking',
            name='organisatie',
            field=models.ForeignKey(db_constraint=False, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='verwerkingen', to='sonar.organisatie', verbose_name='organisatie'),
        ),
        migrations.AddConstraint(
            model_name='verwerking',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('organisatie', None), ('rol', None)), models.Q(('medewerker__isnull', False), ('organisatie__isnull', False), ('rol__isnull', False)), _connector='OR'), name='verwerking_rol_en_organisatie_samen', violation_error_message='Rol en organisatie zijn die van een medewerker.'),
        ),
        migrations.RemoveConstraint(
            model_name='verwerking',
            name='verwerking_uit_de_lijst',
        ),
        migrations.AlterField(
            model_name='verwerking',
            name='grond',
            field=models.CharField(choices=[('eigen-klant', 'klant uit de eigen caseload'), ('organisatie', 'klant van de eigen organisatie'), ('bemiddeling', 'bemiddeling naar werk'), ('noodtoegang', 'noodtoegang, met een reden'), ('beoordeling', 'beoordeling van noodtoegang'), ('zoekvraag', 'gezocht met gegevens van de persoon'), ('overdracht', 'overdracht tussen organisaties'), ('avg', 'verzoek van de persoon zelf'), ('opdracht', 'opdracht van het systeem'), ('controle', 'controle van de cijfers'), ('geen', 'geen grond')], max_length=20, verbose_name='grond'),
        ),
        migrations.AddConstraint(
            model_name='verwerking',
            constraint=models.CheckConstraint(condition=models.Q(('grond__in', ['eigen-klant', 'organisatie', 'bemiddeling', 'noodtoegang', 'beoordeling', 'zoekvraag', 'overdracht', 'avg', 'opdracht', 'controle', 'geen']), ('handeling__in', ['lijst', 'inzien', 'toevoegen', 'wijzigen', 'geschiedenis', 'gezocht', 'bsn', 'geweigerd', 'noodtoegang', 'uitvoer', 'levering', 'inzage', 'wissen', 'herleid'])), name='verwerking_uit_de_lijst', violation_error_message='Kies handeling en grond uit de lijst.'),
        ),
        migrations.AddField(
            model_name='medewerker',
            name='rol_gegeven_door',
            field=models.ForeignKey(editable=False, help_text='Tot iemand anders de rol heeft bevestigd.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='gegeven_rollen', to='sonar.medewerker', verbose_name='rol gegeven door'),
        ),
        migrations.RunSQL(NIEUW, OUD),
    ]
