from django.db import migrations


# The plan of a trigger's query is made once a session. Made when the log was empty or its
# statistics were old, it read the whole log for every line: a national delivery took hours.
ZET = """
ALTER FUNCTION sonar_verwerking_verzegel() SET enable_seqscan = off;
ALTER FUNCTION sonar_verwerking_verzegel() SET enable_bitmapscan = off;
ALTER FUNCTION sonar_verwerking_verzegel() SET enable_sort = off;
"""
TERUG = "ALTER FUNCTION sonar_verwerking_verzegel() RESET ALL;"


class Migration(migrations.Migration):

    dependencies = [("sonar", "0013_geschiedenis")]

    operations = [migrations.RunSQL(ZET, TERUG)]
