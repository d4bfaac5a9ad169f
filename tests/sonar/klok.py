"""The test decides at which moment things become known."""

import datetime

from django.db import connection


BEGIN = datetime.datetime(2021, 1, 5, 9, tzinfo=datetime.UTC)
UUR = datetime.timedelta(hours=1)


def uur(n):
    """So many hours after the begin."""
    return BEGIN + n * UUR


def zet_klok():
    """Let the test decide when things become known; only the owner of the tables can do this.

    It lasts until the transaction of the test is rolled back. The clock starts an
    hour before BEGIN.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        rol = cursor.fetchone()[0]
        cursor.execute("RESET ROLE")
        cursor.execute(
            "CREATE OR REPLACE FUNCTION sonar_boekmoment() RETURNS timestamptz LANGUAGE sql STABLE "
            "AS $$SELECT current_setting('proef.moment')::timestamptz$$"
        )
        cursor.execute(f"SET ROLE {rol}")
    het_is(BEGIN - UUR)


def het_is(moment):
    """From now on."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('proef.moment', %s, true)", [moment.isoformat()])
